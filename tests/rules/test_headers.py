"""H: what is sent with a question, and that nothing else is asked."""

from __future__ import annotations

import gzip
import re
import zlib

import brotli
import pytest
import zstandard

from tests.documents import Item, atom, page, rss
from tests.rules.reader import DAY, HOUR, Reader
from tests.servers import Reply, Request, Site

FEED = rss([Item(1), Item(2)])
TITLES = {"Article 1", "Article 2"}


def asked(reader: Reader, site: Site) -> list[Request]:
    """The questions of a week: at first, later, by hand, after faults, by way of a redirect, for a second feed."""
    site.serve("/feed", FEED, headers={"ETag": '"1"'})
    site.serve("/new", FEED)
    site.serve("/other", status=302, headers={"Location": "/new"})
    reader.follow(site.url("/feed"), site.url("/other"))
    reader.refresh()
    reader.clock.forward(2 * HOUR)
    reader.refresh(by_hand=True)
    for status in (500, 404, 301, 200):
        reader.clock.forward(2 * DAY)
        site.serve("/feed", FEED if status == 200 else b"", status=status, headers={"Location": "/new"})
        reader.refresh()
    assert len(site.requests) > 15
    return site.requests


def decoded(reader: Reader, site: Site, coding: str, body: bytes) -> None:
    """A server that gives this coding to whoever offers it, and nothing to others."""

    def answer(request: Request) -> Reply:
        offered = (request.header("accept-encoding") or b"").decode()
        if coding not in re.split(r"[\s,;]+", offered):
            return Reply(status=406)
        return Reply(body, headers={"Content-Encoding": coding})

    site.serve("/feed", answer)
    reader.follow(site.url("/feed"))
    reader.refresh()
    assert set(reader.articles()) == TITLES


def test_H01_a_user_agent_of_our_own(reader: Reader, site: Site) -> None:
    for request in asked(reader, site):
        agent = request.header("user-agent")
        assert agent
        assert not re.search(
            rb"curl|python|urllib|requests|aiohttp|httpx|feedparser|okhttp|libwww", agent, re.IGNORECASE
        )


def test_H03_the_user_agent_names_version_and_contact(reader: Reader, site: Site) -> None:
    from desktop_reader import __version__

    for request in asked(reader, site):
        agent = (request.header("user-agent") or b"").decode()
        assert re.fullmatch(rf"DesktopReader/{re.escape(__version__)} \(\+https://[\w./-]+\)", agent)


def test_H04_the_user_agent_is_no_browser_and_no_id(reader: Reader, site: Site) -> None:
    site.serve("/feed", FEED)
    reader.follow(site.url("/feed"))
    reader.refresh()
    agent = site.requests[0].header("user-agent") or b""
    assert not re.search(rb"Mozilla|AppleWebKit|Gecko|Chrome|Safari|subscriber|[0-9a-f]{8}", agent, re.IGNORECASE)


def test_H05_the_user_agent_is_always_the_same(reader: Reader, site: Site) -> None:
    assert len({request.header("user-agent") for request in asked(reader, site)}) == 1


def test_H07_no_cookie_comes_back(reader: Reader, site: Site) -> None:
    """Not to the same address, not across a redirect, not to another feed of the host."""
    cookie = ("Set-Cookie", "id=31415; Path=/; Max-Age=9999999")
    site.serve("/feed", FEED, headers=[cookie])
    site.serve("/old", status=302, headers=[cookie, ("Location", "/feed")])
    reader.follow(site.url("/feed"), site.url("/old"))
    for _ in range(3):
        reader.refresh()
        reader.clock.forward(2 * HOUR)
    assert len(site.requests) == 9
    assert all(request.header("cookie") is None for request in site.requests)


def test_H08_no_referer(reader: Reader, site: Site) -> None:
    assert all(request.header("referer") is None for request in asked(reader, site))


def test_H09_only_get(reader: Reader, site: Site) -> None:
    reader_adds = site.url("/added")
    site.serve("/added", atom([Item(1)]))
    reader.add(reader_adds)
    assert {request.method for request in asked(reader, site)} == {"GET"}


def test_H10_no_cache_is_busted(reader: Reader, site: Site) -> None:
    for request in asked(reader, site):
        assert request.header("cache-control") is None
        assert request.header("pragma") is None
        assert "?" not in request.path


@pytest.mark.parametrize(
    "target",
    [
        "/feed?b=2&a=1&b=",
        "/feed?q=a+b%20c&empty=&&flag",
        "/feed/%7Euser/%2f/%2F/x%zz?%C3%A9=%c3%a9",
        "/a/./b/../feed;v=1?x=/../y",
        "//feed///x",
        "/feed?url=https://example.org/?a=b#not-sent",
        "/feed?",
        "/feed?'(quotes)!*~[]|{}",
    ],
)
def test_H11_the_address_is_sent_as_it_was_given(reader: Reader, site: Site, target: str) -> None:
    sent = target.partition("#")[0]
    site.serve(sent, FEED)
    reader.follow(site.url(target))
    reader.refresh()
    assert [request.path for request in site.requests] == [sent]
    assert set(reader.articles()) == TITLES


def test_H12_gzip(reader: Reader, site: Site) -> None:
    decoded(reader, site, "gzip", gzip.compress(FEED))


@pytest.mark.parametrize("bits", [15, -15], ids=["zlib", "raw"])
def test_H13_deflate_of_both_kinds(reader: Reader, site: Site, bits: int) -> None:
    packer = zlib.compressobj(wbits=bits)
    decoded(reader, site, "deflate", packer.compress(FEED) + packer.flush())


def test_H14_brotli(reader: Reader, site: Site) -> None:
    decoded(reader, site, "br", brotli.compress(FEED))


def test_H15_zstd(reader: Reader, site: Site) -> None:
    decoded(reader, site, "zstd", zstandard.compress(FEED))


def test_H16_accept_lists_feed_types(reader: Reader, site: Site) -> None:
    for request in asked(reader, site):
        accepted = request.header("accept") or b""
        assert re.search(
            rb"application/atom\+xml.*application/rss\+xml.*application/feed\+json.*\*/\*;q=0\.\d", accepted
        )


def test_H20_nothing_but_the_feed_is_asked_for(reader: Reader, site: Site) -> None:
    """Also not what the feed names: its page, its picture, its articles, their pictures and files, a stylesheet."""
    named = f"""<?xml version='1.0'?><?xml-stylesheet href='{site.url("/style.xsl")}' type='text/xsl'?>
    <rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title><link>{site.url("/")}</link>
    <image><url>{site.url("/logo.png")}</url></image><atom:link rel='hub' href='{site.url("/hub")}'/>
    <atom:link rel='next' href='{site.url("/page2")}'/><item><title>A</title><link>{site.url("/article")}</link>
    <description>&lt;img src="{site.url("/picture.png")}"&gt;&lt;iframe src="{site.url("/frame")}"&gt;</description>
    <enclosure url='{site.url("/talk.mp3")}' type='audio/mpeg' length='1'/></item></channel></rss>"""
    site.serve("/feed", named)
    site.serve("/added", named)
    reader.follow(site.url("/feed"))
    for _ in range(2):
        reader.refresh()
        reader.clock.forward(8 * DAY)
    reader.add(site.url("/added"))
    assert [(request.method, request.path) for request in site.requests] == [
        ("GET", "/feed"),
        ("GET", "/feed"),
        ("GET", "/added"),
    ]


def test_H21_no_refresh_asks_for_a_favicon_twice_a_week(reader: Reader, site: Site) -> None:
    """Of one address, whether it is there or not."""
    site.serve("/feed", rss([Item(1)], site=site.url("/")))
    site.serve("/", page(title="Home"))
    reader.follow(site.url("/feed"))
    for _ in range(12):
        reader.refresh()
        reader.clock.forward(13 * HOUR)
    others = [request.path for request in site.requests if request.path != "/feed"]
    assert len(site.asked("/feed")) == 12
    assert len(others) == len(set(others))


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", "", "text/html", "nonsense", "image/png"])
def test_H22_a_feed_is_a_feed_under_any_type(reader: Reader, site: Site, kind: str) -> None:
    site.serve("/feed", FEED, headers={"Content-Type": kind} if kind else {})
    reader.follow(site.url("/feed"))
    reader.refresh()
    assert set(reader.articles()) == TITLES
