"""A title in at most two lines, the second ending in "…" when there is more."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

# Longer than two lines ever show; a feed may send a megabyte as its title.
_LONGEST = 400


def flat(title: str) -> str:
    """A title as one line."""
    return " ".join(title[:_LONGEST].split())


def two_lines(text: str, font: QFont, width: int, pitch: int) -> QTextLayout:
    """``text`` laid out, its lines ``pitch`` apart; it begins on the side where its script begins."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if _right_to_left(text):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    metrics = QFontMetricsF(font)
    hidden = _lay_out(layout, metrics, width, pitch)
    if hidden is not None:
        # Qt counts in UTF-16; a slice of the Python text would go astray behind an emoji.
        coded = text.encode("utf-16-le", "surrogatepass")
        head = coded[: 2 * hidden].decode("utf-16-le", "replace")
        rest = coded[2 * hidden :].decode("utf-16-le", "replace")
        layout.setText(head + metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        _lay_out(layout, metrics, width, pitch)
    return layout


def _lay_out(layout: QTextLayout, metrics: QFontMetricsF, width: int, pitch: int) -> int | None:
    """Breaks the lines; gives back where the second begins when not all fits into it."""
    length = len(layout.text().encode("utf-16-le", "surrogatepass")) // 2
    hidden = None
    layout.beginLayout()
    for number in range(2):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1, width))
        # Faces that stand in for others have other ascents; the lines stand evenly all the same.
        baseline = number * pitch + (pitch - metrics.height()) / 2 + metrics.ascent()
        line.setPosition(QPointF(0, int(baseline) - line.ascent()))
        if number == 1 and line.textStart() + line.textLength() < length:
            hidden = line.textStart()
    layout.endLayout()
    return hidden


def _right_to_left(text: str) -> bool:
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
