"""Feeds and folders in their order, each with an id of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs import Job
from desktop_reader.jobs.organise import (
    AddFolder,
    MoveFeed,
    MoveFolder,
    RemoveFeed,
    RemoveFolder,
    RenameFeed,
    RenameFolder,
)
from desktop_reader.library import subscriptions
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, entry, folder, follow, opened, rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def slugs(library: Writer) -> list[str]:
    return [f.slug for f in library.reader.folders()] + [f.slug for f in library.reader.feeds()]


def in_order(library: Writer, folder_id: int | None) -> list[int]:
    return [f.id for f in library.reader.feeds() if f.folder_id == folder_id]


def folders_in_order(library: Writer, parent_id: int | None) -> list[int]:
    return [f.id for f in library.reader.folders() if f.parent_id == parent_id]


def test_ids_of_folders_and_feeds_are_one_name_space(library: Writer) -> None:
    for _ in range(2):
        AddFolder("News").run(library)
    follow(library, "https://a.example/", slug="news")
    follow(library, "https://b.example/", slug="")
    AddFolder("").run(library)
    AddFolder("Ünïcode & more").run(library)
    assert sorted(slugs(library)) == ["feed", "folder", "news", "news-2", "news-3", "unicode-and-more"]


def test_a_numbered_folder_has_a_title_that_is_free_in_its_parent(library: Writer) -> None:
    for title, parent in (("News", None), ("News", None), ("News 3", None), ("News", None), ("News", 1), ("Sea", 1)):
        AddFolder(title, parent, numbered=True).run(library)
    told = [(folder.title, folder.parent_id) for folder in library.reader.folders()]
    top = ["News", "News 2", "News 3", "News 4"]
    assert sorted(told, key=str) == sorted([*((one, None) for one in top), ("News", 1), ("Sea", 1)], key=str)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "a-4", "b"]), min_size=1, max_size=20))
def test_whatever_is_wished_every_slug_is_unique(library: Writer, wished: list[str]) -> None:
    for number, slug in enumerate(wished):
        follow(library, f"https://example.org/{len(library.reader.feeds())}/{number}", slug=slug)
    assert len(set(slugs(library))) == len(slugs(library))


def test_a_feed_that_is_followed_is_not_followed_twice(library: Writer) -> None:
    with library.editing() as live:
        first = subscriptions.add_feed(live, "https://a.example/", "A", "a", NOW)
        assert subscriptions.add_feed(live, "https://a.example/", "Other", "b", NOW) == (first[0], False)
    assert first[1]
    assert slugs(library) == ["a"]


def test_feeds_move_and_keep_their_order(library: Writer) -> None:
    place = folder(library, "Place")
    a, b, c = (follow(library, f"https://{n}.example/") for n in "abc")
    MoveFeed(c, None, 0).run(library)
    assert in_order(library, None) == [c, a, b]
    MoveFeed(c, None, 1).run(library)
    assert in_order(library, None) == [a, c, b]
    MoveFeed(a, place, 99).run(library)
    MoveFeed(b, place, -5).run(library)
    assert (in_order(library, None), in_order(library, place)) == ([c], [b, a])
    assert [f.category_id for f in library.reader.feeds() if f.folder_id == place] == ["place", "place"]


def test_folders_move_but_never_into_themselves(library: Writer) -> None:
    a, b = folder(library, "A"), folder(library, "B")
    c = folder(library, "C", b)
    d = folder(library, "D", c)
    before = library.reader.folders()
    for inside in (b, c, d):
        MoveFolder(b, inside, 0).run(library)
    assert library.reader.folders() == before
    MoveFolder(d, None, 1).run(library)
    assert folders_in_order(library, None) == [a, d, b]
    MoveFolder(b, d, 0).run(library)
    assert folders_in_order(library, d) == [b]
    assert folders_in_order(library, b) == [c]


def test_a_removed_folder_leaves_what_was_in_it(library: Writer) -> None:
    outer = folder(library, "Outer")
    inner = folder(library, "Inner", outer)
    deepest = folder(library, "Deepest", inner)
    feed = follow(library, folder_id=inner)
    came(library, feed, entry("g"))
    RemoveFolder(inner).run(library)
    assert in_order(library, outer) == [feed]
    assert folders_in_order(library, outer) == [deepest]
    RemoveFolder(outer).run(library)
    assert in_order(library, None) == [feed]
    assert library.reader.count(Query(Scope.FEED, target=feed)) == 1


def test_names_are_the_readers_and_ids_stay(library: Writer) -> None:
    number, feed = folder(library, "Old"), follow(library, title="Feed's own")
    RenameFolder(number, "New").run(library)
    assert [(f.title, f.slug) for f in library.reader.folders()] == [("New", "old")]
    for wished, shown in (("Mine", "Mine"), ("  ", "Feed's own")):
        RenameFeed(feed, wished).run(library)
        assert [f.title for f in library.reader.feeds()] == [shown]


def test_a_removed_feed_takes_its_articles_and_nothing_else(library: Writer) -> None:
    keep, go = follow(library, "https://keep.example/"), follow(library, "https://go.example/")
    came(library, keep, entry("a"))
    gone = came(library, go, entry("a", text="x"), entry("b")).new
    came(library, go, entry("a", text="y"))
    changes = RemoveFeed(go).run(library)
    assert changes == Changes(removed=changes.removed, feeds=frozenset({go}), tree=True)
    assert set(changes.removed) == set(gone)
    for table in ("article", "state", "body", "feed_count", "feed_fetch", "feed"):
        assert len(rows(library.path, f"SELECT * FROM {table}")) == 1
    assert rows(library.path, "SELECT * FROM revision") == []


@pytest.mark.parametrize(
    "job",
    [
        RenameFolder(99, "x"),
        RemoveFolder(99),
        MoveFolder(99, None, 0),
        MoveFolder(1, 99, 0),
        AddFolder("x", 99),
        RenameFeed(99, "x"),
        RemoveFeed(99),
        MoveFeed(99, None, 0),
        MoveFeed(1, 99, 0),
    ],
    ids=str,
)
def test_what_was_removed_meanwhile_is_told_and_nothing_happens(library: Writer, job: Job) -> None:
    folder(library, "There")
    follow(library)
    before = library.reader.folders(), library.reader.feeds()
    with pytest.raises(NotFoundError, match="is not in the library any more"):
        job.run(library)
    assert (library.reader.folders(), library.reader.feeds()) == before
