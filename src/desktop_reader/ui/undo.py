"""Taking deeds back: the last ones, in order, with words for the passing notice."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_reader.jobs import Job
from desktop_reader.worker.thread import Worker

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done: in words, and the jobs that take it back and do it again."""

    words: str
    back: Job
    again: Job


class Undo(QObject):
    """Signals: ``done(words)`` a deed was done that can be taken back; ``taken_back`` it was;
    ``changed`` what can be undone or redone."""

    done = Signal(str)
    changed = Signal()
    taken_back = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._past: list[Deed] = []
        self._future: list[Deed] = []

    def push(self, deed: Deed) -> None:
        """Remembers a deed that has just been done."""
        self._past = [*self._past[1 - _KEPT :], deed]
        self._future.clear()
        self.changed.emit()
        self.done.emit(deed.words)

    def undo(self) -> None:
        """Takes the last deed back."""
        if self._past:
            deed = self._past.pop()
            self._future.append(deed)
            self._worker.submit(deed.back)
            self.taken_back.emit()
            self.changed.emit()

    def redo(self) -> None:
        """Does again what was taken back last."""
        if self._future:
            deed = self._future.pop()
            self._past.append(deed)
            self._worker.submit(deed.again)
            self.changed.emit()

    @property
    def can_undo(self) -> bool:
        """True when there is a deed to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """True when there is a deed to do again."""
        return bool(self._future)
