"""S: what a status means. A server that says "not now" is left alone for as long as it says; what was read stays."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from desktop_reader.records.health import SENTENCES, Problem
from tests.documents import Item, page, rss
from tests.rules.reader import DAY, HOUR, MINUTE, Reader
from tests.servers import Raw, Site

FEED = rss([Item(1), Item(2)])
TITLES = {"Article 1", "Article 2"}


def followed(reader: Reader, site: Site) -> str:
    """A feed that was well, and is due again."""
    site.serve("/feed", FEED, headers={"ETag": '"1"'})
    url = site.url("/feed")
    reader.follow(url)
    reader.refresh()
    reader.clock.forward(DAY)
    site.requests.clear()
    return url


def asked_after(reader: Reader, site: Site, seconds: float, by_hand: bool = False) -> bool:
    """Whether a refresh so much later asks."""
    before = len(site.requests)
    reader.clock.forward(seconds)
    reader.refresh(by_hand=by_hand)
    return len(site.requests) > before


def left_alone(reader: Reader, site: Site, url: str, status: int, retry_after: str) -> None:
    """Until three hours have passed, by schedule and by hand; then it is asked again."""
    site.serve("/feed", status=status, headers={"Retry-After": retry_after})
    reader.refresh()
    assert len(site.requests) == 1
    assert not asked_after(reader, site, 2 * HOUR)
    told = reader.refresh(by_hand=True)
    assert told[url]["status"] == "skipped"
    assert told[url]["error"].startswith("The server asked not to be called before 20")
    assert not asked_after(reader, site, 50 * MINUTE, by_hand=True)
    site.serve("/feed", FEED)
    assert asked_after(reader, site, HOUR)
    assert reader.health(url) == "fine"
    assert set(reader.articles()) == TITLES


def test_S01_429_with_seconds(reader: Reader, site: Site) -> None:
    left_alone(reader, site, followed(reader, site), 429, str(3 * HOUR))


def test_S02_429_with_a_date(reader: Reader, site: Site) -> None:
    left_alone(reader, site, followed(reader, site), 429, formatdate(time.time() + 3 * HOUR, usegmt=True))


def test_S03_503_with_seconds(reader: Reader, site: Site) -> None:
    left_alone(reader, site, followed(reader, site), 503, str(3 * HOUR))


def test_S04_503_with_a_date(reader: Reader, site: Site) -> None:
    left_alone(reader, site, followed(reader, site), 503, formatdate(time.time() + 3 * HOUR, usegmt=True))


def test_S05_429_without_a_time_on_the_first_fetch(reader: Reader, site: Site) -> None:
    site.serve("/feed", status=429)
    reader.follow(site.url("/feed"))
    reader.refresh()
    assert not asked_after(reader, site, 5 * MINUTE)
    assert not asked_after(reader, site, MINUTE, by_hand=True)
    assert asked_after(reader, site, DAY)


def test_S06_410_ends_the_asking_and_keeps_the_entries(reader: Reader, site: Site) -> None:
    url = followed(reader, site)
    site.serve("/feed", status=410)
    site.serve("/other", rss([Item(9)]))
    reader.refresh()
    assert reader.health(url) == SENTENCES[Problem.GONE]
    assert not asked_after(reader, site, DAY)
    assert not asked_after(reader, site, 60 * DAY)
    reader.follow(site.url("/other"))
    told = reader.refresh(by_hand=True)
    assert [request.path for request in site.requests] == ["/feed", "/other"], "nor when all are asked by hand"
    assert (told[url]["status"], told[url]["error"]) == ("skipped", SENTENCES[Problem.GONE])
    assert set(reader.articles()) >= TITLES
    site.serve("/feed", FEED)
    reader.refresh(url)
    assert reader.health(url) == "fine", "but when it alone is asked"
    assert asked_after(reader, site, DAY)


def fault(reader: Reader, site: Site, status: int, problem: Problem) -> None:
    url = followed(reader, site)
    site.serve("/feed", status=status)
    slows_down(reader, site)
    assert reader.health(url) == SENTENCES[problem].format(detail=status)
    heals(reader, site)


def test_S07_404_slows_down_keeps_the_entries_and_comes_back(reader: Reader, site: Site) -> None:
    fault(reader, site, 404, Problem.NOT_FOUND)


def test_S08_403_slows_down_and_keeps_the_entries(reader: Reader, site: Site) -> None:
    fault(reader, site, 403, Problem.FORBIDDEN)


def test_S09_500_slows_down_without_a_second_try(reader: Reader, site: Site) -> None:
    fault(reader, site, 500, Problem.SERVER)


def test_S10_a_reset_connection_slows_down(reader: Reader, site: Site) -> None:
    followed(reader, site)
    site.serve("/feed", lambda request: Raw([]))
    slows_down(reader, site)
    heals(reader, site)


def slows_down(reader: Reader, site: Site) -> None:
    """Asked once at a time, after ever longer pauses, but at least once a day."""
    reader.refresh()
    assert len(site.requests) == 1, "no second try at once"
    assert not asked_after(reader, site, 90 * MINUTE)
    assert asked_after(reader, site, HOUR)
    assert not asked_after(reader, site, 3 * HOUR)
    for _ in range(8):
        assert asked_after(reader, site, DAY + 2 * HOUR)
    assert len(site.requests) == 10
    assert set(reader.articles()) == TITLES


def heals(reader: Reader, site: Site) -> None:
    site.serve("/feed", rss([Item(3), Item(1), Item(2)]))
    assert asked_after(reader, site, DAY + 2 * HOUR)
    assert set(reader.articles()) == TITLES | {"Article 3"}
    assert not asked_after(reader, site, 50 * MINUTE)
    assert asked_after(reader, site, HOUR), "and is asked as often as before"


@pytest.mark.parametrize("said", ["", "7200"])
def test_S11_429_pauses_the_other_feeds_of_the_host(reader: Reader, site: Site, said: str) -> None:
    busy = [site.url(f"/busy?{number}") for number in range(8)]
    site.serve("/busy", status=429, headers={"Retry-After": said} if said else {})
    with Site("127.0.0.2") as elsewhere:
        elsewhere.serve("/feed", FEED)
        reader.follow(*busy, elsewhere.url("/feed"))
        told = reader.refresh()
    assert [request.path for request in site.requests] == ["/busy?0"]
    assert told.pop(elsewhere.url("/feed"))["status"] == "new"
    assert sorted(one["status"] for one in told.values()) == ["failed"] + ["skipped"] * 7
    assert {reader.health(url) for url in busy[1:]} == {"fine"}, "who was not asked did not fail"
    assert not asked_after(reader, site, 20 * MINUTE)
    assert not asked_after(reader, site, MINUTE, by_hand=True)
    site.serve("/busy", lambda request: rss([Item(int(request.path[-1]))]))
    assert asked_after(reader, site, DAY)
    assert len(site.requests) == 9


def test_S11_feeds_that_are_due_later_are_paused_as_well(reader: Reader, site: Site) -> None:
    site.serve("/late", FEED)
    reader.follow(site.url("/late"))
    reader.refresh()
    reader.clock.forward(55 * MINUTE)
    site.serve("/busy", status=429, headers={"Retry-After": str(5 * HOUR)})
    reader.follow(site.url("/busy"))
    told = reader.refresh()
    assert list(told) == [site.url("/busy")]
    assert not asked_after(reader, site, 3 * HOUR)
    assert not asked_after(reader, site, MINUTE, by_hand=True)
    assert asked_after(reader, site, 3 * HOUR)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["315360000", "9" * 400, "Fri, 31 Dec 2094 23:59:59 GMT"])
def test_S12_ten_years_are_thirty_days(reader: Reader, site: Site, status: int, said: str) -> None:
    url = followed(reader, site)
    site.serve("/feed", status=status, headers={"Retry-After": said})
    reader.refresh()
    assert not asked_after(reader, site, 29 * DAY)
    site.serve("/feed", FEED)
    assert asked_after(reader, site, 11 * DAY)
    assert reader.health(url) == "fine"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["-5", "soon", "", "1e9", "Sun, 06 Nov 1994 08:49:37 GMT", "0", "\xff\xfe", "NaN"])
def test_S13_a_retry_after_without_sense_is_a_fault_like_others(
    reader: Reader, site: Site, status: int, said: str
) -> None:
    url = followed(reader, site)
    site.serve("/feed", status=status, headers={"Retry-After": said.encode("latin-1")})
    reader.refresh()
    assert not asked_after(reader, site, 10 * MINUTE)
    site.serve("/feed", FEED)
    assert asked_after(reader, site, DAY)
    assert reader.health(url) == "fine"


def test_S16_an_empty_body_keeps_the_entries(reader: Reader, site: Site) -> None:
    url = followed(reader, site)
    site.serve("/feed", b"", headers={"ETag": '"empty"'})
    reader.refresh()
    assert set(reader.articles()) == TITLES
    assert reader.health(url) == SENTENCES[Problem.EMPTY]
    heals(reader, site)
    assert site.requests[1].header("if-none-match") == b'"1"'


def test_S17_a_page_instead_of_the_feed_slows_down_and_is_not_searched_for_feeds(reader: Reader, site: Site) -> None:
    url = followed(reader, site)
    site.serve("/new-feed", rss([Item(9)]))
    site.serve("/feed", page("/new-feed", title="We have moved"), headers={"Content-Type": "text/html"})
    slows_down(reader, site)
    assert list(reader.feeds()) == [url]
    assert not site.asked("/new-feed")
    heals(reader, site)


def test_S11_a_429_of_the_place_that_a_feed_was_passed_on_to_is_not_its_own_hosts(reader: Reader, site: Site) -> None:
    with Site("127.0.0.2") as busy:
        busy.serve("/feed", status=429)
        site.serve("/moved", status=302, headers={"Location": busy.url("/feed")})
        site.serve("/feed", FEED)
        reader.follow(site.url("/moved"), site.url("/feed"))
        reader.refresh()
    assert set(reader.articles()) == TITLES
