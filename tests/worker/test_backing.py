"""The mirror follows the subscriptions, and a backup is made when one is due, beside the deeds and not before them."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.jobs.mark import Star
from desktop_reader.jobs.organise import AddFolder, RenameFeed
from desktop_reader.library import backups, mirror
from desktop_reader.library.writer import Writer
from desktop_reader.records.backup import Backup, Kind
from desktop_reader.worker.backing import Backing
from desktop_reader.worker.loop import Loop
from tests.library_fixtures import came, entry, follow, made, opened

DAY = 86400


class Later:
    """A loop that runs when it is told to; its clock is moved by hand."""

    def __init__(self, library: Writer) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.failed: list[Exception] = []
        self.now = 1000.0
        self.backing = Backing(library, self.calls.put, self.failed.append, clock=lambda: self.now)
        self.backing.wanted = True
        self.run()

    def look(self, after: float = 0.0) -> None:
        """Nothing else is to be done; what is begun comes to its end."""
        self.now += after
        self.backing.look()
        self.run()
        if self.backing._thread is not None:
            self.calls.get(timeout=60)()
            self.run()

    def run(self) -> None:
        while not self.calls.empty():
            self.calls.get()()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        follow(library)
        came(library, 1, entry("g", title="Alpha"))
        yield library


@pytest.fixture
def later(library: Writer) -> Iterator[Later]:
    later = Later(library)
    yield later
    later.backing.close()


def kinds(library: Writer) -> list[Kind]:
    return [one.kind for one in backups.found(library.path)]


def test_the_first_is_made_a_minute_after_the_start_and_then_every_week(
    library: Writer, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    later.look(30)
    assert kinds(library) == []
    later.look(31)
    assert kinds(library) == [Kind.WEEKLY]
    later.look(2 * DAY)
    assert kinds(library) == [Kind.WEEKLY]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 8 * DAY)
    later.look(6 * DAY)
    assert kinds(library) == [Kind.WEEKLY, Kind.WEEKLY]
    assert later.failed == []


def test_none_is_made_unless_it_is_wanted_nor_of_an_empty_library(
    tmp_path: Path, library: Writer, later: Later
) -> None:
    later.backing.wanted = False
    later.look(DAY)
    assert kinds(library) == []
    with opened(made(tmp_path, "new.db")) as new:
        other = Later(new)
        other.look(DAY)
        assert kinds(new) == []
        other.backing.close()


def test_a_failed_one_is_told_once_a_day_and_tried_again(
    library: Writer, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_ROOM", 10**12)
    for _ in range(20):
        later.look(3600)
    assert [str(error).split(",")[0] for error in later.failed] == ["No backup was made"]
    later.look(DAY)
    assert len(later.failed) == 2
    monkeypatch.undo()
    later.look(DAY + 61)
    assert kinds(library) == [Kind.WEEKLY]


def test_by_hand(library: Writer, later: Later) -> None:
    told: list[tuple[int, int]] = []
    answers: queue.Queue[Backup | Exception] = queue.Queue()
    later.backing.make(lambda *far: told.append(far), answers.put)
    later.backing.make(lambda *far: told.append(far), answers.put)
    found = [answers.get(timeout=60) for _ in range(2)]
    (refused,) = [one for one in found if isinstance(one, Exception)]
    assert str(refused) == "A backup is being made already."
    (one,) = [one for one in found if isinstance(one, Backup)]
    assert (one.kind, one.articles) == (Kind.BY_HAND, 1)
    assert told
    later.calls.get(timeout=60)()
    later.backing.make(lambda *far: None, answers.put)
    assert isinstance(answers.get(timeout=60), Backup)


def test_closing_gives_up_the_one_under_way(library: Writer, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    answers: queue.Queue[Backup | Exception] = queue.Queue()

    def told(done: int, of: int) -> None:
        begun.set()
        assert later.backing._closed.wait(60)

    later.backing.make(told, answers.put)
    assert begun.wait(60)
    later.backing.close()
    assert "given up" in str(answers.get(timeout=60))
    assert list(backups.folder(library.path).iterdir()) == []


def test_deeds_do_not_wait_for_a_backup(tmp_path: Path, library: Writer) -> None:
    """The backup stands still in its midst until the deed is done."""
    library.close()
    loop = Loop(library.path, Told())
    thread = threading.Thread(target=loop.run)
    thread.start()
    begun, starred = threading.Event(), threading.Event()
    answers: queue.Queue[object] = queue.Queue()

    def told(done: int, of: int) -> None:
        begun.set()
        assert starred.wait(60)

    loop.backing(lambda one: one.make(told, answers.put))
    assert begun.wait(60)
    loop.submit(Star((1,)), lambda changes: starred.set())
    found = answers.get(timeout=60)
    assert starred.is_set()
    loop.close()
    thread.join(60)
    assert isinstance(found, Backup)
    with opened(library.path) as again:
        assert again.reader.smart_counts().starred == 1


def test_the_mirror_follows_each_change_and_many_at_once_are_one(library: Writer, later: Later) -> None:
    later.look()
    assert b"Alpha" not in mirror.place(library.path).read_bytes()
    for turn in range(50):
        RenameFeed(1, f"Turn {turn}").run(library)
        later.backing.subscribed()
    assert later.calls.qsize() == 1
    later.run()
    assert b"Turn 49" in mirror.place(library.path).read_bytes()
    assert len(mirror.versions(library.path)) == 2


def test_closing_renews_what_was_not_renewed_yet(library: Writer, later: Later) -> None:
    RenameFeed(1, "Last words").run(library)
    later.backing.subscribed()
    later.backing.close()
    assert b"Last words" in mirror.place(library.path).read_bytes()


def test_a_mirror_that_cannot_be_written_is_told_once(library: Writer, later: Later) -> None:
    later.look()
    backups.folder(library.path).write_bytes(b"in the way")
    for turn in range(3):
        RenameFeed(1, f"Turn {turn}").run(library)
        later.backing.subscribed()
        later.run()
    assert len(later.failed) == 1
    backups.folder(library.path).unlink()
    later.backing.subscribed()
    later.run()
    assert b"Turn 2" in mirror.place(library.path).read_bytes()
    backups.folder(library.path).rename(library.path.with_name("away"))
    backups.folder(library.path).write_bytes(b"in the way again")
    RenameFeed(1, "Once more").run(library)
    later.backing.subscribed()
    later.run()
    assert len(later.failed) == 2


def test_the_loop_renews_it_after_a_deed(tmp_path: Path) -> None:
    path = made(tmp_path)
    with opened(path) as library:
        follow(library)
    told = Told()
    loop = Loop(path, told)
    thread = threading.Thread(target=loop.run)
    thread.start()
    loop.submit(RenameFeed(1, "In the window"))
    loop.submit(AddFolder("Shelf"))
    loop.close()
    thread.join(60)
    data = mirror.place(path).read_bytes()
    assert b"In the window" in data
    assert b"Shelf" in data
    assert told.errors == []


class Told:
    """Hears what the loop tells."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def failed(self, error: Exception) -> None:
        self.errors.append(error)

    def changed(self, *_: object) -> None: ...

    def progress(self, *_: object) -> None: ...

    def working(self, *_: object) -> None: ...

    def improved(self, *_: object) -> None: ...

    def offline(self, *_: object) -> None: ...


def test_a_fault_of_the_library_is_told(library: Writer, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LibraryError("No.")

    monkeypatch.setattr(backups, "make", broken)
    later.look(61)
    assert [str(error) for error in later.failed] == ["No."]
