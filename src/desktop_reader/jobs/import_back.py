"""An import taken back: its articles go, its marks go from those that were here, its feeds are followed no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from desktop_reader.jobs import Step, whole
from desktop_reader.library import aside, labels, marking
from desktop_reader.records.arrangement import Arrangement
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import Brought

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction, Writer

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class TakeImportBack:
    """``at`` is when it began. What the reader has opened, starred or labelled since stays as it is. The articles of
    the feeds that came with it lie aside with these.
    """

    brought: Brought = field(repr=False)
    at: int
    back: Arrangement = field(default_factory=Arrangement)
    long: ClassVar[bool] = True
    resumed: ClassVar[bool] = False

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """The feeds first: then there is less to be done one by one."""
        if self.back:
            from desktop_reader.jobs.arrange import Arrange

            yield Step(Arrange(self.back).run(library))
        numbers = self.brought.numbers
        of = len(numbers)
        done = 0
        for changes in library.deletions(numbers, spared=self._touched(), kept=False):
            done = min(of, done + _AT_ONCE)
            yield Step(changes, done, of)
        with library.transaction() as live:
            changes = self._unmark(live)
        if changes:
            yield Step(changes, of, of)

    def _touched(self) -> str:
        """What says of an article's state that it is the reader's by now; or that its feed lies aside with it."""
        own = ",".join(str(int(label)) for label in sorted(self.brought.labels)) or "-1"
        starred = f"state.starred = 1 AND coalesce(state.starred_at, 0) > {int(self.at)}"
        labelled = f"""EXISTS (SELECT 1 FROM labelled AS l
            WHERE l.article_id = state.id AND l.label_id NOT IN ({own}))"""
        return f"state.last_read_at IS NOT NULL OR ({starred}) OR state.feed_id IN ({aside.IDS}) OR {labelled}"

    def _unmark(self, live: Transaction) -> Changes:
        brought = self.brought
        unopened = _among(live, brought.read, f"coalesce(last_read_at, 0) < {int(self.at)}")
        unstarred = _among(live, brought.starred, f"coalesce(starred_at, 0) <= {int(self.at)}")
        parts = [marking.put(live, some, "is_read", False) for some in _parts(unopened)]
        parts += [marking.put(live, some, "starred", False) for some in _parts(unstarred)]
        by_label: dict[int, list[int]] = {}
        for label, article in brought.labelled:
            by_label.setdefault(label, []).append(article)
        taken = [
            one for label, every in by_label.items() for some in _parts(every) for one in labels.take(live, label, some)
        ]
        empty = [label for label in sorted(brought.made) if not _is_on_any(live, label)]
        for label in empty:
            labels.remove(live, label)
        return Changes.joined([*parts, Changes(state=tuple(taken), labels=bool(taken or empty))])


def _among(live: Transaction, numbers: Sequence[int], condition: str) -> list[int]:
    found: list[int] = []
    for some in _parts(numbers):
        sql = f"SELECT id FROM state WHERE id IN ({marking.listed(some)}) AND {condition}"
        found += [number for (number,) in live.exec_driver_sql(sql)]
    return found


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def _is_on_any(live: Transaction, label: int) -> bool:
    """Or only on what lies aside: nobody sees it there."""
    sql = f"""SELECT 1 FROM labelled AS l JOIN state ON state.id = l.article_id WHERE l.label_id = ?
        AND state.feed_id NOT IN ({aside.IDS}) LIMIT 1"""
    return live.exec_driver_sql(sql, (label,)).first() is not None
