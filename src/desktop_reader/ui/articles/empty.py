"""What stands where no article is: a sign on a disc, a line, a sentence, and a deed where one helps."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme

_DISC = 72
_WIDEST = 260
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Empty(QWidget):
    """Painted in the middle, a little above it. Signal ``pressed``: the button below the words."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._line, self._sentence = "news", "", ""
        self._fonts = fonts.ui(17, fonts.SEMIBOLD), fonts.ui(13)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.pressed)
        self.button.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_words(self, icon: str, line: str, sentence: str, deed: str = "") -> None:
        """Plain text, both; ``deed`` are the words on the button."""
        self.button.setText(deed)
        self.button.setVisible(bool(deed))
        self._icon, self._line, self._sentence = icon, line, sentence
        self._place_button()
        self.setAccessibleName(line)
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(_WIDEST + 40, 240)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc, line and sentence."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width, top, heights = self._places()
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
            painter.drawText(QRect(left, top, width, height + 2), _WRAPPED, text)
            top += height + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays below the words."""
        super().resizeEvent(event)
        self._place_button()

    def _places(self) -> tuple[int, int, int, list[int]]:
        """Where the words begin, how wide they are, where the disc begins, and how high the words are."""
        width = min(_WIDEST, self.width() - 32)
        heights = [
            QFontMetrics(font).boundingRect(QRect(0, 0, width, 1_000), _WRAPPED, text).height()
            for font, text in zip(self._fonts, (self._line, self._sentence), strict=True)
        ]
        below = 16 + self.button.sizeHint().height() if self.button.text() else 0
        top = max(16, (self.height() - _DISC - 24 - heights[0] - 8 - heights[1] - below) * 2 // 5)
        return (self.width() - width) // 2, width, top, heights

    def _place_button(self) -> None:
        if self.button.text():
            _, _, top, heights = self._places()
            size = self.button.sizeHint()
            below = top + _DISC + 24 + heights[0] + 8 + heights[1] + 16
            self.button.setGeometry((self.width() - size.width()) // 2, below, size.width(), size.height())
