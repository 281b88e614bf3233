"""How the icon in the tray is drawn: the program's own, or a plain one in a single colour; with a dot for news."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from desktop_reader.paths import resource
from desktop_reader.ui.theme.tokens import DARK, LIGHT

_SIDES = (16, 22, 24, 32, 44, 48, 64)  # Trays scale a drawing of another size, and it is blurred then.
_PAUSED = 0.55


def sign(*, unread: bool, plain: bool, paused: bool, dark: bool) -> QIcon:
    """The icon in all sizes that trays ask for. The ``plain`` one is light where the desktop is dark."""
    icon = QIcon()
    for side in _SIDES:
        icon.addPixmap(QPixmap.fromImage(_drawn(side, unread, plain, paused, dark)))
    return icon


def _drawn(side: int, unread: bool, plain: bool, paused: bool, dark: bool) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    tokens = DARK if dark else LIGHT
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(_PAUSED if paused else 1.0)
    name = "desktop-reader-symbolic" if plain else "desktop-reader"
    QSvgRenderer(str(resource("icons", f"{name}.svg"))).render(painter, QRectF(0, 0, side, side))
    painter.setOpacity(1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    if plain:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        tint = QColor(tokens.text)
        tint.setAlphaF(_PAUSED if paused else 1.0)
        painter.fillRect(image.rect(), tint)
    if unread:
        radius = side * 0.21
        centre = QPointF(side - radius, radius)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.drawEllipse(centre, radius + side / 16, radius + side / 16)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(QColor(tokens.accent if plain else tokens.bad))
        painter.drawEllipse(centre, radius, radius)
    painter.end()
    return image
