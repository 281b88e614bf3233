"""Without a network no feed is to blame; with one, each is for itself. No server is asked here: answers are written."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_reader.errors import FetchError
from desktop_reader.feeds import surroundings
from desktop_reader.feeds.fetch import Ask
from desktop_reader.jobs.refresh import Settled
from desktop_reader.library.fetching import FetchState
from desktop_reader.records.access import Access
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Outcome, Response, Status, Unchanged
from desktop_reader.worker import reach
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Result
from desktop_reader.worker.refreshing import Refreshing
from tests.worker.keeping import Kept

NOW = 1_730_000_000
Answers = dict[str, Problem | None]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


@pytest.fixture(autouse=True)
def route(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether there is a way out; changed by tests."""
    there = [True]
    monkeypatch.setattr(reach, "has_route", lambda: there[0])
    return there


class Written:
    """Downloads whose answers are written: by host a problem, or None for "nothing new"."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.arrived: Callable[[Ask, Result], None] = lambda ask, result: None

    def __call__(self, arrived: Callable[[Ask, Result], None]) -> Written:
        self.arrived = arrived
        return self

    def add(self, ask: Ask, access: Access | None = None) -> None:
        host = urlsplit(ask.url).netloc
        self.asked.append(host)
        problem = self.answers.get(host, Problem.UNKNOWN_HOST)
        if problem is None:
            self.arrived(ask, Unchanged(ask.url, 304))
            return
        error = FetchError(problem, host)
        error.host = host
        error.cut_off = problem in (Problem.UNKNOWN_HOST, Problem.TIMED_OUT)
        self.arrived(ask, error)

    def close(self) -> None:
        pass


def refreshed(states: list[FetchState], refreshing: Refreshing, inbox: queue.SimpleQueue[Callable[[], None]]) -> None:
    refreshing.start(states, NOW)
    while refreshing.busy:
        if inbox.empty():
            refreshing.tick()
        else:
            inbox.get()()


def run(kept: Kept, answers: Answers, *feeds: int) -> tuple[list[Outcome], Refreshing, Written]:
    """A refresh of all feeds by hand, or of these, and what was told of it."""
    inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    settled: list[Settled] = []
    written, digesting = Written(answers), Digesting(None)
    refreshing = Refreshing(kept.library, written, digesting, inbox.put, settled.append)  # type: ignore[arg-type]
    refreshed(kept.states(*feeds), refreshing, inbox)
    digesting.close()
    return [outcome for one in settled for outcome in one.outcomes], refreshing, written


def follow(kept: Kept, *hosts: str) -> list[int]:
    return [kept.follow(f"https://{host}/feed") for host in hosts]


def test_without_a_route_no_feed_is_the_worse_for_it(kept: Kept, route: list[bool]) -> None:
    route[0] = False
    follow(kept, "a.example", "b.example")
    before = kept.states()
    outcomes, refreshing, _ = run(kept, {})
    assert kept.states() == before
    assert [(o.status, o.health.problem) for o in outcomes] == [(Status.FAILED, Problem.OFFLINE)] * 2
    assert refreshing.offline
    assert refreshing.resting
    assert (refreshing.done, refreshing.of) == (2, 2)


def test_with_a_route_three_hosts_that_were_well_are_enough(kept: Kept) -> None:
    follow(kept, *(f"{number}.example" for number in range(200)))
    before = kept.states()
    outcomes, refreshing, written = run(kept, {})
    assert kept.states() == before
    assert {o.health.problem for o in outcomes} == {Problem.OFFLINE}
    assert len(outcomes) == 200
    assert refreshing.offline
    assert len(written.asked) < 70, "there is no sense in asking everybody"


@pytest.mark.parametrize("witness", ["first.example", "last.example"])
def test_one_answer_shows_that_the_others_are_to_blame(kept: Kept, witness: str) -> None:
    hosts = ["first.example", *(f"{number}.example" for number in range(20)), "last.example"]
    follow(kept, *hosts)
    outcomes, refreshing, _ = run(kept, {witness: None})
    assert not refreshing.offline
    assert not refreshing.resting
    assert sorted(o.status for o in outcomes) == [Status.FAILED] * 21 + [Status.UNCHANGED]
    assert sorted(state.health.failures for state in kept.states()) == [0] + [1] * 21


@pytest.mark.parametrize("problem", [Problem.CERTIFICATE, Problem.NOT_FOUND, Problem.NO_CONNECTION])
def test_a_fault_that_somebody_has_is_an_answer_too(kept: Kept, problem: Problem) -> None:
    follow(kept, *(f"{number}.example" for number in range(5)))
    _, refreshing, _ = run(kept, {"4.example": problem})
    assert not refreshing.offline
    assert [state.health.failures for state in kept.states()] == [1] * 5


def test_one_or_two_dead_feeds_are_dead_feeds(kept: Kept) -> None:
    follow(kept, "a.example", "b.example")
    outcomes, refreshing, _ = run(kept, {"b.example": Problem.TIMED_OUT})
    assert not refreshing.offline
    assert [o.health.problem for o in outcomes] == [Problem.UNKNOWN_HOST, Problem.TIMED_OUT]
    assert [state.health.failures for state in kept.states()] == [1, 1]


def test_feeds_that_are_dead_for_long_are_no_witnesses(kept: Kept) -> None:
    dead = follow(kept, *(f"{number}.example" for number in range(9)))
    follow(kept, "well.example")
    run(kept, {"well.example": None})
    assert [state.health.failures for state in kept.states()] == [1] * 9 + [0]
    _, refreshing, _ = run(kept, {}, *dead)
    assert not refreshing.offline
    assert [state.health.failures for state in kept.states()] == [2] * 9 + [0]


def test_what_lies_at_home_is_asked_all_the_same_and_proves_nothing(kept: Kept, route: list[bool]) -> None:
    route[0] = False
    home, away = follow(kept, "127.0.0.1", "a.example")
    outcomes, refreshing, _ = run(kept, {"127.0.0.1": None})
    assert refreshing.offline
    assert {o.feed_id: o.status for o in outcomes} == {home: Status.UNCHANGED, away: Status.FAILED}
    assert [state.health.failures for state in kept.states()] == [0, 0]
    assert kept.state(home).checked_at is not None
    assert kept.state(away).checked_at is None


def test_it_rests_longer_each_time_until_somebody_answers(route: list[bool]) -> None:
    now = [100.0]
    network = reach.Reach(lambda: now[0])
    route[0] = False
    rests = []
    for _ in range(5):
        network.begin()
        assert network.judge(nobody_left=True)
        began = now[0]
        while network.resting:
            now[0] += 1
        rests.append(now[0] - began)
    assert rests == [60, 120, 240, 300, 300]
    network.begin()
    assert network.shown_by(Response("https://a.example/", 200))
    assert not network.shown_by(Response("https://a.example/", 200)), "once is enough"
    network.begin()
    assert network.judge(nobody_left=True)
    now[0] += 60
    assert not network.resting


@pytest.mark.parametrize(
    ("host", "outside"),
    [
        ("a.example", True),
        ("a.example:8080", True),
        ("8.8.8.8:80", True),
        ("[2606:4700::1]:443", True),
        ("[::1]:80", False),
        ("127.0.0.1:80", False),
        ("localhost", False),
        ("192.168.1.1", False),
    ],
)
def test_who_is_outside(host: str, outside: bool) -> None:
    assert reach.is_outside(host) is outside


def test_looking_for_a_route_sends_nothing_and_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class Wayless:
        def __init__(self, family: int, kind: int) -> None:
            asked.append(kind)

        def __enter__(self) -> Wayless:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def connect(self, address: tuple[str, int]) -> None:
            raise OSError(101, "Network is unreachable")

    assert surroundings.has_route() in (True, False)
    monkeypatch.setattr(socket, "socket", Wayless)
    assert not surroundings.has_route()
    assert asked == [socket.SOCK_DGRAM] * 2
    monkeypatch.setattr(Wayless, "connect", lambda self, address: None)
    assert surroundings.has_route()
