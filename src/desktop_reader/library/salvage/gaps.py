"""What the damaged file has lost, taken from a backup; what it has itself is newer and stays."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.library import backups, connect, duplicate
from desktop_reader.library.salvage.carrying import names
from desktop_reader.library.salvage.cells import FIRST, LAST
from desktop_reader.records.backup import Backup, Kind

if TYPE_CHECKING:
    import sqlite3

Lost = dict[str, list[tuple[int, int]]]
"""Ranges of numbers by table."""

_NUMBER = {"article": "id", "state": "id", "body": "id", "feed": "id", "folder": "id", "label": "id"}
_STARS = """UPDATE main.state SET starred = 1 WHERE starred = 0 AND id > ? AND id <= ?
    AND id IN (SELECT id FROM backup.state WHERE starred = 1)"""
_NEW_TO_BOTH = "SELECT hash FROM main.tombstone WHERE feed_id = b.feed_id"


def newest(library: Path) -> Backup | None:
    """The newest copy that is sound and of a schema that is known; what was put aside is no backup."""
    for one in backups.found(library):
        if one.kind is not Kind.REPLACED and connect.is_library(one.path) and not duplicate.damage(one.path):
            return one
    return None


def fill(live: sqlite3.Connection, backup: Path, lost: Lost, *, stars: bool = False) -> int:
    """Brings what is lost, as far as the backup has it; also ``stars`` of articles that are known from elsewhere, but
    not whether they are starred. Returns how many articles came.
    """
    live.execute("ATTACH DATABASE ? AS backup", (f"file:{connect.quoted(backup)}?mode=ro&immutable=1",))
    try:
        (before,) = live.execute("SELECT count(*) FROM main.article").fetchone()
        live.execute("BEGIN IMMEDIATE")
        for name in names():
            if lost.get(name) and name != "meta":
                _fill(live, name, lost[name])
        if stars:
            live.executemany(_STARS, _joined(lost.get("state", [])))
        _fill_texts(live)
        live.execute("COMMIT")
        (after,) = live.execute("SELECT count(*) FROM main.article").fetchone()
        return int(after) - int(before)
    finally:
        with contextlib.suppress(Exception):
            live.execute("ROLLBACK")
        live.execute("DETACH DATABASE backup")


def _fill(live: sqlite3.Connection, name: str, lost: list[tuple[int, int]]) -> None:
    columns = [column for column in _columns(live, "main", name) if column in set(_columns(live, "backup", name))]
    if not columns:
        return  # An older backup, which knew no such thing.
    listed = ",".join(columns)
    sql = f"INSERT OR IGNORE INTO main.{name} ({listed}) SELECT {listed} FROM backup.{name} AS b"
    if name == "article":
        # What was deleted since stays deleted.
        sql += f" WHERE (b.guid_hash IS NULL OR b.guid_hash NOT IN ({_NEW_TO_BOTH})) AND "
        sql += f"b.text_hash NOT IN ({_NEW_TO_BOTH})"
    elif "article_id" in columns:
        sql += " WHERE b.article_id IN (SELECT id FROM main.article)"
    elif name in ("state", "body"):
        sql += " WHERE b.id IN (SELECT id FROM main.article)"
    else:
        sql += " WHERE 1"
    key = _NUMBER.get(name)
    if key is None:
        live.execute(sql)
        return
    for low, high in _joined(lost):
        live.execute(f"{sql} AND b.{key} > ? AND b.{key} <= ?", (low, high))


def _fill_texts(live: sqlite3.Connection) -> None:
    """Texts that the file had a part of only; their articles must be the same."""
    live.execute(
        """UPDATE main.body SET (coding, source) = (SELECT b.coding, b.source FROM backup.body AS b
          WHERE b.id = main.body.id) WHERE coding = 0 AND source = x''
        AND id IN (SELECT b.id FROM backup.article AS b JOIN main.article AS a ON a.id = b.id AND a.uuid = b.uuid
          JOIN backup.body ON backup.body.id = b.id)"""
    )
    live.execute("INSERT OR IGNORE INTO main.dictionary SELECT id, data FROM backup.dictionary")


def _columns(live: sqlite3.Connection, schema: str, name: str) -> Iterator[str]:
    return (str(row[1]) for row in live.execute(f"PRAGMA {schema}.table_info({name})").fetchall())


def _joined(lost: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same ranges without overlaps."""
    low = high = FIRST
    for begin, end in sorted(lost):
        if begin > high:
            if high > low:
                yield low, high
            low, high = begin, end
        else:
            low, high = (begin if high == FIRST else low), max(high, min(end, LAST))
    if high > low:
        yield low, high
