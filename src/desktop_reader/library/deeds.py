"""Deeds that can still be taken back when the window is opened again: for a day, in the order in which they were done.

What takes a deed back, and what does it again, is a job as ``jobs.deeds`` writes it down; here they are bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

KEPT = 86_400
"""Seconds."""

MOST = 100
"""So many are had back."""

LARGEST = 4_000_000
"""Bytes of one: what is larger is not kept."""

_OLD = f"abs(? - at) > {KEPT}"  # A moment in the future was written by a wrong clock.


class KeptDeed(NamedTuple):
    """One that was done, in words as they were said then."""

    id: int
    words: str
    back: bytes
    again: bytes


def keep(live: Transaction, deed: KeptDeed, at: int) -> None:
    """It can be taken back also after a restart."""
    live.exec_driver_sql("INSERT OR REPLACE INTO deed VALUES (?, ?, ?, ?, ?)", (deed.id, at, *deed[1:]))


def forget(live: Transaction, number: int) -> None:
    """It was taken back."""
    live.exec_driver_sql("DELETE FROM deed WHERE id = ?", (number,))


def kept(reader: Reader, now: int) -> list[KeptDeed]:
    """The last ones, the latest last."""
    sql = f"""SELECT id, words, back, again FROM deed WHERE NOT {_OLD} AND length(back) <= {LARGEST}
        AND length(again) <= {LARGEST} ORDER BY id DESC LIMIT {MOST}"""
    return [KeptDeed(*row) for row in reversed(reader.select(sql, (now,)))]


def has_old(reader: Reader, now: int) -> bool:
    """Whether some are older than a day."""
    return bool(reader.select(f"SELECT EXISTS (SELECT 1 FROM deed WHERE {_OLD})", (now,))[0][0])


def forget_old(live: Transaction, now: int) -> None:
    """They cannot be taken back any more."""
    live.exec_driver_sql(f"DELETE FROM deed WHERE {_OLD}", (now,))
