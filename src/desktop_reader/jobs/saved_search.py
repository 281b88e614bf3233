"""Searches that are kept: made, renamed, edited, put in order, removed, brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import saved_searches
from desktop_reader.records.changes import Changes
from desktop_reader.records.saved_search import SavedSearch

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer

_SEARCHES = Changes(searches=True)


@dataclass(frozen=True, slots=True)
class AddSearch:
    """A search is kept."""

    title: str
    search: str

    def run(self, library: Writer) -> Changes:
        """Behind all others."""
        with library.transaction() as live:
            saved_searches.add(live, self.title, self.search)
        return _SEARCHES


@dataclass(frozen=True, slots=True)
class RenameSearch:
    """Another title."""

    number: int
    title: str

    def run(self, library: Writer) -> Changes:
        """It may be that of another: they are known by what they look for."""
        with library.transaction() as live:
            saved_searches.rename(live, self.number, self.title)
        return _SEARCHES


@dataclass(frozen=True, slots=True)
class EditSearch:
    """It looks for something else."""

    number: int
    search: str

    def run(self, library: Writer) -> Changes:
        """Its title stays."""
        with library.transaction() as live:
            saved_searches.edit(live, self.number, self.search)
        return _SEARCHES


@dataclass(frozen=True, slots=True)
class OrderSearches:
    """Searches stand in this order."""

    numbers: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The others behind them."""
        with library.transaction() as live:
            saved_searches.order(live, self.numbers)
        return _SEARCHES


@dataclass(frozen=True, slots=True)
class RemoveSearch:
    """It is kept no more."""

    number: int

    def run(self, library: Writer) -> Changes:
        """No article goes."""
        with library.transaction() as live:
            saved_searches.remove(live, self.number)
        return _SEARCHES


@dataclass(frozen=True, slots=True)
class RestoreSearch:
    """One that was removed is there again."""

    search: SavedSearch

    def run(self, library: Writer) -> Changes:
        """With its id, so that what was done to it before can be taken back too."""
        with library.transaction() as live:
            saved_searches.restore(live, self.search)
        return _SEARCHES
