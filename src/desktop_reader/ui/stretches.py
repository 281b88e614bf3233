"""From where to where signs stand in a line that is laid out, for what is painted behind them."""

from __future__ import annotations

from PySide6.QtGui import QTextLine


def stretches(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """The sides, from left to right, of the signs of ``line`` between two places: several where directions differ."""
    start, end = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
    if start >= end:
        return []
    # Where a line turns round, a place of the text is at two places of the screen; a glyph is only at one.
    found: list[tuple[float, float]] = []
    for box in sorted((run.boundingRect() for run in line.glyphRuns(start, end - start)), key=lambda box: box.left()):
        if found and box.left() <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], box.right()))
        else:
            found.append((box.left(), box.right()))
    return found
