"""What opens a private feed: which lines are made, which are refused, and to whom they go."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_reader.errors import FetchError, ReaderError
from desktop_reader.feeds import address, credentials
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.headers import Head
from desktop_reader.feeds.journey import refused
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.access import Access, Method, Secret, without_credentials
from desktop_reader.records.health import Problem
from tests.documents import Item, rss
from tests.servers import Site

RSS = rss([Item(1)])
BASIC = Access("k", Method.BASIC, "joe")
BEARER = Access("k", Method.BEARER)


def own(*names: str) -> Access:
    return Access("k", Method.HEADERS, headers=names)


def lines(access: Access, *values: str, origin: str = "https://a.example/") -> tuple[bytes, ...]:
    return credentials.made(access, Secret(origin, values)).lines


def test_each_method_makes_its_lines() -> None:
    assert lines(BASIC, "pä:ss") == (b"Authorization: Basic " + base64.b64encode("joe:pä:ss".encode()),)
    assert lines(BEARER, " abc.def \n") == (b"Authorization: Bearer abc.def",)
    assert lines(own("X-Key", "Authorization"), " 1 ", "Token 2") == (b"X-Key: 1", b"Authorization: Token 2")


@pytest.mark.parametrize(
    "name",
    [
        *("Host", "content-length", "Cookie", "COOKIE2", "Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade"),
        *("Proxy-Authorization", "If-None-Match", "Sec-Fetch-Mode", "User-Agent", "Accept-Encoding", "Range"),
        *("", "X Key", "X:Key", "X-Key\r\nHost", "Schlüssel", "x" * 101),
    ],
)
def test_headers_that_are_not_ours_to_give_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ReaderError) as caught:
        lines(own(name), "1")
    assert str(caught.value).endswith((".", "!"))


@pytest.mark.parametrize("access", [BASIC, BEARER, own("X-Key")])
@pytest.mark.parametrize("value", ["a\r\nHost: b", "a\nb", "a\rb", "a\x00b", "x" * 9000])
def test_a_secret_cannot_begin_another_header(access: Access, value: str) -> None:
    with pytest.raises(ReaderError) as caught:
        lines(access, value)
    assert value not in str(caught.value)


def test_what_cannot_be_told_apart_is_refused() -> None:
    for access, values in (
        (Access("k", Method.BASIC, "a:b"), ("c",)),
        (Access("k", Method.BASIC), ("",)),
        (BEARER, ("",)),
        (BEARER, ("one two",)),
        (own("X-Key", "x-key"), ("1", "2")),
        (own("X-Key"), ()),
        (own(), ()),
    ):
        with pytest.raises(ReaderError):
            lines(access, *values)
    with pytest.raises(ReaderError):
        lines(BASIC, "a", origin="nowhere")


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(list(Method)))
@example("X-Key", "a\x85b", Method.HEADERS)
def test_whatever_is_given_makes_single_lines_or_a_sentence(name: str, value: str, method: Method) -> None:
    try:
        made = lines(Access("k", method, name, (name,)), value)
    except ReaderError:
        return
    for line in made:
        assert not any(byte in b"\r\n\x00" for byte in line)
        assert line.partition(b":")[0].lower() not in (b"host", b"cookie", b"content-length")


def test_no_secret_is_in_what_a_log_would_show() -> None:
    secret = Secret("https://a.example/", ("hunter2",))
    made = credentials.made(own("X-Key"), secret)
    ask = Ask(1, "https://a.example/feed", credentials=made)
    assert "hunter2" not in f"{secret!r} {made!r} {ask!r}"


@pytest.mark.parametrize(
    ("origin", "url", "sent"),
    [
        ("https://a.example/", "https://a.example/any?way", True),
        ("http://a.example/", "https://a.example/feed", True),
        ("https://a.example/", "http://a.example/feed", False),
        ("https://a.example/", "https://a.example:8443/feed", False),
        ("https://a.example/", "https://b.a.example/feed", False),
        ("https://a.example/", "https://a.example.b.example/feed", False),
    ],
)
def test_only_the_origin_gets_them(origin: str, url: str, sent: bool) -> None:
    made = credentials.made(BASIC, Secret(origin, ("p",)))
    assert bool(made.lines_for(address.parts(url))) is sent


@pytest.mark.parametrize("access", [BASIC, BEARER, own("X-Key")])
def test_R17_a_redirect_takes_no_secret_along(site: Site, access: Access) -> None:
    with Site("127.0.0.2") as elsewhere:
        elsewhere.serve("/feed", RSS)
        site.serve("/old", status=302, headers={"Location": "/own"})
        site.serve("/own", status=302, headers={"Location": elsewhere.url("/feed")})
        made = credentials.made(access, Secret(credentials.origin(site.url("/old")), ("s3cret",)))
        fetch(Ask(1, site.url("/old"), allow_private=True, credentials=made))
        assert [made.lines[0] in request.raw for request in site.requests] == [True, True]
        assert len(elsewhere.requests) == 1
        assert made.lines[0].split()[-1] not in elsewhere.requests[0].raw


def test_a_proxy_that_only_passes_on_does_not_see_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", site.url(""))
    made = credentials.made(own("X-Key"), Secret("https://feeds.example/", ("s3cret",)))
    with pytest.raises(FetchError):
        fetch(Ask(1, "https://feeds.example/rss", credentials=made))
    assert [request.method for request in site.requests] == ["CONNECT"]
    assert b"s3cret" not in site.requests[0].raw


def test_what_was_given_apart_goes_before_what_stands_in_the_address(site: Site) -> None:
    site.serve("/feed", RSS)
    url = site.url("/feed", userinfo="old:old")
    made = credentials.made(BEARER, Secret(credentials.origin(url), ("new",)))
    fetch(Ask(1, url, allow_private=True, credentials=made))
    assert site.requests[0].raw.lower().count(b"authorization:") == 1
    assert site.requests[0].header("authorization") == b"Bearer new"


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (401, {}, Problem.PASSWORD),
        (401, {b"www-authenticate": b"Basic"}, Problem.PASSWORD),
        (403, {b"www-authenticate": b"Basic"}, Problem.PASSWORD),
        (403, {}, Problem.FORBIDDEN),
    ],
)
def test_a_server_that_asks_for_a_password_is_understood(
    status: int, headers: dict[bytes, bytes], expected: Problem
) -> None:
    error = refused(Head(status, headers), Limits())
    assert isinstance(error, FetchError)
    assert error.problem is expected


@given(st.text(max_size=80))
@example("https://u:p@h/@x")
def test_no_name_stays_before_a_host(text: str) -> None:
    assert without_credentials("https://" + text.replace("/", "").replace(" ", "") + "@host/").endswith("//host/") or (
        any(c in text for c in "?#") or any(c.isspace() for c in text)
    )
