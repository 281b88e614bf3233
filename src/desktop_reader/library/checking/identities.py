"""Names that nobody else may have: ids of articles and feeds, guids within a feed, category IDs.

Looked at before indexes that allow each of these once only are made again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.library.checking.ailment import Ailment, asked, by

if TYPE_CHECKING:
    import sqlite3


def _give_uuids(live: sqlite3.Connection, table: str, numbers: Sequence[int]) -> None:
    live.executemany(f"UPDATE {table} SET uuid = ? WHERE id = ?", [(uuid.uuid4().bytes, n) for n in numbers])


def _give_slugs(live: sqlite3.Connection, numbers: Sequence[int]) -> None:
    taken = {slug for (slug,) in live.execute("SELECT slug FROM folder UNION SELECT slug FROM feed")}
    for number in numbers:
        ((slug,),) = live.execute("SELECT slug FROM feed WHERE id = ?", (number,))
        free = next(name for n in range(2, len(taken) + 3) if (name := f"{slug}-{n}") not in taken)
        live.execute("UPDATE feed SET slug = ? WHERE id = ?", (free, number))
        taken.add(free)


IDENTITIES = (
    Ailment(
        "library id",
        "The library had no id of its own",
        "The library had no id of its own",
        "given a new one",
        asked("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'library_id' AND value <> '')"),
        by("INSERT OR REPLACE INTO meta VALUES ('library_id', lower(hex(randomblob(16))))"),
    ),
    Ailment(
        "article ids",
        "1 article had no id of its own",
        "{n} articles had no id of their own",
        "given a new one",
        asked(
            """SELECT id FROM (SELECT id, uuid, row_number() OVER (PARTITION BY uuid ORDER BY id) AS turn FROM article)
            WHERE turn > 1 OR typeof(uuid) <> 'blob' OR length(uuid) <> 16"""
        ),
        lambda live, some: _give_uuids(live, "article", some),
    ),
    Ailment(
        "feed ids",
        "1 feed had no id of its own",
        "{n} feeds had no id of their own",
        "given a new one",
        asked("SELECT id FROM feed WHERE typeof(uuid) <> 'blob' OR length(uuid) <> 16"),
        lambda live, some: _give_uuids(live, "feed", some),
    ),
    Ailment(
        "guids",
        "1 article had the guid of another one of its feed",
        "{n} articles had the guid of another one of their feed",
        "told apart by address and text",
        asked(
            """SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY feed_id, guid_hash ORDER BY id) AS turn
            FROM article WHERE guid_hash IS NOT NULL) WHERE turn > 1"""
        ),
        by("UPDATE article SET guid_hash = NULL WHERE id IN (SELECT id FROM ill)"),
    ),
    Ailment(
        "category ids",
        "1 feed had the category ID of a folder",
        "{n} feeds had the category IDs of folders",
        "given another one",
        asked("SELECT id FROM feed WHERE slug IN (SELECT slug FROM folder)"),
        _give_slugs,
    ),
)
