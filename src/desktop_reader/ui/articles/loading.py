"""Grey bars where articles will stand: shown only when the library takes long enough to answer for one to wonder."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.theme import Theme

AFTER_MS = 150

_ROW = 102
_LEFT, _RIGHT = 33, 28
# (from the left, from the top, how wide of the room, how high): the feed, two lines of title, one of text.
_BARS = ((24, 14, 0.32, 8), (0, 36, 0.92, 10), (0, 56, 0.58, 10), (0, 78, 0.8, 8))
_SHARES = (1.0, 0.86, 0.94, 0.78)  # No two rows alike.


class Loading(QWidget):
    """Nothing moves in it, and nothing is said but that it takes a moment."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Loading…"))
        theme.changed.connect(self.update)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """As many rows as there is room for, the lower the fainter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.press))
        room = self.width() - _LEFT - _RIGHT
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rows = max(1, -(-self.height() // _ROW))
        for row in range(rows):
            painter.setOpacity(max(0.12, 1 - row / rows))
            top = row * _ROW
            shapes = [QRectF(_LEFT, top + 10, 16, 16)]
            for left, below, share, height in _BARS:
                width = room * share * _SHARES[(row + left) % len(_SHARES)]
                shapes.append(QRectF(_LEFT + left, top + below, width, height))
            for shape in shapes:
                if mirrored:
                    shape.moveRight(self.width() - shape.left())
                painter.drawRoundedRect(shape, 4, 4)
