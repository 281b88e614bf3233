"""The inspector's place at the window's side: a panel of its own that scrolls by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

WIDTH = 320
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX, which PySide does not name.


class Dock(QScrollArea):
    """Holds the inspector as long as the window is wide."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(fonts.scaled(WIDTH))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Inspector"))
        theme.changed.connect(self.viewport().update)

    def hold(self, inspector: Inspector) -> None:
        """Takes the inspector from wherever it is."""
        if self.widget() is inspector:
            return
        inspector.set_docked(True)
        inspector.set_columns(1)
        # Never into the room of the scroll bar: when that comes or goes, no line breaks elsewhere.
        inspector.setMaximumWidth(fonts.scaled(WIDTH) - self.verticalScrollBar().sizeHint().width())
        self.setWidget(inspector)
        inspector.setAutoFillBackground(False)  # The scroll area switched it on; the panel's ground is painted here.
        inspector.show()

    def release(self) -> Inspector | None:
        """Gives the inspector away, ready for the flow; None when it is not here."""
        inspector = self.takeWidget()
        if not isinstance(inspector, Inspector):
            return None
        inspector.setMaximumWidth(_ANY_WIDTH)
        inspector.set_docked(False)
        return inspector

    def show_from_top(self) -> None:
        """Another article begins at its summary."""
        self.verticalScrollBar().setValue(0)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline beside the article."""
        super().paintEvent(event)
        tokens = self._theme.tokens
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(tokens.panel))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.viewport().width() - 1 if rtl else 0, 0, 1, self.viewport().height(), QColor(tokens.line))
