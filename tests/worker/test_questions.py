"""The reading thread: the latest question of a kind is answered, and nobody waits for one that was overtaken."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.library.reader import Reader
from desktop_reader.worker.questions import Questions
from tests.library_fixtures import made

# Counts for minutes inside SQLite, which only an interruption ends.
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0"


class Asked:
    """Questions to a library, what was answered and what failed."""

    def __init__(self, path: Path) -> None:
        self.answers: list[Any] = []
        self.failed: list[Exception] = []
        self.began = threading.Event()
        self.questions = Questions(path, self.failed.append)
        self.questions.start()

    def ask(self, kind: str, question: Callable[[Reader], Any]) -> None:
        self.questions.ask(kind, question, self.answers.append)

    def endless(self, reader: Reader) -> Any:
        self.began.set()
        return reader._all(ENDLESS)

    def wait(self, true: Callable[[], object], seconds: float = 10) -> None:
        ends = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < ends, "it never came to pass"
            time.sleep(0.005)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    one = Asked(made(tmp_path))
    yield one
    one.questions.close()


def test_questions_are_answered_on_another_thread(asked: Asked) -> None:
    asked.ask("a", lambda reader: (threading.get_ident(), reader.feeds()))
    asked.wait(lambda: asked.answers)
    (ident, feeds) = asked.answers[0]
    assert ident != threading.get_ident()
    assert feeds == []


def test_a_newer_question_of_its_kind_ends_the_one_that_runs_and_nobody_hears_of_that(asked: Asked) -> None:
    asked.ask("search", asked.endless)
    assert asked.began.wait(10)
    asked.ask("search", lambda reader: "newer")
    asked.wait(lambda: asked.answers)
    assert asked.answers == ["newer"]
    assert asked.failed == []


def test_of_those_that_wait_only_the_latest_of_a_kind_is_asked(asked: Asked) -> None:
    held = threading.Event()
    asked.ask("first", lambda reader: held.wait(10))
    ran: list[int] = []

    def note(number: int) -> int:
        ran.append(number)
        return number

    for number in range(20):
        asked.ask("search", partial(lambda number, reader: note(number), number))
    asked.ask("similar", lambda reader: "similar")
    held.set()
    asked.wait(lambda: len(asked.answers) == 3)
    assert asked.answers == [True, 19, "similar"]
    assert ran == [19]


def test_another_kind_waits_and_does_not_interrupt(asked: Asked) -> None:
    held = threading.Event()
    asked.ask("search", lambda reader: held.wait(10))
    asked.ask("similar", lambda reader: 2)
    held.set()
    asked.wait(lambda: len(asked.answers) == 2)
    assert asked.answers == [True, 2]


def test_a_question_that_fails_is_told_and_the_next_one_answered(asked: Asked) -> None:
    asked.ask("a", lambda reader: 1 / 0)
    asked.ask("b", lambda reader: "well")
    asked.wait(lambda: asked.answers)
    assert [type(error) for error in asked.failed] == [ZeroDivisionError]
    assert asked.answers == ["well"]


def test_closing_ends_a_question_that_runs(asked: Asked) -> None:
    asked.ask("search", asked.endless)
    assert asked.began.wait(10)
    began = time.monotonic()
    asked.questions.close()
    assert time.monotonic() - began < 1
    assert (asked.answers, asked.failed) == ([], [])


def test_closing_ends_also_a_question_that_is_between_two_statements(asked: Asked) -> None:
    def twice(reader: Reader) -> Any:
        asked.began.set()
        time.sleep(0.1)  # Computing, with no statement that could be interrupted.
        return reader._all(ENDLESS)

    asked.ask("search", twice)
    assert asked.began.wait(10)
    asked.questions.close()
    assert not asked.questions._thread.is_alive()
    assert asked.answers == []


def test_a_closed_one_answers_nothing_and_can_be_closed_again(asked: Asked) -> None:
    asked.questions.close()
    asked.questions.close()
    asked.ask("a", lambda reader: 1)
    time.sleep(0.05)
    assert asked.answers == []


def test_a_library_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    asked = Asked(tmp_path / "no such folder" / "library.db")
    asked.ask("a", lambda reader: 1)
    asked.wait(lambda: asked.failed)
    assert isinstance(asked.failed[0], LibraryError)
    asked.questions.close()


def test_what_is_asked_before_the_start_waits_for_it(tmp_path: Path) -> None:
    failed: list[Exception] = []
    questions = Questions(made(tmp_path), failed.append)
    answers: list[int] = []
    questions.ask("a", lambda reader: 1, answers.append)
    time.sleep(0.05)
    assert answers == []
    questions.start()
    questions.start()
    ends = time.monotonic() + 10
    while not answers:
        assert time.monotonic() < ends
        time.sleep(0.005)
    questions.close()
    assert (answers, failed) == ([1], [])


def test_one_that_never_began_ends_at_once(tmp_path: Path) -> None:
    failed: list[Exception] = []
    questions = Questions(made(tmp_path), failed.append)
    questions.ask("a", lambda reader: 1, failed.append)
    questions.close()
    questions.start()
    assert not questions._thread.is_alive()
    assert failed == []
