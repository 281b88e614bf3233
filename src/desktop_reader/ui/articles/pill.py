"""The pill that floats over the list and tells how many articles came above what is looked at."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme

_HEIGHT, _SIGN = 28, 16
_BESIDE, _BETWEEN = 12, 6
_BELOW_TOP = 8


class Pill(QAbstractButton):
    """A click goes there; the keyboard has Home for that, so it never takes the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = fonts.ui(12, fonts.SEMIBOLD, tabular=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        self.hide()

    def show_count(self, count: int) -> None:
        """So many; gone at none."""
        if not count:
            self.hide()
            return
        words = self.tr("%Ln new", None, count)
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.setToolTip(self.tr("Go to the top (Home)"))
            self.resize(self.sizeHint())
        self.show()
        self.raise_()

    def place(self, over: QRect) -> None:
        """In the middle of the upper edge of ``over``."""
        self.move(over.left() + (over.width() - self.width()) // 2, over.top() + _BELOW_TOP)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        words = QFontMetrics(self._font).horizontalAdvance(self.text())
        return QSize(2 * _BESIDE + _SIGN + _BETWEEN + words, max(_HEIGHT, QFontMetrics(self._font).height() + 8))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """An arrow and the words, on the accent."""
        tokens = self._theme.tokens
        ground = tokens.accent_press if self.isDown() else tokens.accent_hover if self.underMouse() else tokens.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().toRectF(), self.height() / 2, self.height() / 2)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - _BESIDE - _SIGN if right_to_left else _BESIDE
        sign = QRect(left, (self.height() - _SIGN) // 2, _SIGN, _SIGN)
        icons.paint(painter, sign, "arrow-up", "on_accent")
        words = self.rect().adjusted(_BESIDE, 0, -_BESIDE, 0)
        words.setLeft(words.left() + (0 if right_to_left else _SIGN + _BETWEEN))
        words.setRight(words.right() - (_SIGN + _BETWEEN if right_to_left else 0))
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
