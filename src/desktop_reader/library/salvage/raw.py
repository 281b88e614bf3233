"""The pages of a database file as they are on the disk, its journal laid over them: nothing is asked of SQLite, which
refuses a file altogether when its beginning is broken.

``library.db-wal`` holds pages that are newer than the file, ``library.db-journal`` such as a broken-off transaction is
taken back with. Of both, each page stands by itself: one that does not fit its checksum is left out, the others count.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from types import TracebackType

_MAGIC = b"SQLite format 3\0"
_SIZES = (8192, 4096, 16384, 32768, 65536, 2048, 1024, 512)
"""Of pages, ours first."""
_TREE = frozenset({2, 5, 10, 13})
_SAMPLE = 200
_WAL_FRAME = 24
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_WORD = 0xFFFFFFFF


class Use(IntEnum):
    """What a page is used for, as the file's own map of pages says (only files that shrink have one)."""

    UNKNOWN = 0
    ROOT = 1
    FREE = 2
    FIRST_OVERFLOW = 3
    OVERFLOW = 4
    BRANCH = 5


class Raw:
    """The pages of the file at ``path``, which nobody may change meanwhile. Empty where there is no such file."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "rb") if path.is_file() else None  # noqa: SIM115 - it stays open as long as this is.
        length = path.stat().st_size if self._file else 0
        header = self._at(0, 100)
        wal, journal = (_contents(path.with_name(path.name + end)) for end in ("-wal", "-journal"))
        self.header_is_whole = _is_sane(header)
        self.size = _page_size(header) or _size_in_wal(wal) or self._guessed(length)
        self.usable = self.size - (header[20] if self.header_is_whole else 0)
        self._over: dict[int, bytes] = {}
        self._sane_maps: dict[int, bool] = {}
        self.count = -(-length // self.size)
        self.cut_short = self.header_is_whole and 0 < length < struct.unpack(">I", header[28:32])[0] * self.size
        for number, page in _of_journal(journal, self.size):
            self._over.setdefault(number, page)
        for number, page in _of_wal(wal, self.size):
            self._over[number] = page
        self.count = max([self.count, *self._over])
        self._has_map = self._maps_pages()

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def page(self, number: int) -> bytes:
        """A page; empty where there is none. The last one may be shorter than the others."""
        if number in self._over:
            return self._over[number]
        return self._at((number - 1) * self.size, self.size) if 0 < number <= self.count else b""

    def use(self, number: int) -> tuple[Use, int]:
        """What a page is used for and which page refers to it; unknown where the file has no map, or a broken one."""
        if not self._has_map or number < 3:
            return (Use.ROOT if number == 1 else Use.UNKNOWN), 0
        place = self._map_of(number)
        if number == place or not self._is_sane_map(place):
            return Use.UNKNOWN, 0
        kind, above = self._entry(place, number)
        return (Use(kind), above) if 1 <= kind <= 5 else (Use.UNKNOWN, 0)

    def is_map(self, number: int) -> bool:
        """Whether it is a page of the map itself."""
        return self._has_map and number > 1 and number == self._map_of(number)

    def free(self) -> set[int]:
        """Pages that the file's list of free ones names, as far as it can be followed."""
        found: set[int] = set()
        trunk = int.from_bytes(self.page(1)[32:36], "big") if self.header_is_whole else 0
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            many = int.from_bytes(page[4:8], "big")
            if many > self.usable // 4:
                break
            found.update(struct.unpack(f">{many}I", page[8 : 8 + 4 * many]) if len(page) >= 8 + 4 * many else ())
            trunk = int.from_bytes(page[:4], "big")
        return found

    def _map_of(self, number: int) -> int:
        mapped = self.usable // 5
        return (number - 2) // (mapped + 1) * (mapped + 1) + 2

    def _maps_pages(self) -> bool:
        if self.header_is_whole:
            return self.page(1)[52:56] != bytes(4)
        return self._is_sane_map(2)

    def _is_sane_map(self, place: int) -> bool:
        """Whether a page of the map can be one: that is looked at once."""
        if place not in self._sane_maps:
            last = min(self.count, place + self.usable // 5)
            entries = [self._entry(place, number) for number in range(place + 1, last + 1)]
            fits = [1 <= kind <= 5 and (kind > 2) == (0 < above <= self.count) for kind, above in entries]
            self._sane_maps[place] = bool(fits) and sum(fits) > 0.9 * len(fits)
        return self._sane_maps[place]

    def _entry(self, place: int, number: int) -> tuple[int, int]:
        at = 5 * (number - place - 1)
        entry = self.page(place)[at : at + 5]
        return (entry[0], int.from_bytes(entry[1:], "big")) if len(entry) == 5 else (0, 0)

    def _guessed(self, length: int) -> int:
        """The size at which most pages begin as one of a tree: ours, unless it is clearly another."""

        def fit(size: int) -> float:
            starts = [self._at(at, 8) for at in range(size, min(length, _SAMPLE * size), size)]
            some = [s for s in starts if len(s) == 8 and s[0] in _TREE and struct.unpack(">H", s[3:5])[0] < size // 4]
            return len(some) / len(starts) if starts else 0.0

        fits = {size: fit(size) for size in _SIZES}
        return next(size for size in _SIZES if fits[size] >= 0.75 * max(fits.values()))

    def _at(self, offset: int, length: int) -> bytes:
        if self._file is None:
            return b""
        try:
            self._file.seek(offset)
            return self._file.read(length)
        except OSError:  # A sector that the disk cannot read any more: the others may be well.
            return b""


def _is_sane(header: bytes) -> bool:
    return len(header) == 100 and header.startswith(_MAGIC) and _page_size(header) > 0 and header[20] < 64


def _page_size(header: bytes) -> int:
    if len(header) < 100:
        return 0
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    # The three bytes behind are the same in every file: together they say that this is no garbage.
    return size if size in _SIZES and header[21:24] == b"\x40\x20\x20" else 0


def _size_in_wal(wal: bytes) -> int:
    size = int.from_bytes(wal[8:12], "big")
    return size if size in _SIZES and wal[:3] == b"\x37\x7f\x06" else 0


def _of_wal(wal: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The pages of the transactions that were ended, in their order; a broken one among them is left out."""
    if wal[:3] != b"\x37\x7f\x06" or int.from_bytes(wal[8:12], "big") != size:
        return
    order = ">" if wal[3] & 1 else "<"
    before = struct.unpack(">II", wal[24:32])
    found: list[tuple[int, bytes]] = []
    for at in range(32, len(wal) - _WAL_FRAME - size + 1, _WAL_FRAME + size):
        number, ends, *salts = struct.unpack(">IIII", wal[at : at + 16])
        if struct.pack(">II", *salts) != wal[16:24]:
            break  # Left of an earlier journal.
        page = wal[at + _WAL_FRAME : at + _WAL_FRAME + size]
        said = struct.unpack(">II", wal[at + 16 : at + 24])
        if _checksum(order, wal[at : at + 8] + page, before) == said and number:
            found.append((number, page))
            if ends:
                yield from found
                found.clear()
        before = said


def _checksum(order: str, data: bytes, before: tuple[int, ...]) -> tuple[int, int]:
    one, two = before
    for first, second in struct.iter_unpack(f"{order}II", data):
        one = (one + first + two) & _WORD
        two = (two + second + one) & _WORD
    return one, two


def _of_journal(journal: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """The pages as they were before a transaction that was broken off."""
    at = 0
    while journal[at : at + 8] == _JOURNAL and len(journal) >= at + 28:
        many, nonce, _, sector, page_size = struct.unpack(">IIIII", journal[at + 8 : at + 28])
        if page_size not in (size, 0) or not 28 <= sector <= 65536:
            return
        at += sector
        many = (len(journal) - at) // (size + 8) if many == _WORD else many
        for _ in range(many):
            page = journal[at + 4 : at + 4 + size]
            said = journal[at + 4 + size : at + 8 + size]
            if len(said) < 4:
                return
            if (nonce + sum(page[place] for place in range(size - 200, 0, -200))) & _WORD == int.from_bytes(
                said, "big"
            ):
                yield int.from_bytes(journal[at : at + 4], "big"), page
            at += size + 8
        at = -(-at // sector) * sector


def _contents(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
