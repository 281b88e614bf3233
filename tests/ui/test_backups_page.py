"""Backups in the preferences: listed, made, shown, and one put in the place of the library."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.library import backups
from desktop_reader.records.backup import Kind
from desktop_reader.ui.opening import Opening, Way
from desktop_reader.ui.preferences.backups import BackupsPart
from desktop_reader.ui.preferences.dialog import PreferencesDialog
from desktop_reader.ui.preferences.storage import StoragePage
from tests.library_fixtures import came, entry, follow, made, opened, rows

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Three articles; a weekly backup knows two of them, and there is one that cannot be read."""
    path = made(tmp_path)
    with opened(path) as writer:
        came(writer, follow(writer), entry("a", title="Alpha"), entry("b", title="Beta"))
    old = backups.make(path, Kind.WEEKLY).path
    old.rename(old.with_name("20260105-101500-weekly.db"))
    (backups.folder(path) / "20250105-101500-replaced.db").write_bytes(b"x" * 40_000)
    with opened(path) as writer:
        came(writer, 1, entry("c", title="Gamma"))
    return path


class Program:
    """The library is opened as the program does it."""

    def __init__(self, qapp: QApplication, library: Path, read_only: bool = False) -> None:
        self.told: list[str] = []
        self.opening = Opening(library, read_only, self.ask)
        self._qapp = qapp
        self.application = self.next()

    def ask(self, words: str, ways: Sequence[Way]) -> bool:
        """Goes on, whatever it is."""
        self.told.append(words)
        return ways[0][1]()

    def next(self) -> Application:
        application = self.opening.next(lambda path: Application(path, self._qapp, self.opening))
        assert application is not None
        application.start()
        self.application = application
        return application

    def part(self, qtbot: QtBot) -> BackupsPart:
        """As the preferences show it, with its list."""
        window = self.application.window
        window.deck.action("app.preferences").trigger()
        dialog = window.findChild(PreferencesDialog)
        assert isinstance(dialog, PreferencesDialog)
        page = dialog.show_page(StoragePage)
        assert isinstance(page, StoragePage)
        there = len(backups.found(self.application.library))
        qtbot.waitUntil(lambda: page.backups.list.topLevelItemCount() == there)
        return page.backups

    def close(self) -> None:
        application = self.application
        application.window.close()
        application.close()
        application.reader.close()
        application.window.deleteLater()


@pytest.fixture
def start(qapp: QApplication, library: Path) -> Iterator[Callable[[bool], Program]]:
    settings.save(settings.Settings(refresh_minutes=0, tray=False), paths.config() / "settings.json")
    programs: list[Program] = []

    def begin(read_only: bool = False) -> Program:
        programs.append(Program(qapp, library, read_only))
        return programs[-1]

    yield begin
    for program in programs:
        program.close()
        program.opening.close()
    qapp.processEvents()


def texts(part: BackupsPart) -> list[tuple[str, str, str]]:
    """The rows as they are read."""
    items = [part.list.topLevelItem(row) for row in range(part.list.topLevelItemCount())]
    return [(plain(item.text(0)), item.text(1), item.text(2)) for item in items if item is not None]


def plain(words: str) -> str:
    """Qt's languages have learned of narrow blanks."""
    return words.replace("\u202f", " ")


def test_they_are_listed_the_newest_first(qtbot: QtBot, start: Callable[..., Program]) -> None:
    part = start().part(qtbot)
    size = texts(part)[0][2]
    assert size.endswith("kB")
    assert texts(part) == [
        ("Jan. 5, 2026, 10:15 AM · weekly", "2", size),
        ("Jan. 5, 2025, 10:15 AM · put aside by a restore", "–", "40.0 kB"),
    ]
    assert part.restore.isEnabled()
    QTest.keyClick(part.list, Qt.Key.Key_Down)
    assert not part.restore.isEnabled()
    heard = QAccessible.queryAccessibleInterface(part.list)
    assert heard.text(QAccessible.Text.Name) == "Backups"
    item = part.list.topLevelItem(1)
    assert item is not None
    told = item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert plain(told) == "Jan. 5, 2025, 10:15 AM, put aside by a restore, cannot be read"


def test_one_is_made_now(qtbot: QtBot, start: Callable[..., Program], library: Path) -> None:
    program = start()
    part = program.part(qtbot)
    QTest.keyClick(part.now, Qt.Key.Key_Space)
    assert not part.now.isEnabled()
    assert part.told.text().startswith("A backup is being made")
    qtbot.waitUntil(lambda: part.list.topLevelItemCount() == 3)
    assert part.told.text() == "A backup was made."
    assert part.now.isEnabled()
    assert texts(part)[0][0].endswith(" · made by you")
    assert texts(part)[0][1] == "3"
    assert backups.found(library)[0].kind is Kind.BY_HAND


def test_what_goes_wrong_is_said_there(
    qtbot: QtBot, start: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = start().part(qtbot)
    monkeypatch.setattr(backups, "_ROOM", 10**12)
    part.now.click()
    qtbot.waitUntil(part.now.isEnabled)
    assert "too little room on the disk" in part.told.text()


def test_closed_meanwhile_nobody_is_told(qtbot: QtBot, start: Callable[..., Program], library: Path) -> None:
    program = start()
    part = program.part(qtbot)
    part.now.click()
    dialog = program.application.window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    dialog.close()
    qtbot.waitUntil(lambda: len(backups.found(library)) == 3)
    again = program.part(qtbot)
    assert len(texts(again)) == 3


def test_the_clock_is_told_whether_it_is_wanted(
    qtbot: QtBot, start: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    heard: list[bool] = []
    monkeypatch.setattr(program.application.worker, "set_backups", heard.append)
    part = program.part(qtbot)
    assert part.weekly.isChecked()
    part.weekly.click()
    assert heard[-1] is False
    assert not program.application.choices.chosen.backups
    part.weekly.click()
    assert heard[-1] is True


def test_the_folder_is_shown(
    qtbot: QtBot, start: Callable[..., Program], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = start().part(qtbot)
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    part.show.click()
    assert [Path(url.toLocalFile()) for url in shown] == [backups.folder(library)]


def box_of(program: Program) -> QMessageBox:
    (box,) = program.application.window.findChildren(QMessageBox)
    return box


def press(box: QMessageBox, words: str) -> None:
    (button,) = [one for one in box.findChildren(QPushButton) if one.text().replace("&", "") == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_one_is_restored_when_it_is_wished_and_the_other_is_kept(
    qtbot: QtBot, start: Callable[..., Program], library: Path
) -> None:
    program = start()
    part = program.part(qtbot)
    part.restore.click()
    box = box_of(program)
    assert plain(box.text()) == "Restore the library of Jan. 5, 2026, 10:15 AM?"
    assert "It has 2 article" in box.informativeText()
    assert "library.db-backups" in box.informativeText()
    press(box, "Cancel")
    assert program.application.window.isVisible()
    qtbot.waitUntil(lambda: not program.application.window.findChildren(QMessageBox))

    part.list.setFocus()
    QTest.keyClick(part.list, Qt.Key.Key_Return)
    window = program.application.window
    press(box_of(program), "Restore")
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    application = program.next()
    assert program.told == []
    assert program.opening.news.startswith("The backup was restored. The library of before is ")
    assert rows(library, "SELECT count(*) FROM article") == [(2,)]
    qtbot.waitUntil(lambda: application.window.articles.model.rowCount() == 2)
    there = backups.listed(library)
    assert sorted((one.kind, one.articles) for one in there if one.articles) == [(Kind.REPLACED, 3), (Kind.WEEKLY, 2)]


def test_one_that_turns_out_damaged_leaves_the_library(
    qtbot: QtBot, start: Callable[..., Program], library: Path
) -> None:
    program = start()
    part = program.part(qtbot)
    file = backups.folder(library) / "20260105-101500-weekly.db"
    with open(file, "rb+") as out:
        out.seek(3 * 8192)
        out.write(os.urandom(20 * 8192))
    part.restore.click()
    window = program.application.window
    press(box_of(program), "Restore")
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    program.next()
    assert len(program.told) == 1
    assert "damaged" in program.told[0]
    assert rows(library, "SELECT count(*) FROM article") == [(3,)]


def choose(part: BackupsPart, file: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Picks a file in the system's dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    QTest.mouseClick(part.other, Qt.MouseButton.LeftButton)


def test_one_that_lies_elsewhere_is_restored(
    qtbot: QtBot, start: Callable[..., Program], library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick" / "my library.db"
    stick.parent.mkdir()
    shutil.copy(backups.folder(library) / "20260105-101500-weekly.db", stick)
    before = stick.read_bytes()
    program = start()
    part = program.part(qtbot)
    choose(part, "", monkeypatch)  # He thinks better of it.
    assert part.other.isEnabled()
    choose(part, stick, monkeypatch)
    window = program.application.window
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    assert "my library.db" in box_of(program).text()
    assert "It has 2 article" in box_of(program).informativeText()
    press(box_of(program), "Restore")
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    program.next()
    assert program.told == []
    assert rows(library, "SELECT count(*) FROM article") == [(2,)]
    assert stick.read_bytes() == before
    assert [one.articles for one in backups.listed(library) if one.kind is Kind.REPLACED and one.articles] == [3]


def test_what_cannot_be_restored_is_said_before_anything_happens(
    qtbot: QtBot, start: Callable[..., Program], library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, damaged, newer = tmp_path / "letters.txt", tmp_path / "damaged.db", tmp_path / "newer.db"
    text.write_text("Dear Bob, " * 2000)
    for file in (damaged, newer):
        shutil.copy(backups.folder(library) / "20260105-101500-weekly.db", file)
    with open(damaged, "rb+") as out:
        out.seek(3 * 8192)
        out.write(os.urandom(20 * 8192))
    with contextlib.closing(sqlite3.connect(newer)) as live:
        live.execute("PRAGMA user_version = 99")
    program = start()
    part = program.part(qtbot)
    for file, words in (
        (text, "letters.txt"),
        (damaged, "is damaged"),
        (newer, "newer version"),
        (library, "the library that is open"),
        (tmp_path / "gone.db", "There is no file"),
    ):
        choose(part, file, monkeypatch)
        qtbot.waitUntil(part.other.isEnabled)
        assert words in part.told.text()
        assert not program.application.window.findChildren(QMessageBox)
    assert rows(library, "SELECT count(*) FROM article") == [(3,)]


def test_a_library_that_is_only_read(qtbot: QtBot, start: Callable[..., Program]) -> None:
    part = start(True).part(qtbot)
    for control in (part.now, part.restore, part.other, part.weekly):
        assert not control.isEnabled()
    assert part.show.isEnabled()


def test_without_any_it_says_so(qtbot: QtBot, start: Callable[..., Program], library: Path) -> None:
    shutil.rmtree(backups.folder(library))
    part = start().part(qtbot)
    qtbot.waitUntil(lambda: part.told.text() == "There are none yet.")
    assert not part.restore.isEnabled()
    assert not part.show.isEnabled()
    before = time.time()
    part.now.click()
    qtbot.waitUntil(lambda: part.list.topLevelItemCount() == 1)
    assert backups.found(library)[0].made_at >= int(before) - 1
