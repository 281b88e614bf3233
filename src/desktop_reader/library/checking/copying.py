"""The library as it was, kept beside it before anything in it is mended."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.files import on_disk
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_WHY = "before-check"


def copied(path: Path, live: sqlite3.Connection) -> Path:
    """A copy page by page, faults and all; whole and on the disk, or not there at all. Where it lies."""
    copy = path.with_name(f"{path.name}.{_WHY}.{time.strftime('%Y%m%d-%H%M%S')}")
    unfinished = copy.with_name(f"{copy.name}.new")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)  # What somebody reads is nobody else's matter.
        with contextlib.closing(dbapi.connect(str(unfinished))) as into:
            live.backup(into)
            into.execute("PRAGMA journal_mode = DELETE").fetchone()  # One file, which needs no journal beside it.
        with open(unfinished, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, copy)
        on_disk(copy.parent)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{unfinished}{end}").unlink(missing_ok=True)
    return copy


def copies(path: Path) -> list[str]:
    """The names of the copies that lie beside the library, the newest first."""
    found = [file for file in path.parent.glob(f"{path.name}.before-*") if not file.name.endswith(".new")]
    return [file.name for file in sorted(found, key=lambda file: file.stat().st_mtime, reverse=True)]
