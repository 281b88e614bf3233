"""Putting a backup, or any other library, in the place of the library: all of it, or nothing.

First the copy is made whole and verified beside the library. Then it gets the name ``library.db-restored``, and from
there on the restore is done: whoever opens the library next ends it, however often it is interrupted. The library of
before is put aside among the backups, with its journal, and is never deleted: it can be restored as well. Its search
file goes; and the restored library gets an id of its own, so that nothing that belongs to the old one fits it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

from desktop_reader.errors import DamagedError, LibraryError, MissingError
from desktop_reader.files import on_disk
from desktop_reader.library import backups, connect, duplicate, lock, making, place, search
from desktop_reader.records.backup import Backup, Kind

_ROOM = 1.05
_NEW_ID = "UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'library_id'"
_JOURNALS = ("-wal", "-journal")

decided = place.restored
"""Where a restored library waits for its name, when a restore was interrupted."""


def refusal(library: Path, file: Path) -> LibraryError | None:
    """Why this file cannot take the library's place, as far as can be told without reading all of it."""
    try:
        with connect.translated(file):
            if not file.exists():
                return MissingError("There is no file “{file}”.", file=file)
            if library.exists() and file.samefile(library):
                return LibraryError("“{file}” is the library that is open. Choose a backup of it.", file=file)
            with contextlib.closing(connect.read_connection(file)) as live:
                (ours,) = live.execute("PRAGMA application_id").fetchone()
                (version,) = live.execute("PRAGMA user_version").fetchone()
            size, free = file.stat().st_size, shutil.disk_usage(decided(library).parent).free
    except LibraryError as error:
        return error
    if ours != connect.APPLICATION_ID:
        return LibraryError("“{file}” is no library of Desktop Reader. Choose another file.", file=file)
    if version > connect.SCHEMA:
        return LibraryError(
            "“{file}” was written by a newer version of Desktop Reader. Install the newer version to restore it.",
            file=file,
        )
    if free < _ROOM * size:
        return LibraryError(
            "There is too little room to restore “{file}”: {needed} MB must be free. The library was left as it is.",
            file=file,
            needed=int(_ROOM * size / 1e6) + 1,
        )
    return None


def examined(library: Path, file: Path) -> Backup:
    """What is in a file from elsewhere that could take the library's place. Reads all of it: for another thread than
    the window's. Raises LibraryError when it cannot be restored. Nothing is changed, and ``restore`` looks once more.
    """
    if (reason := refusal(library, file)) is not None:
        raise reason
    with connect.translated(file):
        if damage := duplicate.damage(file):
            raise DamagedError(
                "“{file}” is damaged ({reason}) and cannot be restored. Choose another file.", file=file, reason=damage
            )
        there = file.stat()
    return Backup(file, Kind.BY_HAND, int(there.st_mtime), there.st_size, backups.articles(file))


def restore(library: Path, file: Path, told: duplicate.Told = lambda done, of: True) -> Path | None:
    """Makes the library what it is in ``file``. Nobody may have it open; it may be damaged, empty or missing.

    Returns where the library of before lies now; None where there was none. Raises LibraryError and
    ``duplicate.GivenUp``, and then the library is what it was.
    """
    left = making.moved_to(library)
    if left is not None and not library.exists():
        raise MissingError("The library “{file}” was moved to “{to}”. Restore it there.", file=library, to=left)
    with contextlib.ExitStack() as stack:
        stack.enter_context(connect.translated(library))
        decided(library).parent.mkdir(parents=True, exist_ok=True)
        stack.enter_context(lock.taken(library))
        finish(library)
        if (reason := refusal(library, file)) is not None:
            raise reason
        new = decided(library).with_name(f"{decided(library).name}.new")
        duplicate.duplicate(file, new, told, journal=place.journal(library), last=(_NEW_ID,))
        return put(library, new)


def put(library: Path, new: Path) -> Path | None:
    """Gives a library that is whole and on the disk, beside its place, the name of the library; whoever calls it has
    the lock. Returns where the library of before lies now.
    """
    aside = backups.free(library, Kind.REPLACED, int(time.time()))
    at = time.mktime(time.strptime(aside.name[:15], "%Y%m%d-%H%M%S"))
    os.utime(new, (at, at))  # By this whoever ends the restore knows where the old one goes.
    os.replace(new, decided(library))
    on_disk(new.parent)
    return finish(library)


def finish(library: Path) -> Path | None:
    """Ends a restore that was decided; whoever calls it has the lock. Returns where the library of before lies now."""
    waiting = decided(library)
    if not waiting.exists():
        return None
    real = Path(os.path.realpath(library))
    at = int(waiting.stat().st_mtime)
    while (aside := backups.aside(real, at)).exists() and real.exists():
        at += 1  # What is put aside is never written over.
    for end in ("", *_JOURNALS):
        old = real.with_name(real.name + end)
        if old.exists() and old.stat().st_size:
            os.replace(old, aside.with_name(aside.name + end))
    on_disk(aside.parent)
    # Only now: a journal of the old one beside the new one would be played into it.
    for old in {search.place(library), search.place(real)}:
        duplicate.remove(old)
    for end in duplicate.ENDS:
        real.with_name(real.name + end).unlink(missing_ok=True)
    on_disk(real.parent)
    os.replace(waiting, real)
    on_disk(real.parent)
    with contextlib.suppress(OSError):
        os.utime(real)
    there = [aside.with_name(aside.name + end) for end in ("", *_JOURNALS)]
    return next((file for file in there if file.exists()), None)
