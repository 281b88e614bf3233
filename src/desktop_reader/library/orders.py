"""Orders that no index gives within a filter: by title, length and times read.

The whole library in the order of its titles is one index, read in a tenth of a second, and kept. To order some of the
articles, the others are left out of it: quicker than sorting by what is in a hundred thousand rows.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_reader.library import lists, queries
from desktop_reader.records.query import Query, Sort

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from desktop_reader.library.lists import Numbers

    Order = npt.NDArray[np.integer[Any]]

Select = Callable[..., list[Any]]
"""Rows of a statement and its parameters."""

_FEW = 4_096  # Named one by one in a statement.
_DAY = 86400
_READ = "SELECT id FROM state WHERE read_count > 0 ORDER BY read_count DESC, published_at DESC, id DESC"
_STAMP = """SELECT (SELECT max(id) FROM article), (SELECT value FROM meta WHERE key = 'heads')"""


class Orders:
    """Belongs to one reader, and keeps two orders of all articles at most."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self._stamp: tuple[Any, ...] = ()
        self._kept: dict[Sort, Order] = {}

    def arranged(self, newest: array[int], sort: Sort, reverse: bool) -> array[int]:
        """The articles of ``newest``, which has them by date, in another order."""
        if not newest:
            return newest
        import numpy as np

        some = lists.viewed(newest)
        order = lists.viewed(self._listed(_READ)) if sort is Sort.READS else self._order(sort)
        size = 1 + max(int(some.max()), int(order.max(initial=0)))
        wanted = np.zeros(size, np.bool_)
        wanted[some] = True
        first = order[wanted[order]]
        wanted[first] = False
        rest = some[wanted[some]]  # Never read ones; or come this moment, and in no order yet.
        found = np.concatenate((first, rest), dtype=np.int64)
        return lists.made(found[::-1] if reverse else found)

    def fair(self, listed: array[int]) -> array[int]:
        """Articles by date, rearranged: within each day first one of every feed, then a second one of each."""
        if not listed:
            return listed
        import numpy as np

        sql = "SELECT id || ',' || feed_id || ',' || published_at AS id FROM state"
        if len(listed) <= _FEW:
            sql += f" WHERE id IN ({','.join(map(str, listed))})"
        facts = lists.viewed(self._listed(sql)).reshape(-1, 3)
        facts = facts[facts[:, 0].argsort()]
        ids = lists.viewed(listed)
        there = np.searchsorted(facts[:, 0], ids).clip(max=len(facts) - 1)
        feeds = facts[there, 1]
        days = (facts[there, 2] + time.localtime().tm_gmtoff) // _DAY
        together = np.lexsort((feeds, days))  # It leaves those of one feed and day as they were.
        first = np.flatnonzero(np.diff(days[together], prepend=-1) | np.diff(feeds[together], prepend=-1))
        turns = np.empty(len(ids), np.int64)
        turns[together] = np.arange(len(ids)) - np.repeat(first, np.diff(first, append=len(ids)))
        down = 1 if days[0] <= days[-1] else -1
        return lists.made(ids[np.lexsort((turns, down * days))])

    def by_date(self, pairs: Numbers, reverse: bool) -> array[int]:
        """The ids of (date, id), the newest first."""
        import numpy as np

        dates, ids = pairs[:, 0], pairs[:, 1]
        ordered = ids[np.lexsort((ids, dates))]
        return lists.made(ordered if reverse else ordered[::-1])

    def _order(self, sort: Sort) -> Order:
        stamp = tuple(self._select(_STAMP)[0])
        if stamp != self._stamp:
            self._stamp = stamp
            self._kept.clear()
        if sort not in self._kept:
            import numpy as np

            order = lists.viewed(self._listed(queries.ids(Query(sort=sort)).sql))
            # Half as large where it can be: two billion articles are far away.
            self._kept[sort] = order.astype(np.int32) if order.max(initial=0) < 2**31 else order
        return self._kept[sort]

    def _listed(self, sql: str) -> array[int]:
        return lists.parsed(self._select(f"SELECT group_concat(id) FROM ({sql})")[0][0])
