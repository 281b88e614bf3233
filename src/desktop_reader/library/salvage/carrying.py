"""The rows of a damaged file, carried over into a new library: a row that lacks a little is better than none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop_reader.library.salvage.cells import Row
from desktop_reader.library.salvage.plan import Plan, Table
from desktop_reader.library.salvage.trees import Forest
from desktop_reader.library.schema_order import metadata

if TYPE_CHECKING:
    import sqlite3

COUNTED_ANEW = frozenset({"feed_count", "unindexed"})
"""What the library itself knows from the rest."""

_AT_ONCE = 2000
_YES_OR_NO = frozenset({"is_read", "starred", "enabled", "stopped", "full_text", "through", "undone"})

Fields = dict[str, Any]


def names() -> list[str]:
    """The tables that are carried over, those that others refer to first."""
    return [table.name for table in metadata.sorted_tables if table.name not in COUNTED_ANEW]


def carry(forest: Forest, plan: Plan, live: sqlite3.Connection, name: str) -> list[int]:
    """Carries one table over. Returns the numbers of articles whose text did not come with the rest."""
    table, tree = plan.tables[name], plan.trees.get(name)
    if tree is None:
        return []
    rows: Iterator[Fields] = _fitting(table, forest.rows(tree), tree.lost)
    textless: list[int] = []
    if name == "body":
        rows = _with_texts(rows, textless)
    put(live, name, rows)
    return textless


def fields(table: Table, row: Row) -> Fields:
    """The values of a row by their columns; what cannot be right is left out."""
    found: Fields = {}
    for column, value in zip(table.columns, row.values, strict=False):
        value = row.number if column.is_number else value
        if column.fits(value) and (column.name not in _YES_OR_NO or value in (0, 1)):
            found[column.name] = value
    return found


def put(live: sqlite3.Connection, name: str, rows: Iterable[Fields]) -> None:
    """Inserts rows, each with the columns that it has; one that is there already, or cannot be one, is passed over."""
    known = {str(column) for _, column, *_ in live.execute(f"PRAGMA table_info({name})")}
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row in some:
            columns = tuple(column for column in row if column in known)
            if columns:
                alike.setdefault(columns, []).append(tuple(row[column] for column in columns))
        for columns, values in alike.items():
            marks = ",".join("?" * len(columns))
            sql = f"INSERT OR IGNORE INTO {name} ({','.join(columns)}) VALUES ({marks})"
            live.executemany(sql, values)


def _fitting(table: Table, rows: Iterable[Row], lost: list[tuple[int, int]]) -> Iterator[Fields]:
    """Rows with all that they need; the place of others is noted, and what is left of them comes all the same."""
    needed = {column.name for column in table.columns if column.needed}
    for row in rows:
        found = fields(table, row)
        if needed - found.keys():
            lost.append((row.number - 1, row.number))
        yield found


def _with_texts(rows: Iterable[Fields], textless: list[int]) -> Iterator[Fields]:
    for row in rows:
        if "id" in row and ("source" not in row or "coding" not in row):
            textless.append(row["id"])
            row = {**row, "coding": 0, "source": b""}
        yield row
