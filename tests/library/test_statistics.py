"""What is counted, against a slow model that knows time zones from elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.importing import KeepArticles
from desktop_reader.jobs.mark import Open, Star, Unstar
from desktop_reader.jobs.read_through import ReadThrough
from desktop_reader.library import aside
from desktop_reader.library.statistics import bounds, statistics, weights
from desktop_reader.library.writer import Writer
from desktop_reader.records.incoming import Coming
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.statistics import Tally, Window
from tests.library_fixtures import NOW, came, entry, folder, follow, opened, rows

DAY = 86_400
ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns")
WHEN = st.integers(NOW - 400 * DAY, NOW + 2 * DAY)


@contextmanager
def living_in(zone: str) -> Iterator[ZoneInfo]:
    """The process is elsewhere for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield ZoneInfo(zone)
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """Three feeds: one in a folder, one in the folder inside it, one in none; four articles each."""
    with opened(tmp_path / "library.db") as one:
        outer = folder(one, "Outer")
        inner = folder(one, "Inner", outer)
        for number, place in enumerate((outer, inner, None)):
            feed = follow(one, f"https://{number}.example/feed", place, title=f"Feed {number}")
            came(
                one,
                feed,
                *(entry(f"{number}-{n}", title=f"T{number}-{n}", text=f"word{number} " * (n + 1)) for n in range(4)),
            )
        yield one


def put(library: Writer, came_at: list[int], visits: list[tuple[int, int, bool]], stars: dict[int, int | None]) -> None:
    """This and nothing else happened; articles are numbered from 1."""
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM visit")
        live.exec_driver_sql("UPDATE state SET starred = 0, starred_at = NULL")
        for number, at in enumerate(came_at, start=1):
            live.exec_driver_sql("UPDATE article SET created_at = ? WHERE id = ?", (at, number))
        for article, at, through in visits:
            live.exec_driver_sql("INSERT OR IGNORE INTO visit VALUES (?, ?, ?)", (article, at, int(through)))
        for article, starred_at in stars.items():
            live.exec_driver_sql("UPDATE state SET starred = 1, starred_at = ? WHERE id = ?", (starred_at, article))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    days=st.sampled_from((1, 7, 30, 365, None)),
    feeds=st.sampled_from(((1, 2, 3), (1, 2), (2,), (3,))),
    came_at=st.lists(WHEN, min_size=12, max_size=12),
    visits=st.lists(st.tuples(st.integers(1, 12), WHEN, st.booleans()), max_size=20, unique_by=lambda one: one[:2]),
    stars=st.dictionaries(st.integers(1, 12), st.none() | WHEN, max_size=6),
)
@example("Europe/Berlin", 7, (1, 2, 3), [NOW - 3 * DAY] * 12, [(1, 1_729_987_199, True), (1, 1_729_990_800, False)], {})
def test_it_is_what_a_slow_look_at_each_moment_finds(
    library: Writer,
    zone: str,
    days: int | None,
    feeds: tuple[int, ...],
    came_at: list[int],
    visits: list[tuple[int, int, bool]],
    stars: dict[int, int | None],
) -> None:
    put(library, came_at, visits, stars)
    within = {
        (1, 2, 3): Query(),
        (1, 2): Query(Scope.FOLDER, target=1),
        (2,): Query(Scope.FOLDER, target=2),
        (3,): Query(Scope.FEED, target=3),
    }[feeds]
    with living_in(zone) as place:
        found = statistics(library.reader, Window(days), NOW, within)

        def day(at: int) -> date:
            return datetime.fromtimestamp(at, place).date()

    feed_of = {number: (number - 1) // 4 + 1 for number in range(1, 13)}
    today = day(NOW)
    first = date.min if days is None else today - timedelta(days=days - 1)

    def counts(at: int, article: int) -> bool:
        return feed_of[article] in feeds and first <= day(at) <= today

    arrived = [(day(at), n) for n, at in enumerate(came_at, start=1) if counts(at, n)]
    read = [(day(at), n) for n, at, _ in visits if counts(at, n)]
    through = [(day(at), n) for n, at, to_end in visits if to_end and counts(at, n)]
    starred = [(at and day(at), n) for n, at in stars.items() if feed_of[n] in feeds]
    in_window = starred if days is None else [one for one in starred if one[0] and first <= one[0] <= today]
    words = dict(rows(library.path, "SELECT id, words FROM article"))

    assert found.total == Tally(len(arrived), len({n for _, n in read}), len({n for _, n in through}), len(in_window))
    assert found.openings == len(read)
    assert found.words_opened == sum(words[n] for n in {n for _, n in read})
    assert found.words_read == sum(words[n] for n in {n for _, n in through})
    model = {
        one: Tally(*(len({n for there, n in some if there == one}) for some in (arrived, read, through, starred)))
        for one in (today - timedelta(days=n) for n in range(500))
    }
    assert [(one, tally) for one, tally in found.days] == [(one, model[one]) for one, _ in found.days]
    assert found.days[-1][0] == today
    if days is not None:
        assert len(found.days) == days
    shown = {one for one, _ in found.days}
    assert {one for one, tally in model.items() if tally != Tally() and one >= first} <= shown
    hours = [[0] * 24 for _ in range(7)]
    for n, at, _ in visits:
        if counts(at, n):
            when = datetime.fromtimestamp(at, place)
            hours[when.weekday()][when.hour] += 1
    assert found.opened_at == tuple(map(tuple, hours))
    assert sum(map(sum, found.arrived_at)) == len(arrived)
    assert {one.id: one.tally for one in found.feeds} == {
        feed: Tally(*(len({n for _, n in some if feed_of[n] == feed}) for some in (arrived, read, through, in_window)))
        for feed in feeds
    }


def test_the_days_begin_and_end_at_midnight_also_when_the_clocks_change() -> None:
    with living_in("Europe/Berlin") as berlin:
        since, until = bounds(Window(2), int(datetime(2024, 10, 27, 12, tzinfo=berlin).timestamp()))
    assert datetime.fromtimestamp(since, berlin) == datetime(2024, 10, 26, tzinfo=berlin)
    assert datetime.fromtimestamp(until, berlin) == datetime(2024, 10, 28, tzinfo=berlin)
    assert until - since == 49 * 3600


def test_the_hour_that_comes_twice_is_one_and_that_which_is_left_out_is_none(library: Writer) -> None:
    twice = [1_729_987_200 + quarter * 900 for quarter in range(8)]  # 02:00 to 03:00 in Berlin, two times.
    put(library, [NOW] * 12, [(1, at, False) for at in twice], {})
    with living_in("Europe/Berlin"):
        found = statistics(library.reader, Window(7), NOW)
    assert found.opened_at[6][2] == 8
    assert sum(map(sum, found.opened_at)) == 8


def test_a_wrong_clock_breaks_nothing(library: Writer) -> None:
    put(library, [-(1 << 40), 0, 1 << 40, *[NOW] * 9], [(1, 1 << 50, True), (2, -5, True)], {3: 1 << 50})
    found = statistics(library.reader, Window(None), NOW)
    assert found.total.arrived == 11 - 1, "what is from the year 1 on until today"
    assert found.days[0][0] == date(1970, 1, 1)
    assert statistics(library.reader, Window(10**9), NOW).total.arrived <= 12


def test_a_feed_that_is_set_aside_does_not_count(library: Writer) -> None:
    with library.transaction() as live:
        aside.put(live, 1, NOW)
    found = statistics(library.reader, Window(None), NOW)
    assert [one.id for one in found.feeds] == [2, 3]
    assert found.total.arrived == 8
    assert statistics(library.reader, Window(None), NOW, Query(Scope.FEED, target=1)).total == Tally()


def test_what_an_import_brought_arrived_by_its_own_date(library: Writer) -> None:
    before = statistics(library.reader, Window(7), NOW).total.arrived
    ever = statistics(library.reader, Window(None), NOW).total.arrived
    url = library.reader.feeds()[0].url
    some = [Coming(entry(f"x{days}", None, "t", f"x{days}", NOW - days * DAY)) for days in (1, 5, 9, 900)]
    KeepArticles(url, tuple(some), NOW).run(library)
    found = statistics(library.reader, Window(7), NOW)
    assert found.total.arrived == before + 2
    assert sum(tally.arrived for _, tally in found.days) == before + 2
    assert statistics(library.reader, Window(None), NOW).total.arrived == ever + 4


def test_an_empty_library_has_empty_days(tmp_path: Path) -> None:
    with opened(tmp_path / "empty.db") as library:
        found = statistics(library.reader, Window(7), NOW)
    assert [tally for _, tally in found.days] == [Tally()] * 7
    assert (found.total, found.feeds, found.total.ratio, found.weights.average) == (Tally(), (), None, 0)


def test_silent_and_failing_feeds_say_so(library: Writer) -> None:
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ?, problem = 'timed-out' WHERE feed_id = 1", (NOW,))
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ? WHERE feed_id > 1", (NOW,))
        live.exec_driver_sql("UPDATE state SET published_at = ? WHERE feed_id = 2", (NOW - 1000 * DAY,))
    how = {one.id: one.condition for one in statistics(library.reader, Window(30), NOW).feeds}
    assert [how[feed].fine for feed in (1, 2, 3)] == [False, False, True]
    assert str(how[2].kind) == "quiet"


def test_what_lies_on_the_disk_is_weighed(library: Writer, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures" / "ab"
    pictures.mkdir(parents=True)
    (pictures / "one").write_bytes(b"x" * 700)
    (tmp_path / "library.db.before-3.20260101-000000").write_bytes(b"x" * 5000)
    found = weights(library.reader, tmp_path / "pictures")
    assert (found.pictures, found.copies, found.articles) == (700, 5000, 12)
    assert found.library >= (tmp_path / "library.db").stat().st_size
    assert found.search >= (tmp_path / "library.db-search").stat().st_size
    assert found.average == found.library // 12
    assert weights(library.reader, tmp_path / "nowhere").pictures == 0


def test_a_star_has_its_date_and_gets_it_back(library: Writer) -> None:
    before = int(time.time())
    Star((1, 2)).run(library)
    Star(tuple(range(1, 13)), again=True).run(library)
    dates = dict(rows(library.path, "SELECT id, starred_at FROM state"))
    assert all(before <= at <= time.time() for at in dates.values())
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE state SET starred_at = 77")
    Unstar((1, 2)).run(library)
    Star((1,), again=True).run(library)
    Star((2,)).run(library)
    dates = dict(rows(library.path, "SELECT id, starred_at FROM state WHERE id < 3"))
    assert dates[1] == 77
    assert dates[2] >= before


def test_many_stars_at_once_have_their_date(tmp_path: Path) -> None:
    with opened(tmp_path / "many.db") as library:
        feed = follow(library)
        came(library, feed, *(entry(f"g{n}", title=f"T{n}", text="words") for n in range(150)))
        before = int(time.time())
        Star(range(1, 151)).run(library)
        assert rows(library.path, "SELECT min(starred_at) >= ? FROM state", before) == [(1,)]


def test_a_visit_is_read_through_once_it_is_told(library: Writer) -> None:
    Open(1, NOW).run(library)
    Open(1, NOW + 9).run(library)
    ReadThrough(1, NOW + 9).run(library)
    ReadThrough(1, NOW + 5).run(library)
    ReadThrough(99, NOW).run(library)
    assert rows(library.path, "SELECT opened_at, through FROM visit") == [(NOW, 0), (NOW + 9, 1)]
