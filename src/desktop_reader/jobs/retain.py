"""Keeping articles as long as the reader wishes: setting a rule, and deleting what the rules say."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from desktop_reader.jobs import Step, whole
from desktop_reader.library import removal, retention
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import ALL_OTHERS, Rule


@dataclass(frozen=True, slots=True)
class SetRule:
    """Another rule for a feed, or for ALL_OTHERS; None takes the feed's own away. ``CarryOut`` does what it says.

    What a rule deletes cannot be brought back. So whoever submits this has shown the ``retention.loss`` before, and
    was told to go on.
    """

    feed: int
    rule: Rule | None

    def run(self, library: Writer) -> Changes:
        """From now on, also for a ``CarryOut`` that is under way: that ends."""
        rule = None if self.feed == ALL_OTHERS and self.rule is not None and self.rule.for_ever else self.rule
        with library.transaction() as live:
            retention.set_rule(live, self.feed, rule)
            retention.set_kept_at(live, 0)
        return Changes()


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Deletes what the rules say: once a day, and after a rule was changed."""

    now: int
    long: ClassVar[bool] = True
    resumed: ClassVar[bool] = True

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """Nothing where everything is kept for ever."""
        yield from _carry_out(library, self.now)


def due(library: Writer, now: int) -> bool:
    """Whether a day has passed since the rules were carried out, by a clock that can be trusted."""
    reader = library.reader
    since = now - retention.kept_at(reader)
    return not 0 <= since < retention.DAY and bool(retention.rules(reader)) and retention.clock_is_right(reader, now)


def _carry_out(library: Writer, now: int) -> Iterator[Step]:
    """Ends early when the rules change meanwhile: whoever changed them carries out the new ones."""
    rules = retention.rules(library.reader)
    doomed: array[int] = array("q")
    for feed, rule in retention.feeds_with_rule(library.reader, rules):
        doomed.extend(retention.doomed(library.reader, feed, rule, now))
        yield Step(Changes())
    done = 0
    # In the order of the file: what stands together goes together.
    deletions = library.deletions(sorted(doomed), spared=retention.spared(now))
    while done < len(doomed):
        if retention.rules(library.reader) != rules:
            return
        changes = next(deletions)
        done = min(done + removal.AT_ONCE, len(doomed))
        yield Step(changes, done, len(doomed))
    with library.transaction() as live:
        retention.set_kept_at(live, now)
