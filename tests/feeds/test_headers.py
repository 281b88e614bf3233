"""What headers say, whatever stands in them."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds.headers import Head, http_date

NAMES = st.sampled_from(
    [b"ETag", b"Last-Modified", b"Retry-After", b"Cache-Control", b"Expires", b"Date", b"Location", b"Content-Encoding"]
)
VALUES = st.binary(max_size=60) | st.sampled_from(
    [b"max-age=10", b"no-cache", b"Sun, 31 Feb 0000 23:59:60 GMT", b"99", b"-1", b"\xff", b"Sun Nov  6 08:49:37 1994"]
)
LINES = st.tuples(NAMES, VALUES).map(b": ".join) | st.binary(max_size=60)


@given(st.lists(LINES, max_size=8), st.floats(0, 4e9))
def test_any_lines_can_be_read(lines: list[bytes], now: float) -> None:
    head = Head.read([b"HTTP/1.1 200 OK\r\n", *lines, b"\r\n"])
    assert 0 <= head.status < 1000
    for said, most in ((head.retry_after(now, 1000), 1000), (head.fresh_seconds(now), 2**31 - 1)):
        assert said is None or 0 <= said <= most
    for value in (head.validators.etag, head.validators.last_modified):
        assert value is None or not set(value) & {0, 10, 13}
    assert head.location is None or isinstance(head.location, str)
    assert isinstance(head.content_type, str)
    assert all(isinstance(coding, str) for coding in head.codings)


@given(st.integers(0, 253_402_300_799))
def test_every_date_that_a_server_writes_is_read(moment: int) -> None:
    assert http_date(formatdate(moment, usegmt=True).encode()) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (b"Sun, 06 Nov 1994 08:49:37 GMT", 784111777),
        (b"Sunday, 06-Nov-94 08:49:37 GMT", 784111777),
        (b"Sun Nov  6 08:49:37 1994", 784111777),
        (b"Sun, 6 nov 1994 08:49:37", 784111777),
        (b"Sun, 06 Nov 2069 08:49:37 GMT", 3150953377),
        (b"Sun, 06 Non 1994 08:49:37 GMT", None),
        (b"Sun, 66 Nov 1994 08:49:37 GMT", None),
        (b"Sun, 06 Nov 1994 28:49:37 GMT", None),
        (b"Sun, 06 Nov 0000 08:49:37 GMT", None),
        (b"1994-11-06", None),
        (b"0", None),
        (b"", None),
    ],
)
def test_the_three_forms_of_a_date(text: bytes, moment: int | None) -> None:
    assert http_date(text) == moment


def test_the_first_of_equal_headers_counts_but_lists_are_joined() -> None:
    lines = [b"HTTP/1.1 200 OK", b"etag:a", b"ETag: b", b"Cache-Control: public", b"cache-control: max-age=7"]
    head = Head.read(lines)
    assert head.validators.etag == b"a"
    assert head.fresh_seconds(0) == 7


def test_only_the_last_status_line_counts() -> None:
    head = Head.read([b"HTTP/1.1 103 Early Hints", b"ETag: a", b"", b"HTTP/1.1 404 Not Found", b"Location: /\xe9"])
    assert head.status == 404
    assert head.validators.etag is None
    assert head.location == "/\xe9"
