"""A list of which only some rows are known yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_reader.records.query import Query
from desktop_reader.ui.articles.asking import ArticleReader

NEIGHBOURS = 64
# So many rows from either end are read in no time; what lies between stays blank until the whole list is there.
_NEAR = 1_000 - NEIGHBOURS


class Gaps:
    """Like a list of ids, 0 where one is not known. Rows near its ends are read when they are looked at."""

    def __init__(self, reader: ArticleReader, query: Query, head: Sequence[int], total: int) -> None:
        self._reader = reader
        self._query = query
        self._total = total
        self.known = {row: article for row, article in enumerate(head) if article}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, row: int) -> int:
        return self.known.get(row, 0)

    def between(self, first: int, last: int) -> Iterable[int]:
        """The known articles from one row to another."""
        if last - first < len(self.known):
            return [article for row in range(first, last + 1) if (article := self.known.get(row))]
        return [article for row, article in sorted(self.known.items()) if first <= row <= last]

    def look(self, row: int) -> None:
        """Reads this row and its neighbours, if they are near an end; once."""
        start = row - row % NEIGHBOURS
        if row in self.known or start in self._asked:
            return
        self._asked.add(start)
        found: list[int] = []
        if start <= _NEAR:
            found = self._reader.ids_at(self._query, start, NEIGHBOURS)
        elif start >= self._total - _NEAR:
            found = self._reader.ids_near_end(self._query, self._total, start, NEIGHBOURS)
        for place, article in enumerate(found, start):
            if place < self._total:
                self.known.setdefault(place, article)
