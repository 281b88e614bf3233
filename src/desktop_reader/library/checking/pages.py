"""Whether SQLite itself finds the file in order: its pages, and its indexes against what they index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_INDEX = re.compile(r"(?:missing from|entries in|of|differ from|entry in) index (\w+)$")
_VALUE = re.compile(r"(?:value in|constraint failed in) \w+")
_MOST = 1000  # Complaints in one go; what is beyond shows when these are seen to.


@dataclass(frozen=True, slots=True)
class Pages:
    """``damage`` is what nothing can be built on; ``indexes`` can be made again from their tables; ``values`` are of
    a kind that the schema does not allow.
    """

    damage: tuple[str, ...]
    indexes: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()


def examined(live: sqlite3.Connection) -> Pages:
    """Reads the whole file: a second for some 100,000 articles."""
    try:
        lines = [str(line) for (line,) in live.execute(f"PRAGMA integrity_check({_MOST})")]
    except dbapi.DatabaseError as error:
        if "malformed" not in str(error) and "not a database" not in str(error):
            raise
        return Pages((str(error),))
    damage, indexes, values = [], set(), []
    for line in lines:
        if found := _INDEX.search(line):
            indexes.add(found[1])
        elif _VALUE.search(line):
            values.append(line)
        elif line != "ok":
            damage.append(" ".join(line.split()))
    return Pages(tuple(damage), frozenset(indexes), tuple(values))
