"""Copies of the library in a folder beside it, and which of them are kept.

The rule: the newest four that the clock made, the newest four that were made by hand, and the newest from before an
update and from before a repair. What a restore has put aside is the library itself, and never goes by itself.

Copies from before an update or a repair lie beside the library, as ``library.db.before-3.20261123-202127``; all others
in ``library.db-backups``, as ``20261123-202127-weekly.db``; that folder may be a link to another disk. What has such a
name is whole and was verified.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_reader.errors import LibraryError, MissingError, NotFoundError
from desktop_reader.files import on_disk
from desktop_reader.library import connect, duplicate
from desktop_reader.library.driver import dbapi
from desktop_reader.records.backup import Backup, Kind

WEEK = 7 * 86400
KEPT = {Kind.WEEKLY: 4, Kind.BY_HAND: 4, Kind.UPDATE: 1, Kind.REPAIR: 1}
"""How many of each kind are kept; of others all."""

_DAY = 86400
_ROOM = 2  # So many times its size must be free: a backup that fills the disk does more harm than good.
_ABANDONED = 3600
_OURS = re.compile(rf"(\d{{8}}-\d{{6}})-({Kind.WEEKLY}|{Kind.BY_HAND}|{Kind.REPLACED})\.db")
_BESIDE = re.compile(r"(?:before-(check|\d+)|replaced)\.\d{8}-\d{6}")
_TIME = "%Y%m%d-%H%M%S"


def folder(library: Path) -> Path:
    """Where backups of a library lie. Not made by asking."""
    real = Path(os.path.realpath(library))
    return real.with_name(real.name + "-backups")


def make(library: Path, kind: Kind, told: duplicate.Told = lambda done, of: True) -> Backup:
    """A backup of the library as it is now, which may be in use; copies beyond the rule go then.

    Raises LibraryError, in a sentence that says what to do, and ``duplicate.GivenUp``; then all is as it was.
    """
    if not library.exists():
        raise MissingError("There is no library “{file}”.", file=library)
    with connect.translated(library):
        _is_ours(library)
        if (reason := refusal(library)) is not None:
            raise reason
        _sweep(folder(library))
        new = folder(library) / f"{os.getpid()}.new"
        duplicate.duplicate(library, new, told)
        path = free(library, kind, int(time.time()))
        os.replace(new, path)
        on_disk(path.parent)
    forget(library, spared=path)
    made_at = _time_of(path.name)
    return Backup(path, kind, made_at, path.stat().st_size, articles(path))


def refusal(library: Path) -> LibraryError | None:
    """Why no backup is made now, if so: there is too little room."""
    size = library.stat().st_size
    place = folder(library) if folder(library).is_dir() else library.resolve().parent
    if shutil.disk_usage(place).free >= _ROOM * size:
        return None
    return LibraryError(
        "No backup was made, for there is too little room on the disk: {needed} MB must be free in “{folder}”.",
        needed=int(_ROOM * size / 1e6) + 1,
        folder=place,
    )


def listed(library: Path) -> list[Backup]:
    """All copies, the newest first. Opens each: not for the window's thread."""
    return [_with_articles(one) for one in found(library)]


def found(library: Path) -> list[Backup]:
    """All copies, the newest first, by their names alone."""
    return sorted(_found(library), key=lambda one: (-one.made_at, one.path.name))


def named(library: Path, name: str) -> Path:
    """The copy of this name, of this time (or the beginning of it), or the file of this path."""
    file = Path(name).expanduser()
    if file.is_file():
        return file
    there = found(library)
    for one in there:
        if one.path.name == name:
            return one.path
    some = [one.path for one in there if len(name) >= 4 and _stamp(one.path.name).startswith(name)]
    if len(some) == 1:
        return some[0]
    if some:
        raise NotFoundError("“{name}” can mean {count} backups. Write more of it.", name=name, count=len(some))
    raise NotFoundError("There is no backup or file “{name}”. See: desktop-reader backup --list", name=name)


def due(library: Path, now: int) -> bool:
    """Whether the clock is to make one: the last one is a week old. One of the future was made by a wrong clock."""
    last = max((one.made_at for one in _found(library) if _counts(one, now)), default=0)
    return now - last >= WEEK


def forget(library: Path, spared: Path | None = None) -> None:
    """Takes away the copies that the rule does not keep; what cannot be taken away stays."""
    now = int(time.time())
    for kind, most in KEPT.items():
        some = [one for one in _found(library) if one.kind is kind and one.path != spared]
        # Those that a wrong clock has dated into the future go first, or they would stay for ever.
        some.sort(key=lambda one: (one.made_at <= now + _DAY, one.made_at), reverse=True)
        room = most - (spared is not None and _kind_of(spared.name) is kind)
        for one in some[room:]:
            duplicate.remove(one.path)


def take_along(library: Path, to: Path) -> None:
    """The library lies there now. Its copies and lists go with it where that is only another name for them; on another
    disk they stay, for it may have no room, and they are not in the way.
    """
    old, new = folder(library), folder(to)
    with contextlib.suppress(OSError):
        new.mkdir(mode=0o700, exist_ok=True)
        for one in found(library):
            if one.path.parent != old:
                _go(one.path, to.with_name(one.path.name))
        for file in list(old.iterdir()) if old.exists() else []:
            _go(file, new / file.name)
    for place in (old, new):
        with contextlib.suppress(OSError):
            place.rmdir()  # Only if nothing is in it.
    on_disk(new.parent)


def articles(copy: Path) -> int | None:
    """How many articles are in a copy; None where it cannot be read."""
    with (
        contextlib.suppress(LibraryError, dbapi.DatabaseError, TypeError),
        contextlib.closing(connect.read_connection(copy)) as live,
    ):
        return int(live.execute("SELECT coalesce(sum(total), 0) FROM feed_count").fetchone()[0])
    return None


def follows(library: Path) -> bool:
    """Whether there are feeds in a library; False where it cannot be read."""
    with (
        contextlib.suppress(LibraryError, dbapi.DatabaseError),
        contextlib.closing(connect.read_connection(library)) as live,
    ):
        return live.execute("SELECT 1 FROM feed LIMIT 1").fetchone() is not None
    return False


def free(library: Path, kind: Kind, at: int) -> Path:
    """A name that is not taken, of this time or a little later."""
    place = folder(library)
    taken: set[str] = set()
    with contextlib.suppress(OSError):
        taken = {name[:15] for name in os.listdir(place)}
    while (stamp := time.strftime(_TIME, time.localtime(at))) in taken:
        at += 1
    return place / f"{stamp}-{kind}.db"


def aside(library: Path, at: int) -> Path:
    """A name for the library itself, on its own disk: the folder may be a link to another one, or no folder at all."""
    place, real = folder(library), Path(os.path.realpath(library))
    stamp = time.strftime(_TIME, time.localtime(at))
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, exist_ok=True)
        if place.stat().st_dev == real.parent.stat().st_dev:
            return place / f"{stamp}-{Kind.REPLACED}.db"
    return real.with_name(f"{real.name}.{Kind.REPLACED}.{stamp}")


def _is_ours(library: Path) -> None:
    with contextlib.closing(connect.read_connection(library)) as live:
        if live.execute("PRAGMA application_id").fetchone()[0] != connect.APPLICATION_ID:
            raise LibraryError("“{file}” is no library of Desktop Reader. Choose another file.", file=library)


def _found(library: Path) -> Iterator[Backup]:
    beside = folder(library)
    real = Path(os.path.realpath(library))
    for place, before in ((beside, ""), (real.parent, f"{real.name}.")):
        try:
            files = list(os.scandir(place))
        except OSError:
            continue
        for file in files:
            name = file.name.removeprefix(before)
            if before + name != file.name or (kind := _kind_of(name)) is None:
                continue
            if bool(_BESIDE.fullmatch(name)) == bool(before):
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    yield Backup(Path(file.path), kind, _time_of(name), file.stat().st_size)


def _kind_of(name: str) -> Kind | None:
    if ours := _OURS.fullmatch(name):
        return Kind(ours[2])
    if before := _BESIDE.fullmatch(name):
        return {"check": Kind.REPAIR, None: Kind.REPLACED}.get(before[1], Kind.UPDATE)
    return None


def _stamp(name: str) -> str:
    stamp = re.findall(r"\d{8}-\d{6}", name)
    return str(stamp[-1]) if stamp else ""


def _time_of(name: str) -> int:
    return int(time.mktime(time.strptime(_stamp(name), _TIME)))


def _counts(one: Backup, now: int) -> bool:
    return one.kind is Kind.WEEKLY and one.made_at <= now + _DAY


def _with_articles(one: Backup) -> Backup:
    return Backup(one.path, one.kind, one.made_at, one.size, articles(one.path))


def _go(file: Path, to: Path) -> None:
    if not to.exists():
        os.rename(file, to)


def _sweep(place: Path) -> None:
    """Takes away what a program left that was ended in the midst of it; what this one writes now is not that, whatever
    a clock says that was moved.
    """
    ours = f"{os.getpid()}.new"
    with contextlib.suppress(OSError):
        for file in (*place.glob("*.new"), *place.parent.glob(f"{glob.escape(place.name)[:-7]}restored.new")):
            if not file.name.endswith(ours) and abs(time.time() - file.stat().st_mtime) > _ABANDONED:
                duplicate.remove(file)
                shutil.rmtree(file, ignore_errors=True)
