"""What an article was elsewhere, put on it here: read, starred and labelled. Nothing is taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from desktop_reader.library import aside, labels, marking
from desktop_reader.records.incoming import Brought, spans
from desktop_reader.records.label import tidy

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.incoming import Coming

_MOST_LABELS = 1000
"""Labels that imports may bring: a program's tags for every word would fill the sidebar."""


class Marked(NamedTuple):
    """Articles that became read, starred and labelled (label and article), the labels that are new, and those that
    found no room.
    """

    read: tuple[int, ...]
    starred: tuple[int, ...]
    labelled: tuple[tuple[int, int], ...]
    made: frozenset[int]
    left_out: frozenset[str] = frozenset()

    @property
    def changed(self) -> tuple[int, ...]:
        """All articles that are marked otherwise now."""
        return tuple(dict.fromkeys((*self.read, *self.starred, *(article for _, article in self.labelled))))

    def brought(self, new: Collection[int]) -> Brought:
        """What is to be taken back, where the articles that are ``new`` go as a whole."""
        fresh = frozenset(new)
        return Brought(
            spans(fresh),
            tuple(one for one in self.read if one not in fresh),
            tuple(one for one in self.starred if one not in fresh),
            tuple(pair for pair in self.labelled if pair[1] not in fresh),
            frozenset(label for label, _ in self.labelled),
            self.made,
            self.left_out,
        )


def known(live: Transaction, articles: Iterable[Coming]) -> dict[str, int]:
    """Those that were written out of this library, by their UUIDs: they need not come again."""
    wanted = [one.uuid for one in articles if one.uuid]
    if not wanted:
        return {}
    sql = f"""SELECT a.uuid, a.id FROM article AS a JOIN state AS s ON s.id = a.id
        WHERE a.uuid IN ({",".join("?" * len(wanted))}) AND s.feed_id NOT IN ({aside.IDS})"""
    rows = live.exec_driver_sql(sql, tuple(UUID(one).bytes for one in wanted))
    return {str(UUID(bytes=uuid)): number for uuid, number in rows}


def mark(live: Transaction, articles: Iterable[tuple[int, Coming]], now: int) -> Marked:
    """Marks articles as they come from elsewhere."""
    there = list(articles)
    became_read: tuple[int, ...] = ()
    became_starred: tuple[int, ...] = ()
    labelled: list[tuple[int, int]] = []
    made: set[int] = set()
    left_out: set[str] = set()
    read = [number for number, one in there if one.is_read]
    starred = [number for number, one in there if one.starred]
    if read:
        became_read = marking.put(live, read, "is_read", True).state
    if starred:
        became_starred = marking.put(live, starred, "starred", True).state
        live.exec_driver_sql(
            f"UPDATE state SET starred_at = min(published_at, ?) WHERE id IN ({marking.listed(became_starred)})", (now,)
        )
    for title, numbers in _labelled(there).items():
        label, is_new = _label(live, title)
        if label is not None:
            labelled += [(label, number) for number in labels.put(live, label, numbers)]
            made.update([label] if is_new else ())
        elif tidy(title):
            left_out.add(tidy(title))
    return Marked(became_read, became_starred, tuple(labelled), frozenset(made), frozenset(left_out))


def _labelled(articles: Iterable[tuple[int, Coming]]) -> dict[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for number, one in articles:
        for title in one.labels:
            found.setdefault(title, []).append(number)
    return dict(found)


def _label(live: Transaction, title: str) -> tuple[int | None, bool]:
    """The label of this title, made where there is room for it; and whether it was."""
    title = tidy(title)
    if not title:
        return None, False
    there = live.exec_driver_sql("SELECT id FROM label WHERE title = ?", (title,)).scalar()
    if there is not None:
        return int(there), False
    if (live.exec_driver_sql("SELECT count(*) FROM label").scalar() or 0) >= _MOST_LABELS:
        return None, False
    return labels.add(live, title), True
