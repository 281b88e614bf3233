"""Who is asked when, by a clock of the tests: hosts take turns, and the clock asks gently."""

from __future__ import annotations

from desktop_reader.records.refresh import FeedRequest
from desktop_reader.worker.waiting import Waiting, host_of


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def request(number: int, host: str = "a.example") -> FeedRequest:
    return FeedRequest(number, f"https://{host}/{number}")


def gone(waiting: Waiting) -> list[int]:
    """All who may go now."""
    return [one.feed_id for one in iter(waiting.take, None)]


def test_two_of_a_host_may_be_away_and_hosts_take_turns() -> None:
    waiting = Waiting()
    for number in range(5):
        waiting.add(request(number))
    for number in range(10, 12):
        waiting.add(request(number, "b.example"))
    assert gone(waiting) == [0, 10, 1, 11]
    waiting.back(request(1))
    assert gone(waiting) == [2]
    assert waiting.feed_ids == {3, 4}
    assert [one.feed_id for one in waiting.drop("a.example")] == [3, 4]
    assert not waiting


def test_gently_means_twenty_a_second_after_the_first_ten() -> None:
    clock = Clock()
    waiting = Waiting(clock)
    waiting.gently = True
    for number in range(100):
        waiting.add(request(number, f"{number}.example"))
    assert len(gone(waiting)) == 10
    assert gone(waiting) == []
    went = 0
    for _ in range(20):
        clock.now += 0.1
        went += len(gone(waiting))
    assert 39 <= went <= 40
    clock.now += 3600
    assert len(gone(waiting)) == 10, "a sleep saves nothing up"
    waiting.gently = False
    assert len(gone(waiting)) == 100 - 10 - went - 10


def test_an_address_that_is_none_is_a_host_of_its_own() -> None:
    assert host_of("no address") == "no address"
    assert host_of("https://A.example:443/x") == "a.example"
