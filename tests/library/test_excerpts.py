"""What a row of a search shows of an article's text."""

from __future__ import annotations

from pathlib import Path

from desktop_reader.library import excerpts
from desktop_reader.library.reader import Reader
from desktop_reader.records.search import Term
from tests.library_fixtures import came, entry, follow, made, opened, rows

MOON = (Term("moon"),)
LONG = "<p>The harbour was quiet and the ferries ran late because of the fog.</p>\n"


def test_html_becomes_words() -> None:
    html = '<h2>One</h2><p>a<b>b</b>c &lt;d&gt; &amp; <a href="https://example.org/?a=b>c">link</a><br>end</p><ul><li>x</ul>'
    assert excerpts.plain(html).split() == ["One", "abc", "<d>", "&", "link", "end", "x"]


def test_words_in_tags_are_not_found() -> None:
    assert excerpts.excerpt('<p><img src="https://example.org/moon.png" alt="a > moon">sun</p>', MOON) == ""


def test_a_text_begins_at_its_beginning_or_says_so() -> None:
    assert excerpts.excerpt("<p>The <i>moon</i> rose.</p>", MOON) == "The moon rose."
    assert excerpts.excerpt(LONG * 9 + "<p>The moon rose.</p>", MOON) == "…The moon rose."


def test_far_down_it_is_found_too_but_not_at_any_cost() -> None:
    assert excerpts.excerpt(LONG * 1_500 + "<p>The moon rose.</p>", MOON) == "…The moon rose."
    assert excerpts.excerpt(LONG * 20_000 + "<p>The moon rose.</p>", MOON) == ""
    assert excerpts.excerpt("x" * 2_000_000, MOON) == ""
    assert excerpts.excerpt("<" * 1_000_000, MOON) == ""


def test_the_reader_reads_it_from_the_library(tmp_path: Path) -> None:
    path = made(tmp_path)
    with opened(path) as library:
        feed = follow(library)
        came(library, feed, entry("1", title="Fog", html=LONG * 30 + "<p>At last the moon rose over it.</p>"))
        came(library, feed, entry("2", title="Sun", html="<p>Nothing.</p>"))
    reader = Reader(path)
    ids = [number for (number,) in rows(path, "SELECT id FROM article ORDER BY id")]
    assert reader.excerpt(ids[0], MOON) == "…At last the moon rose over it."
    assert reader.excerpt(ids[1], MOON) == ""
    assert reader.excerpt(999, MOON) == ""
    reader.close()
