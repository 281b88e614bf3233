"""The verbs: one frozen dataclass per deed; ``run(library)`` is one transaction and returns ``Changes``.

A job holds what was wished, as data; it meets the library only when the worker runs it. There is no network and no
HTML work in a job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


class Job(Protocol):
    """A deed of the user or of the clock."""

    def run(self, library: Writer) -> Changes:
        """Does it, wholly or not at all, and tells what is different now."""
