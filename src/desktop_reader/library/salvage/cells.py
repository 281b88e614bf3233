"""What stands on a page of a database file: rows, and where further pages are. What cannot be right is left out."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from desktop_reader.library.salvage.raw import Raw, Use

INDEX_BRANCH, TABLE_BRANCH, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13

Value = int | float | str | bytes | None

FIRST, LAST = -(1 << 63), (1 << 63) - 1


class Row(NamedTuple):
    """The values of a row; ``number`` is its rowid, 0 in an index. Not ``whole``: the last values are lost."""

    number: int
    values: list[Value]
    whole: bool = True


@dataclass
class Page:
    """A page of a tree. ``branches`` are the pages below it, each with the last number that lies there; ``lost`` counts
    what stood on it and cannot be read.
    """

    kind: int
    rows: list[Row] = field(default_factory=list)
    branches: list[tuple[int, int]] = field(default_factory=list)
    lost: int = 0


class Broken(Exception):
    """It cannot be right."""


def page(raw: Raw, number: int) -> Page | None:
    """A page of a tree; None where it is none, or nothing on it can be right."""
    data = raw.page(number)
    head = 100 if number == 1 else 0
    if len(data) < head + 8 or (kind := data[head]) not in (INDEX_BRANCH, TABLE_BRANCH, INDEX_LEAF, TABLE_LEAF):
        return None
    is_branch = kind in (INDEX_BRANCH, TABLE_BRANCH)
    (many,) = struct.unpack(">H", data[head + 3 : head + 5])
    pointers = head + (12 if is_branch else 8)
    if pointers + 2 * many > raw.usable:
        return None
    found = Page(kind)
    for at in range(pointers, pointers + 2 * many, 2):
        place = int.from_bytes(data[at : at + 2], "big")
        try:
            if not pointers + 2 * many <= place < raw.usable:
                raise Broken
            _take(raw, number, data, place, found)
        except (Broken, IndexError, struct.error):
            found.lost += 1
    if is_branch:
        found.branches.append((int.from_bytes(data[head + 8 : head + 12], "big"), LAST))
        if not many and found.branches[0][0] == 0:
            return None
    elif not many and number != 1 and int.from_bytes(data[head + 5 : head + 7], "big") != raw.usable & 0xFFFF:
        return None  # An empty page says so in two places; one that was damaged does not.
    return found if found.rows or found.branches or not many else None


def _take(raw: Raw, number: int, data: bytes, at: int, found: Page) -> None:
    if found.kind == TABLE_BRANCH:
        below = int.from_bytes(data[at : at + 4], "big")
        key, _ = _varint(data, at + 4)
        _in_file(raw, below)
        found.branches.append((below, key))
        return
    if found.kind == INDEX_BRANCH:
        below = int.from_bytes(data[at : at + 4], "big")
        _in_file(raw, below)
        found.branches.append((below, LAST))
        at += 4
    length, at = _varint(data, at)
    rowid = 0
    if found.kind == TABLE_LEAF:
        rowid, at = _varint(data, at)
    payload = _payload(raw, number, data, at, length, found.kind == TABLE_LEAF)
    found.rows.append(_record(rowid, payload, length))


def _in_file(raw: Raw, number: int) -> None:
    if not 1 < number <= raw.count:
        raise Broken


def _payload(raw: Raw, number: int, data: bytes, at: int, length: int, is_table: bool) -> bytes:
    usable = raw.usable
    if not 0 < length <= raw.count * usable:
        raise Broken
    most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
    here = length
    if length > most:
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
    if at + here > usable or at + here > len(data):
        raise Broken
    parts = [data[at : at + here]]
    left = length - here
    following = int.from_bytes(data[at + here : at + here + 4], "big") if left else 0
    use, seen = Use.FIRST_OVERFLOW, {number}
    while left > 0:
        if raw.use(following) not in ((use, number), (Use.UNKNOWN, 0)) or following in seen:
            break  # What follows belongs to something else.
        seen.add(following)
        more = raw.page(following)
        if len(more) < 4:
            break
        parts.append(more[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
        number, use = following, Use.OVERFLOW
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts)


def _record(number: int, payload: bytes, length: int) -> Row:
    head, at = _varint(payload, 0)
    if not 0 < head <= min(length, len(payload)):
        raise Broken
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        if kind in (10, 11) or kind < 0:
            raise Broken
        kinds.append(kind)
    if at != head or head + sum(map(_length, kinds)) != length:
        raise Broken
    values: list[Value] = []
    for kind in kinds:
        end = at + _length(kind)
        if end > len(payload):
            return Row(number, values, whole=False)
        values.append(_value(kind, payload[at:end]))
        at = end
    return Row(number, values)


_INTEGERS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _length(kind: int) -> int:
    return _INTEGERS[kind] if kind < 10 else (kind - 12) // 2


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind in (8, 9):
        return kind - 8
    if kind < 10:
        return int.from_bytes(data, "big", signed=True)
    # A letter that was damaged is shown as such: the rest of the text is worth keeping.
    return data.decode("utf-8", "replace") if kind % 2 else data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for turn in range(8):
        byte = data[at + turn]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + turn + 1
    value = value << 8 | data[at + 8]
    return (value - (1 << 64) if value >> 63 else value), at + 9


def numbered(rows: list[Row], low: int, high: int) -> Iterator[Row]:
    """Those whose numbers rise and lie where the tree says; others were damaged."""
    last = low
    for row, following in zip_longest(rows, rows[1:]):
        if not last < row.number <= high or (following and last < following.number <= row.number):
            continue
        last = row.number
        yield row
