"""How an article's HTML is packed: zstd, a third of its size, unpacked in microseconds.

``coding`` says how: 0 plain UTF-8, 1 zstd. Older versions are packed with the newer one as dictionary, which leaves
a few dozen bytes of a small edit.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard

PLAIN, ZSTD = 0, 1
_LEVEL = 9
_LARGEST = 64 * 1024 * 1024  # What unpacking may yield; a body is cut far below that before it is kept.


_own = threading.local()  # zstd's contexts are quick to use, slow to make, and belong to one thread each.


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_own, "compressor"):
        import zstandard

        _own.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    compressor: zstandard.ZstdCompressor = _own.compressor
    return compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_own, "decompressor"):
        import zstandard

        _own.decompressor = zstandard.ZstdDecompressor()
    decompressor: zstandard.ZstdDecompressor = _own.decompressor
    return decompressor


def pack(html: str) -> tuple[int, bytes]:
    """``html`` as (coding, bytes). Very short ones stay plain: zstd would only lengthen them."""
    raw = html.encode("utf-8")
    if len(raw) < 64:
        return PLAIN, raw
    return ZSTD, _compressor().compress(raw)


def unpack(coding: int, source: bytes) -> str:
    """The HTML again."""
    raw = source if coding == PLAIN else _decompressor().decompress(source, max_output_size=_LARGEST)
    return raw.decode("utf-8")


def delta(older: str, newer: str) -> bytes:
    """``older``, packed so that ``newer`` is needed to unpack it."""
    import zstandard

    reference = zstandard.ZstdCompressionDict(newer.encode("utf-8"), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=reference).compress(older.encode("utf-8"))


def undelta(packed: bytes, newer: str) -> str:
    """The older version again, given the next newer one."""
    import zstandard

    reference = zstandard.ZstdCompressionDict(newer.encode("utf-8"), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    unpacker = zstandard.ZstdDecompressor(dict_data=reference)
    return unpacker.decompress(packed, max_output_size=_LARGEST).decode("utf-8")
