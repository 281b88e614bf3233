"""Web addresses: what a person typed, where a reference leads, whom an address belongs to."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.networks import Range, range_of
from desktop_reader.records.health import Problem
from tests.shared import SHARED, needs_shared

MEANT = [
    ("https://example.org/feed.xml", "https://example.org/feed.xml"),
    ("  http://example.org/feed \n", "http://example.org/feed"),
    ("example.org", "https://example.org/"),
    ("example.org/feed?a=1", "https://example.org/feed?a=1"),
    ("//example.org/feed", "https://example.org/feed"),
    ("feed://example.org/rss", "https://example.org/rss"),
    ("feed:example.org/rss", "https://example.org/rss"),
    ("FEED:https://example.org/rss", "https://example.org/rss"),
    ("feed://http://example.org/rss", "http://example.org/rss"),
    ("<https://example.org/feed>", "https://example.org/feed"),
    ("https://example.org/a\n  b".replace("  ", ""), "https://example.org/ab"),
    ("HTTP://Example.ORG:80/Feed", "http://example.org/Feed"),
    ("https://example.org:8443/", "https://example.org:8443/"),
    ("localhost:8080/feed", "https://localhost:8080/feed"),
    ("[::1]:8080/feed", "https://[::1]:8080/feed"),
    ("http:/127.0.0.1/", "http://127.0.0.1/"),
    ("https://name:pass%20word@example.org/x", "https://name:pass%20word@example.org/x"),
    ("https://bücher.example/lesen", "https://xn--bcher-kva.example/lesen"),
    ("BÜCHER.example", "https://xn--bcher-kva.example/"),
    ("straße.example", "https://xn--strae-oqa.example/"),
    ("例え。jp", "https://xn--r8jz45g.jp/"),
    ("☃.example", "https://xn--n3h.example/"),
    ("https://example.org/ä b", "https://example.org/%C3%A4%20b"),
    ("http://example.com#@127.0.0.1/", "http://example.com/#@127.0.0.1/"),
]
NOT_MEANT = [
    "",
    "   ",
    "hello",
    "two words",
    "mailto:somebody@example.org",
    "ftp://example.org/feed",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://",
    "https:///",
    "feed:",
    "http://a..b/",
    "http://-/",
    "http://exa mple.org/",
    "http://exa%6Dple.org/",
    "http://127.0.0.1%00.example.com/",
    "http://good.example\\@evil.example/",
    "http://example.org:99999/",
    "http://example.org:0/",
    "http://example.org:80x/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://\u2100.example/",
    "http://a\u202eb.example/",
    "http://example.org/\ud800",
    "http://" + "a" * 64 + ".example/",
    "https://example.org/" + "a" * 9000,
]


@pytest.mark.parametrize(("text", "url"), MEANT)
def test_what_was_meant(text: str, url: str) -> None:
    assert address.typed(text) == url
    assert address.typed(url) == url


@pytest.mark.parametrize("text", NOT_MEANT)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        address.typed(text)
    assert caught.value.problem is Problem.BAD_ADDRESS


@pytest.mark.parametrize(
    "rest",
    [
        "/?b=2&a=1",
        "/?a=&b",
        "/?q=a+b%20c%2Fd",
        "/a%2fb/../c/./d",
        "/?",
        "/a?b?c=%zz",
        "/x;y=1,2|3",
        "/#top",
        "/~me/'a'",
    ],
)
def test_h11_what_can_be_sent_is_left_exactly_as_given(rest: str) -> None:
    assert address.typed("https://example.org" + rest) == "https://example.org" + rest


def test_a_refused_text_never_shows_its_password() -> None:
    for text in ("ftp://me:secret@example.org/", "http://me:sec/ret@example.org/", "me:secret@example.org"):
        with pytest.raises(FetchError) as caught:
            address.typed(text)
        assert "sec" not in str(caught.value)
        assert "example.org" in str(caught.value)


def _typed_or_none(text: str) -> str | None:
    try:
        return address.typed(text)
    except FetchError as error:
        return None if error.problem is Problem.BAD_ADDRESS and str(error) else f"another fault: {error}"


_PIECES = st.sampled_from(
    [
        "http",
        "https",
        "feed",
        ":",
        "//",
        "/",
        "@",
        "?",
        "#",
        "[",
        "]",
        "%",
        "\\",
        ".",
        " ",
        "::1",
        "127.1",
        "80",
        "é",
        "。",
    ]
)
_TEXTS = st.text() | st.lists(_PIECES | st.text(max_size=3), max_size=12).map("".join)
_ANY_TEXTS = _TEXTS | st.text(st.characters(), max_size=20).map(lambda text: "https://" + text)


@given(_ANY_TEXTS)
def test_anything_typed_is_an_address_that_stays_itself_or_a_known_fault(text: str) -> None:
    url = _typed_or_none(text)
    if url is None:
        return
    assert url.startswith(("http://", "https://"))
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url
    assert address.typed(url) == url


@given(st.sampled_from(["https://example.org/a/b?c#d", "http://u:p@[::1]:81/", "not an address"]), _ANY_TEXTS)
def test_any_reference_leads_to_an_address_or_nowhere(base: str, reference: str) -> None:
    url = address.join(base, reference)
    assert url is None or address.typed(url) == url


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("g", "http://a.example/b/c/g"),
        ("./g", "http://a.example/b/c/g"),
        ("g/", "http://a.example/b/c/g/"),
        ("/g", "http://a.example/g"),
        ("//g.example", "http://g.example/"),
        ("?y", "http://a.example/b/c/d;p?y"),
        ("g?y", "http://a.example/b/c/g?y"),
        ("g?", "http://a.example/b/c/g?"),
        ("#s", "http://a.example/b/c/d;p?q#s"),
        ("", "http://a.example/b/c/d;p?q"),
        (".", "http://a.example/b/c/"),
        ("..", "http://a.example/b/"),
        ("../g", "http://a.example/b/g"),
        ("../../../g", "http://a.example/g"),
        ("g;x=1/../y", "http://a.example/b/c/y"),
        ("g?y/../x", "http://a.example/b/c/g?y/../x"),
        ("https://G.example/x y", "https://g.example/x%20y"),
        ("mailto:a@b.example", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://good.example\\@evil.example/", None),
        ("//", None),
    ],
)
def test_r05_a_reference_is_joined_as_rfc_3986_says(reference: str, url: str | None) -> None:
    assert address.join("http://a.example/b/c/d;p?q", reference) == url


def test_a_reference_never_inherits_the_password() -> None:
    assert address.join("https://me:secret@example.org/a", "b") == "https://example.org/b"
    assert address.without_credentials("see https://me:secret@example.org/a@b") == "see https://example.org/a@b"


def test_hosts_are_counted_by_name_and_unusual_port() -> None:
    assert (
        address.host_key("http://Example.org/a") == address.host_key("https://x:y@example.org:443/b") == "example.org"
    )
    assert address.host_key("http://example.org:8080/") == "example.org:8080"
    assert address.host_key("http://[::1]:81/") == "[::1]:81"
    assert address.host_of("https://me:secret@example.org:81/a") == "example.org"
    assert address.host_of("no address") == ""


def test_credentials_go_to_their_origin_and_its_https_twin_only() -> None:
    start = address.parts("http://me:secret@example.org/")
    assert start.authorization == b"Basic bWU6c2VjcmV0"
    assert start.trusts(address.parts("http://example.org/other"))
    assert start.trusts(address.parts("https://example.org/"))
    assert not start.trusts(address.parts("http://example.org:81/"))
    assert not start.trusts(address.parts("http://www.example.org/"))
    assert not address.parts("https://me:secret@example.org/").trusts(address.parts("http://example.org/"))


@pytest.mark.parametrize(
    ("ip", "kind"),
    [
        ("8.8.8.8", None),
        ("2001:4860:4860::8888", None),
        ("64:ff9b::8.8.8.8", None),
        ("::ffff:8.8.8.8", None),
        ("127.0.0.1", Range.LOOPBACK),
        ("0.0.0.0", Range.LOOPBACK),
        ("::", Range.LOOPBACK),
        ("::1", Range.LOOPBACK),
        ("::127.0.0.1", Range.LOOPBACK),
        ("::ffff:127.0.0.1", Range.LOOPBACK),
        ("64:ff9b::127.0.0.1", Range.LOOPBACK),
        ("2002:7f00:1::", Range.LOOPBACK),
        ("10.1.2.3", Range.PRIVATE),
        ("172.31.255.255", Range.PRIVATE),
        ("172.32.0.0", None),
        ("192.168.1.1", Range.PRIVATE),
        ("100.64.0.1", Range.PRIVATE),
        ("fd00::1", Range.PRIVATE),
        ("169.254.169.254", Range.LINK_LOCAL),
        ("fe80::1%eth0", Range.LINK_LOCAL),
        ("224.0.0.1", Range.RESERVED),
        ("255.255.255.255", Range.RESERVED),
        ("198.18.0.1", Range.RESERVED),
        ("ff02::1", Range.RESERVED),
        ("2001:db8::1", Range.RESERVED),
        ("not an address", Range.UNKNOWN),
        ("", Range.UNKNOWN),
    ],
)
def test_where_an_ip_address_lies(ip: str, kind: Range | None) -> None:
    assert range_of(ip) is kind
    assert address.is_private(ip) is (kind is not None)


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.0.0.1.",
        "localhost",
        "a.b.localhost",
        "LOCALHOST.",
    ],
)
def test_every_spelling_of_this_computer_is_recognised_without_dns(host: str) -> None:
    assert address.private_range(f"http://{host}/") is Range.LOOPBACK


@pytest.mark.parametrize(
    "host", ["example.org", "8.8.8.8", "134744072", "localhost.example.org", "deadbeef", "0x.example"]
)
def test_public_names_are_not_taken_for_private_ones(host: str) -> None:
    assert address.private_range(f"http://{host}/") is None


def _forms() -> list[Any]:
    file = SHARED / "hostile" / "ssrf_urls.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line] if file.is_file() else []


@needs_shared
def test_every_form_of_a_forbidden_address_is_refused() -> None:
    forms = _forms()
    assert len(forms) > 20
    for form in forms:
        try:
            url = address.typed(form["url"])
        except FetchError:
            assert form["kind"] == "invalid", form
            continue
        assert (address.private_range(url) is not None) is form["refuse"], form
        if form["refuse"] and form["kind"] != "invalid" and "localhost" not in form["url"]:
            # What a socket would really be given says the same as the spelling.
            found = address.parts(url).host
            ip = found if ":" in found else socket.inet_ntoa(socket.inet_aton(found))
            assert address.is_private(ip), form
