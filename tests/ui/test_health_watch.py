"""How feeds fare is asked away from the window's thread, of all now and then, and else only of those that changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError, LibraryError
from desktop_reader.library import asked
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Kind
from desktop_reader.records.health import Problem
from desktop_reader.ui.health_watch import HealthWatch, conditions
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.worker.thread import Worker
from tests.library_fixtures import answered, came, entry, follow, opened

DAY = 86_400


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """One feed that is fine, one that is quiet, one that is slow, one that fails."""
    now = int(time.time())
    with opened(tmp_path / "library.db") as library:
        for number, silent in enumerate((0, 60, 0, 0)):
            feed = follow(library, f"https://{number}.example/", title=f"Feed {number}")
            came(
                library,
                feed,
                *(entry(f"g{n}", title=f"T{n}", at=now - (silent + n) * DAY - 9) for n in range(8)),
                now=now,
            )
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ?", (now - 60,))
            for n in range(4):
                sql = "INSERT INTO asked (feed_id, at, outcome, status, took_ms) VALUES (3, ?, 'unchanged', 304, 12000)"
                live.exec_driver_sql(sql, (now - n,))
        answered(library, 4, error=FetchError(Problem.NOT_FOUND, "404"), now=now)
        yield library


class Answering(QObject):
    """A worker that answers when it is told to."""

    changed = Signal(object)

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.asked: list[Any] = []
        self.waiting: list[Callable[[], None]] = []

    def ask(self, kind: str, question: Any, answered: Callable[[Any], None]) -> None:
        self.asked.append(question.keywords["feeds"])
        self.waiting.append(lambda: answered(question(self.reader)))

    def answer(self) -> None:
        self.waiting.pop(0)()


@pytest.fixture
def worker(library: Writer) -> Answering:
    return Answering(library.reader)


@pytest.fixture
def watch(worker: Answering, qtbot: QtBot) -> HealthWatch:
    return HealthWatch(cast(Worker, worker))


def kinds(watch: HealthWatch) -> dict[int, Kind]:
    return {feed: how.kind for feed, how in watch.conditions.items()}


def test_all_are_asked_for_at_once_and_those_that_fare_well_are_left_out(
    worker: Answering, watch: HealthWatch, qtbot: QtBot
) -> None:
    watch.look()
    with qtbot.waitSignal(watch.changed):
        worker.answer()
    assert worker.asked == [None]
    assert kinds(watch) == {2: Kind.QUIET, 3: Kind.SLOW, 4: Kind.MISSING}
    notes = watch.notes(Formats())
    assert {feed: (note.word, note.sign) for feed, note in notes.items()} == {
        2: ("Quiet", "clock"),
        3: ("Slow", "clock"),
        4: ("Not found", ""),
    }
    assert notes[2].sentence == "Nothing for 60 days; it used to post daily."
    assert notes[4].sentence == ""  # The sidebar says why itself, at once.
    assert "Unsubscribe" not in notes[2].helps


def test_later_only_those_are_asked_for_that_changed_and_never_two_questions_at_a_time(
    worker: Answering, watch: HealthWatch, library: Writer, qtbot: QtBot
) -> None:
    watch.look()
    worker.changed.emit(Changes(feeds=frozenset({1, 2})))  # While the first question is out.
    worker.changed.emit(Changes(feeds=frozenset({3})))
    qtbot.wait(600)
    assert len(worker.asked) == 1
    worker.answer()
    qtbot.waitUntil(lambda: len(worker.asked) == 2)
    assert worker.asked[1] == {1, 2, 3}
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE asked SET took_ms = 90 WHERE feed_id = 3")
    with qtbot.waitSignal(watch.changed):
        worker.answer()
    assert kinds(watch) == {2: Kind.QUIET, 4: Kind.MISSING}
    worker.changed.emit(Changes(state=(1,)))  # No feed: nothing to ask.
    qtbot.wait(600)
    assert len(worker.asked) == 2


def test_the_same_again_is_no_news(worker: Answering, watch: HealthWatch, qtbot: QtBot) -> None:
    watch.look()
    worker.answer()
    watch.look()
    with qtbot.assertNotEmitted(watch.changed):
        worker.answer()


def test_a_library_that_does_not_answer_is_asked_again(
    worker: Answering, watch: HealthWatch, monkeypatch: pytest.MonkeyPatch, library: Writer
) -> None:
    def broken(*_: object) -> None:
        raise LibraryError("The library is locked.")

    with monkeypatch.context() as now:
        now.setattr(asked, "facts", broken)
        assert conditions(library.reader, 0, None) is None
        watch.look()
        worker.answer()
    assert watch.conditions == {}
    watch.look()
    worker.answer()
    assert len(watch.conditions) == 3
