"""A feed's sign where it has no picture of its own: its first letter on a coloured tile."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPixmap

from desktop_reader.ui.theme import fonts

# White on each is 4.5:1 or more.
COLORS = (
    "#D7263D",
    "#C2410C",
    "#A16207",
    "#4D7C0F",
    "#15803D",
    "#0F766E",
    "#0E7490",
    "#1D6FB8",
    "#3B5BDB",
    "#5B3FD0",
    "#8B2FC9",
    "#B5278A",
    "#8C4A2F",
    "#5A6475",
)


def monogram(feed_title: str, uuid: str, size: int, dpr: float = 1.0) -> QPixmap:
    """A tile of ``size`` logical pixels. The letter comes from the title, the colour from the id: it stays."""
    pixmap = QPixmap.fromImage(_image(letter(feed_title), color(uuid), size, dpr))
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def color(uuid: str) -> str:
    """The feed's own colour."""
    return COLORS[crc32(uuid.encode()) % len(COLORS)]


def letter(title: str) -> str:
    """The first letter or figure of a title, with the accents that stand on it; a dot where there is none."""
    for place, sign in enumerate(title):
        if unicodedata.category(sign)[0] in "LN":
            accents = ""
            for mark in title[place + 1 :]:
                if not unicodedata.combining(mark):
                    break
                accents += mark
            # "ß" has no capital of one letter, "ǆ" has one for titles.
            large = sign.upper() if len(sign.upper()) == 1 else sign
            return unicodedata.normalize("NFC", large + accents)
    return "•"


@lru_cache(maxsize=1024)
def _image(sign: str, ground: str, size: int, dpr: float) -> QImage:
    side = round(size * dpr)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    radius = side / 4 if size <= 16 else side * 0.22
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    font = fonts.exact(side * 0.62, fonts.BOLD)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    # By its ink, not its line: "g" and "ع" stand in the middle like "H".
    ink = QFontMetricsF(font).tightBoundingRect(sign)
    painter.drawText(QPointF(side / 2, side / 2) - ink.center(), sign)
    painter.end()
    return image
