"""Who is told what happens on the thread that writes."""

from __future__ import annotations

from typing import Protocol

from desktop_reader.jobs import Job
from desktop_reader.records.changes import Changes


class Told(Protocol):
    """Who is told what happened; called on the loop's thread."""

    def changed(self, changes: Changes) -> None:
        """Something in the library is different."""

    def failed(self, error: Exception) -> None:
        """A deed of the clock failed: a ReaderError, or a bug."""

    def progress(self, done: int, of: int) -> None:
        """So many feeds of so many were refreshed; 0 of 0 when the refresh is over."""

    def working(self, job: Job, done: int, of: int) -> None:
        """A long deed has done so many articles of so many, and goes on; 0 of 0 when it has ended."""

    def improved(self, done: int, of: int) -> None:
        """So many articles of so many were derived again by a better method; 0 of 0 when all are."""

    def offline(self, offline: bool) -> None:
        """A refresh reached nobody, for there is no network; or, after that, one reached somebody again."""
