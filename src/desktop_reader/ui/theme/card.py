"""The card that floating things are drawn on, and its soft shadow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_reader.ui.theme.tokens import Tokens

RADIUS = 10
REACH = 24
"""How far a shadow reaches beyond its card, at most."""

_BLUR, _DOWN = 28, 6


def shadow(painter: QPainter, card: QRectF, tokens: Tokens) -> None:
    """What falls on the ground around ``card``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    faint = QColor(tokens.shadow)
    faint.setAlphaF(0.018 if tokens.dark else 0.008)
    painter.setBrush(faint)
    for grown in range(_BLUR, 0, -2):  # Many faint ones, one over the other, are a soft one.
        out = grown / 2
        around = card.adjusted(-out, _DOWN - out, out, _DOWN + out)
        painter.drawRoundedRect(around, RADIUS + out, RADIUS + out)


def card(painter: QPainter, place: QRectF, tokens: Tokens) -> None:
    """The card itself."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.edge), 1))
    painter.setBrush(QColor(tokens.field))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
