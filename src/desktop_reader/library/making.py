"""A new library: made beside its place and renamed into it, never where something of an older one is left."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from desktop_reader.errors import LibraryError, MissingError
from desktop_reader.library import connect, lock, place
from desktop_reader.library.driver import dbapi
from desktop_reader.records import content


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
        if path.with_name(path.name + journal).exists():
            raise LibraryError(
                "“{file}” is missing or empty, but its journal “{file}{journal}” is there. Nothing was touched:"
                " put the library back beside its journal, or move the journal away to begin anew.",
                file=path,
                journal=journal,
            )
    if path.exists() and path.with_name(path.name + "-search").exists():
        raise LibraryError(
            "“{file}” is empty, but a library was there: its search file is beside it. Nothing was touched:"
            " put a backup in its place, or remove “{file}” to begin anew.",
            file=path,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock.taken(path):
        if not path.exists() or path.stat().st_size == 0:  # Else another program has made it meanwhile.
            _fill(path)


def moved_to(path: Path) -> Path | None:
    """Where the library that lay at ``path`` is now, as the note says that was left there."""
    try:
        return Path(os.fsdecode(_note(path).read_bytes().strip()))
    except OSError:
        return None


def note_move(path: Path, to: Path) -> None:
    """Leaves the note."""
    _note(path).write_bytes(os.fsencode(to) + b"\n")


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
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from desktop_reader.library.schema_order import metadata

    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    pragmas = (
        "page_size = 8192",
        "auto_vacuum = INCREMENTAL",
        f"journal_mode = {place.journal(path)}",
        f"application_id = {connect.APPLICATION_ID}",
    )
    try:
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
        put(new, path)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + end).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(path.name + "-moved")
