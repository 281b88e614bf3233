"""A whole copy of a library that may be in use meanwhile: page by page, beside everything that writes and reads.

Where the library has its journal beside it (WAL), the copy is what the library was at one moment, whatever is written
since. Elsewhere (network disks, synced folders) a copier must not keep the writer waiting; there the copy is begun anew
when something was written in between, and given up when that happens too often.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import DamagedError, LibraryError
from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

Told = Callable[[int, int], bool]
"""Hears how much of how much is done; answers False to give up."""

ENDS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by how it is called."""

_PAGES = 256  # At a time: 2 MB.
_PAUSE = 0.002  # Between two of them: who waits for the disk comes in there.
_TO_DISK = 32  # Steps, after which the disk gets what is there: all of it at the end would hold up everybody.
_IN_VAIN = 20  # Steps.
_LOOKS = 20_000  # Steps of SQLite's machine between two questions whether to give up.


class GivenUp(Exception):
    """Whoever is told how far it is does not want it any more."""


def duplicate(
    source: Path, new: Path, told: Told = lambda done, of: True, *, journal: str = "DELETE", last: Iterable[str] = ()
) -> None:
    """Copies the library at ``source`` to ``new``: whole, verified, on the disk and for its owner's eyes, or not there
    at all. ``last`` are statements that change the copy.

    Raises LibraryError when it cannot be read or written, or is damaged, and GivenUp.
    """
    remove(new)
    try:
        with connect.translated(source):
            new.parent.mkdir(mode=0o700, exist_ok=True)
            new.touch(mode=0o600)
            with contextlib.closing(connect.read_connection(source)) as old, contextlib.closing(_opened(new)) as copy:
                _copy(old, copy, new, told)
                for statement in last:
                    copy.execute(statement)
                copy.execute(f"PRAGMA journal_mode = {journal}").fetchall()
                _verify(copy, source, told)
            _to_disk(new)
            for end in ENDS:
                new.with_name(new.name + end).unlink(missing_ok=True)
    except BaseException:
        remove(new)
        raise


def remove(file: Path) -> None:
    """Takes away a copy that was not finished."""
    for end in ("", *ENDS):
        with contextlib.suppress(OSError):
            file.with_name(file.name + end).unlink(missing_ok=True)


def damage(file: Path) -> str:
    """What SQLite finds wrong with a copy that nobody writes; empty when it is sound."""
    try:
        with contextlib.closing(connect.read_connection(file)) as live:
            found = str(live.execute("PRAGMA quick_check(1)").fetchone()[0])
    except (LibraryError, dbapi.DatabaseError) as error:
        return str(error)
    return "" if found == "ok" else found


def _copy(old: sqlite3.Connection, copy: sqlite3.Connection, new: Path, told: Told) -> None:
    steps = anew = 0
    left: int | None = None

    def progress(status: int, remaining: int, of: int) -> None:
        nonlocal steps, anew, left
        if not told(of - remaining, of):
            raise GivenUp
        if left is not None and remaining >= left:  # Begun anew, or somebody writes at this moment.
            anew += 1
            if anew > _IN_VAIN:
                raise LibraryError("The library is being written to all the time. Make the backup a little later.")
        left = remaining
        steps += 1
        if steps % _TO_DISK == 0:
            _to_disk(new)
        time.sleep(_PAUSE)

    if old.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        old.execute("BEGIN")  # From the first look on, what is written since is not seen.
    old.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    old.backup(copy, pages=_PAGES, progress=progress)


def _verify(copy: sqlite3.Connection, source: Path, told: Told) -> None:
    copy.set_progress_handler(lambda: not told(1, 1), _LOOKS)
    try:
        found = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
    except dbapi.OperationalError as error:
        if "interrupt" in str(error):
            raise GivenUp from error
        raise
    finally:
        copy.set_progress_handler(None, 0)
    if found != "ok":
        raise DamagedError(
            "“{file}” is damaged ({reason}), so no copy was made of it. Mend it with “desktop-reader check”.",
            file=source,
            reason=found,
        )


def _opened(new: Path) -> sqlite3.Connection:
    live: sqlite3.Connection = dbapi.connect(f"file:{connect.quoted(new)}?mode=rw", uri=True, isolation_level=None)
    # Alone on its file, which is brought to the disk here: neither locks nor a journal's fsyncs are needed.
    for pragma in ("locking_mode = EXCLUSIVE", "synchronous = OFF", "cache_size = -16384"):
        live.execute(f"PRAGMA {pragma}").fetchall()
    return live


def _to_disk(file: Path) -> None:
    with open(file, "rb+") as out:
        os.fsync(out.fileno())
