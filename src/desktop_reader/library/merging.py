"""Two subscriptions that turned out to be one feed become one, and nothing of either is lost.

What both have of an article is united: read in one is read, a star or a label in one stays. Of the two copies the one
with more older versions survives, and the other one's text becomes one more. Everything else just moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desktop_reader.library import again, bodies, marking, removal, retention, store
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import FOR_EVER, Rule, rule_of

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction

_UNITE = """UPDATE state SET
    is_read = max(state.is_read, other.is_read), starred = max(state.starred, other.starred),
    read_count = state.read_count + other.read_count,
    last_read_at = nullif(max(coalesce(state.last_read_at, 0), coalesce(other.last_read_at, 0)), 0),
    starred_at = coalesce(state.starred_at, other.starred_at)
    FROM (SELECT is_read, starred, read_count, last_read_at, starred_at FROM state WHERE id = ?) AS other
    WHERE state.id = ?"""
_VISITS = """INSERT OR IGNORE INTO visit (article_id, opened_at, through)
    SELECT ?, opened_at, through FROM visit WHERE article_id = ?"""
_LABELS = """INSERT OR IGNORE INTO labelled SELECT label_id, article.published_at, article.id
    FROM labelled JOIN article ON article.id = ? WHERE labelled.article_id = ?"""


class _Head(NamedTuple):
    id: int
    guid: int | None
    link: int | None
    text: int
    revision: int


def merge(live: Transaction, feed_id: int, into: int, now: int) -> Changes:
    """``feed_id`` is a part of ``into`` from now on, and a subscription no more. Nothing happens where one of the two
    is just being removed.
    """
    if removal.being_removed(live, (feed_id, into)):
        return Changes()
    twins = _twins(_heads(live, feed_id), _heads(live, into))
    for loser, survivor in twins:
        _keep_text(live, loser, survivor, now)
        live.exec_driver_sql(_UNITE, (loser, survivor))
        live.exec_driver_sql(_VISITS, (survivor, loser))
        live.exec_driver_sql(_LABELS, (survivor, loser))
    losers = [loser for loser, _ in twins]
    for start in range(0, len(losers), removal.AT_ONCE):
        removal.delete(live, losers[start : start + removal.AT_ONCE], kept=False)
    moved = removal.articles(live, feed_id)
    for start in range(0, len(moved), marking.AT_ONCE):
        some = marking.listed(moved[start : start + marking.AT_ONCE])
        live.exec_driver_sql(f"UPDATE article SET feed_id = ? WHERE id IN ({some})", (into,))
        live.exec_driver_sql(f"UPDATE state SET feed_id = ? WHERE id IN ({some})", (into,))
    live.exec_driver_sql(
        "INSERT OR IGNORE INTO tombstone SELECT ?, hash FROM tombstone WHERE feed_id = ? AND hash < x''",
        (into, feed_id),
    )
    _unite_rules(live, feed_id, into)
    live.exec_driver_sql(
        """UPDATE feed SET given_title = coalesce(feed.given_title, other.given_title),
        old_url = coalesce(feed.old_url, other.url)
        FROM (SELECT given_title, url FROM feed WHERE id = ?) AS other WHERE feed.id = ?""",
        (feed_id, into),
    )
    again.forget(live, feed_id)
    live.exec_driver_sql("DELETE FROM feed WHERE id = ?", (feed_id,))
    changed = (*(survivor for _, survivor in twins), *moved)
    return Changes(
        state=tuple(dict.fromkeys(changed)), removed=tuple(losers), feeds=frozenset({feed_id, into}), tree=True
    )


def _heads(live: Transaction, feed_id: int) -> list[_Head]:
    rows = live.exec_driver_sql(
        "SELECT id, guid_hash, link_hash, text_hash, revision FROM article WHERE feed_id = ? ORDER BY id", (feed_id,)
    )
    return [_Head(*row) for row in rows]


def _twins(ours: Sequence[_Head], theirs: Sequence[_Head]) -> list[tuple[int, int]]:
    """(the one that goes, the one that stays): the same guid, else the same link or text where these name one only."""
    found: dict[int, _Head] = {}
    taken: set[int] = set()
    for name in ("guid", "link", "text"):
        there = _only_ones(theirs, name)
        for value, head in _only_ones(ours, name).items():
            other = there.get(value)
            if other is None or head.id in found or other.id in taken:
                continue
            if name == "guid" or head.guid is None or other.guid is None:
                found[head.id] = other
                taken.add(other.id)
    pairs = [(head, found[head.id]) for head in ours if head.id in found]
    return [(b.id, a.id) if a.revision > b.revision else (a.id, b.id) for a, b in pairs]


def _only_ones(heads: Iterable[_Head], name: str) -> dict[int, _Head]:
    times = Counter(getattr(head, name) for head in heads)
    return {value: head for head in heads if (value := getattr(head, name)) is not None and times[value] == 1}


def _keep_text(live: Transaction, loser: int, survivor: int, now: int) -> None:
    """Where a reader would see a difference, what goes is an older version of what stays."""
    (title, one), (_, other) = (
        live.exec_driver_sql("SELECT title, content_hash FROM article WHERE id = ?", (number,)).one()
        for number in (loser, survivor)
    )
    if one == other:
        return
    packing = bodies.packing(live)
    older, newer = (
        packing.readable(*live.exec_driver_sql("SELECT coding, source FROM body WHERE id = ?", (number,)).one())
        for number in (loser, survivor)
    )
    if older is not None and newer is not None:
        store.keep_other_version(live, survivor, title, older, newer, now)


def _unite_rules(live: Transaction, feed_id: int, into: int) -> None:
    """The rule that keeps more is that of both."""
    rows = live.exec_driver_sql("SELECT feed_id, days, most FROM retention").all()
    rules = {feed: Rule(days, most) for feed, days, most in rows}
    one, other = rule_of(rules, feed_id), rule_of(rules, into)
    both = FOR_EVER if FOR_EVER in (one, other) else Rule(_more(one.days, other.days), _more(one.most, other.most))
    if both != other:
        retention.set_rule(live, into, both)


def _more(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
