"""The whole answer to a search: what the index finds as a mask over all ids, read in the library's own order."""

from __future__ import annotations

import time
from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_reader.library import filters, matching, queries, quick, ranking
from desktop_reader.library.among import among, says
from desktop_reader.records.query import Query, Sort
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not, Words, parse
from desktop_reader.text.search_values import Filter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from desktop_reader.library.reader import Reader

    Mask = npt.NDArray[np.bool_]
    Ids = npt.NDArray[np.int64]

_FEW = 2_000
_SCORED = 500
_AT_ONCE = 200


def all_of(reader: Reader, query: Query) -> array[int]:
    """All ids of a search in its order."""
    tree = parse(query.search).tree
    if tree is None:
        return reader.all_ids(replace(query, search=""))
    import numpy as np

    look = _Look(reader)
    found = look.ids(tree)
    scope = replace(query, search="")
    if query.sort is Sort.BEST:
        scope = replace(scope, sort=Sort.DATE, reverse=False)
    elif query.sort is Sort.FAIR:
        scope = replace(scope, sort=Sort.DATE)
    if len(found) <= _FEW:
        statement = queries.some(found.tolist(), scope)
        ordered = np.array([number for (number,) in reader.select(statement.sql, statement.parameters)], np.int64)
    else:
        everything = np.frombuffer(reader.all_ids(scope), np.int64)
        mask = np.zeros(max(int(everything.max(initial=0)), int(found.max(initial=0))) + 1, np.bool_)
        mask[found] = True
        ordered = everything[mask[everything]]
    if query.sort is Sort.BEST:
        ordered = look.best_first(ordered, tree)
    listed: array[int] = array("q")
    listed.frombytes(ordered.astype(np.int64).tobytes())
    return listed


class _Look:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._size = reader.top_id() + 1

    def ids(self, tree: Node) -> Ids:
        """The ids that the search wants, in no order."""
        import numpy as np

        plan = matching.planned(tree)
        mask: Mask | None = None
        for table, expression in (("fts", plan.body), ("heading", plan.heading)):
            if expression:
                hits = self._matching(table, expression)
                mask = hits if mask is None else mask & hits
        left = np.ones(self._size, np.bool_) if mask is None else mask
        for node in (*plan.filters, *plan.rest):
            left = self._wanted(node, left)
        return np.flatnonzero(left)

    def best_first(self, ordered: Ids, tree: Node) -> Ids:
        """The best of the newest and of those with the words in their titles; then the other titles, then the rest."""
        import numpy as np

        titled = np.zeros(self._size, np.bool_)
        if expression := matching.in_title(tree):
            titled = self._matching("heading", expression)
        in_title = ordered[titled[np.minimum(ordered, self._size - 1)]]
        looked_at = np.union1d(ordered[:_SCORED], in_title[:_SCORED]).tolist()
        rows = [
            row
            for start in range(0, len(looked_at), _AT_ONCE)
            for row in self._reader.texts_and_dates(looked_at[start : start + _AT_ONCE])
        ]
        best = ranking.best_first(rows, quick.wanted_words(self._reader, tree), time.time())
        every = np.concatenate([np.array(best, np.int64), in_title, ordered])
        _, places = np.unique(every, return_index=True)
        return every[np.sort(places)]

    def _wanted(self, node: Node, within: Mask) -> Mask:
        """Those of ``within`` that ``node`` wants."""
        import numpy as np

        few = np.flatnonzero(within)
        if len(few) <= _FEW:
            return self._mask(sorted(among(self._reader, node, few.tolist())))
        match node:
            case AllOf(parts):
                for part in sorted(parts, key=matching.has_phrase):
                    within = self._wanted(part, within)
                return within
            case AnyOf(parts):
                some = self._mask(())
                for part in parts:
                    some |= self._wanted(part, within & ~some)
                return some
            case Not(part):
                return within & ~self._wanted(part, within)
            case Filter():
                asked = filters.condition(node, self._reader.select)
                sql = f"SELECT s.id FROM state AS s WHERE {asked.sql}"
                return self._mask(self._reader.listed(sql, asked.parameters)) & within
            case Words(place=place):
                table = "heading" if place else "fts"
                expression = matching.in_heading(node) if place else matching.every(node.text, node.unfinished)
                hits = self._matching(table, expression) & within
                return self._saying(node, hits) if matching.has_phrase(node) else hits

    def _saying(self, words: Words, hits: Mask) -> Mask:
        """Those that have the words in their order; the newest are looked at first, should somebody interrupt."""
        import numpy as np

        numbers = np.flatnonzero(hits)[::-1].tolist()
        found: list[int] = []
        for start in range(0, len(numbers), _AT_ONCE):
            rows = self._reader.texts(numbers[start : start + _AT_ONCE])
            found += [number for number, title, author, html in rows if says(words, title, author, html)]
        return self._mask(found)

    def _matching(self, table: str, expression: str) -> Mask:
        sql = f"SELECT rowid AS id FROM found.{table} WHERE {table} MATCH ?"
        return self._mask(self._reader.listed(sql, (expression,)))

    def _mask(self, numbers: Sequence[int] | array[Any]) -> Mask:
        import numpy as np

        mask = np.zeros(self._size, np.bool_)
        listed = np.frombuffer(numbers, np.int64) if isinstance(numbers, array) else np.array(numbers, np.int64)
        mask[listed[listed < self._size]] = True
        return mask
