"""Articles that become unread again: only if the reader wants it, and only when their text was rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.again import UnreadAgain
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.library import again
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from tests.library_fixtures import NOW, answered, counters_are_right, document, entry, follow, ok, opened, rows

FIRST = "The ferry leaves at noon."
SECOND = "The ferry leaves at noon. Update: there is too much wind today."
THIRD = "All ferries are running again since the early morning."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def unread(library: Writer) -> list[int]:
    return list(library.reader.all_ids(Query(unread_only=True)))


def said(library: Writer, feed: int, text: str, of_all: bool = False, title: str = "Noon ferry") -> list[int]:
    """The feed says this of its one article, which is opened when it is unread; which ones were unread then."""
    answered(library, feed, ok(), document(entry("g", title=title, text=text)), unread_again=of_all)
    found = unread(library)
    library.mark_read(found, True)
    assert counters_are_right(library)
    return found


def test_what_was_read_stays_read_unless_asked(library: Writer) -> None:
    feed = follow(library)
    (number,) = said(library, feed, FIRST)
    assert said(library, feed, SECOND) == []
    assert said(library, feed, THIRD, of_all=True) == [number]
    assert said(library, feed, THIRD + " 17 comments", of_all=True) == []
    assert said(library, feed, THIRD, of_all=True, title="Ferries run") == [number]


def test_a_feed_has_its_own_wish(library: Writer) -> None:
    quiet, loud = follow(library), follow(library, "https://other.example/feed", slug="other")
    assert UnreadAgain(quiet, False).run(library).feeds == {quiet}
    assert UnreadAgain(loud, True).run(library).feeds == {loud}
    assert not UnreadAgain(loud, True).run(library)
    assert [again.wish(library.reader, feed) for feed in (quiet, loud)] == [False, True]
    said(library, quiet, FIRST)
    (number,) = said(library, loud, FIRST)
    assert said(library, quiet, SECOND, of_all=True) == []
    assert said(library, loud, SECOND) == [number]
    UnreadAgain(loud, None).run(library)
    assert again.wish(library.reader, loud) is None
    assert said(library, loud, THIRD) == []


def test_two_versions_by_turns_are_news_once(library: Writer) -> None:
    """As of two servers behind one address, of which each has its own copy."""
    feed = follow(library)
    (number,) = said(library, feed, FIRST, True)
    assert said(library, feed, SECOND, True) == [number]
    for turn in range(6):
        assert said(library, feed, SECOND if turn % 2 else FIRST, True) == []
    assert said(library, feed, THIRD, True) == [number]


def test_whoever_shows_it_hears_of_it(library: Writer) -> None:
    feed = follow(library)
    (number,) = said(library, feed, FIRST)
    settled = answered(library, feed, ok(), document(entry("g", title="Noon ferry", text=SECOND)), unread_again=True)
    assert (settled.changes.updated, settled.changes.state) == ((number,), (number,))
    assert settled.changes.feeds == {feed}
    settled = answered(library, feed, ok(), document(entry("g", title="Noon ferry", text=THIRD)), unread_again=True)
    assert (settled.changes.updated, settled.changes.state) == ((number,), ()), "it was unread already"


def test_an_article_that_came_under_another_name_is_no_exception(library: Writer) -> None:
    feed = follow(library)
    before = entry("old", "https://example.org/a", "Noon ferry", FIRST, NOW - 5)
    answered(library, feed, ok(), document(before))
    (number,) = unread(library)
    library.mark_read([number], True)
    answered(library, feed, ok(), document(entry("new", before.url, before.title, FIRST, NOW)), unread_again=True)
    assert unread(library) == []
    answered(library, feed, ok(), document(entry("new", before.url, before.title, THIRD, NOW)), unread_again=True)
    assert unread(library) == [number]


def test_a_feed_that_goes_takes_its_wish_along(library: Writer) -> None:
    feed = follow(library)
    UnreadAgain(feed, True).run(library)
    RemoveFeed(feed).run(library)
    assert rows(library.path, "SELECT * FROM meta WHERE key LIKE 'unread again %'") == []
