"""The sign of a feed: what is asked for, and what is taken for one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import FetchError
from desktop_reader.library.icons import Unsigned
from desktop_reader.records.health import Problem
from desktop_reader.worker import icons
from desktop_reader.worker.icons import IconErrand, Told, is_sign, site_of
from desktop_reader.worker.tasks import Task
from tests.documents import Item, rss
from tests.library_fixtures import follow, made, opened
from tests.servers import Site
from tests.worker.test_loop import Running

PNG = b"\x89PNG\r\n\x1a\n and the rest"
ICO = b"\x00\x00\x01\x00 and the rest"


def work(task: Task[Any]) -> Any:
    """As the helper process does it."""
    return task.run()


def errand(feed: Unsigned, told: Told | None = None) -> IconErrand:
    return IconErrand(feed, work, told or Told())


def paths(site: Site) -> list[str]:
    return [request.path for request in site.requests]


def unsigned(site: Site, icon: str | None = None, home: str = "/blog/") -> Unsigned:
    return Unsigned(3, site.url("/feed.xml"), site.url(home), icon and site.url(icon))


def test_the_picture_that_the_feed_names_comes_first(site: Site) -> None:
    site.serve("/own.png", PNG, headers={"Set-Cookie": "a=b"})
    site.serve("/favicon.ico", ICO)
    job = errand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert (job.feed, job.url, job.data) == (3, site.url("/own.png"), PNG)
    assert paths(site) == ["/own.png"]


def test_then_that_of_the_site(site: Site) -> None:
    site.serve("/own.png", status=404)
    site.serve("/favicon.ico", ICO)
    job = errand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert job.data == ICO
    assert paths(site) == ["/own.png", "/blog/", "/favicon.ico"]
    assert all(r.header("cookie") is None and r.header("referer") is None for r in site.requests)


@pytest.mark.parametrize("body", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"", PNG + b"x" * 100_000])
def test_H21_that_there_is_none_is_remembered(site: Site, body: bytes) -> None:
    site.serve("/favicon.ico", body)
    job = errand(unsigned(site)).run()
    assert job is not None
    assert (job.feed, job.data) == (3, None)
    assert paths(site) == ["/blog/", "/favicon.ico"]


def test_a_host_that_wants_rest_is_asked_once(site: Site) -> None:
    site.serve("/own.png", status=429)
    site.serve("/favicon.ico", ICO)
    job = errand(unsigned(site, "/own.png")).run()
    assert job is not None
    assert job.data is None
    assert len(site.requests) == 1


def test_a_public_feed_does_not_lead_into_a_private_network(site: Site) -> None:
    job = errand(Unsigned(3, "http://192.0.2.1/feed", site.url("/"), site.url("/own.png"))).run()
    assert job is not None
    assert job.data is None
    assert site.requests == []


PAGE = """<html><head><link rel="mask-icon" href="/mask.svg"><link rel="icon" type="image/svg+xml" href="/a.svg">
<link rel="apple-touch-icon" href="/large.png"><link rel="shortcut icon" href="signs/16.ico" sizes="16x16">
<link rel="icon" href="signs/32.png" sizes="32x32"></head></html>"""


def test_the_sites_page_names_its_sign(site: Site) -> None:
    site.serve("/blog/", PAGE, headers={"Content-Type": "text/html"})
    site.serve("/blog/signs/32.png", status=404)
    site.serve("/blog/signs/16.ico", ICO)
    job = errand(unsigned(site)).run()
    assert job is not None
    assert (job.url, job.data) == (site.url("/blog/signs/16.ico"), ICO)
    assert paths(site) == ["/blog/", "/blog/signs/32.png", "/blog/signs/16.ico"]
    assert all(r.header("cookie") is None and r.header("referer") is None for r in site.requests)


def test_H21_many_feeds_of_one_site_ask_it_once(site: Site) -> None:
    site.serve("/blog/", PAGE, headers={"Content-Type": "text/html"})
    site.serve("/blog/signs/32.png", PNG)
    told = Told()
    for number in range(5):
        job = errand(Unsigned(number, site.url(f"/feed/{number}"), site.url("/blog/"), None), told).run()
        assert job is not None
        assert (job.feed, job.data) == (number, PNG)
    assert paths(site) == ["/blog/", "/blog/signs/32.png"]
    for number in range(3):
        errand(Unsigned(number, site.url(f"/feed/{number}"), site.url("/blog/"), site.url("/none.png")), told).run()
    assert paths(site) == ["/blog/", "/blog/signs/32.png", "/none.png"]


def test_a_page_without_end_is_not_read(site: Site) -> None:
    site.serve("/blog/", PAGE + "x" * 2_100_000, headers={"Content-Type": "text/html"})
    site.serve("/favicon.ico", ICO)
    job = errand(unsigned(site)).run()
    assert job is not None
    assert (job.url, job.data) == (site.url("/favicon.ico"), ICO)


def test_without_a_network_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def file_at(*_: object, **__: object) -> object:
        error = FetchError(Problem.UNKNOWN_HOST, "x")
        error.cut_off = True
        raise error

    monkeypatch.setattr(icons, "file_at", file_at)
    assert errand(Unsigned(1, "https://192.0.2.1/feed", None, None)).run() is None


def test_addresses_without_a_site() -> None:
    feed = Unsigned(1, "https://me:secret@a.example/b/feed", None, "data:image/png;base64,AA")
    assert (site_of(feed), errand(feed).host) == ("https://a.example/", "a.example")
    assert site_of(Unsigned(1, "https://a.example/feed", "not an address", None)) == "https://a.example/"
    assert (
        site_of(Unsigned(1, "https://a.example/feed", "https://me:secret@a.example/b", None)) == "https://a.example/b"
    )


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
        assert [request.path for request in site.requests] == ["/feed.xml", "/", "/favicon.ico"]
    finally:
        running.close()


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)
