"""The order in which articles were understood, in segments, each with one block of the signs of its directions.

A look for similar articles reads all signs of a library one after the other, and nothing else of it: so they lie
together, in blocks, of which the last is made again each time some hundreds of articles have come: what stands behind
it is so little that its signs are taken of the directions themselves. An article that changes gets a new place at the
end, and one that goes leaves its own empty; of a segment that is nearly empty the rest moves to the end.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from desktop_reader.text import encoder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SEGMENT = 4096
"""Articles of a segment; the first has a place that this divides."""

WORDS = 8
"""Of 64 signs. A block has the first words of all articles, then the second ones: quick to count along."""

BLOCK = 8 * WORDS * SEGMENT
"""Bytes of a block."""

MAKE = (
    "CREATE TABLE sign (first INTEGER PRIMARY KEY, behind INTEGER NOT NULL, bits BLOB NOT NULL)",
    "CREATE TABLE segment (first INTEGER PRIMARY KEY, gone INTEGER NOT NULL)",
)
_BEHIND = 512
_NEARLY_EMPTY = SEGMENT * 3 // 4
_MOVED = "id, published_at, language, rare, common, words, sketch, direction"


def leave(live: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Takes these articles away."""
    for number in articles:
        for (place,) in live.execute("DELETE FROM understood WHERE id = ? RETURNING seq", (number,)).fetchall():
            live.execute(
                "INSERT INTO segment VALUES (?, 1) ON CONFLICT (first) DO UPDATE SET gone = gone + 1",
                (place - place % SEGMENT,),
            )


def settle(live: sqlite3.Connection) -> None:
    """Makes blocks when enough came, and empties at most one segment that nearly is. Part of every transaction that
    gave or took places.
    """
    (behind,) = live.execute("SELECT coalesce(max(behind), 0) FROM sign").fetchone()
    (end,) = live.execute("SELECT coalesce(max(seq) + 1, 0) FROM understood").fetchone()
    if end - behind >= _BEHIND:
        some = f"SELECT DISTINCT seq / {SEGMENT} * {SEGMENT} FROM understood WHERE seq >= ?"
        for (first,) in live.execute(some, (behind - behind % SEGMENT,)).fetchall():
            upto = min(first + SEGMENT, end)
            live.execute("INSERT OR REPLACE INTO sign VALUES (?, ?, ?)", (first, upto, _block(live, first)))
    sql = "SELECT first FROM segment WHERE gone >= ? AND first < ? LIMIT 1"
    for (first,) in live.execute(sql, (_NEARLY_EMPTY, end - end % SEGMENT)).fetchall():
        live.execute(
            f"""INSERT OR REPLACE INTO understood ({_MOVED}) SELECT {_MOVED} FROM understood
            WHERE seq >= ? AND seq < ? ORDER BY seq""",
            (first, first + SEGMENT),
        )
        for table in ("sign", "segment"):
            live.execute(f"DELETE FROM {table} WHERE first = ?", (first,))


def signed(live: sqlite3.Connection, first: int, end: int) -> list[tuple[int, bytes]]:
    """The places from ``first`` to before ``end`` that have a direction, with it."""
    sql = f"SELECT seq, direction FROM understood WHERE seq >= ? AND seq < ? AND length(direction) = {encoder.SIZE}"
    rows: list[tuple[int, bytes]] = live.execute(sql, (first, end)).fetchall()
    return rows


def _block(live: sqlite3.Connection, first: int) -> bytes:
    block = array("Q", bytes(BLOCK))
    for place, direction in signed(live, first, first + SEGMENT):
        block[place - first :: SEGMENT] = array("Q", encoder.signs(direction))
    return block.tobytes()
