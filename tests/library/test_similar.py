"""Similar readings: across feeds and languages, one of each text, never the article itself, few when few are near."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.library import search, understanding
from desktop_reader.library.driver import dbapi
from desktop_reader.library.neighbours import Neighbours
from desktop_reader.library.reader import Reader
from desktop_reader.library.similar import similar
from desktop_reader.library.writer import Writer
from desktop_reader.records.insight import SimilarReading
from desktop_reader.text import encoder
from tests.library.readings import (
    FERRY,
    FERRY_AGAIN,
    FERRY_GERMAN,
    FERRY_RUSSIAN,
    NOISE,
    QUAKE_ARABIC,
    QUAKE_ENGLISH,
    QUAKE_JAPANESE,
    QUAKE_JAPANESE_AGAIN,
    Told,
    library,
    understand,
)
from tests.library_fixtures import NOW, came, entry, made, rows

FERRIES = (FERRY, FERRY_AGAIN, FERRY_GERMAN, FERRY_RUSSIAN)
QUAKES = (QUAKE_JAPANESE, QUAKE_JAPANESE_AGAIN, QUAKE_ENGLISH, QUAKE_ARABIC)
EVERYTHING = (*FERRIES, *QUAKES, *NOISE)

needs_encoder = pytest.mark.skipif(not encoder.model_id(), reason="the sentence encoder is not installed")


class Shelf:
    """A library, and what is similar in it by names."""

    def __init__(self, path: Path, told: tuple[Told, ...], *, directions: bool) -> None:
        self.writer = library(path, told, directions=directions)
        self.reader = Reader(path)
        self.ids: dict[str, int] = {
            guid.removeprefix("urn:"): number for guid, number in rows(path, "SELECT guid, id FROM body")
        }
        self.by_id = {number: name for name, number in self.ids.items()}

    def of(self, one: Told, most: int = 5) -> tuple[SimilarReading, ...]:
        return similar(self.reader, self.number(one), most)

    def names(self, one: Told, most: int = 5) -> list[str]:
        return [self.by_id[near.id] for near in self.of(one, most)]

    def number(self, one: Told) -> int:
        return self.ids[one.name]

    def close(self) -> None:
        self.reader.close()
        self.writer.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    opened = Shelf(made(tmp_path_factory.mktemp("shelf")), EVERYTHING, directions=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def by_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    opened = Shelf(made(tmp_path_factory.mktemp("words")), EVERYTHING, directions=False)
    yield opened
    opened.close()


@needs_encoder
@pytest.mark.parametrize("matter", [FERRIES, QUAKES])
def test_all_reports_of_a_matter_find_each_other_in_every_language(shelf: Shelf, matter: tuple[Told, ...]) -> None:
    for one in matter:
        assert set(shelf.names(one)[:3]) == {other.name for other in matter} - {one.name}, one.name


@needs_encoder
def test_fewer_than_five_when_nothing_is_near(shelf: Shelf) -> None:
    assert all(len(shelf.of(one)) <= 4 for one in FERRIES)
    assert [shelf.names(one) for one in NOISE if shelf.of(one)] == []


def test_words_alone_find_reports_in_one_language(by_words: Shelf) -> None:
    assert by_words.names(FERRY) == ["ferry again"]
    assert by_words.names(QUAKE_JAPANESE) == ["quake japanese again"]
    assert [by_words.names(one) for one in NOISE if by_words.of(one)] == []


def test_each_says_why(by_words: Shelf) -> None:
    (again,) = by_words.of(FERRY)
    assert "Aurora" in again.shared
    assert len(again.shared) == 5
    assert 0 < again.score <= 1
    assert (again.feed_title, again.title) == ("Feed 1", FERRY_AGAIN.title)
    assert again.feed_uuid == next(feed.uuid for feed in by_words.reader.feeds() if feed.id == again.feed_id)
    (japanese,) = by_words.of(QUAKE_JAPANESE)
    assert "能登半島" in japanese.shared


def test_copies_are_one_with_the_feeds_they_are_also_in(path: Path) -> None:
    copy = replace(FERRY_AGAIN, name="copy", feed=2, text=f"SKAGEN (AP) — {FERRY_AGAIN.text}")
    shelf = Shelf(path, (FERRY, FERRY_AGAIN, copy, *NOISE), directions=False)
    (only,) = shelf.of(FERRY)
    assert {only.feed_title, *only.also_in} == {"Feed 1", "Feed 2"}
    assert len(only.also_in) == 1
    shelf.close()


def test_a_copy_of_the_article_itself_is_not_told(path: Path) -> None:
    copy = replace(FERRY, name="copy", feed=3)
    shelf = Shelf(path, (FERRY, copy, FERRY_AGAIN, *NOISE), directions=False)
    assert shelf.names(FERRY) == shelf.names(copy) == ["ferry again"]
    shelf.close()


def test_among_equals_the_newest_stands_first(path: Path) -> None:
    text = "Harbour office: the ferry Aurora will sail on Monday morning, said the coast guard of Skagen"
    words = text.split(" ")
    older = Told("older", "", " ".join(words), days_ago=400)
    newer = Told("newer", "", " ".join(reversed(words)), days_ago=399)
    for number, told in enumerate(((FERRY, older, newer, *NOISE), (FERRY, newer, older, *NOISE))):
        shelf = Shelf(made(path.parent, f"{number}.db"), told, directions=False)
        assert shelf.names(FERRY) == ["newer", "older"]
        shelf.close()


def test_what_was_found_is_brought_up_to_date(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_AGAIN, *NOISE), directions=False)
    assert shelf.names(FERRY) == ["ferry again"]
    assert rows(search.place(path), "SELECT count(*) FROM nearest") == [(1,)]

    text = f"A day on. {FERRY_AGAIN.text[40:150]} It sails."
    came(shelf.writer, 1, entry("urn:late", title="Aurora back in Skagen", text=text, at=NOW))
    understand(shelf.writer, directions=False)
    assert {one.title for one in shelf.of(FERRY)} == {"Aurora back in Skagen", FERRY_AGAIN.title}

    RemoveFeed(2).run(shelf.writer)
    understand(shelf.writer, directions=False)
    assert {one.title for one in shelf.of(FERRY)} == {"Aurora back in Skagen"}
    shelf.close()


@needs_encoder
def test_signs_of_what_changed_or_went_are_let_go(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_GERMAN, *NOISE), directions=True)
    door = Neighbours(path)
    assert [one.row.id for one in door.of(2, 5)] == [1]

    came(shelf.writer, 1, entry("urn:ferry", "https://example.org/ferry", "Rye bread", NOISE[0].text, NOW))
    understand(shelf.writer, directions=True)
    assert [one.row.id for one in door.of(2, 5)] == []

    RemoveFeed(3).run(shelf.writer)
    understand(shelf.writer, directions=True)
    assert door.of(2, 5) == []
    assert all(one.row.id != 2 for one in door.of(1, 5))
    door.close()
    shelf.close()


def test_a_library_of_one_article_has_nothing_similar(path: Path) -> None:
    shelf = Shelf(path, (FERRY,), directions=bool(encoder.model_id()))
    assert shelf.of(FERRY) == ()
    assert similar(shelf.reader, 4711) == ()
    shelf.close()


ODD = (
    Told("empty", "Nothing to read", "", html=""),
    Told("empty too", "Nothing at all", "", html="<p></p>"),
    Told("word", "Hm", "Hm", html="<p>Hm</p>"),
    Told("pictures", "Picture of the day", "", html='<p><img src="https://example.org/a.jpg" alt=""></p>' * 3),
    Told("code", "A loop", "", html="<pre><code>for (i = 0; i &lt; n; i++) { sum += a[i]; }\n</code></pre>" * 50),
    Told("mixed", "Привет, 世界 and שלום", "Hello 世界, привет мир, مرحبا بالعالم, สวัสดีชาวโลก, 안녕하세요 세계."),
    Told("signs", "…", "— … ★ ★ ★ ☃ 🎉🎉🎉", html="<p>— … ★ ★ ★ ☃ 🎉🎉🎉</p>"),
    Told("digits", "2024", "10 20 30 40 50 60 70 80 90 100"),
    Told("huge", "A very long report", "", html=f"<p>{FERRY.text} {NOISE[3].text}</p>" * 7000),
    Told("one word", "", "", html=f"<p>{'a' * 2_000_000}</p>"),
)


@pytest.mark.parametrize("directions", [False, pytest.param(True, marks=needs_encoder)])
def test_odd_articles_are_taken_as_they_are_and_quickly(path: Path, directions: bool) -> None:
    began = time.monotonic()
    shelf = Shelf(path, (*ODD, FERRY, FERRY_AGAIN, *NOISE), directions=directions)
    for one in ODD:
        if one.name in shelf.ids:  # The store keeps no entry that has nothing at all.
            assert all(near.id != shelf.number(one) for near in shelf.of(one))
    assert "ferry again" in shelf.names(FERRY)
    assert shelf.of(ODD[3]) == ()
    with understanding.opened(path) as file:
        assert file.count() == (len(shelf.ids), 0)
    shelf.close()
    assert time.monotonic() - began < 10


def test_before_anything_is_understood_nothing_is_similar(path: Path) -> None:
    with closing(Writer(path)), closing(Reader(path)) as reader:
        assert similar(reader, 1) == ()
    search.place(path).unlink()
    with closing(Reader(path)) as reader:
        assert similar(reader, 1) == ()


def test_a_search_file_that_cannot_be_written_is_read(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_AGAIN, *NOISE), directions=False)
    with closing(dbapi.connect(str(search.place(path)), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # Somebody else is writing.
        assert shelf.names(FERRY) == ["ferry again"]
        other.execute("ROLLBACK")
    assert rows(search.place(path), "SELECT count(*) FROM nearest") == [(0,)]
    shelf.close()


def test_a_search_file_made_anew_is_understood_anew(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_AGAIN, *NOISE), directions=False)
    assert shelf.names(FERRY) == ["ferry again"]
    shelf.close()
    search.place(path).unlink()

    with closing(Writer(path)) as writer, closing(Reader(path)) as reader:
        assert similar(reader, 1) == ()
        understand(writer, directions=False)
        assert [near.id for near in similar(reader, 1)] == [2]


def test_another_encoder_makes_all_directions_wait(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_AGAIN), directions=False)
    with understanding.opened(path) as file:
        assert file.waiting(10) == []
        file.begin("another one")
        assert [one.counted for one in file.waiting(10)] == [True, True]
        assert file.waiting(10, understanding.NEW) == []
        file.begin("another one")
        assert len(file.waiting(10)) == 2
        file.settle_for_words()
        assert file.waiting(10) == []
    shelf.close()


def test_an_article_that_changes_while_it_is_understood_waits_again(path: Path) -> None:
    shelf = Shelf(path, (FERRY, FERRY_AGAIN), directions=False)
    with understanding.opened(path) as file:
        file.notice([1], [])
        asked = file.waiting(10)
        file.notice([1], [])
        file.keep(understanding.Learned((understanding.Meaning(1, 0, words=b"old"),), file.frequencies()), asked)
        (again,) = file.waiting(10)
    assert again.id == 1
    assert rows(search.place(path), "SELECT words FROM understood WHERE id = 1") != [(b"old",)]
    shelf.close()
