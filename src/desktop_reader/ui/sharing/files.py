"""Where shared articles are written: names that every disk takes, and never over something that is there."""

from __future__ import annotations

import contextlib
from pathlib import Path

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.text.slug import slug

# What Windows keeps for itself, whatever the ending.
_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))])


def suggested(title: str, feed: str, suffix: str) -> str:
    """A name for an article's file: small letters, digits and hyphens."""
    name = slug(title) or slug(feed)
    return f"{name if name and name not in _RESERVED else 'article'}.{suffix}"


def with_suffix(chosen: Path, suffix: str) -> tuple[Path, bool]:
    """The chosen file with its ending, and whether it may be written over: only what was agreed to may be."""
    if chosen.suffix.lower() == f".{suffix}":
        return chosen, True
    return chosen.with_name(f"{chosen.name}.{suffix}"), False


def write_new(file: Path, data: bytes) -> Path:
    """Writes to ``file``, or beside it under another name where something is; returns where. Raises FileError."""
    place = _claimed(file)
    try:
        write_safely(place, data)
    except FileError:
        with contextlib.suppress(OSError):
            place.unlink()
        raise
    return place


def _claimed(file: Path) -> Path:
    """A name that was free and is ours now, so that nobody else can take it meanwhile."""
    number = 1
    while True:
        place = file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        try:
            place.open("xb").close()
            return place
        except FileExistsError:
            number += 1
        except OSError as error:
            raise FileError(
                "“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.",
                file=place,
                reason=error.strerror,
            ) from error
