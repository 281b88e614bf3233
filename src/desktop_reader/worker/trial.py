"""What a rule would have done to the articles of the last days: for a reading thread, and within half a second."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from desktop_reader.errors import ParseError
from desktop_reader.library import lists, rules
from desktop_reader.library.reader import Reader
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.rule import HIDE, READ, STAR, Rule, Trial, label_of
from desktop_reader.worker.patterns import Matched, MatchPatterns

DAYS = 30
SHOWN = 50
"""Articles of each deed."""

_SECONDS = 0.35  # For regular expressions.
_AT_ONCE = 500
_MOST = 50_000

Run = Callable[[MatchPatterns], Matched]


def trial(reader: Reader, rule: Rule, now: float, run: Run | None = None, days: int = DAYS) -> Trial:
    """``run`` runs a task in the helper process; only rules with regular expressions need it."""
    query = _recent(now, days)
    of = reader.count(query)
    found, looked_at, slow = array("q"), of, None
    if rule.search:
        searched = Query(Scope.TODAY, since_at=query.since_at, search=rules.searched(rule), hidden=True)
        found = reader.all_ids(searched)
    elif rule.pattern and run is not None:
        found, looked_at, slow = _matched(reader, rule, reader.first_ids(query, _MOST), run)
    counts: list[tuple[str, int]] = []
    rows: list[tuple[str, tuple[int, ...]]] = []
    for deed in rule.deeds:
        some = changed(reader, deed, found, query.since_at or 0)
        counts.append((deed, len(some)))
        rows.append((deed, tuple(some[:SHOWN])))
    return Trial(days, of, looked_at, len(found), tuple(counts), tuple(rows), slow, found)


def trial_of(path: Path, rule: Rule, now: float, run: Run) -> Trial:
    """The same on a thread that has no reading door."""
    with closing(Reader(path)) as reader:
        return trial(reader, rule, now, run)


def changed(reader: Reader, deed: str, found: array[int], since_at: int) -> array[int]:
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
    sql = f"SELECT s.id FROM state AS s WHERE s.published_at >= ?1 AND {condition}"
    others = reader.listed(sql, (since_at,) if label is None else (since_at, label))
    return array("q", [found[row] for row in lists.rows_of(found, others)])


def recent(reader: Reader, now: float, days: int) -> Sequence[int]:
    """All articles of so many days, the newest first; hidden ones too."""
    return reader.all_ids(_recent(now, days))


def _recent(now: float, days: int) -> Query:
    return Query(Scope.TODAY, since_at=int(now) - days * 86400, hidden=True)


def _matched(reader: Reader, rule: Rule, articles: Sequence[int], run: Run) -> tuple[array[int], int, int | None]:
    """The newest first, as many as can be looked at in the time."""
    until = time.monotonic() + _SECONDS
    found: array[int] = array("q")
    done = 0
    while done < len(articles) and (not done or time.monotonic() < until):
        some = articles[done : done + _AT_ONCE]
        subjects = rules.subjects(reader, rule.pattern, some)
        try:
            answer = run(MatchPatterns(rule.pattern, subjects, max(0.05, until - time.monotonic())))
        except ParseError:
            return found, done, 0
        found.extend(answer.ids)
        if answer.slow is not None:
            return found, done + answer.looked_at, answer.slow
        if answer.looked_at < len(subjects):
            return found, done + answer.looked_at, None
        done += len(some)
    return found, done, None
