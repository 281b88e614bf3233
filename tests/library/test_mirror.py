"""The list beside the library: renewed safely, never by an empty one, and its earlier versions outlive any storm."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_reader.errors import FileError
from desktop_reader.library import backups, mirror

DAY = 86400
NOW = 1_790_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def listed(name: str, size: int = 100) -> bytes:
    return f"<opml>{name}{'.' * size}</opml>".encode()


def kept(path: Path, name: str, at: int, size: int = 100) -> None:
    """It was written then."""
    assert mirror.keep(path, listed(name, size), 1)
    os.utime(mirror.place(path), (at, at))


def contents(path: Path) -> list[str]:
    """The names of all versions, the newest first."""
    return [file.read_text().removeprefix("<opml>").partition(".")[0] for file in mirror.versions(path)]


def test_it_is_renewed_when_it_is_different_and_for_its_owner_alone(path: Path) -> None:
    assert mirror.newest(path) is None
    assert mirror.keep(path, listed("one"), 1)
    assert mirror.newest(path) == mirror.place(path) == path.with_name("library.db-subscriptions.opml")
    assert stat.S_IMODE(mirror.place(path).stat().st_mode) == 0o600
    before = mirror.place(path).stat().st_mtime_ns
    assert not mirror.keep(path, listed("one"), 1)
    assert mirror.place(path).stat().st_mtime_ns == before
    assert mirror.keep(path, listed("two"), 1)
    assert contents(path) == ["two", "one"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in mirror.versions(path))
    assert stat.S_IMODE(backups.folder(path).stat().st_mode) == 0o700


def test_an_empty_list_is_never_written(path: Path) -> None:
    kept(path, "all", NOW)
    assert not mirror.keep(path, listed("nothing"), 0)
    assert contents(path) == ["all"]
    mirror.place(path).write_bytes(b"")  # What a full disk leaves in other programs.
    assert mirror.newest(path) is None
    assert mirror.keep(path, listed("again"), 1)
    assert contents(path) == ["again"]


def test_a_storm_of_changes_pushes_out_nothing_of_before(path: Path) -> None:
    for month in range(14, 0, -1):
        kept(path, f"month{month}", NOW - month * 31 * DAY, 300)
    for day in range(8, 0, -1):
        kept(path, f"day{day}", NOW - day * DAY, 200)
    for turn in range(20):
        kept(path, f"storm{turn}", NOW + turn, 50)
    there = contents(path)
    assert there[:6] == [f"storm{turn}" for turn in range(19, 13, -1)]  # It and the last five.
    assert there[6:12] == [f"day{day}" for day in range(1, 7)]  # With today that is seven.
    assert len([one for one in there if one.startswith("month")]) >= mirror.MONTHS - 2
    assert len(there) <= 1 + mirror.LAST + mirror.DAYS + mirror.MONTHS


def test_what_a_fault_took_on_the_same_day_is_kept_by_its_length(path: Path) -> None:
    kept(path, "all", NOW, 5000)
    for turn in range(10):
        kept(path, f"few{turn}", NOW + 1 + turn, 60)
    assert contents(path)[-1] == "all"


def test_an_interrupted_renewal_leaves_no_double(path: Path) -> None:
    kept(path, "one", NOW)
    mirror._keep_earlier(path, mirror.place(path), listed("one"))  # And there it was ended.
    assert mirror.keep(path, listed("two"), 1)
    assert contents(path) == ["two", "one"]


def test_two_versions_of_one_second_are_two(path: Path) -> None:
    for name in ("one", "two", "three"):
        kept(path, name, NOW)
    assert contents(path) == ["three", "two", "one"]


def test_what_the_disk_does_not_take_leaves_the_mirror_as_it_was(path: Path) -> None:
    kept(path, "one", int(time.time()))
    code = """
import resource, signal, sys
from pathlib import Path
from desktop_reader.errors import FileError
from desktop_reader.library import mirror
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    mirror.keep(Path(sys.argv[1]), b"<opml>two" + b"." * 2000 + b"</opml>", 1)
except FileError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout
    assert contents(path)[0] == "one"
    assert [file.name for file in path.parent.iterdir() if file.name.endswith(".new")] == []


def test_where_no_folder_can_be_made_it_is_told(path: Path) -> None:
    kept(path, "one", NOW)
    backups.folder(path).write_bytes(b"in the way")
    with pytest.raises(FileError, match="could not be written"):
        mirror.keep(path, listed("two"), 1)
    assert contents(path) == ["one"]
