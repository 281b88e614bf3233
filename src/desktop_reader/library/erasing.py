"""Erasing the reading record: when articles were opened, how often, and whether to their end.

Read marks and stars are no part of it. What was erased lies in one row of ``meta`` for a day, so that it can be
brought back, also after a crash; then it is overwritten.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import NotFoundError
from desktop_reader.library import marking
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

KEPT = 86_400
"""Seconds: as long as deeds can be taken back (``library.deeds``)."""

_ROWS = "SELECT key FROM meta WHERE key > 'erased ' AND key < 'erased!'"
_BEFORE_ALL, _AFTER_ALL = -(1 << 62), 1 << 62


def new_key() -> str:
    """Under which something is erased that was not erased before."""
    return os.urandom(8).hex()


def openings(reader: Reader, since: int | None, until: int | None) -> tuple[int, int]:
    """How many times of opening are on record from ``since`` to ``until``, and of how many articles."""
    low, high = _BEFORE_ALL if since is None else since, _AFTER_ALL if until is None else until
    sql = "SELECT count(*), count(DISTINCT article_id) FROM visit WHERE opened_at >= ? AND opened_at < ?"
    times, articles = reader.select(sql, (low, high))[0]
    return int(times), int(articles)


def erase(live: Transaction, key: str, since: int | None, until: int | None) -> Changes:
    """Forgets what was opened from ``since`` to ``until``, which are both None for all of it."""
    live.exec_driver_sql("PRAGMA secure_delete = ON")
    low, high = _BEFORE_ALL if since is None else since, _AFTER_ALL if until is None else until
    visits = live.exec_driver_sql(
        "SELECT article_id, opened_at, through FROM visit WHERE opened_at >= ? AND opened_at < ?", (low, high)
    ).all()
    live.exec_driver_sql("DELETE FROM visit WHERE opened_at >= ? AND opened_at < ?", (low, high))
    undated = "OR read_count > 0" if since is None and until is None else ""
    times = Counter([article for article, _, _ in visits])
    states = live.exec_driver_sql(
        f"""SELECT id, feed_id, read_count, last_read_at, (SELECT count(*) FROM visit WHERE article_id = id),
        (SELECT max(opened_at) FROM visit WHERE article_id = id) FROM state
        WHERE last_read_at >= ? AND last_read_at < ? {undated} OR id IN ({marking.listed(times)})""",
        (low, high),
    ).all()
    after = [
        _state(number, count, last, low, high, times[number], left, latest)
        for number, _, count, last, left, latest in states
    ]
    if not states:
        return Changes()
    _put(live, "UPDATE state SET read_count = ?2, last_read_at = ?3 WHERE id = ?1", after)
    gone = [
        [number, count - now, last] for (number, _, count, last, _, _), (_, now, _) in zip(states, after, strict=True)
    ]
    kept = json.dumps({"visits": [list(row) for row in visits], "states": gone})
    live.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (f"erased {key} {int(time.time())}", kept))
    return _changes(states)


def bring_back(live: Transaction, key: str) -> Changes:
    """What was erased is there again, beside what was read since. Raises NotFoundError when the day is over."""
    there = f"erased {key} ", f"erased {key}!"
    row = live.exec_driver_sql("SELECT key, value FROM meta WHERE key > ? AND key < ?", there).first()
    if row is None:
        raise NotFoundError("The reading record was erased more than a day ago. It cannot be brought back.")
    kept = json.loads(row[1])
    visits = "INSERT OR IGNORE INTO visit (article_id, opened_at, through) SELECT ?1, ?2, ?3 WHERE %s"
    _put(live, visits % "EXISTS (SELECT 1 FROM article WHERE id = ?1)", kept["visits"])
    _put(
        live,
        """UPDATE state SET read_count = read_count + ?2, last_read_at = CASE WHEN ?3 IS NULL THEN last_read_at
        ELSE max(coalesce(last_read_at, ?3), ?3) END WHERE id = ?1""",
        kept["states"],
    )
    _forget(live, row[0])
    some = marking.listed(number for number, _, _ in kept["states"])
    return _changes(live.exec_driver_sql(f"SELECT id, feed_id FROM state WHERE id IN ({some})").all())


def lapsed(reader: Reader, now: int) -> list[str]:
    """The keys of what cannot be brought back any more. A moment in the future was written by a wrong clock."""
    return [key for (key,) in reader.select(_ROWS) if abs(now - _moment(key)) > KEPT]


def forget_lapsed(live: Transaction, now: int) -> None:
    """It is gone for good."""
    for (key,) in live.exec_driver_sql(_ROWS).all():
        if abs(now - _moment(key)) > KEPT:
            _forget(live, key)


def _state(
    number: int, count: int, last: int | None, low: int, high: int, gone: int, left: int, latest: int | None
) -> tuple[int, int, int | None]:
    """What an article's count and its last time are then. Where no time is known it was never read."""
    if last is not None and low <= last < high:
        last = latest
    return number, 0 if last is None else max(left, count - gone), last


def _put(live: Transaction, sql: str, rows: Any) -> None:
    if rows:
        live.exec_driver_sql(sql, [tuple(row) for row in rows])


def _changes(states: Any) -> Changes:
    return Changes(state=tuple(row[0] for row in states), feeds=frozenset(row[1] for row in states))


def _forget(live: Transaction, key: str) -> None:
    live.exec_driver_sql("PRAGMA secure_delete = ON")
    live.exec_driver_sql("DELETE FROM meta WHERE key = ?", (key,))


def _moment(key: str) -> int:
    at = key.rpartition(" ")[2]
    return int(at) if at.isascii() and at.isdigit() else 0
