"""Feeds that the reader does not follow any more, set aside whole for a day: until then that can be taken back.

Such a feed is nowhere to be seen and its server is not asked; all that belongs to it lies where it lay. That it is set
aside is one row of ``meta``, so a crash finds it there or set aside, and never half gone. Following it again brings it
back as well. When the day is over it is removed for good, by ``jobs.organise.RemoveFeed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

KEPT = 86_400
"""Seconds: as long as deeds can be taken back (``library.deeds``)."""

_KEY = "'aside ' || hex(uuid)"  # The number of a feed is used again, its UUID is not.
_ROWS = """meta AS m CROSS JOIN feed AS own ON own.id = CAST(m.value AS INTEGER) AND m.key = 'aside ' || hex(own.uuid)
    WHERE m.key > 'aside ' AND m.key < 'aside!'"""

IDS = f"SELECT own.id FROM {_ROWS}"
"""A statement that gives their row ids; costs nothing while there are none."""


def numbers(select: Callable[[str], list[tuple[int]]]) -> tuple[int, ...]:
    """Their row ids; ``select`` gives the rows of a statement."""
    return tuple(number for (number,) in select(IDS))


def is_aside(live: Transaction, feed_id: int) -> bool:
    """Whether this one is."""
    return live.exec_driver_sql(f"{IDS} AND own.id = ?", (feed_id,)).first() is not None


def put(live: Transaction, feed_id: int, now: int) -> bool:
    """Sets a feed aside; False when it was already, or is gone."""
    sql = f"INSERT OR IGNORE INTO meta SELECT {_KEY}, id || ' ' || ? FROM feed WHERE id = ?"
    return live.exec_driver_sql(sql, (int(now), feed_id)).rowcount > 0


def bring_back(live: Transaction, feed_id: int) -> bool:
    """The feed is followed again, with all that it had; False when it was not set aside, or is just being removed."""
    removing = "SELECT 1 FROM meta JOIN feed ON meta.key = 'removing ' || hex(uuid) WHERE feed.id = ?"
    if live.exec_driver_sql(removing, (feed_id,)).first() is not None:
        return False
    sql = f"DELETE FROM meta WHERE key = (SELECT {_KEY} FROM feed WHERE id = ?)"
    return live.exec_driver_sql(sql, (feed_id,)).rowcount > 0


def forget(live: Transaction, feed_id: int) -> None:
    """The feed is removed in this transaction."""
    live.exec_driver_sql(f"DELETE FROM meta WHERE key = (SELECT {_KEY} FROM feed WHERE id = ?)", (feed_id,))


def due(reader: Reader, now: int) -> list[int]:
    """Those whose day is over. A moment in the future was written by a wrong clock, and says nothing."""
    rows = reader.select(f"SELECT own.id, m.value FROM {_ROWS}")
    return sorted(number for number, value in rows if abs(now - _moment(value)) > KEPT)


def _moment(value: str) -> int:
    _, _, at = value.partition(" ")
    return int(at) if at.isascii() and at.isdigit() else 0
