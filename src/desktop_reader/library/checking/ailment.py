"""Something that can be wrong with a library: how it is found, and how it is mended from what is sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import search
from desktop_reader.library.checking.report import Finding

if TYPE_CHECKING:
    import sqlite3

Find = Callable[["sqlite3.Connection"], Sequence[int]]
Mend = Callable[["sqlite3.Connection", Sequence[int]], None]

_CHUNK = 5000  # Rows of one transaction, so that others get their turn and a crash leaves whole ones.


@dataclass(frozen=True, slots=True)
class Ailment:
    """``find`` gives the numbers concerned. ``mend`` is called with some of them at a time, inside a transaction.

    It looks again at what it changes, for it must do no harm when something came between.
    """

    name: str
    one: str
    many: str
    done: str
    find: Find
    mend: Mend

    def finding(self, count: int, mended: bool) -> Finding:
        """As it is told."""
        wrong = self.one if count == 1 else self.many.format(n=f"{count:,}")
        return Finding(self.name, count, wrong, self.done, mended)

    def cure(self, live: sqlite3.Connection, found: Sequence[int]) -> None:
        """Mends ``found``, in short transactions."""
        for start in range(0, len(found), _CHUNK):
            some = found[start : start + _CHUNK]
            with search.whole(live):
                self.mend(live, some)


def asked(sql: str) -> Find:
    """The numbers that ``sql`` gives."""
    return lambda live: [number for (number,) in live.execute(sql)]


def by(*statements: str) -> Mend:
    """Mends with ``statements``, for which the numbers stand in the table ``ill``."""

    def mend(live: sqlite3.Connection, some: Sequence[int]) -> None:
        live.execute("CREATE TEMP TABLE IF NOT EXISTS ill (id INTEGER PRIMARY KEY)")
        live.execute("DELETE FROM ill")
        live.executemany("INSERT OR IGNORE INTO ill VALUES (?)", ((number,) for number in some))
        for statement in statements:
            live.execute(statement)

    return mend
