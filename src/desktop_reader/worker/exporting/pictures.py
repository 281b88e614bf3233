"""Pictures that are in the cache already, saved beside the articles. None is fetched for this."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from desktop_reader.files import made_anew
from desktop_reader.worker.exporting.index import leads_out, unwritable

FOLDER = "pictures"
Cached = Callable[[str], bytes | None]
"""The picture of an address, when it is in the cache."""

_KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def kind(data: bytes) -> str:
    """The ending of a picture's file; empty for what is none of the four kinds that every program shows."""
    found = next((ending for begin, ending in _KINDS if data.startswith(begin)), "")
    return "" if found == "webp" and data[8:12] != b"WEBP" else found


def name_of(data: bytes) -> str:
    """By what is in it, so that a picture lies there once; empty for what is no picture."""
    ending = kind(data)
    return f"{hashlib.blake2b(data, digest_size=10).hexdigest()}.{ending}" if ending else ""


def save(folder: Path, data: bytes) -> str:
    """Puts a picture into ``pictures`` of ``folder``; its name there, empty for what is none. Raises FileError."""
    name = name_of(data)
    if not name:
        return ""
    place = folder / FOLDER / name
    try:
        if leads_out(folder, place):
            return ""
        if not place.exists() or place.stat().st_size != len(data):
            place.parent.mkdir(exist_ok=True)
            new = place.with_name(f".{name}.new")
            with made_anew(new) as out:
                out.write(data)
            new.replace(place)
    except OSError as error:
        raise unwritable(place, error) from error
    return name
