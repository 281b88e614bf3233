"""B: servers that break off, babble, never end or never begin. The feed waits, its articles stay, others come."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat

import pytest

from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import SENTENCES, Problem
from tests.documents import Item, rss
from tests.rules.reader import DAY, HOUR, QUICK, Reader
from tests.servers import Answer, Raw, Request, Script, Site

FEED = rss([Item(1), Item(2)])
LONGER = rss([Item(number) for number in range(3, 20)] + [Item(1), Item(2)])
TITLES = {"Article 1", "Article 2"}
SetLimits = Callable[[Limits], None]


def peak_memory() -> int:
    """The most bytes that this process has had so far; where the system does not tell, 0."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def unharmed(reader: Reader, site: Site, answer: Answer | Script, problem: Problem) -> None:
    """A feed that was well gets this answer, beside one that stays well; later it comes whole, with all entries."""
    site.serve("/feed", FEED, headers={"ETag": '"1"'})
    site.serve("/good", rss([Item(90)]))
    reader.follow(site.url("/feed"), site.url("/good"))
    reader.refresh()
    reader.clock.forward(DAY)
    site.serve("/feed", answer)
    site.serve("/good", rss([Item(91), Item(90)]))
    site.requests.clear()

    told = reader.refresh()

    assert sorted(request.path for request in site.requests) == ["/feed", "/good"], "each once"
    assert told[site.url("/good")]["status"] == "new"
    assert told[site.url("/feed")]["status"] == "failed"
    words = SENTENCES[problem].partition("{")[0]
    assert reader.health(site.url("/feed")).startswith(words)
    assert set(reader.articles()) == TITLES | {"Article 90", "Article 91"}
    reader.clock.forward(DAY)
    site.serve("/feed", LONGER)
    reader.refresh()
    assert site.asked("/feed")[-1].header("if-none-match") == b'"1"', "what broke off brought no validators"
    assert len(reader.articles()) == 21
    assert reader.health(site.url("/feed")) == "fine"


def test_B01_one_byte_a_second_is_given_up(reader: Reader, site: Site, limited: SetLimits) -> None:
    def drip(request: Request) -> Raw:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
        return Raw(site.drip([head, *(bytes([byte]) for byte in LONGER)], 0.05))

    assert Limits().total_seconds <= 180
    limited(QUICK)
    unharmed(reader, site, drip, Problem.TIMED_OUT)


def test_B01_headers_that_come_one_byte_a_second_are_given_up(reader: Reader, site: Site, limited: SetLimits) -> None:
    def drip(request: Request) -> Raw:
        return Raw(site.drip((b"HTTP/1.1 200 OK\r\n", *repeat(b"X-Slow: 1\r\n", 500)), 0.05))

    limited(QUICK)
    unharmed(reader, site, drip, Problem.TIMED_OUT)


def test_B02_a_server_that_never_answers_is_given_up(reader: Reader, site: Site, limited: SetLimits) -> None:
    assert Limits().first_byte_seconds <= 90
    limited(QUICK)
    unharmed(reader, site, lambda request: site.silence(), Problem.TIMED_OUT)


def test_B03_a_body_without_end_is_cut(reader: Reader, site: Site) -> None:
    sent = [0]

    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + FEED.partition(b"<item>")[0]
        filler = b"<!-- " + b"x" * 262_134 + b" -->"
        while True:
            sent[0] += len(filler)
            yield filler

    unharmed(reader, site, lambda request: Raw(pieces()), Problem.TOO_LARGE)
    assert sent[0] <= 64 * 2**20


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_B04_a_bomb_does_not_go_off(reader: Reader, site: Site, coding: str) -> None:
    """A gigabyte in a megabyte. What this process takes for it at most stays far below a gigabyte."""
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    start = packer.compress(b"<rss version='2.0'><channel>") + packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = start + megabyte * 1024  # After a full flush the same bytes mean the same again.
    assert len(bomb) < 2 * 2**20
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    before = peak_memory()
    unharmed(reader, site, lambda request: Raw([head, bomb]), Problem.TOO_LARGE)
    assert peak_memory() - before < 200 * 2**20


def test_B05_a_body_that_ends_too_soon_is_not_kept(reader: Reader, site: Site) -> None:
    head = b'HTTP/1.1 200 OK\r\nETag: "cut"\r\nContent-Length: %d\r\n\r\n' % len(LONGER)
    unharmed(reader, site, lambda request: Raw([head, LONGER[:-20]]), Problem.CUT_SHORT)


def test_B05_nor_one_whose_packing_ends_too_soon(reader: Reader, site: Site) -> None:
    packed = gzip.compress(LONGER)[:-30]
    head = b'HTTP/1.1 200 OK\r\nETag: "cut"\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(packed)
    unharmed(reader, site, lambda request: Raw([head, packed]), Problem.CUT_SHORT)


def test_B06_chunks_without_the_last_are_not_kept(reader: Reader, site: Site) -> None:
    head = b'HTTP/1.1 200 OK\r\nETag: "cut"\r\nTransfer-Encoding: chunked\r\n\r\n'
    chunk = b"%x\r\n%s\r\n" % (len(LONGER), LONGER)
    unharmed(reader, site, lambda request: Raw([head, chunk]), Problem.CUT_SHORT)


def test_B09_4_mb_of_headers_are_too_many(reader: Reader, site: Site) -> None:
    line = b"X-More: " + b"x" * 1000 + b"\r\n"
    pieces = [b"HTTP/1.1 200 OK\r\n", *repeat(line * 64, 64), b"\r\n", LONGER]
    before = peak_memory()
    unharmed(reader, site, lambda request: Raw(pieces), Problem.TOO_LARGE)
    assert peak_memory() - before < 100 * 2**20


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\x01\x02\x03 what is this\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\nno",
        b"HTTP/9.9 200 OK\r\n\r\n" + LONGER,
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nabcdefghi",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n" + LONGER,
        LONGER,
    ],
    ids=range(8),
)
def test_B10_garbage_is_a_fault_of_one_feed(reader: Reader, site: Site, garbage: bytes) -> None:
    site.serve("/feed", FEED)
    site.serve("/good", rss([Item(90)]))
    reader.follow(site.url("/feed"), site.url("/good"))
    reader.refresh()
    reader.clock.forward(DAY)
    site.serve("/feed", lambda request: Raw([garbage]))
    site.serve("/good", rss([Item(91)]))
    told = reader.refresh()
    assert told[site.url("/feed")]["status"] == "failed"
    assert reader.health(site.url("/feed")) != "fine"
    assert set(reader.articles()) == TITLES | {"Article 90", "Article 91"}


def test_B12_an_early_hint_is_not_the_answer(reader: Reader, site: Site) -> None:
    hint = b'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nETag: "hint"\r\n\r\n'
    answer = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n%s' % (len(FEED), FEED)
    site.serve("/feed", lambda request: Raw([hint, hint, answer]))
    reader.follow(site.url("/feed"))
    for _ in range(2):
        reader.refresh()
        reader.clock.forward(2 * HOUR)
    assert set(reader.articles()) == TITLES
    assert [request.path for request in site.requests] == ["/feed"] * 2
    assert site.requests[1].header("if-none-match") == b'"1"'


def silent(site: Site, request: Request) -> Raw:
    return site.silence()


def test_B99_good_feeds_come_while_others_hang(reader: Reader, site: Site, limited: SetLimits) -> None:
    """Also when they are at the very host that hangs, and when more hosts hang than may be asked at once."""
    limited(QUICK)
    hanging = [Site(f"127.0.4.{number}") for number in range(1, 25)]
    try:
        for one in hanging:
            one.serve("/hang", partial(silent, one))
        site.serve("/hang", lambda request: site.silence())
        site.serve("/good", lambda request: rss([Item(1, title=request.path)]))
        reader.follow(
            *(one.url("/hang") for one in hanging), site.url("/hang"), *(site.url(f"/good?{n}") for n in "abc")
        )
        told = reader.refresh()
    finally:
        for one in hanging:
            one.close()
    assert {one["status"] for url, one in told.items() if "/good" in url} == {"new"}
    assert {one["status"] for url, one in told.items() if "/hang" in url} == {"failed"}
    assert set(reader.articles()) == {"/good?a", "/good?b", "/good?c"}
