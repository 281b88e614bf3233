"""Deeds on subscriptions that can be taken back: what each changed is noted, and put as it was when that is wished."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from desktop_reader.jobs import Job
from desktop_reader.library import arranging, aside, removal
from desktop_reader.library.writer import Writer
from desktop_reader.records.arrangement import Arrangement, turn
from desktop_reader.records.changes import Changes


@dataclass(frozen=True, slots=True)
class Noted:
    """A deed on subscriptions. Its answer says the way back, in ``Changes.turn``."""

    job: Job

    def run(self, library: Writer) -> Changes:
        """Does it; nobody else writes meanwhile, so what is different then is its work."""
        before = arranging.arrangement(library.reader.select)
        changes = self.job.run(library)
        return replace(changes, turn=turn(before, arranging.arrangement(library.reader.select)))


@dataclass(frozen=True, slots=True)
class Arrange:
    """Feeds and folders stand so again; what was set aside since is brought back, what came since is set aside."""

    wanted: Arrangement

    def run(self, library: Writer) -> Changes:
        """All of it that is still there."""
        with library.editing() as live:
            feeds, away, back = arranging.put(live, self.wanted, int(time.time()))
        return _changes(library, feeds, away, back)


@dataclass(frozen=True, slots=True)
class SetAside:
    """Feeds are followed no more. For a day they lie aside with all that they have: see ``library.aside``."""

    feeds: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """At once, however many articles they have."""
        now = int(time.time())
        with library.transaction() as live:
            away = [feed for feed in self.feeds if aside.put(live, feed, now)]
        return _changes(library, away, away, [])


def _changes(library: Writer, feeds: list[int], away: list[int], back: list[int]) -> Changes:
    gone = [article for feed in away for article in removal.all_of(library.reader, feed)]
    return Changes(removed=tuple(gone), feeds=frozenset(feeds), tree=True, back=bool(back))
