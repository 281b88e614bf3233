"""Key caps: what stands on a keyboard, drawn as small keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from desktop_reader.ui.keys.sequences import caps
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.tokens import Tokens

_RADIUS, _PAD, _BETWEEN, _THEN, _OR = 4, 6, 3, 7, 12
HEIGHT = 20


@cache
def _font() -> QFont:
    return fonts.ui(11, fonts.MEDIUM)


def height() -> int:
    """How high a cap is."""
    return max(HEIGHT, QFontMetrics(_font()).height() + 5)


def width(keys: Sequence[str]) -> int:
    """How much room the caps of these keys take."""
    return _walk(None, None, QRect(), keys)


def paint(painter: QPainter, tokens: Tokens, room: QRect, keys: Sequence[str]) -> None:
    """Draws the caps at the end of ``room``, in its middle; those of other keys that do the same beside them."""
    _walk(painter, tokens, room, keys)


def _walk(painter: QPainter | None, tokens: Tokens | None, room: QRect, keys: Sequence[str]) -> int:
    """Draws them from their end, or only tells how wide they are; Ctrl stands left of C in every language."""
    metrics, high = QFontMetrics(_font()), height()
    right = room.right() + 1
    if painter is not None and painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        right = room.left() + width(keys)
    at = right
    for one in reversed(keys):
        at -= _OR if at < right else 0
        for number, press in enumerate(reversed(caps(one))):
            at -= _THEN if number else 0
            for place, cap in enumerate(reversed(press)):
                wide = max(high, metrics.horizontalAdvance(cap) + 2 * _PAD)
                at -= wide + (_BETWEEN if place else 0)
                if painter is not None and tokens is not None:
                    _cap(painter, tokens, QRect(at, room.top() + (room.height() - high) // 2, wide, high), cap)
    return right - at


def _cap(painter: QPainter, tokens: Tokens, rect: QRect, words: str) -> None:
    painter.drawImage(rect, _image(tokens, words, rect.width(), rect.height(), painter.device().devicePixelRatioF()))


@lru_cache(maxsize=512)
def _image(tokens: Tokens, words: str, wide: int, high: int, ratio: float) -> QImage:
    """Rounded corners are dear, and the same caps stand in every line."""
    image = QImage(ceil(wide * ratio), ceil(high * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(0.5, 0.5, wide - 1, high - 2)
    painter.setPen(QPen(QColor(tokens.edge), 1))
    painter.setBrush(QColor(tokens.edge))
    painter.drawRoundedRect(body.translated(0, 1), _RADIUS, _RADIUS)  # The side of the key that looks at the reader.
    painter.setBrush(QColor(tokens.list))
    painter.drawRoundedRect(body, _RADIUS, _RADIUS)
    painter.setPen(QColor(tokens.text2))
    painter.setFont(_font())
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return image
