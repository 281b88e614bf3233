"""Every article's text and its earlier versions, unpacked once to see whether they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError
from desktop_reader.library import bodies

if TYPE_CHECKING:
    import sqlite3

_AT_ONCE = 200
_FIRST, _LAST = -(1 << 63), (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles without a body, bodies without an article, articles whose body or whose earlier versions cannot be
    unpacked, and the numbers of dictionaries that bodies need and that are not there.
    """

    bodiless: tuple[int, ...]
    headless: tuple[int, ...]
    unreadable: tuple[int, ...]
    broken: tuple[int, ...]
    dictionaries: tuple[int, ...] = ()


def examined(live: sqlite3.Connection, told: Callable[[int], None]) -> Texts:
    """Reads all of them in the order of their ids, in short transactions; ``told`` how many."""
    bodiless: list[int] = []
    headless: list[int] = []
    unreadable: list[int] = []
    broken: list[int] = []
    codings: set[int] = set()
    packing = bodies.Packing(live)
    last, seen = _FIRST, 0
    while last < _LAST:
        live.execute("BEGIN")  # The three belong together.
        sql = "SELECT id, coding, source FROM body WHERE id > ? ORDER BY id LIMIT ?"
        packed = live.execute(sql, (last, _AT_ONCE)).fetchall()
        upto = packed[-1][0] if len(packed) == _AT_ONCE else _LAST
        heads = {n for (n,) in live.execute("SELECT id FROM article WHERE id > ? AND id <= ?", (last, upto))}
        sql = """SELECT article_id, delta FROM revision WHERE article_id > ? AND article_id <= ?
            ORDER BY article_id, revision DESC"""
        deltas = {
            n: [delta for _, delta in them] for n, them in groupby(live.execute(sql, (last, upto)), itemgetter(0))
        }
        live.execute("COMMIT")
        lost = sorted(heads - {number for number, _, _ in packed})
        bodiless += lost
        broken += (number for number in lost if number in deltas)
        for number, coding, source in packed:
            if number not in heads:
                headless.append(number)
            codings.add(coding)
            if (html := packing.readable(coding, source)) is None:
                unreadable.append(number)
            elif not _all_come_out(html, deltas.get(number, ())):
                broken.append(number)
        last = upto
        seen += len(packed)
        told(seen)
    there = {bodies.PLAIN, bodies.ZSTD, *(number for (number,) in live.execute("SELECT id FROM dictionary"))}
    missing = tuple(sorted(codings - there))
    return Texts(tuple(bodiless), tuple(headless), tuple(unreadable), tuple(broken), missing)


def _all_come_out(newer: str, deltas: Iterable[bytes]) -> bool:
    try:
        for delta in deltas:
            newer = bodies.undelta(delta, newer)
    except LibraryError:
        return False
    return True
