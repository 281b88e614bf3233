"""The reading side of ``library.understanding``: a connection of its own, and what is kept, as it is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_REMEMBER = "INSERT OR REPLACE INTO nearest VALUES (?, ?, ?)"
_MANY = 400  # Articles that came since: so many more cost more than to look anew.


class Row(NamedTuple):
    """What is known of an article, and at which place in the order of all it was learned."""

    id: int
    seq: int
    published_at: int
    language: str
    rare: bytes
    common: bytes
    words: bytes
    sketch: bytes
    direction: bytes


def connected(path: Path) -> sqlite3.Connection | None:
    """The search file, written to only to keep what was found; where that cannot be, it is only read."""
    for mode in ("mode=rw", "mode=ro", "immutable=1"):
        with contextlib.suppress(dbapi.DatabaseError):
            live: sqlite3.Connection = dbapi.connect(
                f"file:{connect.quoted(path)}?{mode}", uri=True, isolation_level=None, check_same_thread=False
            )
            try:
                # What is kept here may be lost: nobody waits for a lock or for the disk because of it.
                for pragma in ("busy_timeout = 0", "synchronous = OFF", "wal_autocheckpoint = 0"):
                    live.execute(f"PRAGMA {pragma}")
                live.execute("SELECT 1 FROM sqlite_schema").fetchone()
            except dbapi.DatabaseError:
                live.close()
            else:
                return live
    return None


def rows(live: sqlite3.Connection, ids: Sequence[int]) -> list[Row]:
    """What is known of these articles; nothing of those that are not understood."""
    listed = ",".join(map(str, ids))
    return [
        Row(*row) for row in live.execute(f"SELECT {', '.join(Row._fields)} FROM understood WHERE id IN ({listed})")
    ]


def brought_up_to_date(live: sqlite3.Connection, own: Row, kept: tuple[int, bytes] | None) -> list[int] | None:
    """What was found once with all that came since; None when that is too much, or the article itself came since."""
    if kept is None or own.seq > kept[0]:
        return None
    since = live.execute("SELECT id FROM understood WHERE seq > ? LIMIT ?", (kept[0], _MANY + 1)).fetchall()
    if len(since) > _MANY:
        return None
    return list(dict.fromkeys([*np.frombuffer(kept[1], "<i8").tolist(), *(number for (number,) in since)]))


Found: TypeAlias = tuple[int, int, Sequence[int]]
"""An article, the place up to which others were looked at, and the nearest of these."""


def remember(live: sqlite3.Connection, found: Sequence[Found]) -> None:
    """Keeps what was found, as far as the order was known."""
    rows = [(number, upto, np.array(ids, "<i8").tobytes()) for number, upto, ids in found]
    # Somebody else may be writing, or the disk may be full or read-only: then it is found anew the next time.
    with contextlib.suppress(dbapi.DatabaseError):
        if len(rows) == 1:
            live.execute(_REMEMBER, rows[0])
        elif rows:
            live.execute("BEGIN IMMEDIATE")
            try:
                live.executemany(_REMEMBER, rows)
                live.execute("COMMIT")
            finally:
                if live.in_transaction:
                    live.execute("ROLLBACK")
