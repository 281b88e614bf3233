"""Opening a library; what a driver complains about becomes a sentence there (``library.complaints``).

A new library is made beside its place and renamed into it, so there is never half of one. An older one is copied and
migrated. A newer one, another program's file or something that is no database is refused and left as it is.
Whoever may write has the lock (``library.lock``); whoever has bound itself to only read never opens it for writing.
"""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import DamagedError, LibraryError, MissingError
from desktop_reader.library import lock, place
from desktop_reader.library.complaints import sentence
from desktop_reader.library.complaints import translated as translated  # Whoever opens has to do with both.
from desktop_reader.library.driver import dbapi
from desktop_reader.records.sentence import Phrase

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy.engine import Engine

SCHEMA = 3
"""The version of the schema that this program writes; kept in SQLite's ``user_version``."""

APPLICATION_ID = 0x44524C31
"""Tells our files from other SQLite files ("DRL1"); kept in SQLite's ``application_id``."""

_BUSY_MS = 5000
_NO_SCHEMA = 10_000  # No version of ours comes so far: the number itself is damaged.
_OUR_WORDS = b"CREATE TABLE feed_fetch"
_TO_WRITE = ("mode=rw", "mode=ro", "mode=ro&immutable=1")
_TO_READ = ("mode=ro", "mode=ro&immutable=1")
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
)


def prepare(path: Path) -> None:
    """Makes sure that a library of the present schema lies at ``path``: makes a new one, migrates an older one.

    Raises LibraryError when the file is newer, damaged, not a library, or cannot be written where it must be. When this
    process only reads, nothing is made and nothing migrated.
    """
    only_read = lock.is_only_read(path)
    if not only_read and place.restored(path).exists():
        from desktop_reader.library import restoring

        with translated(path), lock.taken(path):
            restoring.finish(path)
    with translated(path):
        if not path.exists() or path.stat().st_size == 0:
            if only_read:
                raise MissingError("The library “{file}” is not there, so it cannot be read.", file=path)
            from desktop_reader.library.making import make

            make(path)
            return
        header = _checked_header(path)
        version = _version(path, header)
    if not 0 < version < _NO_SCHEMA:
        raise DamagedError(sentence("malformed"), file=path, reason=Phrase("it carries no library version"))
    if version > SCHEMA:
        raise LibraryError(
            "“{file}” was written by a newer version of Desktop Reader (library version {found},"
            " this program knows {known})."
            " Install the newer version; the library was not touched.",
            file=path,
            found=version,
            known=SCHEMA,
        )
    if version < SCHEMA and only_read:
        raise LibraryError(
            "“{file}” was written by an older version of Desktop Reader. Open it once for writing, so that it is"
            " brought up to date; then it can be read.",
            file=path,
        )
    with translated(path):
        _settle(path, header)
        _first_that_opens(path, any_thread=False).close()
    if version < SCHEMA:
        from desktop_reader.library.migrations import migrate

        with translated(path), lock.taken(path):
            # Another program may have done it while this one waited for the lock.
            if _version(path, _checked_header(path)) == version:
                migrate(path, version)
    elif not only_read and header[64:68] == bytes(4):  # A migration was broken off just before its last step.
        from desktop_reader.library.migrations import give_back

        with contextlib.suppress(LibraryError), translated(path), lock.taken(path, patience=0):
            give_back(path)


def is_library(path: Path) -> bool:
    """Whether the file says that it is ours; opens no database."""
    with open(path, "rb") as file:
        header = file.read(100)
    return header.startswith(b"SQLite format 3\0") and header[68:72] == struct.pack(">I", APPLICATION_ID)


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

    It holds the library's lock until it is disposed of. ``synchronous = FULL``: what was acknowledged survives a power
    cut. The journal is that of the file, which ``prepare`` has settled.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    with translated(path):
        held = lock.take(path)

    def connect() -> sqlite3.Connection:
        connection: sqlite3.Connection = dbapi.connect(
            f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            *_PRAGMAS,
            "PRAGMA synchronous = FULL",
            "PRAGMA cache_size = -65536",
            "PRAGMA wal_autocheckpoint = 8000",  # 64 MB: a mass deed is not held up by writing back in its midst.
        ):
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, module=dbapi, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # The driver would begin late and leave schema changes outside; so it is told to keep out of it.
        held.check()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def commit(connection: Any) -> None:
        held.check()  # The computer may have slept in the midst of it, and another one may have written since.

    @event.listens_for(engine, "engine_disposed")
    def disposed(engine: Engine) -> None:
        held.release()

    return engine


def pragma(engine: Engine, words: str) -> None:
    """Runs ``PRAGMA words`` outside any transaction, where some of them only have an effect."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(f"PRAGMA {words}")
    finally:
        connection.close()


def _checked_header(path: Path) -> bytes:
    """The first 100 bytes; refuses what is no database, another program's, or cut short, without touching the file."""
    with open(path, "rb") as file:
        header = file.read(100)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise DamagedError(sentence("not a database"), file=path, reason=Phrase("no SQLite file"))
    (application_id,) = struct.unpack(">I", header[68:72])
    if application_id != APPLICATION_ID and _reads_like_ours(path):
        raise DamagedError(sentence("malformed"), file=path, reason=Phrase("its beginning is damaged"))
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
        raise DamagedError(sentence("malformed"), file=path, reason=Phrase("its end is missing"))
    return header


def damage(path: Path) -> DamagedError | None:
    """What SQLite finds wrong with the pages of a library that opens; a second for some 100,000 articles."""
    try:
        with translated(path), contextlib.closing(read_connection(path)) as live:
            (found,) = live.execute("PRAGMA quick_check(1)").fetchone()
    except DamagedError as error:
        return error
    return None if found == "ok" else DamagedError(sentence("malformed"), file=path, reason=found)


def _reads_like_ours(path: Path) -> bool:
    """Whether its tables are ours, whatever its first bytes say."""
    with open(path, "rb") as file:
        return _OUR_WORDS in file.read(1 << 20)


def _version(path: Path, header: bytes) -> int:
    """The schema's version. Asked in a way that leaves a newer library as it is, with its journal."""
    if not _journalled(path):
        return int(struct.unpack(">I", header[60:64])[0])
    # A writing connection would write the journal back when it closes.
    with contextlib.closing(_first_that_opens(path, any_thread=False, modes=_TO_READ)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


def _journalled(path: Path) -> bool:
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def _modes(path: Path) -> tuple[str, ...]:
    """Writable first, for that leaves no shared memory behind; but not where a left journal may be another's."""
    if lock.is_only_read(path) or not (lock.is_held(path) or place.journal(path) == "WAL"):
        return _TO_READ
    return _TO_WRITE


def _settle(path: Path, header: bytes) -> None:
    """Makes the journal the one that suits the place: the file may have been moved. Another time, if it is in use."""
    wanted = place.journal(path)
    if lock.is_only_read(path) or (header[18] == 2) == (wanted == "WAL"):
        return
    with (
        contextlib.suppress(LibraryError),
        lock.taken(path, patience=0),
        translated(path),
        contextlib.closing(dbapi.connect(f"file:{quoted(path)}?mode=rw", uri=True)) as connection,
    ):
        # Exclusively, a journal of the newer kind is read without shared memory.
        for words in ("busy_timeout = 100", "locking_mode = EXCLUSIVE", f"journal_mode = {wanted}"):
            connection.execute(f"PRAGMA {words}").fetchall()


def _first_that_opens(path: Path, any_thread: bool, modes: tuple[str, ...] = ()) -> sqlite3.Connection:
    """Writable if it may be, else read-only, else as a file that nobody changes."""
    last: Exception = FileNotFoundError(2, "No such file", str(path))
    for mode in modes or _modes(path):
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


def quoted(path: Path) -> str:
    """The path as it stands in SQLite's ``file:`` addresses."""
    from urllib.parse import quote

    return quote(str(path.absolute()))
