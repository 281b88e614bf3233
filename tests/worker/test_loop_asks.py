"""When the loop asks by itself and when somebody wants it to: gently, in the feeds' own time, and what is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_reader.errors import FeedError, ReaderError
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.query import Query
from desktop_reader.worker import reach
from desktop_reader.worker.waiting import Waiting
from tests.documents import Item, rss
from tests.servers import Site
from tests.worker.keeping import Kept
from tests.worker.test_loop import Running, wait_until


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


@pytest.fixture
def run(kept: Kept) -> Iterator[Callable[[int], Running]]:
    """Starts a loop on the library ``kept``, which is closed before."""
    started: list[Running] = []

    def begin(wish_seconds: int = 0) -> Running:
        kept.library.close()
        started.append(Running(kept.path, wish_seconds).start())
        return started[-1]

    yield begin
    for one in started:
        if one.thread.is_alive():
            one.close()


def over(running: Running) -> Callable[[], bool]:
    return lambda: (0, 0) in running.heard.steps


def test_the_clock_asks_gently_and_a_hand_at_once(
    kept: Kept, run: Callable[[int], Running], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    gentle: list[bool] = []
    right = Waiting.take

    def take(self: Waiting) -> object:
        gentle.append(self.gently)
        return right(self)

    monkeypatch.setattr(Waiting, "take", take)
    site.serve("/feed", lambda request: rss([Item(1, title=request.path)]))
    for number in range(15):
        kept.follow(site.url(f"/feed?{number}"))
    running = run(3600)
    wait_until(lambda: len(site.requests) == 15)
    assert set(gentle) == {True}
    wait_until(over(running))
    gentle.clear()
    running.loop.refresh()
    wait_until(lambda: len(site.requests) == 30)
    assert set(gentle) == {False}


def test_a_host_that_said_not_now_is_not_asked_by_hand_and_that_is_said(
    kept: Kept, run: Callable[[int], Running], site: Site
) -> None:
    site.serve("/feed", status=429, headers={"Retry-After": "7200"})
    kept.follow(site.url("/feed"))
    running = run(0)
    running.loop.refresh()
    wait_until(lambda: len(site.requests) == 1)
    wait_until(over(running))
    assert running.heard.errors == []
    running.loop.refresh()
    wait_until(lambda: running.heard.errors)
    (error,) = running.heard.errors
    assert isinstance(error, ReaderError)
    assert str(error).startswith(f"The server asked not to be called before {time.strftime('%Y')}")
    assert len(site.requests) == 1


def test_without_a_network_a_hand_is_told_and_the_clock_is_silent_and_rests(
    kept: Kept, run: Callable[[int], Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def no_route() -> bool:
        looked.append(1)
        return False

    monkeypatch.setattr(reach, "has_route", no_route)
    feed = kept.follow("https://nobody.invalid/feed")
    before = kept.state(feed)
    running = run(3600)
    wait_until(over(running), 40)
    assert running.heard.errors == []
    times = len(looked)
    running.loop.refresh()
    wait_until(lambda: running.heard.errors, 40)
    (error,) = running.heard.errors
    assert isinstance(error, FeedError)
    assert error.problem is Problem.OFFLINE
    assert times >= 1
    assert running.heard.networks == [True]  # Once: the second time it is no news.
    running.close()
    kept.library = Writer(kept.path)
    assert kept.state(feed) == before


def test_rewritten_articles_become_unread_when_the_reader_wants_it(
    kept: Kept, run: Callable[[int], Running], site: Site
) -> None:
    feed = kept.follow(site.url("/feed"))
    said = iter(("The ferry leaves at noon.", "No ferry today, for the wind is strong.", "All ferries run again now."))
    site.serve("/feed", lambda _: rss([Item(1, html=next(said))]))
    running = run(0)
    seen: list[int] = []
    for wanted in (False, False, True):
        running.loop.set_unread_again(wanted)
        running.heard.steps.clear()
        running.loop.refresh([feed])
        wait_until(over(running))
        with closing(Reader(kept.path)) as reader:
            unread = tuple(reader.all_ids(Query(unread_only=True)))
        seen.append(len(unread))
        running.loop.submit(MarkRead(unread))
    assert seen == [1, 0, 1]
