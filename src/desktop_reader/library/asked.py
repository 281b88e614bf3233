"""The log of refreshes, the last answers, and the facts that tell how a feed fares.

A row a refresh, the last fifty or a few more of each feed. Of an answer with a body the beginning is kept, packed: more
of one that could not be read, for there it is needed, than of one whose articles are in the library anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop_reader.library import aside, bodies
from desktop_reader.records.asked import MOVED, Asked, LastAnswer, Received, public
from desktop_reader.records.facts import Facts
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.saved import SAVED

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

KEPT = 50
"""So many refreshes of each feed are shown."""

OF_FINE, OF_ILL = 32 * 1024, 256 * 1024
"""So many bytes of a body are kept: of one that was read, and of one that was not."""

_TRIMMED_EACH = 16  # Once in so many refreshes what is too much goes: to look each time would cost more than it frees.
_LONGEST_DETAIL = 500
_ARTICLES = 20  # So many dates tell a feed's rhythm.
_ANSWERS = 5
_COLUMNS = "feed_id, at, outcome, status, new, updated, took_ms, size, detail"

_NOTE = f"""INSERT OR REPLACE INTO asked ({_COLUMNS})
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE EXISTS (SELECT 1 FROM feed WHERE id = ?1)"""
_TRIM = f"""DELETE FROM asked WHERE feed_id = ?1 AND at < (SELECT at FROM asked WHERE feed_id = ?1
    ORDER BY at DESC LIMIT 1 OFFSET {KEPT - 1})"""
_ANSWER = """INSERT OR REPLACE INTO answer (feed_id, at, url, status, headers, size, body)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM feed WHERE id = ?1)"""
_FACTS = """SELECT f.id, f.url, f.old_url, f.created_at, t.checked_at, t.next_check_at, t.not_before_at, t.stopped,
    t.problem, t.detail, t.failures, t.since_at, t.moved_to,
    EXISTS (SELECT 1 FROM answer WHERE answer.feed_id = f.id)
    FROM feed AS f JOIN feed_fetch AS t ON t.feed_id = f.id"""


def note(live: Transaction, rows: Sequence[Asked]) -> None:
    """Adds to the log. A feed that is gone has none."""
    if not rows:
        return
    live.exec_driver_sql(
        _NOTE,
        [
            (r.feed_id, r.at, r.outcome, r.status, r.new, r.updated, r.took_ms, r.size, r.detail[:_LONGEST_DETAIL])
            for r in rows
        ],
    )
    full = [(row.feed_id,) for row in rows if row.at % _TRIMMED_EACH == row.feed_id % _TRIMMED_EACH]
    if full:
        live.exec_driver_sql(_TRIM, full)


def keep_answer(live: Transaction, feed: int, at: int, received: Received, most: int) -> None:
    """Keeps ``most`` bytes of an answer, in the place of the one before."""
    body = bodies.packed_quickly(received.body[:most])
    size = max(received.size, len(received.body))
    live.exec_driver_sql(_ANSWER, (feed, at, received.url, received.status, received.head, size, body))


def log(reader: Reader, feed: int) -> list[Asked]:
    """The last refreshes of a feed, the newest first."""
    sql = f"SELECT {_COLUMNS} FROM asked WHERE feed_id = ? ORDER BY at DESC LIMIT {KEPT}"
    return [Asked(*row) for row in reader.select(sql, (feed,))]


def last_answer(reader: Reader, feed: int) -> LastAnswer | None:
    """The last answer with a body; None when there was none. Raises LibraryError when it is damaged."""
    sql = "SELECT at, url, status, headers, size, body FROM answer WHERE feed_id = ?"
    for at, url, status, head, size, packed in reader.select(sql, (feed,)):
        return LastAnswer(at, url, status, head, size, bodies.unpacked_again(packed, OF_ILL))
    return None


def facts(reader: Reader, now: int, feeds: Sequence[int] | None = None) -> dict[int, Facts]:
    """What tells how these feeds fare, or all, by id; in the order of the sidebar."""
    which = f"NOT IN ({aside.IDS})" if feeds is None else f"IN ({','.join(str(int(feed)) for feed in feeds)})"
    asked = f"AND f.url <> '{SAVED}'" if feeds is None else ""  # Saved pages are asked for nothing.
    rows = reader.select(f"{_FACTS} WHERE f.id {which} {asked} ORDER BY f.position, f.id")
    return {row[0]: _facts(reader, now, row) for row in rows}


def _facts(reader: Reader, now: int, row: Sequence[Any]) -> Facts:
    number, url, old_url, created, checked, next_check, not_before, stopped, *rest = row
    problem, detail, failures, since, moved_to, has_answer = rest
    dates = reader.select(
        f"SELECT published_at FROM state WHERE feed_id = ? ORDER BY published_at DESC, id DESC LIMIT {_ARTICLES}",
        (number,),
    )
    answers = reader.select(
        f"SELECT took_ms FROM asked WHERE feed_id = ? AND status > 0 ORDER BY at DESC LIMIT {_ANSWERS}", (number,)
    )
    moved = reader.select("SELECT max(at) FROM asked WHERE feed_id = ? AND outcome = ?", (number, MOVED))
    known = Problem(problem) if problem in set(Problem) else None
    return Facts(
        now=now,
        url=public(url),
        old_url=old_url and public(old_url),
        created_at=created,
        checked_at=checked,
        next_check_at=next_check,
        not_before_at=not_before,
        stopped=bool(stopped),
        health=Health(known, detail, failures, since),
        moving_to=moved_to and public(moved_to),
        moved_at=moved[0][0],
        published=tuple(at for (at,) in dates),
        took_ms=tuple(took for (took,) in answers),
        has_answer=bool(has_answer),
    )
