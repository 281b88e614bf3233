"""Which version of an article is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.pages import KeepPage, ShowPage
from desktop_reader.library.writer import Writer
from desktop_reader.records.page import Page
from desktop_reader.records.query import Query
from desktop_reader.ui.reading import to_show
from tests.library_fixtures import came, entry, follow, opened

FULL = "<p>" + "and so it went on until the evening " * 40 + "</p>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """One article of one word."""
    with opened(tmp_path / "library.db") as one:
        feed = follow(one, "https://example.org/feed", title="Harbour", slug="harbour")
        came(one, feed, entry("1", "https://example.org/1", "Note", "short"))
        yield one


def number(library: Writer) -> int:
    return int(library.reader.all_ids(Query())[0])


def test_the_full_text_with_its_own_length_where_it_is_wanted(library: Writer) -> None:
    one = number(library)
    KeepPage(Page(one, 5, "https://example.org/1", FULL)).run(library)
    article, full = to_show(library.reader, one)
    assert article is not None
    assert full
    assert "until the evening" in article.html
    assert article.words == 320
    ShowPage(one, False).run(library)
    article, full = to_show(library.reader, one)
    assert article is not None
    assert (article.html, article.words, full) == ("<p>short</p>", 1, False)


def test_a_damaged_page_leaves_what_the_feed_gave(library: Writer) -> None:
    one = number(library)
    KeepPage(Page(one, 5, "https://example.org/1", FULL)).run(library)
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE page SET source = x'00112233'")
    article, full = to_show(library.reader, one)
    assert article is not None
    assert (article.html, full) == ("<p>short</p>", False)


def test_an_article_that_is_gone_is_nothing(library: Writer) -> None:
    assert to_show(library.reader, 99) == (None, False)
    assert to_show(library.reader, 0) == (None, False)
