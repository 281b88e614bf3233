"""Bringing up to date what is known of articles beside their text: that they changed, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_reader.jobs.tidy import CatchUpSearch
from desktop_reader.library import understanding
from desktop_reader.library.understanding import Learned, Waiting
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Brings at most ``most`` articles into the search file and lets them wait to be understood; run again while
    ``reader.unindexed(1)`` has some.
    """

    most: int = 100

    def run(self, library: Writer) -> Changes:
        """First they wait, then they are searchable: a crash between makes them wait twice, never not at all."""
        with library.transaction() as live:
            changed, gone = understanding.unnoticed(live, self.most)
        with understanding.opened(library.path) as file:
            file.notice(changed, gone)
        return CatchUpSearch(self.most).run(library)


@dataclass(frozen=True, slots=True)
class KeepLearned:
    """Keeps what the helper process found out about the articles that it was ``asked``."""

    learned: Learned = field(repr=False)
    asked: Sequence[Waiting]

    def run(self, library: Writer) -> Changes:
        """One transaction of the search file; then those that tell the same as another are known to."""
        from desktop_reader.library import telling  # It needs numpy.

        with understanding.opened(library.path) as file:
            file.keep(self.learned, self.asked)
            return telling.tell(library, file, self.learned.meanings)
