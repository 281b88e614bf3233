"""Whether the library has the tables, indexes and triggers that ``library.schema`` gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop_reader.library.schema import TRIGGERS
from desktop_reader.library.schema_order import metadata

if TYPE_CHECKING:
    import sqlite3

_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A table, an index or a trigger that is missing, or ``stands`` in the way as something else; how it is made."""

    kind: str
    name: str
    sql: str
    stands: bool = False

    def make(self, live: sqlite3.Connection) -> None:
        """Makes it, inside a transaction."""
        if self.stands:
            live.execute(f"DROP {self.kind} {self.name}")
        live.execute(self.sql)


def faults(live: sqlite3.Connection, kind: str) -> list[Part]:
    """All of this kind (TABLE, INDEX, TRIGGER) that are not as they should be. A table that stands stays."""
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = ?"
    there = dict(live.execute(sql, (kind.lower(),)).fetchall())
    wanted = _wanted()[kind]
    return [
        Part(kind, name, make, name in there)
        for name, make in wanted.items()
        if name not in there or (kind != "TABLE" and _plain(there[name]) != _plain(make))
    ]


def lacking(live: sqlite3.Connection) -> list[str]:
    """Columns that a table lacks, as table.column."""
    missing = []
    for table in metadata.sorted_tables:
        there = {name for _, name, *_ in live.execute(f"PRAGMA table_info({table.name})")}
        missing += [f"{table.name}.{column.name}" for column in table.columns if there and column.name not in there]
    return missing


def tables() -> dict[str, str]:
    """How each table is made, by its name."""
    return _wanted()["TABLE"]


def indexes() -> frozenset[str]:
    """The names of the indexes that have one; those of keys are SQLite's own."""
    return frozenset(_wanted()["INDEX"])


@cache
def _wanted() -> dict[str, dict[str, str]]:
    tables = metadata.sorted_tables
    sqlite = dialect()
    return {
        "TABLE": {table.name: str(CreateTable(table).compile(dialect=sqlite)) for table in tables},
        "INDEX": {
            str(index.name): str(CreateIndex(index).compile(dialect=sqlite))
            for table in tables
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        },
        "TRIGGER": {match[1]: sql for sql in TRIGGERS if (match := _TRIGGER.match(sql))},
    }


def _plain(sql: str) -> str:
    return re.sub(r'[\s"]+', "", sql).lower()
