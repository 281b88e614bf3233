"""The quick answer to a search, while somebody types: the newest that are found in a few milliseconds.

FTS5 gives rows from the newest on as it finds them, so the first are there at once, however many there are. What would
keep it busy before the first row is avoided: a frequent beginning of a word is replaced by the words that it most often
goes on to. The ids are looked through in a few parts, between which the clock is asked.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_reader.library import filters, matching, queries, ranking
from desktop_reader.library.among import among
from desktop_reader.library.matching import Plan
from desktop_reader.library.queries import Statement
from desktop_reader.library.ranking import Wanted
from desktop_reader.library.search import FREQUENT, SAMPLED, SHORTEST_TERM
from desktop_reader.records.query import Query, Sort
from desktop_reader.records.search import Found
from desktop_reader.text import tokens
from desktop_reader.text.search_query import Node, parse

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_SECONDS = 0.010
"""After so long no further part is begun."""

_SHOWN = 200
_SCORED, _SCORED_TITLES = 80, 30
_PARTS = (0.94, 0.7, 0.0)  # Where each part of the ids begins, the newest first.
_FEW = 20_000  # So many rows FTS5 merges in a millisecond or two.
_COMPLETIONS = 24
_LOOKED_AT = 30  # Articles whose text is read before the clock is asked again.


def first(reader: Reader, query: Query) -> Found:
    """The first articles of a search in its order; where it sorts by anything but the date, of the newest found."""
    tree = parse(query.search).tree
    if tree is None:
        total = reader.count(replace(query, search=""))
        ids = reader.first_ids(replace(query, search=""), min(total, _SHOWN)) if total else []
        return Found(array("q", ids), total <= len(ids), total)
    look = _Look(reader, query, tree)
    if look.plan.body or look.plan.heading:
        return look.by_words()
    return look.by_filters() if not look.plan.rest else Found(whole=False)


def completions(reader: Reader, beginning: str, most: int = _COMPLETIONS) -> list[str]:
    """The most frequent words with this beginning; none when it is rare, or so short that it has an index."""
    beginning = tokens.folded(beginning)
    if len(beginning) < 2:
        return []
    # Of a short beginning, the many words that are rare are not even looked at.
    short = f"articles >= {FREQUENT}" if len(beginning) < SHORTEST_TERM else "1"
    rows = reader.select(
        f"SELECT term, articles FROM found.term WHERE term >= ? AND term < ? AND {short} ORDER BY articles DESC",
        (beginning, beginning + "\U0010ffff"),
    )
    if sum(articles for _, articles in rows) * SAMPLED <= _FEW:
        return []
    return [term for term, _ in rows[:most]]


def wanted_words(reader: Reader, tree: Node) -> list[Wanted]:
    """What is looked for, folded, with how much each tells."""
    articles = max(1, reader.top_id())
    words: dict[str, Wanted] = {}
    for leaf in matching.wanted(tree):
        for typed, begins in tokens.asked(leaf.text, leaf.unfinished):
            word = tokens.folded(typed)
            after = "\U0010ffff" if begins else "\x00"
            sql = "SELECT total(articles) FROM found.term WHERE term >= ? AND term < ?"
            known = int(reader.select(sql, (word, word + after))[0][0]) * SAMPLED if len(word) >= SHORTEST_TERM else 0
            words[word] = Wanted(word, ranking.weight(min(known, articles - 1), articles), typed.lower())
    return list(words.values())


class _Look:
    """One search under way."""

    def __init__(self, reader: Reader, query: Query, tree: Node) -> None:
        self._reader = reader
        self._query = query
        self._tree = tree
        self._until = time.perf_counter() + _SECONDS
        self._narrowed = False
        self.plan: Plan = matching.planned(tree, self._completions)
        conditions = [filters.condition(part, reader.select) for part in self.plan.filters]
        conditions.append(queries.conditions(query))
        self._where = " AND ".join(one.sql for one in conditions if one.sql != "1") or "1"
        self._values = tuple(value for one in conditions for value in one.parameters)

    def by_words(self) -> Found:
        """From the index."""
        best = self._query.sort is Sort.BEST
        found, whole = self._newest(_SCORED if best else _SHOWN)
        about = 0 if whole else self._extrapolated(found)
        if best:
            titled = [] if whole else self._titled()
            rows = self._reader.texts_and_dates(list(dict.fromkeys((*titled, *found))))
            ordered = ranking.best_first(rows, wanted_words(self._reader, self._tree), time.time())
        else:
            statement = queries.some(found, self._query)
            ordered = [number for (number,) in self._reader.select(statement.sql, statement.parameters)]
        return Found(array("q", ordered), whole, max(about, len(ordered)))

    def by_filters(self) -> Found:
        """From the library alone."""
        order = replace(self._query, search="")
        statement = queries.ids(order, Statement(self._where, self._values))
        rows, finished = self._reader.until(self._until, f"{statement.sql} LIMIT {_SHOWN}", statement.parameters)
        whole = finished and len(rows) < _SHOWN
        return Found(array("q", [number for (number,) in rows]), whole, len(rows) if whole else 0)

    def _completions(self, beginning: str) -> list[str]:
        words = completions(self._reader, beginning)
        self._narrowed = self._narrowed or bool(words)
        return words

    def _newest(self, most: int) -> tuple[list[int], bool]:
        """The newest ids, and whether these are all."""
        found: list[int] = []
        for low, high in self._parts():
            while True:
                limit = _LOOKED_AT if self.plan.rest else most - len(found)
                rows, finished = self._part(low, high, limit)
                numbers = [number for (number,) in rows]
                found += self._checked(numbers, self.plan.rest)
                if not finished or len(found) >= most:
                    return found[:most], False
                if len(rows) < limit:
                    break
                high = numbers[-1] - 1
                if time.perf_counter() > self._until:
                    return found, False
            if low and time.perf_counter() > self._until:
                return found, False
        return found, not self._narrowed

    def _checked(self, numbers: list[int], rest: Sequence[Node]) -> list[int]:
        """Those that are all of ``rest`` too."""
        for node in rest:
            kept = among(self._reader, node, numbers) if numbers else ()
            numbers = [number for number in numbers if number in kept]
        return numbers

    def _parts(self) -> Iterator[tuple[int, int]]:
        high = self._reader.top_id()
        if high <= _FEW:
            yield 0, high
            return
        for share in _PARTS:
            low = int(high * share)
            yield low, high
            high = low - 1

    def _part(self, low: int, high: int, most: int) -> tuple[list[Any], bool]:
        plan = self.plan
        table, expression = ("heading", plan.heading) if plan.heading else ("fts", plan.body)
        source = f"found.{table} AS w"
        conditions = [f"w.{table} MATCH ?", "w.rowid BETWEEN ? AND ?"]
        values: list[Any] = [expression, low, high]
        # The order of the tables is told: the one with the fewest rows, then one look each at the others.
        if plan.body and plan.heading:
            source += " CROSS JOIN found.fts AS b ON b.rowid = w.rowid"
            conditions.append("b.fts MATCH ?")
            values.append(plan.body)
        if self._where != "1":
            source += " CROSS JOIN state AS s ON s.id = w.rowid"
            conditions.append(self._where)
            values += self._values
        sql = f"SELECT w.rowid FROM {source} WHERE {' AND '.join(conditions)} ORDER BY w.rowid DESC LIMIT {most}"
        return self._reader.until(self._until, sql, values)

    def _titled(self) -> list[int]:
        """The newest that have all the words in their titles."""
        expression = matching.in_title(self._tree)
        if not expression:
            return []
        sql = f"""SELECT w.rowid FROM found.heading AS w CROSS JOIN state AS s ON s.id = w.rowid
            WHERE w.heading MATCH ? AND {self._where} ORDER BY w.rowid DESC LIMIT {_SCORED_TITLES}"""
        rows, _ = self._reader.until(self._until, sql, (expression, *self._values))
        return self._checked([number for (number,) in rows], matching.beside_titles(self._tree))

    def _extrapolated(self, found: Sequence[int]) -> int:
        """As if those that were not looked at had as many as the newest."""
        if len(found) < 2:
            return 0
        top = self._reader.top_id()
        return round(len(found) * top / max(1, top - min(found) + 1))
