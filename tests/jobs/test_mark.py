"""Marking, and taking it back: the answer of a job is all that undoing needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Open, Star, Unstar
from desktop_reader.library import writer
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, counters_are_right, entry, follow, indexed, opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        for number in range(2):
            feed = follow(library, f"https://{number}.example/")
            came(library, feed, *(entry(f"g{n}", title=f"T{n}", text=f"word{n % 2}") for n in range(10)))
        yield library


def states(library: Writer) -> dict[int, tuple[bool, bool, int]]:
    ids = library.reader.all_ids(Query())
    return {n: (row.unread, row.starred, row.read_count) for n, row in library.reader.rows(ids).items()}


PAIRS = [(MarkRead, MarkUnread), (MarkUnread, MarkRead), (Star, Unstar), (Unstar, Star)]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(-1, 22), max_size=12), st.sampled_from(PAIRS))
def test_undoing_is_the_opposite_of_what_changed(library: Writer, ids: list[int], pair: tuple[type, type]) -> None:
    deed, opposite = pair
    before = states(library)
    changes = deed(tuple(ids)).run(library)
    assert len(set(changes.state)) == len(changes.state)
    changed = {n for n, now in states(library).items() if now != before[n]}
    assert set(changes.state) == changed
    assert not deed(tuple(ids)).run(library)
    opposite(changes.state).run(library)
    assert states(library) == before
    assert counters_are_right(library)


def test_all_of_a_view_is_marked_in_small_transactions(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_CHUNK", 7)
    MarkRead((1, 2, 3)).run(library)
    changes = MarkAllRead(Query()).run(library)
    assert len(changes.state) == 17
    assert len(changes.feeds) == 2
    assert library.reader.smart_counts().unread == 0
    MarkUnread(changes.state).run(library)
    assert library.reader.smart_counts().unread == 17


def test_only_what_is_in_the_view_is_marked(library: Writer) -> None:
    indexed(library)
    one = library.reader.feeds()[0].id
    assert len(MarkAllRead(Query(Scope.FEED, target=one, search="word1 ")).run(library).state) == 5
    assert library.reader.feeds()[0].unread == 5
    assert library.reader.feeds()[1].unread == 10


def test_opening_counts(library: Writer) -> None:
    (number,) = library.reader.first_ids(Query(), 1)
    for at in (NOW, NOW + 9):
        assert Open(number, at).run(library).state == (number,)
    article = library.reader.article(number)
    assert article is not None
    assert (article.unread, article.read_count, article.last_read_at) == (False, 2, NOW + 9)
    MarkUnread((number,)).run(library)
    article = library.reader.article(number)
    assert article is not None
    assert (article.unread, article.read_count) == (True, 2)
    assert Open(777, NOW).run(library) == Changes()
    assert counters_are_right(library)


def test_what_is_said_to_be_done_is_on_the_disk(library: Writer) -> None:
    """Another connection, as after a crash of this one, sees every mark at once."""
    for number in library.reader.all_ids(Query()):
        Star((number,)).run(library)
        fresh = Reader(library.path)
        assert fresh.rows([number])[number].starred
        fresh.close()


def test_changes_are_told_once_and_in_order() -> None:
    one = Changes(state=(1, 2), feeds=frozenset({1}))
    two = Changes(state=(2, 3), new=(4,), tree=True)
    assert one | two == Changes(state=(1, 2, 3), new=(4,), feeds=frozenset({1}), tree=True)
    assert Changes() | one == one
    assert not Changes()
    assert one
