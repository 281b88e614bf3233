"""What the reader is offered when the library is damaged, emptied or gone: before a window is up, and while one is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop_reader.errors import DamagedError, ReaderError
from desktop_reader.library import connect, making
from desktop_reader.library.duplicate import GivenUp
from desktop_reader.ui.dialogs import mending
from desktop_reader.ui.problems import sentence

if TYPE_CHECKING:
    from desktop_reader.ui.main_window import MainWindow

translate = QCoreApplication.translate
_LOOK_MS = 3000

Way = tuple[str, Callable[[], bool]]


class Next(Protocol):
    """What is shown when the window is closed."""

    def mend_next(self) -> None:
        """The library, mended."""

    def restore_next(self, backup: Path) -> None:
        """A backup in its place."""

    def open_next(self, library: Path) -> None:
        """Another library."""


def ways(library: Path, choose: Callable[[], bool], begin: Callable[[], bool]) -> list[Way]:
    """Before a window is up: what can be done, the best first. A new one can be begun only where nothing would be
    hidden by it.
    """
    found: list[Way] = []
    if mending.can_mend(library):
        found.append((translate("Repair", "Mend it"), lambda: mend(library)))
    if mending.newest_backup(library) is not None:
        found.append((translate("Repair", "Restore a backup…"), lambda: _restore(library)))
    found.append((translate("Repair", "Open another library…"), choose))
    if not mending.is_there(library):
        found.append((translate("Repair", "Begin a new one"), begin))
    return found


def mend(library: Path) -> bool:
    """Mends the library and tells what came of it; False, with a word, where that was not possible."""
    try:
        mended = mending.mend(library)
    except GivenUp:
        return False
    except ReaderError as error:
        _tell(error)
        return False
    mending.tell(mended)
    return True


def begin_anew(library: Path) -> bool:
    """A new library where none is any more."""
    try:
        with connect.translated(library):
            making.begin_anew(library)
    except ReaderError as error:
        _tell(error)
        return False
    return True


class Watching:
    """While a window is up: the first sign of damage is told with what can be done. Reading goes on behind it."""

    def __init__(self, window: MainWindow, library: Path, following: Next, choose: Callable[[], Path | None]) -> None:
        self._window, self._library, self._next, self._choose = window, library, following, choose
        self._told = False
        window.desk.problems.damaged = self.offer

    def look(self) -> None:
        """After a crash: a look at all pages of the file, behind everything else."""
        QTimer.singleShot(_LOOK_MS, self._window, self._ask)

    def offer(self, error: DamagedError) -> bool:
        """Once; False when it was offered already."""
        if self._told or not self._window.isVisible():
            return False
        self._told = True
        head, *told = mending.words(self._library, error).split("\n\n")
        told.append(translate("Repair", "Until then you can go on reading what can be read."))
        box = QMessageBox(QMessageBox.Icon.Warning, "Desktop Reader", head, parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("\n\n".join(told))
        mending.headed(box)
        for words, deed in (
            (translate("Repair", "Mend it"), self._next.mend_next),
            (translate("Repair", "Restore a backup…"), self._restore),
            (translate("Repair", "Open another library…"), self._open),
            (translate("Repair", "Quit"), lambda: None),
        ):
            if deed == self._restore and mending.newest_backup(self._library) is None:
                continue
            button = box.addButton(words, QMessageBox.ButtonRole.ActionRole)
            button.clicked.connect(partial(self._do, deed))
        later = box.addButton(translate("Repair", "Not now"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(later)
        first = next(b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(first if isinstance(first, QPushButton) else later)
        box.open()
        return True

    def _ask(self) -> None:
        library = self._library
        self._window.desk.worker.ask("soundness", lambda _: connect.damage(library), self._looked, behind=True)

    def _looked(self, found: DamagedError | None) -> None:
        if found is not None:
            self._window.desk.problems.tell(found)

    def _do(self, deed: Callable[[], bool | None], _checked: bool = False) -> None:
        if deed() is not False:
            self._window.close()

    def _restore(self) -> bool:
        found = mending.choose_backup(self._library, self._window)
        if found is not None:
            self._next.restore_next(found)
        return found is not None

    def _open(self) -> bool:
        found = self._choose()
        if found is not None:
            self._next.open_next(found)
        return found is not None


def _restore(library: Path) -> bool:
    from desktop_reader.ui.dialogs.restoring import restore

    backup = mending.choose_backup(library)
    if backup is None:
        return False
    try:
        restore(library, backup)
    except GivenUp:
        return False
    except ReaderError as error:
        _tell(error)
        return False
    return True


def _tell(error: ReaderError) -> None:
    print(f"desktop-reader: {error}", file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Warning, "Desktop Reader", sentence(error))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
