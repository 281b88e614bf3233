"""What stands where no article is: a sign on a disc, a line, a sentence."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme

_DISC = 72
_WIDEST = 260


class Empty(QWidget):
    """Painted in the middle, a little above it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._line, self._sentence = "news", "", ""
        self._fonts = fonts.ui(17, fonts.SEMIBOLD), fonts.ui(13)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_words(self, icon: str, line: str, sentence: str) -> None:
        """Plain text, both."""
        self._icon, self._line, self._sentence = icon, line, sentence
        self.setAccessibleName(line)
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(_WIDEST + 40, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc, line and sentence."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = min(_WIDEST, self.width() - 32)
        left = (self.width() - width) // 2
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        heights = [
            QFontMetrics(font).boundingRect(QRect(0, 0, width, 1_000), wrapped, text).height()
            for font, text in zip(self._fonts, (self._line, self._sentence), strict=True)
        ]
        top = max(16, (self.height() - _DISC - 24 - heights[0] - 8 - heights[1]) * 2 // 5)
        disc = QRect((self.width() - _DISC) // 2, top, _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.picture))
        painter.drawEllipse(QRectF(disc))
        icons.paint(painter, disc.adjusted(22, 22, -22, -22), self._icon, "text2")
        top += _DISC + 24
        for font, text, height, colour in zip(
            self._fonts, (self._line, self._sentence), heights, (tokens.text, tokens.text2), strict=True
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(left, top, width, height + 2), wrapped, text)
            top += height + 8
