"""The address of the link under the mouse, or of the one that has the keyboard, in a bubble at the page's foot."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.tokens import Tokens

_BESIDE, _PAD, _WIDEST, _TALL = 10, 12, 560, 24
_LONGEST = 600
_HEAD = re.compile(r"[a-z]+:(?://[^/?#]*)?", re.I)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LEFT_TO_RIGHT = "\u200e"


def readable(address: str) -> str:
    """An address as it may be shown: the server in its plain letters, words of the path in their own.

    Only letters, their marks and figures are written out; whatever could hide, part or turn round what is read stays
    encoded. After each sign comes a mark that keeps words from right to left in their place.
    """
    head = _HEAD.match(address)
    end = head.end() if head else 0
    rest = _ENCODED.sub(_letters, address[end : end + _LONGEST])
    shown = "".join(sign if unicodedata.category(sign)[0] in "LNMPS" else _encoded(sign) for sign in rest)
    return address[:end] + re.sub(r"([^\w%])", rf"\1{_LEFT_TO_RIGHT}", shown)


def _letters(found: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
    return "".join(sign if _is_letter(sign) else _encoded(sign) for sign in text)


def _is_letter(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] in "LNM"


def _encoded(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))


class LinkBubble(QWidget):
    """Lies over ``page``, at the corner where its lines begin. The mouse goes through it."""

    def __init__(self, page: QWidget, tokens: Tokens) -> None:
        super().__init__(page)
        self._page = page
        self._tokens = tokens
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty when it is not there."""
        return self._words

    def set_tokens(self, tokens: Tokens) -> None:
        """Other colours."""
        self._tokens = tokens
        self.update()

    def show_address(self, address: str) -> None:
        """Shows where a link leads; an empty address takes the bubble away."""
        self._words = readable(address) if address else ""
        self.setAccessibleName(self._words)
        if self._words:
            self._place()
            self.raise_()
        self.setVisible(bool(self._words))
        self.update()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps to its corner."""
        if event.type() == QEvent.Type.Resize and self._words:
            self._place()
        return False

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A small card. Addresses are read from the left in every language."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.edge), 1))
        painter.setBrush(QColor(self._tokens.field))
        place = QRectF(self.rect())
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = fonts.ui(12)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens.text2))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        room = place.adjusted(_PAD, 0, -_PAD, 0)
        words = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideMiddle, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _place(self) -> None:
        wanted = round(QFontMetricsF(fonts.ui(12)).horizontalAdvance(self._words)) + 2 * _PAD + 2
        size = QSize(min(wanted, _WIDEST, self._page.width() - 3 * _BESIDE), fonts.scaled(_TALL))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self._page.width() - _BESIDE - size.width() if rtl else _BESIDE
        self.setGeometry(left, self._page.height() - _BESIDE - size.height(), size.width(), size.height())
