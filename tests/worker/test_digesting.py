"""Documents are digested one after the other; where many wait for long, two at once, each answered once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import ParseError
from desktop_reader.worker import digesting as module
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.helper import Helper
from tests.worker.chores import Who

CHECKOUT = Path(__file__).resolve().parents[2]


class Desk:
    """What came back, and how many helpers were hired for it."""

    def __init__(self) -> None:
        self.hired: list[Helper] = []
        self.found: list[Any] = []
        self.all = threading.Event()
        self.digesting = Digesting(self.hire(), self.hire)

    def hire(self) -> Helper:
        self.hired.append(Helper())
        return self.hired[-1]

    def give(self, many: int, wait: bool = True) -> None:
        self.all.clear()
        until = len(self.found) + many
        for number in range(many):
            self.digesting.add(Who(number), self.taker(until))
        assert not wait or self.all.wait(30)

    def taker(self, until: int) -> Callable[[object], None]:
        def take(result: object) -> None:
            self.found.append(result)
            if len(self.found) == until:
                self.all.set()

        return take


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setattr(module, "_LONG", 0.1)
    monkeypatch.setattr(module, "_IDLE", 0.2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    one = Desk()
    yield one
    one.digesting.close()


def processes(found: list[Any]) -> set[int]:
    return {process for _, process in found if isinstance(process, int)}


def test_a_few_are_done_by_one_in_their_order(desk: Desk) -> None:
    desk.give(3)
    assert [number for number, _ in desk.found] == [0, 1, 2]
    assert len(desk.hired) == 1


def test_many_are_done_by_two_and_the_second_goes_again(desk: Desk) -> None:
    desk.give(60)
    assert sorted(number for number, _ in desk.found) == list(range(60))
    assert len(processes(desk.found)) == 2
    assert len(desk.hired) == 2

    until = time.monotonic() + 10
    while desk.digesting._second is not None:
        assert time.monotonic() < until
        time.sleep(0.02)
    with pytest.raises(ParseError):
        desk.hired[1].run(Who(0))  # It was closed for good.

    desk.give(60)
    assert len(desk.hired) == 3


def test_on_one_core_one_is_enough(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = Digesting(None, desk.hire)
    done = threading.Semaphore(0)
    for number in range(30):
        alone.add(Who(number), lambda _: done.release())
    for _ in range(30):
        assert done.acquire(timeout=10)
    alone.close()
    assert len(desk.hired) == 1


def test_closing_ends_both_and_drops_what_waits(desk: Desk) -> None:
    desk.give(400, wait=False)
    until = time.monotonic() + 10
    while desk.digesting._second is None:
        assert time.monotonic() < until
        time.sleep(0.01)
    desk.digesting.close()
    told = len(desk.found)
    assert told < 400
    time.sleep(0.1)
    assert len(desk.found) == told
    assert [one for one in threading.enumerate() if one.name.startswith("digesting")] == []
