"""One refresh on the caller's thread, as the command line makes it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.records.health import Problem
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import Status
from desktop_reader.worker import once
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import DigestFeed
from tests.documents import Item, rss
from tests.servers import Site
from tests.worker.keeping import WISH, Kept


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name in ("downloads", "digesting")]


def test_nothing_to_do_is_done(kept: Kept) -> None:
    assert list(once.refresh(kept.library, [], WISH)) == []


def test_many_feeds_are_digested_by_a_helper_and_all_can_be_found(kept: Kept, site: Site) -> None:
    site.serve("/feed", lambda request: rss([Item(1, title=f"Lighthouse {request.path[-1]}")]))
    feeds = [kept.follow(site.url(f"/feed?{number}")) for number in range(6)]

    outcomes = kept.refresh()

    assert {feed: outcome.status for feed, outcome in outcomes.items()} == dict.fromkeys(feeds, Status.NEW)
    assert kept.library.reader.unindexed(1) == []
    assert kept.library.reader.count(Query(search="lighthouse")) == 6
    assert own_threads() == []


def test_no_document_is_read_in_this_process(kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a single one: it may take for ever, and only another process can be ended."""

    def here(self: DigestFeed) -> None:
        raise AssertionError("read here")

    monkeypatch.setattr(DigestFeed, "run", here)
    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    assert kept.refresh()[feed].status is Status.NEW


def test_a_document_that_is_never_read_to_its_end_is_given_up(
    kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "Helper", lambda: Helper(deadline=0.0))
    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    outcome = kept.refresh()[feed]
    assert (outcome.status, outcome.health.problem) == (Status.FAILED, Problem.TOO_SLOW_TO_READ)


def test_leaving_early_gives_up_what_is_outstanding(kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    site.serve("/slow", lambda request: site.silence())
    quick, slow = kept.follow(site.url("/feed")), kept.follow(site.url("/slow"))
    before = kept.state(slow)
    outcomes = once.refresh(kept.library, kept.states(), WISH)
    assert next(outcomes).feed_id == quick

    began = time.monotonic()
    outcomes.close()  # type: ignore[attr-defined]

    assert time.monotonic() - began < 2
    assert kept.state(slow) == before
    assert own_threads() == []
    assert kept.library.reader.unindexed(1) == []


def test_closing_the_digest_never_waits_for_a_task_that_nobody_brings() -> None:
    """The thread and ``close`` take from one queue; whoever comes too late must not wait for ever."""

    class Quick:
        def run(self) -> int:
            return 1

    for _ in range(200):
        digesting = Digesting(None)
        for _ in range(5):
            digesting.add(Quick(), lambda _: None)
        closing = threading.Thread(target=digesting.close, daemon=True)
        closing.start()
        closing.join(5)
        assert not closing.is_alive()
