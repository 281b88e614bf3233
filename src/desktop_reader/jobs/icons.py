"""The signs of feeds, kept when they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.library import icons
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class KeepIcon:
    """A feed's sign, which lay at ``url``, or that there was none when it was looked for."""

    feed: int
    url: str
    data: bytes | None = field(repr=False)
    now: int

    def run(self, library: Writer) -> Changes:
        """Where there was none, one that was found before stays."""
        with library.transaction() as live:
            news = icons.keep(live, self.feed, self.url, self.data, self.now)
        return Changes(signs=frozenset({self.feed})) if news else Changes()
