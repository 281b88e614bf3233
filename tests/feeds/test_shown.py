"""What is kept of an answer to be looked at holds no secrets, and is bounded."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.shown import MOST, received, shown_head
from desktop_reader.records.asked import public
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged
from tests.servers import Site

LINES = [b"HTTP/1.1 403 Forbidden\r\n", b"Server: quay\r\n", b"Set-Cookie: id=s3cret\r\n", b"\r\n"]


@pytest.mark.parametrize(
    "name",
    [
        "Set-Cookie",
        "authorization",
        "Proxy-Authorization",
        "X-Auth-Token",
        "X-Api-Key",
        "x-csrf-token",
        "Authentication-Info",
    ],
)
def test_the_value_of_a_secret_header_is_masked(name: str) -> None:
    shown = shown_head([b"HTTP/1.1 200 OK\r\n", f"{name}: s3cret; Path=/\r\n".encode(), b'ETag: "5"\r\n', b"\r\n"])
    assert shown == f'HTTP/1.1 200 OK\n{name}: …\nETag: "5"'


def test_a_challenge_says_how_to_ask_and_stays() -> None:
    shown = shown_head([b"HTTP/1.1 401 No\r\n", b'WWW-Authenticate: Basic realm="Harbour"\r\n'])
    assert shown.endswith('WWW-Authenticate: Basic realm="Harbour"')


def test_addresses_lose_their_passwords() -> None:
    assert public("see https://ann:pass@quay.example/feed?x=a@b") == "see https://quay.example/feed?x=a@b"
    shown = shown_head([b"HTTP/1.1 302 Found\r\n", b"Location: https://ann:pass@quay.example/\r\n"])
    assert shown.endswith("Location: https://quay.example/")
    seen = received("https://ann:pass@quay.example/feed", LINES, b"", 0, 0.1, FetchError(Problem.FORBIDDEN, "403"))
    assert seen.url == "https://quay.example/feed"


@given(st.lists(st.binary(max_size=200), max_size=30), st.binary(max_size=100))
def test_any_head_and_body_can_be_shown(lines: list[bytes], body: bytes) -> None:
    seen = received("https://quay.example/", lines, body, len(body), 1.0, FetchError(Problem.SERVER, "500"))
    assert all(c == "\n" or c.isprintable() for c in seen.head)
    seen.head.encode()
    assert seen.took_ms == 1000


def test_an_error_page_is_unpacked_and_a_long_body_cut() -> None:
    packed = gzip.compress(b"<h1>No</h1>")
    lines = [*LINES[:-1], b"Content-Encoding: gzip\r\n", b"\r\n"]
    error = FetchError(Problem.FORBIDDEN, "403")
    assert received("https://quay.example/", lines, packed, len(packed), 0, error).body == b"<h1>No</h1>"
    assert received("https://quay.example/", lines, packed[:9], 9, 0, error).body == b""
    whole = Response("https://quay.example/", 200, body=b"x" * (MOST + 5))
    assert len(received("https://quay.example/", LINES, b"", 5, 0, whole).body) == MOST


def test_an_answer_without_news_costs_no_words() -> None:
    seen = received("https://quay.example/", [b"HTTP/1.1 304 Not Modified\r\n"], b"", 0, 0.25, Unchanged("", 304))
    assert (seen.status, seen.head, seen.took_ms) == (304, "", 250)


def test_what_came_is_noted_at_the_real_thing(site: Site) -> None:
    site.serve("/feed", b"<rss/>", headers={"Set-Cookie": "id=s3cret", "ETag": '"1"'})
    site.serve("/wall", b"<h1>No robots</h1>", status=403)
    site.serve("/far", status=302, headers={"Location": site.url("/feed")})
    answer = fetch(Ask(1, site.url("/far"), allow_private=True))
    assert answer.received is not None
    assert (answer.received.status, answer.received.size, answer.received.body) == (200, 6, b"<rss/>")
    assert answer.received.url == site.url("/feed")
    assert "ETag" in answer.received.head
    assert "s3cret" not in answer.received.head
    with pytest.raises(FetchError) as failed:
        fetch(Ask(1, site.url("/wall"), allow_private=True))
    assert failed.value.received is not None
    assert (failed.value.received.status, failed.value.received.body) == (403, b"<h1>No robots</h1>")
