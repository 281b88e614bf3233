"""The reading record: what was read to its end; erasing the record, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import erasing
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class ReadThrough:
    """The article that was opened at ``opened_at`` was read to its end."""

    article: int
    opened_at: int

    def run(self, library: Writer) -> Changes:
        """Once more changes nothing."""
        return library.read_through(self.article, self.opened_at)


@dataclass(frozen=True, slots=True)
class EraseReading:
    """When articles were opened from ``since`` to ``until`` and how often is forgotten, or all of it where these are
    None. Read marks and stars stay. What is erased comes back by its ``key`` (see ``erasing.new_key``) for a day.
    """

    key: str
    since: int | None = None
    until: int | None = None

    def run(self, library: Writer) -> Changes:
        """All in one."""
        with library.transaction() as live:
            return erasing.erase(live, self.key, self.since, self.until)


@dataclass(frozen=True, slots=True)
class BringReadingBack:
    """What was erased under ``key`` is there again."""

    key: str

    def run(self, library: Writer) -> Changes:
        """Raises NotFoundError when the day is over."""
        with library.transaction() as live:
            return erasing.bring_back(live, self.key)


@dataclass(frozen=True, slots=True)
class ForgetErased:
    """What was erased a day before ``now`` is gone for good."""

    now: int

    def run(self, library: Writer) -> Changes:
        """Nothing that is shown is different."""
        with library.transaction() as live:
            erasing.forget_lapsed(live, self.now)
        return Changes()
