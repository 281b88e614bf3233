"""The tables are what they are said to be, and the triggers count right whatever happens."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Open, Star, Unstar
from desktop_reader.jobs.organise import MoveFeed, RemoveFeed, RemoveFolder
from desktop_reader.library.schema import metadata
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, counters_are_right, entry, folder, follow, made, rows


def test_a_new_file_has_exactly_the_tables_of_the_metadata(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{made(tmp_path)}")
    with engine.connect() as live, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Indexes on expressions and with DESC cannot be compared, it says.
        differences = compare_metadata(MigrationContext.configure(live, opts={"compare_type": True}), metadata)
    engine.dispose()
    assert differences == []


def test_ids_are_never_used_twice(tmp_path: Path) -> None:
    path = made(tmp_path)
    library = Writer(path)
    feed = follow(library)
    (first,) = came(library, feed, entry("a")).new
    RemoveFeed(feed).run(library)
    (second,) = came(library, follow(library), entry("a")).new
    assert second > first
    library.close()


class Counters(RuleBasedStateMachine):
    """Anything may happen in any order; the counters stay those of a recount, and nothing is left behind."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = made(Path(self.folder.name))
        self.library = Writer(self.path)
        self.feeds: list[int] = []
        self.came = 0

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    def some(self, numbers: Any) -> tuple[int, ...]:
        ids = self.library.reader.all_ids(Query())
        return tuple({ids[n % len(ids)] for n in numbers}) if ids else ()

    @initialize()
    def begin(self) -> None:
        self.feeds = [follow(self.library, f"https://example.org/{n}") for n in range(3)]
        self.follow_more()

    @rule()
    def follow_more(self) -> None:
        self.came += 1
        inside = folder(self.library, "Inside")
        self.feeds.append(follow(self.library, f"https://example.org/more/{self.came}", inside))

    @precondition(lambda self: self.feeds)
    @rule(feed=st.integers(0, 9), guids=st.lists(st.integers(0, 12), max_size=6), words=st.sampled_from("ab"))
    def store(self, feed: int, guids: list[int], words: str) -> None:
        entries = [entry(f"g{g}", f"https://example.org/{g}", f"T{g}", words * 9, at=NOW - g) for g in guids]
        came(self.library, self.feeds[feed % len(self.feeds)], *entries)

    @rule(numbers=st.lists(st.integers(0, 40), max_size=5), job=st.sampled_from([MarkRead, MarkUnread, Star, Unstar]))
    def mark(self, numbers: list[int], job: Any) -> None:
        changes = job(self.some(numbers)).run(self.library)
        again = job(self.some(numbers)).run(self.library)
        assert not again.state, f"{changes} was not all of it"

    @rule(number=st.integers(0, 40))
    def open(self, number: int) -> None:
        for one in self.some([number]):
            Open(one, NOW).run(self.library)

    @rule(unread=st.booleans())
    def mark_all(self, unread: bool) -> None:
        MarkAllRead(Query(Scope.UNREAD if unread else Scope.STARRED)).run(self.library)

    @precondition(lambda self: len(self.feeds) > 1)
    @rule(feed=st.integers(0, 9))
    def remove_feed(self, feed: int) -> None:
        gone = self.feeds.pop(feed % len(self.feeds))
        changes = RemoveFeed(gone).run(self.library)
        assert not self.library.reader.rows(changes.removed)

    @rule(feed=st.integers(0, 9), position=st.integers(-1, 4))
    def move_feed(self, feed: int, position: int) -> None:
        folders = self.library.reader.folders()
        target = folders[0].id if folders and position % 2 else None
        MoveFeed(self.feeds[feed % len(self.feeds)], target, position).run(self.library)

    @rule()
    def remove_folder(self) -> None:
        for one in self.library.reader.folders()[:1]:
            RemoveFolder(one.id).run(self.library)

    @rule(number=st.integers(0, 40), feed=st.integers(0, 9))
    def move_an_article(self, number: int, feed: int) -> None:
        for one in self.some([number]):
            with self.library.transaction() as live:
                to = self.feeds[feed % len(self.feeds)]
                live.execute(sa.text("UPDATE state SET feed_id = :to WHERE id = :one"), {"to": to, "one": one})
                head = sa.text("UPDATE article SET feed_id = :to, guid_hash = NULL WHERE id = :one")
                live.execute(head, {"to": to, "one": one})

    @rule(number=st.integers(0, 40))
    def give_up_in_the_middle(self, number: int) -> None:
        for one in self.some([number]):
            with pytest.raises(ZeroDivisionError):
                self.begin_and_fail(one)

    def begin_and_fail(self, one: int) -> None:
        with self.library.transaction() as live:
            live.execute(sa.text("UPDATE state SET is_read = 1 - is_read, starred = 1"))
            live.execute(sa.text("DELETE FROM article WHERE id = :one"), {"one": one})
            raise ZeroDivisionError

    @invariant()
    def the_counters_are_right(self) -> None:
        assert counters_are_right(self.library)

    @invariant()
    def nothing_is_left_behind(self) -> None:
        heads, states, bodies = (
            rows(self.path, f"SELECT id FROM {t} ORDER BY id") for t in ("article", "state", "body")
        )
        assert heads == states == bodies
        assert rows(self.path, "PRAGMA foreign_key_check") == []


TestCounters = Counters.TestCase
TestCounters.settings = settings(
    max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
