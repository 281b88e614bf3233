"""The log of refreshes and the last answers, as the settling of arrivals writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_reader.errors import FetchError, LibraryError, NotNowError, ParseError
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.library import asked
from desktop_reader.library.writer import Writer
from desktop_reader.records.asked import Asked, Received
from desktop_reader.records.condition import Kind, condition
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged
from desktop_reader.records.sentence import DAY
from tests.library_fixtures import HOUR, NOW, answered, document, entry, follow, ok, opened

URL = "https://example.org/feed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


@pytest.fixture
def feed(library: Writer) -> int:
    return follow(library)


def good(body: bytes = b"<rss/>", moved_to: str | None = None) -> Response:
    return replace(ok(moved_to=moved_to), received=Received(URL, 200, 120, 3, "HTTP/1.1 200 OK\nServer: quay", body))


def same() -> Unchanged:
    return Unchanged(URL, 304, received=Received(URL, 304, 40))


def wall(body: bytes = b"<h1>No</h1>") -> FetchError:
    error = FetchError(Problem.FORBIDDEN, "403", status=403)
    error.received = Received(URL, 403, 70, len(body), "HTTP/1.1 403 Forbidden", body)
    return error


def test_each_refresh_leaves_a_line(library: Writer, feed: int) -> None:
    answered(library, feed, good(), document(entry("a"), entry("b")), body_hash=b"1")
    answered(library, feed, same(), now=NOW + HOUR)
    answered(library, feed, error=wall(), now=NOW + 2 * HOUR)
    assert asked.log(library.reader, feed) == [
        Asked(feed, NOW + 2 * HOUR, "forbidden", 403, 0, 0, 70, 11, "403"),
        Asked(feed, NOW + HOUR, "unchanged", 304, 0, 0, 40),
        Asked(feed, NOW, "new", 200, 2, 0, 120, 3),
    ]


def test_a_feed_that_was_not_asked_leaves_none(library: Writer, feed: int) -> None:
    answered(library, feed, error=NotNowError(Problem.TOO_MANY, "429", retry_after=60))
    assert asked.log(library.reader, feed) == []


def test_a_move_is_told_without_its_password(library: Writer, feed: int) -> None:
    for n in range(2):
        answered(library, feed, good(moved_to="https://ann:pass@new.example/"), now=NOW + n)
    assert [(one.outcome, one.detail) for one in asked.log(library.reader, feed)] == [
        ("moved", "https://new.example/"),
        ("unchanged", ""),
    ]
    facts = asked.facts(library.reader, NOW + 5)[feed]
    assert (facts.url, facts.old_url, facts.moved_at) == ("https://new.example/", URL, NOW + 1)
    assert condition(facts).kind is Kind.MOVED


def test_the_log_is_bounded(library: Writer, feed: int) -> None:
    other = follow(library, "https://other.example/", slug="other")
    with library.transaction() as live:
        asked.note(live, [Asked(other, 1, "new")])
        for at in range(400):
            asked.note(live, [Asked(feed, at, "unchanged")])
    assert [one.at for one in asked.log(library.reader, feed)] == list(range(399, 399 - asked.KEPT, -1))
    rows = library.reader.select("SELECT count(*) FROM asked WHERE feed_id = ?", (feed,))[0][0]
    assert asked.KEPT <= rows < 2 * asked.KEPT
    assert len(asked.log(library.reader, other)) == 1


def test_the_last_answer_is_the_one_that_says_something_else(library: Writer, feed: int) -> None:
    assert asked.last_answer(library.reader, feed) is None
    answered(library, feed, good(b"<rss>1</rss>"), document(entry("a")), body_hash=b"1")
    answered(library, feed, good(b"<rss>1</rss>"), body_hash=b"1", now=NOW + 1)
    answered(library, feed, same(), now=NOW + 2)
    kept = asked.last_answer(library.reader, feed)
    assert kept is not None
    assert (kept.at, kept.status, kept.body, kept.url) == (NOW, 200, b"<rss>1</rss>", URL)
    assert kept.head == "HTTP/1.1 200 OK\nServer: quay"
    answered(library, feed, error=wall(), now=NOW + 3)
    refused = asked.last_answer(library.reader, feed)
    assert refused is not None
    assert (refused.at, refused.status, refused.body, refused.size) == (NOW + 3, 403, b"<h1>No</h1>", 11)
    answered(library, feed, good(b"<rss>1</rss>"), body_hash=b"1", now=NOW + 4)
    again = asked.last_answer(library.reader, feed)
    assert again is not None
    assert (again.at, again.status) == (NOW + 4, 200), "the error page is not the last answer any more"


def test_more_is_kept_of_what_could_not_be_read(library: Writer, feed: int) -> None:
    long = b"x" * asked.OF_ILL
    answered(library, feed, good(long), document(entry("a")), body_hash=b"1")
    kept = asked.last_answer(library.reader, feed)
    assert kept is not None
    assert (len(kept.body), kept.size) == (asked.OF_FINE, len(long))
    answered(library, feed, good(long), error=ParseError(Problem.MALFORMED, "line 1"), now=NOW + 1)
    crooked = asked.last_answer(library.reader, feed)
    assert crooked is not None
    assert crooked.body == long
    assert asked.log(library.reader, feed)[0].outcome == "malformed"


def test_a_damaged_answer_is_a_fault_with_words(library: Writer, feed: int) -> None:
    answered(library, feed, error=wall())
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE answer SET body = x'00'")
    with pytest.raises(LibraryError, match="damaged"):
        asked.last_answer(library.reader, feed)


def test_with_the_feed_all_of_it_goes(library: Writer, feed: int) -> None:
    answered(library, feed, good(), document(entry("a")))
    RemoveFeed(feed).run(library)
    with library.transaction() as live:
        asked.note(live, [Asked(feed, NOW, "new")])
        asked.keep_answer(live, feed, NOW, Received(URL, 200, 1, 1, "HTTP/1.1 200 OK", b"x"), 10)
    assert library.reader.select("SELECT (SELECT count(*) FROM asked) + (SELECT count(*) FROM answer)") == [(0,)]
    assert asked.facts(library.reader, NOW) == {}


def test_the_facts_come_to_a_condition(library: Writer, feed: int) -> None:
    assert condition(asked.facts(library.reader, NOW)[feed]).kind is Kind.NEW
    weekly = [entry(str(n), at=NOW - 40 * DAY - 7 * DAY * n) for n in range(6)]
    answered(library, feed, good(), document(*weekly))
    facts = asked.facts(library.reader, NOW, [feed])[feed]
    assert (facts.gap, facts.silence, facts.has_answer, facts.took_ms) == (7 * DAY, 40 * DAY, True, (120,))
    assert condition(facts).kind is Kind.QUIET
    answered(library, feed, error=wall(), now=NOW + HOUR)
    how = condition(asked.facts(library.reader, NOW + HOUR)[feed])
    assert (how.kind, how.since_at) == (Kind.BLOCKED, NOW + HOUR)
