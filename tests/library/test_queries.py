"""Every view in every order is what a slow look at all articles says, and its first page reads no more than it must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from desktop_reader.errors import NotFoundError
from desktop_reader.library import listing, lists, queries
from desktop_reader.library.listing import Listing
from desktop_reader.library.schema import label as labels
from desktop_reader.library.schema import labelled as of_labels
from desktop_reader.library.schema import state
from desktop_reader.library.store import title_key
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library.test_fair_order import slowly as in_fair_order
from tests.library_fixtures import NOW, came, entry, folder, follow, indexed, opened

MIDNIGHT = NOW - 20


@dataclass(frozen=True)
class Shelf:
    """A library of 5 feeds: two at the top, one in a folder, two in the folder inside it."""

    library: Writer
    outer: int
    inner: int
    feeds: dict[int, tuple[str, int | None]]
    label: int
    labelled: frozenset[int]


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
        label, labelled = 7, frozenset(ids[2::3])
        with library.transaction() as live:
            live.execute(insert(labels), {"id": label, "title": "Kept"})
            dates = library.reader.dates(labelled)
            rows = [{"label_id": label, "article_id": n, "published_at": dates[n]} for n in labelled]
            live.execute(insert(of_labels), rows)
        yield Shelf(library, outer, inner, feeds, label, labelled)


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
            Scope.LABEL: query.target == shelf.label and a.id in shelf.labelled,
        }[query.scope]
        and (a.unread or not query.unread_only)
        and (a.starred or not query.starred_only)
        and word in a.html
    ]
    newest = sorted(kept, key=lambda a: (a.published_at, a.id), reverse=True)
    match query.sort:
        case Sort.DATE | Sort.BEST:
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
        case Sort.FAIR if word:
            kept = newest[::-1] if query.reverse else newest
        case Sort.FAIR:
            facts = [(a.id, a.feed_id, a.published_at) for a in kept]
            return in_fair_order(facts, query.reverse)
        case Sort.READS:
            kept = sorted(newest, key=lambda a: (a.read_count, a.published_at, a.id), reverse=not query.reverse)
    return [a.id for a in kept]


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("sort", Sort)
def test_every_view_is_what_a_slow_look_says(shelf: Shelf, scope: Scope, sort: Sort) -> None:
    reader = shelf.library.reader
    targets = {
        Scope.FEED: [*shelf.feeds, 99],
        Scope.FOLDER: [shelf.outer, shelf.inner, 99],
        Scope.LABEL: [shelf.label, 99],
    }.get(scope, [None])
    for target, reverse, unread, starred in product(targets, (False, True), (False, True), (False, True)):
        query = Query(scope, target, "", unread, starred, sort, reverse, MIDNIGHT if scope is Scope.TODAY else None)
        expected = slowly(shelf, query)
        assert list(reader.all_ids(query)) == expected
        assert reader.count(query) == len(expected)
        assert [n for start in range(0, len(expected) + 7, 7) for n in reader.ids_at(query, start, 7)] == expected
        assert reader.first_ids(query, 3) == expected[:3]
        check_head(shelf, query, expected)
    found = replace(query, search="harbour", unread_only=False, starred_only=False)
    in_order = sorted if sort is Sort.BEST else list
    assert in_order(reader.all_ids(found)) == in_order(slowly(shelf, found, "harbour"))
    assert reader.count(found) == len(reader.all_ids(found))
    assert reader.ids_at(found, 2, 3) == list(reader.all_ids(found))[2:5]


def check_head(shelf: Shelf, query: Query, expected: list[int]) -> None:
    reader = shelf.library.reader
    for limit in (1, 7, 100):
        head = reader.head(query, limit)
        if head is None:
            assert not queries.streams(query)
            continue
        assert list(head.ids) == expected[:limit]
        assert head.total in (len(expected), None)
        for start in range(len(expected)):
            assert reader.ids_near_end(query, len(expected), start, 3) in (expected[start : start + 3], [])
    assert reader.belonging(query, [*expected[::2], 9_999]) == expected[::2]


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


EVERY = [
    Query(scope, 1, "", unread, starred, sort, reverse, MIDNIGHT if scope is Scope.TODAY else None)
    for scope, unread, starred, sort, reverse in product(Scope, (False, True), (False, True), Sort, (False, True))
]
MERGED = [query for query in EVERY if query.scope is Scope.FOLDER and queries.by_date(query)]


def plan_of(shelf: Shelf, statement: queries.Statement) -> list[str]:
    """How SQLite goes about it, without how it walks through the folders inside a folder."""
    rows = shelf.library.reader.select(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)
    return [row[3] for row in rows if row[3] not in ("SCAN CONSTANT ROW", "SCAN inside", "SCAN own")]


@pytest.mark.parametrize("query", [one for one in EVERY if queries.streams(one) and one not in MERGED], ids=str)
def test_first_pages_are_read_from_an_index_and_nothing_is_sorted(shelf: Shelf, query: Query) -> None:
    plan = plan_of(shelf, queries.ids(query))
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
    reads = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert reads
    assert all("INDEX" in step or "PRIMARY KEY" in step for step in reads), plan


def test_what_people_look_at_all_day_begins_at_once() -> None:
    smart = [Query(scope) for scope in Scope]
    filtered = [
        Query(scope, 1, unread_only=True) for scope in (Scope.ALL, Scope.TODAY, Scope.FEED, Scope.FOLDER, Scope.UNREAD)
    ]
    by_index = [sort for sort in Sort if sort is not Sort.FAIR]
    sorted_ones = [Query(sort=sort, reverse=reverse) for sort in by_index for reverse in (False, True)]
    assert all(map(queries.streams, [*smart, *filtered, *sorted_ones]))


@pytest.mark.parametrize("unread", [False, True])
def test_a_folder_is_read_feed_by_feed(shelf: Shelf, unread: bool) -> None:
    query = Query(Scope.FOLDER, shelf.outer, unread_only=unread)
    index = "st_feed_unread" if unread else "st_feed"
    for statement in (queries.folder_firsts(query, NOW, 3), queries.folder_dates(query)):
        plan = plan_of(shelf, statement)
        assert any(f"USING COVERING INDEX {index} (feed_id=?" in step for step in plan), plan
        assert not [step for step in plan if step.startswith("SCAN")]


def test_a_folder_of_five_hundred_feeds_looks_at_few_of_its_articles(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        place = folder(library, "All of them")
        for number in range(520):
            follow(library, f"https://{number}.example/", place, slug=f"feed-{number}", title=f"Feed {number}")
        with library.transaction() as live:
            bare = [{"id": n + 1, "feed_id": 1 + n % 520, "published_at": n} for n in range(5_200)]
            live.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            live.exec_driver_sql("DROP TRIGGER body_come")
            _bare_articles(live, bare)
        asked: list[int] = []
        lists = Listing(lambda *statement: _noted(library.reader.select(*statement), asked))
        for reverse in (False, True):
            asked.clear()
            query = Query(Scope.FOLDER, place, reverse=reverse)
            head = lists.head(query, 120)
            assert head is not None
            assert list(head.ids) == (list(range(1, 121)) if reverse else list(range(5_200, 5_080, -1)))
            assert head.total == 5_200
            assert sum(asked) < 1_000


def _noted(rows: list[Any], asked: list[int]) -> list[Any]:
    asked.append(len(rows))
    return rows


def _bare_articles(live: Connection, states: list[dict[str, int]]) -> None:
    live.exec_driver_sql(
        "INSERT INTO article (id, uuid, feed_id, text_hash, fingerprint, content_hash, published_at, created_at,"
        " updated_at, title, title_key) VALUES (?, randomblob(16), ?, 0, x'', x'', ?, 0, 0, '', ?)",
        [(one["id"], one["feed_id"], one["published_at"], f"{one['id'] * 7919 % 5_231:05}") for one in states],
    )
    live.execute(insert(state), states)


@pytest.fixture
def by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this library were a large one."""
    monkeypatch.setattr(listing, "_FEW", -1)
    monkeypatch.setattr(lists, "_SHORT", -1)
    monkeypatch.setattr(lists, "_SLICE", 5)


@pytest.mark.usefixtures("by_numpy")
@pytest.mark.parametrize("sort", [Sort.DATE, Sort.TITLE, Sort.WORDS, Sort.READS])
def test_what_numpy_orders_is_what_a_slow_look_says(shelf: Shelf, sort: Sort) -> None:
    for query in EVERY:
        if query.sort is not sort:
            continue
        for target in {Scope.FOLDER: (shelf.outer, 99), Scope.LABEL: (shelf.label, 99)}.get(query.scope, (1,)):
            here = replace(query, target=target)
            assert list(shelf.library.reader.all_ids(here)) == slowly(shelf, here)


@pytest.mark.usefixtures("by_numpy")
def test_an_order_that_is_kept_follows_what_changes(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        came(library, feed, entry("a", title="Beta"), entry("b", title="Delta"), entry("c", title="Alpha"))
        query = Query(Scope.FEED, target=feed, sort=Sort.TITLE)

        def titles() -> list[str]:
            ids = library.reader.all_ids(query)
            rows = library.reader.rows(ids)
            return [rows[number].title for number in ids]

        assert titles() == ["Alpha", "Beta", "Delta"]
        came(library, feed, entry("d", title="Cecil"))
        assert titles() == ["Alpha", "Beta", "Cecil", "Delta"]
        came(library, feed, entry("c", title="Omega", text="and another text"))
        assert titles() == ["Beta", "Cecil", "Delta", "Omega"]
        with library.transaction() as live:
            live.exec_driver_sql("DELETE FROM article WHERE title = 'Delta'")
        assert titles() == ["Beta", "Cecil", "Omega"]


@pytest.mark.parametrize("query", [one for one in EVERY if queries.counter(one)], ids=str)
def test_counts_come_from_the_counters(shelf: Shelf, query: Query) -> None:
    plan = plan_of(shelf, queries.count(query))
    assert not [step for step in plan if " state" in step or " s " in step or "article" in step], plan
    assert query.scope not in (Scope.TODAY, Scope.LABEL)


def test_feed_counts_are_those_of_the_feeds(shelf: Shelf) -> None:
    reader = shelf.library.reader
    counts = reader.feed_counts([*shelf.feeds, 99])
    feeds = {feed.id: feed for feed in reader.feeds()}
    assert sorted(count.id for count in counts) == sorted(feeds)
    for count in counts:
        feed = feeds[count.id]
        assert (count.title, count.unread, count.health) == (feed.title, feed.unread, feed.health)
