"""Whether a feed's articles become unread again when their text was rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import again
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class UnreadAgain:
    """From the next refresh on; ``wanted`` is None for what is done with all feeds that have no wish of their own."""

    feed: int
    wanted: bool | None

    def run(self, library: Writer) -> Changes:
        """What is read now stays read."""
        with library.transaction() as live:
            other = again.set_wish(live, self.feed, self.wanted)
        return Changes(feeds=frozenset({self.feed})) if other else Changes()
