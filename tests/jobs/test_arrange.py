"""Deeds on subscriptions are taken back and done again, one after the other, without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError
from desktop_reader.feeds.opml import OutlineFeed, OutlineFolder, OutlineTree
from desktop_reader.jobs import Job
from desktop_reader.jobs.arrange import Arrange, Noted, SetAside
from desktop_reader.jobs.organise import (
    AddFolder,
    MoveFeed,
    MoveFolder,
    RemoveFeed,
    RemoveFolder,
    RenameFeed,
    RenameFolder,
)
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.jobs.transfer import ImportOpml
from desktop_reader.library import arranging
from desktop_reader.library.writer import Writer
from desktop_reader.records.arrangement import Turn
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, entry, folder, follow, opened

FOLDERS, FEEDS = st.integers(1, 5), st.integers(1, 6)
PLACES = st.none() | FOLDERS
POSITIONS = st.integers(0, 5)
TREE = OutlineTree(
    (
        OutlineFolder("News", "News", (OutlineFeed("https://new.example/1", "One", "One", ""),)),
        OutlineFolder("Fresh", "Fresh", (OutlineFeed("https://new.example/2", "Two", "Two", ""),)),
        OutlineFeed("https://0.example/", "Known", "Known", ""),
    )
)
JOBS: st.SearchStrategy[Job] = st.one_of(
    st.builds(AddFolder, st.sampled_from(["News", "Äpfel", ""]), PLACES),
    st.builds(RenameFolder, FOLDERS, st.sampled_from(["News", "Other"])),
    st.builds(MoveFolder, FOLDERS, PLACES, POSITIONS),
    st.builds(RemoveFolder, FOLDERS),
    st.builds(RenameFeed, FEEDS, st.sampled_from(["Mine", ""])),
    st.builds(MoveFeed, FEEDS, PLACES, POSITIONS),
    st.builds(SetAside, st.tuples(FEEDS)),
    st.just(ImportOpml(TREE, NOW)),
    st.builds(Subscribe, st.just(Found("https://sub.example/", "Sub")), st.just(NOW), st.just(3600), PLACES),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        news = folder(library, "News")
        deep = folder(library, "Deep", news)
        for number, inside in enumerate((news, news, deep, None)):
            feed = follow(library, f"https://{number}.example/", inside, title=f"Feed {number}")
            came(library, feed, entry("a", title="A", text="x"))
        yield library


def shown(library: Writer) -> object:
    """What a person sees, and the rest of it that matters."""
    reader = library.reader
    feeds = [(f.uuid, f.title, f.folder_id, f.category_id, f.unread) for f in reader.feeds()]
    folders = [(f.id, f.slug, f.title, f.parent_id) for f in reader.folders()]
    return feeds, folders, sorted(reader.all_ids(Query()))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(JOBS, min_size=1, max_size=8))
def test_any_deeds_are_taken_back_and_done_again(tmp_path_factory: pytest.TempPathFactory, deeds: list[Job]) -> None:
    with opened(tmp_path_factory.mktemp("any") / "library.db") as library:
        news = folder(library, "News")
        for number in range(4):
            feed = follow(library, f"https://{number}.example/", (news, None)[number % 2], title=f"Feed {number}")
            came(library, feed, entry("a", title="A", text="x"))
        states = [shown(library)]
        turns: list[Turn] = []
        for deed in deeds:
            try:
                changes = Noted(deed).run(library)
            except NotFoundError:
                continue
            if changes.turn:
                turns.append(changes.turn)
                states.append(shown(library))
            else:
                assert shown(library) == states[-1]
        for _ in range(2):
            for turn, state in zip(reversed(turns), reversed(states[:-1]), strict=True):
                Arrange(turn.back).run(library)
                assert shown(library) == state
            for turn, state in zip(turns, states[1:], strict=True):
                Arrange(turn.again).run(library)
                assert shown(library) == state


def noted(library: Writer, job: Job) -> Turn:
    turn = Noted(job).run(library).turn
    assert turn
    return turn


def test_a_deed_that_changes_nothing_has_no_way_back(library: Writer) -> None:
    assert not Noted(RenameFolder(1, "News")).run(library).turn
    assert not Noted(MoveFolder(1, 2, 0)).run(library).turn  # Into itself.


def test_taking_back_tells_what_lists_have_to_know(library: Writer) -> None:
    own = tuple(library.reader.all_ids(Query(Scope.FEED, target=1)))
    turn = noted(library, SetAside((1,)))
    back = Arrange(turn.back).run(library)
    assert back == Changes(feeds=frozenset({1}), tree=True, back=True)
    assert Arrange(turn.again).run(library) == Changes(removed=own, feeds=frozenset({1}), tree=True)


def test_what_is_gone_for_good_is_told(library: Writer) -> None:
    turn = noted(library, SetAside((1,)))
    RemoveFeed(1).run(library)
    with pytest.raises(NotFoundError, match="is not in the library any more"):
        Arrange(turn.back).run(library)
    assert follow(library, "https://later.example/") == 5 or library.reader.feed(1) is None


def test_a_removed_folder_comes_back_with_what_was_in_it(library: Writer) -> None:
    before = arranging.arrangement(library.reader.select)
    turn = noted(library, RemoveFolder(1))
    assert [f.folder_id for f in library.reader.feeds()] != [1, 1, 2, None]
    Arrange(turn.back).run(library)
    assert arranging.arrangement(library.reader.select) == before


def test_a_folder_whose_number_was_taken_gets_another_one(library: Writer) -> None:
    turn = noted(library, RemoveFolder(2))
    assert folder(library, "Squatter") == 2
    Arrange(turn.back).run(library)
    deep = next(one for one in library.reader.folders() if one.slug == "deep")
    assert deep.id == 3
    assert [feed.folder_id for feed in library.reader.feeds() if feed.title == "Feed 2"] == [3]


def test_no_folder_comes_into_itself(library: Writer) -> None:
    """Others moved folders between a deed and its undoing."""
    turn = noted(library, MoveFolder(2, None, 1))
    MoveFolder(1, 2, 0).run(library)
    Arrange(turn.back).run(library)
    assert {(one.slug, one.parent_id) for one in library.reader.folders()} == {("news", 2), ("deep", None)}


def test_moves_count_only_what_can_be_seen(library: Writer) -> None:
    SetAside((1,)).run(library)
    added = follow(library, "https://5.example/", 1)
    MoveFeed(2, 1, 1).run(library)
    assert [feed.id for feed in library.reader.feeds() if feed.folder_id == 1] == [added, 2]
    MoveFeed(2, 1, 0).run(library)
    assert [feed.id for feed in library.reader.feeds() if feed.folder_id == 1] == [2, added]


def test_several_deeds_are_taken_back_as_one(library: Writer) -> None:
    states = [shown(library)]
    turns = []
    for job in (
        RenameFolder(1, "Other"),
        AddFolder("New"),
        MoveFeed(1, 3, 0),
        RenameFolder(1, "Third"),
        SetAside((2,)),
    ):
        turns.append(noted(library, job))
    states.append(shown(library))
    whole = Turn.joined(turns)
    for way, state in ((whole.back, states[0]), (whole.again, states[1]), (whole.back, states[0])):
        Arrange(way).run(library)
        assert shown(library) == state
