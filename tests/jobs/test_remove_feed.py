"""Removing a feed: at once when it is small, in steps when it is large, and to the end whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs import whole
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.library import fetching, removal
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import came, counters_are_right, entry, follow, opened, rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        for number in range(2):
            feed = follow(library, f"https://{number}.example/")
            came(library, feed, *(entry(f"g{n}", title=f"T{n}", text=f"word{n}") for n in range(10)))
        yield library


def of(library: Writer, feed: int) -> set[int]:
    return set(library.reader.all_ids(Query(Scope.FEED, target=feed)))


@pytest.mark.parametrize("at_once", [3, 5, 10, 1000])
def test_all_of_it_goes_and_nothing_else(library: Writer, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", at_once)
    gone = of(library, 1)
    steps = list(RemoveFeed(1).steps(library))
    changes = whole(steps)
    assert set(changes.removed) == gone
    assert len(changes.removed) == 10
    assert changes.tree
    assert changes.feeds == {1}
    assert (steps[-1].done, steps[-1].of) == (10, 10)
    assert [feed.id for feed in library.reader.feeds()] == [2]
    assert len(of(library, 2)) == 10
    assert counters_are_right(library)
    for left in ("tombstone", "meta WHERE key GLOB 'removing*'"):
        assert rows(library.path, f"SELECT * FROM {left}") == []


def test_half_of_it_is_finished_later_and_meanwhile_no_server_is_asked(
    library: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 4)
    steps = RemoveFeed(1).steps(library)
    assert len(next(steps).changes.removed) == 4
    steps.close()  # type: ignore[attr-defined]
    assert removal.half_removed(library.reader) == [1]
    with library.transaction() as live:
        assert [state.feed_id for state in fetching.due(live, 1 << 40, 100)] == [2]
    late = came(library, 1, entry("late", title="Late")).new
    changes = RemoveFeed(1).run(library)
    assert set(late) <= set(changes.removed)
    assert removal.half_removed(library.reader) == []
    assert [feed.id for feed in library.reader.feeds()] == [2]


def test_a_new_feed_is_not_taken_for_one_that_was_being_removed(
    library: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number may be the same, and somebody may have removed the other one by other means."""
    monkeypatch.setattr(removal, "AT_ONCE", 4)
    next(RemoveFeed(2).steps(library))
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed WHERE id = 2")
    assert follow(library, "https://new.example/") == 2
    assert removal.half_removed(library.reader) == []


def test_a_feed_that_is_not_there_is_told(library: Writer) -> None:
    with pytest.raises(NotFoundError):
        RemoveFeed(77).run(library)
    assert of(library, 1)
