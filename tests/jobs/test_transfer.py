"""Subscriptions in and out, and following a feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.feeds.address import typed
from desktop_reader.feeds.opml import Outline, OutlineFeed, OutlineFolder, OutlineTree, read
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.jobs.transfer import ImportOpml, export_opml
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from tests.library_fixtures import NOW, document, entry, folder, ok, opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def cleared(library: Writer) -> Writer:
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed")
        live.exec_driver_sql("DELETE FROM folder")
    return library


names = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
feeds = st.builds(
    lambda n, name: OutlineFeed(f"https://example.org/{n}?a=1&b=<ü>", name, name), st.integers(0, 99), names
)
trees = st.recursive(
    st.lists(feeds, max_size=3),
    lambda inner: st.lists(st.builds(lambda n, c: OutlineFolder(n, n, tuple(c)), names, inner), max_size=3),
    max_leaves=8,
)


def bare(outline: Outline) -> Outline:
    """Without what only our lists tell."""
    if isinstance(outline, OutlineFeed):
        return replace(outline, own=None)
    return replace(outline, slug="", children=tuple(map(bare, outline.children)))


def addresses(outlines: tuple[Outline, ...], path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    found = []
    for one in outlines:
        found += [(path, one.url)] if isinstance(one, OutlineFeed) else addresses(one.children, (*path, one.name))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees)
def test_out_and_in_again_is_the_same(library: Writer, children: list[Outline]) -> None:
    ImportOpml(OutlineTree(tuple(children)), NOW).run(cleared(library))
    first = export_opml(library.reader)
    before = library.reader.folders(), library.reader.feeds()
    tree = read(first)
    assert {url for _, url in addresses(tree.children)} == {typed(url) for _, url in addresses(tuple(children))}
    assert not ImportOpml(tree, NOW).run(library).feeds
    assert (library.reader.folders(), library.reader.feeds()) == before
    ImportOpml(tree, NOW).run(cleared(library))
    assert export_opml(library.reader) == first


def test_folders_of_one_title_are_one_and_known_feeds_stay(library: Writer) -> None:
    tree = OutlineTree(
        (
            OutlineFolder("News", "", (OutlineFeed("https://a.example/"),)),
            OutlineFolder("", "News", (OutlineFeed("https://b.example/", "B"),)),
            OutlineFeed("https://a.example/", "A again"),
        )
    )
    changes = ImportOpml(tree, NOW).run(library)
    assert len(changes.feeds) == 2
    assert changes.tree
    (news,) = library.reader.folders()
    assert {(f.title, f.folder_id) for f in library.reader.feeds()} == {("https://a.example/", news.id), ("B", news.id)}
    assert all(f.next_check_at == 0 for f in library.reader.feeds())


def test_an_import_is_all_or_nothing(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = OutlineTree((OutlineFeed("https://a.example/", "A"), OutlineFeed("https://b.example/", "B\ud800")))
    with pytest.raises(UnicodeError):
        ImportOpml(tree, NOW).run(library)
    assert library.reader.feeds() == []


def test_a_long_list_of_feeds_of_one_name(library: Writer) -> None:
    tree = OutlineTree(tuple(OutlineFeed(f"https://example.org/{n}", "News") for n in range(300)))
    assert len(ImportOpml(tree, NOW).run(library).feeds) == 300
    assert [f.position for f in library.reader.feeds()] == list(range(300))
    assert {f.slug for f in library.reader.feeds()} == {"news", *(f"news-{n}" for n in range(2, 301))}


def subscribe(found: Found, **more: object) -> Subscribe:
    return Subscribe(found, NOW, 3600, **more)  # type: ignore[arg-type]


def test_following_keeps_what_the_first_answer_brought(library: Writer) -> None:
    found = Found("https://a.example/feed", "Aye", "https://a.example/", ok(), document(entry("a")), b"h")
    changes = subscribe(found, folder="New folder").run(library)
    (feed,) = library.reader.feeds()
    assert (feed.title, feed.total, feed.checked_at, feed.category_id) == ("Harbour Notes", 1, NOW, "new-folder")
    assert changes == Changes(new=tuple(library.reader.all_ids(Query())), feeds=frozenset({feed.id}), tree=True)


def test_following_without_an_answer_is_due_at_once(library: Writer) -> None:
    subscribe(Found("https://a.example/feed", ""), given_title="Mine").run(library)
    (feed,) = library.reader.feeds()
    assert (feed.title, feed.next_check_at, feed.checked_at) == ("Mine", 0, None)


def test_following_again_changes_nothing_and_makes_no_folder(library: Writer) -> None:
    found = Found("https://a.example/feed", "Aye", None, ok(), document(entry("a")))
    subscribe(found).run(library)
    before = library.reader.feeds()
    changes = subscribe(found, folder="Elsewhere").run(library)
    assert changes == Changes(feeds=frozenset({before[0].id}))
    assert library.reader.feeds() == before
    assert library.reader.folders() == []


def test_a_folder_is_found_by_its_title(library: Writer) -> None:
    there = folder(library, "News")
    subscribe(Found("https://a.example/feed", "A"), folder="News").run(library)
    assert [f.folder_id for f in library.reader.feeds()] == [there]


def test_a_feed_that_was_removed_can_be_followed_again(library: Writer) -> None:
    found = Found("https://a.example/feed", "Aye", None, ok(), document(entry("a")))
    subscribe(found).run(library)
    RemoveFeed(library.reader.feeds()[0].id).run(library)
    assert len(subscribe(found).run(library).new) == 1


def test_the_twins_of_known_addresses_are_no_new_feeds(library: Writer) -> None:
    ImportOpml(OutlineTree((OutlineFeed("https://www.harbour.example/feed/", "Harbour"),)), NOW).run(library)
    twins = [
        "http://www.harbour.example/feed",
        "https://harbour.example/feed/",
        "HTTPS://HARBOUR.example:443/feed#news",
        "http://light.example/rss",
        "https://light.example/rss/",
        "https://light.example/rss?all=1",
        "https://harbour.example/Feed",
        "https://ann:secret@harbour.example/feed",
    ]
    changes = ImportOpml(OutlineTree(tuple(OutlineFeed(url, url) for url in twins)), NOW).run(library)
    assert [feed.url for feed in library.reader.feeds()] == [
        "https://www.harbour.example/feed/",
        "http://light.example/rss",
        "https://light.example/rss?all=1",
        "https://harbour.example/Feed",
        "https://harbour.example/feed",  # Ann's; her name is not shown.
    ]
    assert len(changes.feeds) == 4
    assert ImportOpml(OutlineTree(tuple(OutlineFeed(url, url) for url in twins)), NOW).run(library).feeds == frozenset()


def test_ten_thousand_feeds_come_and_go_without_loss(library: Writer) -> None:
    # One name for all, every third address twice, and folders within folders.
    inside = [OutlineFeed(f"https://site{n % 700}.example/{n}", "One name", "One name") for n in range(10_000)]
    parts = [OutlineFolder(f"F {n}", f"F {n}", tuple(inside[n * 100 : n * 100 + 100])) for n in range(100)]
    tree = OutlineTree((OutlineFolder("All", "All", tuple(parts)), *inside[::3]))
    changes = ImportOpml(tree, NOW).run(cleared(library))
    assert len(changes.feeds) == 10_000
    assert len({feed.slug for feed in library.reader.feeds()}) == 10_000
    (whole,) = read(export_opml(library.reader)).children
    assert isinstance(whole, OutlineFolder)
    assert bare(whole) == OutlineFolder("All", "All", tuple(parts))
    assert not ImportOpml(tree, NOW).run(library).feeds


def test_names_go_on_behind_those_that_are_there(library: Writer) -> None:
    cleared(library)
    for n, name in enumerate(("Sea", "Sea", "Sea 7")):
        ImportOpml(OutlineTree((OutlineFeed(f"https://{n}.example/", name),)), NOW).run(library)
    more = tuple(OutlineFeed(f"https://more{n}.example/", "Sea") for n in range(2))
    ImportOpml(OutlineTree((OutlineFolder("Sea", "Sea", more),)), NOW).run(library)
    taken = [feed.slug for feed in library.reader.feeds()] + [folder.slug for folder in library.reader.folders()]
    assert len(set(taken)) == len(taken) == 6
    assert [feed.position for feed in library.reader.feeds() if feed.folder_id is None] == [0, 1, 2]
