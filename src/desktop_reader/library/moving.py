"""Moving a library to another folder: copied, compared, made the library that is opened; only then the old one goes.

Whenever this is interrupted, the library that is opened next is whole: until the copy has its name, nothing of the old
one is touched; from then on there are two equal ones, until the settings name the new one. Then the old one goes, and
a note in its place says where to (see ``making``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import FileError, LibraryError
from desktop_reader.library import backups, connect, lock, making, mirror, place, search
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_PAGES = 1000  # Copied at a time: 8 MB.
_ROOM = 1.05
_ENDS = ("-wal", "-shm", "-journal")


class _GivenUp(Exception):
    pass


def refusal(library: Path, folder: Path) -> LibraryError | None:
    """Why the library cannot be moved into the folder, as far as can be told beforehand."""
    target = folder / library.name
    if not folder.is_dir():
        return LibraryError("The folder “{folder}” is not there. Choose another one.", folder=folder)
    if library.is_symlink():
        return LibraryError(
            "“{file}” is a link to the library. Move the library yourself and open it in its new place.", file=library
        )
    if folder.resolve() == library.resolve().parent:
        return LibraryError("The library lies in “{folder}” already.", folder=folder)
    names = [target.name, *(target.name + end for end in (*_ENDS, "-search", "-moved"))]
    for name in names:
        if (folder / name).exists() and not (name.endswith("-moved") and making.moved_to(target) == library):
            return LibraryError(
                "There is a file “{file}” already, and nothing is put in its place. Choose another folder.",
                file=folder / name,
            )
    if not os.access(folder, os.W_OK):
        return LibraryError("The folder “{folder}” cannot be written. Choose another one.", folder=folder)
    with contextlib.suppress(OSError):
        needed = library.stat().st_size * _ROOM
        if shutil.disk_usage(folder).free < needed:
            return LibraryError(
                "There is too little room in “{folder}”: the library needs {needed} MB. Free some, or choose another.",
                folder=folder,
                needed=int(needed / 1e6) + 1,
            )
    return None


def move(
    library: Path,
    folder: Path,
    moved: Callable[[Path], None] = lambda new: None,
    told: Callable[[int, int], bool] = lambda done, of: True,
) -> Path:
    """Moves the library; returns where it lies then. Nobody may have it open.

    ``told(pages done, of)`` returns False to give up, and then it lies where it did. ``moved(new place)`` is called as
    soon as the new one can be opened: it makes that the one which is opened from now on. Raises LibraryError.
    """
    reason = refusal(library, folder)
    if reason is not None:
        raise reason
    target = folder / library.name
    new, new_search = folder / f"{library.name}.moving", folder / f"{library.name}-search.moving"
    with connect.translated(library), lock.taken(library), lock.taken(target):
        try:
            _copy(library, new, told)
            _copy_search(search.place(library), new_search)
            if not making.put(new, target):
                raise LibraryError("There is a file “{file}” already. Choose another folder.", file=target)
            with contextlib.suppress(FileNotFoundError):
                os.replace(new_search, search.place(target))
            _on_disk(folder)
            making.forget_move(target)  # It was here before.
        except _GivenUp:
            return library
        finally:
            new_search.unlink(missing_ok=True)
            for end in ("", *_ENDS):
                new.with_name(new.name + end).unlink(missing_ok=True)
        try:
            moved(target)
        except FileError:
            for file in (target, search.place(target)):
                file.unlink(missing_ok=True)
            raise
        _leave(library, target)
    return target


def _copy(library: Path, new: Path, told: Callable[[int, int], bool]) -> None:
    for end in ("", *_ENDS):
        new.with_name(new.name + end).unlink(missing_ok=True)  # Of a move that was interrupted.
    new.touch(mode=0o600)

    def progress(status: int, remaining: int, of: int) -> None:
        if not told(of - remaining, of):
            raise _GivenUp

    with (
        contextlib.closing(_opened(library)) as old,
        contextlib.closing(_opened(new)) as copy,
    ):
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Alone on its file: no shared memory is needed, which there is not on every disk.
        copy.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        old.backup(copy, pages=_PAGES, progress=progress)
        copy.execute(f"PRAGMA journal_mode = {place.journal(new)}").fetchall()
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok" or _counts(old) != _counts(copy):
            raise LibraryError(
                "The copy of the library in “{folder}” is not what it should be ({reason}). The library stays where it"
                " is; check the disk.",
                folder=new.parent,
                reason=found,
            )
    with open(new, "rb+") as file:
        os.fsync(file.fileno())


def _copy_search(old: Path, new: Path) -> None:
    """It can be made again, but that takes long; so it comes along where it is whole and there is room."""
    try:
        with contextlib.closing(_opened(old)) as live:
            busy = live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            shutil.copyfile(old, new)
            os.chmod(new, 0o600)
            with open(new, "rb+") as file:
                os.fsync(file.fileno())
    except (OSError, dbapi.DatabaseError):
        new.unlink(missing_ok=True)


def _leave(library: Path, target: Path) -> None:
    """Takes the old one away. What does not go stays: it is only a copy by now."""
    backups.take_along(library, target)
    with contextlib.suppress(OSError, FileError):
        mirror.take_along(library, target)
    with contextlib.suppress(OSError, FileError):
        making.note_move(library, target)
        _on_disk(library.parent)
        library.unlink()
        for end in _ENDS:
            library.with_name(library.name + end).unlink(missing_ok=True)
        for end in ("", *_ENDS):
            Path(f"{search.place(library)}{end}").unlink(missing_ok=True)


def _counts(live: sqlite3.Connection) -> list[tuple[str, int]]:
    names = live.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return [(name, live.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in names]


def _opened(path: Path) -> sqlite3.Connection:
    live: sqlite3.Connection = dbapi.connect(
        f"file:{connect.quoted(path)}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
    )
    return live


def _on_disk(folder: Path) -> None:
    """That files have their names outlives a power cut."""
    if os.name == "posix":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        except OSError:
            pass  # Not every disk can.
        finally:
            os.close(fd)
