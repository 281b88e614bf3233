"""The verbs: one frozen dataclass per deed; ``run(library)`` is one transaction and returns ``Changes``.

A job holds what was wished, as data; it meets the library only when the worker runs it. There is no network and no
HTML work in a job.

A deed on many articles is a ``LongJob``: it goes in steps, each a transaction, and between two of them the reader's
other deeds get their turn. Whoever has nobody else to serve calls ``run``, which takes all steps at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeGuard

from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


class Job(Protocol):
    """A deed of the user or of the clock."""

    def run(self, library: Writer) -> Changes:
        """Does it, wholly or not at all, and tells what is different now."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a deed that is done and kept: what it altered; so many articles ``of`` so many are done by now."""

    changes: Changes
    done: int = 0
    of: int = 0


class LongJob(Job, Protocol):
    """A deed that may take long. Each step is kept when it is given out, so what follows can fail or be left out."""

    @property
    def long(self) -> bool:
        """False when it is but one short step after all, and may be run like any other job."""

    @property
    def resumed(self) -> bool:
        """True when the library itself knows what is left to do, and the next start does it: nobody waits for the end
        of such a deed in order to leave.
        """

    def steps(self, library: Writer) -> Iterator[Step]:
        """Does one step each time the next is asked for."""


def is_long(job: Job) -> TypeGuard[LongJob]:
    """Whether ``job`` is better done in steps."""
    return bool(getattr(job, "long", False))


def whole(steps: Iterable[Step]) -> Changes:
    """Takes all steps: what they altered."""
    return Changes.joined(step.changes for step in steps)
