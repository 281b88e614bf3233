"""Whose turn it is, by a clock of the tests: a host is called gently, and none keeps another waiting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import NotNowError
from desktop_reader.feeds.journey import Ask, Journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.turns import Turns

LIMITS = Limits()


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(clock: Clock) -> Turns:
    return Turns(LIMITS, clock)


def journey(key: int, host: str = "a.example") -> Journey:
    return Journey(Ask(key, f"https://{host}/{key}"), LIMITS)


def taken(turns: Turns) -> list[int]:
    """All who may go now."""
    keys = []
    while turns.possible:
        keys.append(turns.take().ask.key)
    return keys


def test_a_second_connection_waits_for_the_first_answer(turns: Turns) -> None:
    for key in range(4):
        turns.join(journey(key))
    assert taken(turns) == [0]
    turns.leave("a.example")
    assert taken(turns) == [1, 2]


def test_or_until_the_first_one_takes_long(turns: Turns, clock: Clock) -> None:
    for key in range(4):
        turns.join(journey(key))
    assert taken(turns) == [0]
    assert turns.seconds_to_next == LIMITS.first_answer_seconds
    clock.now += LIMITS.first_answer_seconds
    assert taken(turns) == [1], "that is two now, and no more"


@pytest.mark.parametrize(("took", "rest"), [(0.3, 0.3), (30, LIMITS.rest_seconds)])
def test_a_connection_rests_as_long_as_the_host_has_worked(
    turns: Turns, clock: Clock, took: float, rest: float
) -> None:
    for key in range(5):
        turns.join(journey(key))
    assert taken(turns) == [0]
    turns.leave("a.example", took)
    assert taken(turns) == [1], "the other connection has not worked yet"
    turns.leave("a.example", took)
    assert taken(turns) == []
    clock.now += rest / 2
    assert turns.seconds_to_next == pytest.approx(rest / 2)
    assert taken(turns) == []
    clock.now += rest / 2
    assert taken(turns) == [2, 3]


def test_a_quick_answer_is_no_burden(turns: Turns) -> None:
    for key in range(3):
        turns.join(journey(key))
    assert taken(turns) == [0]
    turns.leave("a.example", LIMITS.quick_seconds / 2)
    assert taken(turns) == [1, 2]


def test_a_host_that_rests_keeps_no_other_waiting(turns: Turns) -> None:
    for key in range(3):
        turns.join(journey(key))
    turns.join(journey(9, "b.example"))
    assert taken(turns) == [0, 9]
    turns.leave("a.example", 5)
    turns.leave("b.example", 5)
    turns.join(journey(10, "b.example"))
    assert taken(turns) == [1, 10]


def test_who_waits_at_a_host_that_pauses_is_sent_home(turns: Turns, clock: Clock) -> None:
    for key in range(3):
        turns.join(journey(key))
    assert taken(turns) == [0]
    home = turns.pause("a.example", 60)
    turns.leave("a.example", 1)
    assert [(ask.key, type(error), error.retry_after) for ask, error in home] == [
        (1, NotNowError, 60),
        (2, NotNowError, 60),
    ]
    assert isinstance(turns.join(journey(3)), NotNowError)
    clock.now += 61
    assert turns.join(journey(4)) is None
    assert taken(turns) == [4]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60))
def test_everybody_gets_a_turn_and_no_host_more_than_two(asks: list[tuple[str, float]]) -> None:
    clock = Clock()
    turns = Turns(LIMITS, clock)
    for key, (host, _) in enumerate(asks):
        turns.join(journey(key, f"{host}.example"))
    came: list[int] = []
    busy: list[tuple[float, str, float]] = []
    while turns.waiting or busy:
        while turns.possible:
            one = turns.take()
            came.append(one.ask.key)
            took = asks[one.ask.key][1]
            busy.append((clock.now + took, one.host, took))
            assert sum(1 for _, host, _ in busy if host == one.host) <= LIMITS.host_connections
        ends = min((end for end, _, _ in busy), default=float("inf"))
        clock.now = max(clock.now, min(ends, clock.now + turns.seconds_to_next))
        for entry in [entry for entry in busy if entry[0] <= clock.now]:
            busy.remove(entry)
            turns.leave(entry[1], entry[2])
    assert sorted(came) == list(range(len(asks)))
