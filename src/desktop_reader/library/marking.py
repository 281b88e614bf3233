"""Marks on many articles at once: finding those that a deed will change, and changing some of them.

The numbers of articles stand in the statements themselves: integers of our own, and far more than SQLite takes as
parameters.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Sort

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

Mark = Literal["is_read", "starred"]
AT_ONCE = 10_000
"""Rows of one transaction of a mass deed: 25 ms, so that others get their turn."""

FEW = 100
"""So few are marked one by one, as it were."""


def last_id(reader: Reader) -> int:
    """The article that came last; what comes from now on has a higher number."""
    return int(reader.select("SELECT coalesce(max(id), 0) FROM article")[0][0])


def unread(reader: Reader, query: Query, last: int | None = None) -> array[int]:
    """The unread articles of ``query``, the newest first; without those that came after the article ``last``."""
    found = reader.all_ids(replace(query, unread_only=True, sort=Sort.DATE, reverse=False))
    return found if last is None else array("q", [number for number in found if number <= last])


def others(reader: Reader, numbers: Sequence[int], mark: Mark, value: bool) -> array[int]:
    """Those of the articles that are not marked so yet, the newest first."""
    sql = f"""SELECT group_concat(id) FROM (SELECT id FROM state WHERE id IN (SELECT value FROM json_each(?))
        AND {mark} <> {int(value)} ORDER BY id DESC)"""
    found = reader.select(sql, (f"[{listed(numbers)}]",))[0][0]
    return array("q", map(int, found.split(","))) if found else array("q")


class SomeHadIt(Exception):
    """Not all of the articles were to be changed: the transaction is to be undone."""


def put_on_all(live: Transaction, numbers: Sequence[int], mark: Mark, value: bool, again: bool = False) -> Changes:
    """Marks articles none of which is marked so yet; raises SomeHadIt. To have each told would take much longer."""
    before = _counts(live)
    if live.exec_driver_sql(_put(numbers, mark, value, again)).rowcount != len(numbers):
        raise SomeHadIt
    _show(live, numbers, mark, value)
    return Changes(state=tuple(numbers), feeds=frozenset(feed for feed, _, _ in _counts(live) - before))


def put(live: Transaction, numbers: Sequence[int], mark: Mark, value: bool, again: bool = False) -> Changes:
    """Marks articles; only those that really change are in the answer. A star that is taken away leaves its date, which
    says nothing then; only if it is put there ``again``, by who takes that back, it has the date that it had.
    """
    done = live.exec_driver_sql(f"{_put(numbers, mark, value, again)} RETURNING id, feed_id").all()
    _show(live, [row[0] for row in done], mark, value)
    return Changes(state=tuple(row[0] for row in done), feeds=frozenset(row[1] for row in done))


def _put(numbers: Sequence[int], mark: Mark, value: bool, again: bool) -> str:
    dated = ""
    if mark == "starred" and value:
        now = int(time.time())
        dated = f", starred_at = coalesce(starred_at, {now})" if again else f", starred_at = {now}"
    return f"UPDATE state SET {mark} = {int(value)}{dated} WHERE id IN ({listed(numbers)}) AND {mark} <> {int(value)}"


def _show(live: Transaction, numbers: Sequence[int], mark: Mark, value: bool) -> None:
    """What becomes unread is hidden no more: else it would be counted, and nowhere to be found."""
    if mark == "is_read" and not value:
        live.exec_driver_sql(f"DELETE FROM hidden WHERE article_id IN ({listed(numbers)})")


def _counts(live: Transaction) -> set[tuple[int, int, int]]:
    """What the counters of feeds say: those that a deed alters tell in which feeds it was."""
    return set(map(tuple, live.exec_driver_sql("SELECT feed_id, unread, starred FROM feed_count")))


def listed(numbers: Iterable[int]) -> str:
    """The numbers as they stand in a statement."""
    return ",".join(map(str, map(int, numbers)))
