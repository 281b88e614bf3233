"""Looking on, by ``strace``, at what a deed asks of the disk; and letting one of these calls fail, or be its last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.chaos.runner import Begun

CHANGING = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,ftruncate"
"""Calls with which a program changes what is on the disk."""

_CALL = re.compile(r"^(\d+) +(\w+)\(")

_INTO = re.compile(r"pwrite64\(\d+<([^>]*)>")
_FEW = 4

Point = tuple[str, int]
"""The N-th call of this name."""


@cache
def lacking() -> str:
    """Why it cannot be used here; empty where it can."""
    if sys.platform != "linux":
        return "strace is there on Linux only"
    if not shutil.which("strace"):
        return "strace is not installed (apt-get install strace)"
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not look at other processes here"


class Watched:
    """A deed that was begun ``held`` goes on under the eyes of strace, whose words go into ``log``."""

    def __init__(self, begun: Begun, log: Path, *options: str) -> None:
        self._log = log
        self._strace = subprocess.Popen(
            ["strace", "-f", "-y", "-o", str(log), *options, "-p", str(begun.pid)], stderr=subprocess.PIPE, text=True
        )
        assert self._strace.stderr is not None
        said = self._strace.stderr.readline()
        if "attached" not in said:
            begun.go_on()
            raise RuntimeError(f"strace: {said}")
        begun.go_on()

    def words(self) -> str:
        """All that it told, when the deed has ended."""
        self._strace.communicate(timeout=30)
        return self._log.read_text(errors="replace")


def trace(calls: str = CHANGING) -> str:
    """An option: look at these calls."""
    return f"--trace={calls}"


def failing(point: Point, error: str) -> str:
    """An option: this call fails."""
    return f"--inject={point[0]}:error={error}:when={point[1]}"


def last(point: Point) -> str:
    """An option: at this call the process is killed."""
    return f"--inject={point[0]}:signal=SIGKILL:when={point[1]}"


def points(words: str, pid: int, folder: Path) -> tuple[list[Point], int]:
    """The calls of the process's first thread that concern a folder, by what was told of a whole run; and how many are
    left out: of a row of pages that go into one file, one after the other, each fourth is among them beside the first
    few; of the search file, which is all made again from the articles, each sixteenth.
    """
    seen: Counter[str] = Counter()
    found: list[Point] = []
    left_out = row = 0
    into = ""
    for line in words.splitlines():
        call = _CALL.match(line)
        if call is None or int(call[1]) != pid:
            continue
        seen[call[2]] += 1
        if str(folder) not in line:
            continue
        file = _INTO.search(line)
        row = row + 1 if file is not None and file[1] == into else 0
        into = file[1] if file is not None else ""
        if row > _FEW and row % (16 if "-search" in into else 4):
            left_out += 1
        else:
            found.append((call[2], seen[call[2]]))
    return found, left_out


def hit(words: str, folder: Path) -> bool:
    """Whether the call that was to fail, or to be the last, was one that concerns the folder."""
    marked: Sequence[str] = [line for line in words.splitlines() if "INJECTED" in line]
    if marked:
        return any(str(folder) in line for line in marked)
    return "+++ killed by SIGKILL +++" in words
