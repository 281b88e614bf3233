"""Keeping what a better method derived of articles that came before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_reader.library import deriving
from desktop_reader.library.deriving import Facts, Kept, Walk
from desktop_reader.library.search import Searchable
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes


@dataclass(frozen=True, slots=True)
class KeepDerived:
    """Keeps the facts of the articles that were ``asked`` for at this point of the walk; some may be missing."""

    at: Walk
    asked: Sequence[Kept] = field(repr=False)
    derived: Sequence[Facts] = field(repr=False)

    def run(self, library: Writer) -> Changes:
        """The articles with another text are to be indexed again, with the text that is here already."""
        with library.transaction() as live:
            renewed = deriving.keep(live, self.at, self.asked, self.derived)
        library.remember_texts([Searchable(one.id, one.title, one.author, one.text) for one in renewed.texts])
        return Changes(updated=renewed.ids)
