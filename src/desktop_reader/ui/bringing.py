"""An import in the window: what it brings is kept piece by piece, with how far it is and a button that stops it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog

from desktop_reader.errors import ReaderError
from desktop_reader.records.arrangement import Arrangement, Turn
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import NAMES, WORDS, Brought, Kept, Origin
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.organise import with_waiting
from desktop_reader.ui.undo import Deed
from desktop_reader.ui.words import translated

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.worker.foreign import Overview

translate = QCoreApplication.translate

_LOOK = 0.2  # Seconds: so soon it is seen that the window is closing.
_PATIENCE_MS = 600


class Bringing(QObject):
    """One import from a file or folder; goes on in the background until all is there or the reader has stopped it.

    Signals: ``ended`` it is over, well or not.
    """

    ended = Signal()
    _told = Signal(int, int)

    def __init__(self, desk: Desk, path: Path, wanted: Origin | None = None) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._path = path
        self._wanted = wanted
        self._stopped = threading.Event()
        self._turn: Turn | None = None
        self._at = int(time.time())
        self._brought: list[Brought] = []
        self._feeds: frozenset[int] = frozenset()
        self._waiting: frozenset[int] = frozenset()
        self._progress = self._dialog()
        self._told.connect(self._show)
        self.destroyed.connect(self._stopped.set)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._stopped.set)

    def begin(self) -> None:
        """Begins it."""
        desk, title = self._desk, translate("Sidebar", "Saved pages")

        def work(_: Any) -> object:
            from desktop_reader.worker.importing import Importing

            return Importing(self._path, self._keep, self._go_on, self._wanted, title, self._at).run(self._follow)

        desk.worker.work(work, self._end)

    def stop(self) -> None:
        """Ends it behind the piece that is under way; what has come stays."""
        self._stopped.set()

    # On a thread of its own

    def _keep(self, job: Job) -> Changes:
        answered = threading.Event()
        answers: list[Changes | Exception] = []

        def done(answer: Changes | Exception) -> None:
            answers.append(answer)
            answered.set()

        self._desk.worker.submit(job, done)
        while not answered.wait(_LOOK):
            if self._stopped.is_set():  # The window may be gone, and nobody answer any more.
                raise ReaderError("The import was stopped.")
        if isinstance(answers[0], Exception):
            raise answers[0]
        if answers[0].brought:
            self._brought.append(answers[0].brought)
        return answers[0]

    def _follow(self, found: Overview) -> None:
        from desktop_reader.jobs.arrange import Noted
        from desktop_reader.jobs.transfer import ImportOpml

        changes = self._keep(Noted(ImportOpml(found.tree, int(time.time()), own=found.is_somebodys_own)))
        self._turn, self._feeds, self._waiting = changes.turn, changes.feeds, changes.waiting

    def _go_on(self, done: int, of: int) -> bool:
        if not self._stopped.is_set():
            self._told.emit(done, of)
        return not self._stopped.is_set()

    # On the window's

    def _dialog(self) -> QProgressDialog:
        words = translate("Bringing", "Importing “{file}”…").format(file=self._path.name)
        dialog = QProgressDialog(words, translate("Bringing", "Stop"), 0, 0, self._desk.window)
        dialog.setWindowTitle(translate("Bringing", "Import"))
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.setMinimumWidth(420)
        dialog.setMinimumDuration(_PATIENCE_MS)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.canceled.connect(self.stop)
        dialog.setValue(0)
        return dialog

    def _show(self, done: int, of: int) -> None:
        self._progress.setMaximum(max(of, 1))
        self._progress.setValue(min(done, of))

    def _end(self, result: Any) -> None:
        self._progress.canceled.disconnect(self.stop)  # Closing it is cancelling it, to Qt.
        self._progress.close()
        self._progress.deleteLater()
        if isinstance(result, Exception):
            if not self._stopped.is_set():
                self._desk.problems.tell(result)
                self._remember(translate("Bringing", "Import of “{file}” broken off").format(file=self._path.name))
        else:
            found, kept = result
            self._tell(found, kept)
        self.ended.emit()
        self.deleteLater()

    def _tell(self, found: Overview, kept: Kept) -> None:
        words = with_waiting(_said(found, kept, len(self._feeds)), len(self._waiting))
        if not self._remember(words):
            self._desk.say(words)
        if wanted := self._feeds - self._waiting:
            self._desk.worker.refresh(sorted(wanted))

    def _remember(self, words: str) -> bool:
        """What came can be taken back, also where it was broken off; done again only where no article would be missing
        then, for these come from the file.
        """
        from desktop_reader.jobs.arrange import Arrange
        from desktop_reader.jobs.import_back import TakeImportBack

        brought = Brought.joined(self._brought)
        if brought:
            back = self._turn.back if self._turn else Arrangement()
            self._desk.undo.push(Deed(words, TakeImportBack(brought, self._at, back), None))
        elif self._turn:
            self._desk.undo.push(Deed(words, Arrange(self._turn.back), Arrange(self._turn.again)))
        return bool(brought or self._turn)


def _said(found: Overview, kept: Kept, feeds: int) -> str:
    if not found.feeds:
        if not feeds:
            return translate("commands", "All feeds of this list are there already.")
        return translate("Bringing", "%n feed(s) added", "", feeds)
    name = NAMES.get(found.origin) or translated(WORDS[found.origin])
    words = translate("Bringing", "%n article(s) imported from {program}", "", kept.new).format(program=name)
    if kept.labels_left_out:
        more = translate("Bringing", "%n label(s) found no room", "", kept.labels_left_out)
        words = f"{words}, {more}"
    return words
