"""How long articles are kept: what a rule deletes, what it never does, and when it is carried out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.mark import MarkAllRead, MarkRead, Open, Star
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.retain import CarryOut, SetRule, due
from desktop_reader.library import removal, retention
from desktop_reader.library.writer import Writer
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.keeping import ALL_OTHERS, FOR_EVER, Rule, changed, rule_of
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, answered, came, counters_are_right, entry, follow, indexed, ok, opened, rows

DAY = 86400


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


def notes(*days: int) -> list[DigestedEntry]:
    """One entry for each of so many days before NOW, named by it."""
    return [entry(f"g{d}", f"https://example.org/{d}", str(d), f"text {d}", NOW - d * DAY) for d in days]


def grown(library: Writer, feed: int, *days: int) -> dict[int, int]:
    """A feed whose articles came on the day on which they were published: their ids by day."""
    for d in sorted(days, reverse=True):
        came(library, feed, *notes(d), now=NOW - d * DAY)
    return {int(row.title): row.id for row in of(library, feed)}


def of(library: Writer, feed: int) -> list[ArticleRow]:
    ids = library.reader.all_ids(Query(Scope.FEED, target=feed))
    return list(library.reader.rows(ids).values())


def left(library: Writer, feed: int) -> list[int]:
    return sorted(int(row.title) for row in of(library, feed))


def carried_out(library: Writer, feed: int, rule: Rule | None, now: int = NOW) -> int:
    """Sets a rule and carries the rules out; what went is what was foretold."""
    foretold = retention.loss(library.reader, changed(retention.rules(library.reader), feed, rule), now)
    SetRule(feed, rule).run(library)
    gone = CarryOut(now).run(library).removed
    assert len(gone) == foretold.articles
    assert counters_are_right(library)
    return len(gone)


# What a rule deletes


def test_everything_is_kept_where_no_rule_is_set(library: Writer) -> None:
    feed = follow(library)
    grown(library, feed, 1, 400, 4000)
    MarkAllRead(Query()).run(library)
    assert not CarryOut(NOW).run(library)
    assert carried_out(library, ALL_OTHERS, FOR_EVER) == 0
    assert left(library, feed) == [1, 400, 4000]


def test_read_articles_go_when_they_are_old(library: Writer) -> None:
    feed = follow(library)
    ids = grown(library, feed, 5, 29, 31, 60)
    MarkRead(tuple(ids.values())).run(library)
    changes_before = retention.loss(library.reader, {ALL_OTHERS: Rule(days=30)}, NOW)
    assert changes_before.articles == 2
    assert changes_before.bytes > 0
    assert carried_out(library, ALL_OTHERS, Rule(days=30)) == 2
    assert left(library, feed) == [5, 29]


def test_read_articles_go_when_there_are_so_many_newer_ones(library: Writer) -> None:
    feed, other = follow(library, "https://1.example/"), follow(library, "https://2.example/")
    for one in (feed, other):
        grown(library, one, *range(2, 9))
    MarkAllRead(Query()).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(most=3)) == 8
    assert left(library, feed) == left(library, other) == [2, 3, 4]


def test_what_stays_counts_among_the_newest(library: Writer) -> None:
    feed = follow(library)
    ids = grown(library, feed, *range(2, 9))
    MarkRead((ids[5], ids[8])).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(most=3)) == 2
    assert left(library, feed) == [2, 3, 4, 6, 7]


def test_both_limits_are_at_work(library: Writer) -> None:
    feed = follow(library)
    grown(library, feed, 2, 3, 4, 40)
    MarkAllRead(Query()).run(library)
    assert carried_out(library, feed, Rule(days=30, most=2)) == 2
    assert left(library, feed) == [2, 3]


def test_unread_starred_and_labelled_ones_never_go(library: Writer) -> None:
    feed = follow(library)
    ids = grown(library, feed, 50, 60, 70, 80, 90)
    MarkRead((ids[50], ids[60], ids[70], ids[80])).run(library)
    Star((ids[60],)).run(library)
    with library.transaction() as live:
        live.exec_driver_sql("INSERT INTO label (id, title) VALUES (1, 'Later')")
        live.exec_driver_sql("INSERT INTO labelled SELECT 1, published_at, id FROM article WHERE id = ?", (ids[70],))
    assert carried_out(library, ALL_OTHERS, Rule(days=1, most=1)) == 2
    assert left(library, feed) == [60, 70, 90]


def test_what_came_or_was_opened_lately_stays_however_old_it_is(library: Writer) -> None:
    """A feed that is new here brings years of articles; and who reads an old one may come back to it."""
    feed = follow(library)
    came(library, feed, *notes(900, 800), now=NOW - 10 * DAY)
    ids = {int(row.title): row.id for row in of(library, feed)}
    MarkRead(tuple(ids.values())).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(days=30)) == 0
    Open(ids[800], NOW + 15 * DAY).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(days=30), NOW + 30 * DAY) == 1
    assert left(library, feed) == [800]
    assert carried_out(library, ALL_OTHERS, Rule(days=30), NOW + 46 * DAY) == 1


def test_nothing_of_the_last_day_goes_by_number(library: Writer) -> None:
    feed = follow(library)
    came(library, feed, *notes(*range(9)), now=NOW)
    MarkAllRead(Query()).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(most=2), NOW + 100) == 0
    (number,) = [row.id for row in of(library, feed) if row.title == "7"]
    Open(number, NOW + 2 * DAY - 50).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(most=2), NOW + 2 * DAY) == 6
    assert left(library, feed) == [0, 1, 7]


def test_a_feed_may_have_a_rule_of_its_own(library: Writer) -> None:
    feeds = [follow(library, f"https://{n}.example/") for n in range(3)]
    for feed in feeds:
        grown(library, feed, 20, 100, 400)
    MarkAllRead(Query()).run(library)
    SetRule(feeds[1], FOR_EVER).run(library)
    SetRule(feeds[2], Rule(days=10)).run(library)
    assert carried_out(library, ALL_OTHERS, Rule(days=365)) == 1 + 3
    assert [left(library, feed) for feed in feeds] == [[20, 100], [20, 100, 400], []]
    assert carried_out(library, feeds[1], None) == 1
    RemoveFeed(feeds[2]).run(library)
    assert retention.rules(library.reader) == {ALL_OTHERS: Rule(days=365)}


def test_for_ever_for_all_others_is_no_rule(library: Writer) -> None:
    SetRule(ALL_OTHERS, Rule(most=1)).run(library)
    SetRule(ALL_OTHERS, FOR_EVER).run(library)
    assert retention.rules(library.reader) == {}
    assert rule_of({}, 7) == FOR_EVER


def test_what_was_deleted_does_not_come_back_while_it_stands_in_the_document(library: Writer) -> None:
    feed = follow(library)
    grown(library, feed, *range(2, 12))
    MarkAllRead(Query()).run(library)
    indexed(library)
    assert carried_out(library, ALL_OTHERS, Rule(most=4)) == 6
    for document in (notes(*range(12)), notes(*range(1, 12)), notes(*range(2, 30))):
        came(library, feed, *document)
    assert left(library, feed) == [*range(6), *range(12, 30)]
    indexed(library)
    assert library.reader.count(Query(search="text")) == 24
    assert carried_out(library, ALL_OTHERS, Rule(most=4)) == 2, "read ones only"


CHOICES = st.fixed_dictionaries(
    {
        "read": st.sets(st.integers(0, 40)),
        "starred": st.sets(st.integers(0, 40), max_size=8),
        "days": st.none() | st.integers(1, 40),
        "most": st.none() | st.integers(1, 30),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHOICES)
def test_any_rule_deletes_what_a_simple_model_says(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, Any]
) -> None:
    with opened(tmp_path_factory.mktemp("any") / "library.db") as library:
        feed = follow(library)
        came(library, feed, *notes(*range(40)), now=NOW)
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE article SET created_at = 0")
        ids = {int(row.title): row.id for row in of(library, feed)}
        MarkRead(tuple(ids[d] for d in chosen["read"] if d in ids)).run(library)
        Star(tuple(ids[d] for d in chosen["starred"] if d in ids)).run(library)
        doomed = {
            d
            for d in ids
            if d in chosen["read"]
            and d not in chosen["starred"]
            and (
                (chosen["days"] is not None and d > chosen["days"])
                or (chosen["most"] is not None and d >= chosen["most"])
            )
        }
        assert carried_out(library, feed, Rule(chosen["days"], chosen["most"])) == len(doomed)
        assert set(left(library, feed)) == ids.keys() - doomed


# When, and in which steps


def test_it_goes_in_steps_and_what_is_starred_between_two_stays(
    library: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 2)
    feed = follow(library)
    ids = grown(library, feed, *range(40, 50))
    MarkAllRead(Query()).run(library)
    SetRule(ALL_OTHERS, Rule(days=30)).run(library)
    steps = CarryOut(NOW).steps(library)
    told = [(step.done, step.of) for step, _ in zip(steps, range(3), strict=False)]
    assert told == [(0, 0), (2, 10), (4, 10)]
    Star((ids[42],)).run(library)
    Open(ids[41], NOW - 5).run(library)
    assert [(step.done, step.of) for step in steps] == [(8, 10), (10, 10)]
    assert left(library, feed) == [41, 42]
    assert counters_are_right(library)


def test_another_rule_ends_what_is_under_way(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 2)
    feed = follow(library)
    grown(library, feed, *range(40, 50))
    MarkAllRead(Query()).run(library)
    SetRule(ALL_OTHERS, Rule(days=30)).run(library)
    steps = CarryOut(NOW).steps(library)
    next(steps)
    next(steps)
    SetRule(ALL_OTHERS, FOR_EVER).run(library)
    assert [*steps] == []
    assert len(left(library, feed)) == 8
    assert retention.kept_at(library.reader) == 0, "the newer rule is still to be carried out"


def test_the_clock_does_it_once_a_day_and_again_when_it_was_left_half_done(library: Writer) -> None:
    feed = follow(library)
    grown(library, feed, 40, 50)
    MarkAllRead(Query()).run(library)
    answered(library, feed, ok(), now=NOW)
    assert not due(library, NOW), "there is no rule"
    SetRule(ALL_OTHERS, Rule(days=30)).run(library)
    assert due(library, NOW)
    next(CarryOut(NOW).steps(library))
    assert due(library, NOW), "it was begun and not finished"
    CarryOut(NOW).run(library)
    assert not due(library, NOW + DAY - 1)
    assert due(library, NOW + DAY)
    assert due(library, NOW - 1), "the clock was put back"


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_that_no_server_agrees_with_deletes_nothing(library: Writer, years: int) -> None:
    feed = follow(library)
    SetRule(ALL_OTHERS, Rule(days=30)).run(library)
    assert not due(library, NOW), "nobody was asked yet"
    answered(library, feed, ok(), now=NOW)
    assert due(library, NOW + DAY)
    assert not due(library, NOW + years * 365 * DAY)


def test_room_in_the_library_is_what_an_article_takes_by_and_large(library: Writer) -> None:
    feed = follow(library)
    grown(library, feed, *range(40, 50))
    MarkAllRead(Query()).run(library)
    all_of_it = retention.loss(library.reader, {feed: Rule(days=1)}, NOW)
    (size,) = rows(library.path, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0]
    assert all_of_it.articles == 10
    assert 0 < all_of_it.bytes <= size
