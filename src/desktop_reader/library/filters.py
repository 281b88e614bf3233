"""What is asked for beside words, as conditions on a row of ``state AS s``."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from desktop_reader.library.queries import Statement
from desktop_reader.text import tokens
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not
from desktop_reader.text.search_values import Asks, Filter

Select = Callable[[str], list[Any]]
"""Rows of a statement."""

_STATES = {
    "unread": "s.is_read = 0",
    "read": "s.is_read = 1",
    "starred": "s.starred = 1",
    "hidden": "s.id IN (SELECT article_id FROM hidden)",
    "labelled": "EXISTS (SELECT 1 FROM labelled AS l WHERE l.article_id = s.id)",
}
_NOBODY = "-1"  # An empty list is taken out of a statement, and with it what the statement says of its index.
_INSIDE = """WITH RECURSIVE inside(id) AS (VALUES %s UNION SELECT folder.id FROM folder JOIN inside
    ON folder.parent_id = inside.id) SELECT feed.id FROM feed JOIN inside ON feed.folder_id = inside.id"""


def condition(node: Node, select: Select) -> Statement:
    """A tree of filters alone. Names are compared without case and accents, and need not be whole."""
    match node:
        case Filter():
            return _filter(node, select)
        case Not(part):
            inner = condition(part, select)
            return Statement(f"NOT coalesce({inner.sql}, 0)", inner.parameters)
        case AllOf(parts) | AnyOf(parts):
            each = [condition(part, select) for part in parts]
            joined = (" AND " if isinstance(node, AllOf) else " OR ").join(one.sql for one in each)
            return Statement(f"({joined})", tuple(value for one in each for value in one.parameters))
    raise TypeError(f"{node!r} is no filter.")


def _filter(asked: Filter, select: Select) -> Statement:
    match asked.asks:
        case Asks.IS:
            return Statement(_STATES[asked.text])
        case Asks.FEED:
            rows = select("SELECT id, coalesce(given_title, title), url, slug FROM feed")
            return Statement(f"s.feed_id IN ({_named(asked.text, rows)})")
        case Asks.FOLDER:
            folders = _named(asked.text, select("SELECT id, title, slug FROM folder"))
            rows = select(_INSIDE % ",".join(f"({number})" for number in folders.split(",")))
            return Statement(f"s.feed_id IN ({','.join(str(row[0]) for row in rows) or _NOBODY})")
        case Asks.LABEL:
            labels = _named(asked.text, select("SELECT id, title FROM label"))
            return Statement(f"s.id IN (SELECT article_id FROM labelled WHERE label_id IN ({labels}))")
        case Asks.LANGUAGE:
            return Statement(
                "EXISTS (SELECT 1 FROM article AS n WHERE n.id = s.id AND (n.language LIKE ? OR n.language LIKE ?))",
                (asked.text, f"{asked.text}-%"),
            )
        case Asks.PUBLISHED:
            return _between("s.published_at", asked.low and _midnight(asked.low), asked.high and _midnight(asked.high))
    lengths = _between("n.words", asked.low, asked.high)
    return Statement(f"s.id IN (SELECT n.id FROM article AS n WHERE {lengths.sql})", lengths.parameters)


def _between(value: str, low: int | None, high: int | None) -> Statement:
    each = [(f"{value} >= ?", low)] if low is not None else []
    each += [(f"{value} < ?", high)] if high is not None else []
    return Statement(
        " AND ".join(sql for sql, _ in each) or "1", tuple(bound for _, bound in each if bound is not None)
    )


def _named(text: str, rows: Sequence[tuple[Any, ...]]) -> str:
    """The ids of those with this text in one of their names; of those that are just so called, if there are some."""
    plain = tokens.folded if tokens.folded(text) else str.casefold  # Some are asked for by a sign only.
    wanted = plain(text)
    exactly = [row[0] for row in rows if any(wanted == plain(name or "") for name in row[1:])]
    found = exactly or [row[0] for row in rows if any(wanted in plain(name or "") for name in row[1:])]
    return ",".join(str(int(number)) for number in found) or _NOBODY


def _midnight(day: int) -> int:
    """When a day begins, in local time."""
    there = date.fromordinal(day)
    try:
        return int(time.mktime((there.year, there.month, there.day, 0, 0, 0, -1, -1, -1)))
    except (OverflowError, ValueError):
        return 0 if there.year < 1970 else 1 << 40
