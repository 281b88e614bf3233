"""Writing a file so that a crash leaves the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

from desktop_reader.errors import FileError


def write_safely(path: Path, data: bytes, *, private: bool = False) -> None:
    """New file, fsync, rename, fsync of the folder. Raises FileError where the disk does not take it; the old file is
    then untouched. A ``private`` one can be read by its owner alone.
    """
    path = Path(os.path.realpath(path))  # A link stays a link; what it leads to is written.
    only_a_file(path)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        with made_anew(new, private=private) as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, path)
        on_disk(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise FileError(
            "“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.",
            file=path,
            reason=error.strerror,
        ) from error


def only_a_file(path: Path) -> None:
    """Raises FileError where a device or a pipe lies there: whoever may would put a file in its place."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileError("“{file}” is no file.", file=path)


def made_anew(path: Path, *, private: bool = False) -> BinaryIO:
    """A new file, open for writing. What lies there by that name goes: a link would lead to some other file. A
    ``private`` one can be read by its owner alone, whatever the system's habit.
    """
    path.unlink(missing_ok=True)
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600 if private else 0o666))


def on_disk(folder: Path) -> None:
    """That files in the folder have their names outlives a power cut."""
    if os.name == "posix":
        with contextlib.suppress(OSError):  # Not every disk can.
            fd = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
