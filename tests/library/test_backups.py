"""Backups: whole, of one moment, nobody else's to read, kept by the rule; a failed one leaves nothing."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.errors import LibraryError, MissingError, NotFoundError
from desktop_reader.library import backups, duplicate, mirror, moving, place
from desktop_reader.library.writer import Writer
from desktop_reader.records.backup import Backup, Kind
from tests.library_fixtures import came, entry, follow, made, opened, rows

DAY = 86400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Twelve articles, some of 100 kB."""
    path = tmp_path / "library.db"
    with opened(path) as library:
        feed = follow(library)
        came(library, feed, *(entry(f"g{n}", title=f"T{n}", text=os.urandom(50_000).hex(), at=n) for n in range(12)))
    return path


def names(path: Path) -> list[str]:
    """All that lies among the backups."""
    return sorted(os.listdir(backups.folder(path))) if backups.folder(path).exists() else []


def put(path: Path, at: int, kind: str) -> Path:
    """A copy that was made then."""
    folder = backups.folder(path)
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(at))
    file = path.with_name(f"{path.name}.{kind}.{stamp}") if "before" in kind else folder / f"{stamp}-{kind}.db"
    file.write_bytes(b"x")
    return file


def test_a_backup_is_a_whole_library_and_its_owners_alone(path: Path) -> None:
    one = backups.make(path, Kind.BY_HAND)
    assert one == Backup(one.path, Kind.BY_HAND, one.made_at, one.path.stat().st_size, 12)
    assert abs(one.made_at - time.time()) < 60
    assert one.path.parent == path.with_name("library.db-backups")
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700
    assert names(path) == [one.path.name]  # One file, which needs no journal beside it.
    assert rows(one.path, "SELECT id, guid, source FROM body") == rows(path, "SELECT id, guid, source FROM body")
    assert rows(one.path, "PRAGMA journal_mode") == [("delete",)]
    assert backups.listed(path) == [one]


def test_what_is_only_in_the_journal_is_in_the_backup(path: Path) -> None:
    with opened(path) as library:
        came(library, 1, entry("late", title="Late"))
        assert path.with_name("library.db-wal").stat().st_size > 0
        assert backups.make(path, Kind.BY_HAND).articles == 13


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_what_is_written_meanwhile_waits_for_nothing_and_makes_no_half(
    path: Path, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one transaction each a feed gets a title and all articles another; a copy has both or neither."""
    monkeypatch.setattr(place, "journal", lambda library: journal)
    monkeypatch.setattr(duplicate, "_PAGES", 4)
    with opened(path) as library:
        assert rows(path, "PRAGMA journal_mode") == [(journal.lower(),)]
        written = 0

        def told(done: int, of: int) -> bool:
            nonlocal written
            if 0 < done < of and written < 3:
                written += 1
                with library.transaction() as live:
                    live.exec_driver_sql("UPDATE feed SET title = ?", (f"turn {written}",))
                    live.exec_driver_sql("UPDATE article SET title = ?", (f"turn {written}",))
            return True

        one = backups.make(path, Kind.BY_HAND, told)
        assert written == 3
    assert duplicate.damage(one.path) == ""
    titles = {title for (title,) in rows(one.path, "SELECT title FROM article")}
    if journal == "WAL":
        assert titles == {f"T{n}" for n in range(12)}  # As it was at the beginning.
    else:
        assert titles == {title for (title,) in rows(one.path, "SELECT title FROM feed")} == {"turn 3"}


def test_where_it_never_is_quiet_it_is_given_up_in_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "journal", lambda library: "DELETE")
    monkeypatch.setattr(duplicate, "_PAGES", 4)
    with opened(path) as library:

        def told(done: int, of: int) -> bool:
            with library.transaction() as live:
                live.exec_driver_sql("UPDATE feed SET title = title || '.'")
            return True

        with pytest.raises(LibraryError, match="a little later"):
            backups.make(path, Kind.BY_HAND, told)
    assert names(path) == []


def test_one_that_nobody_wants_any_more_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(duplicate.GivenUp):
        backups.make(path, Kind.BY_HAND, lambda done, of: False)
    assert names(path) == []
    monkeypatch.setattr(duplicate, "_LOOKS", 1)
    with pytest.raises(duplicate.GivenUp):
        backups.make(path, Kind.BY_HAND, lambda done, of: (done, of) != (1, 1))  # While it is verified.
    assert names(path) == []


def test_without_room_none_is_begun(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = path.stat().st_size
    usage = shutil.disk_usage(path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * size - 1))
    with pytest.raises(LibraryError, match=rf"too little room on the disk: {int(2 * size / 1e6) + 1} MB must be free"):
        backups.make(path, Kind.WEEKLY)
    assert not backups.folder(path).exists()


MAKES = """
import signal, resource, sys
from pathlib import Path
from desktop_reader.errors import ReaderError
from desktop_reader.library import backups
from desktop_reader.records.backup import Kind
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    print(backups.make(Path(sys.argv[1]), Kind.BY_HAND).path.name)
except ReaderError as error:
    print("told:", error)
"""


@pytest.mark.parametrize("limit", [1, 4096, 300_000, 900_000])
def test_a_disk_that_becomes_full_leaves_no_half(path: Path, limit: int) -> None:
    assert path.stat().st_size > limit
    words = [sys.executable, "-c", MAKES, str(path), str(limit)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("told: "), done
    assert names(path) == []


def test_killed_in_the_midst_there_is_no_backup_and_the_next_one_sweeps(path: Path) -> None:
    code = MAKES.replace("Kind.BY_HAND", "Kind.BY_HAND, lambda done, of: [print('here', flush=True), sys.stdin.read()]")
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(resource.RLIM_INFINITY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"here\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    (left,) = [name for name in names(path) if name.endswith(".new")]
    assert backups.listed(path) == []
    os.utime(backups.folder(path) / left, (1, 1))
    one = backups.make(path, Kind.BY_HAND)
    assert names(path) == [one.path.name]


def test_a_damaged_library_is_not_backed_up(path: Path) -> None:
    with open(path, "rb+") as file:
        for page in range(20, 40):
            file.seek(page * 8192)
            file.write(b"\xff" * 8192)
    with pytest.raises(LibraryError, match="damaged"):
        backups.make(path, Kind.BY_HAND)
    assert names(path) == []


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        backups.make(tmp_path / "none.db", Kind.BY_HAND)
    for contents in (b"", b"Dear diary, " * 1000):
        (tmp_path / "diary.db").write_bytes(contents)
        with pytest.raises(LibraryError):
            backups.make(tmp_path / "diary.db", Kind.BY_HAND)
    assert os.listdir(tmp_path) == ["diary.db"]


def test_the_rule(path: Path) -> None:
    now = int(time.time())
    weekly = [put(path, now - n * 7 * DAY, "weekly") for n in range(7)]
    by_hand = [put(path, now - n * DAY, "by-hand") for n in range(6)]
    updates = [put(path, now - n * DAY, f"before-{9 - n}") for n in range(3)]
    repairs = [put(path, now - n * DAY, "before-check") for n in range(3)]
    aside = [put(path, now - n * 400 * DAY, "replaced") for n in range(6)]
    future = put(path, now + 3000 * DAY, "weekly")
    others = [backups.folder(path) / "20260101-101010-weekly.db.new", path.with_name("library.db.before-my-holiday")]
    for other in others:
        other.write_bytes(b"mine")
    backups.forget(path, spared=weekly[0])
    kept = {one.path for one in backups.found(path)}
    assert kept == {*weekly[:4], *by_hand[:4], updates[0], repairs[0], *aside}
    assert not future.exists()
    assert all(other.read_bytes() == b"mine" for other in others)
    # The one that was just made stays, whatever the clock says.
    past = put(path, now - 4000 * DAY, "weekly")
    backups.forget(path, spared=past)
    assert {one.path for one in backups.found(path) if one.kind is Kind.WEEKLY} == {*weekly[:3], past}


def test_it_is_due_every_week_whatever_a_clock_has_said(path: Path) -> None:
    now = int(time.time())
    assert backups.due(path, now)
    put(path, now - 6 * DAY, "by-hand")
    put(path, now + 900 * DAY, "weekly")
    assert backups.due(path, now)
    put(path, now - 6 * DAY, "weekly")
    assert not backups.due(path, now)
    assert backups.due(path, now + DAY)


def test_two_of_one_second_are_two(path: Path) -> None:
    assert len({backups.make(path, Kind.BY_HAND).path for _ in range(3)}) == 3


def test_a_name_finds_one(path: Path, tmp_path: Path) -> None:
    one = put(path, 1_700_000_000, "weekly")
    two = put(path, 1_700_009_000, "before-3")
    assert backups.named(path, one.name) == one
    assert backups.named(path, time.strftime("%Y%m%d-%H%M%S", time.localtime(1_700_009_000))) == two
    assert backups.named(path, str(two)) == two
    with pytest.raises(NotFoundError, match="can mean 2 backups"):
        backups.named(path, "2023")
    for unknown in ("1999", "", "20"):
        with pytest.raises(NotFoundError, match="backup --list"):
            backups.named(path, unknown)


def test_a_library_with_an_odd_name(tmp_path: Path) -> None:
    path = made(tmp_path, "my [1] *.db")
    put(path, 1_700_000_000, "before-3")
    put(tmp_path / "my 1 x.db", 1_700_000_001, "before-3")
    one = backups.make(path, Kind.BY_HAND)
    assert [found.path.name for found in backups.found(path)] == [
        one.path.name,
        path.name + ".before-3." + time.strftime("%Y%m%d-%H%M%S", time.localtime(1_700_000_000)),
    ]


def test_they_go_with_a_library_that_is_moved(path: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    put(path, 1_700_000_000, "weekly")
    put(path, 1_700_000_001, "before-3")
    mirror.keep(path, b"<opml>one</opml>", 1)
    mirror.keep(path, b"<opml>two</opml>", 1)
    new = moving.move(path, away)
    assert [one.kind for one in backups.found(new)] == [Kind.UPDATE, Kind.WEEKLY]
    assert [file.read_bytes() for file in mirror.versions(new)] == [b"<opml>two</opml>", b"<opml>one</opml>"]
    assert sorted(file.name for file in tmp_path.iterdir() if file.name != "home") == ["away", "library.db-moved"]
    back = moving.move(new, tmp_path)
    assert len(backups.found(back)) == 2
    assert [file.name for file in away.iterdir()] == ["library.db-moved"]


def test_on_another_disk_they_stay(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_disk(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    (tmp_path / "away").mkdir()
    weekly = put(path, 1_700_000_000, "weekly")
    mirror.keep(path, b"<opml>one</opml>", 1)
    monkeypatch.setattr(os, "rename", other_disk)
    new = moving.move(path, tmp_path / "away")
    assert weekly.exists()
    assert backups.found(new) == []
    assert not backups.folder(new).exists()
    assert mirror.place(new).read_bytes() == b"<opml>one</opml>"
    assert not mirror.place(path).exists()  # What somebody reads is not left lying about.


def test_one_at_a_time_beside_another_program(path: Path) -> None:
    """A command makes one while the window writes: threads stand for both."""
    made_ones: list[Backup] = []
    with opened(path) as library:
        threads = [threading.Thread(target=lambda: made_ones.append(backups.make(path, Kind.BY_HAND)))]
        for thread in threads:
            thread.start()
        _write(library, range(30))
        for thread in threads:
            thread.join()
    assert [duplicate.damage(one.path) for one in made_ones] == [""]


def _write(library: Writer, turns: Sequence[int]) -> None:
    for turn in turns:
        came(library, 1, entry(f"late{turn}", title="Late"))


MOMENTS = st.integers(min_value=1_000_000_000, max_value=2_500_000_000)
COPIES = st.sets(st.tuples(MOMENTS, st.sampled_from(["weekly", "by-hand", "replaced", "before-2", "before-check"])))


@settings(max_examples=50, deadline=None)
@given(there=COPIES, now=MOMENTS)
def test_whatever_lies_there_the_newest_of_each_kind_stay(there: set[tuple[int, str]], now: int) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patches:
        path = Path(place) / "library.db"
        for at, kind in there:
            put(path, at, kind)
        before = backups.found(path)
        patches.setattr(time, "time", lambda: now)
        backups.forget(path)
        after = backups.found(path)
        for kind in Kind:
            some = [one for one in before if one.kind is kind]
            kept = [one for one in after if one.kind is kind]
            assert len(kept) == min(len(some), backups.KEPT.get(kind, len(some)))
            present = [one for one in some if one.made_at <= now + DAY]
            assert set(present[: len(kept)]) <= set(kept)
        backups.forget(path)
        assert backups.found(path) == after


def test_what_this_program_writes_now_is_not_swept_away_by_a_clock_that_was_moved(path: Path) -> None:
    folder = backups.folder(path)
    folder.mkdir()
    ours = folder / f"20260101-101010-subscriptions.opml.{os.getpid()}.new"
    others = folder / "20260101-101010-subscriptions.opml.1234567.new"
    for file in (ours, others):
        file.write_text("<opml/>")
        os.utime(file, (1, 1))
    backups.make(path, Kind.BY_HAND)
    assert ours.exists()
    assert not others.exists()
