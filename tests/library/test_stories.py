"""The same story from several feeds: known by its words, one row in lists, and nothing hidden that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.mark import MarkRead
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import stories, telling
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.worker import understanding
from tests.library_fixtures import NOW, came, entry, folder, follow, opened, rows

WORDS = ("the", "keeper", "wrote", "down", "every", "ship", "that", "passed", "its", "name", "course", "lamp", "lit")
DAY = 86400


def text(seed: int, words: int = 120) -> str:
    return " ".join(f"{WORDS[(seed * 7 + n * (seed + 3)) % len(WORDS)]}{(seed * 31 + n) % 97}" for n in range(words))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def arrive(library: Writer, feed: int, key: str, words: str, at: int = NOW - 1000, title: str = "A ship") -> int:
    (number,) = came(library, feed, entry(key, f"https://{feed}.example/{key}", title, words, at)).new
    return number


def understood(library: Writer) -> None:
    while library.reader.unindexed(1):
        CatchUp().run(library)
    understanding.catch_up(library, 0)


def told(library: Writer) -> dict[int, int]:
    return dict(rows(library.path, "SELECT article_id, story_id FROM story"))


def shown(library: Writer, query: Query) -> list[int]:
    return list(library.reader.all_ids(replace(query, folded=True)))


def test_copies_of_several_feeds_are_one_row_and_what_differs_keeps_its_own(library: Writer) -> None:
    ferry, light, tide = (follow(library, f"https://{n}.example/feed") for n in range(3))
    first = arrive(library, ferry, "a", text(1))
    copy = arrive(library, light, "b", "By our agency. " + text(1) + " More soon.", title="Ship passes")
    other = arrive(library, tide, "c", text(2))
    half = arrive(library, tide, "d", text(1, 60) + text(3, 60))
    understood(library)
    assert told(library) == {first: first, copy: first}
    everything = shown(library, Query())
    assert copy not in everything
    assert {first, other, half} <= set(everything)
    row = library.reader.rows([first, other])
    assert (row[first].sources, row[other].sources) == (2, 0)
    assert set(library.reader.all_ids(Query())) == {first, copy, other, half}, "whoever does not fold sees all"


@pytest.mark.parametrize(
    "change",
    ["the same feed", "days between", "too short", "another text", "another number"],
    ids=lambda change: change,
)
def test_what_is_no_story(library: Writer, change: str) -> None:
    ferry, light = follow(library, "https://a.example/"), follow(library, "https://b.example/")
    words = text(1, 8 if change == "too short" else 120)
    arrive(library, ferry, "a", words, title="Report of day 3")
    feed = ferry if change == "the same feed" else light
    number = 4 if change == "another number" else 3
    at = NOW - 1000 - (4 * DAY if change == "days between" else 0)
    arrive(library, feed, "b", text(2) if change == "another text" else f"{words} again", at, f"Report of day {number}")
    understood(library)
    assert told(library) == {}


def test_a_list_shows_the_story_by_whichever_of_it_belongs_there(library: Writer) -> None:
    harbour = folder(library, "Harbour")
    ferry, light = follow(library, "https://a.example/"), follow(library, "https://b.example/", harbour)
    first, copy = arrive(library, ferry, "a", text(1)), arrive(library, light, "b", text(1))
    understood(library)
    assert shown(library, Query()) == [first]
    assert shown(library, Query(Scope.FOLDER, harbour)) == [copy]
    assert shown(library, Query(Scope.FEED, light)) == [copy]
    MarkRead((first,)).run(library)
    assert shown(library, Query(Scope.UNREAD)) == [copy], "its like was read, but this one was not"
    assert shown(library, Query(search="keeper", sort=Sort.BEST)) == list(
        library.reader.all_ids(Query(search="keeper"))
    )


def test_an_older_copy_that_comes_later_joins_and_a_rewritten_one_leaves(library: Writer) -> None:
    feeds = [follow(library, f"https://{n}.example/feed") for n in range(3)]
    numbers = [arrive(library, feed, "a", text(1)) for feed in feeds[:2]]
    understood(library)
    numbers.append(arrive(library, feeds[2], "a", text(1), NOW - 2 * DAY))
    understood(library)
    assert told(library) == dict.fromkeys(numbers, numbers[0])
    came(library, feeds[0], entry("a", f"https://{feeds[0]}.example/a", "A ship", text(5), NOW - 1000))
    understood(library)
    assert set(told(library)) == set(numbers[1:])
    came(library, feeds[1], entry("a", f"https://{feeds[1]}.example/a", "A ship", text(6), NOW - 1000))
    understood(library)
    assert told(library) == {}, "nobody is left alone in a story"


def test_of_one_feed_there_is_but_one_in_a_story(library: Writer) -> None:
    ferry, light = follow(library, "https://a.example/"), follow(library, "https://b.example/")
    for key in "ab":
        arrive(library, ferry, key, f"{text(1)} {key}", title=f"Ship {'again' * (key == 'b')}")
    arrive(library, light, "c", text(1))
    understood(library)
    assert len(told(library)) == 2


def test_with_copies_names_all_of_a_story_once(library: Writer) -> None:
    feeds = [follow(library, f"https://{n}.example/feed") for n in range(3)]
    numbers = [arrive(library, feed, "a", text(1)) for feed in feeds]
    other = arrive(library, feeds[0], "z", text(2))
    understood(library)
    assert stories.with_copies(library.reader.select, [other, numbers[2]]) == [other, numbers[2], *numbers[:2]]
    assert stories.with_copies(library.reader.select, []) == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """Sixty articles of four feeds, whose stories are then made up."""
    with opened(tmp_path_factory.mktemp("stories") / "library.db") as library:
        harbour = folder(library, "Harbour")
        feeds = [follow(library, f"https://{n}.example/feed", harbour if n % 2 else None) for n in range(4)]
        for n in range(60):
            arrive(library, feeds[n % 4], f"g{n}", f"text {n}", NOW - n % 7 * 1000)
        yield library


QUERIES = [
    Query(),
    Query(reverse=True),
    Query(sort=Sort.TITLE),
    Query(sort=Sort.FEED),
    Query(Scope.UNREAD),
    Query(Scope.FOLDER, 1),
    Query(Scope.TODAY, since_at=NOW - 3500),
    Query(unread_only=True),
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.integers(1, 60), st.integers(1, 8), max_size=40),
    st.sets(st.integers(1, 60), max_size=30),
    st.sampled_from(QUERIES),
    st.integers(1, 12),
)
def test_lists_are_as_a_slow_look_says(
    many: Writer, of: dict[int, int], read: set[int], query: Query, limit: int
) -> None:
    with many.transaction() as live:
        live.exec_driver_sql("DELETE FROM story")
        for number, story in of.items():
            live.exec_driver_sql("INSERT INTO story VALUES (?, ?)", (number, story))
        live.exec_driver_sql("UPDATE state SET is_read = 0")
        for number in read:
            live.exec_driver_sql("UPDATE state SET is_read = 1 WHERE id = ?", (number,))
    plain = list(many.reader.all_ids(query))
    firsts = {story: min(n for n in plain if of.get(n) == story) for story in {of[n] for n in plain if n in of}}
    wanted = [n for n in plain if n not in of or firsts[of[n]] == n]
    folded = replace(query, folded=True)
    assert list(many.reader.all_ids(folded)) == wanted
    assert many.reader.count(folded) == len(wanted)
    assert many.reader.ids_at(folded, 0, limit) == wanted[:limit]
    assert many.reader.ids_at(folded, limit, 5) == wanted[limit : limit + 5]
    assert many.reader.belonging(folded, range(1, 61)) == wanted
    head = many.reader.head(folded, limit)
    if head is not None:
        assert list(head.ids)[:limit] == wanted[:limit]
        assert head.total in (None, len(wanted))


def test_the_first_bytes_rule_out_what_the_whole_would(library: Writer) -> None:
    assert telling.SAME > 0.5
    ferry, light = follow(library, "https://a.example/"), follow(library, "https://b.example/")
    for n in range(40):
        arrive(library, ferry, f"a{n}", text(n))
        arrive(library, light, f"b{n}", text(n) + " and so on")
    understood(library)
    stood = told(library)
    assert len(stood) == 80
    assert len(set(stood.values())) == 40
