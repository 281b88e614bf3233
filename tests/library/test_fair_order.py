"""The fair order: day by day, and within a day no feed has a second article before every feed has had its first."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library_fixtures import NOW, came, entry, folder, follow, opened

DAY = 86400


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with opened(tmp_path_factory.mktemp("fair") / "library.db") as library:
        harbour = folder(library, "Harbour")
        feeds = [follow(library, f"https://{n}.example/feed", harbour if n else None) for n in range(4)]
        for n in range(40):
            came(library, feeds[n % 4], entry(f"g{n}", title=f"Title {n}", text=f"text {n}", at=NOW - n))
        yield library


def day_of(at: int) -> int:
    return (at + time.localtime().tm_gmtoff) // DAY


def slowly(rows: list[tuple[int, int, int]], reverse: bool) -> list[int]:
    """The order as one would write it down: (id, feed, date) → ids."""
    days: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, feed, at in sorted(rows, key=lambda row: (row[2], row[0]), reverse=not reverse):
        days[day_of(at)][feed].append(number)
    date = {number: (at, number) for number, _, at in rows}
    found: list[int] = []
    for day in sorted(days, reverse=not reverse):
        for turn in itertools.zip_longest(*days[day].values()):
            found += sorted((n for n in turn if n), key=date.__getitem__, reverse=not reverse)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.integers(0, 4 * DAY), min_size=40, max_size=40),
    st.sampled_from([Query(), Query(Scope.UNREAD), Query(Scope.FOLDER, 1), Query(Scope.FEED, 2)]),
    st.booleans(),
)
@example([0] * 40, Query(), False)
def test_it_is_as_one_would_write_it_down(library: Writer, ages: list[int], query: Query, reverse: bool) -> None:
    with library.transaction() as live:
        for number, age in enumerate(ages, 1):
            live.exec_driver_sql("UPDATE state SET published_at = ? WHERE id = ?", (NOW - age, number))
    shown = set(library.reader.all_ids(query))
    rows = [row for row in library.reader.select("SELECT id, feed_id, published_at FROM state") if row[0] in shown]
    fair = Query(query.scope, query.target, sort=Sort.FAIR, reverse=reverse)
    assert list(library.reader.all_ids(fair)) == slowly(rows, reverse)
    assert library.reader.ids_at(fair, 3, 4) == slowly(rows, reverse)[3:7]
    assert library.reader.count(fair) == len(shown)
    assert library.reader.head(fair, 5) is None


def test_a_rare_feed_stands_above_a_firehose(library: Writer) -> None:
    with library.transaction() as live:
        live.exec_driver_sql(
            "UPDATE state SET feed_id = CASE id WHEN 40 THEN 1 ELSE 2 END, published_at = ? - id", (NOW,)
        )
    try:
        assert list(library.reader.all_ids(Query(sort=Sort.FAIR)))[:3] == [1, 40, 2]
    finally:
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE state SET feed_id = (SELECT feed_id FROM article WHERE article.id = state.id)")
