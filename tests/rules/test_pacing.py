"""P: how often, and how many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from email.utils import formatdate
from functools import partial

import pytest

from desktop_reader import cli
from desktop_reader.records.health import SENTENCES, Problem
from desktop_reader.worker import reach
from tests.documents import Item, rss
from tests.rules.reader import DAY, HOUR, MINUTE, Reader
from tests.servers import Request, Site

FEED = rss([Item(1), Item(2)])


def with_words(words: str) -> bytes:
    """The feed with something more about itself."""
    return FEED.replace(b"<channel>", f"<channel>{words}".encode()).replace(
        b"<rss ", b"<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' "
    )


def asked_at(reader: Reader, site: Site, *hours: float) -> list[bool]:
    """Whether a refresh by schedule asks, so many hours after the first one."""
    reader.follow(site.url("/feed"))
    reader.refresh()
    assert len(site.requests) == 1
    asked, passed = [], 0.0
    for hour in hours:
        before = len(site.requests)
        reader.clock.forward((hour - passed) * HOUR)
        passed = hour
        reader.refresh()
        asked.append(len(site.requests) > before)
    return asked


def test_P01_nothing_is_asked_again_after_a_restart(reader: Reader, site: Site) -> None:
    """The new, the broken, the missing and the moved alike."""
    site.serve("/feed", FEED)
    site.serve("/broken", status=500)
    site.serve("/html", b"<html>no feed</html>")
    site.serve("/moved", status=301, headers={"Location": "/feed"})
    reader.follow(*(site.url(path) for path in ("/feed", "/broken", "/missing", "/html", "/moved")))
    reader.refresh()
    assert len(site.requests) == 6
    for _ in range(4):
        reader.clock.forward(5 * MINUTE)
        reader.refresh()
    assert len(site.requests) == 6


def test_P02_max_age_is_honoured(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED, headers={"Cache-Control": "public, max-age=21600"})
    assert asked_at(reader, site, 2, 3, 5.9, 6.5) == [False, False, False, True]


def test_P03_max_age_of_16_years_is_a_day(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED, headers={"Cache-Control": "max-age=504576000"})
    assert asked_at(reader, site, 23, 26, 51) == [False, True, True]


@pytest.mark.parametrize("control", ["max-age=0", "no-cache", "no-store, max-age=0, must-revalidate", "max-age=-1"])
def test_P04_max_age_0_is_no_leave_to_hammer(reader: Reader, site: Site, control: str) -> None:
    site.serve("/feed", FEED, headers={"Cache-Control": control, "Expires": "0"})
    assert asked_at(reader, site, 5 / 60, 25 / 60, 1.5) == [False, False, True]


def test_P05_expires_is_honoured(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED, headers={"Expires": formatdate(time.time() + 6 * HOUR, usegmt=True)})
    assert asked_at(reader, site, 2, 3, 5.9, 6.5) == [False, False, False, True]


def test_P06_ttl_is_honoured(reader: Reader, site: Site) -> None:
    site.serve("/feed", with_words("<ttl>360</ttl>"))
    assert asked_at(reader, site, 2, 3, 5.9, 6.5) == [False, False, False, True]


def test_P07_daily_is_honoured(reader: Reader, site: Site) -> None:
    site.serve(
        "/feed", with_words("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>")
    )
    assert asked_at(reader, site, 2, 3, 23, 26) == [False, False, False, True]


def test_P08_hours_to_skip_are_skipped(reader: Reader, site: Site) -> None:
    reader.clock.to_the_hour()
    hours = [(time.gmtime(time.time()).tm_hour + later) % 24 for later in (2, 3)]
    site.serve("/feed", with_words(f"<skipHours>{''.join(f'<hour>{hour}</hour>' for hour in hours)}</skipHours>"))
    assert asked_at(reader, site, 2, 3, 4) == [False, False, True]


def test_P08_by_hand_no_hour_is_skipped(reader: Reader, site: Site) -> None:
    hour = time.gmtime(time.time()).tm_hour
    others = "".join(f"<hour>{other}</hour>" for other in range(24) if other != (hour + 12) % 24)
    site.serve("/feed", with_words(f"<skipHours>{others}</skipHours>"))
    reader.follow(site.url("/feed"))
    reader.refresh()
    reader.clock.forward(2 * HOUR)
    reader.refresh()
    assert len(site.requests) == 1
    reader.refresh(by_hand=True)
    assert len(site.requests) == 2


def test_P09_days_to_skip_are_skipped(reader: Reader, site: Site) -> None:
    reader.clock.forward(DAY - time.time() % DAY - 90 * MINUTE)  # So that two and three hours later is tomorrow.
    tomorrow = time.strftime("%A", time.gmtime(time.time() + DAY))
    site.serve("/feed", with_words(f"<skipDays><day>{tomorrow}</day></skipDays>"))
    assert asked_at(reader, site, 2, 3, 25, 26) == [False, False, False, True]


class Counting:
    """How many questions are being answered at once, over several servers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def slowly(self, site: Site, seconds: float, request: Request) -> bytes:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        site.pause(seconds)
        with self._lock:
            self._now -= 1
        return rss([Item(1, title=f"{request.path} of {site.host}")])


def slow_feeds(reader: Reader, site: Site) -> None:
    counting = Counting()
    site.serve("/feed", lambda request: counting.slowly(site, 0.05, request))
    reader.follow(*(site.url(f"/feed?{number}") for number in range(24)))
    reader.refresh()
    assert len(reader.articles()) == 24
    assert counting.most <= 2


def test_P11_24_slow_feeds_of_a_host_get_at_most_6_connections(reader: Reader, site: Site) -> None:
    slow_feeds(reader, site)
    assert site.busiest <= 6


def test_P14_and_not_more_than_2(reader: Reader, site: Site) -> None:
    slow_feeds(reader, site)
    assert site.busiest <= 2


def test_P12_one_address_twice_is_asked_once(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED)
    reader.follow(
        site.url("/feed"), site.url("/feed"), f"  {site.url('/feed')} ", site.url("/feed").replace("http", "HTTP")
    )
    reader.refresh()
    assert len(site.requests) == 1
    assert len(reader.feeds()) == 1


def test_P13_adding_a_feed_costs_one_request(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED, headers={"ETag": '"1"'})
    reader.add(site.url("/feed"))
    assert set(reader.articles()) == {"Article 1", "Article 2"}
    reader.refresh()
    assert len(site.requests) == 1
    reader.clock.forward(2 * HOUR)
    reader.refresh()
    assert [request.header("if-none-match") for request in site.requests] == [None, b'"1"']


@pytest.fixture
def forty() -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Site(f"127.0.3.{number}")) for number in range(1, 41)]


def test_P15_40_hosts_get_at_most_32_connections_at_once(reader: Reader, forty: list[Site]) -> None:
    counting = Counting()
    for one in forty:
        one.serve("/feed", partial(counting.slowly, one, 0.1))
    reader.follow(*(one.url("/feed") for one in forty))
    reader.refresh()
    assert len(reader.articles()) == 40
    assert 4 <= counting.most <= 16


def test_P16_10_feeds_of_a_host_share_connections(reader: Reader, site: Site) -> None:
    site.serve("/feed", lambda request: rss([Item(1, title=request.path)]))
    reader.follow(*(site.url(f"/feed?{number}") for number in range(10)))
    reader.refresh()
    assert len(site.requests) == 10
    assert site.connections <= 2


def posting_every(days: int, name: str) -> bytes:
    """A feed that has posted so far, at this moment of the clock."""
    last = int(time.time() / DAY / days)
    return rss([Item(n, title=f"{name} {n}", at=n * days * DAY) for n in range(last, last - 20, -1)])


def test_a_feed_that_seldom_has_news_is_seldom_asked(reader: Reader, site: Site) -> None:
    """One article a week: asked every seven hours, when it has been followed for a week. A daily one every hour."""
    site.serve("/daily", lambda request: posting_every(1, "Daily"))
    site.serve("/weekly", lambda request: posting_every(7, "Weekly"))
    reader.follow(site.url("/daily"), site.url("/weekly"))
    for _ in range(2):
        reader.refresh()
        reader.clock.forward(2 * HOUR)
    assert len(site.requests) == 4, "at first all are asked as the reader wishes"
    reader.clock.forward(8 * DAY)
    site.requests.clear()
    for _ in range(12):
        reader.refresh()
        reader.clock.forward(2 * HOUR)
    assert len(site.asked("/daily")) == 12
    assert 2 <= len(site.asked("/weekly")) <= 4


def test_a_refresh_without_network_is_no_failure_of_any_feed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No feed is slowed down by it: all are asked as soon as there is a network."""
    monkeypatch.setattr(reach, "has_route", lambda: False)
    urls = [f"https://{name}.invalid/feed" for name in "ab"]
    reader.follow(*urls)
    told = reader.refresh()
    assert {one["error"] for one in told.values()} == {SENTENCES[Problem.OFFLINE]}
    assert {reader.health(url) for url in urls} == {"fine"}
    assert set(reader.refresh()) == set(urls), "all are due still"
    cli.run(["--library", str(reader.path), "refresh"])
    assert capsys.readouterr().err.count(SENTENCES[Problem.OFFLINE]) == 1
