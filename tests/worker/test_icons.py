"""The sign of a feed: what is asked for, and what is taken for one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_reader.library.icons import Unsigned
from desktop_reader.worker.icons import IconErrand, candidates, is_sign
from tests.documents import Item, rss
from tests.library_fixtures import follow, made, opened
from tests.servers import Site
from tests.worker.test_loop import Running

PNG = b"\x89PNG\r\n\x1a\n and the rest"
ICO = b"\x00\x00\x01\x00 and the rest"


def unsigned(site: Site, icon: str | None = None, home: str = "/blog/") -> Unsigned:
    return Unsigned(3, site.url("/feed.xml"), site.url(home), icon and site.url(icon))


def test_the_picture_that_the_feed_names_comes_first(site: Site) -> None:
    site.serve("/own.png", PNG, headers={"Set-Cookie": "a=b"})
    site.serve("/favicon.ico", ICO)
    job = IconErrand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert (job.feed, job.url, job.data) == (3, site.url("/own.png"), PNG)
    assert [request.path for request in site.requests] == ["/own.png"]


def test_then_that_of_the_site(site: Site) -> None:
    site.serve("/own.png", status=404)
    site.serve("/favicon.ico", ICO)
    job = IconErrand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert job.data == ICO
    assert [request.path for request in site.requests] == ["/own.png", "/favicon.ico"]
    assert all(r.header("cookie") is None and r.header("referer") is None for r in site.requests)


@pytest.mark.parametrize("body", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"", PNG + b"x" * 100_000])
def test_H21_that_there_is_none_is_remembered(site: Site, body: bytes) -> None:
    site.serve("/favicon.ico", body)
    job = IconErrand(unsigned(site)).run()
    assert job is not None
    assert (job.feed, job.data) == (3, None)
    assert len(site.requests) == 1


def test_a_host_that_wants_rest_is_asked_once(site: Site) -> None:
    site.serve("/own.png", status=429)
    site.serve("/favicon.ico", ICO)
    job = IconErrand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert job.data is None
    assert len(site.requests) == 1


def test_a_public_feed_does_not_lead_into_a_private_network(site: Site) -> None:
    job = IconErrand(Unsigned(3, "http://192.0.2.1/feed", site.url("/"), site.url("/own.png"))).run()
    assert job is not None
    assert job.data is None
    assert site.requests == []


def test_addresses_without_a_site() -> None:
    assert candidates(Unsigned(1, "https://me:secret@a.example/b/feed", None, "data:image/png;base64,AA")) == [
        "https://a.example/favicon.ico"
    ]
    assert candidates(Unsigned(1, "https://a.example/feed", "not an address", None)) == [
        "https://a.example/favicon.ico"
    ]


def test_what_is_a_sign() -> None:
    assert is_sign(b"RIFF\x10\x00\x00\x00WEBPVP8 ")
    assert not is_sign(b"RIFF\x10\x00\x00\x00WAVE")


def test_H20_a_refresh_asks_for_the_feed_alone_and_signs_come_later_if_they_are_wanted(
    tmp_path: Path, site: Site
) -> None:
    site.serve("/feed.xml", rss([Item(1)], site=site.url("/")), headers={"Content-Type": "application/rss+xml"})
    site.serve("/favicon.ico", ICO)
    path = made(tmp_path)
    with opened(path) as library:
        feed = follow(library, site.url("/feed.xml"), title="Harbour", slug="harbour")
    running = Running(path).start()
    try:
        running.loop.refresh([feed])
        until(lambda: (0, 0) in running.heard.steps)
        loop = running.loop
        loop._signs._after_refresh = 0.0
        for _ in range(3):
            loop._post(0, loop._signs.look)  # type: ignore[arg-type]
        until(lambda: loop._inbox.empty())
        assert [request.path for request in site.requests] == ["/feed.xml"]
        loop.set_signs(True)
        loop._post(0, loop._signs.look)  # type: ignore[arg-type]
        until(lambda: any(feed in changes.signs for changes in running.heard.changes))
        assert [request.path for request in site.requests] == ["/feed.xml", "/favicon.ico"]
    finally:
        running.close()


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)
