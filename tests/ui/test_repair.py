"""A damaged, emptied or vanished library never ends in an empty window."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.errors import DamagedError
from desktop_reader.jobs import mending
from desktop_reader.library import backups, connect, lock
from desktop_reader.records.backup import Kind
from desktop_reader.records.mended import Mended
from desktop_reader.ui import repair
from desktop_reader.ui.dialogs import mending as dialogs
from desktop_reader.ui.opening import Opening
from tests.chaos import damage, stock
from tests.library_fixtures import made, rows
from tests.ui.test_opening import Asked, shown


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stock.made(tmp_path_factory.mktemp("stock") / "library.db", feeds=3, articles=20)


@pytest.fixture
def library(source: Path, tmp_path: Path, qapp: QApplication) -> Path:
    return stock.copied(source, tmp_path / "shelf")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Mended]:
    """What is told at the end."""
    said: list[Mended] = []
    monkeypatch.setattr(dialogs, "tell", said.append)
    return said


def hurt(library: Path, kind: str) -> None:
    next(case for case in damage.cases() if case.name == kind).hurt(library, random.Random(2))


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("the first page, noise", "The library is damaged"),
        ("text instead", "The library is damaged"),
        ("emptied", "The library is empty"),
        ("vanished", "The library is not there any more"),
    ],
)
def test_it_is_told_and_mended(kind: str, head: str, library: Path, told: list[Mended]) -> None:
    before = stock.told(library)
    hurt(library, kind)
    asked = Asked("Mend it")
    opening = Opening(library, False, asked)
    assert opening.next(shown) == library
    opening.close()
    assert asked.told[0].startswith(f"{head}\n\n")
    wanted = ["Mend it", "Open another library…"]
    assert asked.ways == [[*wanted, "Begin a new one"] if kind in ("emptied", "vanished") else wanted]
    assert told[0].feeds == len(before.feeds)
    assert stock.told(library).feeds == before.feeds


def test_who_quits_finds_everything_as_it_was(library: Path) -> None:
    hurt(library, "the first page, noise")
    before = damage._files(library)
    assert Opening(library, False, Asked()).next(shown) is None
    assert damage._files(library) == before


def test_a_backup_is_put_in_its_place(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stock.told(library)
    backup = backups.make(library, Kind.BY_HAND)
    hurt(library, "noise instead")
    monkeypatch.setattr(dialogs, "choose_backup", lambda *_: backup.path)
    asked = Asked("Restore a backup…")
    opening = Opening(library, False, asked)
    assert opening.next(shown) == library
    opening.close()
    assert asked.ways == [["Mend it", "Restore a backup…", "Open another library…"]]
    assert stock.told(library) == before


def test_a_new_one_is_begun_only_by_a_wish(library: Path) -> None:
    hurt(library, "vanished")
    opening = Opening(library, False, Asked("Begin a new one"))
    assert opening.next(shown) == library
    opening.close()
    assert rows(library, "SELECT count(*) FROM feed") == [(0,)]


def test_without_anything_to_mend_it_with_that_is_not_offered(tmp_path: Path, qapp: QApplication) -> None:
    library = made(tmp_path)
    library.unlink()
    asked = Asked()
    assert Opening(library, False, asked).next(shown) is None
    assert asked.ways == [["Open another library…", "Begin a new one"]]
    assert "There is neither a backup nor a list of subscriptions beside it." in asked.told[0]


@pytest.fixture
def start(qapp: QApplication, library: Path) -> Iterator[Callable[[], Application]]:
    """Opens the library as the program does, once and again."""
    settings.save(settings.Settings(refresh_minutes=0, scheme="light"), paths.config() / "settings.json")
    opening = Opening(library, False, lambda words, ways: False)
    there: list[Application] = []

    def end() -> None:
        for application in there:
            application.window.close()
            application.close()
            application.reader.close()
            application.window.deleteLater()
        there.clear()

    def begin() -> Application:
        end()
        application = opening.next(lambda path: Application(path, qapp, opening))
        assert application is not None
        there.append(application)
        application.start()
        application.worker.start()
        return application

    yield begin
    end()
    opening.close()
    qapp.processEvents()


def box_of(application: Application) -> QMessageBox | None:
    return next((box for box in application.window.findChildren(QMessageBox) if box.isVisible()), None)


def press(box: QMessageBox, words: str) -> None:
    next(button for button in box.buttons() if button.text() == words).click()


def killed(library: Path) -> None:
    """A program that had the library open is no more."""
    code = "import os, sys; from pathlib import Path; from desktop_reader.library import lock;"
    code += "held = lock.take(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, str(library)], check=False)


def test_after_a_crash_the_window_finds_it_and_mends_it(
    start: Callable[[], Application],
    qtbot: QtBot,
    library: Path,
    told: list[Mended],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repair, "_LOOK_MS", 0)
    before = stock.told(library)
    killed(library)
    hurt(library, "page 1 of article")
    application = start()
    qtbot.waitUntil(lambda: box_of(application) is not None)
    box = box_of(application)
    assert box is not None
    assert box.text() == "The library is damaged"
    assert "Until then you can go on reading" in box.informativeText()
    assert {button.text() for button in box.buttons()} == {"Mend it", "Open another library…", "Quit", "Not now"}
    press(box, "Mend it")
    assert not application.window.isVisible()
    application = start()
    assert application.window.isVisible()
    assert told[0].articles == len(before.marks)
    assert stock.told(library).treasures == before.treasures
    assert connect.damage(library) is None


def test_it_is_offered_once_and_reading_goes_on(start: Callable[[], Application], qtbot: QtBot, library: Path) -> None:
    application = start()
    error = DamagedError("“{file}” is damaged.", file=library)
    application.worker.failed.emit(error)
    box = box_of(application)
    assert box is not None
    press(box, "Not now")
    application.worker.failed.emit(error)
    assert box_of(application) is None
    assert application.window.isVisible()


def test_a_clean_start_reads_nothing(
    start: Callable[[], Application], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(repair.Watching, "look", lambda self: looks.append(1))
    start()
    assert looks == []


def test_only_after_a_crash_the_whole_file_is_read(library: Path) -> None:
    with lock.taken(library) as held:
        assert not held.after_crash
    killed(library)
    with lock.taken(library) as held:
        assert held.after_crash
    with lock.taken(library) as held:
        assert not held.after_crash


def test_the_bookkeeping_of_a_mending_is_right(library: Path) -> None:
    hurt(library, "the first page, zeros")
    mended = mending.mend(library)
    assert (mended.feeds, mended.articles, mended.saved, mended.lost) == (3, 60, 60, ())
    assert mended.is_whole
