"""Labels: a section's heading, the name of a fact, and the fact itself, shortened to its room but copied whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from desktop_reader.ui.inspector.formats import ELLIPSIS, elide
from desktop_reader.ui.inspector.pressable import line_height
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.theme import fonts

_LINE = 16  # Names and values have it in common, and so their baseline.

Shorten = Callable[[str, Callable[[str], bool]], str]


class Heading(QLabel):
    """The heading of a section."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.ui(13, fonts.SEMIBOLD))
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # Else it takes its role from what it stands on.
        self.setFixedHeight(fonts.scaled(24))
        self.setAlignment(_beginning(self))


class Name(QLabel):
    """What a fact is called."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.ui(12))
        self.setFixedHeight(line_height(self.font(), _LINE))
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setAlignment(_beginning(self))


class Value(QLabel):
    """One line that can be selected. What is too long is shortened by ``shorten``, and told whole by its tooltip.

    Signal ``pressed``: clicked without selecting anything, where ``clickable``.
    """

    pressed = Signal()

    def __init__(self, name: str, font: QFont, shorten: Shorten = elide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._shorten = name, shorten
        self._whole = self._short = ""
        self._clickable = False
        self.setFont(font)
        self._metrics = QFontMetricsF(font)
        self.setAlignment(_beginning(self))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._height = line_height(font, _LINE)

    @property
    def whole(self) -> str:
        """All of it, as it is copied."""
        return self._whole

    def say(self, whole: str, short: str | None = None, *, clickable: bool = False) -> None:
        """Shows ``short`` for ``whole``."""
        if (whole, clickable) == (self._whole, self._clickable):
            return
        self._whole, self._short, self._clickable = whole, whole if short is None else short, clickable
        self.setAccessibleName(f"{self._name}: {whole}")
        self.setForegroundRole(QPalette.ColorRole.Link if clickable else QPalette.ColorRole.WindowText)
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.IBeamCursor)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text into the new width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """One line of the whole text."""
        return QSize(round(self._metrics.horizontalAdvance(self._short)) + 2, self._height)

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis."""
        return QSize(24, self._height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies the whole where the selection reaches over what is left out."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy is all that there is to do."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy")).triggered.connect(self._copy)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selected nothing."""
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if self._clickable and left and not self.hasSelectedText() and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def _copy(self) -> None:
        chosen = self.selectedText()
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(chosen if chosen and ELLIPSIS not in chosen else self._whole)

    def _fit(self) -> None:
        room = self.width()
        shown = self._shorten(self._short, lambda text: self._metrics.horizontalAdvance(text) <= room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(plain_tip(self._whole if shown != self._whole else ""))


def _beginning(label: QLabel) -> Qt.AlignmentFlag:
    """Where lines begin in this window. Qt asks the text instead, and an id would stand far from its name."""
    rtl = label.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
