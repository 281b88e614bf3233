"""A library that was exported as JSON lines, brought back in the window: piece by piece, and it can be stopped."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.changes import Changes
from desktop_reader.ui.bringing import Bringing

translate = QCoreApplication.translate

SUFFIX = ".jsonl"
_OF = 1000


class Restoring(Bringing):
    """One such import. What is here stays, marks of both are joined; begun anew it goes on where it was."""

    def begin(self) -> None:
        """Begins it."""
        self._came = 0

        def keep(job: Any) -> Changes:
            changes = self._keep(job)
            self._came += len(changes.new)
            return changes

        def far(done: int, of: int) -> bool:
            return self._go_on(_OF * done // max(1, of), _OF)

        def work(run: Any) -> object:
            from desktop_reader.worker.exporting.whole import restore

            return restore(self._path, run, keep, far), None

        self._desk.worker.work(work, self._end)

    def _tell(self, found: Any, kept: Any) -> None:
        tr = translate
        parts = [tr("Bringing", "%n new article(s) came from “{file}”.", "", self._came).format(file=self._path.name)]
        if found.cut:
            parts.append(tr("Bringing", "The file was cut off; what is in it was kept."))
        if found.odd:
            parts.append(tr("Bringing", "%n line(s) of it could not be read.", "", len(found.odd)))
        self._desk.say(" ".join(parts))
