"""The ground that an article lies on: its colours, and how wide the column in its middle is."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractScrollArea

from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer.sheet import SIDE

_PAD, _NARROW_PAD, _NARROW = 40, 24, 520
_LEAST = 120


def dress(area: QAbstractScrollArea, tokens: Tokens) -> None:
    """Gives the page its colours."""
    palette = area.palette()
    for role, colour in (
        (QPalette.ColorRole.Base, tokens.page),
        (QPalette.ColorRole.Window, tokens.page),
        (QPalette.ColorRole.Text, tokens.body),
        (QPalette.ColorRole.Highlight, tokens.selection),
        (QPalette.ColorRole.HighlightedText, tokens.body),
    ):
        palette.setColor(role, QColor(colour))
    area.setPalette(palette)
    area.viewport().setPalette(palette)  # Below an application's style sheet Qt hands no palette down.
    area.setAutoFillBackground(True)


def column_in(room: int, widest: int) -> tuple[int, int, int]:
    """The column's width in so much room, and what stays free on the left and on the right of the text's own frame."""
    pad = _NARROW_PAD if room <= _NARROW else _PAD
    column = max(_LEAST, min(widest, room - 2 * pad))
    left = max(0, (room - column) // 2 - SIDE)
    return column, left, max(0, room - column - 2 * SIDE - left)
