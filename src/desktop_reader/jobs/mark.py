"""Marking: read, unread, starred, opened for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from desktop_reader.jobs import Step, whole
from desktop_reader.library import marking, stories
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer


class _Marks:
    """Puts a mark on articles, or takes it away. The answer names only those that were not so before: undoing means
    doing the opposite to just these.
    """

    __slots__ = ()
    mark: ClassVar[marking.Mark]
    value: ClassVar[bool]
    resumed: ClassVar[bool] = False
    ids: Sequence[int]
    again = False

    @property
    def long(self) -> bool:
        """With more articles than one transaction takes."""
        return len(self.ids) > marking.AT_ONCE

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """What has the mark at the beginning is let be, also when the reader takes it away between two steps."""
        ids: Sequence[int] = self.ids
        if self.long:
            ids = marking.others(library.reader, ids, self.mark, self.value)
        return _steps(library, ids, self.mark, self.value, self.again)


@dataclass(frozen=True, slots=True)
class MarkRead(_Marks):
    """These articles are read."""

    ids: Sequence[int]
    mark = "is_read"
    value = True


@dataclass(frozen=True, slots=True)
class MarkUnread(_Marks):
    """These articles are unread."""

    ids: Sequence[int]
    mark = "is_read"
    value = False


@dataclass(frozen=True, slots=True)
class Star(_Marks):
    """These articles are starred; ``again`` with the dates that their stars had."""

    ids: Sequence[int]
    again: bool = False
    mark = "starred"
    value = True


@dataclass(frozen=True, slots=True)
class Unstar(_Marks):
    """These articles are not starred."""

    ids: Sequence[int]
    mark = "starred"
    value = False


@dataclass(frozen=True, slots=True)
class MarkAllRead:
    """All that ``query`` shows is read, but for what came after the article ``last``: nobody has seen that."""

    query: Query
    last: int | None = None
    long: ClassVar[bool] = True
    resumed: ClassVar[bool] = False

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """Which they are is found out at the beginning."""
        return _steps(library, marking.unread(library.reader, self.query, self.last), "is_read", True)


@dataclass(frozen=True, slots=True)
class Open:
    """An article was opened and shown long enough to be read, at ``at``; with ``copies`` all that tell the same are
    read with it.
    """

    article: int
    at: int
    copies: bool = False

    def run(self, library: Writer) -> Changes:
        """Read, one more in the read count, and last read then."""
        changes = library.opened(self.article, self.at)
        if not self.copies:
            return changes
        others = [n for n in stories.with_copies(library.reader.select, (self.article,)) if n != self.article]
        return Changes.joined([changes, *library.mark(others, "is_read", True)]) if others else changes


def _steps(library: Writer, ids: Sequence[int], mark: marking.Mark, value: bool, again: bool = False) -> Iterator[Step]:
    done = 0
    for changes in library.mark(ids, mark, value, again=again):
        done = min(done + marking.AT_ONCE, len(ids))
        yield Step(changes, done, len(ids))
