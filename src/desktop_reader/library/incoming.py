"""What an article was elsewhere, put on it here: read, starred and labelled. Nothing is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop_reader.library import labels, marking
from desktop_reader.records.label import tidy

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.incoming import Coming

_MOST_LABELS = 200
"""Labels that one import may bring: a program's tags for every word would fill the sidebar."""


def mark(live: Transaction, feed_id: int, articles: Iterable[tuple[int, Coming]], now: int) -> tuple[int, ...]:
    """Marks articles of a feed as they come from elsewhere. Those that changed."""
    there = list(articles)
    changed: dict[int, None] = {}
    read = [number for number, one in there if one.is_read]
    starred = [number for number, one in there if one.starred]
    if read:
        changed |= dict.fromkeys(marking.put(live, read, "is_read", True).state)
    if starred:
        new = marking.put(live, starred, "starred", True).state
        changed |= dict.fromkeys(new)
        live.exec_driver_sql(
            f"UPDATE state SET starred_at = min(published_at, ?) WHERE id IN ({marking.listed(new)})", (now,)
        )
    for title, numbers in _labelled(there).items():
        label = _label(live, title)
        if label is not None:
            changed |= dict.fromkeys(labels.put(live, label, numbers))
    return tuple(changed)


def _labelled(articles: Iterable[tuple[int, Coming]]) -> dict[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for number, one in articles:
        for title in one.labels:
            found.setdefault(title, []).append(number)
    return dict(found)


def _label(live: Transaction, title: str) -> int | None:
    title = tidy(title)
    if not title:
        return None
    there = live.exec_driver_sql("SELECT id FROM label WHERE title = ?", (title,)).scalar()
    if there is not None:
        return int(there)
    if (live.exec_driver_sql("SELECT count(*) FROM label").scalar() or 0) >= _MOST_LABELS:
        return None
    return labels.add(live, title)
