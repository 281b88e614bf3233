"""Which articles a list has and in which order, as long as nothing is searched for.

The first rows, and how many there are, cost the same in any library; only ``all_ids`` grows, and ``ids_at`` with how
far it looks.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from desktop_reader.library import lists, queries
from desktop_reader.library.orders import Orders
from desktop_reader.library.queries import Statement
from desktop_reader.records.listing import Head
from desktop_reader.records.query import Query, Scope, Sort

Select = Callable[..., list[Any]]
"""Rows of a statement and its parameters."""

_FEW = 4_096  # Ordered without numpy.
_MERGED = 1_000


class Listing:
    """Asks by ``select``, and belongs to the same thread."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self._orders = Orders(select)

    def head(self, query: Query, limit: int) -> Head | None:
        """The first rows, and their number where it is known; None where that would need a look at all of them."""
        if not queries.streams(query):
            return None
        ids = self.ids_at(query, 0, limit)
        if len(ids) < limit:
            return Head(ids, len(ids))
        counter = queries.counter(query)
        return Head(ids, None if counter is None else max(self._number(counter), len(ids)))

    def count(self, query: Query) -> int:
        """How many there are."""
        return self._number(queries.count(query))

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on; all that follow where it is negative."""
        if self._is_merged(query) and limit >= 0 and offset + limit <= _MERGED:
            return self._first_of_folder(query, offset + limit)[offset:]
        if self._is_merged(query) or limit < 0 or not queries.streams(query):
            return self.all_ids(query)[offset : None if limit < 0 else offset + limit].tolist()
        statement = queries.ids(query)
        rows = self._select(f"{statement.sql} LIMIT ? OFFSET ?", (*statement.parameters, limit, offset))
        return [number for (number,) in rows]

    def ids_near_end(self, query: Query, total: int, offset: int, limit: int) -> list[int]:
        """The same of ``total`` rows, read from their end; empty where that cannot be done."""
        if query.sort is Sort.FEED:
            return []  # The other way round the dates go the same way.
        limit = min(limit, total - offset)
        return self.ids_at(replace(query, reverse=not query.reverse), total - offset - limit, limit)[::-1]

    def all_ids(self, query: Query) -> array[int]:
        """All ids in order."""
        if query.sort is Sort.FAIR:
            return self._orders.fair(self.all_ids(replace(query, sort=Sort.DATE)))
        if self._is_merged(query):
            return self._folder_by_date(query)
        everything = query.scope is Scope.ALL and not queries.of_unread(query) and not queries.of_starred(query)
        if queries.by_date(query) or query.sort is Sort.FEED or everything:
            return self._listed(queries.ids(query))
        newest = self.all_ids(replace(query, sort=Sort.DATE, reverse=False))
        if len(newest) <= _FEW:
            return array("q", self.belonging(query, newest))
        return self._orders.arranged(newest, query.sort, query.reverse)

    def belonging(self, query: Query, ids: Iterable[int]) -> list[int]:
        """Those of these articles that the list has, in its order."""
        statement = queries.some(ids, query)
        found = [number for (number,) in self._select(statement.sql, statement.parameters)]
        return list(lists.places(self.all_ids(query), set(found))) if query.sort is Sort.FAIR and found else found

    def dates(self, ids: Iterable[int]) -> dict[int, int]:
        """When these were published; those that are gone are missing."""
        listed = ",".join(str(int(number)) for number in ids)
        return dict(self._select(f"SELECT id, published_at FROM state WHERE id IN ({listed})"))

    def _is_merged(self, query: Query) -> bool:
        """A folder by date: each of its feeds has an index, all of them together have none."""
        return query.scope is Scope.FOLDER and queries.by_date(query) and not queries.of_starred(query)

    def _first_of_folder(self, query: Query, limit: int) -> list[int]:
        """Looks at a few articles of each feed, until ``limit`` of them bound the dates that there are to look at."""
        each = -(-limit // max(1, self._number(queries.feeds_inside(query))))
        while len(rows := self._firsts(query, None, each)) < limit and each < limit:
            each = min(limit, 4 * each)
        if each < limit:
            rows = self._firsts(query, rows[limit - 1][0], limit)
        return [number for _, number in rows[:limit]]

    def _firsts(self, query: Query, bound: int | None, limit: int) -> list[tuple[int, int]]:
        statement = queries.folder_firsts(query, bound, limit)
        return sorted(self._select(statement.sql, statement.parameters), reverse=not query.reverse)

    def _folder_by_date(self, query: Query) -> array[int]:
        statement = queries.folder_dates(query)
        sql = f"SELECT group_concat(published_at || ',' || id) FROM ({statement.sql})"
        numbers = lists.parsed(self._select(sql, statement.parameters)[0][0])
        if len(numbers) <= 2 * _FEW:
            pairs = sorted(zip(numbers[::2], numbers[1::2], strict=True), reverse=not query.reverse)
            return array("q", (number for _, number in pairs))
        return self._orders.by_date(lists.viewed(numbers).reshape(-1, 2), query.reverse)

    def _listed(self, statement: Statement) -> array[int]:
        # One text of all numbers is made in C without the interpreter's lock, and parsed in C.
        sql = f"SELECT group_concat(id) FROM ({statement.sql})"
        return lists.parsed(self._select(sql, statement.parameters)[0][0])

    def _number(self, statement: Statement) -> int:
        return int(self._select(statement.sql, statement.parameters)[0][0])
