"""The connection of a reading door: it cannot write, and the search file hangs on it while there is one."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect, search
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_STEPS = 200  # Of SQLite's machine, between two looks at the clock.
_DAMAGED = ("malformed", "vtable constructor failed", "not a database")


class Door:
    """The library at ``path``; the search file's tables are ``found.…``. Belongs to the thread that made it."""

    def __init__(self, path: Path, *, any_thread: bool = False) -> None:
        self._path = path
        self._live: sqlite3.Connection = connect.read_connection(path, any_thread=any_thread)
        self._attached_file: tuple[int, int] | None = None

    @property
    def path(self) -> Path:
        """Where the library lies."""
        return self._path

    def close(self) -> None:
        """Closes the connection."""
        self._live.close()

    def interrupt(self) -> None:
        """Makes the statement that runs now end with an error; may be called from another thread."""
        self._live.interrupt()

    def until(self, deadline: float, sql: str, parameters: Iterable[Any] = ()) -> tuple[list[Any], bool]:
        """The rows that a statement gives until ``deadline`` (of ``time.perf_counter``), and whether these are all."""
        rows: list[Any] = []
        self._live.set_progress_handler(lambda: time.perf_counter() > deadline, _STEPS)
        with connect.translated(self._path):
            try:
                rows.extend(self._live.execute(sql, tuple(parameters)))
            except dbapi.OperationalError as error:
                if "interrupted" not in str(error) or time.perf_counter() <= deadline:
                    raise
                return rows, False
            finally:
                self._live.set_progress_handler(None, 0)
        return rows, True

    def select(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Rows of a statement written in this package: for modules that ask what is seldom asked."""
        return self._all(sql, parameters)

    def can_search(self) -> bool:
        """Whether there is a search file to ask, which then is ``found.…``."""
        return self._attached()

    def _attached(self) -> bool:
        """Whether there is a search file to ask; one that was made anew meanwhile takes the place of the old."""
        place = search.place(self._path)
        try:
            there = place.stat()
        except OSError:
            return self._attached_file is not None
        if self._attached_file != (there.st_dev, there.st_ino):
            self._attached_file = (there.st_dev, there.st_ino) if self._attach(place) else None
        return self._attached_file is not None

    def _attach(self, place: Path) -> bool:
        if self._attached_file is not None:
            self._live.execute("DETACH DATABASE found")
        for mode in ("mode=ro", "mode=ro&immutable=1"):  # The second for a disk that cannot be written.
            with contextlib.suppress(dbapi.DatabaseError):
                self._live.execute("ATTACH DATABASE ? AS found", (f"file:{connect.quoted(place)}?{mode}",))
                try:
                    self._live.execute("SELECT 1 FROM found.meta").fetchone()
                except dbapi.DatabaseError:
                    self._live.execute("DETACH DATABASE found")
                else:
                    return True
        return False  # Damaged: the writing side makes it anew.

    def _all(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        with connect.translated(self._path):
            try:
                return self._live.execute(sql, tuple(parameters)).fetchall()
            except dbapi.DatabaseError as error:
                if "found." in sql and any(words in str(error) for words in _DAMAGED):
                    raise LibraryError(
                        "The search file “{file}” is damaged. Remove it and start Desktop Reader again:"
                        " it is made anew, and nothing is lost.",
                        file=search.place(self._path),
                    ) from error
                raise

    def _one(self, sql: str, parameters: Iterable[Any] = ()) -> int:
        return int(self._all(sql, parameters)[0][0])
