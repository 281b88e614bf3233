"""Opening a library: the one place where a driver's complaint becomes a sentence that says what to do.

A new library is made beside its place and renamed into it, so there is never half of one. An older one is copied and
migrated. A newer one, another program's file or something that is no database is refused and left as it is.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import LibraryError
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy.engine import Engine

SCHEMA = 1
"""The version of the schema that this program writes; kept in SQLite's ``user_version``."""

APPLICATION_ID = 0x44524C31
"""Tells our files from other SQLite files ("DRL1"); kept in SQLite's ``application_id``."""

_BUSY_MS = 5000
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
)


def prepare(path: Path) -> None:
    """Makes sure that a library of the present schema lies at ``path``: makes a new one, migrates an older one.

    Raises LibraryError when the file is newer, damaged, not a library, or cannot be written where it must be.
    """
    with translated(path):
        if not path.exists() or path.stat().st_size == 0:
            _make(path)
            return
        version = _version(path, _checked_header(path))
    if version > SCHEMA:
        raise LibraryError(
            "“{file}” was written by a newer version of Desktop Reader (library version {found},"
            " this program knows {known})."
            " Install the newer version; the library was not touched.",
            file=path,
            found=version,
            known=SCHEMA,
        )
    with translated(path):
        _first_that_opens(path, any_thread=False).close()
    if version < SCHEMA:
        from desktop_reader.library.migrations import migrate

        with translated(path):
            migrate(path, version)


def read_connection(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """A connection that SQLite itself keeps from writing. Works for a read-only file and a read-only disk too."""
    with translated(path):
        connection = _first_that_opens(path, any_thread)
        for pragma in (
            *_PRAGMAS,
            "PRAGMA query_only = ON",
            "PRAGMA cache_size = -16384",
            "PRAGMA mmap_size = 0",  # A mapped file that somebody else cuts short would end the program.
        ):
            connection.execute(pragma)
        return connection


def write_engine(path: Path) -> Engine:
    """The engine of the one connection that writes; every transaction of it is ``BEGIN IMMEDIATE``.

    ``synchronous = FULL``: what was acknowledged survives a power cut.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    def connect() -> sqlite3.Connection:
        connection: sqlite3.Connection = dbapi.connect(
            f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            *_PRAGMAS,
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA cache_size = -65536",
        ):
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, module=dbapi, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # The driver would begin late and leave schema changes outside; so it is told to keep out of it.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def pragma(engine: Engine, words: str) -> None:
    """Runs ``PRAGMA words`` outside any transaction, where some of them only have an effect."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(f"PRAGMA {words}")
    finally:
        connection.close()


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk complain about, also behind SQLAlchemy, into LibraryError."""
    try:
        yield
    except OSError as error:
        raise LibraryError(
            "The library “{file}” cannot be opened ({reason}). Check that the folder exists and may be"
            " read and written.",
            file=path,
            reason=error.strerror or error,
        ) from error
    except Exception as error:
        original = getattr(error, "orig", None) or error
        if not isinstance(original, (dbapi.OperationalError, dbapi.DatabaseError)) or isinstance(
            original, (dbapi.IntegrityError, dbapi.ProgrammingError)
        ):
            raise
        raise LibraryError(_sentence(str(original)), file=path, reason=original) from error


def _sentence(reason: str) -> str:
    reason = reason.lower()
    if "locked" in reason or "busy" in reason:
        return "The library “{file}” is in use by another program. Close that program, or wait, and try again."
    if "readonly" in reason or "read-only" in reason:
        return (
            "The library “{file}” is read-only, so nothing can be changed in it."
            " Make the file and its folder writable and try again."
        )
    if "full" in reason:
        return "The disk with the library “{file}” is full. Nothing was changed; free some space and try again."
    if "not a database" in reason or "malformed" in reason:
        return (
            "“{file}” is damaged or is no library of Desktop Reader ({reason})."
            " It was left as it is; choose another file with --library, or put a backup in its place."
        )
    if "unable to open" in reason:
        return "The library “{file}” cannot be opened. Check that the folder exists and may be read and written."
    return "The library “{file}” cannot be used ({reason}). It was left as it is."


def _checked_header(path: Path) -> bytes:
    """The first 100 bytes; refuses what is no database, another program's, or cut short, without touching the file."""
    with open(path, "rb") as file:
        header = file.read(100)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise LibraryError(_sentence("not a database"), file=path, reason="no SQLite file")
    (application_id,) = struct.unpack(">I", header[68:72])
    if application_id != APPLICATION_ID:
        raise LibraryError(
            "“{file}” is a database of another program, not a library of Desktop Reader."
            " It was left as it is; choose another file with --library.",
            file=path,
        )
    page_size, changes, pages, counted_at = struct.unpack(">16xH6xII60xI4x", header)
    if (
        not _journalled(path)
        and changes == counted_at
        and path.stat().st_size < pages * (65536 if page_size == 1 else page_size)
    ):
        raise LibraryError(_sentence("malformed"), file=path, reason="its end is missing")
    return header


def _version(path: Path, header: bytes) -> int:
    """The schema's version. Asked in a way that leaves a newer library as it is, with its journal."""
    if not _journalled(path):
        return int(struct.unpack(">I", header[60:64])[0])
    # A writing connection would write the journal back when it closes.
    with contextlib.closing(
        _first_that_opens(path, any_thread=False, modes=("mode=ro", "mode=ro&immutable=1"))
    ) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


def _journalled(path: Path) -> bool:
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def _first_that_opens(
    path: Path, any_thread: bool, modes: tuple[str, ...] = ("mode=rw", "mode=ro", "mode=ro&immutable=1")
) -> sqlite3.Connection:
    """Writable first (a WAL needs its shared memory), else read-only, else as a file that nobody changes."""
    last: Exception = FileNotFoundError(2, "No such file", str(path))
    for mode in modes:
        connection: sqlite3.Connection | None = None
        try:
            connection = dbapi.connect(
                f"file:{quoted(path)}?{mode}", uri=True, isolation_level=None, check_same_thread=not any_thread
            )
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return connection
        except dbapi.DatabaseError as error:
            if connection is not None:
                connection.close()
            last = error
            if not isinstance(error, dbapi.OperationalError) or "locked" in str(error):
                break
    raise last


def _make(path: Path) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from desktop_reader.library.schema import metadata

    if path.with_name(path.name + "-wal").exists():
        raise LibraryError(
            "“{file}” is missing or empty, but its journal “{file}-wal” is there. Nothing was touched:"
            " put the library back beside its journal, or move the journal away to begin anew.",
            file=path,
        )
    if path.exists() and path.with_name(path.name + "-search").exists():
        raise LibraryError(
            "“{file}” is empty, but a library was there: its search file is beside it. Nothing was touched:"
            " put a backup in its place, or remove “{file}” to begin anew.",
            file=path,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    try:
        new.touch(mode=0o600)  # What somebody reads is nobody else's matter.
        with contextlib.closing(dbapi.connect(str(new), isolation_level=None)) as connection:
            for pragma in ("page_size = 8192", "journal_mode = WAL", f"application_id = {APPLICATION_ID}"):
                connection.execute(f"PRAGMA {pragma}")
            engine = create_engine("sqlite://", creator=lambda: connection, module=dbapi, poolclass=StaticPool)
            with engine.connect() as live:
                live.exec_driver_sql("BEGIN")
                metadata.create_all(live)
                live.exec_driver_sql("INSERT INTO meta VALUES ('library_id', lower(hex(randomblob(16))))")
                live.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
                live.exec_driver_sql("COMMIT")
        _put(new, path)
    finally:
        for left in (new, new.with_name(new.name + "-wal"), new.with_name(new.name + "-shm")):
            left.unlink(missing_ok=True)


def _put(new: Path, path: Path) -> None:
    """Gives the new library its name, but never over one that another process has put there meanwhile."""
    if path.exists():
        os.replace(new, path)  # An empty file.
        return
    try:
        os.link(new, path)
    except FileExistsError:
        return
    except OSError:  # A disk without hard links.
        os.replace(new, path)


def quoted(path: Path) -> str:
    """The path as it stands in SQLite's ``file:`` addresses."""
    from urllib.parse import quote

    return quote(str(path.absolute()))
