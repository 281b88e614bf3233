"""Sentences and words marked in the text: where they stand in the document, and the tint behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_reader.records.search import Term
from desktop_reader.text.highlight import in_utf16, places, spans
from desktop_reader.ui.stretches import stretches
from desktop_reader.ui.viewer.decorations import Places, height
from desktop_reader.ui.viewer.sheet import Sheet
from desktop_reader.ui.viewer.style import Kind

Span = tuple[int, int]
Ranges = dict[int, list[Span]]

_OUTSET = 2.0
_END_OF_AUTHOR = "\u2069"  # The page keeps each fact below the headline apart, the author's name first.
_INVISIBLE = frozenset("\u200b\u00ad\u2060\u2066\u2067\u2068\u2069\ufffc")


def find(sheet: Sheet, sentences: Iterable[str]) -> Ranges:
    """Where each sentence stands first: (begin, end) within a block as Qt counts, by the block's number.

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
                    span = (places[start], places[start + len(sentence) - 1] + 1)
                    found.setdefault(number, []).extend(in_utf16(block.text(), (span,)))
                    wanted.remove(sentence)
        block = block.next()
    return found


def find_words(sheet: Sheet, terms: Sequence[Term], *, by_author: bool) -> Ranges:
    """Where ``terms`` stand in headline, author and text: (begin, end) within a block as Qt counts, by its number."""

    def look(kind: int, text: str) -> Sequence[Span]:
        if kind == Kind.KICKER:
            return ()
        if kind == Kind.META:
            text = text[: text.find(_END_OF_AUTHOR)] if by_author else ""
        return spans(text, terms) if text else ()

    return _through(sheet, look) if terms else {}


def find_typed(sheet: Sheet, typed: str) -> Ranges:
    """Where ``typed`` stands anywhere on the page, also as a part of words."""
    return _through(sheet, lambda _, text: places(text, typed)) if typed.strip() else {}


def _through(sheet: Sheet, look: Callable[[int, str], Sequence[Span]]) -> Ranges:
    """What ``look`` finds, given the kind and the text of each block."""
    found: Ranges = {}
    block, number = sheet.document.begin(), 0
    while block.isValid():
        text = block.text()
        if text and (there := look(block.userState(), text)):
            found[number] = list(in_utf16(text, there))
        block = block.next()
        number += 1
    return found


def paint(painter: QPainter, sheet: Sheet, ranges: Ranges, sight: QRectF, colour: QColor) -> None:
    """Tints the ranges that are in sight."""
    if not ranges:
        return
    place = Places(sheet)
    first, last = place.in_sight(sight)
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
                for left, right in stretches(line, begin, end):
                    box = QRectF(left - _OUTSET, line.y() + 2, right - left + 2 * _OUTSET, line.height() - 4)
                    painter.drawRoundedRect(box.translated(origin), 4, 4)


def top(sheet: Sheet, ranges: Ranges) -> float | None:
    """Where the first range begins, in the document's own pixels; None without ranges."""
    if not ranges:
        return None
    number = min(ranges)
    return height_of(sheet, number, min(ranges[number])[0])


def height_of(sheet: Sheet, number: int, at: int) -> float:
    """Where the line with this place of a block begins, in the document's own pixels."""
    place = Places(sheet)
    block = place.block(number)
    top = place.origin(block).y()  # First, for to ask lays the block out.
    line = block.layout().lineForTextPosition(at)
    return top + (line.y() if line.isValid() else min(0.0, height(block)))


def heights(sheet: Sheet, hits: Iterable[tuple[int, int, int]]) -> list[float]:
    """Where the lines of many hits begin, those of one block beside each other."""
    place = Places(sheet)
    found: list[float] = []
    for number, some in groupby(hits, key=lambda hit: hit[0]):
        block = place.block(number)
        origin, layout = place.origin(block).y(), block.layout()
        for _, begin, _ in some:
            line = layout.lineForTextPosition(begin)
            found.append(origin + (line.y() if line.isValid() else 0.0))
    return found


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
