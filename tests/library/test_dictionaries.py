"""A dictionary is learned when there is enough, and older bodies are packed anew without losing or changing one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.library import bodies, dictionaries
from desktop_reader.library.bodies import PLAIN, ZSTD
from desktop_reader.library.writer import Writer
from tests.library.test_bodies import codings, story
from tests.library_fixtures import came, counters_are_right, entry, follow, indexed, opened, rows

SOME = 450


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough comes sooner here."""
    monkeypatch.setattr(dictionaries, "_FIRST", 300)
    monkeypatch.setattr(dictionaries, "_ENOUGH", 200_000)
    monkeypatch.setattr(dictionaries, "_CHUNK", 40)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def holds(library: Writer, *texts: str, feed: int = 0) -> int:
    """These articles, indexed; and their feed."""
    feed = feed or follow(library)
    came(library, feed, *(entry(f"{text[:60]}{n}", html=text) for n, text in enumerate(reversed(texts))))
    indexed(library)
    return feed


def learns(library: Writer) -> bool:
    with library.transaction() as live:
        if due := dictionaries.due(live):
            dictionaries.learn(live)
    return due


def packs(library: Writer, chunks: int = 10_000) -> int:
    """Packs anew; how many chunks there were."""
    for done in range(chunks):
        with library.transaction() as live:
            if not dictionaries.pack_anew(live):
                return done
    return chunks


def texts(library: Writer) -> list[str]:
    found = []
    for (number,) in rows(library.path, "SELECT id FROM body ORDER BY id"):
        article = library.reader.article(number)
        assert article is not None
        found.append(article.html)
    return found


def all_but_packing(library: Writer) -> list[object]:
    sql = "SELECT id, guid, url, comments, description FROM body ORDER BY id"
    return [rows(library.path, sql), rows(library.path, "SELECT * FROM article ORDER BY id")]


def test_with_few_articles_there_is_none(library: Writer) -> None:
    holds(library, *map(story, range(299)))
    assert not learns(library)
    assert packs(library) == 0
    assert set(codings(library)) == {ZSTD}


def test_with_enough_new_ones_are_packed_with_it_and_then_all(library: Writer) -> None:
    feed = holds(library, *map(story, range(SOME)))
    assert learns(library)
    assert not learns(library), "again only when there is much more"
    holds(library, story(SOME), feed=feed)
    assert codings(library) == [ZSTD] * SOME + [2]
    before, others = texts(library), all_but_packing(library)
    taken = rows(library.path, "SELECT sum(length(source)) FROM body")[0][0]

    assert packs(library) == SOME // 40 + 2
    assert set(codings(library)) == {2}
    assert texts(library) == before == [story(n) for n in range(SOME + 1)]
    assert all_but_packing(library) == others
    assert rows(library.path, "SELECT sum(length(source)) FROM body")[0][0] < 0.85 * taken
    assert not library.reader.unindexed(1), "their text is as it was, and the search file knows it"
    assert rows(library.path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(library.path, "PRAGMA foreign_key_check") == []
    assert counters_are_right(library)
    assert packs(library) == 0


def test_the_file_gives_back_what_was_saved(library: Writer) -> None:
    holds(library, *map(story, range(SOME)))
    before = rows(library.path, "PRAGMA page_count")[0][0]
    learns(library)
    packs(library)
    (pages,), (free,) = rows(library.path, "PRAGMA page_count")[0], rows(library.path, "PRAGMA freelist_count")[0]
    assert pages - 16 < before, "the dictionary itself takes 14 pages"
    assert free < 5


def test_broken_off_anywhere_it_goes_on_from_there(library: Writer) -> None:
    holds(library, *map(story, range(SOME)))
    learns(library)
    packs(library, 3)
    assert codings(library) == [ZSTD] * (SOME - 120) + [2] * 120
    with library.transaction() as live:
        dictionaries.pack_anew(live)
        live.rollback()  # As after a power cut.
    again = Writer(library.path)
    assert codings(again) == [ZSTD] * (SOME - 120) + [2] * 120
    assert packs(again) == (SOME - 120) // 40 + 2
    assert texts(again) == [story(n) for n in range(SOME)]
    again.close()


def test_what_waits_to_be_indexed_still_waits(library: Writer) -> None:
    feed = holds(library, *map(story, range(SOME)))
    came(library, feed, entry("late", html=story(SOME)))
    learns(library)
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE body SET coding = 1, source = ? WHERE id = ?", (bodies.pack("<p>Late</p>")[1], 9))
    waiting = [one[0] for one in library.reader.unindexed(10)]
    assert waiting == [SOME + 1, 9]
    packs(library)
    assert [one[0] for one in library.reader.unindexed(10)] == waiting


def test_short_and_damaged_ones_stay_as_they_are(library: Writer) -> None:
    holds(library, *map(story, range(SOME)), "<p>Short</p>")
    library.close()
    connection = sqlite3.connect(library.path)
    with connection:
        connection.execute("UPDATE body SET source = x'28b52ffd00' WHERE id = 5")
    connection.close()
    again = Writer(library.path)
    learns(again)
    packs(again)
    assert codings(again)[4] == ZSTD
    assert rows(again.path, "SELECT source FROM body WHERE id = 5") == [(bytes.fromhex("28b52ffd00"),)]
    assert codings(again)[-1] == PLAIN
    assert set(codings(again)[:4]) == {2}
    again.close()


def test_a_better_one_is_learned_when_there_is_ten_times_as_much(
    library: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionaries, "_FIRST", 20)
    monkeypatch.setattr(dictionaries, "_ENOUGH", 5_000)
    feed = holds(library, *map(story, range(20)))
    assert learns(library)
    assert rows(library.path, "SELECT id FROM dictionary") == [(2,)]
    others = [story(n).replace("prose", "lines of another kind").upper() for n in range(20, 400)]
    holds(library, *others[:179], feed=feed)
    assert not learns(library)
    holds(library, *others[179:], feed=feed)
    assert learns(library)
    assert rows(library.path, "SELECT id FROM dictionary") == [(2,), (3,)]
    packs(library)
    assert texts(library) == [*map(story, range(20)), *others]
    assert set(codings(library)[20:]) == {3}


def test_one_that_saves_nothing_is_not_kept(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    holds(library, *map(story, range(SOME)))
    learns(library)
    monkeypatch.setattr(dictionaries, "_FIRST", 0)
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM meta WHERE key = 'trained'")
    assert learns(library), "it was tried"
    assert rows(library.path, "SELECT id FROM dictionary") == [(2,)]


def test_little_text_in_many_articles_is_tried_again_at_twice_as_many(library: Writer) -> None:
    feed = holds(
        library, *(f"<p>Only a line of news, number {n}, from the harbour office today.</p>" for n in range(300))
    )
    assert learns(library)
    assert rows(library.path, "SELECT count(*) FROM dictionary") == [(0,)]
    assert not learns(library)
    holds(library, *map(story, range(300)), feed=feed)
    assert learns(library)
    assert rows(library.path, "SELECT count(*) FROM dictionary") == [(1,)]
