"""The list of subscriptions as an OPML file beside the library, renewed after each change: what is left of a library
when its file is lost, and what any other reader takes.

Beside it, among the backups, lie earlier versions: the last five, and the longest of each of the last seven days and
twelve months on which the list changed. So neither a fault that emptied the library nor a storm of changes pushes out
the good ones. An empty list is never written: it would be worth nothing, and it may be a fault that there is none.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop_reader.errors import FileError
from desktop_reader.files import on_disk, write_safely
from desktop_reader.library import backups

LAST, DAYS, MONTHS = 5, 7, 12
_NAME = re.compile(r"(\d{8})-\d{6}-subscriptions\.opml")


def place(library: Path) -> Path:
    """Where the mirror of a library lies."""
    real = Path(os.path.realpath(library))
    return real.with_name(real.name + "-subscriptions.opml")


def newest(library: Path) -> Path | None:
    """The newest version that there is; None without any. ``jobs.mirror`` makes subscriptions of it."""
    return next(iter(versions(library)), None)


def versions(library: Path) -> list[Path]:
    """All versions, the newest first, with the one that is renewed at their head; none of them is empty."""
    return [file for file in (place(library), *_earlier(library)) if _size(file)]


def keep(library: Path, data: bytes, feeds: int) -> bool:
    """Renews the mirror with a list of so many feeds; False when there was nothing to do. Raises FileError, and then
    the mirror is what it was.
    """
    file = place(library)
    before = _contents(file)
    if not feeds or before == data:
        return False
    if before:
        _keep_earlier(library, file, before)
    write_safely(file, data, private=True)
    _forget(library)
    return True


def take_along(library: Path, to: Path) -> None:
    """The library lies there now; no list of what somebody reads is left behind."""
    data = _contents(place(library))
    if data and not place(to).exists():
        write_safely(place(to), data, private=True)
    place(library).unlink(missing_ok=True)


def _keep_earlier(library: Path, file: Path, data: bytes) -> None:
    last = next(iter(_earlier(library)), None)
    if last is not None and _contents(last) == data:
        return  # A program that was ended between the two writes has left it.
    at = int(file.stat().st_mtime)
    folder = backups.folder(library)
    while (earlier := folder / f"{time.strftime('%Y%m%d-%H%M%S', time.localtime(at))}-subscriptions.opml").exists():
        at += 1
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise FileError(
            "“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.",
            file=folder,
            reason=error.strerror,
        ) from error
    write_safely(earlier, data, private=True)


def _earlier(library: Path) -> list[Path]:
    """The newest first."""
    folder = backups.folder(library)
    try:
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]
    except OSError:
        return []
    return [folder / name for name in sorted(names, reverse=True)]


def _forget(library: Path) -> None:
    earlier = _earlier(library)
    spared = {*earlier[:LAST], *_longest(earlier, 8, DAYS), *_longest(earlier, 6, MONTHS)}
    with contextlib.suppress(OSError):
        for file in earlier:
            if file not in spared:
                file.unlink()
        on_disk(backups.folder(library))


def _longest(earlier: Iterable[Path], digits: int, most: int) -> Iterator[Path]:
    """The longest of each day or month, of the last ``most`` ones."""
    by_time: dict[str, list[Path]] = {}
    for file in earlier:
        by_time.setdefault(file.name[:digits], []).append(file)
    for when in sorted(by_time, reverse=True)[:most]:
        yield max(by_time[when], key=lambda file: (_size(file), file.name))


def _contents(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
