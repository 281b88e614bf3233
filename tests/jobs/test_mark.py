"""Marking, and taking it back: the answer of a job is all that undoing needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs import whole
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Open, Star, Unstar
from desktop_reader.library import marking
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
    monkeypatch.setattr(marking, "AT_ONCE", 7)
    MarkRead((1, 2, 3)).run(library)
    changes = MarkAllRead(Query()).run(library)
    assert len(changes.state) == 17
    assert len(changes.feeds) == 2
    assert library.reader.smart_counts().unread == 0
    MarkUnread(changes.state).run(library)
    assert library.reader.smart_counts().unread == 17


def test_what_comes_after_the_click_is_not_marked(library: Writer) -> None:
    last = marking.last_id(library.reader)
    feed = library.reader.feeds()[0].id
    came(library, feed, entry("later", title="Later", at=NOW - 9), now=NOW)
    assert len(MarkAllRead(Query(), last).run(library).state) == 20
    assert library.reader.smart_counts().unread == 1


def test_many_are_marked_step_by_step(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "AT_ONCE", 7)
    steps = MarkAllRead(Query()).steps(library)
    step = next(steps)
    assert (step.done, step.of, len(step.changes.state)) == (7, 20, 7)
    assert library.reader.smart_counts().unread == 13, "what a step has done is kept"
    rest = list(steps)
    assert [(step.done, step.of) for step in rest] == [(14, 20), (20, 20)]
    changes = whole([step, *rest])
    assert len(changes.state) == 20
    assert changes.feeds == {1, 2}
    assert counters_are_right(library)


@pytest.mark.parametrize("pair", PAIRS)
def test_who_had_the_mark_at_the_beginning_is_let_be(
    library: Writer, pair: tuple[type, type], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While many are marked, the reader takes the mark from one that had it before: that is what counts."""
    monkeypatch.setattr(marking, "AT_ONCE", 5)
    deed, opposite = pair
    ids = tuple(sorted(library.reader.all_ids(Query())))
    opposite(ids).run(library)
    deed((ids[0],)).run(library)
    assert deed(ids).long
    assert not deed(ids[:5]).long
    steps = deed(ids).steps(library)
    parts = [next(steps)]
    opposite((ids[0],)).run(library)
    parts += steps
    assert set(whole(parts).state) == set(ids[1:])
    assert opposite((ids[0],)).run(library) == Changes(), "it is still as the reader left it"


@pytest.mark.parametrize("already", [0, 1, 150, 300])
def test_large_steps_tell_exactly_what_changed(library: Writer, already: int) -> None:
    feed = library.reader.feeds()[0].id
    came(library, feed, *(entry(f"more{n}", title=f"M{n}", text=f"{n}") for n in range(300)))
    ids = library.reader.all_ids(Query(Scope.FEED, target=feed))
    library.mark_read(ids[:already], True)
    changes = library.mark_read(ids, True)
    assert sorted(changes.state) == sorted(ids[already:])
    assert changes.feeds == {feed}
    assert counters_are_right(library)
    again = library.mark_read([*ids, *ids], False)  # Each twice.
    assert sorted(again.state) == sorted(ids)
    assert counters_are_right(library)


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
    assert Changes.joined([one, Changes(), two]) == one | two
    assert Changes.joined([]) == Changes()
    assert not Changes()
    assert one
