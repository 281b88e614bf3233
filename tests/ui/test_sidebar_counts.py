"""The numbers in the sidebar are right after whatever happens: read again in parts, they are those of a new reading."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs import Job
from desktop_reader.jobs.arrange import SetAside
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.jobs.organise import AddFolder, MoveFeed, MoveFolder, RemoveFeed, RemoveFolder, RenameFeed
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.sidebar.model import SidebarModel, midnight
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.sidebar.tree import Kind, walk
from desktop_reader.ui.theme.theme import Theme
from tests.library_fixtures import NOW, came, entry, folder, follow, opened

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

FEEDS, FOLDERS = st.integers(1, 5), st.none() | st.integers(1, 4)
SOME = st.lists(st.integers(1, 30), min_size=1, max_size=8).map(tuple)
DEEDS: st.SearchStrategy[Job] = st.one_of(
    st.builds(MarkRead, SOME),
    st.builds(MarkUnread, SOME),
    st.builds(Star, SOME),
    st.builds(Unstar, SOME),
    st.builds(lambda feed: MarkAllRead(Query(Scope.FEED, target=feed)), FEEDS),
    st.builds(SetAside, st.tuples(FEEDS)),
    st.builds(RemoveFeed, FEEDS),
    st.builds(MoveFeed, FEEDS, FOLDERS, st.integers(0, 4)),
    st.builds(MoveFolder, st.integers(1, 4), FOLDERS, st.integers(0, 3)),
    st.builds(AddFolder, st.just("New"), FOLDERS),
    st.builds(RemoveFolder, st.integers(1, 4)),
    st.builds(RenameFeed, FEEDS, st.sampled_from(["Mine", ""])),
    st.builds(lambda n: Subscribe(Found(f"https://{n}.example/", f"Feed {n}"), NOW, 3600), st.integers(0, 6)),
)


def numbers(model: SidebarModel) -> list[tuple[object, str, int]]:
    return [(node.key, node.title, node.count) for node in model._nodes]


def filled(library: Writer) -> None:
    news = folder(library, "News")
    deep = folder(library, "Deep", news)
    for number, inside in enumerate((news, deep, deep, None)):
        feed = follow(library, f"https://{number}.example/", inside, title=f"Feed {number}")
        # Half of them are of today.
        times = [midnight() + n if n % 2 else NOW - n for n in range(6)]
        came(library, feed, *(entry(f"g{n}", title=f"T{n}", at=at) for n, at in enumerate(times)), now=midnight() + 60)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DEEDS, min_size=1, max_size=8))
def test_whatever_happens_the_numbers_are_those_of_a_new_reading(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, deeds: list[Job]
) -> None:
    with opened(tmp_path_factory.mktemp("counts") / "library.db") as library:
        filled(library)
        reader = library.reader
        pane = SidebarPane(reader, Theme("light"))
        qtbot.addWidget(pane)
        for deed in deeds:
            try:
                pane.apply(deed.run(library))
            except NotFoundError:
                continue
            assert numbers(pane.model) == numbers(SidebarModel(reader))
        for node in walk(pane.model._root):
            if node.key.kind is Kind.HEADING:
                continue
            query = pane.model.query(pane.model.index_of(node.key))
            assert query is not None
            if query.scope is Scope.STARRED:
                assert node.count == len(reader.all_ids(query))
            else:
                unread = Query(query.scope, query.target, unread_only=True, since_at=query.since_at)
                assert node.count == len(reader.all_ids(unread))
