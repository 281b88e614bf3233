"""The reader's place in an article: a block, and how far into it the page's upper edge lies.

It holds in another width, size or face, for the words that stood at the edge stand there again.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from desktop_reader.ui.viewer.decorations import Places, height
from desktop_reader.ui.viewer.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Spot:
    """The block ``number`` of ``of``, and how much of it was passed, 0 to 1."""

    number: int = 0
    within: float = 0.0
    of: int = 0


BEGINNING = Spot()


def spot_at(sheet: Sheet, top: int) -> Spot:
    """What stands at this height of the page."""
    if top <= 0:
        return BEGINNING
    places = Places(sheet)
    number = places.at(top)
    block = places.block(number)
    return Spot(number, (top - places.origin(block).y()) / (height(block) or 1), sheet.document.blockCount())


def height_of(sheet: Sheet, spot: Spot) -> int:
    """Where the place lies now. An article that was changed since has it about where it was."""
    if spot == BEGINNING:
        return 0
    document = sheet.document
    document.documentLayout().documentSize()  # The bar's range is right only when all is laid out.
    count = document.blockCount()
    same = spot.of == count
    number = spot.number if same else round(spot.number * count / max(1, spot.of))
    places = Places(sheet)
    block = places.block(max(0, min(number, count - 1)))
    return round(places.origin(block).y() + (spot.within * height(block) if same else 0))


def passed(sheet: Sheet, sight: QRectF) -> float:
    """How much of the text was read, 0 to 1, by one who sees this part of the page: all when its last line was seen."""
    if sight.top() <= 0:
        return 0.0  # To ask where the text ends would lay out all of it.
    frame = sheet.document.rootFrame().frameFormat()
    end = sheet.document.documentLayout().documentSize().height() - frame.bottomMargin() - sheet.style.px
    return min(1.0, sight.top() / max(1.0, end - sight.height()))
