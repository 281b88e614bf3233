"""Whom the list asks: the library at once for what is quick, the reading thread for what is not."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.query import Query

Answer = TypeVar("Answer")


class ArticleReader(Protocol):
    """What the list asks the library."""

    def count(self, query: Query) -> int:
        """How many articles ``query`` has."""

    def first_ids(self, query: Query, limit: int) -> list[int]:
        """The first ``limit`` ids of ``query``."""

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on."""

    def all_ids(self, query: Query) -> array[int]:
        """All ids of ``query`` in order; slow."""

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """The rows of ``ids`` by id; ids that are gone are missing."""


class Ask(Protocol):
    """Runs a question on the reading thread; the answer arrives on the screen's, unless a later question came."""

    def __call__(self, question: Callable[[ArticleReader], Answer], answered: Callable[[Answer], None], /) -> None:
        """Ask; returns at once."""
