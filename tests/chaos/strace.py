"""Looking on, by ``strace``, at what a deed asks of the disk; and letting one of these calls fail, or be its last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.chaos.runner import Begun

CHANGING = (
    "write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,truncate,ftruncate,fallocate,sendfile,copy_file_range,chmod,fchmod,fchmodat,"
    "creat,openat"
)
"""Calls with which a program changes what is on the disk; ``openat`` only where it makes a file."""

_LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)$")
_FILE = re.compile(r"^\d+<([^>]*)>")
_QUOTED = re.compile(r'"([^"]*)"')
_UNFINISHED = " <unfinished ...>"
_KILLED = "?"


class Call(NamedTuple):
    """What strace tells of a call when it is over; the result of one in which the process was killed is ``?``."""

    thread: int
    name: str
    given: str
    result: str

    @property
    def file(self) -> str:
        """The file that it is about."""
        found = _FILE.match(self.given) or _QUOTED.search(self.given)
        return found[1] if found else ""


class Point(NamedTuple):
    """The N-th call of this name in the first thread; and which file it is about, without numbers, so that it is known
    again in another run.
    """

    name: str
    number: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.number} ({self.file})"


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
    """An option: look at these calls, those that this kind of machine has."""
    return "--trace=" + ",".join(f"?{name}" for name in calls.split(","))


def failing(point: Point, error: str) -> str:
    """An option: this call fails."""
    return f"--inject={point.name}:error={error}:when={point.number}"


def last(point: Point) -> str:
    """An option: before this call does anything the process is killed."""
    return f"--inject={point.name}:signal=SIGKILL:when={point.number}"


def calls(words: str) -> Iterator[Call]:
    """Each call, when it was over."""
    begun: dict[str, tuple[str, str]] = {}
    for line in words.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        thread, name, rest = found.groups()
        if rest.endswith(_UNFINISHED):
            begun[thread] = name, rest.removesuffix(_UNFINISHED)
            continue
        if "resumed>" in line[:60]:
            rest = begun.pop(thread, ("", ""))[1] + rest
        given, _, result = rest.rpartition(" = ")
        yield Call(int(thread), name, given.rstrip().removesuffix(")"), result.strip())
    for thread, (name, given) in begun.items():
        yield Call(int(thread), name, given, _KILLED)


def points(words: str, pid: int, folder: Path) -> tuple[list[Point], int]:
    """All calls of the process's first thread that change something in a folder, by what was told of a whole run; and
    how many there are of other threads.
    """
    seen: Counter[str] = Counter()
    found: list[Point] = []
    others = 0
    for call in calls(words):
        if call.thread == pid:
            seen[call.name] += 1
        if _changes(call, folder):
            if call.thread == pid:
                found.append(Point(call.name, seen[call.name], _known_again(call, folder)))
            else:
                others += 1
    return found, others


def hit(words: str, pid: int, folder: Path, killed: bool) -> Point | None:
    """The call that failed, or that was the last, if it is one that changes something in the folder."""
    number: Counter[str] = Counter()
    for call in calls(words):
        if call.thread != pid:
            continue
        number[call.name] += 1
        if (call.result == _KILLED if killed else "(INJECTED)" in call.result) and _changes(call, folder):
            return Point(call.name, number[call.name], _known_again(call, folder))
    return None


def _changes(call: Call, folder: Path) -> bool:
    if call.name == "openat" and "O_CREAT" not in call.given and "O_TRUNC" not in call.given:
        return False
    return call.file == str(folder) or call.file.startswith(f"{folder}/")


def _known_again(call: Call, folder: Path) -> str:
    return re.sub(r"\d+", "#", call.file.removeprefix(str(folder)).lstrip("/"))
