"""What is kept of an answer: entries, validators, health, address and the next moment, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_reader.errors import FetchError, NotNowError, ParseError
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.library import fetching
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, Rhythm
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import FeedRequest, Status, Unchanged, Validators
from tests.library_fixtures import HOUR, NOW, answered, document, entry, follow, ok, opened

BOTH = Validators(b'"one"', b"Mon, 01 Jan 2024 00:00:00 GMT")
NEW_HOME = "https://moved.example/feed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


@pytest.fixture
def feed(library: Writer) -> int:
    return follow(library)


def state(library: Writer, feed: int) -> FetchState:
    with library.transaction() as live:
        return fetching.states(live, [feed])[0]


def not_modified(validators: Validators = Validators(), moved_to: str | None = None) -> Unchanged:  # noqa: B008
    return Unchanged("https://example.org/feed", 304, validators, moved_to)


def test_a_first_answer(library: Writer, feed: int) -> None:
    digest = document(entry("a", title="A"), entry("b", title="B"), title="Its title", rhythm=Rhythm(90))
    kept = answered(library, feed, ok(BOTH), digest, body_hash=b"hash")
    assert [(o.status, o.new, o.updated) for o in kept.outcomes] == [(Status.NEW, 2, 0)]
    assert set(kept.changes.new) == set(library.reader.all_ids(Query()))
    assert kept.changes.feeds == {feed}
    assert kept.changes.tree
    now = state(library, feed)
    assert (now.validators, now.body_hash, now.checked_at, now.health.ok) == (BOTH, b"hash", NOW, True)
    assert now.rhythm == Rhythm(90)
    assert now.next_check_at >= NOW + 90 * 60
    assert library.reader.feeds()[0].title == "Its title"


def test_validators_are_one_set(library: Writer, feed: int) -> None:
    """C10: a 200 with only a date drops the old tag. C11: the same body may bring new ones."""
    answered(library, feed, ok(BOTH), document(entry("a")), body_hash=b"h")
    only_date = Validators(None, b"Tue, 02 Jan 2024 00:00:00 GMT")
    kept = answered(library, feed, ok(only_date), body_hash=b"h")
    assert kept.outcomes[0].status is Status.UNCHANGED
    assert state(library, feed).validators == only_date
    assert state(library, feed).body_hash == b"h"
    answered(library, feed, ok(Validators()), document(entry("b")), body_hash=b"i")
    assert state(library, feed).validators == Validators()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (Validators(), BOTH),
        (Validators(b'"two"'), Validators(b'"two"', BOTH.last_modified)),
        (BOTH, BOTH),
    ],
)
def test_a_304_may_renew_the_set(library: Writer, feed: int, told: Validators, kept: Validators) -> None:
    answered(library, feed, ok(BOTH), document(entry("a")))
    assert answered(library, feed, not_modified(told)).outcomes[0].status is Status.UNCHANGED
    assert state(library, feed).validators == kept


def test_a_304_to_a_question_without_validators_gives_none(library: Writer, feed: int) -> None:
    """C17"""
    answered(library, feed, not_modified(BOTH))
    assert state(library, feed).validators == Validators()


@pytest.mark.parametrize(
    "error",
    [
        FetchError(Problem.TOO_MANY, status=429, retry_after=60),
        FetchError(Problem.SERVER, "500", status=500),
        FetchError(Problem.NOT_FOUND, status=404),
        ParseError(Problem.NOT_A_FEED),
        ParseError(Problem.EMPTY),
    ],
    ids=str,
)
def test_validators_and_articles_survive_every_fault(
    library: Writer, feed: int, error: FetchError | ParseError
) -> None:
    """C13, C14, C16, S06 to S17"""
    answered(library, feed, ok(BOTH), document(entry("a")), body_hash=b"h")
    kept = answered(library, feed, error=error, now=NOW + HOUR)
    assert kept.outcomes[0].status is Status.FAILED
    assert kept.outcomes[0].health.problem is error.problem
    now = state(library, feed)
    assert (now.validators, now.body_hash, now.checked_at) == (BOTH, b"h", NOW + HOUR)
    assert library.reader.count(Query()) == 1
    assert library.reader.feeds()[0].health.sentence


def test_health_counts_and_heals(library: Writer, feed: int) -> None:
    for turn in range(3):
        answered(library, feed, error=FetchError(Problem.SERVER, "503"), now=NOW + turn)
    health = library.reader.feeds()[0].health
    assert (health.problem, health.detail, health.failures, health.since_at) == (Problem.SERVER, "503", 3, NOW)
    assert answered(library, feed, not_modified()).changes == Changes(feeds=frozenset({feed}))
    assert library.reader.feeds()[0].health.ok
    assert not answered(library, feed, not_modified()).changes


def test_too_many_requests_is_heeded_by_hand_as_well(library: Writer, feed: int) -> None:
    kept = answered(library, feed, error=FetchError(Problem.TOO_MANY, status=429, retry_after=7200))
    assert kept.outcomes[0].not_before_at == NOW + 7200
    assert state(library, feed).not_before_at == NOW + 7200
    answered(library, feed, not_modified(), now=NOW + 7200)
    assert state(library, feed).not_before_at == 0


def test_who_was_not_asked_did_not_fail(library: Writer, feed: int) -> None:
    """Its host had said "not now" to another feed."""
    answered(library, feed, ok(BOTH), document(entry("a")), body_hash=b"h")
    before = state(library, feed)
    kept = answered(library, feed, error=NotNowError(Problem.TOO_MANY, retry_after=7200), now=NOW + 60)
    (outcome,) = kept.outcomes
    assert (outcome.status, outcome.not_before_at) == (Status.SKIPPED, NOW + 7260)
    assert not kept.changes
    after = state(library, feed)
    assert (after.health, after.checked_at) == (before.health, before.checked_at)
    assert after.not_before_at == NOW + 7260
    assert after.next_check_at >= NOW + 7260


def due(library: Writer, at: int) -> list[int]:
    with library.transaction() as live:
        return [s.feed_id for s in fetching.due(live, at, 99)]


def test_gone_is_asked_no_more_until_it_is_there_again(library: Writer, feed: int) -> None:
    answered(library, feed, error=FetchError(Problem.GONE, status=410))
    assert due(library, NOW + 10**9) == []
    assert library.reader.feeds()[0].next_check_at is None
    answered(library, feed, error=FetchError(Problem.TIMED_OUT))  # By hand, on a bad day.
    assert due(library, NOW + 10**9) == []
    answered(library, feed, ok(), document(entry("a")))
    assert due(library, NOW + 10**9) == [feed]


def test_a_check_that_a_wrong_clock_put_far_away_is_due(library: Writer, feed: int) -> None:
    answered(library, feed, not_modified(), now=NOW + 10 * 365 * 86400)
    assert due(library, NOW) == [feed]
    with library.transaction() as live:
        assert fetching.next_due_at(live) is not None


def test_due_feeds_are_the_longest_overdue_first(library: Writer) -> None:
    feeds = [follow(library, f"https://{n}.example/") for n in range(4)]
    for number, feed in enumerate(feeds[:3]):
        answered(library, feed, not_modified(), now=NOW - number * DAYS)
    assert due(library, NOW + DAYS) == [feeds[3], feeds[2], feeds[1], feeds[0]]
    with library.transaction() as live:
        assert [s.feed_id for s in fetching.due(live, NOW + DAYS, 2)] == [feeds[3], feeds[2]]


DAYS = 2 * 86400


def test_an_address_moves_when_it_led_to_a_feed_twice(library: Writer, feed: int) -> None:
    answered(library, feed, ok(moved_to=NEW_HOME), document(entry("a")))
    assert state(library, feed).url == "https://example.org/feed"
    answered(library, feed, not_modified(moved_to=NEW_HOME))
    assert state(library, feed).url == NEW_HOME
    assert (state(library, feed).moved_to, state(library, feed).moved_times) == (None, 0)


def test_a_login_page_moves_nothing(library: Writer, feed: int) -> None:
    for _ in range(5):
        answered(library, feed, ok(moved_to=NEW_HOME), error=ParseError(Problem.NOT_A_FEED))
    assert state(library, feed).url == "https://example.org/feed"


def test_confirmations_must_agree(library: Writer, feed: int) -> None:
    for place in (NEW_HOME, "https://other.example/", NEW_HOME, None, NEW_HOME):
        answered(library, feed, ok(moved_to=place), body_hash=b"h")
        assert state(library, feed).url == "https://example.org/feed"


def test_a_feed_that_moves_onto_another_joins_it(library: Writer, feed: int) -> None:
    """R18"""
    other = follow(library, NEW_HOME)
    answered(library, other, ok(), document(entry("a", title="A")))
    library.mark_read(library.reader.all_ids(Query()), True)
    answered(library, feed, ok(moved_to=NEW_HOME), document(entry("a", title="A"), entry("b", title="B")))
    kept = answered(library, feed, ok(moved_to=NEW_HOME), document(entry("a", title="A"), entry("c", title="C")))
    assert [one.id for one in library.reader.feeds()] == [other]
    assert state(library, other).url == NEW_HOME
    assert (library.reader.count(Query()), library.reader.count(Query(unread_only=True))) == (3, 2)
    assert kept.changes.tree
    assert len(kept.changes.removed) == 1
    assert not set(kept.changes.new) & set(kept.changes.removed)
    assert set(kept.changes.new) <= set(library.reader.all_ids(Query()))


def test_a_feed_that_was_removed_meanwhile_is_passed_over(library: Writer, feed: int) -> None:
    stays = follow(library, "https://stays.example/")
    RemoveFeed(feed).run(library)
    arrivals = [Arrival(FeedRequest(n, "https://example.org/feed"), not_modified()) for n in (feed, stays)]
    kept = settle(library, arrivals, NOW, HOUR)
    assert [o.feed_id for o in kept.outcomes] == [stays]
    assert answered(library, feed, ok(), document(entry("a"))).outcomes == ()
    assert library.reader.count(Query()) == 0


def test_the_same_document_again_changes_nothing(library: Writer, feed: int) -> None:
    digest = document(entry("a"), title="T")
    answered(library, feed, ok(), digest)
    again = answered(library, feed, ok(), replace(digest, entries=(), known=(digest.entries[0].fingerprint,)))
    assert again.outcomes[0].status is Status.UNCHANGED
    assert not again.changes


def test_entries_and_validators_are_kept_together_or_not_at_all(
    library: Writer, feed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(fetching, "keep", broken)
    with pytest.raises(MemoryError):
        answered(library, feed, ok(BOTH), document(entry("a"), title="New title"))
    monkeypatch.undo()
    assert library.reader.count(Query()) == 0
    assert state(library, feed).validators == Validators()
    assert library.reader.feeds()[0].title != "New title"


@pytest.mark.parametrize(
    "impossible",
    [entry("b", title="T\ud800"), entry("b", enclosures=(Enclosure("https://example.org/", "", 2**70),))],
    ids=["a lone surrogate", "a number of 70 bits"],
)
def test_what_sqlite_does_not_take_is_a_fault_of_the_feed(library: Writer, feed: int, impossible: object) -> None:
    """The feed waits as after every fault; were it left as it is, it would be due again at once, for ever."""
    kept = answered(library, feed, ok(BOTH), document(entry("a"), impossible))  # type: ignore[arg-type]
    assert kept.outcomes[0].health.problem is Problem.MALFORMED
    assert state(library, feed).next_check_at >= NOW + HOUR
    assert library.reader.count(Query()) == 0


def test_many_answers_without_news_are_one_transaction(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = [follow(library, f"https://{n}.example/") for n in range(60)]
    begun = 0
    transaction = library.transaction

    def counted() -> object:
        nonlocal begun
        begun += 1
        return transaction()

    monkeypatch.setattr(library, "transaction", counted)
    kept = settle(library, [Arrival(FeedRequest(n, ""), not_modified()) for n in feeds], NOW, HOUR)
    assert (begun, len(kept.outcomes)) == (1, 60)
