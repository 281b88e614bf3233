"""What is known of the runs before this one: whether they came as far as a window that stood, and what C code wrote
down while it crashed.

Each run has a file of its own, locked as long as it lives and gone when it ends well. A file that nobody holds belongs
to a run that did not. Those that never stood are kept until one does, so that failed starts can be counted.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_reader import __version__
from desktop_reader.library import oslock

_STARTING, _STOOD = "starting", "stood"
_LIMIT = 64 * 1024
_KEPT = 5
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Past:
    """``failed`` starts in a row; what the last crash wrote down, if any, and whether that was at a start."""

    failed: int = 0
    crash: str = ""
    at_start: bool = False

    @property
    def wants_safe_mode(self) -> bool:
        """Whether another start as usual is likely to fail as well."""
        return self.failed >= _OFTEN or (self.at_start and bool(self.crash))


class Run:
    """This run. Where the folder takes no file there is none, and nothing is known of it later."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "runs"
        self._path = self._folder / f"run-{os.getpid()}-{time.time_ns()}.txt"
        self._fd = -1
        self._stood = False

    def begin(self) -> Past:
        """Looks at the runs before, and begins this one."""
        past = Past()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            past = _looked_at(self._folder)
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            if oslock.taken(self._fd):
                self._write(f"{_STARTING} {__version__}\n")
                faulthandler.enable(self._fd)
            else:  # A disk without locks: whether a run still lives could not be told.
                self.end()
        return past

    def stands(self) -> None:
        """The window is there and works: the starts that failed are forgotten."""
        if self._fd >= 0 and not self._stood:
            self._stood = True
            self._write(f"{_STOOD}\n")
            for file, _ in _dead(self._folder):
                file.unlink(missing_ok=True)

    def failed(self, report: str) -> None:
        """It did not start, for this reason."""
        self._write(f"{report}\n")
        self._leave()

    def end(self) -> None:
        """All went well."""
        if self._fd >= 0:
            self._leave()
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _leave(self) -> None:
        if self._fd >= 0:
            faulthandler.disable()
            os.close(self._fd)
            self._fd = -1

    def _write(self, words: str) -> None:
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                os.write(self._fd, words.encode("utf-8", "backslashreplace"))


def _looked_at(folder: Path) -> Past:
    failed, crash, at_start = 0, "", False
    dead = sorted(_dead(folder), key=lambda one: one[0].stat().st_mtime)
    for place, (file, text) in enumerate(dead):
        first, _, rest = text.partition("\n")
        stood = rest.startswith(f"{_STOOD}\n")
        dump = rest.removeprefix(f"{_STOOD}\n").strip()
        failed += not stood and first.startswith(_STARTING)
        if dump:
            crash, at_start = dump, not stood
        if stood or place < len(dead) - _KEPT:  # It is told now; what it ended of was no start.
            file.unlink(missing_ok=True)
    return Past(failed, crash, at_start)


def _dead(folder: Path) -> list[tuple[Path, str]]:
    """The files that no program holds, and what stands in them."""
    found = []
    for file in folder.glob("run-*.txt"):
        with contextlib.suppress(OSError):
            fd = os.open(file, os.O_RDWR)
            try:
                if oslock.taken(fd):
                    os.lseek(fd, 0, os.SEEK_SET)
                    found.append((file, os.read(fd, _LIMIT).decode("utf-8", "replace")))
            finally:
                os.close(fd)
    return found
