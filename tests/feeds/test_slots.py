"""A host's two connections are two for the whole program, whoever asks: feeds, pictures, pages."""

from __future__ import annotations

import gc
import threading
import time
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.slots import OURS, Slots
from desktop_reader.feeds.turns import Turns
from tests.feeds.test_turns import Clock, journey, taken
from tests.servers import Answer, Request, Site


class Someone:
    pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slots(clock: Clock) -> Slots:
    return Slots(clock)


def test_whoever_came_first_is_next_and_keeps_the_place(slots: Slots) -> None:
    feeds, pictures, page = Someone(), Someone(), Someone()
    assert [slots.enter("a", who, 2) for who in (feeds, feeds, pictures, page, feeds)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert slots.enter("b", page, 2)
    slots.leave("a", feeds)
    assert [slots.enter("a", who, 2) for who in (feeds, page, pictures, page)] == [False, False, True, False]
    slots.leave("a", feeds)
    assert [slots.enter("a", who, 2) for who in (feeds, page)] == [False, True]


def test_whoever_sleeps_goes_or_dies_is_not_waited_for(slots: Slots, clock: Clock) -> None:
    feeds, pictures, page = Someone(), Someone(), Someone()
    assert slots.enter("a", feeds, 1)
    assert not slots.enter("a", pictures, 1)
    slots.leave("a", feeds)
    assert not slots.enter("a", feeds, 1)
    clock.now += 2
    assert slots.enter("a", feeds, 1)
    assert not slots.enter("a", pictures, 1)
    assert not slots.enter("a", page, 1)
    slots.wait_no_more("a", pictures)
    del feeds
    gc.collect()
    assert slots.enter("a", page, 1)
    slots.leave_all(page)
    assert slots.enter("a", pictures, 1)


def test_two_who_take_turns(slots: Slots, clock: Clock) -> None:
    limits = Limits()
    feeds, pictures = Turns(limits, clock, slots), Turns(limits, clock, slots)
    for key in range(4):
        feeds.join(journey(key))
    assert taken(feeds) == [0]
    feeds.leave("a.example")
    assert taken(feeds) == [1, 2]
    pictures.join(journey(10))
    assert taken(pictures) == []
    assert pictures.seconds_to_next < 0.1
    feeds.leave("a.example")
    assert taken(feeds) == [], "somebody waits for a picture"
    clock.now += 0.1
    assert taken(pictures) == [10]
    feeds.leave("a.example")
    clock.now += 0.1
    assert taken(feeds) == [3]
    feeds.clear()
    pictures.clear()
    assert slots.enter("a.example", feeds, 1)


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.booleans()), max_size=60))
def test_never_too_many_and_never_none_for_good(steps: list[tuple[int, str, bool]]) -> None:
    clock = Clock()
    slots = Slots(clock)
    people = [Someone() for _ in range(3)]
    inside: list[tuple[int, str]] = []
    for number, host, enters in steps:
        clock.now += 0.1
        if enters and slots.enter(host, people[number], 2):
            inside.append((number, host))
        elif not enters and (number, host) in inside:
            slots.leave(host, people[number])
            inside.remove((number, host))
        assert all(sum(there == one for _, there in inside) <= 2 for one in "ab")
    for number, host in inside:
        slots.leave(host, people[number])
    clock.now += 5
    assert slots.enter("a", people[0], 2)
    assert slots.enter("b", people[1], 2)


def test_feeds_and_pictures_of_one_server_have_two_connections_together(site: Site) -> None:
    """Three that fetch at once, each on its own thread, as a refresh, an article and an errand do."""
    lock = threading.Lock()
    now = most = 0

    def slow(_: Request) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return cast(Answer, b"x")

    site.serve("/", slow)
    came: list[int] = []

    def work(first: int) -> None:
        with Fetcher(Limits(quick_seconds=1)) as fetcher:
            for key in range(first, first + 8):
                fetcher.add(Ask(key, site.url(f"/{key}"), accept="picture", allow_private=True))
            while fetcher.pending:
                came.extend(ask.key for ask, _ in fetcher.step(1))

    for key in range(24):
        site.serve(f"/{key}", slow)
    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 8, 16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(came) == list(range(24))
    assert most == 2
    assert not any(OURS._held.values())
