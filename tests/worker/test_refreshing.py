"""A refresh with a real server: what each answer does to a feed, and that nobody waits for another."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.feeds.fetch import Fetcher
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.refresh import Settled
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Outcome, Status
from desktop_reader.worker import refreshing as module
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads
from desktop_reader.worker.refreshing import Refreshing
from tests.documents import Item, page, rss
from tests.servers import Raw, Reply, Request, Site
from tests.worker.keeping import WISH, Kept

HTML = (("Content-Type", "text/html"),)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


class Under:
    """A refresh under way, whose answers are taken in by hand."""

    def __init__(self, library: Writer, digesting: Any = None) -> None:
        self.inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.settled: list[Settled] = []
        self.digesting = digesting or Digesting(None)
        self.refreshing = Refreshing(library, Downloads, self.digesting, self.inbox.put, self.settled.append)

    def take_in(self, until: Callable[[], bool] | None = None, seconds: float = 15) -> None:
        """Answers, until nothing is outstanding, or until it is true."""
        ends = time.monotonic() + seconds
        while not (until() if until else not self.refreshing.busy):
            assert time.monotonic() < ends, "it takes too long"
            try:
                self.inbox.get(timeout=0.02)()
            except queue.Empty:
                self.refreshing.flush()

    @property
    def outcomes(self) -> list[Outcome]:
        return [outcome for settled in self.settled for outcome in settled.outcomes]

    def close(self) -> None:
        self.refreshing.stop()
        self.digesting.close()


@pytest.fixture
def under(kept: Kept) -> Iterator[Under]:
    one = Under(kept.library)
    yield one
    one.close()


def test_new_then_the_same_bytes_then_304_then_changed(kept: Kept, site: Site) -> None:
    first = rss([Item(1), Item(2)])
    site.serve("/feed", first, headers=(("ETag", '"a"'),))
    feed = kept.follow(site.url("/feed"))

    assert kept.refresh()[feed] == Outcome(feed, Status.NEW, new=2)

    site.serve("/feed", first, headers=(("ETag", '"b"'),))
    assert kept.refresh()[feed] == Outcome(feed, Status.UNCHANGED)
    assert kept.state(feed).validators.etag == b'"b"', "the same bytes may come with other validators"

    site.serve("/feed", lambda request: Reply(status=304))
    assert kept.refresh()[feed] == Outcome(feed, Status.UNCHANGED)

    site.serve("/feed", rss([Item(3), Item(1, html="<p>Quite another text than before.</p>"), Item(2)]))
    assert kept.refresh()[feed] == Outcome(feed, Status.NEW, new=1, updated=1)

    asked = [request.header("if-none-match") for request in site.asked("/feed")]
    assert asked == [None, b'"a"', b'"b"', b'"b"']
    assert len(kept.articles(feed)) == 3


def test_a_fault_is_kept_on_the_feed_and_its_articles_stay(kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]), headers=(("ETag", '"a"'),))
    feed = kept.follow(site.url("/feed"))
    kept.refresh()
    before = kept.state(feed)

    site.serve("/feed", b"oops", status=500)
    outcome = kept.refresh()[feed]
    outcome_again = kept.refresh()[feed]

    assert (outcome.status, outcome.health.problem) == (Status.FAILED, Problem.SERVER)
    assert outcome_again.health.failures == 2
    after = kept.state(feed)
    assert (after.validators, after.body_hash) == (before.validators, before.body_hash)
    assert after.next_check_at > time.time() + WISH, "it is left alone for longer"
    assert kept.titles(feed) == ["Article 1"]

    site.serve("/feed", rss([Item(1)]))
    kept.refresh()
    assert kept.state(feed).health.ok


@pytest.mark.parametrize(
    ("body", "headers", "problem"),
    [(page("/feed"), HTML, Problem.NOT_A_FEED), (b"", (), Problem.EMPTY), (b"\x00\x01\x02", (), Problem.MALFORMED)],
)
def test_a_200_that_is_no_feed_keeps_the_validators_and_the_articles(
    kept: Kept, site: Site, body: bytes, headers: Any, problem: Problem
) -> None:
    site.serve("/feed", rss([Item(1)]), headers=(("ETag", '"good"'), ("Last-Modified", "yesterday")))
    feed = kept.follow(site.url("/feed"))
    kept.refresh()
    before = kept.state(feed)

    site.serve("/feed", body, headers=(("ETag", '"bad"'), *headers))
    outcome = kept.refresh()[feed]

    after = kept.state(feed)
    assert outcome.health.problem is problem
    assert (after.validators, after.body_hash, after.url) == (before.validators, before.body_hash, before.url)
    assert kept.titles(feed) == ["Article 1"]
    assert len(site.requests) == 2, "nobody looks for another feed by himself"


def test_429_pauses_the_other_feeds_of_the_host_and_no_others(kept: Kept, site: Site) -> None:
    site.serve("/busy", status=429, headers={"Retry-After": "7200"})
    feeds = [kept.follow(site.url(f"/busy?{number}")) for number in range(12)]
    with Site(host="127.0.0.2") as elsewhere:
        elsewhere.serve("/feed", rss([Item(1)]))
        other = kept.follow(elsewhere.url("/feed"))
        outcomes = kept.refresh()

    assert outcomes[other].status is Status.NEW
    assert len(site.requests) == 1, "the second connection waits for the first answer"
    assert [outcomes[feed].status for feed in feeds] == [Status.FAILED] + [Status.SKIPPED] * 11
    now = time.time()
    for feed in feeds:
        state = kept.state(feed)
        assert abs(state.not_before_at - now - 7200) < 20
        assert state.next_check_at >= state.not_before_at
        assert state.health.failures == (1 if feed == feeds[0] else 0), "who was not asked did not fail"

    skipped = kept.refresh(*feeds)
    assert {outcome.status for outcome in skipped.values()} == {Status.SKIPPED}
    assert all(outcome.not_before_at is not None for outcome in skipped.values())
    assert len(site.requests) == 1, "by hand neither"


def test_a_feed_that_is_removed_while_its_server_is_asked_leaves_nothing(kept: Kept, under: Under, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    site.serve("/gone", rss([Item(2)]))
    site.serve("/broken", status=500)
    stays, goes, fails = (kept.follow(site.url(path)) for path in ("/feed", "/gone", "/broken"))
    under.refreshing.start(kept.states(), int(time.time()))
    RemoveFeed(goes).run(kept.library)
    RemoveFeed(fails).run(kept.library)

    under.take_in()

    assert [outcome.feed_id for outcome in under.outcomes] == [stays]
    assert [feed.id for feed in kept.library.reader.feeds()] == [stays]
    assert (under.refreshing.done, under.refreshing.of) == (3, 3)


def test_a_feed_that_is_asked_already_is_not_asked_twice(kept: Kept, under: Under, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    for number in range(6):
        kept.follow(site.url(f"/feed?{number}"))

    assert under.refreshing.start(kept.states(), int(time.time())) == []
    skipped = under.refreshing.start(kept.states(), int(time.time()))
    under.take_in()

    assert {outcome.status for outcome in skipped} == {Status.SKIPPED}
    assert len(skipped) == 6
    assert sorted(request.path for request in site.requests) == [f"/feed?{number}" for number in range(6)]
    assert under.refreshing.of == 6


def test_stopping_makes_no_feed_worse_and_what_comes_later_is_not_heard(kept: Kept, under: Under, site: Site) -> None:
    asked = threading.Event()

    def slow(request: Request) -> Raw:
        asked.set()
        return site.silence()

    site.serve("/slow", slow)
    for number in range(4):
        kept.follow(site.url(f"/slow?{number}"))
    before = kept.states()
    under.refreshing.start(before, int(time.time()))
    assert asked.wait(10)

    began = time.monotonic()
    under.refreshing.stop()

    assert time.monotonic() - began < 1
    assert not under.refreshing.busy
    assert kept.states() == before
    assert (under.refreshing.done, under.refreshing.of) == (0, 0)
    while not under.inbox.empty():
        under.inbox.get()()
    assert kept.states() == before


def test_after_a_stop_the_next_refresh_works(kept: Kept, under: Under, site: Site) -> None:
    site.serve("/feed", lambda request: site.silence())
    feed = kept.follow(site.url("/feed"))
    under.refreshing.start(kept.states(), int(time.time()))
    under.refreshing.stop()
    site.serve("/feed", rss([Item(1)]))

    under.refreshing.start(kept.states(), int(time.time()))
    under.take_in()

    assert [outcome.status for outcome in under.outcomes] == [Status.NEW]
    assert kept.titles(feed) == ["Article 1"]


class Waiting:
    """A digest that never comes to work."""

    def __init__(self) -> None:
        self.added: list[Any] = []

    def add(self, task: Any, done: Callable[[Any], None]) -> None:
        self.added.append((task, done))

    def close(self) -> None:
        pass


def test_documents_that_wait_for_the_digest_are_bounded(
    kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BODIES", 4)
    monkeypatch.setattr(module, "_AT_ONCE", 8)
    site.serve("/feed", lambda request: Reply(rss([Item(1, title=request.path)])))
    for number in range(30):
        kept.follow(site.url(f"/feed?{number}"))
    digesting = Waiting()
    under = Under(kept.library, digesting)
    under.refreshing.start(kept.states(), int(time.time()))

    under.take_in(lambda: len(digesting.added) >= 4)
    with pytest.raises(AssertionError):
        under.take_in(lambda: len(digesting.added) > 8, seconds=0.5)

    assert len(site.requests) <= 8
    for task, done in digesting.added:
        done(task.run())
    under.take_in(lambda: len(digesting.added) > 8)
    under.close()


def test_a_slow_host_holds_nobody(kept: Kept, site: Site) -> None:
    with Site(host="127.0.0.2") as slow:
        slow.serve("/slow", lambda request: slow.silence())
        for number in range(40):
            kept.follow(slow.url(f"/slow?{number}"))
        site.serve("/feed", rss([Item(1)]))
        quick = [kept.follow(site.url(f"/feed?{number}")) for number in range(20)]
        under = Under(kept.library)
        began = time.monotonic()
        under.refreshing.start(kept.states(), int(time.time()))
        under.take_in(lambda: len(under.outcomes) == 20)
        seconds = time.monotonic() - began
        under.close()

    assert {outcome.feed_id for outcome in under.outcomes} == set(quick)
    assert seconds < 5
    assert slow.busiest <= 2


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_moves_when_it_was_passed_on_for_good_twice(kept: Kept, site: Site, status: int) -> None:
    site.serve("/new", rss([Item(1)]))
    site.serve("/old", status=status, headers={"Location": "/new"})
    feed = kept.follow(site.url("/old"))

    kept.refresh()
    assert kept.state(feed).url == site.url("/old")
    kept.refresh()
    assert kept.state(feed).url == site.url("/new")
    kept.refresh()

    assert [request.path for request in site.requests] == ["/old", "/new", "/old", "/new", "/new"]
    assert kept.titles(feed) == ["Article 1"]


def test_a_move_that_is_taken_back_in_between_begins_anew(kept: Kept, site: Site) -> None:
    site.serve("/new", rss([Item(1)]))
    feed = kept.follow(site.url("/old"))
    for moved in (True, False, True):
        if moved:
            site.serve("/old", status=301, headers={"Location": "/new"})
        else:
            site.serve("/old", rss([Item(1)]))
        kept.refresh()
    assert kept.state(feed).url == site.url("/old")


def test_a_login_page_behind_a_301_changes_nothing(kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]), headers=(("ETag", '"a"'),))
    feed = kept.follow(site.url("/feed"))
    kept.refresh()
    before = kept.state(feed)
    site.serve("/login", page(title="Hotel"), headers=HTML)
    site.serve("/feed", status=301, headers={"Location": "/login"})

    for _ in range(3):
        assert kept.refresh()[feed].health.problem is Problem.NOT_A_FEED

    after = kept.state(feed)
    assert (after.url, after.validators, after.moved_times) == (before.url, before.validators, 0)
    assert kept.titles(feed) == ["Article 1"]


def test_a_feed_that_is_gone_is_not_asked_by_the_clock(kept: Kept, site: Site) -> None:
    site.serve("/feed", status=410)
    feed = kept.follow(site.url("/feed"))
    assert kept.due() == [feed]
    kept.refresh()
    assert kept.due(time.time() + 30 * 86400) == []


def test_after_a_restart_nobody_is_asked_again(kept: Kept, site: Site, tmp_path: Path) -> None:
    site.serve("/feed", rss([Item(1)]))
    site.serve("/broken", status=500)
    for path in ("/feed", "/broken", "/missing"):
        kept.follow(site.url(path))
    assert len(kept.due()) == 3
    kept.refresh()
    kept.library.close()

    kept.library = Writer(kept.path)

    assert kept.due() == []
    assert kept.due(time.time() + 29 * 60) == []


def test_a_bug_while_keeping_is_raised_and_the_feed_waits_as_after_any_fault(
    kept: Kept, under: Under, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object) -> None:
        raise KeyError("nobody thought of this")

    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    monkeypatch.setattr("desktop_reader.library.store.store", faulty)
    under.refreshing.start(kept.states(), int(time.time()))

    with pytest.raises(KeyError):
        under.take_in()

    assert not under.refreshing.busy
    state = kept.state(feed)
    assert state.health.problem is Problem.MALFORMED
    assert "KeyError" in state.health.detail
    assert kept.due() == [], "else it would be asked again and again"


def test_stopping_without_keeping_touches_no_library(
    kept: Kept, under: Under, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(module, "_BATCH_SECONDS", 60)
    site.serve("/slow", lambda request: site.silence())
    site.serve("/feed", lambda request: Reply(status=304))
    kept.follow(site.url("/feed"))
    kept.follow(site.url("/slow"))
    under.refreshing.start(kept.states(), int(time.time()))
    ends = time.monotonic() + 10
    while not under.refreshing._light and time.monotonic() < ends:
        under.inbox.get(timeout=10)()
    monkeypatch.setattr(module, "settle", full)

    under.refreshing.stop(keep=False)

    assert not under.refreshing.busy


def test_a_bug_in_the_fetching_fails_those_under_way_and_no_more(
    kept: Kept, under: Under, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Fetcher.step

    def faulty(*_: object) -> None:
        monkeypatch.setattr(Fetcher, "step", right)
        raise ValueError("nobody thought of this")

    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    monkeypatch.setattr(Fetcher, "step", faulty)
    under.refreshing.start(kept.states(), int(time.time()))
    under.take_in()
    assert kept.state(feed).health.detail == "ValueError: nobody thought of this"

    under.refreshing.start(kept.states(), int(time.time()))
    under.take_in()
    assert kept.state(feed).health.ok


def test_a_digest_that_is_done_after_a_stop_is_not_heard(kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    digesting = Waiting()
    under = Under(kept.library, digesting)
    under.refreshing.start(kept.states(), int(time.time()))
    under.take_in(lambda: bool(digesting.added))
    under.refreshing.stop()
    site.serve("/feed", rss([Item(1), Item(2)]))
    under.refreshing.start(kept.states(), int(time.time()))
    under.take_in(lambda: len(digesting.added) == 2)

    (old, old_done), (new, new_done) = digesting.added
    old_done(old.run())
    under.inbox.get()()
    assert kept.titles(feed) == []
    assert under.refreshing.busy
    new_done(new.run())
    under.take_in()
    assert len(kept.titles(feed)) == 2
    under.close()


def test_a_name_that_is_looked_up_for_long_keeps_nobody_from_stopping(
    kept: Kept, under: Under, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libcurl does not end before the system has answered who that is."""
    found, looking = threading.Event(), threading.Event()
    right = Fetcher.close

    def slow(self: Fetcher) -> None:
        looking.set()
        found.wait(20)
        right(self)

    site.serve("/feed", lambda request: site.silence())
    kept.follow(site.url("/feed"))
    monkeypatch.setattr(Fetcher, "close", slow)
    under.refreshing.start(kept.states(), int(time.time()))
    began = time.monotonic()
    under.refreshing.stop()
    assert time.monotonic() - began < 3
    assert looking.is_set()
    found.set()
