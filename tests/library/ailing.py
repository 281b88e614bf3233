"""A library with some of everything in it, and the ways in which it can be damaged."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import search
from desktop_reader.library.driver import dbapi
from desktop_reader.library.writer import Writer
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, came, entry, folder, follow, opened

PARTS = ("", "-search")


@cache
def _lively() -> Path:
    """Three feeds in two folders, twelve articles: read, starred, labelled, opened, changed twice, searchable."""
    path = Path(tempfile.mkdtemp(prefix="ailing-")) / "library.db"
    with opened(path) as library:
        outer = folder(library, "Outer")
        inner = folder(library, "Inner", outer)
        for number, place in enumerate((None, outer, inner)):
            feed = follow(
                library, f"https://example.org/{number}", place, title=f"Feed {number}", slug=f"feed-{number}"
            )
            came(library, feed, *(said(feed, n) for n in (3, 2, 1, 0)))
            came(library, feed, said(feed, 0, " Then it was changed."), now=NOW + 10)
            came(library, feed, said(feed, 0, " Then it was changed again."), now=NOW + 20)
        for at, number in ((NOW + 30, 2), (NOW + 40, 2), (NOW + 50, 3)):
            library.opened(number, at)
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE state SET starred = 1 WHERE id IN (1, 5)")
            live.exec_driver_sql("INSERT INTO label (id, title) VALUES (1, 'Later')")
            live.exec_driver_sql("INSERT INTO labelled SELECT 1, published_at, id FROM article WHERE id IN (2, 6)")
            live.exec_driver_sql("INSERT INTO retention VALUES (1, 30, NULL)")
            live.exec_driver_sql("INSERT INTO tombstone VALUES (1, 99)")
        caught_up(library)
    return path


def caught_up(library: Writer) -> None:
    """The search file and what is known of meanings know all articles."""
    while library.reader.unindexed(1):
        CatchUp().run(library)


def said(feed: int, number: int, more: str = "") -> DigestedEntry:
    """An entry of a feed."""
    return entry(
        f"g{number}",
        f"https://example.org/{feed}/{number}",
        f"Harbour {feed} {number}",
        f"The ferry of feed{feed} came in at noon with word{number} aboard.{more}",
        NOW - 100 * number,
    )


def lively(place: Path) -> Path:
    """A copy of it in ``place``."""
    path = place / "library.db"
    for end in PARTS:
        shutil.copy(f"{_lively()}{end}", f"{path}{end}")
    return path


def hurt(path: Path, *statements: str) -> None:
    """Changes a file by hand, with nothing watching."""
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        live.execute("PRAGMA foreign_keys = OFF")
        live.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            live.execute(statement)


def hurt_search(path: Path, *statements: str) -> None:
    """The same for the search file."""
    hurt(search.place(path), *statements)


def without_index(path: Path, name: str, statements: Sequence[str]) -> None:
    """Changes a table while SQLite does not know of its index, as a file that was written by two at a time may be."""
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        live.execute("PRAGMA writable_schema = ON")
        row = live.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?", (name,))
        kept = row.fetchone()
        live.execute("DELETE FROM sqlite_schema WHERE name = ?", (name,))
    hurt(path, *statements)
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        live.execute("PRAGMA writable_schema = ON")
        live.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", kept)
