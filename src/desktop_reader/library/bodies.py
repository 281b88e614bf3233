"""How an article's HTML is packed: zstd, with a dictionary of what the library's articles have in common.

``coding`` says how: 0 plain UTF-8, 1 zstd, from 2 on zstd with the dictionary of that number (``library.dictionaries``
makes them). That leaves a third to a quarter of the HTML, unpacked in microseconds. Older versions are packed with the
newer one as dictionary, which leaves a few dozen bytes of a small edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError

if TYPE_CHECKING:
    import sqlite3

    import zstandard
    from sqlalchemy import Connection

PLAIN, ZSTD = 0, 1
_LEVEL = 1  # Level 9 leaves some hundredths less and takes five times as long; a dictionary soon packs it better.
_DELTA_LEVEL = 9  # Older versions stay for ever, and are few.
_DICTIONARY_LEVEL = 7  # Level 12 leaves two hundredths less, and takes nearly three times as long.
_LARGEST = 64 * 1024 * 1024  # What unpacking may yield; a body is cut far below that before it is kept.
_SHORT = 64  # Bytes that zstd would only lengthen.
_DICTIONARY = 110 * 1024
_IN_INFO = "desktop_reader.packing"


class Packing:
    """Packs and unpacks for whoever owns this connection, on their thread: zstd's contexts are quick to use and slow
    to make, and a dictionary is read when the first body asks for it.
    """

    def __init__(self, live: sqlite3.Connection) -> None:
        self.live = live
        self._packers: dict[int, zstandard.ZstdCompressor] = {}
        self._unpackers: dict[int, zstandard.ZstdDecompressor] = {}

    def newest(self) -> int:
        """What bodies are packed with now. Asked each time: a dictionary may have come, or its coming was undone."""
        number = self.live.execute("SELECT max(id) FROM dictionary").fetchone()[0]
        return ZSTD if number is None else int(number)

    def pack(self, html: str) -> tuple[int, bytes]:
        """``html`` as (coding, bytes)."""
        raw = html.encode("utf-8")
        if len(raw) < _SHORT:
            return PLAIN, raw
        coding = self.newest()
        return coding, self._packer(coding).compress(raw)

    def unpack(self, coding: int, source: bytes) -> str:
        """The HTML again. Raises LibraryError when it is damaged, or its dictionary is missing."""
        if coding == PLAIN:
            try:
                return source.decode("utf-8")
            except UnicodeDecodeError as error:
                raise self._damaged(error) from error
        import zstandard

        try:
            return self._unpacker(coding).decompress(source, max_output_size=_LARGEST).decode("utf-8")
        except (zstandard.ZstdError, UnicodeDecodeError) as error:
            raise self._damaged(error) from error

    def readable(self, coding: int, source: bytes) -> str | None:
        """The HTML, or None when it cannot be unpacked: for those who work through many and must not stop at one."""
        try:
            return self.unpack(coding, source)
        except LibraryError:
            return None

    def _packer(self, coding: int) -> zstandard.ZstdCompressor:
        if coding not in self._packers:
            import zstandard

            self._packers[coding] = (
                zstandard.ZstdCompressor(level=_LEVEL)
                if coding == ZSTD
                else zstandard.ZstdCompressor(level=_DICTIONARY_LEVEL, dict_data=self._dictionary(coding))
            )
        return self._packers[coding]

    def _unpacker(self, coding: int) -> zstandard.ZstdDecompressor:
        if coding not in self._unpackers:
            import zstandard

            self._unpackers[coding] = (
                zstandard.ZstdDecompressor()
                if coding == ZSTD
                else zstandard.ZstdDecompressor(dict_data=self._dictionary(coding))
            )
        return self._unpackers[coding]

    def _dictionary(self, number: int) -> zstandard.ZstdCompressionDict:
        import zstandard

        row = self.live.execute("SELECT data FROM dictionary WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise self._damaged(f"dictionary {number} is missing")
        return zstandard.ZstdCompressionDict(row[0], dict_type=zstandard.DICT_TYPE_FULLDICT)

    def _damaged(self, reason: object) -> LibraryError:
        file = self.live.execute("PRAGMA database_list").fetchone()[2]
        return LibraryError(
            "An article's text in “{file}” cannot be unpacked ({reason})."
            " Run “desktop-reader check”: it tells what is damaged and mends what can be mended.",
            file=file,
            reason=reason,
        )


def pack(html: str) -> tuple[int, bytes]:
    """``html`` as (coding, bytes), without a dictionary: for who fills a library that has none."""
    import zstandard

    raw = html.encode("utf-8")
    return (PLAIN, raw) if len(raw) < _SHORT else (ZSTD, zstandard.ZstdCompressor(level=_LEVEL).compress(raw))


def packing(live: Connection) -> Packing:
    """That of the writing connection."""
    if _IN_INFO not in live.info:
        connection: sqlite3.Connection | None = live.connection.dbapi_connection  # type: ignore[assignment]
        assert connection is not None
        live.info[_IN_INFO] = Packing(connection)
    own: Packing = live.info[_IN_INFO]
    return own


def trained(samples: Sequence[bytes]) -> bytes | None:
    """A dictionary of what ``samples`` have in common; None when that is too little. 60 ms a megabyte, without the
    interpreter's lock.
    """
    import zstandard

    try:
        return zstandard.train_dictionary(_DICTIONARY, list(samples)).as_bytes()
    except zstandard.ZstdError:
        return None


def packed_size(samples: Sequence[bytes], dictionary: bytes) -> int:
    """What these would take, packed with ``dictionary``."""
    import zstandard

    data = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)
    packer = zstandard.ZstdCompressor(level=_DICTIONARY_LEVEL, dict_data=data)
    return sum(len(packer.compress(sample)) for sample in samples)


def packed_quickly(raw: bytes) -> bytes:
    """Bytes that are seldom looked at and soon replaced; ``unpacked_again`` gives them back."""
    import zstandard

    return zstandard.ZstdCompressor(level=_LEVEL).compress(raw)


def unpacked_again(packed: bytes, most: int) -> bytes:
    """What ``packed_quickly`` packed, at most ``most`` bytes. Raises LibraryError when it is damaged."""
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=most)
    except zstandard.ZstdError as error:
        raise LibraryError(
            "The last answer of this feed is damaged in the library ({reason}).", reason=error
        ) from error


def delta(older: str, newer: str) -> bytes:
    """``older``, packed so that ``newer`` is needed to unpack it."""
    import zstandard

    reference = zstandard.ZstdCompressionDict(newer.encode("utf-8"), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(level=_DELTA_LEVEL, dict_data=reference).compress(older.encode("utf-8"))


def undelta(packed: bytes, newer: str) -> str:
    """The older version again, given the next newer one. Raises LibraryError when it is damaged."""
    import zstandard

    reference = zstandard.ZstdCompressionDict(newer.encode("utf-8"), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    unpacker = zstandard.ZstdDecompressor(dict_data=reference)
    try:
        return unpacker.decompress(packed, max_output_size=_LARGEST).decode("utf-8")
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise LibraryError("An earlier version is damaged. Run “desktop-reader check”.") from error
