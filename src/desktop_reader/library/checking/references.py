"""Rows that refer to rows which are gone, for every foreign key of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_reader.library.checking.ailment import Ailment, asked, by
from desktop_reader.library.schema_order import metadata

if TYPE_CHECKING:
    from sqlalchemy import ForeignKey

_NOUNS = {
    "enclosure": ("attached file", "attached files"),
    "feed_fetch": ("record of asking a feed", "records of asking feeds"),
    "labelled": ("label on an article", "labels on articles"),
    "revision": ("earlier version", "earlier versions"),
    "state": ("mark of an article", "marks of articles"),
    "tombstone": ("note of a deleted article", "notes of deleted articles"),
    "visit": ("record of reading", "records of reading"),
}
_MADE_AGAIN = frozenset({("body", "id"), ("article", "feed_id"), ("labelled", "label_id")})
"""Where what is referred to is made again instead: see ``lost``."""


def references() -> list[Ailment]:
    """One for each column that refers to another table's rows; what the schema does when these go is done."""
    return [
        _reference(key)
        for table in metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if (table.name, key.parent.name) not in _MADE_AGAIN
    ]


def _reference(key: ForeignKey) -> Ailment:
    table, column, parent = key.parent.table.name, key.parent.name, key.column.table.name
    gone = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {key.column.name} FROM {parent})"
    if key.ondelete == "SET NULL":
        one, many, done = f"1 {table} lay in a {parent}", f"{{n}} {table}s lay in {parent}s", "put at the top"
        mend = f"UPDATE {table} SET {column} = NULL WHERE {column} IN ill AND {gone}"
    else:
        (single, plural), done = _NOUNS.get(table, (f"row of {table}", f"rows of {table}")), "removed"
        one, many = f"1 {single} belonged to a {parent}", f"{{n}} {plural} belonged to {parent}s"
        mend = f"DELETE FROM {table} WHERE {column} IN ill AND {gone}"
    return Ailment(
        f"{table} without {parent}",
        f"{one} that is not there",
        f"{many} that are not there",
        done,
        asked(f"SELECT {column} FROM {table} WHERE {gone}"),
        by(mend),
    )
