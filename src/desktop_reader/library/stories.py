"""The same story told by several feeds: near-copies stand in one row, that of the one which came first.

A row stands for all those of its story that its list would show. So lists are made as ever, and then those are left out
which come after another of their story in them: nothing is folded away whose like is not there to be seen.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from desktop_reader.library import lists
from desktop_reader.records.insight import Source
from desktop_reader.records.listing import Head
from desktop_reader.records.query import Query, Scope

if TYPE_CHECKING:
    from desktop_reader.library.listing import Listing

Select = Callable[..., list[Any]]
"""Rows of a statement and its parameters."""

_FOLDING = (Scope.ALL, Scope.TODAY, Scope.UNREAD, Scope.FOLDER)
_ANY = "SELECT EXISTS (SELECT 1 FROM story)"
_TOLD = "SELECT article_id, story_id FROM story WHERE story_id IN (SELECT story_id FROM story WHERE article_id IN (%s))"
_ALL = "SELECT group_concat(article_id || ',' || story_id) FROM (SELECT * FROM story ORDER BY article_id)"


def folds(query: Query, select: Select) -> bool:
    """Whether rows of this list can stand for several articles."""
    wanted = query.folded and query.scope in _FOLDING and not query.starred_only and not query.search.strip()
    return wanted and bool(select(_ANY)[0][0])


def with_copies(select: Select, numbers: Iterable[int]) -> list[int]:
    """These articles, and all that tell the same as one of them."""
    some = list(numbers)
    told = [number for number, _ in select(_TOLD % _listed(some))] if some else []
    return list(dict.fromkeys([*some, *told]))


def others(select: Select, number: int, without: Iterable[int]) -> tuple[Source, ...]:
    """The other articles of its story, but for those of feeds that are set aside."""
    sql = f"""SELECT a.id, a.title, coalesce(f.given_title, f.title) FROM story AS s JOIN article AS a ON
        a.id = s.article_id JOIN feed AS f ON f.id = a.feed_id WHERE s.story_id = (SELECT story_id FROM story
        WHERE article_id = ?) AND a.id <> ? AND a.feed_id NOT IN ({_listed(without)}) ORDER BY a.id"""
    return tuple(Source(*row) for row in select(sql, (number, number)))


class Folded:
    """The lists of a library with each story in one row; as ``listing.Listing`` has them."""

    def __init__(self, plain: Listing, select: Select) -> None:
        self._plain = plain
        self._select = select

    def head(self, query: Query, limit: int) -> Head | None:
        """The first rows; how many there are nobody has counted, unless these are all."""
        size = 2 * limit
        while (plain := self._plain.head(query, size)) is not None:
            ids = self._left(query, plain.ids)
            if len(plain.ids) < size:
                return Head(ids, len(ids))
            if len(ids) >= limit:
                return Head(ids, None)
            size *= 2
        return None

    def count(self, query: Query) -> int:
        """How many rows."""
        return len(self.all_ids(query))

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on; all that follow where it is negative."""
        if not offset and limit >= 0 and (head := self.head(query, limit)) is not None:
            return list(head.ids[:limit])
        return self.all_ids(query)[offset : None if limit < 0 else offset + limit].tolist()

    def ids_near_end(self, query: Query, total: int, offset: int, limit: int) -> list[int]:
        """Not to be had: which row is the last nobody knows."""
        return []

    def all_ids(self, query: Query) -> array[int]:
        """All ids in order."""
        found = self._plain.all_ids(query)
        told = lists.parsed(self._select(_ALL)[0][0])
        first: dict[int, int] = {}
        away: set[int] = set()
        there = lists.places(found, set(told[::2]))
        for number, story in zip(told[::2], told[1::2], strict=True):
            if number in there and first.setdefault(story, number) != number:
                away.add(number)
        return lists.without(found, [row for number, row in there.items() if number in away])

    def belonging(self, query: Query, ids: Iterable[int]) -> list[int]:
        """Those of these articles that have a row of their own."""
        return self._left(query, self._plain.belonging(query, ids))

    def dates(self, ids: Iterable[int]) -> dict[int, int]:
        """When these were published."""
        return self._plain.dates(ids)

    def _left(self, query: Query, ids: Sequence[int]) -> list[int]:
        told: dict[int, int] = dict(self._select(_TOLD % _listed(ids))) if ids else {}
        there = set(self._plain.belonging(query, told)) if told else set()
        first: dict[int, int] = {}
        for number in sorted(there):
            first.setdefault(told[number], number)
        return [number for number in ids if number not in told or first.get(told[number], number) == number]


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(number)) for number in numbers)
