"""What a refresh leaves in the library: articles, their dates, and every older version of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.library import bodies
from desktop_reader.library.store import fingerprints, title_key
from desktop_reader.library.writer import Writer
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query
from tests.library_fixtures import HOUR, NOW, came, entry, follow, opened, rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def older_versions(library: Writer, number: int) -> list[tuple[str, str]]:
    """(title, HTML) of what an article was, the newest first."""
    article = library.reader.article(number)
    assert article is not None
    newer, found = article.html, []
    sql = "SELECT title, delta FROM revision WHERE article_id = ? ORDER BY revision DESC"
    for title, delta in rows(library.path, sql, number):
        newer = bodies.undelta(delta, newer)
        found.append((title, newer))
    return found


def test_all_that_an_entry_says_is_kept(library: Writer) -> None:
    feed = follow(library)
    files = (Enclosure("https://example.org/a.mp3", "audio/mpeg", 5), Enclosure("https://example.org/b.pdf"))
    (number,) = came(
        library,
        feed,
        entry("g", "https://example.org/a", "A title", "Some words here", NOW - 9, author="Ada", description="Short",
              comments="https://example.org/c", enclosures=files),
    ).new  # fmt: skip
    article = library.reader.article(number)
    assert article is not None
    assert (article.guid, article.url, article.title, article.author) == (
        "g",
        "https://example.org/a",
        "A title",
        "Ada",
    )
    assert (article.published_at, article.created_at, article.updated_at) == (NOW - 9, NOW, NOW)
    assert (article.html, article.words, article.description) == ("<p>Some words here</p>", 3, "Short")
    assert (article.comments, article.enclosures) == ("https://example.org/c", files)
    assert (article.unread, article.starred, article.read_count, article.last_read_at) == (True, False, 0, None)
    assert article.uuid[14] == "4"


def test_the_first_entry_of_a_document_is_the_newest_where_dates_say_nothing(library: Writer) -> None:
    feed = follow(library)
    came(library, feed, *(entry(f"g{n}", title=str(n)) for n in range(5)))
    shown = library.reader.rows(ids := library.reader.all_ids(Query()))
    assert [shown[n].title for n in ids] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("published", "updated", "kept"),
    [(5, 9, 5), (None, 9, 9), (None, None, NOW), (NOW + HOUR, 9, NOW), (None, NOW + HOUR, NOW), (-5, None, -5)],
)
def test_dates(library: Writer, published: int | None, updated: int | None, kept: int) -> None:
    (number,) = came(library, follow(library), entry("g", at=published, updated_at=updated)).new
    assert library.reader.rows([number])[number].published_at == kept


def test_a_date_that_was_missing_or_moves_does_not_move_the_article(library: Writer) -> None:
    feed = follow(library)
    (number,) = came(library, feed, entry("g", title="T")).new
    for later, at in enumerate((None, NOW - 5, NOW + 5000), 1):
        came(library, feed, entry("g", title=f"T{later}", at=at), now=NOW + later)
        assert library.reader.rows([number])[number].published_at == NOW


def test_updated_moves_only_when_title_or_text_did(library: Writer) -> None:
    feed = follow(library)
    (number,) = came(library, feed, entry("g", title="T", text="x")).new
    for turn, (edited, moved) in enumerate(
        [
            (entry("g", title="T", text="x", author="A"), False),
            (entry("g", title="T", text="x", html="<p><b>x</b></p>"), False),
            (entry("g", title="T", text="y"), True),
            (entry("g", title="U", text="y"), True),
        ],
        1,
    ):
        stored = came(library, feed, edited, now=NOW + turn)
        article = library.reader.article(number)
        assert article is not None
        assert (article.updated_at == NOW + turn) is moved
        assert stored.updated == ((number,) if moved else ())
        assert article.html == edited.content.html
        assert article.created_at == NOW


def test_a_changed_article_stays_read_and_its_older_version_stays(library: Writer) -> None:
    feed = follow(library)
    (number,) = came(library, feed, entry("g", title="One", text="first " * 50)).new
    library.opened(number, NOW)
    library.star([number], True)
    came(library, feed, entry("g", title="Two", text="second " * 50))
    article = library.reader.article(number)
    assert article is not None
    assert (article.unread, article.starred, article.read_count) == (False, True, 1)
    assert older_versions(library, number) == [("One", f"<p>{'first ' * 50}</p>")]


texts = st.sampled_from(["a", "b", "c" * 200])
markups = st.sampled_from(["<p>{}</p>", "<i>{}</i>", "{}"])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(texts, markups), min_size=1, max_size=6))
@example([("a", "<p>{}</p>"), ("b", "<p>{}</p>"), ("b", "<i>{}</i>")])
def test_every_older_version_comes_out_again_whatever_the_markup_did(
    library: Writer, versions: list[tuple[str, str]]
) -> None:
    """An older version needs the next newer HTML to come out; that may change without being a version of its own."""
    feed = follow(library, f"https://example.org/{len(library.reader.feeds())}")
    history: list[tuple[str, str]] = []
    number = 0
    for turn, (text, markup) in enumerate(versions):
        stored = came(library, feed, entry("g", title="T", text=text, html=markup.format(text)), now=NOW + turn)
        number = number or stored.new[0]
        if not history or history[-1][0] != text:
            history.append((text, ""))
        history[-1] = (text, markup.format(text))
    assert [html for _, html in older_versions(library, number)] == [html for _, html in reversed(history[:-1])]


def test_files_of_an_entry_change_with_it(library: Writer) -> None:
    feed = follow(library)
    one, two = Enclosure("https://example.org/1"), Enclosure("https://example.org/2")
    (number,) = came(library, feed, entry("g", enclosures=(one, two))).new
    came(library, feed, entry("g", enclosures=(two,)))
    article = library.reader.article(number)
    assert article is not None
    assert article.enclosures == (two,)


def test_an_entry_that_left_the_document_stays(library: Writer) -> None:
    feed = follow(library)
    came(library, feed, entry("a"), entry("b"))
    came(library, feed, entry("c"))
    came(library, feed)
    assert library.reader.count(Query()) == 3


def test_a_thousand_entries_are_told_apart(library: Writer) -> None:
    feed = follow(library)
    entries = [entry(f"g{n}", f"https://example.org/{n}", f"T{n}", "x", n) for n in range(1000)]
    assert len(came(library, feed, *entries).new) == 1000
    changed = [entry(f"g{n}", f"https://example.org/{n}", f"T{n}", "y", n) for n in range(1000)]
    stored = came(library, feed, *changed)
    assert (len(stored.new), len(stored.updated)) == (0, 1000)


def test_known_entries_are_those_of_the_feed_the_newest_first(library: Writer) -> None:
    feed, other = follow(library), follow(library, "https://other.example/")
    entries = [entry(f"g{n}", at=n) for n in range(5)]
    came(library, feed, *entries)
    came(library, other, entry("z", at=99))
    with library.transaction() as live:
        assert fingerprints(live, feed) == {e.fingerprint for e in entries}
        assert fingerprints(live, feed, most=2) == {e.fingerprint for e in entries[3:]}


@pytest.mark.parametrize(
    ("title", "key"), [("“Élan”", "elan”"), ("  — The End", "the end"), ("", ""), ("ÄPFEL", "apfel"), ("[x]", "x]")]
)
def test_titles_are_sorted_by_their_letters(title: str, key: str) -> None:
    assert title_key(title) == key
