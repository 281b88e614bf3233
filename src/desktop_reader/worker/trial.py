"""What a rule would have done to what has arrived in the last days: for a reading thread, and within half a second."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from desktop_reader.library import arrivals, lists, rules
from desktop_reader.library.reader import Reader
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.rule import HIDE, READ, STAR, Rule, Trial, label_of
from desktop_reader.worker.patterns import Matched, MatchPatterns, matched

DAYS = 30
SHOWN = 50
"""Articles of each deed."""

_SECONDS = 0.35  # For regular expressions.
_AT_ONCE = 500
_MOST = 50_000

Run = Callable[[MatchPatterns], Matched]


def trial(reader: Reader, rule: Rule, now: float, run: Run | None = None, days: int = DAYS) -> Trial:
    """``run`` runs a task in the helper process; only rules with regular expressions need it."""
    there = recent(reader, now, days)
    found, looked_at, slow = array("q"), len(there), None
    if rule.search:
        wanted = reader.all_ids(Query(Scope.ALL, search=rules.searched(rule), hidden=True))
        found = array("q", [there[row] for row in lists.rows_of(there, wanted)])
    elif rule.pattern and run is not None:
        found, looked_at, slow = _matched(reader, rule, there[:_MOST], run)
    counts: list[tuple[str, int]] = []
    rows: list[tuple[str, tuple[int, ...]]] = []
    for deed in rule.deeds:
        some = changed(reader, deed, found)
        counts.append((deed, len(some)))
        rows.append((deed, tuple(some[:SHOWN])))
    return Trial(days, len(there), looked_at, len(found), tuple(counts), tuple(rows), slow, found)


def trial_of(path: Path, rule: Rule, now: float, run: Run) -> Trial:
    """The same on a thread that has no reading door."""
    with closing(Reader(path)) as reader:
        return trial(reader, rule, now, run)


def changed(reader: Reader, deed: str, found: array[int]) -> array[int]:
    """Those of the articles that a deed would change, in their order."""
    label = label_of(deed)
    condition = {
        READ: "s.is_read = 0",
        STAR: "s.starred = 0",
        HIDE: "s.id NOT IN (SELECT article_id FROM hidden)",
    }.get(deed, "1")
    if label is not None:
        condition = "s.id NOT IN (SELECT article_id FROM labelled WHERE label_id = ?2)"
    if condition == "1" or not found:
        return found
    sql = f"SELECT s.id FROM state AS s WHERE s.id >= ?1 AND {condition}"
    others = reader.listed(sql, (min(found),) if label is None else (min(found), label))
    return array("q", [found[row] for row in lists.rows_of(found, others)])


def recent(reader: Reader, now: float, days: int) -> array[int]:
    """All that arrived in so many days, the newest first; hidden ones too."""
    return arrivals.arrived(reader, int(now) - days * 86400)


def _matched(reader: Reader, rule: Rule, articles: Sequence[int], run: Run) -> tuple[array[int], int, int | None]:
    """The newest first, as many as can be looked at in the time."""
    until = time.monotonic() + _SECONDS
    found: array[int] = array("q")
    done = 0
    while done < len(articles) and (not done or time.monotonic() < until):
        some = articles[done : done + _AT_ONCE]
        subjects = rules.subjects(reader, rule.pattern, some)
        answer = matched(run, MatchPatterns(rule.pattern, subjects, max(0.05, until - time.monotonic())), tries=1)
        found.extend(answer.ids)
        if answer.slow is not None:
            return found, done + answer.looked_at, answer.slow
        if answer.looked_at < len(subjects):
            return found, done + answer.looked_at, None
        done += len(some)
    return found, done, None
