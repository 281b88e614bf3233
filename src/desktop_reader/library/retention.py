"""Keeping for ever, or as long as the reader wishes: which articles a rule deletes.

Never those that are unread, starred or labelled, nor what came or was opened within the last day: it may be on the
screen, and "mark all as read" may be taken back. Age counts from the day on which an article was published, came, or
was opened last, whichever is the latest.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from desktop_reader.library import aside
from desktop_reader.records.keeping import Loss, Rule, Rules, rule_of

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

DAY = 86400
_KEPT_AT = "kept_at"
_FEEDS = f"SELECT id FROM feed WHERE id NOT IN ({aside.IDS}) ORDER BY id"
_TRUST = 3 * DAY

PROTECTED = """state.is_read = 0 OR state.starred = 1
    OR EXISTS (SELECT 1 FROM labelled WHERE labelled.article_id = state.id)"""
"""An SQL condition on ``state``: no rule deletes these."""

# The cheapest conditions first: the head of an article is only looked at when all else is against it.
_DOOMED = f"""SELECT state.id FROM state CROSS JOIN article ON article.id = state.id
    WHERE state.feed_id = ?1 AND (state.published_at, state.id) < (?2, ?3) AND NOT ({PROTECTED})
    AND coalesce(state.last_read_at, 0) < ?4 AND article.created_at < ?4"""


def rules(reader: Reader) -> dict[int, Rule]:
    """The rules that are set."""
    return {feed: Rule(days, most) for feed, days, most in reader.select("SELECT feed_id, days, most FROM retention")}


def set_rule(live: Transaction, feed: int, rule: Rule | None) -> None:
    """Another rule for a feed, or for ALL_OTHERS; None takes its own away."""
    live.exec_driver_sql("DELETE FROM retention WHERE feed_id = ?", (feed,))
    if rule is not None:
        live.exec_driver_sql("INSERT INTO retention VALUES (?, ?, ?)", (feed, rule.days, rule.most))


def feeds_with_rule(reader: Reader, rules: Rules) -> list[tuple[int, Rule]]:
    """The feeds whose articles are not kept for ever."""
    with_rule = [(feed, rule_of(rules, feed)) for (feed,) in reader.select(_FEEDS)]
    return [(feed, rule) for feed, rule in with_rule if not rule.for_ever]


def doomed(reader: Reader, feed: int, rule: Rule, now: int) -> array[int]:
    """The articles of ``feed`` that ``rule`` deletes at this moment, the oldest first."""
    found: set[int] = set()
    if rule.days is not None:
        before = now - rule.days * DAY
        found |= _older(reader, feed, (before, 0), min(before, now - DAY))
    if rule.most is not None:
        sql = """SELECT published_at, id FROM state WHERE feed_id = ?
            ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET ?"""
        for at, number in reader.select(sql, (feed, rule.most - 1)):
            found |= _older(reader, feed, (at, number), now - DAY)
    return array("q", sorted(found))


def loss(reader: Reader, rules: Rules, now: int) -> Loss:
    """What these rules would delete at this moment."""
    articles = sum(len(doomed(reader, feed, rule, now)) for feed, rule in feeds_with_rule(reader, rules))
    return Loss(articles, articles * _bytes_each(reader))


def spared(now: int) -> str:
    """An SQL condition on ``state``: what has been marked or opened since it was found to be doomed."""
    return f"{PROTECTED} OR coalesce(state.last_read_at, 0) >= {int(now) - DAY}"


def kept_at(reader: Reader) -> int:
    """When the rules were carried out last; 0 for never."""
    rows = reader.select("SELECT value FROM meta WHERE key = ?", (_KEPT_AT,))
    return int(rows[0][0]) if rows else 0


def set_kept_at(live: Transaction, now: int) -> None:
    """The rules were carried out, or have to be (0)."""
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEPT_AT, str(int(now))))


def clock_is_right(reader: Reader, now: int) -> bool:
    """Whether a server has agreed with this clock lately: one that is years ahead would make everything old."""
    rows = reader.select("SELECT max(checked_at) FROM feed_fetch WHERE problem IS NULL")
    return rows[0][0] is not None and abs(now - rows[0][0]) < _TRUST


def _older(reader: Reader, feed: int, place: tuple[int, int], opened: int) -> set[int]:
    return {number for (number,) in reader.select(_DOOMED, (feed, *place, opened))}


def _bytes_each(reader: Reader) -> int:
    """What an article takes in the library, by and large."""
    (pages,) = reader.select("SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count")[0]
    (size,) = reader.select("PRAGMA page_size")[0]
    (articles,) = reader.select("SELECT coalesce(sum(total), 0) FROM feed_count")[0]
    return int(pages) * int(size) // max(1, int(articles))
