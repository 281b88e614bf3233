"""Where no clock can interrupt a search: its process notes which line it looks for, and ends itself when one article
takes too long. Whoever waits for it outside reads the note. Windows is such a place.
"""

from __future__ import annotations

import faulthandler
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PATIENCE = 2.0
"""Seconds that may pass while one article is looked at; the whole process ends then, from a thread without Python."""

_SIZE = 4


class Note:
    """In the process that looks."""

    def __init__(self, place: str) -> None:
        with open(place, "r+b") as file:
            self._written = mmap.mmap(file.fileno(), _SIZE)
        self._nowhere = open(os.devnull, "w")  # noqa: SIM115  As long as the note.

    def begin(self) -> None:
        """The next article."""
        faulthandler.dump_traceback_later(PATIENCE, file=self._nowhere, exit=True)

    def line(self, number: int) -> None:
        """It is looked for from now on."""
        self._written[:] = number.to_bytes(_SIZE, "little")

    def close(self) -> None:
        """All was looked at."""
        faulthandler.cancel_dump_traceback_later()
        self._written.close()
        self._nowhere.close()


@contextmanager
def place() -> Iterator[Path]:
    """Room for a note."""
    with TemporaryDirectory(prefix="desktop-reader-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "line"
        file.write_bytes(bytes(_SIZE))
        yield file


def noted(file: Path) -> int:
    """The line that was looked for last; 0 where it did not come to the first."""
    return int.from_bytes(file.read_bytes()[:_SIZE], "little")
