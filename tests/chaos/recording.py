"""What a deed did to the files of a folder, call by call and byte by byte, read from what strace told of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import strace

CALLS = f"{strace.CHANGING},lseek"
OPTIONS = ("-xx", "-s", "4000000")

_FILE = re.compile(r"^(\d+)<([^>]*)>(\(deleted\))?")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_UNKNOWN = {"sendfile", "copy_file_range", "writev", "pwritev", "pwritev2", "fallocate"}
_NEVER = {"truncate", "symlink", "symlinkat", "creat"}
_NAMES = {"renameat": "rename", "renameat2": "rename", "linkat": "link", "unlinkat": "unlink", "mkdirat": "mkdir"}


@dataclass(frozen=True)
class Event:
    """Something that was done. ``kind`` is write, cut (to the size ``offset``), sync, create, mkdir, rename, link or
    unlink; or told, when the program acknowledged what ``path`` and ``to`` say.
    """

    kind: str
    path: str
    to: str = ""
    offset: int = 0
    data: bytes = b""


def events(words: str, folder: Path) -> Iterator[Event]:
    """All that concerns ``folder``, in the order in which it was done; but for memory that programs share (-shm), which
    no program takes over after a start.
    """
    places: dict[int, int] = {}
    for _, name, given, result in strace.calls(words):
        if result.startswith("-1"):
            continue
        for event in _events(_NAMES.get(name, name), given, result, places):
            if event.kind == "told" or (_inside(event, folder) and not event.path.endswith("-shm")):
                yield event


def _inside(event: Event, folder: Path) -> bool:
    return any(path == str(folder) or path.startswith(f"{folder}/") for path in (event.path, event.to))


def _events(name: str, given: str, result: str, places: dict[int, int]) -> Iterator[Event]:
    """``places`` are those at which open files are written next."""
    paths = [_plain(text).decode() for text in _QUOTED.findall(given)] if "write" not in name else []
    if name == "openat":
        file = _FILE.match(result)
        assert file is not None, result
        path, new = _plain(file[2]).decode(), "O_CREAT" in given
        places[int(file[1])] = 0
        if new:
            yield Event("create", path)
        if "O_TRUNC" in given:
            yield Event("cut", path)
    elif name in _NEVER:
        yield Event("unknown", paths[-1], to=name)
    elif name in ("rename", "link"):
        yield Event(name, paths[0], paths[1])
    elif name in ("unlink", "mkdir", "rmdir"):
        yield Event(name.replace("rmdir", "unlink"), paths[0])
    elif (file := _FILE.match(given)) is not None and not file[3]:
        number, path, rest = int(file[1]), _plain(file[2]).decode(), given[file.end() :].strip(", ")
        if name in _UNKNOWN:
            yield Event("unknown", path, to=name)
        elif name == "lseek":
            places[number] = int(result.split()[0])
        elif name in ("fsync", "fdatasync"):
            yield Event("sync", path)
        elif name == "ftruncate":
            yield Event("cut", path, offset=int(rest, 0))
        elif name in ("write", "pwrite64"):
            quoted = _QUOTED.match(rest)
            assert quoted is not None, rest[:80]
            data = _plain(quoted[1])[: int(result.split()[0])]
            if number == 1 and name == "write":
                yield from _told(data)
                return
            at = int(rest.rpartition(", ")[2]) if name == "pwrite64" else places.get(number, 0)
            if name == "write":
                places[number] = at + len(data)
            yield Event("write", path, offset=at, data=data)


def _told(data: bytes) -> Iterator[Event]:
    for line in data.decode(errors="replace").splitlines():
        if line.startswith('["'):
            kind, what = json.loads(line)
            yield Event("told", kind, what)


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if "\\x" in text else text.encode()
