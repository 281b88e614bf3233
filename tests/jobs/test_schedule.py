"""When a feed is asked again: never too soon, never too late."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import FetchError
from desktop_reader.jobs.schedule import (
    LONGEST,
    LONGEST_RETRY_AFTER,
    NOT_NOW,
    OTHERS_NOT_NOW,
    SOONEST,
    after_answer,
    after_failure,
    after_others,
)
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Rhythm

NOW = 1_730_000_000  # Sunday, 27 October 2024, 03:33:20 GMT.
DAY = 86400

wishes = st.one_of(st.just(0), st.integers(60, 3 * DAY))
chances = st.integers().map(Random)
rhythms = st.builds(
    Rhythm,
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)


@given(wishes, rhythms, st.one_of(st.none(), st.integers(-5, 10**10)), chances)
def test_after_an_answer(wish: int, rhythm: Rhythm, fresh: int | None, chance: Random) -> None:
    moment = after_answer(NOW, wish, rhythm, fresh, chance)
    latest = max(wish, LONGEST) * 1.05 + (8 * DAY if rhythm.skip_hours or rhythm.skip_days else 0)
    assert NOW + max(SOONEST, wish) <= moment <= NOW + latest
    there = time.gmtime(moment)
    if len(rhythm.skip_hours) < 24 and len(rhythm.skip_days) < 7:
        assert there.tm_hour not in rhythm.skip_hours
        assert there.tm_wday not in rhythm.skip_days


@given(wishes, st.integers(1, 10**6), st.sampled_from(Problem), st.one_of(st.none(), st.integers(0, 10**10)), chances)
def test_after_a_fault(wish: int, failures: int, problem: Problem, retry: int | None, chance: Random) -> None:
    moment, not_before = after_failure(NOW, wish, failures, FetchError(problem, retry_after=retry), chance)
    assert moment >= NOW + SOONEST
    assert moment >= not_before
    if retry is not None:
        assert not_before == NOW + min(retry, LONGEST_RETRY_AFTER)
        assert moment == max(not_before, NOW + min(max(wish or LONGEST, SOONEST), LONGEST))
    elif problem is Problem.TOO_MANY:
        assert not_before > NOW
    else:
        assert not_before == 0
        assert NOW + wish <= moment <= NOW + max(wish, LONGEST) * 1.05


def test_a_failing_feed_is_asked_ever_less_often() -> None:
    moments = [after_failure(NOW, 3600, n, FetchError(Problem.SERVER), Random(1))[0] - NOW for n in range(1, 12)]
    assert moments == sorted(moments)
    assert moments[0] >= 2 * 3600
    assert LONGEST <= moments[-1] <= LONGEST * 1.05


@pytest.mark.parametrize(
    ("ttl", "fresh", "least"),
    [
        (None, None, 3600),
        (10, 60, 3600),
        (120, None, 7200),
        (120, 3 * 3600, 3 * 3600),
        (10**9, None, DAY),
        (0, 0, 3600),
    ],
)
def test_the_servers_own_wish_is_believed_up_to_a_day(ttl: int | None, fresh: int | None, least: int) -> None:
    moment = after_answer(NOW, 3600, Rhythm(ttl), fresh, Random(1))
    assert NOW + least <= moment <= NOW + least * 1.05 + 1


@pytest.mark.parametrize(
    ("gap_days", "hours"), [(0, 1), (0.5, 1), (1, 1), (3, 3), (7, 7), (24, 24), (400, 24), (10**6, 24)]
)
def test_a_feed_is_asked_24_times_between_two_of_its_articles(gap_days: float, hours: int) -> None:
    wait = after_answer(NOW, 3600, Rhythm(), None, Random(1), int(gap_days * DAY)) - NOW
    assert hours * 3600 <= wait <= hours * 3600 * 1.05


def test_the_longest_of_all_wishes_counts() -> None:
    assert after_answer(NOW, 3600, Rhythm(300), 7200, Random(1), 2 * DAY) >= NOW + 5 * 3600
    assert after_answer(NOW, 3600, Rhythm(60), 3 * 3600, Random(1), DAY) >= NOW + 3 * 3600
    assert after_answer(NOW, 12 * 3600, Rhythm(60), 3 * 3600, Random(1), 2 * DAY) >= NOW + 12 * 3600


@given(st.integers(0, 30 * DAY), st.one_of(st.none(), st.integers(0, 10**10)), chances)
def test_a_host_that_said_not_now_to_another_feed(ahead: int, retry: int | None, chance: Random) -> None:
    moment, not_before = after_others(NOW, NOW + ahead, retry, chance)
    assert not_before == NOW + (NOT_NOW if retry is None else min(retry, LONGEST_RETRY_AFTER))
    assert moment >= max(not_before, NOW + ahead, NOW + OTHERS_NOT_NOW)
    assert moment <= NOW + max(ahead, LONGEST_RETRY_AFTER * 1.05)


def test_by_hand_only_means_a_day_not_never() -> None:
    assert after_answer(NOW, 0, Rhythm(), None, Random(1)) >= NOW + LONGEST


def test_skipped_hours_and_days_are_of_greenwich() -> None:
    moment = after_answer(NOW, 3600, Rhythm(None, frozenset(range(4, 12))), None, Random(1))
    assert time.gmtime(moment)[3:5] == (12, 0)
    moment = after_answer(NOW, 3600, Rhythm(None, frozenset(), frozenset({6, 0})), None, Random(1))
    assert time.strftime("%a %H:%M", time.gmtime(moment)) == "Tue 00:00"


def test_feeds_do_not_march_in_step() -> None:
    assert len({after_answer(NOW, 3600, Rhythm(), None, Random(n)) for n in range(50)}) > 25
