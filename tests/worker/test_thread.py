"""The worker as the screen has it: everything that comes back comes on the screen's thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.errors import LibraryError
from desktop_reader.jobs.mark import Star
from desktop_reader.jobs.organise import AddFolder
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.worker.finding import find
from desktop_reader.worker.thread import Worker
from tests.documents import Item, rss
from tests.library_fixtures import made, opened
from tests.servers import Site

Make = Callable[[], Worker]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture
def make(qtbot: QtBot, path: Path) -> Iterator[Make]:
    """Workers that are not started yet; all are closed at the end."""
    workers: list[Worker] = []

    def one() -> Worker:
        workers.append(Worker(path, 0))
        return workers[-1]

    yield one
    for worker in workers:
        worker.close()


@dataclass(frozen=True)
class Faulty:
    """A bug."""

    def run(self, library: Writer) -> Changes:
        raise KeyError("nobody thought of this")


def folders(path: Path) -> list[str]:
    with opened(path) as library:
        return [folder.title for folder in library.reader.folders()]


def test_all_that_comes_back_comes_on_the_screens_thread(qtbot: QtBot, make: Make, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    worker = make()
    heard: dict[str, tuple[int, Any]] = {}

    def hear(name: str) -> Callable[..., None]:
        return lambda *what: heard.__setitem__(name, (threading.get_ident(), what))

    for name in ("changed", "failed", "progress"):
        getattr(worker, name).connect(hear(name))
    worker.start()
    worker.submit(AddFolder("Sea"), hear("submit"))
    worker.submit(Faulty())
    worker.refresh()
    worker.work(lambda run: find(site.url("/feed"), run), hear("find"))
    worker.work(lambda run: 7, hear("work"))
    worker.ask("kind", lambda reader: len(reader.feeds()), hear("ask"))

    qtbot.waitUntil(lambda: len(heard) == 7, timeout=15_000)

    assert {ident for ident, _ in heard.values()} == {threading.get_ident()}
    assert heard["submit"][1] == (Changes(tree=True),)
    assert isinstance(heard["failed"][1][0], KeyError)
    assert heard["work"][1] == (7,)
    assert heard["ask"][1] == (0,)
    assert heard["find"][1][0][0].title == "Harbour Notes"


def test_what_is_done_before_the_thread_is_up_is_kept(make: Make, path: Path) -> None:
    worker = make()
    worker.submit(AddFolder("Sea"))
    worker.submit(AddFolder("Lake"))
    worker.close()
    assert folders(path) == ["Sea", "Lake"]


def test_what_is_done_right_before_closing_is_kept_once(make: Make, path: Path) -> None:
    worker = make()
    worker.submit(AddFolder("Sea"))
    worker.start()
    for number in range(5):
        worker.submit(AddFolder(str(number)))
    worker.close()
    worker.close()
    assert folders(path) == ["Sea", "0", "1", "2", "3", "4"]


def test_closed_before_it_was_started_it_never_starts(make: Make, path: Path) -> None:
    worker = make()
    worker.close()
    worker.start()
    worker.submit(AddFolder("Sea"))
    time.sleep(0.05)
    assert not worker._thread.isRunning()
    worker.close()
    assert folders(path) == []


def test_started_and_closed_at_once_it_ends(make: Make) -> None:
    worker = make()
    worker.start()
    worker.close()
    assert not worker._thread.isRunning()


def test_a_library_that_does_not_open_is_told_and_lets_the_window_close(qtbot: QtBot, tmp_path: Path) -> None:
    worker = Worker(tmp_path / "no such folder" / "library.db", 3600)
    failed: list[Exception] = []
    worker.failed.connect(failed.append)
    got: list[Any] = []
    worker.submit(Star((1,)), got.append)
    worker.start()
    worker.ask("kind", lambda reader: 1, got.append)
    qtbot.waitUntil(lambda: len(got) == 1 and len(failed) == 2)  # The reading thread says so as well.
    assert isinstance(got[0], LibraryError)
    assert all(isinstance(error, LibraryError) for error in failed)
    began = time.monotonic()
    worker.close()
    worker.close()
    assert time.monotonic() - began < 2


def test_a_worker_that_cannot_begin_says_so(qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("a part was not installed")

    monkeypatch.setattr("desktop_reader.worker.loop.Loop", missing)
    worker = make()
    with qtbot.waitSignal(worker.failed, timeout=5000) as told:
        worker.start()
    assert isinstance(told.args[0], ImportError)
    worker.submit(AddFolder("Sea"))
    worker.close()
    assert not worker._thread.isRunning()


def test_answers_that_come_after_the_end_do_no_harm(qtbot: QtBot, make: Make, site: Site) -> None:
    site.serve("/feed", lambda request: (site.pause(0.3), rss([Item(1)]))[1])
    worker = make()
    worker.start()
    got: list[Any] = []
    worker.work(lambda run: find(site.url("/feed"), run), got.append)
    qtbot.waitUntil(lambda: bool(site.requests), timeout=10_000)
    with qtbot.waitSignal(worker._called, timeout=10_000):
        worker.close()
    qtbot.wait(20)
    assert got == []  # Whoever asked may have gone.


def test_a_quick_question_does_not_wait_for_a_slow_one_and_both_for_the_start(qtbot: QtBot, make: Make) -> None:
    worker = make()
    held = threading.Event()
    heard: list[str] = []
    worker.ask("list", lambda reader: held.wait(10), lambda _: heard.append("slow"))
    worker.ask("search", lambda reader: len(reader.feeds()), lambda _: heard.append("quick"), quick=True)
    qtbot.wait(50)
    assert heard == []  # the window is painted first
    worker.start()
    qtbot.waitUntil(lambda: heard == ["quick"], timeout=10_000)
    held.set()
    qtbot.waitUntil(lambda: heard == ["quick", "slow"], timeout=10_000)
