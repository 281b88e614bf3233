"""Taking deeds back: the last ones, in order, with words for the passing notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_reader.jobs import Job
from desktop_reader.jobs.deeds import Kept
from desktop_reader.worker.thread import Worker

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done: in words, and the jobs that take it back and do it again, None where that cannot be;
    ``id`` is under which the library keeps it, 0 where it does not.
    """

    words: str
    back: Job
    again: Job | None
    id: int = field(default=0, compare=False)


class Undo(QObject):
    """Signals: ``done(words)`` a deed was done that can be taken back; ``taken_back`` it was;
    ``changed`` what can be undone or redone. For whoever keeps deeds over a restart: ``pushed(deed)`` one is there,
    ``dropped(deed)`` it was taken back, ``told(deed, changes or error)`` what came of a job that was kept."""

    done = Signal(str)
    changed = Signal()
    taken_back = Signal()
    pushed = Signal(object)
    dropped = Signal(object)
    told = Signal(object, object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._past: list[Deed] = []
        self._future: list[Deed] = []

    def push(self, deed: Deed, *, quiet: bool = False) -> None:
        """Remembers a deed that has just been done; ``quiet`` where the one who did it sees it, and needs no words."""
        self._past = [*self._past[1 - _KEPT :], deed]
        self._future.clear()
        self.pushed.emit(deed)
        self.changed.emit()
        if not quiet:
            self.done.emit(deed.words)

    def restore(self, deeds: Sequence[Deed]) -> None:
        """Those of before a restart can be taken back after those of now."""
        self._past = [*deeds, *self._past][-_KEPT:]
        self.changed.emit()

    def name(self, deed: Deed, number: int) -> None:
        """The library keeps the last deed, which is this one, under a number."""
        if self._past and self._past[-1] is deed:
            self._past[-1] = replace(deed, id=number)

    def undo(self) -> None:
        """Takes the last deed back."""
        if self._past:
            deed = self._past.pop()
            if deed.again is not None:
                self._future.append(deed)
            self._submit(deed, deed.back)
            self.dropped.emit(deed)
            self.taken_back.emit()
            self.changed.emit()

    def redo(self) -> None:
        """Does again what was taken back last."""
        if self._future:
            deed = self._future.pop()
            self._past.append(deed)
            assert deed.again is not None  # Else it would not be here.
            self._submit(deed, deed.again)
            self.pushed.emit(deed)
            self.changed.emit()

    def _submit(self, deed: Deed, job: Job) -> None:
        if isinstance(job, Kept):
            self._worker.submit(job, partial(self.told.emit, deed))
        else:
            self._worker.submit(job)

    @property
    def can_undo(self) -> bool:
        """True when there is a deed to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """True when there is a deed to do again."""
        return bool(self._future)
