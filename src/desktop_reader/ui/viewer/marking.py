"""Sentences marked in the text: where they stand in the document, and the tint behind them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_reader.ui.viewer.decorations import Places, height
from desktop_reader.ui.viewer.sheet import Sheet

Ranges = dict[int, list[tuple[int, int]]]

_OUTSET = 2.0
_INVISIBLE = frozenset("\u200b\u00ad\u2060\u2066\u2067\u2068\u2069\ufffc")


def find(sheet: Sheet, sentences: Iterable[str]) -> Ranges:
    """Where each sentence stands first: (begin, end) within a block, by the block's number.

    White space and signs that nobody sees do not matter. The headline is not looked at: it is no part of the text.
    """
    wanted = [folded for sentence in sentences if (folded := _folded(sentence)[0])]
    found: Ranges = {}
    block = sheet.document.begin()
    while block.isValid() and wanted:
        number = block.blockNumber()
        if number > sheet.title:
            text, places = _folded(block.text())
            for sentence in wanted[:]:
                start = text.find(sentence)
                if start >= 0:
                    found.setdefault(number, []).append((places[start], places[start + len(sentence) - 1] + 1))
                    wanted.remove(sentence)
        block = block.next()
    return found


def paint(painter: QPainter, sheet: Sheet, ranges: Ranges, sight: QRectF) -> None:
    """Tints the ranges that are in sight."""
    place = Places(sheet)
    first, last = place.in_sight(sight)
    colour = QColor(sheet.style.tokens.mark)
    colour.setAlpha(150)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for number, some in ranges.items():
        if not first <= number <= last:
            continue
        block = place.block(number)
        origin, layout = place.origin(block), block.layout()
        for begin, end in some:
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                start, stop = max(begin, line.textStart()), min(end, line.textStart() + line.textLength())
                if start < stop:
                    left, right = sorted((_x(line, start), _x(line, stop)))
                    box = QRectF(left - _OUTSET, line.y() + 2, right - left + 2 * _OUTSET, line.height() - 4)
                    painter.drawRoundedRect(box.translated(origin), 4, 4)


def top(sheet: Sheet, ranges: Ranges) -> float | None:
    """Where the first range begins, in the document's own pixels; None without ranges."""
    if not ranges:
        return None
    number = min(ranges)
    place = Places(sheet)
    block = place.block(number)
    line = block.layout().lineForTextPosition(min(ranges[number])[0])
    return place.origin(block).y() + (line.y() if line.isValid() else min(0.0, height(block)))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with single blanks and nothing invisible, and where each of its characters stood."""
    kept: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        if sign.isspace():
            if not kept or kept[-1] == " ":
                continue
            sign = " "
        kept.append(sign)
        places.append(place)
    while kept and kept[-1] == " ":
        kept.pop()
    return "".join(kept), places


def _x(line: object, at: int) -> float:
    found = line.cursorToX(at)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)
