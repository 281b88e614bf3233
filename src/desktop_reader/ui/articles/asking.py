"""Whom the list asks: the library at once for what is quick, a reading thread for what is not."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.listing import Head
from desktop_reader.records.query import Query
from desktop_reader.records.search import Found

Answer = TypeVar("Answer")


class ArticleReader(Protocol):
    """What the list asks the library."""

    def head(self, query: Query, limit: int) -> Head | None:
        """The first ids of ``query``, at least ``limit`` if it has so many; None where that takes long."""

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on; the further the slower."""

    def ids_near_end(self, query: Query, total: int, offset: int, limit: int) -> list[int]:
        """The same of ``total`` rows, read from their end; empty where that cannot be done."""

    def all_ids(self, query: Query) -> array[int]:
        """All ids of ``query`` in order; slow."""

    def found(self, query: Query) -> Found:
        """The quick answer to a search."""

    def belonging(self, query: Query, ids: Iterable[int]) -> list[int]:
        """Those of ``ids`` that ``query`` has, whatever it searches for, in its order."""

    def dates(self, ids: Iterable[int]) -> dict[int, int]:
        """When these articles were published; those that are gone are missing."""

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """The rows of ``ids`` by id; ids that are gone are missing."""


class Kind(StrEnum):
    """Of each kind only the latest question is answered. A quick one waits for none that is not."""

    LIST = "list"
    SEARCH = "search"
    CHANGE = "change"
    UNREAD = "unread"
    PLACE = "place"
    CLEAN = "clean"

    @property
    def quick(self) -> bool:
        """All but those that look at a whole list."""
        return self not in (Kind.LIST, Kind.CLEAN)


class Ask(Protocol):
    """Runs a question on a reading thread; the answer arrives on the screen's, unless a later one of its kind came."""

    def __call__(
        self, question: Callable[[ArticleReader], Answer], answered: Callable[[Answer], None], /, kind: Kind = Kind.LIST
    ) -> None:
        """Ask; returns at once."""
