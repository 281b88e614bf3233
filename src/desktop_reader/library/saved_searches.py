"""Searches that were kept: read through the reading door, changed within a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.records.label import tidy
from desktop_reader.records.saved_search import SavedSearch
from desktop_reader.text.search_query import LONGEST

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_SEARCHES = "SELECT id, title, search, position FROM saved_search"
_ORDER = "ORDER BY position, id"

# Reading


def saved_searches(reader: Reader) -> list[SavedSearch]:
    """All of them, in their order."""
    return [SavedSearch(*row) for row in reader.select(f"{_SEARCHES} {_ORDER}")]


# Changing


def add(live: Transaction, title: str, search: str) -> int:
    """A new one behind all others, called by its words where it has no title. Returns its id."""
    search = _asked(search)
    last = "SELECT coalesce(max(position) + 1, 0), coalesce(max(id), 0) + 1 FROM saved_search"
    position, number = live.exec_driver_sql(last).one()
    restore(live, SavedSearch(number, tidy(title) or tidy(search), search, position))
    return int(number)


def rename(live: Transaction, number: int, title: str) -> None:
    """Another title."""
    if not tidy(title):
        raise ReaderError("A search needs a name.")
    _set(live, number, "title", tidy(title))


def edit(live: Transaction, number: int, search: str) -> None:
    """It looks for something else."""
    _set(live, number, "search", _asked(search))


def order(live: Transaction, wanted: Sequence[int]) -> None:
    """They stand as in ``wanted``; those that are not in it come behind, as they were."""
    there = [row[0] for row in live.exec_driver_sql(f"SELECT id FROM saved_search {_ORDER}")]
    first = [number for number in dict.fromkeys(wanted) if number in there]
    for position, number in enumerate([*first, *(number for number in there if number not in first)]):
        live.exec_driver_sql("UPDATE saved_search SET position = ? WHERE id = ?", (position, number))


def remove(live: Transaction, number: int) -> None:
    """It is kept no more; no article goes."""
    live.exec_driver_sql("DELETE FROM saved_search WHERE id = ?", (number,))


def restore(live: Transaction, one: SavedSearch) -> None:
    """One that was removed is there again."""
    sql = "INSERT OR IGNORE INTO saved_search (id, title, search, position) VALUES (?, ?, ?, ?)"
    live.exec_driver_sql(sql, (one.id, one.title, one.search, one.position))


def _set(live: Transaction, number: int, column: str, value: str) -> None:
    if not live.exec_driver_sql(f"UPDATE saved_search SET {column} = ? WHERE id = ?", (value, number)).rowcount:
        raise NotFoundError("This search is not in the library any more.")


def _asked(search: str) -> str:
    """As it is kept: no longer than anybody reads it."""
    search = " ".join(search.split())[:LONGEST].rstrip()
    if not search:
        raise ReaderError("There is nothing to search for.")
    return search
