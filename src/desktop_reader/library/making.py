"""A new library: made beside its place and renamed into it, never where something of an older one is left."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Iterator
from pathlib import Path

from desktop_reader.errors import DamagedError, MissingError
from desktop_reader.files import write_safely
from desktop_reader.library import connect, lock, place
from desktop_reader.library.driver import dbapi
from desktop_reader.records import content
from desktop_reader.records.translatable import translatable


def make(path: Path) -> None:
    """A new, empty library at ``path``; when another program makes it at the same time, that one's."""
    left = moved_to(path)
    if left is not None:
        raise MissingError(
            "The library “{file}” was moved to “{to}”. Open it there; or, to begin anew here, remove “{file}-moved”.",
            file=path,
            to=left,
        )
    for journal in ("-wal", "-journal"):
        left_behind = path.with_name(path.name + journal)
        if left_behind.exists() and left_behind.stat().st_size:
            raise DamagedError(
                "“{file}” is missing or empty, but its journal “{file}{journal}” is there. Nothing was touched:"
                " put the library back beside its journal, or move the journal away to begin anew.",
                file=path,
                journal=journal,
            )
    if (trace := next(traces(path), None)) is not None:
        words = (
            translatable(
                "“{file}” is empty, but a library was there: “{trace}” is beside it. Nothing was touched: put a backup"
                " in its place, or let “desktop-reader check” bring back what can be had. To begin anew, move"
                " “{trace}” away."
            )
            if path.exists()
            else translatable(
                "“{file}” is not there any more, but a library was: “{trace}” is beside its place. Nothing was"
                " touched: put the library back, or let “desktop-reader check” bring back what can be had. To begin"
                " anew, move “{trace}” away."
            )
        )
        raise DamagedError(words, file=path, trace=trace.name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.taken(path):
        if not path.exists() or path.stat().st_size == 0:  # Else another program has made it meanwhile.
            _fill(path)


def traces(path: Path) -> Iterator[Path]:
    """What lies beside a library that is or was there, and nowhere else."""
    for end in ("-backups", "-subscriptions.opml", "-search"):
        beside = path.with_name(path.name + end)
        if any(beside.iterdir()) if beside.is_dir() else beside.exists():
            yield beside
    yield from path.parent.glob(f"{glob.escape(path.name)}.before-*")


def begin_anew(path: Path) -> None:
    """An empty library, whatever else there was; it is the reader's wish. An empty file or what is no library any more
    is put aside.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.taken(path):
        for end in ("", "-wal", "-journal"):
            old = path.with_name(path.name + end)
            if old.exists():
                names = (old.with_name(f"{old.name}.old-{n}") for n in range(1, 10_000))
                os.replace(old, next(name for name in names if not name.exists()))
        _fill(path)


def moved_to(path: Path) -> Path | None:
    """Where the library that lay at ``path`` is now, as the note says that was left there."""
    try:
        return Path(os.fsdecode(_note(path).read_bytes().strip()))
    except OSError:
        return None


def note_move(path: Path, to: Path) -> None:
    """Leaves the note. Raises FileError."""
    write_safely(_note(path), os.fsencode(to) + b"\n", private=True)


def forget_move(path: Path) -> None:
    """Takes the note away, so that a new library may be made there."""
    _note(path).unlink(missing_ok=True)


def put(new: Path, path: Path) -> bool:
    """Gives a new library its name; False, and nothing is done, where another process has put one meanwhile."""
    if path.exists():
        if path.stat().st_size:
            return False
        path.unlink()
    try:
        os.link(new, path)
    except FileExistsError:
        return False
    except OSError:  # A disk without hard links.
        os.replace(new, path)
    return True


def _fill(path: Path) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        blank(new, place.journal(path))
        put(new, path)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + end).unlink(missing_ok=True)


def blank(new: Path, journal: str) -> None:
    """A file of its own that is an empty library, with this kind of journal."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from desktop_reader.library.schema_order import metadata

    new.unlink(missing_ok=True)
    pragmas = (
        "page_size = 8192",
        "auto_vacuum = INCREMENTAL",
        f"journal_mode = {journal}",
        f"application_id = {connect.APPLICATION_ID}",
    )
    new.touch(mode=0o600)  # What somebody reads is nobody else's matter.
    with contextlib.closing(dbapi.connect(str(new), isolation_level=None)) as connection:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        engine = create_engine("sqlite://", creator=lambda: connection, module=dbapi, poolclass=StaticPool)
        with engine.connect() as live:
            live.exec_driver_sql("BEGIN")
            metadata.create_all(live)
            live.exec_driver_sql("INSERT INTO meta VALUES ('library_id', lower(hex(randomblob(16))))")
            live.exec_driver_sql(f"INSERT INTO meta VALUES ('derived', '{content.DERIVED}')")
            live.exec_driver_sql(f"PRAGMA user_version = {connect.SCHEMA}")
            live.exec_driver_sql("COMMIT")
        # Said aloud: what does not fit on the disk when a file is closed stays in the journal, and nobody hears of it.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _note(path: Path) -> Path:
    return path.with_name(path.name + "-moved")
