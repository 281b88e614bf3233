"""Pictures, favicons and pages: as politely as feeds, bounded, and inside only where the subscription lies."""

from __future__ import annotations

import pytest

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Fetcher
from desktop_reader.feeds.files import ask_for, file_at, home_of
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import Range
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged, Validators
from tests.feeds.asking import body, run
from tests.servers import Reply, Site, site

__all__ = ["site"]  # the fixture

PICTURE = b"\x89PNG" + b"x" * 1000


def test_a_picture_is_asked_for_without_cookie_and_referrer(site: Site) -> None:
    site.serve("/icon.png", PICTURE, headers={"Set-Cookie": "id=1", "ETag": '"1"', "Content-Type": "image/png"})
    for _ in range(2):
        answer = file_at(site.url("/icon.png"), "picture", Range.LOOPBACK)
        assert isinstance(answer, Response)
        assert (answer.body, answer.content_type) == (PICTURE, "image/png")
    for request in site.requests:
        assert [request.header(name) for name in ("cookie", "referer", "authorization")] == [None] * 3
        assert (request.header("accept") or b"").startswith(b"image/")


def test_one_that_is_known_is_not_sent_again(site: Site) -> None:
    site.serve("/icon.png", Reply(status=304))
    answer = file_at(site.url("/icon.png"), "picture", Range.LOOPBACK, Validators(b'"1"'))
    assert isinstance(answer, Unchanged)
    assert site.requests[0].header("if-none-match") == b'"1"'


def test_it_is_bounded(site: Site) -> None:
    site.serve("/page", b"x" * 5000)
    with pytest.raises(FetchError) as caught:
        file_at(site.url("/page"), "page", Range.LOOPBACK, limits=Limits(page_bytes=4000))
    assert caught.value.problem is Problem.TOO_LARGE


@pytest.mark.parametrize("home", [None, Range.PRIVATE, Range.LINK_LOCAL])
def test_a_feed_of_elsewhere_has_no_pictures_inside(site: Site, home: Range | None) -> None:
    site.serve("/icon.png", PICTURE)
    for name in (None, "localhost", "127.1"):
        with pytest.raises(FetchError) as caught:
            file_at(site.url("/icon.png", name), "picture", home)
        assert caught.value.problem is Problem.UNSAFE_ADDRESS
    assert site.connections == 0


def test_many_at_once(site: Site) -> None:
    site.serve("/icon.png", lambda request: request.path.encode())
    with Fetcher() as fetcher:
        for key in range(10):
            fetcher.add(ask_for(key, site.url(f"/icon.png?{key}"), "picture", Range.LOOPBACK))
        outcomes = run(fetcher)
    assert {key: body(found) for key, found in outcomes.items()} == {
        key: f"/icon.png?{key}".encode() for key in range(10)
    }
    assert site.busiest <= 2


def test_where_a_subscription_is_at_home() -> None:
    assert home_of("http://127.0.0.1:8080/feed") is Range.LOOPBACK
    assert home_of("http://localhost/feed") is Range.LOOPBACK
    assert home_of("http://192.168.1.9/feed") is Range.PRIVATE
    assert home_of("http://8.8.8.8/feed") is None
