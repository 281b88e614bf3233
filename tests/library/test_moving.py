"""Moving a library: at whatever point it is interrupted, the library that is opened next has everything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_reader import paths
from desktop_reader.errors import FileError, InUseError, LibraryError, MissingError
from desktop_reader.library import connect, lock, making, moving, place, search
from desktop_reader.library.reader import Reader
from desktop_reader.records.query import Query
from tests.library.test_lock import holder
from tests.library_fixtures import came, entry, follow, indexed, opened, rows

ARTICLES = 300
MOVER = """
import os, sys
from dataclasses import replace
from pathlib import Path
from desktop_reader import paths, settings
from desktop_reader.library import making, moving
point, library, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
moving._PAGES = 5

def die(*_):
    os.kill(os.getpid(), 9)

def switch(new):
    if point == "before the settings":
        die()
    settings.save(settings.Settings(library=str(new)), paths.config() / "settings.json")
    if point == "after the settings":
        die()

def told(done, of):
    if point == "in mid-copy" and done > of // 2:
        die()
    return True

if point == "before the name":
    making.put = die
if point == "after the note":
    Path.unlink = lambda self, missing_ok=False: self.name == "library.db" and die()
moving.move(library, folder, switch, told)
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library at the usual place, with a search file."""
    path = paths.library()
    path.parent.mkdir(parents=True)
    with opened(path) as writer:
        feed = follow(writer)
        came(writer, feed, *(entry(f"g{n}", title=f"Title {n}", text=f"lighthouse {n} " * 50) for n in range(ARTICLES)))
        indexed(writer)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it shall go."""
    (tmp_path / "a stick").mkdir()
    return tmp_path / "a stick"


def is_whole(path: Path) -> bool:
    """Whether the library opens, with all its articles, and can be searched and written."""
    connect.prepare(path)
    with opened(path) as writer:
        indexed(writer)
    with closing(Reader(path)) as reader:
        found = reader.count(Query()), len(reader.all_ids(Query(search="lighthouse")))
    return found == (ARTICLES, ARTICLES) and rows(path, "PRAGMA integrity_check") == [("ok",)]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_it_goes_with_its_search_file_and_leaves_a_note(library: Path, folder: Path) -> None:
    steps: list[tuple[int, int]] = []

    def told_of(done: int, of: int) -> bool:
        steps.append((done, of))
        return True

    new = moving.move(library, folder, told=told_of)
    assert new == folder / "library.db"
    assert names(folder) == ["library.db", "library.db-search"]
    assert names(library.parent) == ["library.db-moved"]
    assert steps[-1][0] == steps[-1][1]
    assert search.place(new).read_bytes()[:6] == b"SQLite"
    assert is_whole(new)
    if os.name == "posix":
        assert new.stat().st_mode & 0o777 == 0o600
    # What still names the old place finds out; it is never taken for a new, empty library.
    with pytest.raises(MissingError, match=r"was moved to .*a stick.*remove “.*-moved”") as told:
        connect.prepare(library)
    assert told.value.facts["to"] == new
    assert not library.exists()


def test_there_and_back_again(library: Path, folder: Path) -> None:
    new = moving.move(library, folder)
    assert moving.move(new, library.parent) == library
    assert is_whole(library)
    assert "library.db-moved" not in names(library.parent)
    assert moving.move(library, folder) == new
    assert is_whole(new)


@pytest.mark.parametrize(
    "point", ["in mid-copy", "before the name", "before the settings", "after the settings", "after the note"]
)
def test_killed_in_the_middle(library: Path, folder: Path, point: str) -> None:
    words = [sys.executable, "-c", MOVER, point, str(library), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode < 0, done.stderr
    opened_next = place.named(None)
    assert opened_next == (folder / "library.db" if point.startswith("after") else library)
    assert is_whole(opened_next)
    if point in ("in mid-copy", "before the name"):  # And it can be tried again.
        new = moving.move(library, folder)
        assert names(folder) == ["library.db", "library.db-search"]
        assert is_whole(new)


def test_given_up_it_lies_where_it_did(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "_PAGES", 5)
    assert moving.move(library, folder, told=lambda done, of: False) == library
    assert names(folder) == []
    assert is_whole(library)


def test_when_the_settings_cannot_be_kept_it_stays(library: Path, folder: Path) -> None:
    def full(new: Path) -> None:
        raise FileError("“{file}” could not be written.", file=new)

    with pytest.raises(FileError):
        moving.move(library, folder, full)
    assert names(folder) == []
    assert is_whole(library)


@pytest.mark.parametrize("there", ["library.db", "library.db-wal", "library.db-search", "library.db-moved"])
def test_nothing_is_overwritten(library: Path, folder: Path, there: str) -> None:
    (folder / there).write_text("somebody's own")
    with pytest.raises(LibraryError, match="There is a file"):
        moving.move(library, folder)
    assert (folder / there).read_text() == "somebody's own"
    assert names(folder) == [there]
    assert is_whole(library)


def test_a_file_that_comes_meanwhile_is_not_overwritten_either(library: Path, folder: Path) -> None:
    def told(done: int, of: int) -> bool:
        (folder / "library.db").write_text("somebody's own")
        return True

    with pytest.raises(LibraryError, match="There is a file"):
        moving.move(library, folder, told=told)
    assert (folder / "library.db").read_text() == "somebody's own"
    assert is_whole(library)


def test_a_folder_that_will_not_do(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong, words in ((library.parent, "lies in .* already"), (folder / "none", "is not there")):
        with pytest.raises(LibraryError, match=words):
            moving.move(library, wrong)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(LibraryError, match=r"too little room .* needs \d+ MB"):
        moving.move(library, folder)
    assert is_whole(library)


def test_a_library_that_is_open_is_not_moved(library: Path, folder: Path) -> None:
    with holder(library), pytest.raises(InUseError, match="window of Desktop Reader"):
        moving.move(library, folder)
    assert names(folder) == []
    assert is_whole(library)


def test_a_copy_that_is_not_equal_is_not_taken(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([[("article", 300)], [("article", 299)]])
    monkeypatch.setattr(moving, "_counts", lambda live: next(counts))
    with pytest.raises(LibraryError, match="is not what it should be"):
        moving.move(library, folder)
    assert names(folder) == []
    assert is_whole(library)


@pytest.fixture
def tiny(folder: Path) -> Iterator[Path]:
    """A disk of a quarter of a megabyte."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may make one")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", folder], check=False).returncode:
        pytest.skip("disks cannot be made here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_full_halfway(library: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "_ROOM", 0.0)  # There was room, until others took it.
    assert library.stat().st_size > 256 * 1024
    with pytest.raises(LibraryError, match=r"full|cannot be used"):
        moving.move(library, tiny)
    assert names(tiny) == []
    assert is_whole(library)


def test_a_disk_with_room_for_the_library_only(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(old: Path, new: Path) -> None:
        new.write_bytes(b"half of")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    new = moving.move(library, folder)
    assert names(folder) == ["library.db"]
    assert is_whole(new)  # It is made anew.


def test_the_lock_is_given_back(library: Path, folder: Path) -> None:
    new = moving.move(library, folder)
    assert not lock.is_held(library)
    assert not lock.is_held(new)
    assert making.moved_to(library) == new
