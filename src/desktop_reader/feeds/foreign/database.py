"""A foreign SQLite file: only ever read, and only a copy of it. Its tables may have columns that others have not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_reader.errors import FileError
from desktop_reader.feeds.opml import Outline, OutlineFeed, OutlineFolder
from desktop_reader.sqlite import dbapi

MAGIC = b"SQLite format 3\0"
_BESIDE = ("", "-wal", "-journal")
_DEEPEST = 50

Row = tuple[Any, ...]


def copied(file: Path, folder: Path) -> Path:
    """A copy of the database with all that belongs to it: what its program has only written beside it, too. Raises
    FileError.
    """
    import shutil

    copy = folder / "foreign.db"
    try:
        size = sum(part.stat().st_size for end in _BESIDE if (part := Path(f"{file}{end}")).is_file())
        if shutil.disk_usage(folder).free < 2 * size + 2**26:
            raise FileError("There is no room on the disk for a copy of “{file}”, from which to import.", file=file)
        for end in _BESIDE:
            if (part := Path(f"{file}{end}")).is_file():
                shutil.copyfile(part, f"{copy}{end}")
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=file, reason=error.strerror or error) from error
    return copy


class Database:
    """The copy at ``path``. Raises FileError where it is damaged or is none."""

    def __init__(self, path: Path) -> None:
        with self._translated():
            self._live = dbapi.connect(path, isolation_level=None, check_same_thread=False)
            self._live.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for pragma in ("trusted_schema = 0", "query_only = 1", "cell_size_check = 1", "mmap_size = 0"):
                self._live.execute(f"PRAGMA {pragma}")
            names = self._live.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            self.tables = frozenset(str(name).lower() for (name,) in names)

    def columns(self, table: str) -> dict[str, str]:
        """The names of a table's columns, in small letters, with their types; empty where there is no such table."""
        rows = self.select("SELECT name, type FROM pragma_table_info(?)", (table,))
        return {str(name).lower(): str(kind).upper() for name, kind in rows}

    def select(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a statement."""
        with self._translated():
            return self._live.execute(sql, tuple(values)).fetchall()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except dbapi.Error as error:
            raise FileError(
                "The other program's database is damaged, or was written by a version that is not known ({reason}).",
                reason=str(error)[:200],
            ) from error


def picked(there: dict[str, str], *wanted: str) -> str:
    """A list for SELECT of these columns; NULL in the place of one that is not there. ``a|b`` is the first of them."""
    return ", ".join(next((name for name in one.split("|") if name.lower() in there), "NULL") for one in wanted)


class Tree:
    """Feeds and folders that name their parents, made a tree; what hangs on nothing, or on itself, is at the top."""

    def __init__(self) -> None:
        self._folders: dict[object, tuple[object, str]] = {}
        self._feeds: list[tuple[object, OutlineFeed]] = []

    def folder(self, key: object, parent: object, title: str) -> None:
        """A folder."""
        self._folders[key] = (parent, title)

    def feed(self, parent: object, feed: OutlineFeed) -> None:
        """A feed."""
        self._feeds.append((parent, feed))

    def outlines(self) -> tuple[Outline, ...]:
        """The whole tree; folders without a feed are left out."""
        inside: dict[object, list[Outline]] = {}
        for parent, feed in self._feeds:
            inside.setdefault(self._place(parent), []).append(feed)
        children: dict[object, list[object]] = {}
        for key in self._folders:
            children.setdefault(self._place(self._folders[key][0], key), []).append(key)
        return self._below(None, children, inside, 0)

    def _place(self, parent: object, own: object = None) -> object:
        """The parent, or None for the top."""
        seen = {own}
        key = parent
        while key in self._folders and len(seen) < _DEEPEST:
            if key in seen:
                return None
            seen.add(key)
            key = self._folders[key][0]
        return parent if parent in self._folders and len(seen) < _DEEPEST else None

    def _below(
        self, key: object, children: dict[object, list[object]], inside: dict[object, list[Outline]], depth: int
    ) -> tuple[Outline, ...]:
        found: list[Outline] = []
        for child in children.get(key, ()) if depth < _DEEPEST else ():
            below = self._below(child, children, inside, depth + 1)
            if below:
                found.append(OutlineFolder(self._folders[child][1], self._folders[child][1], below))
        return (*found, *inside.get(key, ()))
