"""Which library the window shows: the first, and those that are opened after it, because the reader chose another one
or moved the one that was open. What cannot be opened is told, with all that can be done about it; nothing is ever
made anew or forgotten without a word.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from desktop_reader import paths, settings
from desktop_reader.errors import (
    DamagedError,
    FileError,
    InUseError,
    LibraryError,
    MissingError,
    ReaderError,
    ReadOnlyError,
)
from desktop_reader.library import connect, lock, making, place
from desktop_reader.library.driver import ensure
from desktop_reader.library.reader import Reader
from desktop_reader.ui import repair
from desktop_reader.ui.dialogs import mending
from desktop_reader.ui.problems import sentence

if TYPE_CHECKING:
    from desktop_reader.ui.choices import Choices
    from desktop_reader.ui.main_window import MainWindow

translate = QCoreApplication.translate
_AFTER_PAINT_MS = 400

T = TypeVar("T")

Way = tuple[str, Callable[[], bool]]
"""What can be done: its words, and the deed; False when it came to nothing."""

Ask = Callable[[str, Sequence[Way]], bool]
"""Tells a fault and does what is chosen of the ways; False to end."""


class Opening:
    """``given`` is the file that was named for this once; ``ask`` tells faults. ``news`` is for the window to tell."""

    def __init__(self, given: Path | None, read_only: bool, ask: Ask | None = None) -> None:
        self._given = given
        self._read_only = read_only
        self._ask = ask or ask_by_box
        self._held: lock.Held | None = None
        self._library = Path()
        self._folder: Path | None = None
        self._backup: Path | None = None
        self._mending = False
        self._chosen: Path | None = None
        self._again = True
        self.news = ""

    def next(self, show: Callable[[Path], T]) -> T | None:
        """``show``s the next library, which is locked unless it is only read; None to end."""
        self.close()
        if not self._again:
            return None
        QApplication.setQuitOnLastWindowClosed(False)  # The window of the last library is closed, that of the next …
        self._again, self.news = False, ""
        try:
            if self._chosen is not None:
                self._keep(self._chosen)
            if self._folder is not None:
                self._move(self._folder)
            if self._backup is not None:
                self._restore(self._backup)
            if self._mending:
                self._mending = False
                repair.mend(self._library)
            while True:
                try:
                    return show(self._opened(place.named(self._given)))
                except LibraryError as error:
                    self.close()
                    print(f"desktop-reader: {error}", file=sys.stderr)
                    words = mending.words(self._library, error) if isinstance(error, DamagedError) else sentence(error)
                    if not self._ask(words, self._ways(error)):
                        return None
        finally:
            QApplication.processEvents()
            QApplication.setQuitOnLastWindowClosed(True)

    @property
    def goes_on(self) -> bool:
        """Whether another window is wanted after this one."""
        return self._again

    def open_next(self, library: Path) -> None:
        """Another library, now and from now on; the window is to be closed."""
        self._chosen, self._again = library, True

    def move_next(self, folder: Path) -> None:
        """The library goes to another folder and is opened there; the window is to be closed."""
        self._folder, self._again = folder, True

    def restore_next(self, backup: Path) -> None:
        """A backup takes the place of the library and is opened; the window is to be closed."""
        self._backup, self._again = backup, True

    def mend_next(self) -> None:
        """The library is mended and opened again; the window is to be closed."""
        self._mending, self._again = True, True

    def open_again(self) -> None:
        """The same once more; the window is to be closed."""
        self._again = True

    def furnish(self, window: MainWindow, choices: Choices, reader: Reader) -> None:
        """The page of the preferences, and what is to be told when the window is up."""

        def page() -> tuple[str, QWidget]:
            from desktop_reader.ui.dialogs.place import LibraryPage

            return translate("Opening", "Library"), LibraryPage(self._library, reader, self, window.close)

        def restore(backup: Path) -> None:
            self.restore_next(backup)
            window.close()

        choices.add_section(page)
        choices.restore = restore
        watching = repair.Watching(window, self._library, self, lambda: choose_library(window))
        if self._held is not None and self._held.after_crash:
            watching.look()
        if self.news:
            QTimer.singleShot(_AFTER_PAINT_MS, window, lambda words=self.news: window.desk.say(words))

    def close(self) -> None:
        """Gives up the lock."""
        if self._held is not None:
            self._held.release()
            self._held = None

    def _opened(self, library: Path) -> Path:
        self._library = library
        ensure()
        (lock.only_read if self._read_only else lock.may_write)(library)
        connect.prepare(library)
        if not self._read_only:
            try:
                self._held = lock.take(library)
                if not os.access(library, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
                    raise ReadOnlyError("The library “{file}” is read-only.", file=library)
            except ReadOnlyError:
                self.close()
                lock.only_read(library)
        self.news = self.news or self._told()
        return library

    def _told(self) -> str:
        copies = place.conflict_copies(self._library)
        if copies:
            words = translate("Opening", "A sync service left another copy of this library: “{file}”")
            return words.format(file=copies[0].name)
        if self._held is not None and self._held.taken_from is not None:
            words = translate("Opening", "This library was left open on “{host}”. It is open here now.")
            return words.format(host=self._held.taken_from.host)
        return "" if self._held is not None else sentence(lock.refusal())

    def _ways(self, error: LibraryError) -> list[Way]:
        again: Way = (translate("Opening", "Try again"), lambda: True)
        other: Way = (translate("Opening", "Open another…"), self._choose)
        if isinstance(error, InUseError):
            return [again, (translate("Opening", "Open for reading only"), self._only_read), other]
        if isinstance(error, DamagedError):
            return repair.ways(self._library, self._choose, partial(repair.begin_anew, self._library))
        if not isinstance(error, MissingError):
            return [again, other]
        if "to" in error.facts:
            there = Path(str(error.facts["to"]))
            return [(translate("Opening", "Open it there"), partial(self._use, there)), other]
        usual = paths.library()
        if self._given is not None:
            return [again, other]
        words = (
            translate("Opening", "Open the one at the usual place")
            if usual.exists()
            else translate("Opening", "Begin a new one")
        )
        return [again, other, (words, self._begin)]

    def _only_read(self) -> bool:
        self._read_only = True
        return True

    def _use(self, library: Path) -> bool:
        """For this once: the settings go on naming the other, whose disk may come back."""
        self._given = library
        return True

    def _begin(self) -> bool:
        making.forget_move(paths.library())
        return self._use(paths.library())

    def _choose(self) -> bool:
        found = choose_library(None)
        return found is not None and self._use(found)

    def _keep(self, library: Path) -> None:
        """Only now: the window of before has kept its own settings when it was closed."""
        self._chosen, self._given, self._read_only = None, None, False
        file = paths.config() / "settings.json"
        try:
            settings.save(replace(settings.load(file), library=_as_setting(library)), file)
        except FileError as error:
            self._given, self.news = library, sentence(error)

    def _move(self, folder: Path) -> None:
        from desktop_reader.ui.dialogs.moving import move

        self._folder = None
        old = self._library
        try:
            new = move(old, folder, partial(self._moved, old))
        except ReaderError as error:
            print(f"desktop-reader: {error}", file=sys.stderr)
            self._ask(sentence(error), [(translate("Opening", "Go on"), lambda: True)])
            return
        if new != old:
            self._given = self._given and new
            self.news = translate("Opening", "The library lies in {folder} now.").format(folder=folder)

    def _restore(self, backup: Path) -> None:
        from desktop_reader.library.duplicate import GivenUp
        from desktop_reader.ui.dialogs.restoring import restore

        self._backup = None
        try:
            aside = restore(self._library, backup)
        except GivenUp:
            return
        except ReaderError as error:
            print(f"desktop-reader: {error}", file=sys.stderr)
            self._ask(sentence(error), [(translate("Opening", "Go on"), lambda: True)])
            return
        if aside is not None:
            words = translate("Opening", "The backup was restored. The library of before is {file} in {folder}.")
            self.news = words.format(file=aside.name, folder=aside.parent)

    def _moved(self, old: Path, new: Path) -> None:
        file = paths.config() / "settings.json"
        chosen = settings.load(file)
        if Path(chosen.library).expanduser() == old if chosen.library else paths.library() == old:
            settings.save(replace(chosen, library=_as_setting(new)), file)


def choose_library(parent: QWidget | None) -> Path | None:
    """A file that the reader picks."""
    words = translate("Opening", "Open a library")
    kinds = translate("Opening", "Libraries (*.db);;All files (*)")
    name, _ = QFileDialog.getOpenFileName(parent, words, "", kinds)
    return Path(name) if name else None


def ask_by_box(words: str, ways: Sequence[Way]) -> bool:
    """Asks until a way leads somewhere."""
    while True:
        head, _, more = words.partition("\n\n")
        box = QMessageBox(QMessageBox.Icon.Warning, "Desktop Reader", head)
        box.setTextFormat(Qt.TextFormat.PlainText)
        if more:
            box.setInformativeText(more)
            mending.headed(box)
        buttons = [box.addButton(said, QMessageBox.ButtonRole.ActionRole) for said, _ in ways]
        box.setDefaultButton(buttons[0])
        if len(ways) > 1:
            box.setEscapeButton(box.addButton(translate("Opening", "Quit"), QMessageBox.ButtonRole.RejectRole))
        else:
            box.setEscapeButton(buttons[0])
        box.exec()
        chosen = box.clickedButton()
        if chosen not in buttons:
            return False
        if ways[buttons.index(chosen)][1]():
            return True


def _as_setting(library: Path) -> str:
    """The usual place is not named, so that the whole folder can be carried elsewhere."""
    return "" if library == paths.library() else str(library.absolute())
