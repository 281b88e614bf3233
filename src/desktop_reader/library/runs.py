"""What rules did: each run with what it really changed of each article, so that just this can be taken back.

An article that was changed since by the reader's own hand stays as the reader left it, where that can be told: what was
opened since stays read, what was hidden again at another time stays hidden, and so does a star of another time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop_reader.errors import NotFoundError
from desktop_reader.library import hiding, labels, marking, rules
from desktop_reader.library.marking import listed
from desktop_reader.records.changes import Changes
from desktop_reader.records.rule import HIDE, NOTIFY, QUIET, READ, STAR, Rule, Run, label_of

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

KEPT = 30 * 86400
"""Seconds after which a run cannot be taken back any more."""

_RUNS = """SELECT r.id, r.rule_id, rule.title, r.at, r.undone, d.deeds, count(*) FROM rule_run AS r
    JOIN rule ON rule.id = r.rule_id JOIN rule_did AS d ON d.run_id = r.id %s GROUP BY r.id, d.deeds
    ORDER BY r.id DESC"""

# Reading


def runs(reader: Reader, most: int = 200) -> list[Run]:
    """The last ones, the newest first."""
    newest = f"WHERE r.id IN (SELECT id FROM rule_run ORDER BY id DESC LIMIT {int(most)})"
    found: dict[int, Run] = {}
    for number, rule, title, at, undone, deeds, articles in reader.select(_RUNS % newest):
        before = found.get(number, Run(number, rule, title, at, bool(undone), 0, ()))
        counts = dict(before.counts)
        for deed in json.loads(deeds):
            counts[deed] = counts.get(deed, 0) + articles
        found[number] = Run(
            number, rule, title, at, bool(undone), before.articles + articles, tuple(sorted(counts.items()))
        )
    return list(found.values())


def told(reader: Reader, numbers: Sequence[int]) -> dict[int, bool]:
    """Of which of these articles rules said that they are always told of (True), or never."""
    sql = f"""SELECT d.article_id, d.deeds FROM rule_did AS d JOIN rule_run AS r ON r.id = d.run_id
        WHERE NOT r.undone AND d.article_id IN ({listed(numbers)}) ORDER BY d.run_id"""
    found: dict[int, bool] = {}
    for article, deeds in reader.select(sql):
        said = json.loads(deeds)
        if QUIET in said or NOTIFY in said:
            found[article] = QUIET not in said and found.get(article, True)
    return found


def rule_of(reader: Reader, number: int) -> tuple[str, bool]:
    """The title of the rule that did something at one time, and whether that was taken back. Raises NotFoundError."""
    sql = "SELECT rule.title, undone FROM rule_run AS r JOIN rule ON rule.id = r.rule_id WHERE r.id = ?"
    for title, undone in reader.select(sql, (number,)):
        return title, bool(undone)
    raise NotFoundError("What this rule did was too long ago.")


def any_old(reader: Reader, now: int) -> bool:
    """Whether there are runs that cannot be taken back any more."""
    oldest = reader.select("SELECT at FROM rule_run ORDER BY id LIMIT 1")
    return bool(oldest) and oldest[0][0] < now - KEPT


# Changing


def run(live: Transaction, one: Rule, numbers: Sequence[int], now: int) -> Changes:
    """Does what the rule says with these articles, and keeps what that changed."""
    did, changes = _done(live, one.deeds, numbers, now)
    if did:
        sql = "INSERT INTO rule_run (rule_id, at) VALUES (?, ?) RETURNING id"
        _keep(live, live.exec_driver_sql(sql, (one.id, int(now))).scalar_one(), did)
    return changes


def undo(live: Transaction, number: int) -> Changes:
    """Takes back what a run changed, once."""
    at, undone, did = _of(live, number)
    if undone:
        return Changes()
    live.exec_driver_sql("UPDATE rule_run SET undone = 1 WHERE id = ?", (number,))
    changes = Changes()
    for deed, ids in did.items():
        changes |= _taken_back(live, number, deed, ids, at)
    return changes


def again(live: Transaction, number: int) -> Changes:
    """Does again what was taken back, with the same articles; kept is what that changes now."""
    at, undone, did = _of(live, number)
    if not undone:
        return Changes()
    live.exec_driver_sql("UPDATE rule_run SET undone = 0 WHERE id = ?", (number,))
    live.exec_driver_sql("DELETE FROM rule_did WHERE run_id = ?", (number,))
    changes, kept = Changes(), dict[int, list[str]]()
    for deed in sorted(did, key=lambda deed: deed != HIDE):  # What was hidden and read is read by being hidden.
        some, change = _done(live, (deed,), did[deed], at)
        changes |= change
        for article, deeds in some.items():
            kept[article] = [*kept.get(article, []), *deeds]
    _keep(live, number, kept)
    return changes


def undo_all(live: Transaction, rule: int) -> Changes:
    """Takes back all that a rule did, the last first."""
    changes = Changes()
    numbers = live.exec_driver_sql("SELECT id FROM rule_run WHERE rule_id = ? AND NOT undone ORDER BY id DESC", (rule,))
    for (number,) in numbers.all():
        changes |= undo(live, number)
    return changes


def forget_old(live: Transaction, now: int) -> None:
    """Runs that are older than KEPT go, and then rules that were removed."""
    live.exec_driver_sql("DELETE FROM rule_run WHERE at < ?", (int(now) - KEPT,))
    rules.drop_removed(live)


def _done(
    live: Transaction, deeds: Iterable[str], numbers: Sequence[int], now: int
) -> tuple[dict[int, list[str]], Changes]:
    """What changed, by article."""
    did: dict[int, list[str]] = {}
    changes = Changes()

    def note(deed: str, ids: Iterable[int]) -> None:
        for article in ids:
            did.setdefault(article, []).append(deed)

    for deed in deeds:
        if deed == READ:
            change = marking.put(live, numbers, "is_read", True)
            note(READ, change.state)
        elif deed == STAR:
            change = marking.put(live, numbers, "starred", True)
            live.exec_driver_sql(f"UPDATE state SET starred_at = ? WHERE id IN ({listed(change.state)})", (int(now),))
            note(STAR, change.state)
        elif deed == HIDE:
            hidden = hiding.hide(live, numbers, now)
            note(HIDE, hidden.ids)
            note(READ, hidden.read)
            change = Changes(state=hidden.read, removed=hidden.ids, feeds=hidden.feeds)
        elif deed in (NOTIFY, QUIET):
            note(deed, _there(live, numbers))  # Asked for by whoever tells of news; the article is as it was.
            change = Changes()
        else:
            put = labels.put(live, label_of(deed) or 0, numbers)
            note(deed, put)
            change = Changes(state=put, labels=bool(put))
        changes |= change
    return did, changes


def _taken_back(live: Transaction, number: int, deed: str, ids: Sequence[int], at: int) -> Changes:
    if deed == READ:
        return _unread(live, number, ids, at)
    if deed == STAR:
        sql = f"SELECT id FROM state WHERE id IN ({listed(ids)}) AND starred_at = ?"
        return marking.put(live, [row[0] for row in live.exec_driver_sql(sql, (at,))], "starred", False)
    if deed == HIDE:
        shown = hiding.unhide(live, ids, at)
        return Changes(state=shown, feeds=hiding.feeds_of(live, shown), back=bool(shown))
    label = label_of(deed)
    taken = labels.take(live, label, ids) if label is not None else ()
    return Changes(state=taken, labels=bool(taken))


def _unread(live: Transaction, number: int, ids: Sequence[int], at: int) -> Changes:
    """What another run has hidden stays read until that one is taken back."""
    sql = f"""SELECT h.article_id, max(d.run_id) FROM hidden AS h LEFT JOIN rule_did AS d ON d.article_id = h.article_id
        AND d.run_id <> ? AND d.deeds LIKE '%"hide"%' AND d.run_id IN (SELECT id FROM rule_run WHERE NOT undone)
        WHERE h.article_id IN ({listed(ids)}) GROUP BY h.article_id"""
    held = dict(map(tuple, live.exec_driver_sql(sql, (number,)).all()))
    for article, other in held.items():
        if other is not None:
            _hand_over(live, article, other)
    opened = f"SELECT id FROM state WHERE id IN ({listed(ids)}) AND last_read_at >= ?"
    stay = held.keys() | {row[0] for row in live.exec_driver_sql(opened, (at,))}
    return marking.put(live, [article for article in ids if article not in stay], "is_read", False)


def _hand_over(live: Transaction, article: int, run: int) -> None:
    that = (run, article)
    said = live.exec_driver_sql("SELECT deeds FROM rule_did WHERE run_id = ? AND article_id = ?", that).scalar_one()
    deeds = json.dumps(list(dict.fromkeys([*json.loads(said), READ])))
    live.exec_driver_sql("UPDATE rule_did SET deeds = ? WHERE run_id = ? AND article_id = ?", (deeds, *that))


def _of(live: Transaction, number: int) -> tuple[int, bool, dict[str, list[int]]]:
    """When it was, whether it was taken back, and the articles of each deed: what hides comes first."""
    row = live.exec_driver_sql("SELECT at, undone FROM rule_run WHERE id = ?", (number,)).first()
    if row is None:
        raise NotFoundError("What this rule did was too long ago.")
    did: dict[str, list[int]] = {HIDE: []}
    for article, deeds in live.exec_driver_sql("SELECT article_id, deeds FROM rule_did WHERE run_id = ?", (number,)):
        for deed in json.loads(deeds):
            did.setdefault(deed, []).append(article)
    return row[0], bool(row[1]), did


def _keep(live: Transaction, number: int, did: dict[int, list[str]]) -> None:
    rows = [(number, article, json.dumps(list(dict.fromkeys(deeds)))) for article, deeds in did.items()]
    if rows:
        live.exec_driver_sql("INSERT INTO rule_did VALUES (?, ?, ?)", rows)


def _there(live: Transaction, numbers: Sequence[int]) -> list[int]:
    return [row[0] for row in live.exec_driver_sql(f"SELECT id FROM state WHERE id IN ({listed(numbers)})")]
