"""Who hears the thread that writes, and does nothing with what it is told."""

from __future__ import annotations

from desktop_reader.jobs import Job
from desktop_reader.records.changes import Changes


class Hearing:
    """Nothing is shown to anybody; ``failures`` are all errors that no deed was answered with."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []

    def changed(self, changes: Changes) -> None:
        """The library is another one."""

    def failed(self, error: Exception) -> None:
        """Something did not work."""
        self.failures.append(error)

    def progress(self, done: int, of: int) -> None:
        """So many feeds have been asked."""

    def working(self, job: Job, done: int, of: int) -> None:
        """A long deed is under way."""

    def improved(self, done: int, of: int) -> None:
        """Articles are derived anew."""

    def offline(self, offline: bool) -> None:
        """There is no network, or there is one again."""
