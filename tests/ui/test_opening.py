"""Which library is opened: the one that is there, and nothing in place of one that is not."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.library import lock, making, moving
from desktop_reader.ui import opening as module
from desktop_reader.ui.opening import Opening, Way, ask_by_box
from tests.library.test_lock import FAR, holder
from tests.library.test_lock_on_a_full_disk import refuse
from tests.library_fixtures import came, entry, follow, made, opened, rows


class Asked:
    """Answers with the ways that are named, in turn; ends when none is left."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.told: list[str] = []
        self.ways: list[list[str]] = []
        self.before: Callable[[], object] = lambda: None

    def __call__(self, words: str, ways: Sequence[Way]) -> bool:
        self.told.append(words)
        self.ways.append([said for said, _ in ways])
        if not self.answers:
            return False
        self.before()
        wanted = self.answers.pop(0)
        return next(run for said, run in ways if said == wanted)()


def shown(library: Path) -> Path:
    """In place of a window."""
    return library


def kept() -> settings.Settings:
    return settings.load(paths.config() / "settings.json")


def choose(library: Path) -> None:
    settings.save(replace(kept(), library=str(library)), paths.config() / "settings.json")


@pytest.fixture
def stick(tmp_path: Path, qapp: QApplication) -> Path:
    """A disk with a library that the settings name."""
    folder = tmp_path / "stick"
    folder.mkdir()
    choose(made(folder))
    return folder


def test_the_first_start_makes_a_library_at_the_usual_place(qapp: QApplication) -> None:
    asked = Asked()
    opening = Opening(None, False, asked)
    assert opening.next(shown) == paths.library()
    assert (asked.told, opening.news, kept().library) == ([], "", "")
    assert lock.is_held(paths.library())
    assert opening.next(shown) is None
    assert not lock.is_held(paths.library())


def test_a_disk_that_is_not_connected_is_waited_for(stick: Path) -> None:
    away = stick.rename(stick.with_name("away"))
    asked = Asked("Try again", "Try again")
    asked.before = lambda: len(asked.told) == 2 and away.rename(stick)
    opening = Opening(None, False, asked)
    assert opening.next(shown) == stick / "library.db"
    assert len(asked.told) == 2
    assert "is not there. Connect the disk" in asked.told[0]
    assert asked.ways[0] == ["Try again", "Open another…", "Begin a new one"]
    assert not paths.library().exists()
    opening.close()


def test_without_its_disk_a_new_one_is_begun_only_when_it_is_wished_and_nothing_is_forgotten(stick: Path) -> None:
    away = stick.rename(stick.with_name("away"))
    assert Opening(None, False, Asked()).next(shown) is None
    assert not paths.library().exists()
    opening = Opening(None, False, Asked("Begin a new one"))
    assert opening.next(shown) == paths.library()
    opening.close()
    assert kept().library == str(stick / "library.db")
    assert not stick.exists()
    asked = Asked()
    assert Opening(None, False, asked).next(shown) is None
    assert asked.ways == [["Try again", "Open another…", "Open the one at the usual place"]]
    away.rename(stick)
    opening = Opening(None, False, Asked())
    assert opening.next(shown) == stick / "library.db"
    opening.close()


def test_another_one_is_opened_for_this_once(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = made(tmp_path, "other.db")
    (stick / "library.db").unlink()
    found = iter([None, other])
    monkeypatch.setattr(module, "choose_library", lambda parent: next(found))
    opening = Opening(None, False, Asked("Open another…"))
    assert opening.next(shown) is None  # Nothing was chosen.
    opening = Opening(None, False, Asked("Open another…"))
    assert opening.next(shown) == other
    assert kept().library == str(stick / "library.db")
    opening.close()


def test_one_that_another_program_has_can_be_read(tmp_path: Path, qapp: QApplication) -> None:
    library = made(tmp_path)
    with holder(library) as other:
        asked = Asked("Open for reading only")
        opening = Opening(library, False, asked)
        assert opening.next(shown) == library
        assert str(other.pid) in asked.told[0]
        assert asked.ways[0] == ["Try again", "Open for reading only", "Open another…"]
        assert lock.is_only_read(library)
        assert opening.news == "This library is open for reading only."
    opening = Opening(library, False, Asked())
    assert opening.next(shown) == library
    assert not lock.is_only_read(library)
    opening.close()


def test_reading_only_makes_nothing(tmp_path: Path, qapp: QApplication) -> None:
    library = tmp_path / "none.db"
    asked = Asked()
    assert Opening(library, True, asked).next(shown) is None
    assert "is not there" in asked.told[0]
    assert not library.exists()


@pytest.mark.skipif(os.name != "posix", reason="file rights are those of POSIX")
def test_a_file_that_cannot_be_written_is_read(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = made(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode, **more: path != library)  # Root may write anything.
    opening = Opening(library, False, Asked())
    assert opening.next(shown) == library
    assert lock.is_only_read(library)
    assert not lock.is_held(library)
    assert opening.news == "This library is open for reading only."


def test_on_a_full_disk_it_is_read(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    refuse(monkeypatch, errno.ENOSPC)
    opening = Opening(library, False, Asked())
    assert opening.next(shown) == library
    assert lock.is_only_read(library)
    assert opening.news == "This library is open for reading only."


def test_what_a_sync_service_left_is_told(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    monkeypatch.setattr(lock, "_STALE", 0.0)
    monkeypatch.setattr(lock, "_WATCH", 0.0)
    lock.place(library).write_bytes(FAR.packed())
    opening = Opening(library, False, Asked())
    opening.next(shown)
    assert opening.news == "This library was left open on “kitchen”. It is open here now."
    opening.close()
    (tmp_path / "library (conflicted copy).db").write_bytes(library.read_bytes())
    opening = Opening(library, False, Asked())
    opening.next(shown)
    assert opening.news == "A sync service left another copy of this library: “library (conflicted copy).db”"
    opening.close()


def test_another_one_is_opened_from_the_window_and_remembered(stick: Path, tmp_path: Path) -> None:
    other = made(tmp_path, "other.db")
    opening = Opening(stick / "library.db", True, Asked())
    assert opening.next(shown) == stick / "library.db"
    opening.open_next(other)
    settings.save(replace(kept(), scheme="dark"), paths.config() / "settings.json")  # As a window does that closes.
    assert opening.next(shown) == other
    assert (kept().library, kept().scheme) == (str(other), "dark")
    assert lock.is_held(other)
    opening.close()


def test_the_library_is_moved_between_two_windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    folder = tmp_path / "away"
    folder.mkdir()
    opening = Opening(None, False, Asked())
    old = opening.next(shown)
    assert old is not None
    with opened(old) as library:
        came(library, follow(library), entry("g1", title="One"))
    opening.move_next(folder)
    new = opening.next(shown)
    assert new == folder / "library.db"
    assert rows(new, "SELECT title FROM article") == [("One",)]
    assert kept().library == str(new)
    assert opening.news == f"The library lies in {folder} now."
    assert lock.is_held(new)
    opening.close()
    # Whoever names the old place is led to the new one.
    again = Opening(old, False, Asked("Open it there"))
    assert again.next(shown) == new
    again.close()
    # And it may come back.
    home = Opening(None, False, Asked())
    home.next(shown)
    home.move_next(old.parent)
    assert home.next(shown) == old
    assert kept().library == ""
    assert making.moved_to(old) is None
    home.close()


def test_one_that_was_named_for_once_is_moved_without_changing_what_is_opened_else(
    stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = made(tmp_path, "other.db")
    (tmp_path / "away").mkdir()
    opening = Opening(other, False, Asked())
    opening.next(shown)
    opening.move_next(tmp_path / "away")
    assert opening.next(shown) == tmp_path / "away" / "other.db"
    assert kept().library == str(stick / "library.db")
    opening.close()


def test_a_move_that_fails_opens_the_library_where_it_was(
    stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "away").mkdir()
    monkeypatch.setattr(moving, "_counts", lambda live: [object()])
    asked = Asked("Go on")
    opening = Opening(None, False, asked)
    opening.next(shown)
    opening.move_next(tmp_path / "away")
    assert opening.next(shown) == stick / "library.db"
    assert "is not what it should be" in asked.told[0]
    assert asked.ways == [["Go on"]]
    opening.close()


@pytest.mark.parametrize(("press", "goes_on"), [("Try again", True), ("Quit", False)])
def test_the_box_has_a_button_for_each_way(qtbot: QtBot, press: str, goes_on: bool) -> None:
    tries: list[str] = []

    def click() -> None:
        (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
        assert box.text() == "The library is away."
        next(button for button in box.buttons() if button.text().replace("&", "") == press).click()

    def again() -> bool:
        tries.append("again")
        if len(tries) == 1:
            QTimer.singleShot(0, click)  # It came to nothing, so it is asked once more.
        return len(tries) == 2

    QTimer.singleShot(0, click)
    assert ask_by_box("The library is away.", [("Try again", again), ("Open another…", lambda: True)]) is goes_on
    assert len(tries) == (2 if goes_on else 0)
