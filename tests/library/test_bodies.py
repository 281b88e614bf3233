"""Bodies come out as they went in, with a dictionary or without; a damaged one is told in a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_reader.errors import LibraryError
from desktop_reader.library import bodies, history
from desktop_reader.library.bodies import PLAIN, ZSTD, Packing, delta, pack, packing, undelta
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from tests.library_fixtures import HOUR, NOW, came, entry, follow, indexed, opened, rows

html = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = ("harbour", "ferry", "tide", "pilot", "lock", "quay", "crane", "barge", "fog", "lighthouse", "anchor", "rope")


def story(number: int) -> str:
    """An article like its neighbours, and yet its own."""
    chance = Random(number)
    prose = "".join(f'<p class="prose">{" ".join(chance.choices(WORDS, k=40))}.</p>\n' for _ in range(4))
    return f'<figure><img src="https://example.org/pictures/{number}.jpg" alt=""></figure>\n{prose}'


@cache
def dictionary(seed: int = 0) -> bytes:
    made = bodies.trained([story(seed * 100_000 + number).encode() for number in range(300)])
    assert made is not None
    return made


@cache
def _with_dictionaries() -> Packing:
    live = sqlite3.connect(":memory:")
    live.execute("CREATE TABLE dictionary (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    live.execute("INSERT INTO dictionary VALUES (2, ?)", (dictionary(),))
    return Packing(live)


@given(html)
@example("x" * 100_000)
@example(story(7))
def test_what_is_packed_comes_out_again(text: str) -> None:
    ours = _with_dictionaries()
    assert ours.unpack(*ours.pack(text)) == text
    assert ours.unpack(*pack(text)) == text


@given(st.integers(0, 4), st.binary())
def test_anything_else_is_refused_in_words(coding: int, source: bytes) -> None:
    ours = _with_dictionaries()
    text = ours.readable(coding, source)
    if text is None:
        with pytest.raises(LibraryError, match="desktop-reader check"):
            ours.unpack(coding, source)
    elif coding == PLAIN:
        assert text.encode() == source


def test_a_dictionary_saves_what_articles_have_in_common() -> None:
    coding, source = _with_dictionaries().pack(story(9_999))
    assert coding == 2
    assert len(source) < 0.8 * len(pack(story(9_999))[1])


@given(html, html)
@example("", "")
@example("<p>one</p>" * 5000, "<p>two</p>" * 5000)
def test_older_versions_come_out_again(older: str, newer: str) -> None:
    assert undelta(delta(older, newer), newer) == older


def test_a_small_edit_costs_little() -> None:
    text = " ".join(f"word{n * n}" for n in range(2000))
    assert len(delta(text, text.replace("word49 ", "word50 "))) < 100


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def has(library: Writer, data: bytes) -> None:
    with library.transaction() as live:
        live.exec_driver_sql("INSERT INTO dictionary SELECT coalesce(max(id), 1) + 1, ? FROM dictionary", (data,))


def codings(library: Writer) -> list[int]:
    return [coding for (coding,) in rows(library.path, "SELECT coding FROM body ORDER BY id")]


def test_each_body_is_unpacked_with_its_own_dictionary(library: Writer) -> None:
    feed = follow(library)
    texts = [story(number) for number in range(3)]
    came(library, feed, entry("a", html=texts[0]))
    has(library, dictionary(0))
    came(library, feed, entry("b", html=texts[1]))
    has(library, dictionary(1))
    came(library, feed, entry("c", html=texts[2]))

    assert codings(library) == [ZSTD, 2, 3]
    reader = Reader(library.path)
    assert [article.html for n in (3, 1, 2) if (article := reader.article(n))] == [texts[2], texts[0], texts[1]]
    reader.close()


def test_a_dictionary_whose_coming_was_undone_packs_nothing(library: Writer) -> None:
    feed = follow(library)
    with library.transaction() as live:
        live.exec_driver_sql("INSERT INTO dictionary VALUES (2, ?)", (dictionary(),))
        assert packing(live).newest() == 2
        live.rollback()
    came(library, feed, entry("a", html=story(1)))
    assert codings(library) == [ZSTD]


def without_its_dictionary(library: Writer) -> int:
    """A feed whose article was packed with a dictionary that is gone; it had another version before."""
    feed = follow(library)
    came(library, feed, entry("a", html=story(1), text="one"))
    has(library, dictionary())
    came(library, feed, entry("a", html=story(2), text="two"), now=NOW + HOUR)
    library.close()
    connection = sqlite3.connect(library.path)
    with connection:
        connection.execute("DELETE FROM dictionary")
    connection.close()
    return feed


def test_a_missing_dictionary_is_told_and_the_rest_goes_on(library: Writer) -> None:
    without_its_dictionary(library)
    again = Writer(library.path)
    with pytest.raises(LibraryError, match=r"dictionary 2 is missing.*desktop-reader check"):
        again.reader.article(1)
    with pytest.raises(LibraryError, match="desktop-reader check"):
        history.versions(again.reader, 1)
    indexed(again)
    assert not again.reader.unindexed(1)
    again.close()


def test_what_comes_anew_mends_an_article_that_cannot_be_unpacked(library: Writer) -> None:
    feed = without_its_dictionary(library)
    again = Writer(library.path)
    came(again, feed, entry("a", html=story(3), text="three"), now=NOW + 2 * HOUR)
    article = again.reader.article(1)
    assert article is not None
    assert article.html == story(3)
    assert history.versions(again.reader, 1) == []
    came(again, feed, entry("a", html=story(4), text="four"), now=NOW + 3 * HOUR)
    assert [version.html for version in history.versions(again.reader, 1)] == [story(3)]
    again.close()
