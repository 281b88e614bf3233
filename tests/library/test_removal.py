"""What is deleted goes with all that belongs to it, does not come back, and leaves no hole in the file."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.mark import MarkRead, Open, Star
from desktop_reader.library import connect, removal, search, store
from desktop_reader.library.driver import dbapi
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, came, counters_are_right, entry, follow, indexed, made, opened, rows

OF_AN_ARTICLE = {
    "article": "id",
    "state": "id",
    "body": "id",
    "enclosure": "article_id",
    "revision": "article_id",
    "visit": "article_id",
    "labelled": "article_id",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def titles(library: Writer) -> list[str]:
    ids = library.reader.all_ids(Query())
    return sorted(row.title for row in library.reader.rows(ids).values())


def test_everything_of_an_article_goes_with_it_and_nothing_of_others(library: Writer) -> None:
    feed = follow(library)
    files = (Enclosure("https://example.org/a.mp3", "audio/mpeg", 7),)
    first, second = (entry(g, title=g, text=f"{g} lighthouse", enclosures=files) for g in ("a", "b"))
    came(library, feed, first, second)
    came(library, feed, *(entry(g, title=g, text=f"{g} changed lighthouse", enclosures=files) for g in ("a", "b")))
    b, a = sorted(library.reader.all_ids(Query()))
    with library.transaction() as live:
        live.exec_driver_sql("INSERT INTO label (id, title) VALUES (1, 'Later')")
        live.exec_driver_sql("INSERT INTO labelled SELECT 1, published_at, id FROM article")
    for number in (a, b):
        Open(number, NOW).run(library)
    Star((a, b)).run(library)
    indexed(library)

    assert library.delete([a]) == Changes(removed=(a,), feeds=frozenset({feed}))

    for table, column in OF_AN_ARTICLE.items():
        assert {number for (number,) in rows(library.path, f"SELECT {column} FROM {table}")} == {b}, table
    assert counters_are_right(library)
    assert library.reader.feeds()[0].total == library.reader.feeds()[0].starred == 1
    indexed(library)
    assert list(library.reader.all_ids(Query(search="lighthouse"))) == [b]
    assert library.delete([a, 777]) == Changes()


def test_many_are_deleted_in_steps_and_only_what_may(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 4)
    feed = follow(library)
    came(library, feed, *(entry(str(n), title=str(n)) for n in range(10)))
    ids = sorted(library.reader.all_ids(Query()))
    MarkRead((ids[0], ids[5])).run(library)
    steps = list(library.deletions(ids, spared="is_read = 1"))
    assert [len(step.removed) for step in steps] == [3, 3, 2]
    assert sorted(library.reader.all_ids(Query())) == [ids[0], ids[5]]
    assert counters_are_right(library)


# What was deleted does not come back


DATED: dict[str, Any] = {"title": "A day at sea", "text": "Long and calm", "at": NOW - 500}


@pytest.mark.parametrize(
    ("was", "comes"),
    [
        (entry("a", "https://example.org/1", "T", "x"), entry("a", "https://example.org/2", "Other", "changed")),
        (entry("a", "https://example.org/1", "T", "x"), entry("b", "https://example.org/1?utm_source=z", "T", "x")),
        (entry(None, "https://example.org/1", "T", "x"), entry(None, "http://example.org/1#top", "T", "changed")),
        (entry(None, None, **DATED), entry(None, None, **DATED, author="Somebody")),
        (entry("a", None, **DATED), entry("made anew", None, **DATED)),
    ],
    ids=["same guid", "guid changed, link with tracking", "link alone", "text alone", "guid changed, no link"],
)
def test_the_dead_do_not_come_back(library: Writer, was: DigestedEntry, comes: DigestedEntry) -> None:
    feed = follow(library)
    came(library, feed, was)
    library.delete(library.reader.all_ids(Query()))
    for one in (was, comes):
        stored = came(library, feed, one)
        assert (stored.new, stored.updated, stored.texts) == ((), (), ())
    assert library.reader.feeds()[0].total == 0


@pytest.mark.parametrize(
    "comes",
    [
        entry("b", "https://example.org/2", "T", "x"),  # Only the words are the same.
        entry("b", "https://example.org/1", "T", "changed"),  # Only the link is the same.
        entry(None, "https://example.org/2", "T", "x"),
        entry("b", None, "T", ""),  # A bare title tells nothing.
    ],
)
def test_what_is_another_comes(library: Writer, comes: DigestedEntry) -> None:
    feed = follow(library)
    came(library, feed, entry("a", "https://example.org/1", "T", "x"), entry("c", "https://example.org/c", "T", ""))
    library.delete(library.reader.all_ids(Query()))
    assert len(came(library, feed, comes).new) == 1


def test_the_living_are_changed_and_not_taken_for_the_dead(library: Writer) -> None:
    """An entry of the same link as a dead one is known by its guid; a dead one does not take its place."""
    feed = follow(library)
    dead, alive = entry("a", "https://example.org/1", "A", "x"), entry("b", "https://example.org/2", "B", "y")
    came(library, feed, dead, alive)
    library.delete([n for n in library.reader.all_ids(Query()) if library.reader.rows([n])[n].title == "A"])
    stored = came(library, feed, entry("b", "https://example.org/1", "B", "another text"), dead)
    assert (len(stored.new), len(stored.updated)) == (0, 1)
    assert titles(library) == ["B"]


def test_a_dead_entry_is_digested_once_more_and_then_passed_over_for_as_long_as_it_stands_there(
    library: Writer,
) -> None:
    feed = follow(library)
    document_of = [entry(str(n), f"https://example.org/{n}", str(n), "x") for n in range(4)]
    came(library, feed, *document_of)
    dead = document_of[1:3]
    library.delete([n for n, row in library.reader.rows(library.reader.all_ids(Query())).items() if row.title in "12"])

    def known() -> frozenset[bytes]:
        with library.transaction() as live:
            return store.fingerprints(live, feed)

    assert not known() & {one.fingerprint for one in dead}
    came(library, feed, *document_of)
    assert known() >= {one.fingerprint for one in dead}
    came(library, feed, *document_of, entry("new", "https://example.org/new", "new", "x"))
    assert titles(library) == ["0", "3", "new"]
    came(library, feed, document_of[0])
    assert not known() & {one.fingerprint for one in dead}
    came(library, feed, *document_of)
    assert titles(library) == ["0", "3", "new"]


def test_tombstones_go_with_their_feed(library: Writer) -> None:
    from desktop_reader.jobs.organise import RemoveFeed

    one, other = follow(library, "https://1.example/"), follow(library, "https://2.example/")
    for feed in (one, other):
        came(library, feed, entry("a", title="A", text="x"))
    library.delete(library.reader.all_ids(Query()))
    RemoveFeed(one).run(library)
    assert {feed for (feed,) in rows(library.path, "SELECT feed_id FROM tombstone")} == {other}
    again = follow(library, "https://1.example/")
    assert len(came(library, again, entry("a", title="A", text="x")).new) == 1


ENTRIES = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8, unique_by=lambda one: one[0])


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(ENTRIES, st.sets(st.integers(0, 9), max_size=4)), max_size=6))
def test_any_sequence_of_documents_and_deletions_is_as_in_a_simple_model(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[list[tuple[int, bool]], set[int]]]
) -> None:
    with opened(tmp_path_factory.mktemp("any") / "library.db") as library:
        feed = follow(library)
        alive: set[int] = set()
        dead: set[int] = set()
        for entries, deleted in history:
            texts = {n: f"text {n}{' changed' if changed else ''}" for n, changed in entries}
            came(library, feed, *(entry(str(n), f"https://example.org/{n}", f"T{n}", texts[n]) for n in texts))
            alive |= texts.keys() - dead
            numbers = {int(row.title[1:]): n for n, row in library.reader.rows(library.reader.all_ids(Query())).items()}
            assert numbers.keys() == alive
            library.delete([numbers[n] for n in deleted & alive])
            dead |= deleted & alive
            alive -= deleted
        assert titles(library) == sorted(f"T{n}" for n in alive)
        assert counters_are_right(library)


# Room


def test_room_is_given_back(library: Writer) -> None:
    feed = follow(library)
    # Random letters: what is packed must not become too small to be seen.
    came(library, feed, *(entry(str(n), title=str(n), text=_noise(n)) for n in range(600)))
    indexed(library)
    _flushed(library)
    before = _sizes(library)
    library.delete(list(library.reader.all_ids(Query()))[:580])
    indexed(library)
    steps = 0
    while library.give_back(50):
        steps += 1
        assert steps < 1000
    _flushed(library)
    after = _sizes(library)
    assert after[0] < before[0] / 2
    assert after[1] < before[1] / 2
    assert steps > 1
    assert not library.give_back(50)
    assert len(library.reader.all_ids(Query(search=_noise(3).split()[0]))) <= 1
    assert rows(library.path, "PRAGMA integrity_check") == [("ok",)]


def test_a_library_that_cannot_shrink_is_let_be(tmp_path: Path) -> None:
    """One of an older version, which nobody has made anew yet: its free pages are for what comes next."""
    path = made(tmp_path)
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        live.execute("PRAGMA auto_vacuum = NONE")
        live.execute("VACUUM")
    with contextlib.closing(Writer(path)) as library:
        feed = follow(library)
        came(library, feed, *(entry(str(n), title=str(n), text=_noise(n)) for n in range(60)))
        library.delete(library.reader.all_ids(Query()))
        assert rows(path, "PRAGMA freelist_count") > [(10,)]
        indexed(library)
        while library.give_back():
            pass
        assert rows(path, "PRAGMA freelist_count") > [(10,)]


def _noise(seed: int) -> str:
    letters = random.Random(seed)
    return " ".join("".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(150))


def _flushed(library: Writer) -> None:
    connect.pragma(library._engine, "wal_checkpoint(TRUNCATE)")
    library.search._live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _sizes(library: Writer) -> tuple[int, int]:
    return library.path.stat().st_size, search.place(library.path).stat().st_size
