"""Files that were fetched, kept on disk within a limit so that they are there offline; those used least go first.

One file for each address, named by its hash: a line of facts, then the bytes. Whatever is wrong with one, it is as if
it were not there. May be used from one thread at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_reader.files import made_anew
from desktop_reader.records.refresh import Validators

_LONGEST_LINE = 4096
_ROOM = 0.9  # So much of the limit is left when it was passed, or each further file would make all be counted again.


@dataclass(frozen=True, slots=True)
class CachedFile:
    """A file as it came, with what to ask its server "still the same?" with."""

    body: bytes = field(repr=False)
    validators: Validators
    fetched_at: float


class Cache:
    """Files in ``folder``, ``limit`` bytes of them at most."""

    def __init__(self, folder: Path, limit: int, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._limit = limit
        self._clock = clock
        self._size: int | None = None  # Counted when the first file is kept.

    def get(self, url: str) -> CachedFile | None:
        """The file of an address; it counts as used now."""
        path = self._path(url)
        try:
            with open(path, "rb") as file:
                facts = json.loads(file.readline(_LONGEST_LINE))
                body = file.read()
            if facts["url"] != url or facts["size"] != len(body):
                return None
            etag, modified = (None if one is None else str(one).encode("latin-1") for one in facts["validators"])
            found = CachedFile(body, Validators(etag, modified), float(facts["fetched_at"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path, (self._clock(), self._clock()))
        return found

    def keep(self, url: str, body: bytes, validators: Validators) -> None:
        """Keeps a file, if the disk takes it; others go where there are too many."""
        said = [None if one is None else one.decode("latin-1") for one in (validators.etag, validators.last_modified)]
        facts = {"url": url, "size": len(body), "fetched_at": self._clock(), "validators": said}
        line = json.dumps(facts).encode() + b"\n"
        if len(line) > _LONGEST_LINE or len(line) + len(body) > self._limit:
            return
        path = self._path(url)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # What somebody reads is nobody else's matter.
            before = _size(path)
            # No fsync: what a power cut leaves half is not read, and can be fetched again.
            with made_anew(new, private=True) as out:
                out.write(line + body)
            os.replace(new, path)
            os.utime(path, (self._clock(), self._clock()))
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            return
        if self._size is None:
            self._size = sum(size for _, size, _ in self._files())
        else:
            self._size += len(line) + len(body) - before
        if self._size > self._limit:
            self._size = self._make_room()

    def size(self) -> int:
        """Bytes that are kept."""
        self._size = sum(size for _, size, _ in self._files())
        return self._size

    def set_limit(self, limit: int) -> None:
        """From now on so many bytes at most."""
        self._limit = limit
        if self.size() > limit:
            self._size = self._make_room()

    def clear(self) -> None:
        """Nothing is kept any more."""
        for _, _, path in self._files():
            with contextlib.suppress(OSError):
                path.unlink()
        self._size = None

    def _make_room(self) -> int:
        files = sorted(self._files(), key=lambda one: one[0])
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._limit * _ROOM:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size
        return left

    def _files(self) -> list[tuple[float, int, Path]]:
        """All of them: when used last, how large, where; with those that were begun and never finished."""
        found = []
        with contextlib.suppress(OSError):
            for folder in self._folder.iterdir():
                with contextlib.suppress(OSError), os.scandir(folder) as inside:
                    for one in inside:
                        told = one.stat(follow_symlinks=False)
                        found.append((told.st_mtime, told.st_size, Path(one.path)))
        return found

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / name[:2] / name[2:]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
