"""Undoes what a server did to make a body smaller: gzip, deflate, br, zstd. Pure, and never makes more than it may.

libcurl could do this, but takes a gzip body that was cut short for a whole one, refuses what stands behind a whole one,
and knows brotli and zstd only where it was built with them. A cut feed that counts as whole would be remembered by its
validators, and its missing entries would never come.
"""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Callable

try:
    import brotli  # it brings no types
except ImportError:
    brotli = None

_MOST_CODINGS = 5  # nobody packs a body more often, except to keep a reader busy
_PIECE = 256  # of zstd input: 256 bytes make 8 MB at most, so the limit is noticed in time


class TooLongError(Exception):
    """The body is longer than it may be."""


class BrokenError(Exception):
    """The body ends too early or is not what its headers say."""


def decoded(body: bytes, codings: tuple[str, ...], most: int) -> bytes:
    """Give the body as it was before the ``codings`` were applied, in their order; at most ``most`` bytes.

    A coding that nobody knows, or that was announced but not done, leaves the body as it is: servers say such things,
    and the parser will tell whether it is a feed.
    """
    if len(codings) > _MOST_CODINGS:
        raise BrokenError("packed too often")
    for coding in reversed(codings):
        undo = _UNDO.get(coding)
        if undo is not None and body:
            body = undo(body, most)
    if len(body) > most:
        raise TooLongError
    return body


def _gzip(body: bytes, most: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    out: list[bytes] = []
    room = most
    while body.startswith(b"\x1f\x8b") or not out:  # members may follow each other; garbage behind the last is none
        piece, body = _inflated(body, 31, room)
        out.append(piece)
        room -= len(piece)
    return b"".join(out)


def _deflate(body: bytes, most: int) -> bytes:
    # "deflate" means a zlib stream, but many servers send the raw one inside it.
    try:
        return _inflated(body, zlib.MAX_WBITS, most)[0]
    except BrokenError:
        return _inflated(body, -zlib.MAX_WBITS, most)[0]


def _inflated(body: bytes, window: int, most: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(window)
    try:
        out = stream.decompress(body, most + 1)
    except zlib.error as error:
        raise BrokenError(str(error)) from error
    if len(out) > most:
        raise TooLongError
    if not stream.eof:
        raise BrokenError("it ends too early")
    return out, stream.unused_data


def _brotli(body: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    out: list[bytes] = []
    room = most
    try:
        piece = stream.process(body, output_buffer_limit=65536)
        while piece or not (stream.is_finished() or stream.can_accept_more_data()):
            out.append(piece)
            room -= len(piece)
            if room < 0:
                raise TooLongError
            if stream.is_finished():
                break
            piece = stream.process(b"", output_buffer_limit=65536)
    except brotli.error as error:
        raise BrokenError(str(error)) from error
    if not stream.is_finished():
        raise BrokenError("it ends too early")
    return b"".join(out)


def _zstd(body: bytes, most: int) -> bytes:
    import zstandard

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    out: list[bytes] = []
    room = most
    try:
        while body.startswith(b"\x28\xb5\x2f\xfd"):  # frames may follow each other
            stream = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()
            at = 0
            while not stream.eof and at < len(body):
                out.append(stream.decompress(body[at : at + _PIECE]))
                at += _PIECE
                room -= len(out[-1])
                if room < 0:
                    raise TooLongError
            if not stream.eof:
                raise BrokenError("it ends too early")
            body = stream.unused_data + body[at:]
    except zstandard.ZstdError as error:
        raise BrokenError(str(error)) from error
    return b"".join(out)


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
if hasattr(brotli, "Decompressor") and hasattr(brotli.Decompressor, "can_accept_more_data"):
    _UNDO["br"] = _brotli  # older ones than 1.2 cannot be stopped in the middle of a bomb
if importlib.util.find_spec("zstandard"):
    _UNDO["zstd"] = _zstd

OFFERED = ", ".join(coding for coding in _UNDO if coding != "x-gzip").encode()
"""The value of Accept-Encoding: whatever can be undone here."""
