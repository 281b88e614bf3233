"""The vault in the window: brought in step a moment after something changed, and told of when it cannot be.

Labels that were edited in its files come in when the reader returns to the window from the program that edits them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from desktop_reader.errors import ReaderError
from desktop_reader.records.changes import Changes
from desktop_reader.records.exported import Relabelled, Report
from desktop_reader.settings import Settings
from desktop_reader.ui.exporting.running import Running, cached_pictures
from desktop_reader.ui.problems import sentence

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.ui.commands.desk import Desk

_SOON_MS, _FIRST_MS = 5_000, 10_000
_SHARE = 20  # A round of a large vault takes its time; at most a twentieth of all goes into it.
_PATIENCE = 3.0
_LISTED = 200


class Vault(QObject):
    """Works for the folder that the settings name; without one it does nothing. ``told`` is what there is to know of
    the last round, for the preferences.
    """

    def __init__(self, desk: Desk, chosen: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent or desk.window)
        self._desk = desk
        self._chosen = chosen
        self._running: Running | None = None
        self._again = False
        self._began_at = self._took = 0.0
        self._complaint = ""
        self._unread: tuple[tuple[str, str], ...] = ()
        self.told = ""
        self._later = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._later.timeout.connect(self.look)
        desk.worker.changed.connect(self._changed)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._came_back)

    def begin(self) -> None:
        """The window is up; there is no hurry."""
        if self._wanted():
            self._later.start(_FIRST_MS)

    def set(self, chosen: Settings) -> None:
        """Other settings."""
        before, self._chosen = self._chosen, chosen
        if _of(before) != _of(chosen):
            self._complaint = self.told = ""
            self.soon()

    def soon(self) -> None:
        """A round in a moment, if there is a vault."""
        if self._wanted() and not self._later.isActive():
            self._later.start(max(_SOON_MS, int(self._took * _SHARE * 1000)))

    def look(self) -> None:
        """A round now; another one behind it when one is under way."""
        if not self._wanted():
            return
        if self._running is not None:
            self._again = True
            return
        self._began_at = time.monotonic()
        self._running = Running(self._desk.reader.path, self._work(), self)
        self._running.ended.connect(self._ended)

    def close(self) -> None:
        """The window closes: what is under way ends, and begins anew at the next start."""
        self._later.stop()
        if self._running is not None:
            self._running.stop()
            self._running.wait(_PATIENCE)
            self._running = None

    def _work(self) -> Callable[[Reader, Callable[[int, int], bool]], Report]:
        chosen = self._chosen

        def work(reader: Reader, told: Callable[[int, int], bool]) -> Report:
            from desktop_reader.worker.exporting.vault import in_step

            place = Path(chosen.vault)
            return in_step(
                reader,
                place,
                chosen.vault_keeps,
                chosen.vault_search,
                told=told,
                cached=cached_pictures(),
                strip_tracking=chosen.strip_tracking,
            )

        return work

    def _wanted(self) -> bool:
        return bool(self._chosen.vault) and not self._desk.worker.read_only

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.new or changes.updated or changes.state or changes.labels or changes.tree:
            self.soon()

    def _came_back(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.soon()

    def _ended(self, result: object) -> None:
        running, self._running = self._running, None
        self._took = time.monotonic() - self._began_at
        if running is not None:
            running.deleteLater()
        if isinstance(result, Exception):
            self._complain(result)
        elif isinstance(result, Report):
            self._complaint = ""
            self._tell(result)
            if result.relabelled:
                self._relabel(result.relabelled)
        if self._again:
            self._again = False
            self.soon()

    def _tell(self, report: Report) -> None:
        self.told = self.tr("%n article(s) lie in the vault.", "", report.written + report.same + report.left)
        if report.unread and report.unread != self._unread:
            name, why = report.unread[0]
            words = self.tr("The file “{name}” in the vault was left alone. {why}").format(name=name[:_LISTED], why=why)
            if len(report.unread) > 1:
                more = self.tr("So were %n more.", "", len(report.unread) - 1)
                words = f"{words} {more}"
            self._desk.say(words)
        self._unread = report.unread

    def _complain(self, error: Exception) -> None:
        """Once, until it works again: a stick that was pulled out is no news every five seconds."""
        self.told = sentence(error)
        if self.told != self._complaint or not isinstance(error, ReaderError):
            self._complaint = self.told
            self._desk.problems.tell(error)

    def _relabel(self, wishes: tuple[Relabelled, ...]) -> None:
        from desktop_reader.jobs.relabel import Relabel

        def done(result: Changes | Exception) -> None:
            if isinstance(result, Exception):
                self._complain(result)
            else:
                self.soon()

        self._desk.worker.submit(Relabel(wishes), done)


def _of(chosen: Settings) -> tuple[str, str, str]:
    return chosen.vault, chosen.vault_keeps, chosen.vault_search
