"""A backup takes the place of whatever is left of the library: all of it or nothing, wherever it is interrupted."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop_reader.errors import InUseError, LibraryError, MissingError
from desktop_reader.library import backups, connect, duplicate, lock, making, place, restoring, search
from desktop_reader.library.writer import Writer
from desktop_reader.records.backup import Kind
from desktop_reader.records.query import Query
from tests.library.test_lock import holder
from tests.library.version_1 import made_then
from tests.library_fixtures import came, entry, follow, indexed, made, opened, rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles, of which the backup knows two."""
    path = tmp_path / "library.db"
    with opened(path) as library:
        follow(library)
        came(library, 1, entry("a", title="Alpha", text="lighthouse"), entry("b", title="Beta", text="harbour"))
        indexed(library)
    return path


@pytest.fixture
def backup(path: Path) -> Path:
    file = backups.make(path, Kind.BY_HAND).path
    with opened(path) as library:
        came(library, 1, entry("c", title="Gamma", text="ferry"))
        indexed(library)
    return file


def titles(path: Path) -> list[str]:
    return [title for (title,) in rows(path, "SELECT title FROM article ORDER BY title")]


def found(library: Writer, words: str) -> int:
    return library.reader.count(Query(search=words))


def works(path: Path, wanted: list[str]) -> None:
    """The library is sound, and its search file is its own."""
    connect.prepare(path)
    with opened(path) as library:
        indexed(library)
        assert found(library, "lighthouse") == ("Alpha" in wanted)
        assert found(library, "ferry") == ("Gamma" in wanted)
    assert titles(path) == wanted
    assert duplicate.damage(path) == ""
    left = {file.name for file in path.parent.iterdir() if file.name.startswith("library")}
    assert left <= {"library.db", "library.db-search", "library.db-backups", "library.db-subscriptions.opml"}


def test_the_library_is_what_it_was_and_the_other_is_kept(path: Path, backup: Path) -> None:
    before = rows(path, "SELECT value FROM meta WHERE key = 'library_id'")
    aside = restoring.restore(path, backup)
    assert aside is not None
    assert not search.place(path).exists()
    assert titles(aside) == ["Alpha", "Beta", "Gamma"]
    assert rows(path, "SELECT value FROM meta WHERE key = 'library_id'") != before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    works(path, ["Alpha", "Beta"])
    assert titles(backup) == ["Alpha", "Beta"]
    assert {one.kind for one in backups.listed(path)} == {Kind.BY_HAND, Kind.REPLACED}
    # And that can be restored as well.
    assert restoring.restore(path, aside) not in (None, aside)
    works(path, ["Alpha", "Beta", "Gamma"])


@pytest.mark.parametrize("state", ["missing", "empty", "noise", "short", "text", "journal only"])
def test_whatever_is_left_of_the_library(path: Path, backup: Path, state: str) -> None:
    whole = path.read_bytes()
    path.unlink()
    left = {
        "empty": b"",
        "noise": os.urandom(20_000),
        "short": whole[: len(whole) // 2 + 100],
        "text": b"Dear diary",
    }.get(state)
    if left is not None:
        path.write_bytes(left)
    if state == "journal only":
        path.with_name("library.db-wal").write_bytes(b"journal" * 100)
    aside = restoring.restore(path, backup)
    if state == "journal only":
        assert aside is not None
        assert aside.read_bytes() == b"journal" * 100
    else:
        assert (aside.read_bytes() if aside else b"") == (left or b"")
    works(path, ["Alpha", "Beta"])


def test_a_journal_of_the_old_one_is_never_played_into_the_new_one(path: Path, backup: Path, tmp_path: Path) -> None:
    """As after a kill: the last changes stand in the journal only."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with opened(path) as library:
        came(library, 1, entry("d", title="Delta"))
        for file in path.parent.glob("library.db*"):
            if file.is_file() and not file.name.endswith("-lock"):
                shutil.copy(file, crashed / file.name)
    there = crashed / "library.db"
    assert (crashed / "library.db-wal").stat().st_size
    aside = restoring.restore(there, backup)
    assert aside is not None
    works(there, ["Alpha", "Beta"])
    assert titles(aside) == ["Alpha", "Beta", "Delta", "Gamma"]  # With its journal beside it.


def test_what_cannot_be_restored_changes_nothing(path: Path, backup: Path, tmp_path: Path) -> None:
    newer, foreign, torn = tmp_path / "newer.db", tmp_path / "foreign.db", tmp_path / "torn.db"
    for file in (newer, foreign, torn):
        shutil.copy(backup, file)
    with open(newer, "rb+") as out:
        out.seek(60)
        out.write((connect.SCHEMA + 1).to_bytes(4, "big"))
    with open(foreign, "rb+") as out:
        out.seek(68)
        out.write(b"else")
    with open(torn, "rb+") as out:
        out.seek(3 * 8192)
        out.write(os.urandom(30 * 8192))
    before = path.read_bytes()
    for file, words in (
        (newer, "newer version"),
        (foreign, "no library"),
        (torn, "damaged"),
        (tmp_path / "none.db", "no file"),
        (path, "is the library that is open"),
    ):
        with pytest.raises(LibraryError, match=words):
            restoring.restore(path, file)
    with pytest.raises(duplicate.GivenUp):
        restoring.restore(path, backup, lambda done, of: False)
    assert path.read_bytes() == before
    assert [one.path for one in backups.found(path)] == [backup]
    works(path, ["Alpha", "Beta", "Gamma"])


def test_without_room_nothing_is_begun(path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(LibraryError, match="too little room to restore"):
        restoring.restore(path, backup)
    works(path, ["Alpha", "Beta", "Gamma"])


def test_a_library_that_is_in_use_is_left_alone(path: Path, backup: Path) -> None:
    with holder(path), pytest.raises(InUseError):
        restoring.restore(path, backup)
    lock.only_read(path)
    try:
        with pytest.raises(LibraryError, match="for reading only"):
            restoring.restore(path, backup)
    finally:
        lock.may_write(path)
    works(path, ["Alpha", "Beta", "Gamma"])


def test_one_that_was_moved_is_not_made_again_here(path: Path, backup: Path, tmp_path: Path) -> None:
    making.note_move(path, tmp_path / "away" / "library.db")
    path.unlink()
    with pytest.raises(MissingError, match="Restore it there"):
        restoring.restore(path, backup)
    assert not path.exists()


def test_a_link_to_the_library_stays_one(path: Path, backup: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    assert restoring.restore(link, backup) is not None
    assert link.is_symlink()
    works(path, ["Alpha", "Beta"])


@pytest.mark.parametrize("folder", ["a link", "a file"])
def test_a_folder_that_cannot_take_the_library_is_no_obstacle(path: Path, tmp_path: Path, folder: str) -> None:
    if folder == "a link":
        other = Path("/dev/shm")
        if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no other disk here")
        far = Path(tempfile.mkdtemp(dir=other))
        backups.folder(path).symlink_to(far)
    file = tmp_path / "copy.db"
    duplicate.duplicate(path, file)
    if folder == "a file":
        backups.folder(path).write_bytes(b"in the way")
    else:
        assert backups.make(path, Kind.BY_HAND).path.resolve().parent == far
    with opened(path) as library:
        came(library, 1, entry("c", title="Gamma"))
    for turn in range(2):
        aside = restoring.restore(path, file)
        assert aside is not None
        assert aside.parent == tmp_path
        assert aside in [one.path for one in backups.found(path) if one.kind is Kind.REPLACED]
        assert titles(aside) == (["Alpha", "Beta"] if turn else ["Alpha", "Beta", "Gamma"])
    assert titles(path) == ["Alpha", "Beta"]
    if folder == "a link":
        shutil.rmtree(far)


KILLED = """
import os, sys
from pathlib import Path
from desktop_reader.library import backups, connect, restoring
left = int(sys.argv[3])
def event(name, arguments):
    # Each change of a name, and the end of each file that was written.
    global left
    if name in ("os.rename", "os.remove", "os.mkdir", "os.utime"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(event)
restoring.restore(Path(sys.argv[1]), Path(sys.argv[2]))
print("done")
"""


def test_killed_before_each_change_of_a_name_the_library_is_the_old_or_the_new_one(
    path: Path, backup: Path, tmp_path: Path
) -> None:
    """And the old one is there in any case, and another start ends what was decided."""
    seen = set()
    for moment in range(60):
        folder = tmp_path / f"moment {moment}"
        shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("moment*", "home"))
        there = folder / path.name
        copy = folder / backups.folder(path).name / backup.name
        words = [sys.executable, "-c", KILLED, str(there), str(copy), str(moment)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in (0, -9), done.stderr
        connect.prepare(there)
        now = titles(there)
        seen.add(len(now))
        if now == ["Alpha", "Beta"]:
            (aside,) = [one.path for one in backups.found(there) if one.kind is Kind.REPLACED]
            assert titles(aside) == ["Alpha", "Beta", "Gamma"]
        duplicate.remove(there.with_name("library.db-restored.new"))
        works(there, now if len(now) == 2 else ["Alpha", "Beta", "Gamma"])
        shutil.rmtree(folder)
        if done.returncode == 0:
            break
    assert done.stdout == "done\n"
    assert seen == {2, 3}
    assert moment > 8


def test_an_interrupted_restore_is_ended_before_anything_else(path: Path, backup: Path) -> None:
    shutil.copy(backup, restoring.decided(path))
    path.unlink()
    assert place.named(path) == path
    connect.prepare(path)
    works(path, ["Alpha", "Beta"])


def test_one_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    made_then(old := tmp_path / "old.db", 3)
    path = made(tmp_path)
    restoring.restore(path, old)
    connect.prepare(path)
    assert rows(path, "PRAGMA user_version") == [(connect.SCHEMA,)]
    assert len(titles(path)) == 3
