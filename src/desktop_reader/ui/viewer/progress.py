"""The line under the reader's bar that grows as an article is read."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.theme import Theme

TALL = 2


class ProgressLine(QWidget):
    """A hairline, and on it how much was read; begins where the language begins its lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._passed = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    @property
    def passed(self) -> float:
        """How much it shows, 0 to 1."""
        return self._passed

    def show_passed(self, fraction: float) -> None:
        """Shows another part of the article as read."""
        if round(fraction * self.width()) != round(self._passed * self.width()):
            self.update()
        self._passed = fraction

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline, and the line on it."""
        tokens = self._theme.reader
        painter = QPainter(self)
        painter.fillRect(0, TALL - 1, self.width(), 1, QColor(tokens.line))
        long = round(self.width() * self._passed)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.fillRect(QRect(self.width() - long if rtl else 0, 0, long, TALL), QColor(tokens.accent))
