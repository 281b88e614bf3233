"""Deleting articles: with all that belongs to them, in such a way that they do not come back, and giving the room back.

What refers to an article goes with it, by the foreign keys; its search rows go by way of ``unindexed``. Of a dead
article the hashes of guid, link and text stay as tombstones of its feed. Besides these, which are numbers, a feed's
tombstones hold the fingerprints, which are bytes, of those dead entries that stand in its document as it was last:
with them a digest passes over what nobody will keep.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from desktop_reader.library import again, aside, marking
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

AT_ONCE = 1000
"""Articles of one transaction: each has rows and index entries in many places, all together take 60 ms."""

_CHUNK = 1000
_BEING_REMOVED = "'removing ' || hex(uuid)"  # The number of a feed is used again, its UUID is not.
_BYTES = "feed_id = ? AND hash >= x''"  # Numbers are smaller than any bytes.


def delete(live: Transaction, numbers: Sequence[int], *, spared: str = "", kept: bool = True) -> Changes:
    """Deletes articles but those for whose ``state`` the SQL condition ``spared`` is true."""
    where = f"a.id IN ({marking.listed(numbers)})"
    if spared:
        where += f" AND NOT EXISTS (SELECT 1 FROM state WHERE state.id = a.id AND ({spared}))"
    gone = live.exec_driver_sql(f"SELECT a.id, a.feed_id FROM article AS a WHERE {where}").all()
    if not gone:
        return Changes()
    some = marking.listed(row[0] for row in gone)
    if kept:
        for column in ("guid_hash", "link_hash", "text_hash"):
            live.exec_driver_sql(
                f"INSERT OR IGNORE INTO tombstone SELECT feed_id, {column} FROM article"
                f" WHERE id IN ({some}) AND {column} IS NOT NULL"
            )
    live.exec_driver_sql(f"DELETE FROM article WHERE id IN ({some})")
    return Changes(removed=tuple(row[0] for row in gone), feeds=frozenset(row[1] for row in gone))


def has_dead(live: Transaction, feed_id: int) -> bool:
    """Whether articles of the feed were ever deleted."""
    return live.exec_driver_sql("SELECT 1 FROM tombstone WHERE feed_id = ? LIMIT 1", (feed_id,)).first() is not None


def buried(live: Transaction, feed_id: int, hashes: Collection[int]) -> frozenset[int]:
    """Those of ``hashes`` that dead articles of the feed had."""
    found: set[int] = set()
    wanted = list(hashes)
    for start in range(0, len(wanted), _CHUNK):
        some = marking.listed(wanted[start : start + _CHUNK])
        rows = live.exec_driver_sql(f"SELECT hash FROM tombstone WHERE feed_id = ? AND hash IN ({some})", (feed_id,))
        found.update(row[0] for row in rows)
    return frozenset(found)


def dead_fingerprints(live: Transaction, feed_id: int) -> frozenset[bytes]:
    """The fingerprints of the dead entries that stand in the feed's document."""
    rows = live.exec_driver_sql(f"SELECT hash FROM tombstone WHERE {_BYTES}", (feed_id,))
    return frozenset(row[0] for row in rows)


def keep_fingerprints(live: Transaction, feed_id: int, found: Collection[bytes], present: frozenset[bytes]) -> None:
    """``found`` are those of dead entries that a digest did not know yet, ``present`` those that it passed over."""
    gone = [(feed_id, mark) for mark in dead_fingerprints(live, feed_id) - present]
    if gone:
        live.exec_driver_sql("DELETE FROM tombstone WHERE feed_id = ? AND hash = ?", gone)
    if found:
        live.exec_driver_sql("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", [(feed_id, mark) for mark in found])


def begin(live: Transaction, feed_id: int) -> None:
    """From now on the feed is being removed, also after a crash; it is asked for nothing more."""
    live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1 WHERE feed_id = ?", (feed_id,))
    live.exec_driver_sql(f"INSERT OR IGNORE INTO meta SELECT {_BEING_REMOVED}, '' FROM feed WHERE id = ?", (feed_id,))


def end(live: Transaction, feed_id: int) -> None:
    """The feed is removed in this transaction."""
    aside.forget(live, feed_id)
    again.forget(live, feed_id)
    live.exec_driver_sql(f"DELETE FROM meta WHERE key = (SELECT {_BEING_REMOVED} FROM feed WHERE id = ?)", (feed_id,))


def being_removed(live: Transaction, feed_ids: Sequence[int]) -> bool:
    """Whether one of these feeds is, or will be: it is set aside."""
    some = marking.listed(feed_ids)
    if live.exec_driver_sql(f"{aside.IDS} AND own.id IN ({some})").first() is not None:
        return True
    sql = f"SELECT 1 FROM feed JOIN meta ON meta.key = {_BEING_REMOVED} WHERE feed.id IN ({some})"
    return live.exec_driver_sql(sql).first() is not None


def articles(live: Transaction, feed_id: int) -> tuple[int, ...]:
    """The articles of a feed at this moment."""
    rows = live.exec_driver_sql("SELECT id FROM article WHERE feed_id = ?", (feed_id,))
    return tuple(row[0] for row in rows)


def all_of(reader: Reader, feed_id: int) -> list[int]:
    """The same in the order of the file, asked by a reading door, which elsewhere has none of what is set aside."""
    return [number for (number,) in reader.select("SELECT id FROM state WHERE feed_id = ? ORDER BY id", (feed_id,))]


def half_removed(reader: Reader) -> list[int]:
    """The feeds whose removal was begun and has not come to its end."""
    sql = f"SELECT feed.id FROM feed JOIN meta ON meta.key = {_BEING_REMOVED} ORDER BY feed.id"
    return [number for (number,) in reader.select(sql)]


def give_back(engine: Engine, pages: int) -> bool:
    """Cuts up to so many free pages off the file's end; False when none is left, or the file was not made for it."""
    connection = engine.raw_connection()
    try:
        live = connection.cursor()
        (free,) = live.execute("PRAGMA freelist_count").fetchone()
        if not free or live.execute("PRAGMA auto_vacuum").fetchone() != (2,):
            return False
        live.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()
        if free <= pages:
            live.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # Only now does the file become smaller.
        return bool(free > pages)
    finally:
        connection.close()
