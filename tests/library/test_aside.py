"""A feed that is set aside: nowhere to be seen, whole, back when that is wished, and gone for good a day later."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs.arrange import SetAside
from desktop_reader.jobs.mark import MarkAllRead, Star
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.jobs.transfer import export_opml
from desktop_reader.library import aside, asked, deeds, fetching, icons, merging, pages, removal, retention
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library_fixtures import NOW, answered, came, document, entry, folder, follow, indexed, ok, opened, rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """Two feeds in a folder, one in none, with twelve articles each, some of them read, starred and labelled."""
    with opened(tmp_path / "library.db") as library:
        inside = folder(library, "News")
        for number in range(3):
            feed = follow(library, f"https://{number}.example/", inside if number < 2 else None, title=f"Feed {number}")
            came(
                library,
                feed,
                *(entry(f"g{n}", title=f"T{n} of {number}", text=f"word{n} all", at=NOW - n) for n in range(12)),
            )
        ids = sorted(library.reader.all_ids(Query()))
        library.mark_read(ids[::3], True)
        Star(tuple(ids[::5])).run(library)
        with library.transaction() as live:
            live.exec_driver_sql("INSERT INTO label VALUES (1, 'L', '', 0)")
            live.exec_driver_sql("INSERT INTO labelled SELECT 1, published_at, id FROM article WHERE id % 4 = 0")
        indexed(library)
        yield library


def everything(path: Path) -> dict[str, list[str]]:
    tables = [name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: sorted(map(repr, rows(path, f"SELECT * FROM {table}"))) for table in tables if "sqlite" not in table}


QUERIES = [
    Query(scope, target, search, unread, starred, sort, reverse, NOW - 6 if scope is Scope.TODAY else None)
    for (scope, target), search, (unread, starred), sort, reverse in product(
        [(Scope.ALL, None), (Scope.TODAY, None), (Scope.UNREAD, None), (Scope.STARRED, None), (Scope.FEED, 1),
         (Scope.FEED, 2), (Scope.FOLDER, 1), (Scope.LABEL, 1)],
        ["", "all", "word3", "-word3", "is:unread", "in:news"],
        [(False, False), (True, False), (False, True)],
        [Sort.DATE, Sort.TITLE, Sort.FEED, Sort.WORDS, Sort.READS],
        [False, True],
    )
]  # fmt: skip


def test_no_list_no_search_and_no_number_has_its_articles(library: Writer) -> None:
    reader = library.reader
    before = {query: list(reader.all_ids(query)) for query in QUERIES}
    own = set(reader.all_ids(Query(Scope.FEED, target=1)))
    changes = SetAside((1,)).run(library)
    assert set(changes.removed) == own
    assert (changes.feeds, changes.tree) == (frozenset({1}), True)
    for query, ids in before.items():
        left = [number for number in ids if number not in own]
        assert list(reader.all_ids(query)) == left, query
        assert reader.count(query) == len(left), query
        assert reader.ids_at(query, 1, 3) == left[1:4], query
        assert reader.belonging(query, ids) == reader.belonging(query, left), query
        head = reader.head(query, 5) if not query.search else None
        if head is not None:
            assert head.ids == left[:5], query
            assert head.total in (None, len(left)), query
        if query.search:
            assert not own & set(reader.found(query).ids), query
    smart = reader.smart_counts(NOW - 6)
    assert smart == (
        reader.count(Query(Scope.TODAY, unread_only=True, since_at=NOW - 6)),
        reader.count(Query(Scope.UNREAD)),
        reader.count(Query(Scope.STARRED)),
    )


def test_nobody_sees_the_feed_and_its_server_is_not_asked(library: Writer) -> None:
    reader = library.reader
    uuid = reader.feeds()[0].uuid
    with library.transaction() as live:
        pages.set_full(live, 1, True)
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = 1")
        live.exec_driver_sql("UPDATE body SET url = 'https://0.example/a'")
        live.exec_driver_sql("INSERT INTO retention VALUES (0, 1, NULL)")
    rules = retention.rules(reader)
    assert {one.feed for one in icons.due(reader, NOW, 99)} == {1, 2, 3}
    SetAside((1,)).run(library)
    assert {feed.id for feed in reader.feeds()} == {2, 3}
    assert reader.feed(1) is None
    assert set(asked.facts(reader, NOW)) == {2, 3}
    assert b"0.example" not in export_opml(reader)
    with pytest.raises(NotFoundError):
        reader.feed_named(uuid)
    assert {one.feed for one in icons.due(reader, NOW, 99)} == {2, 3}
    assert pages.wanted(reader, 99) == []
    assert {feed for feed, _ in retention.feeds_with_rule(reader, rules)} == {2, 3}
    with library.transaction() as live:
        assert {state.feed_id for state in fetching.due(live, 1 << 40, 99)} == {2, 3}
        assert {state.feed_id for state in fetching.states(live)} == {2, 3}
        assert fetching.states(live, [1]) == []
    SetAside((2, 3)).run(library)
    assert not reader.has_feeds()
    with library.transaction() as live:
        assert fetching.next_due_at(live) is None


def test_an_answer_that_comes_too_late_is_not_kept(library: Writer) -> None:
    SetAside((1,)).run(library)
    before = everything(library.path)
    settled = answered(library, 1, ok(), document(entry("late", title="Late")))
    assert not settled.changes
    assert everything(library.path) == before


def test_it_becomes_no_part_of_another_feed_and_none_becomes_a_part_of_it(library: Writer) -> None:
    SetAside((1,)).run(library)
    before = everything(library.path)
    with library.transaction() as live:
        assert not merging.merge(live, 2, 1, NOW)
        assert not merging.merge(live, 1, 2, NOW)
    assert everything(library.path) == before


def test_following_it_again_brings_all_of_it_back(library: Writer) -> None:
    before = everything(library.path)
    SetAside((1,)).run(library)
    assert everything(library.path) != before
    changes = Subscribe(Found("http://0.example", "Whatever"), NOW, 3600).run(library)
    assert (changes.feeds, changes.tree, changes.back) == (frozenset({1}), True, True)
    assert everything(library.path) == before
    assert not Subscribe(Found("https://0.example/", "Whatever"), NOW, 3600).run(library).back


def test_marking_all_as_read_leaves_it_alone(library: Writer) -> None:
    SetAside((1,)).run(library)
    MarkAllRead(Query()).run(library)
    with library.transaction() as live:
        assert aside.bring_back(live, 1)
    assert library.reader.count(Query(Scope.FEED, target=1, unread_only=True)) == 8


def test_after_a_day_it_goes_for_good(library: Writer) -> None:
    assert aside.KEPT >= deeds.KEPT, "what the list of deeds offers can be taken back"
    SetAside((1,)).run(library)
    now = int(time.time())
    assert aside.due(library.reader, now + aside.KEPT - 60) == []
    assert aside.due(library.reader, now + aside.KEPT + 60) == [1]
    assert aside.due(library.reader, now - 5 * aside.KEPT) == [1]  # The clock was wrong, then or now.
    RemoveFeed(1, lapsed=True).run(library)
    assert rows(library.path, "SELECT count(*) FROM article WHERE feed_id = 1") == [(0,)]
    assert rows(library.path, "SELECT key FROM meta WHERE key GLOB 'aside*' OR key GLOB 'removing*'") == []
    assert aside.due(library.reader, now + 10 * aside.KEPT) == []


def test_what_came_back_in_the_last_moment_stays(library: Writer) -> None:
    before = everything(library.path)
    SetAside((1,)).run(library)
    with library.transaction() as live:
        assert aside.bring_back(live, 1)
    assert not RemoveFeed(1, lapsed=True).run(library)
    assert everything(library.path) == before


def test_half_of_it_does_not_come_back(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 4)
    SetAside((1,)).run(library)
    steps = RemoveFeed(1, lapsed=True).steps(library)
    next(steps)
    with library.transaction() as live:
        assert not aside.bring_back(live, 1)
    assert {feed.id for feed in library.reader.feeds()} == {2, 3}
    assert removal.half_removed(library.reader) == [1]
    RemoveFeed(1).run(library)
    assert removal.half_removed(library.reader) == []


def test_a_new_feed_of_the_same_number_is_not_aside(library: Writer) -> None:
    SetAside((3,)).run(library)
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed WHERE id = 3")
    assert follow(library, "https://new.example/") == 3
    assert 3 in {feed.id for feed in library.reader.feeds()}


def test_queries_without_it_say_nothing_of_it(library: Writer) -> None:
    """What is set aside costs nothing where nothing is."""
    asked_for: list[str] = []
    select = library.reader._lists._select

    def noted(sql: str, *more: object) -> list[object]:
        asked_for.append(sql)
        return select(sql, *more)

    library.reader._lists._select = noted
    for query in QUERIES[:200]:
        library.reader.count(dataclasses.replace(query, search=""))
    assert asked_for
    assert not [sql for sql in asked_for if "NOT IN" in sql]
