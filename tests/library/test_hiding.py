"""Hidden articles: in no list and no number, found by ``is:hidden``, and back when they become unread."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star
from desktop_reader.jobs.rules import Hide, Unhide
from desktop_reader.library import hiding
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library_fixtures import HOUR, NOW, came, counters_are_right, entry, folder, follow, indexed, opened, rows

HIDDEN = (3, 6, 7, 11)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """Three feeds, two of them in a folder; some read, starred and labelled, before some of all kinds are hidden."""
    with opened(tmp_path / "library.db") as library:
        inside = folder(library, "Sea")
        feeds = [follow(library, f"https://{n}.example/", inside if n else None, title=f"F{n}") for n in range(3)]
        for number in range(1, 16):
            at = NOW - number * HOUR
            came(
                library, feeds[number % 3], entry(f"g{number}", None, f"Title {number:02} ship", "words " * number, at)
            )
        MarkRead((1, 2, 3)).run(library)
        Star((3, 4, 7)).run(library)
        AddAndPut("Later", (3, 4, 5)).run(library)
        indexed(library)
        yield library


def scopes() -> list[Query]:
    marks = product((False, True), (False, True))
    places = [
        (Scope.ALL, None),
        (Scope.TODAY, None),
        (Scope.UNREAD, None),
        (Scope.STARRED, None),
        *((Scope.FEED, feed) for feed in (1, 2, 3)),
        (Scope.FOLDER, 1),
        (Scope.LABEL, 1),
    ]
    return [
        Query(
            scope, target, unread_only=unread, starred_only=starred, since_at=NOW - 20 * HOUR, sort=sort, search=search
        )
        for (scope, target), (unread, starred) in product(places, marks)
        for sort in Sort
        for search in ("", "ship")
    ]


def test_every_list_and_every_number_is_without_them(library: Writer) -> None:
    reader = library.reader
    before = {query: reader.all_ids(query).tolist() for query in scopes()}
    changes = Hide((3, 6, 7, 11)).run(library)
    assert sorted(changes.removed) == list(HIDDEN)
    assert sorted(changes.state) == [6, 7, 11], "one was read before"
    for query, found in before.items():
        left = [number for number in found if number not in HIDDEN]
        shown = reader.all_ids(query).tolist()
        assert sorted(shown) == sorted(left), query
        if query.sort is not Sort.FAIR:  # Who is left out lets others in before.
            assert shown == left, query
        assert reader.count(query) == len(left), query
        assert reader.ids_at(query, 1, 3) == shown[1:4], query
        assert sorted(reader.belonging(query, found)) == sorted(left) or query.search, query
        head = reader.head(query, 100) if not query.search else None
        assert head is None or (list(head.ids) == shown and head.total in (None, len(left))), query
    assert reader.smart_counts(NOW - 20 * HOUR) == (9, 9, 1)
    assert counters_are_right(library)


def test_is_hidden_finds_them_and_them_alone(library: Writer) -> None:
    reader = library.reader
    assert reader.all_ids(Query(search="is:hidden")).tolist() == []
    Hide(HIDDEN).run(library)
    assert sorted(reader.all_ids(Query(search="is:hidden"))) == list(HIDDEN)
    assert sorted(reader.found(Query(search="is:hidden")).ids) == list(HIDDEN)
    assert sorted(reader.all_ids(Query(search="ship is:hidden is:starred"))) == [3, 7]
    assert len(reader.all_ids(Query(search="ship -is:hidden"))) == 11
    assert len(reader.all_ids(Query(search='ship OR "is:hidden"'))) == 11, "a phrase is no question"
    assert sorted(reader.all_ids(Query(Scope.FEED, 1, search="is:hidden"))) == [3, 6]


def test_they_come_back_as_they_are_or_as_they_were(library: Writer) -> None:
    changes = Hide(HIDDEN).run(library)
    assert sorted(Unhide((3, 6)).run(library).state) == [3, 6]
    assert not hiding.asked_for("ship")
    assert library.reader.rows([6])[6].unread is False
    Unhide(changes.removed, changes.state).run(library)
    assert [library.reader.rows([n])[n].unread for n in HIDDEN] == [False, True, True, True]
    assert not hiding.some(library.reader.select)
    assert counters_are_right(library)


def test_what_becomes_unread_is_hidden_no_more(library: Writer) -> None:
    Hide(HIDDEN).run(library)
    MarkUnread((6, 7)).run(library)
    assert sorted(library.reader.all_ids(Query(search="is:hidden"))) == [3, 11]
    assert {6, 7} <= set(library.reader.all_ids(Query(Scope.UNREAD)))


def test_hiding_twice_changes_nothing(library: Writer) -> None:
    Hide((6,)).run(library)
    assert not Hide((6,)).run(library).removed
    assert not Hide((999,)).run(library).removed


def test_a_library_is_not_indexed_anew_because_of_them(library: Writer) -> None:
    Hide(HIDDEN).run(library)
    library.close()
    again = Writer(library.path)
    assert rows(library.path, "SELECT * FROM unindexed") == []
    again.close()
