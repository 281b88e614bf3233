"""Many asks at once: two connections a host, sixteen in all, and nobody waits for a server that hangs."""

from __future__ import annotations

import time

import pytest

from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem
from tests.feeds.asking import RSS, body, problem, run, slowly
from tests.servers import Request, Site, site, without_proxy

__all__ = ["site"]  # the fixture


# Many at once


def test_p11_p14_p16_24_slow_feeds_share_two_connections(site: Site) -> None:
    site.serve("/feed", slowly(site))
    with Fetcher() as fetcher:
        for key in range(24):
            fetcher.add(Ask(key, site.url(f"/feed?{key}"), allow_private=True))
        assert fetcher.pending == 24
        outcomes = run(fetcher)
    assert {key: body(found) for key, found in outcomes.items()} == dict.fromkeys(range(24), RSS)
    assert site.busiest <= 2
    assert site.connections == 2


def test_p14_who_is_redirected_to_a_host_waits_there_like_the_others(site: Site) -> None:
    site.serve("/feed", slowly(site))
    doors = [Site(f"127.0.1.{number}") for number in range(1, 9)]
    try:
        with Fetcher() as fetcher:
            for key, door in enumerate(doors):
                door.serve("/", status=302, headers={"Location": site.url(f"/feed?{key}")})
                fetcher.add(Ask(key, door.url(), allow_private=True))
            outcomes = run(fetcher)
    finally:
        for door in doors:
            door.close()
    assert all(body(found) == RSS for found in outcomes.values())
    assert site.busiest <= 2


def test_p15_40_hosts_get_16_connections_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxy(monkeypatch)
    sites = [Site(f"127.0.2.{number}") for number in range(1, 41)]
    together = [0]

    def answer(request: Request) -> bytes:
        sites[0].pause(0.02)
        together.append(sum(len(one._open) for one in sites))
        return RSS

    try:
        with Fetcher() as fetcher:
            for key, one in enumerate(sites):
                one.serve("/", answer)
                fetcher.add(Ask(key, one.url(), allow_private=True))
            outcomes = run(fetcher)
    finally:
        for one in sites:
            one.close()
    assert all(body(found) == RSS for found in outcomes.values())
    assert len(outcomes) == 40
    assert 8 <= max(together) <= 20  # a server may notice a closed connection a moment late


def test_a_host_rests_as_long_as_it_has_worked(site: Site) -> None:
    """Two connections that each take and rest a tenth of a second: six answers cannot come within three of them."""
    ends: list[float] = []
    begins: list[float] = []

    def answer(request: Request) -> bytes:
        begins.append(time.monotonic())
        site.pause(0.1)
        ends.append(time.monotonic())
        return RSS

    site.serve("/feed", answer)
    with Fetcher() as fetcher:
        for key in range(6):
            fetcher.add(Ask(key, site.url(f"/feed?{key}"), allow_private=True))
        run(fetcher)
    assert begins[1] >= ends[0], "the second connection waits for the first answer"
    for number in range(3, 6):
        assert begins[number] >= sorted(ends)[number - 3] + 0.09
    assert site.busiest <= 2


def test_b99_good_feeds_come_while_others_hang(site: Site) -> None:
    site.serve("/hang", lambda request: site.silence())
    with Site("127.0.0.3") as good, Fetcher(Limits(first_byte_seconds=1)) as fetcher:
        good.serve("/", RSS)
        for key in range(2):
            fetcher.add(Ask(key, site.url("/hang"), allow_private=True))
        fetcher.add(Ask(9, good.url(), allow_private=True))
        first = fetcher.step(5)
        assert [ask.key for ask, _ in first] == [9]
        outcomes = run(fetcher)
    assert [problem(outcomes[key]) for key in range(2)] == [Problem.TIMED_OUT] * 2


def test_a_cancelled_fetcher_forgets_everything(site: Site) -> None:
    site.serve("/hang", lambda request: site.silence())
    fetcher = Fetcher()
    for key in range(5):
        fetcher.add(Ask(key, site.url("/hang"), allow_private=True))
    assert fetcher.step(0.05) == []
    fetcher.cancel()
    assert fetcher.pending == 0
    assert fetcher.step(1) == []
    fetcher.close()
    with pytest.raises(RuntimeError):
        fetcher.add(Ask(1, site.url("/hang")))


def test_a_fetcher_without_asks_does_not_wait() -> None:
    began = time.monotonic()
    with Fetcher() as fetcher:
        assert fetcher.step(5) == []
        fetcher.add(Ask(1, "no address"))
        assert fetcher.pending == 1
        [(ask, outcome)] = fetcher.step(5)
    assert ask.key == 1
    assert problem(outcome) is Problem.BAD_ADDRESS
    assert time.monotonic() - began < 1
