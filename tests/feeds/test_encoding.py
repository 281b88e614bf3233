"""Packed bodies: whole or refused, never longer than they may be, whatever the bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import partial

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds.encoding import OFFERED, BrokenError, TooLongError, decoded

try:
    import brotli  # it brings no types
except ImportError:
    brotli = None

MOST = 1_000_000
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.compress,
}
if "br" in OFFERED.decode():
    PACKERS["br"] = partial(brotli.compress, quality=1)
CODINGS = st.sampled_from(sorted(PACKERS))


def outcome(body: bytes, codings: tuple[str, ...], most: int = MOST) -> bytes | None:
    try:
        return decoded(body, codings, most)
    except (BrokenError, TooLongError):
        return None


@given(st.binary(), st.lists(CODINGS, max_size=3))
def test_what_was_packed_comes_out_again(body: bytes, codings: list[str]) -> None:
    packed = body
    for coding in codings:
        packed = PACKERS[coding](packed)
    assert decoded(packed, tuple(codings), MOST) == body


@given(st.binary(), CODINGS | st.text())
def test_any_bytes_give_bytes_or_a_known_fault(body: bytes, coding: str) -> None:
    found = outcome(body, (coding,))
    assert found is None or isinstance(found, bytes)


@given(st.binary(min_size=1), CODINGS, st.data())
def test_a_body_that_was_cut_never_counts_as_whole(body: bytes, coding: str, data: st.DataObject) -> None:
    packed = PACKERS[coding](body)
    # With its first bytes gone it would be no packed body any more, but one that was only announced to be.
    cut = packed[: data.draw(st.integers(4, len(packed) - 1))] if len(packed) > 4 else b""
    assert outcome(cut, (coding,)) in (None, b"")


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_the_limit_is_exact_and_stops_a_bomb_early(coding: str) -> None:
    packed = PACKERS[coding](bytes(MOST))
    assert decoded(packed, (coding,), MOST) == bytes(MOST)
    with pytest.raises(TooLongError):
        decoded(packed, (coding,), MOST - 1)
    with pytest.raises(TooLongError):
        decoded(PACKERS[coding](bytes(100 * MOST)), (coding,), MOST)


def test_a_plain_body_has_the_limit_too() -> None:
    assert decoded(b"abc", (), 3) == b"abc"
    with pytest.raises(TooLongError):
        decoded(b"abc", (), 2)


def test_nobody_packs_a_body_a_hundred_times() -> None:
    with pytest.raises(BrokenError):
        decoded(b"abc", ("gzip",) * 100, MOST)
