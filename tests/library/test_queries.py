"""Every view in every order is what a slow look at all articles says, and its first page reads no more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from desktop_reader.errors import NotFoundError
from desktop_reader.library import queries
from desktop_reader.library.store import title_key
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library_fixtures import NOW, came, entry, folder, follow, indexed, opened

MIDNIGHT = NOW - 20


@dataclass(frozen=True)
class Shelf:
    """A library of 5 feeds: two at the top, one in a folder, two in the folder inside it."""

    library: Writer
    outer: int
    inner: int
    feeds: dict[int, tuple[str, int | None]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with opened(tmp_path_factory.mktemp("queries") / "library.db") as library:
        outer = folder(library, "Outer")
        inner = folder(library, "Inner", outer)
        feeds: dict[int, tuple[str, int | None]] = {}
        for title, place in (("beta", None), ("Alpha", None), ("Gamma", outer), ("alpha", inner), ("Ärger", inner)):
            given = title if title == "Gamma" else None
            number = follow(
                library, f"https://{len(feeds)}.example/", place, title="Z" if given else title, given_title=given
            )
            feeds[number] = (title, place)
        for turn in range(3):
            for place_in_list, feed in enumerate(feeds):
                entries = [
                    entry(
                        f"g{turn}.{n}",
                        title=("Same", "Éclair", "eclair", "“Quoted”", "zoo")[(n + feed) % 5],
                        text=" ".join(["harbour"] * ((n * feed) % 4) + ["light"] * (n % 2)),
                        at=NOW - (n * 7 + turn * 3 + place_in_list) % 60,
                    )
                    for n in range(4)
                ]
                came(library, feed, *entries, now=NOW + turn)
        ids = sorted(library.reader.all_ids(Query()))
        library.mark_read(ids[::3], True)
        library.star(ids[1::4], True)
        for number in ids[::5] + ids[::10]:
            library.opened(number, NOW)
        indexed(library)
        yield Shelf(library, outer, inner, feeds)


def slowly(shelf: Shelf, query: Query, word: str = "") -> list[int]:
    """The same as the SQL, in Python, looking at each article whole."""
    reader = shelf.library.reader
    articles = [a for n in range(1, 200) if (a := reader.article(n)) is not None]
    inside = {shelf.outer: {shelf.outer, shelf.inner}, shelf.inner: {shelf.inner}}
    kept = [
        a
        for a in articles
        if {
            Scope.ALL: True,
            Scope.TODAY: a.published_at >= (query.since_at or 0),
            Scope.UNREAD: a.unread,
            Scope.STARRED: a.starred,
            Scope.FEED: a.feed_id == query.target,
            Scope.FOLDER: shelf.feeds[a.feed_id][1] in inside.get(query.target or 0, ()),
        }[query.scope]
        and (a.unread or not query.unread_only)
        and (a.starred or not query.starred_only)
        and word in a.html
    ]
    newest = sorted(kept, key=lambda a: (a.published_at, a.id), reverse=True)
    match query.sort:
        case Sort.DATE:
            kept = newest[::-1] if query.reverse else newest
        case Sort.TITLE:
            kept = sorted(kept, key=lambda a: (title_key(a.title), a.id), reverse=query.reverse)
        case Sort.FEED:  # SQLite's NOCASE knows A to Z only.
            shown = {
                n: "".join(c.lower() if c.isascii() else c for c in title) for n, (title, _) in shelf.feeds.items()
            }
            kept = sorted(newest, key=lambda a: (shown[a.feed_id], a.feed_id), reverse=query.reverse)
        case Sort.WORDS:
            kept = sorted(kept, key=lambda a: (a.words, a.id), reverse=not query.reverse)
        case Sort.READS:
            kept = sorted(newest, key=lambda a: (a.read_count, a.published_at, a.id), reverse=not query.reverse)
    return [a.id for a in kept]


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("sort", Sort)
def test_every_view_is_what_a_slow_look_says(shelf: Shelf, scope: Scope, sort: Sort) -> None:
    reader = shelf.library.reader
    targets = {Scope.FEED: [*shelf.feeds, 99], Scope.FOLDER: [shelf.outer, shelf.inner, 99]}.get(scope, [None])
    for target, reverse, unread, starred in product(targets, (False, True), (False, True), (False, True)):
        query = Query(scope, target, "", unread, starred, sort, reverse, MIDNIGHT if scope is Scope.TODAY else None)
        expected = slowly(shelf, query)
        assert list(reader.all_ids(query)) == expected
        assert reader.count(query) == len(expected)
        assert [n for start in range(0, len(expected) + 7, 7) for n in reader.ids_at(query, start, 7)] == expected
        assert reader.first_ids(query, 3) == expected[:3]
    found = replace(query, search="harbour", unread_only=False, starred_only=False)
    assert list(reader.all_ids(found)) == slowly(shelf, found, "harbour")
    assert reader.count(found) == len(reader.all_ids(found))
    assert reader.ids_at(found, 2, 3) == list(reader.all_ids(found))[2:5]


def test_a_phrase_is_paged_like_all_else(shelf: Shelf) -> None:
    reader = shelf.library.reader
    query = Query(search='"harbour light"')
    expected = slowly(shelf, query, "harbour light")
    assert expected
    assert list(reader.all_ids(query)) == expected
    assert reader.ids_at(query, 1, 2) == expected[1:3]
    assert reader.ids_at(query, 1, -1) == expected[1:]
    assert reader.count(query) == len(expected)


def test_rows_are_those_of_the_articles_and_gone_ones_are_missing(shelf: Shelf) -> None:
    reader = shelf.library.reader
    ids = reader.all_ids(Query())
    found = reader.rows([*ids, 7777] * 30)
    assert set(found) == set(ids)
    for number in ids:
        article, row = reader.article(number), found[number]
        assert article is not None
        for name in (
            "id",
            "uuid",
            "feed_id",
            "feed_title",
            "title",
            "author",
            "snippet",
            "image",
            "published_at",
            "words",
        ):
            assert getattr(article, name) == getattr(row, name)
        for name in ("read_count", "unread", "starred"):
            assert getattr(article, name) == getattr(row, name)
    assert reader.article(7777) is None


def test_smart_counts_are_those_of_their_views(shelf: Shelf) -> None:
    today = Query(Scope.TODAY, unread_only=True, since_at=MIDNIGHT)
    counts = shelf.library.reader.smart_counts(MIDNIGHT)
    expected = [len(slowly(shelf, q)) for q in (today, Query(Scope.UNREAD), Query(Scope.STARRED))]
    assert list(counts) == expected


def test_a_beginning_of_an_id_is_enough_where_it_is_the_only_one(shelf: Shelf) -> None:
    reader = shelf.library.reader
    article = reader.article(reader.first_ids(Query(), 1)[0])
    assert article is not None
    for name in (
        article.uuid,
        article.uuid.upper(),
        article.uuid.replace("-", ""),
        article.uuid[:14],
        article.uuid[:9],
    ):
        assert reader.article_named(name) == article.id
    assert reader.feed_named(article.feed_uuid) == article.feed_id
    first = {uuid for n in reader.all_ids(Query()) if (a := reader.article(n)) for uuid in [a.uuid[0]]}
    several = next(digit for digit in first if len(reader.articles_like(digit, 99)) > 1)
    with pytest.raises(NotFoundError, match=r"more than one article\. Give more of its id"):
        reader.article_named(several)


@pytest.mark.parametrize("name", ["", "zz", "-", "%", "0" * 33, "no such", "é", "1'; DROP TABLE article"])
def test_what_is_no_id_names_nothing(shelf: Shelf, name: str) -> None:
    for named in (shelf.library.reader.article_named, shelf.library.reader.feed_named):
        with pytest.raises(NotFoundError, match="There is no"):
            named(name)


def test_a_category_is_a_folder_or_a_feed(shelf: Shelf) -> None:
    reader = shelf.library.reader
    assert reader.category("outer") == Query(Scope.FOLDER, target=shelf.outer)
    top = reader.feeds()[0]
    assert top.category_id == top.slug
    assert reader.category(top.slug) == Query(Scope.FEED, target=top.id)
    assert {f.category_id for f in reader.feeds() if f.folder_id == shelf.inner} == {"inner"}
    with pytest.raises(NotFoundError, match="There is no folder “nothing”"):
        reader.category("nothing")


STREAMED = [
    *(Query(sort=sort, reverse=reverse) for sort in Sort for reverse in (False, True)),
    *(Query(scope, sort=Sort.DATE, reverse=r) for scope in (Scope.UNREAD, Scope.STARRED) for r in (False, True)),
    Query(Scope.TODAY, since_at=MIDNIGHT),
    Query(Scope.FEED, target=1),
    Query(Scope.FEED, target=1, reverse=True),
    Query(Scope.FEED, target=1, unread_only=True),
]


@pytest.mark.parametrize("query", STREAMED, ids=str)
def test_first_pages_are_read_from_an_index_and_nothing_is_sorted(shelf: Shelf, query: Query) -> None:
    statement = queries.ids(query)
    plan = [row[3] for row in shelf.library.reader._all(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)]
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
    assert all("INDEX" in step or "INTEGER PRIMARY KEY" in step for step in plan), plan


def test_a_folder_is_looked_up_by_its_feeds(shelf: Shelf) -> None:
    statement = queries.ids(Query(Scope.FOLDER, target=shelf.outer))
    plan = [row[3] for row in shelf.library.reader._all(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)]
    assert any("SEARCH s USING COVERING INDEX st_feed" in step for step in plan), plan


@pytest.mark.parametrize("query", [Query(), Query(Scope.UNREAD), Query(Scope.STARRED), Query(Scope.FEED, target=1)])
def test_counts_come_from_the_counters(query: Query) -> None:
    assert "feed_count" in queries.count(query).sql
