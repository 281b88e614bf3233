"""Servers that are slow, endless, cut short or no web servers at all."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import chain

import pytest
import zstandard

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Validators
from tests.feeds.asking import QUICK, RSS, body, get, get_url, problem
from tests.servers import Raw, Reply, Request, Site, site, without_proxy

__all__ = ["site"]  # the fixture


# Broken servers


def test_b01_one_byte_at_a_time_ends_at_the_deadline(site: Site) -> None:
    head = [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"]
    site.serve("/feed", lambda request: Raw(site.drip(head + [b"x"] * 1000, 0.02)))
    began = time.monotonic()
    assert problem(get(site, limits=QUICK)) is Problem.TIMED_OUT
    assert 0.7 <= time.monotonic() - began < 10


def test_b01_a_deadline_counts_redirects_too(site: Site) -> None:
    def slow(request: Request) -> Reply:
        site.pause(0.3)
        return Reply(status=302, headers={"Location": f"/feed?{len(site.requests)}"})

    site.serve("/feed", slow)
    began = time.monotonic()
    assert problem(get(site, limits=QUICK)) is Problem.TIMED_OUT
    assert time.monotonic() - began < 10
    assert len(site.requests) <= 3


def test_b02_a_silent_server_is_given_up(site: Site) -> None:
    site.serve("/feed", lambda request: site.silence())
    began = time.monotonic()
    assert problem(get(site, limits=Limits(first_byte_seconds=0.4))) is Problem.TIMED_OUT
    assert 0.3 <= time.monotonic() - began < 10


@pytest.mark.parametrize("head", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_b03_an_endless_body_is_cut(site: Site, head: bytes) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n" + head + b"\r\n"
        while True:
            yield b"10000\r\n" + b"a" * 65536 + b"\r\n"

    site.serve("/feed", lambda request: Raw(pieces()))
    assert problem(get(site)) is Problem.TOO_LARGE


def test_b03_a_body_that_announces_too_much_is_not_read(site: Site) -> None:
    site.serve("/feed", lambda request: Raw([b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b"a"]))
    assert problem(get(site)) is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", lambda: gzip.compress(bytes(50_000_000))),
        ("deflate", lambda: zlib.compress(bytes(50_000_000))),
        ("deflate", lambda: zlib.compress(bytes(50_000_000), wbits=-15)),
        ("zstd", lambda: zstandard.compress(bytes(50_000_000))),
        ("gzip, gzip", lambda: gzip.compress(gzip.compress(bytes(50_000_000)))),
        ("gzip", lambda: gzip.compress(bytes(600_000)) * 3),
    ],
    ids=["gzip", "zlib", "deflate", "zstd", "twice", "three"],
)
def test_b04_a_bomb_does_not_go_off(site: Site, coding: str, packed: Callable[[], bytes]) -> None:
    site.serve("/feed", packed(), headers={"Content-Encoding": coding})
    assert problem(get(site)) is Problem.TOO_LARGE


def test_the_limit_is_exact_after_decompression(site: Site) -> None:
    for size, fits in ((1_000_000, True), (1_000_001, False)):
        for coding, coded in (("gzip", gzip.compress(bytes(size))), ("zstd", zstandard.compress(bytes(size)))):
            site.serve("/feed", coded, headers={"Content-Encoding": coding})
            assert isinstance(get(site), Response) is fits


def test_b05_a_body_short_of_its_length_is_no_answer(site: Site) -> None:
    site.serve("/feed", lambda request: Raw([b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 900\r\n\r\n', RSS]))
    assert problem(get(site)) is Problem.CUT_SHORT


def test_b06_a_chunked_body_without_its_end_is_no_answer(site: Site) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n"]
    site.serve("/feed", lambda request: Raw(pieces))
    assert problem(get(site)) is Problem.CUT_SHORT
    site.serve("/feed", lambda request: Raw([*pieces, b"0\r\nETag: late\r\n\r\n"]))
    answer = get(site)
    assert body(answer) == b"hello"
    assert isinstance(answer, Response)
    assert answer.validators == Validators()


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", gzip.compress(RSS, mtime=0)[:-9]),
        ("gzip", gzip.compress(RSS, mtime=0)[:-1]),
        ("gzip", gzip.compress(RSS, mtime=0)[:12] + b"garbage garbage"),
        ("deflate", zlib.compress(RSS)[:-1]),
        ("deflate", b"no deflate at all"),
        ("zstd", zstandard.compress(RSS)[:-1]),
        ("zstd", zstandard.compress(RSS)[:6] + b"garbage"),
    ],
)
def test_b06_a_compressed_body_without_its_end_is_no_answer(site: Site, coding: str, coded: bytes) -> None:
    # Closing the connection is the end of this body, so only the coding can tell that something is missing.
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nConnection: close\r\n\r\n".encode()
    site.serve("/feed", lambda request: Raw([head, coded]))
    assert problem(get(site)) is Problem.CUT_SHORT


def test_a_body_that_ends_with_its_connection_is_whole(site: Site) -> None:
    site.serve("/feed", lambda request: Raw([b"HTTP/1.0 200 OK\r\n\r\n", RSS]))
    assert body(get(site)) == RSS
    site.serve("/feed", b"")
    assert body(get(site)) == b""


@pytest.mark.parametrize("size", [20_000, 4_000_000])
def test_b09_headers_without_end_are_cut(site: Site, size: int) -> None:
    lines = [b"X-%d: %s\r\n" % (number, b"a" * 900) for number in range(size // 1000)]
    site.serve("/feed", lambda request: Raw([b"HTTP/1.1 200 OK\r\n", *lines, b"Content-Length: 0\r\n\r\n"]))
    assert problem(get(site, limits=QUICK)) is Problem.TOO_LARGE
    if size > 300_000:
        assert problem(get(site)) is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("garbage", "expected"),
    [
        (b"\x00\x01\x02\xff\xfe garbage \r\n\r\n", Problem.SERVER),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Problem.SERVER),
        (b"", Problem.NO_CONNECTION),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", Problem.SERVER),
        (b"HTTP/1.1 200 OK\r\nContent-Le", Problem.CUT_SHORT),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", Problem.CUT_SHORT),
    ],
)
def test_b10_garbage_is_a_fault_of_the_server(site: Site, garbage: bytes, expected: Problem) -> None:
    site.serve("/feed", lambda request: Raw([garbage]))
    assert problem(get(site)) is expected


def test_b12_early_hints_come_before_the_answer(site: Site) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nETag: early\r\n\r\n"
    site.serve("/feed", lambda request: Raw([hints, hints, Reply(RSS, {"ETag": '"1"'}).to_bytes()]))
    answer = get(site)
    assert body(answer) == RSS
    assert isinstance(answer, Response)
    assert answer.validators == Validators(b'"1"')


def test_an_error_is_known_before_its_body_ends(site: Site) -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 99999999\r\n\r\n"
        while True:
            yield b"a" * 4096

    site.serve("/feed", lambda request: Raw(endless()))
    assert problem(get(site)) is Problem.NOT_FOUND
    hang = [b"HTTP/1.1 429 Slow Down\r\nRetry-After: 9\r\nContent-Length: 9\r\n\r\n", b"x"]
    site.serve("/feed", lambda request: Raw(chain(hang, site.drip([b""], 60))))
    error = get(site, limits=QUICK)
    assert problem(error) is Problem.TOO_MANY
    assert isinstance(error, FetchError)
    assert error.retry_after == 9


def test_a_server_that_speaks_ipv6_only(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxy(monkeypatch)
    try:
        site = Site("::1")
    except OSError:
        pytest.skip("needs IPv6 on the loopback")
    with site:
        site.serve("/feed", RSS)
        assert body(get(site)) == RSS
        with pytest.raises(FetchError):
            fetch(Ask(1, site.url("/feed")))


def test_a_closed_port_and_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxy(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert problem(get_url(f"http://127.0.0.1:{port}/")) is Problem.NO_CONNECTION
    assert problem(get_url("http://nobody.invalid/")) is Problem.UNKNOWN_HOST
