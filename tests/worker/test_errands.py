"""Small files in the background: one at a time, in quiet moments only, hosts left in peace between two."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.worker.errands import Errands


@dataclass(frozen=True)
class Fetching:
    name: str
    host: str = "a.example"
    result: Any = "kept"
    ran: list[str] = field(default_factory=list, compare=False)
    gate: threading.Event | None = field(default=None, compare=False)

    def run(self) -> Any:
        self.ran.append(self.name)
        if self.gate is not None:
            self.gate.wait(10)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class Desk:
    """The writing thread, its clock and what there is to fetch."""

    def __init__(self) -> None:
        self.now = 0.0
        self.resting = False
        self.there: list[Fetching] = []
        self.kept: list[Any] = []
        self.keep: Callable[[Any], None] = self.kept.append
        self.posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.errands = Errands(
            lambda: list(self.there),
            lambda: self.resting,
            self.posted.put,
            lambda job: self.keep(job),
            20.0,
            spacing=0.01,
            clock=lambda: self.now,
        )

    def look_in_quiet(self) -> None:
        self.errands.look()
        self.now += 21
        self.errands.look()

    def work(self) -> None:
        """Does what is posted until nothing is under way."""
        while self.errands.busy:
            self.now += 1
            self.posted.get(timeout=10)()


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.errands.close()


def test_each_is_fetched_and_kept_once(desk: Desk) -> None:
    ran: list[str] = []
    desk.there = [Fetching(str(n), f"{n % 2}.example", n, ran) for n in range(5)]

    def keep(job: Any) -> None:
        desk.kept.append(job)
        desk.there.pop(0)

    desk.keep = keep
    desk.look_in_quiet()
    desk.work()
    assert ran == ["0", "1", "2", "3", "4"]
    assert desk.kept == [0, 1, 2, 3, 4]


def test_H20_nothing_is_fetched_while_a_refresh_runs_nor_just_after(desk: Desk) -> None:
    one = Fetching("one")
    desk.there = [one]
    desk.errands.look()
    desk.now += 19
    desk.errands.look()
    desk.resting = True
    desk.now += 5
    desk.errands.look()
    desk.resting = False
    desk.errands.look()
    desk.now += 19
    desk.errands.look()
    assert not desk.errands.busy
    assert one.ran == []
    desk.now += 2
    desk.errands.look()
    assert desk.errands.busy
    desk.there = []
    desk.work()
    assert one.ran == ["one"]


def test_a_refresh_that_begins_gets_the_network_after_the_one_under_way(desk: Desk) -> None:
    gate, ran = threading.Event(), list[str]()
    desk.there = [Fetching("one", ran=ran, gate=gate), Fetching("two", "b.example", ran=ran)]
    desk.look_in_quiet()
    desk.resting = True
    gate.set()
    desk.work()
    assert ran == ["one"]
    assert desk.kept == ["kept"]


def test_what_cannot_be_had_now_is_tried_again_after_an_hour(desk: Desk) -> None:
    one = Fetching("one", result=None)
    desk.there = [one]
    desk.look_in_quiet()
    desk.work()
    assert one.ran == ["one"]
    desk.now += 3500
    desk.errands.look()
    assert not desk.errands.busy
    desk.now += 200
    desk.errands.look()
    desk.work()
    assert one.ran == ["one", "one"]
    assert desk.kept == []


def test_a_bug_is_told_and_the_others_go_on(desk: Desk) -> None:
    bad, good = Fetching("bad", result=ValueError("bug")), Fetching("good")
    desk.there = [bad, good]

    def keep(job: Any) -> None:
        desk.kept.append(job)
        desk.there.clear()

    desk.keep = keep
    desk.look_in_quiet()
    with pytest.raises(ValueError, match="bug"):
        desk.work()
    desk.work()
    assert desk.kept == ["kept"]


def test_what_the_library_does_not_take_is_not_asked_for_at_once_again(desk: Desk) -> None:
    def full(job: Any) -> None:
        raise LibraryError("full")

    one = Fetching("one")
    desk.there, desk.keep = [one], full
    desk.look_in_quiet()
    with pytest.raises(LibraryError):
        desk.work()
    desk.work()
    assert one.ran == ["one"]


def test_hosts_that_may_be_asked_again_are_forgotten(desk: Desk) -> None:
    for number in range(50):
        desk.there = [Fetching(str(number), f"{number}.example", None)]
        desk.look_in_quiet()
        desk.work()
    assert (len(desk.errands._asked_at), len(desk.errands._not_before)) == (0, 50)
    desk.there = []
    desk.now += 3601
    desk.errands.look()
    assert (len(desk.errands._asked_at), len(desk.errands._not_before)) == (0, 0)


def test_closing_waits_for_nobody_and_keeps_nothing_more(desk: Desk) -> None:
    gate = threading.Event()
    one = Fetching("one", gate=gate)
    desk.there = [one]
    desk.look_in_quiet()
    thread = desk.errands._thread
    assert thread is not None
    desk.errands.close()
    gate.set()
    thread.join(10)
    assert desk.posted.empty()
    desk.errands.look()
    assert desk.errands._thread is thread
