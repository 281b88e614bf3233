"""What the fetcher asks and what it makes of an answer; each test bears its rule's number."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
import zlib
from email.utils import formatdate

import pytest
import zstandard

from desktop_reader import __version__
from desktop_reader.errors import FetchError, NotNowError
from desktop_reader.feeds import address, encoding
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged, Validators
from tests.feeds.asking import RSS, WARM, body, conditional, get, problem, run
from tests.servers import Headers, Site, site

__all__ = ["site"]  # the fixture


# Validators


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        pytest.param(b'"abc-123"', None, id="c01_strong_etag"),
        pytest.param(b'W/"abc"', None, id="c02_weak_etag"),
        pytest.param(b"abc", None, id="c03_unquoted_etag"),
        pytest.param(b'"a,b\\c\xe9\xff"', None, id="c04_comma_backslash_and_bytes"),
        pytest.param(None, b"Sun, 06 Nov 1994 08:49:37 GMT", id="c05_last_modified"),
        pytest.param(None, b"sun, 6 nov 94  8:49:37 +0000", id="c06_non_canonical_date"),
        pytest.param(None, b"1994-11-06T08:49:37Z", id="c07_iso_date"),
        pytest.param(b'"x"', b"Sun, 06 Nov 1994 08:49:37 GMT", id="c09_both"),
    ],
)
def test_validators_are_echoed_byte_for_byte(site: Site, etag: bytes | None, modified: bytes | None) -> None:
    site.serve("/feed", RSS, headers=conditional(etag, modified))
    first = get(site)
    assert isinstance(first, Response)
    assert first.validators == Validators(etag, modified)
    site.serve("/feed", status=304)
    second = get(site, validators=first.validators)
    assert isinstance(second, Unchanged)
    assert second.validators == first.validators
    assert site.requests[1].header("If-None-Match") == etag
    assert site.requests[1].header("If-Modified-Since") == modified


def test_c08_no_validators_are_invented(site: Site) -> None:
    site.serve("/feed", RSS, headers={"Date": "Sun, 06 Nov 1994 08:49:37 GMT", "ETag": ""})
    answer = get(site)
    assert isinstance(answer, Response)
    assert answer.validators == Validators()
    assert site.requests[0].header("If-None-Match") is None
    assert site.requests[0].header("If-Modified-Since") is None


def test_c10_the_validators_of_a_200_are_one_set(site: Site) -> None:
    site.serve("/feed", RSS, headers=conditional(None, b"yesterday"))
    answer = get(site, validators=WARM)
    assert isinstance(answer, Response)
    assert answer.validators == Validators(None, b"yesterday")


def test_c12_a_304_brings_a_newer_etag(site: Site) -> None:
    site.serve("/feed", status=304, body=b"", headers=conditional(b'"2"'))
    answer = get(site, validators=WARM)
    assert isinstance(answer, Unchanged)
    assert answer.validators == Validators(b'"2"', WARM.last_modified)


def test_c17_a_304_to_an_unconditional_ask_gives_no_validators(site: Site) -> None:
    site.serve("/feed", status=304, headers=conditional(b'"1"'))
    answer = get(site)
    assert isinstance(answer, Unchanged)
    assert answer.validators == Validators()


def test_a_validator_that_could_begin_another_header_is_dropped(site: Site) -> None:
    site.serve("/feed", RSS, headers=conditional(b'"a\rX-Evil: 1"', b"x" * 5000))
    answer = get(site)
    assert isinstance(answer, FetchError) or answer.validators == Validators()


# Status


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        pytest.param("120", 120, id="s01_s03_seconds"),
        pytest.param("date", 3600, id="s02_s04_date"),
        pytest.param("315360000", 30 * 24 * 3600, id="s12_ten_years"),
        pytest.param("9" * 5000, 30 * 24 * 3600, id="s12_for_ever"),
        pytest.param("Sun, 06 Nov 1994 08:49:37 GMT", 0, id="s13_the_past"),
        pytest.param("-5", None, id="s13_negative"),
        pytest.param("soon, I hope", None, id="s13_garbage"),
        pytest.param("Thu, 99 Foo 2094 99:99:99 GMT", None, id="s13_no_date"),
        pytest.param("", None, id="s13_empty"),
    ],
)
def test_retry_after(site: Site, status: int, said: str, seconds: int | None) -> None:
    value = formatdate(time.time() + 3600, usegmt=True) if said == "date" else said
    site.serve("/feed", status=status, headers={"Retry-After": value})
    error = get(site)
    assert problem(error) is (Problem.TOO_MANY if status == 429 else Problem.SERVER)
    assert isinstance(error, FetchError)
    assert error.status == status
    if said == "date":
        assert error.retry_after is not None
        assert 3590 <= error.retry_after <= 3600
    else:
        assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Problem.REFUSED),
        (401, Problem.PASSWORD),
        (403, Problem.FORBIDDEN),
        (404, Problem.NOT_FOUND),
        (410, Problem.GONE),
        (418, Problem.REFUSED),
        (429, Problem.TOO_MANY),
        (500, Problem.SERVER),
        (599, Problem.SERVER),
        (206, Problem.REFUSED),
        (300, Problem.REFUSED),
    ],
)
def test_s05_to_s09_each_status_has_its_problem(site: Site, status: int, expected: Problem) -> None:
    site.serve("/feed", b"<html>no</html>", status=status)
    error = get(site)
    assert problem(error) is expected
    assert isinstance(error, FetchError)
    assert error.status == status
    assert len(site.requests) == 1


@pytest.mark.parametrize(("status", "headers"), [(429, {}), (429, {"Retry-After": "77"}), (503, {"Retry-After": "77"})])
def test_s11_too_often_sends_home_who_waits_for_that_host(site: Site, status: int, headers: Headers) -> None:
    site.serve("/feed", status=status, headers=headers)
    with Site("127.0.0.2") as other, Fetcher() as fetcher:
        other.serve("/feed", RSS)
        for key in range(20):
            fetcher.add(Ask(key, site.url(f"/feed?{key}"), allow_private=True))
        fetcher.add(Ask(99, other.url("/feed"), allow_private=True))
        outcomes = run(fetcher)
        fetcher.add(Ask(100, site.url("/feed"), allow_private=True))
        late = run(fetcher)[100]
    assert len(outcomes) == 21
    assert body(outcomes[99]) == RSS
    assert len(site.requests) == 1, "the second connection is opened only when the first has brought something"
    unasked = [found for found in outcomes.values() if isinstance(found, NotNowError)]
    assert len(unasked) == 19
    assert {found.problem for found in unasked} == {Problem.TOO_MANY}
    assert {found.retry_after for found in unasked} == {77 if headers else None}
    assert isinstance(late, NotNowError)


def test_a_mere_503_is_the_trouble_of_one_feed(site: Site) -> None:
    site.serve("/broken", status=503)
    site.serve("/feed", RSS)
    with Fetcher() as fetcher:
        for key, path in enumerate(["/broken", "/feed", "/feed"]):
            fetcher.add(Ask(key, site.url(path), allow_private=True))
        outcomes = run(fetcher)
    assert problem(outcomes[0]) is Problem.SERVER
    assert body(outcomes[1]) == body(outcomes[2]) == RSS


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=21600"}, 21600),
        ({"Cache-Control": 'MAX-AGE="60"'}, 60),
        ({"Cache-Control": "s-maxage=99"}, None),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Cache-Control": "no-cache, max-age=60"}, 0),
        ({"Cache-Control": "max-age=" + "9" * 400}, 2**31 - 1),
        ({"Expires": "Sun, 06 Nov 1994 14:49:37 GMT", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"}, 21600),
        ({"Expires": "Sunday, 06-Nov-94 14:49:37 GMT", "Date": "Sun Nov  6 08:49:37 1994"}, 21600),
        ({"Expires": "-1"}, 0),
        ({"Expires": "Sun, 06 Nov 1994 14:49:37 GMT", "Cache-Control": "max-age=5"}, 5),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
def test_p02_p05_how_long_an_answer_is_fresh(site: Site, status: int, headers: Headers, seconds: int | None) -> None:
    site.serve("/feed", b"" if status == 304 else RSS, headers=headers, status=status)
    answer = get(site, validators=WARM)
    assert not isinstance(answer, FetchError)
    assert answer.fresh_seconds == seconds


# What is sent


def test_h01_to_h10_and_h16_what_a_request_says(site: Site) -> None:
    site.serve("/feed", status=302, headers={"Location": "/next", "Set-Cookie": "id=1; Path=/"})
    site.serve("/next", RSS, headers={"Set-Cookie": "id=2; Path=/"})
    with Fetcher() as fetcher:
        for key in range(2):
            fetcher.add(Ask(key, site.url("/feed"), allow_private=True))
            run(fetcher)
    agents = {request.header("User-Agent") for request in site.requests}
    assert len(site.requests) == 4
    assert len(agents) == 1
    agent = (agents.pop() or b"").decode()
    assert agent.startswith(f"DesktopReader/{__version__} (+https://")
    assert "Mozilla" not in agent
    assert "curl" not in agent.lower()
    for request in site.requests:
        assert request.method == "GET"
        assert b"application/rss+xml" in (request.header("Accept") or b"")
        for name in ("Cookie", "Referer", "Cache-Control", "Pragma", "Range", "Expect", "Authorization"):
            assert request.header(name) is None


@pytest.mark.parametrize("target", ["/?b=2&a=1", "/?a=&b", "/?q=a+b%20c%2Fd", "/a%2fb/../c/./d", "/?", "//x//y?c=%zz"])
def test_h11_the_address_is_sent_exactly_as_given(site: Site, target: str) -> None:
    targets = ["/plain", target, "/plain", target]
    with Fetcher(Limits(connections=1)) as fetcher:
        for key, path in enumerate(targets):
            site.serve(path, RSS)
            fetcher.add(Ask(key, site.url(path), allow_private=True))
        outcomes = run(fetcher)
    assert all(body(found) == RSS for found in outcomes.values())
    assert [request.path for request in site.requests] == targets


CODED = [
    pytest.param("gzip", gzip.compress(RSS), id="h12_gzip"),
    pytest.param("x-gzip", gzip.compress(RSS[:9]) + gzip.compress(RSS[9:]) + b"\0\0", id="h12_members_and_padding"),
    pytest.param("GZIP, gzip", gzip.compress(gzip.compress(RSS)), id="h12_twice"),
    pytest.param("gzip", RSS, id="h12_announced_but_not_done"),
    pytest.param("utf-8", RSS, id="h12_no_coding_at_all"),
    pytest.param("deflate", zlib.compress(RSS), id="h13_zlib"),
    pytest.param("deflate", zlib.compress(RSS, wbits=-15), id="h13_raw"),
    pytest.param("zstd", zstandard.compress(RSS), id="h15_zstd"),
    pytest.param("zstd", zstandard.compress(RSS[:9]) + zstandard.compress(RSS[9:]), id="h15_frames"),
]


@pytest.mark.parametrize(("coding", "coded"), CODED)
def test_bodies_are_decoded(site: Site, coding: str, coded: bytes) -> None:
    site.serve("/feed", coded, headers={"Content-Encoding": coding})
    assert body(get(site)) == RSS
    assert site.requests[0].header("Accept-Encoding") == encoding.OFFERED
    assert {b"gzip", b"deflate", b"zstd"} <= set(encoding.OFFERED.split(b", "))


def test_h14_brotli_is_offered_and_decoded(site: Site) -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed, so it is not offered")
    site.serve("/feed", brotli.compress(RSS), headers={"Content-Encoding": "br"})
    assert body(get(site)) == RSS
    assert b"br" in (site.requests[0].header("Accept-Encoding") or b"").split(b", ")


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", "text/html; charset=x", None])
def test_h22_any_content_type_is_handed_on(site: Site, content_type: str | None) -> None:
    site.serve("/feed", RSS, headers={"Content-Type": content_type} if content_type else {})
    answer = get(site)
    assert isinstance(answer, Response)
    assert answer.body == RSS
    assert answer.content_type == (content_type or "")


# Cost


def test_importing_addresses_costs_no_pycurl() -> None:
    script = "import sys; from desktop_reader.feeds import address; sys.exit('pycurl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], timeout=30).returncode == 0


def test_the_same_handle_serves_one_after_the_other_without_a_trace(site: Site) -> None:
    site.serve("/big", b"x" * 5000, headers={"ETag": '"big"', "Content-Type": "text/plain"})
    site.serve("/small", b"")
    with Fetcher(Limits(connections=1)) as fetcher:
        fetcher.add(Ask(1, site.url("/big", userinfo="a:b"), WARM, allow_private=True))
        fetcher.add(Ask(2, site.url("/small"), allow_private=True))
        outcomes = run(fetcher)
    assert outcomes[2] == Response(site.url("/small"), 200)
    second = site.asked("/small")[0]
    assert second.header("Authorization") is None
    assert second.header("If-None-Match") is None
    assert address.host_key(site.url("/")) == f"127.0.0.1:{site.port}"
