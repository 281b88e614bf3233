"""Marking: read, unread, starred, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class MarkRead:
    """These articles are read."""

    ids: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The answer names only those that were unread before: undoing means marking just these unread."""
        return library.mark_read(self.ids, True)


@dataclass(frozen=True, slots=True)
class MarkUnread:
    """These articles are unread."""

    ids: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The answer names only those that were read before."""
        return library.mark_read(self.ids, False)


@dataclass(frozen=True, slots=True)
class MarkAllRead:
    """All that ``query`` shows is read."""

    query: Query

    def run(self, library: Writer) -> Changes:
        """What has come since the reader looked is marked too only if it is part of the view at this moment."""
        return library.mark_read(library.reader.all_ids(self.query), True)


@dataclass(frozen=True, slots=True)
class Star:
    """These articles are starred."""

    ids: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The answer names only those that were not starred before."""
        return library.star(self.ids, True)


@dataclass(frozen=True, slots=True)
class Unstar:
    """These articles are not starred."""

    ids: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The answer names only those that were starred before."""
        return library.star(self.ids, False)


@dataclass(frozen=True, slots=True)
class Open:
    """An article was opened and shown long enough to be read, at ``at``."""

    article: int
    at: int

    def run(self, library: Writer) -> Changes:
        """Read, one more in the read count, and last read then."""
        return library.opened(self.article, self.at)
