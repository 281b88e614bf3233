"""Pictures for made-up articles, and signs for made-up feeds: painted here, so nobody else's are needed."""

from __future__ import annotations

import math
import random

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen, QPolygonF, QRadialGradient

WIDTH, HEIGHT = 1200, 800


def picture(name: str) -> bytes:
    """One of ``stars``, ``sea``, ``cup``, ``dahlia``, ``moon``, ``pylon``, ``quay``, as a JPEG."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _PAINTERS[name](painter, random.Random(name))
    painter.end()
    return _bytes(image, "JPG")


def sign(letter: str, ground: str, round_: bool) -> bytes:
    """A feed's sign: a letter on a disc or a tile, as a PNG."""
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, 64, 64), 32 if round_ else 10, 32 if round_ else 10)
    font = QFont("DR Serif Display")
    font.setPixelSize(46)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(QRectF(0, -2, 64, 64), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return _bytes(image, "PNG")


def _bytes(image: QImage, form: str) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, 88)  # type: ignore[call-overload]
    return bytes(data.data())


def _fall(painter: QPainter, top: str, bottom: str, begin: float = 0, end: float = HEIGHT) -> None:
    fall = QLinearGradient(0, begin, 0, end)
    fall.setColorAt(0, QColor(top))
    fall.setColorAt(1, QColor(bottom))
    painter.fillRect(QRectF(0, begin, WIDTH, end - begin), fall)


def _stars(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#05060B", "#0C1020")
    for _ in range(420):
        size = chance.choice((1, 1, 1.5, 2, 3, 5))
        colour = QColor(chance.choice(("#FFFFFF", "#FFE9C9", "#C9DCFF", "#FFD0D0")))
        colour.setAlpha(chance.randint(90, 255))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(chance.random() * WIDTH, chance.random() * HEIGHT), size, size)
    for x, y, size in ((330, 260, 90), (860, 520, 60), (640, 180, 40)):
        glow = QRadialGradient(x, y, size)
        glow.setColorAt(0, QColor(255, 240, 214, 210))
        glow.setColorAt(1, QColor(120, 140, 255, 0))
        painter.setBrush(glow)
        painter.drawEllipse(QPointF(x, y), size * 1.6, size * 0.7)


def _sea(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#F7C69B", "#F2E3D0", 0, 430)
    painter.setBrush(QColor("#FFF3DC"))
    painter.drawEllipse(QPointF(820, 330), 70, 70)
    _fall(painter, "#5B88A6", "#1E3C55", 430, HEIGHT)
    for _ in range(160):
        y = 440 + chance.random() ** 2 * 360
        wide = 30 + (y - 430) * 0.5
        painter.setBrush(QColor(255, 255, 255, 26))
        painter.drawRoundedRect(QRectF(chance.random() * WIDTH, y, wide, 2 + (y - 430) / 90), 2, 2)
    painter.setBrush(QColor("#F7F8F9"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ((300, 470), (620, 470), (580, 520), (330, 520))]))
    painter.drawRect(QRectF(380, 420, 150, 50))
    painter.setBrush(QColor("#C2410C"))
    painter.drawRect(QRectF(440, 370, 40, 50))


def _cup(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#7A4A2A", "#3D2314")
    painter.setBrush(QColor("#B5432A"))
    painter.drawEllipse(QPointF(600, 430), 420, 300)
    painter.setBrush(QColor("#F3EBD9"))
    painter.drawEllipse(QPointF(600, 400), 270, 210)
    painter.setBrush(QColor("#5A3119"))
    painter.drawEllipse(QPointF(600, 396), 235, 178)
    painter.setPen(QPen(QColor("#C98B4E"), 14))
    for turn in range(3):
        painter.drawArc(QRectF(430 + turn * 40, 300 + turn * 26, 340 - turn * 80, 190 - turn * 50), 700, 3600)
    painter.setPen(Qt.PenStyle.NoPen)


def _dahlia(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#16301F", "#2C5A3A")
    for ring, colour in enumerate(("#C2410C", "#DD5E2A", "#F08A4B", "#F7B27A", "#FFD9A8")):
        painter.setBrush(QColor(colour))
        for petal in range(18 - ring * 2):
            painter.save()
            painter.translate(600, 400)
            painter.rotate(petal * 360 / (18 - ring * 2) + ring * 9)
            painter.drawEllipse(QRectF(20, -38 + ring * 5, 310 - ring * 56, 76 - ring * 10))
            painter.restore()
    painter.setBrush(QColor("#8C4A2F"))
    painter.drawEllipse(QPointF(600, 400), 34, 34)


def _moon(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#9A9A9A", "#6F6F6F")
    for _ in range(90):
        x, y, size = chance.random() * WIDTH, chance.random() * HEIGHT, 8 + chance.random() ** 3 * 120
        painter.setBrush(QColor(60, 60, 60, 120))
        painter.drawEllipse(QPointF(x, y), size, size * 0.8)
        painter.setBrush(QColor(190, 190, 190, 120))
        painter.drawEllipse(QPointF(x + size * 0.12, y + size * 0.14), size * 0.84, size * 0.66)


def _pylon(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#0E1B3D", "#C8643C")
    painter.setPen(QPen(QColor("#0A0F1E"), 5))
    for x in (220, 600, 980):
        for side in (-1, 1):
            painter.drawLine(QPointF(x + side * 60, HEIGHT), QPointF(x + side * 12, 210))
        for step in range(6):
            y = 260 + step * 90
            painter.drawLine(QPointF(x - 16 - step * 9, y), QPointF(x + 16 + (step + 1) * 9, y + 90))
        painter.drawLine(QPointF(x - 90, 260), QPointF(x + 90, 260))
    for wire in (0, 40):
        points = [QPointF(x, 270 + wire + 50 * math.sin(math.pi * (x % 380) / 380)) for x in range(0, WIDTH, 10)]
        painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)


def _quay(painter: QPainter, chance: random.Random) -> None:
    _fall(painter, "#BFD3E0", "#EAF0F3", 0, 420)
    for number in range(9):
        painter.setBrush(QColor(chance.choice(("#A63D2F", "#D9A441", "#3F6C84", "#E8E2D3", "#6B7F5B"))))
        painter.drawRect(QRectF(number * 135, 190 + chance.random() * 90, 132, 330))
        painter.setBrush(QColor("#2B3440"))
        for window in range(4):
            painter.drawRect(QRectF(number * 135 + 24 + (window % 2) * 50, 320 + (window // 2) * 80, 28, 44))
    _fall(painter, "#54707F", "#2C4452", 520, HEIGHT)


_PAINTERS = {
    "stars": _stars,
    "sea": _sea,
    "cup": _cup,
    "dahlia": _dahlia,
    "moon": _moon,
    "pylon": _pylon,
    "quay": _quay,
}
