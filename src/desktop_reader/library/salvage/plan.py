"""Which tables and indexes a file has and where they begin; by what stands on their pages, where the list of them is
damaged.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_reader.library.checking import shape
from desktop_reader.library.driver import dbapi
from desktop_reader.library.salvage import cells
from desktop_reader.library.salvage.cells import INDEX_BRANCH, INDEX_LEAF, Value
from desktop_reader.library.salvage.trees import Forest, Tree

_SAMPLE = 60
_FITTING = 0.9
_DATE = range(100_000_000, 5_000_000_000)

Values = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is INTEGER, TEXT or BLOB; ``is_number`` where it is the row's own number."""

    name: str
    kind: str
    needed: bool
    is_number: bool

    def fits(self, value: Value) -> bool:
        """Whether such a value can stand there."""
        if value is None:
            return not self.needed or self.is_number
        return isinstance(value, {"INTEGER": int, "TEXT": str}.get(self.kind, bytes))


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file declares it. Not ``numbered``: its rows stand in an index (WITHOUT ROWID)."""

    name: str
    columns: tuple[Column, ...]
    numbered: bool
    indexes: dict[str, tuple[str, ...]]
    """Columns by an index's name; an expression is an empty name."""


class Plan:
    """``trees`` by the names of tables and indexes. ``is_whole``: the list of them could be read to its end."""

    def __init__(self, forest: Forest) -> None:
        self.tables = {name: table for name, sql in shape.tables().items() if (table := _table(name, sql))}
        self.trees: dict[str, Tree] = {}
        schema = forest.tree(1)
        listed = list(forest.rows(schema))
        self.is_whole = not schema.lost
        roots = self._listed(row.values for row in listed)
        for name, root in roots.items():
            self.trees[name] = forest.tree(root)
        strays = forest.strays()
        if found := self._listed(v for number in strays.get(1, ()) for v in _rows(forest, [number])):
            for name, root in found.items():
                if name not in self.trees:
                    self.trees[name] = forest.tree(root)
            strays = forest.strays()
        for number in [number for name in self.trees for number in self._misplaced(forest, name)]:
            self._recognise(forest, [number], apart=True)
        by_root = {tree.root: tree for tree in self.trees.values()}
        for root, pages in strays.items():
            if root in by_root:
                by_root[root].strays += pages
            elif root != 1:
                self._recognise(forest, pages, apart=root == 0)

    def _listed(self, rows: Iterable[Values]) -> dict[str, int]:
        """Roots by name; a table whose words can be understood is as they say."""
        roots: dict[str, int] = {}
        for values in rows:
            if len(values) != 5:
                continue
            kind, name, _, root, sql = values
            if kind not in ("table", "index") or not isinstance(name, str) or not isinstance(root, int) or root < 2:
                continue
            roots[name] = root
            if kind == "table" and name in self.tables and isinstance(sql, str):
                self.tables[name] = _table(name, sql) or self.tables[name]
        return roots

    def _misplaced(self, forest: Forest, name: str) -> Iterator[int]:
        """Pages on the way of a table's tree that are of another table: something was written in a wrong place."""
        table, tree = self.tables.get(name), self.trees[name]
        if table is None:
            return
        for leaf in list(tree.leaves):
            rows = _rows(forest, [leaf[0]])
            if rows and not any(_fits(table, row) for row in rows):
                tree.leaves.remove(leaf)
                tree.lost.append(leaf[1:])
                yield leaf[0]

    def _recognise(self, forest: Forest, pages: list[int], apart: bool) -> None:
        """Pages of which no list tells: together those of one root; each for itself where that is not known either."""
        for group in [[number] for number in pages] if apart else [pages]:
            rows = _rows(forest, group)
            read = cells.page(forest.raw, group[0])
            in_index = read is not None and read.kind in (INDEX_LEAF, INDEX_BRANCH)
            name = self._name(rows, in_index, apart)
            if name is not None:
                tree = self.trees.setdefault(name, Tree(0, lost=[(cells.FIRST, cells.LAST)]))
                tree.strays += group

    def _name(self, rows: list[Values], in_index: bool, apart: bool) -> str | None:
        sample = rows[:_SAMPLE]
        for name, looks in _LOOKS.items():
            table = self.tables.get(name)
            if table is None or (name in self.trees and not apart) or table.numbered == in_index:
                continue
            fitting = [r for r in sample if _fits(table, r) and looks(r)]
            if sample and len(fitting) >= _FITTING * len(sample) and (not in_index or _rising(sample)):
                return name
        return None


def _fits(table: Table, values: Values) -> bool:
    needed = sum(1 for column in table.columns if column.needed)
    return needed <= len(values) <= len(table.columns) and all(
        column.fits(value) for column, value in zip(table.columns, values, strict=False)
    )


def _rising(rows: list[Values]) -> bool:
    """Tables in indexes rise; the indexes that look like them fall from the newest on."""
    keys = [[value for value in row[:2] if isinstance(value, int | str)] for row in rows]
    alike = [(one, two) for one, two in pairwise(keys) if [*map(type, one)] == [*map(type, two)]]
    return all(one <= two for one, two in alike)


def _int(values: Values, at: int, among: range) -> bool:
    return len(values) > at and isinstance(values[at], int) and values[at] in among


def _bytes(values: Values, at: int, length: int) -> bool:
    value = values[at] if len(values) > at else None
    return isinstance(value, bytes) and len(value) == length


_LOOKS: dict[str, Callable[[Values], bool]] = {
    "article": lambda v: len(v) > 15 and _bytes(v, 1, 16),
    "feed": lambda v: len(v) > 12 and _bytes(v, 1, 16),
    "state": lambda v: len(v) >= 7 and _int(v, 3, range(2)) and _int(v, 4, range(2)),
    "body": lambda v: len(v) == 7 and _int(v, 5, range(100_000)),
    "page": lambda v: len(v) == 6 and _int(v, 1, _DATE) and isinstance(v[2], str),
    "feed_fetch": lambda v: len(v) > 15,
    "folder": lambda v: len(v) == 5 and isinstance(v[1], str) and isinstance(v[2], str) and _int(v, 4, range(100_000)),
    "label": lambda v: len(v) == 4 and isinstance(v[1], str) and isinstance(v[2], str),
    "rule": lambda v: len(v) == 8 and isinstance(v[4], str) and v[4].startswith("["),
    "saved_search": lambda v: len(v) == 4 and isinstance(v[2], str) and _int(v, 3, range(100_000)),
    "dictionary": lambda v: len(v) == 2 and isinstance(v[1], bytes) and len(v[1]) > 1000,
    "hidden": lambda v: len(v) == 2 and _int(v, 1, _DATE),
    "visit": lambda v: _int(v, 1, _DATE) and len(v) in (2, 3) and (len(v) == 2 or _int(v, 2, range(2))),
    "labelled": lambda v: _int(v, 0, range(1_000_000)) and _int(v, 1, _DATE) and len(v) == 3,
    "enclosure": lambda v: len(v) == 5 and isinstance(v[2], str) and isinstance(v[3], str),
    "revision": lambda v: len(v) == 5 and isinstance(v[4], bytes),
    "meta": lambda v: len(v) == 2 and isinstance(v[0], str) and isinstance(v[1], str),
}
"""How rows of a table are told from those of others that have the same kinds of values; the surest first."""


def _rows(forest: Forest, pages: Iterable[int]) -> list[Values]:
    found: list[Values] = []
    for number in pages:
        read = cells.page(forest.raw, number)
        found += [row.values for row in read.rows if row.whole] if read is not None else []
        if len(found) > _SAMPLE:
            break
    return found


def _table(name: str, sql: str) -> Table | None:
    if re.match(rf'\s*CREATE TABLE "?{name}"?\s*\(', sql) is None:
        return None  # Whatever stands there is executed.
    with contextlib.closing(dbapi.connect(":memory:")) as live, contextlib.suppress(dbapi.DatabaseError, ValueError):
        live.execute(sql)
        columns = live.execute(f"PRAGMA table_info({name})").fetchall()
        numbered = re.search(r"\bWITHOUT\s+ROWID\b", sql, re.IGNORECASE) is None
        keys = [row for row in columns if row[5]]
        made = tuple(
            Column(
                column,
                str(kind).upper(),
                bool(not_null or key) and default is None,
                numbered and len(keys) == 1 and bool(key) and str(kind).upper() == "INTEGER",
            )
            for _, column, kind, not_null, default, key in columns
        )
        indexes = {
            str(row[1]): tuple(str(info[2] or "") for info in live.execute(f"PRAGMA index_info({row[1]})"))
            for row in live.execute(f"PRAGMA index_list({name})").fetchall()
        }
        if made:
            return Table(name, made, numbered, indexes)
    return None
