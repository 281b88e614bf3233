"""Full texts beside the feed's own: kept, set aside, found by a search, wanted of a feed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.pages import FetchInFull, KeepPage, ShowPage
from desktop_reader.jobs.tidy import CatchUpSearch
from desktop_reader.library import pages
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.page import Page
from desktop_reader.records.query import Query
from tests.library_fixtures import came, entry, follow, opened

FULL = "<p>" + "The whole tale of the cormorant, with all that came after. " * 20 + "</p>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as one:
        yield one


def feed_of(library: Writer, count: int) -> tuple[int, list[int]]:
    feed = follow(library, "https://example.org/feed", title="Harbour", slug="harbour")
    came(library, feed, *(entry(str(n), f"https://example.org/{n}", f"Note {n}", "short", at=n) for n in range(count)))
    return feed, list(library.reader.all_ids(Query()))


def kept(library: Writer, number: int, html: str = FULL, problem: str | None = None) -> Page:
    page = Page(number, 5, f"https://example.org/{number}", html, problem)
    KeepPage(page).run(library)
    return page


def test_a_page_is_kept_beside_what_the_feed_gave(library: Writer) -> None:
    _, (number,) = feed_of(library, 1)
    page = kept(library, number)
    assert pages.page_of(library.reader, number) == page
    assert page.shown
    article = library.reader.article(number)
    assert article is not None
    assert article.html == "<p>short</p>"


def test_it_is_set_aside_and_shown_again(library: Writer) -> None:
    _, (number,) = feed_of(library, 1)
    kept(library, number)
    assert ShowPage(number, False).run(library).updated == (number,)
    page = pages.page_of(library.reader, number)
    assert page is not None
    assert not page.shown
    assert page.html == FULL
    assert not ShowPage(number, False).run(library)
    assert ShowPage(number, True).run(library).updated == (number,)
    again = pages.page_of(library.reader, number)
    assert again is not None
    assert again.shown


def test_a_failure_is_remembered_but_takes_nothing_away(library: Writer) -> None:
    _, (number, other) = feed_of(library, 2)
    assert not KeepPage(Page(number, 5, "", problem=Problem.NOT_FOUND)).run(library)
    failed = pages.page_of(library.reader, number)
    assert failed is not None
    assert (failed.problem, failed.shown) == ("not-found", False)
    assert not ShowPage(number, True).run(library)
    page = kept(library, other)
    kept(library, other, "", Problem.NOT_FOUND)
    assert pages.page_of(library.reader, other) == page
    kept(library, number)
    assert pages.page_of(library.reader, number) is not None


def test_of_an_article_that_is_gone_nothing_is_kept(library: Writer) -> None:
    _, (number,) = feed_of(library, 1)
    kept(library, number)
    library.delete([number])
    assert pages.page_of(library.reader, number) is None
    assert not KeepPage(Page(number, 5, "", FULL)).run(library)
    assert pages.page_of(library.reader, number) is None


def test_a_search_finds_the_words_of_the_full_text(library: Writer) -> None:
    _, (number, _) = feed_of(library, 2)
    CatchUpSearch().run(library)
    assert list(library.reader.all_ids(Query(search="cormorant"))) == []
    kept(library, number)
    CatchUpSearch().run(library)
    assert list(library.reader.all_ids(Query(search="cormorant"))) == [number]


def test_the_newest_articles_of_a_feed_are_wanted_in_full_until_it_was_tried(library: Writer) -> None:
    feed, numbers = feed_of(library, 40)
    assert pages.wanted(library.reader, 100) == []
    assert FetchInFull(feed, True).run(library).feeds == {feed}
    assert not FetchInFull(feed, True).run(library)
    assert pages.is_full(library.reader, feed)
    wanted = pages.wanted(library.reader, 100)
    assert [one.article for one in wanted] == sorted(numbers[:30], reverse=True)
    assert wanted[0].subscription == "https://example.org/feed"
    kept(library, wanted[0].article)
    kept(library, wanted[1].article, "", Problem.FORBIDDEN)
    assert pages.wanted(library.reader, 100) == wanted[2:]
    FetchInFull(feed, False).run(library)
    assert pages.wanted(library.reader, 100) == []


REWRITTEN = "Nothing of what was said before is true: the cormorant never left."


def rewritten(library: Writer, feed: int, text: str = REWRITTEN) -> None:
    came(library, feed, entry("0", "https://example.org/0", "Note 0", text, at=0))


@pytest.mark.parametrize("in_full", [True, False])
def test_a_page_that_the_feed_overtook_is_fetched_again_and_stays_until_then(library: Writer, in_full: bool) -> None:
    feed, (number,) = feed_of(library, 1)
    FetchInFull(feed, in_full).run(library)
    page = kept(library, number)
    rewritten(library, feed, "short 12")
    assert pages.wanted(library.reader, 9) == []
    rewritten(library, feed)
    assert [one.article for one in pages.wanted(library.reader, 9)] == [number]
    assert pages.page_of(library.reader, number) == page
    KeepPage(Page(number, 9, page.url, "", Problem.NOT_FOUND)).run(library)
    assert pages.page_of(library.reader, number) == page
    assert pages.wanted(library.reader, 9) == [], "until it is rewritten again"
    rewritten(library, feed, "And once more all is otherwise, by another hand.")
    assert [one.article for one in pages.wanted(library.reader, 9)] == [number]
    newer = kept(library, number, "<p>The newer tale.</p>")
    assert pages.page_of(library.reader, number) == newer
    assert pages.wanted(library.reader, 9) == []


def test_a_page_that_was_set_aside_is_fetched_again_when_it_is_wanted_again(library: Writer) -> None:
    feed, (number,) = feed_of(library, 1)
    kept(library, number)
    ShowPage(number, False).run(library)
    rewritten(library, feed)
    assert pages.wanted(library.reader, 9) == []
    ShowPage(number, True).run(library)
    assert [one.article for one in pages.wanted(library.reader, 9)] == [number]
    ShowPage(number, False).run(library)
    kept(library, number, "<p>The newer tale.</p>")
    page = pages.page_of(library.reader, number)
    assert page is not None
    assert (page.html, page.shown) == ("<p>The newer tale.</p>", False), "the reader wants the feed's version"
