"""What a condition can be about, and how it is typed into the search field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from desktop_reader.text.search_writing import said, without, worded

translate = QCoreApplication.translate


class Entered(Enum):
    """How a value is given: written, chosen, chosen or written, counted."""

    WRITTEN = 0
    CHOSEN = 1
    NAMED = 2
    COUNTED = 3


@dataclass(frozen=True, slots=True)
class About:
    """``offers`` is the field whose names are offered; ``typed`` makes of a value what is typed."""

    name: str
    words: str
    entered: Entered
    typed: Callable[[str], str]
    offers: str = ""
    hint: str = ""


def abouts() -> Mapping[str, About]:
    """All there are, in the order of the menu."""
    tr = translate
    words, day = tr("building", "moon landing"), tr("building", "2024-05-31, today, 7d, 3m …")
    every = (
        About("words", tr("building", "Has the words"), Entered.WRITTEN, worded, hint=words),
        About("without", tr("building", "Has not the words"), Entered.WRITTEN, without, hint=words),
        About("intitle", tr("building", "Has in the title"), Entered.WRITTEN, _field("intitle"), hint=words),
        About("author", tr("building", "Was written by"), Entered.WRITTEN, _field("author")),
        About("feed", tr("building", "Is of the feed"), Entered.NAMED, _field("feed"), "feed"),
        About("folder", tr("building", "Is in the folder"), Entered.NAMED, _field("folder"), "folder"),
        About("label", tr("building", "Has the label"), Entered.NAMED, _field("label"), "label"),
        About("is", tr("building", "Is"), Entered.CHOSEN, _field("is"), "is"),
        About("not", tr("building", "Is not"), Entered.CHOSEN, _not_field("is"), "is"),
        About("lang", tr("building", "Is in the language"), Entered.NAMED, _field("lang"), "lang"),
        About("after", tr("building", "Was published since"), Entered.WRITTEN, _field("after"), hint=day),
        About("before", tr("building", "Was published before"), Entered.WRITTEN, _field("before"), hint=day),
        About("longer", tr("building", "Has more words than"), Entered.COUNTED, lambda value: f"words:>{value}"),
        About("shorter", tr("building", "Has fewer words than"), Entered.COUNTED, lambda value: f"words:<{value}"),
    )
    return {one.name: one for one in every}


def _field(name: str) -> Callable[[str], str]:
    return lambda value: said(name, value)


def _not_field(name: str) -> Callable[[str], str]:
    return lambda value: f"-{said(name, value)}" if value else ""
