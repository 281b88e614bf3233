"""The machine has slept: the clock on the wall has gone on while all timers stood still, and every feed is due."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from desktop_reader.worker import loop
from desktop_reader.worker.waiting import Waiting
from tests.documents import Item, rss
from tests.servers import Site
from tests.worker.keeping import Kept
from tests.worker.test_loop import Running, wait_until
from tests.worker.test_loop_asks import kept, over, run

__all__ = ["kept", "run"]

NIGHT = 8 * 3600
COUNT = 15


@pytest.fixture
def asked(kept: Kept, run: Callable[[int], Running], site: Site) -> Running:
    """A loop that has asked all its feeds, and sleeps."""
    site.serve("/feed", lambda request: rss([Item(1, title=request.path)]))
    for number in range(COUNT):
        kept.follow(site.url(f"/feed?{number}"))
    running = run(3600)
    wait_until(lambda: len(site.requests) == COUNT)
    wait_until(over(running))
    return running


def slept(monkeypatch: pytest.MonkeyPatch) -> None:
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + NIGHT)


def test_told_of_it_the_loop_asks_what_is_due_once_and_gently(
    asked: Running, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    gentle: list[bool] = []
    right = Waiting.take

    def take(self: Waiting) -> object:
        gentle.append(self.gently)
        return right(self)

    monkeypatch.setattr(Waiting, "take", take)
    slept(monkeypatch)
    asked.heard.steps.clear()
    for _ in range(3):
        asked.loop.hold(False)
    wait_until(lambda: len(site.requests) == 2 * COUNT)
    wait_until(over(asked))
    assert set(gentle) == {True}
    assert len(site.requests) == 2 * COUNT


def test_paused_it_asks_nobody_until_the_pause_is_over(
    asked: Running, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.loop.hold(True)
    wait_until(lambda: asked.loop._held)  # The loop hears of it on its own thread.
    slept(monkeypatch)
    asked.loop.hold(True)
    time.sleep(0.3)
    assert len(site.requests) == COUNT
    asked.loop.hold(False)
    wait_until(lambda: len(site.requests) == 2 * COUNT)


def test_told_by_nobody_it_looks_again_by_itself(
    kept: Kept, run: Callable[[int], Running], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_LONGEST_SLEEP", 0.2)
    site.serve("/feed", lambda request: rss([Item(1)]))
    kept.follow(site.url("/feed"))
    running = run(3600)
    wait_until(over(running))
    slept(monkeypatch)
    wait_until(lambda: len(site.requests) == 2)
