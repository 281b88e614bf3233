"""A loop that does only what it is told, and one that has so much to do that it is never idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.mark import Star
from desktop_reader.jobs.rules import KeepRule
from desktop_reader.records.rule import Rule
from desktop_reader.worker import waiting
from desktop_reader.worker.loop import Loop, _Turn
from desktop_reader.worker.refreshing import Refreshing
from desktop_reader.worker.resting import Resting
from tests.documents import Item, rss
from tests.servers import Site
from tests.worker.keeping import Kept
from tests.worker.test_loop import Heard


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


class Running:
    """A loop on a thread of its own."""

    def __init__(self, kept: Kept, *, by_hand: bool) -> None:
        kept.library.close()
        self.heard = Heard()
        self.loop = Loop(kept.path, self.heard, 3600, by_hand=by_hand)
        self._thread = threading.Thread(target=self.loop.run, daemon=True)
        self._thread.start()

    def passed(self) -> None:
        """All that was in its line is done."""
        done = threading.Event()
        self.loop._post(_Turn.IMPROVE, done.set)
        assert done.wait(20)

    def close(self) -> None:
        self.loop.close()
        self._thread.join(20)
        assert not self._thread.is_alive()


def wait_until(true: Callable[[], object], seconds: float = 15.0) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came to pass"
        time.sleep(0.01)


def test_by_hand_nobody_is_asked_and_no_rule_runs_by_itself_and_deeds_are_done(
    kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/feed", rss([Item(1), Item(2)]))
    feed = kept.follow(site.url("/feed"))
    KeepRule(Rule(0, "All", search="article", deeds=("star",))).run(kept.library)
    running = Running(kept, by_hand=True)
    for _ in range(3):
        running.passed()
        running.loop._post(_Turn.USER, running.loop._idle)
    running.passed()
    assert site.requests == []

    running.loop.refresh([feed])
    wait_until(lambda: any(changes.new for changes in running.heard.changes))
    wait_until(lambda: running.heard.steps[-1] == (0, 0))
    running.loop.submit(Star((1,)))
    running.passed()
    running.passed()
    running.close()
    assert [len(site.requests), running.heard.errors] == [1, []]

    kept.library = type(kept.library)(kept.path)
    assert {article.id: article.starred for article in kept.articles(feed)} == {1: True, 2: False}


def test_a_refresh_goes_on_while_there_is_always_something_else_to_do(
    kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_AT_FIRST", 1)
    monkeypatch.setattr(waiting, "_A_SECOND", 4)
    for number in range(3):
        site.serve(f"/{number}", rss([Item(number)]))
        kept.follow(site.url(f"/{number}"))
    running = Running(kept, by_hand=False)
    ended = threading.Event()

    def again() -> None:
        if not ended.is_set():
            time.sleep(0.005)
            running.loop._post(_Turn.IMPROVE, again)

    again()
    running.loop.refresh_gently()
    try:
        wait_until(lambda: len(site.requests) == 3)
        wait_until(lambda: not running.loop._refreshing.busy)
    finally:
        ended.set()
        running.close()
    assert running.heard.errors == []


def test_the_library_rests_when_nothing_is_under_way(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Resting] = []
    monkeypatch.setattr(Resting, "look", lambda resting: looks.append(resting))
    running = Running(kept, by_hand=False)
    running.loop._post(_Turn.USER, running.loop._idle)
    running.passed()
    assert looks

    busy = Refreshing.busy
    monkeypatch.setattr(Refreshing, "busy", property(lambda refreshing: True))
    running.passed()
    looks.clear()
    running.loop._post(_Turn.USER, running.loop._idle)
    running.passed()
    monkeypatch.setattr(Refreshing, "busy", busy)
    running.close()
    assert looks == []
    assert running.heard.errors == []


def test_the_library_rests_after_a_refresh(kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[int, int]] = []
    site.serve("/feed", rss([Item(1), Item(2)]))
    feed = kept.follow(site.url("/feed"))
    running = Running(kept, by_hand=False)
    monkeypatch.setattr(Loop, "_idle", lambda loop: None)
    monkeypatch.setattr(Resting, "look", lambda resting: looks.append(running.heard.steps[-1]))
    running.loop.refresh([feed])
    wait_until(lambda: looks)
    running.close()
    assert looks[0] == (0, 0), "not before it was over"
    assert running.heard.errors == []
