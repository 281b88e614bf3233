"""What a disk may hold after a power cut: what was synced, and of the rest any pieces in any order.

A file is whole up to its last fsync; of what was written since, each piece of 4 kB is there or not. The names in a
folder are sure up to the last fsync of that folder; of the later ones the last so many are missing. A name may be there
before what it names: that is how a file becomes empty.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.chaos.recording import Event

_PIECE = 4096
_LIKELY = (0.0, 0.1, 0.5, 0.9, 1.0)


@dataclass
class _File:
    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.unsure:
            _put(self.sure, event.offset, event.data, cut=event.kind == "cut")
        self.unsure.clear()

    def after(self, chance: Random, likely: float) -> bytes:
        """What may be left of it."""
        there = bytearray(self.sure)
        for event in self.unsure:
            if event.kind == "cut":
                if chance.random() < likely:
                    _put(there, event.offset, b"", cut=True)
                continue
            for start, piece in _pieces(event):
                if chance.random() < likely:
                    _put(there, start, piece)
        return bytes(there)


class Platter:
    """Begins as ``folder`` is now, all of it sure."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}
        self._begin: dict[str, _File] = {}
        self._folders = {str(folder)}
        self._names: dict[str, list[tuple[Event, _File | None]]] = {}
        self._sure: dict[str, int] = {}
        for file in folder.rglob("*"):
            if file.is_dir():
                self._folders.add(str(file))
            elif not file.name.endswith("-shm"):
                self._begin[str(file)] = self._files[str(file)] = _File(bytearray(file.read_bytes()))

    def do(self, event: Event) -> None:
        """One thing more was done."""
        file = self._files.get(event.path)
        if event.kind == "sync":
            if event.path in self._folders:
                self._sure[event.path] = len(self._names.get(event.path, ()))
            elif file is not None:
                file.sync()
        elif event.kind in ("write", "cut"):
            if file is None:
                raise ValueError(f"{event.kind} to {event.path}, which nobody has made")
            file.unsure.append(event)
        elif event.kind == "create" and file is None:
            if event.path not in self._folders:
                self._files[event.path] = _File()
                self._name(event, event.path, self._files[event.path])
        elif event.kind == "mkdir":
            self._folders.add(event.path)
            self._name(event, event.path, None)
        elif event.kind == "unlink":
            self._files.pop(event.path, None)
            self._name(event, event.path, None)
        elif event.kind == "link" and file is not None:
            self._files[event.to] = file
            self._name(event, event.to, file)
        elif event.kind == "rename" and file is not None:
            self._files[event.to] = self._files.pop(event.path)
            self._name(event, event.to, file)
        elif event.kind == "unknown":
            raise ValueError(f"{event.to} on {event.path} is not understood here")

    def lay(self, folder: Path, chance: Random) -> None:
        """Puts into ``folder``, which stands for the one that was recorded, what may be there after a cut now."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        names, likely = chance.choice(_LIKELY), chance.choice(_LIKELY)
        for path, file in self._named(chance, names).items():
            there = folder / os.path.relpath(path, self._folder)
            if there.parent.is_dir() or str(self._folder / there.parent.relative_to(folder)) in self._folders:
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes(file.after(chance, likely))

    def _name(self, event: Event, path: str, file: _File | None) -> None:
        self._names.setdefault(os.path.dirname(path), []).append((event, file))

    def _named(self, chance: Random, likely: float) -> dict[str, _File]:
        """Which names there are, in each folder up to some moment."""
        there = dict(self._begin)
        for folder, changes in self._names.items():
            sure = self._sure.get(folder, 0)
            known = sure
            while known < len(changes) and chance.random() < likely:
                known += 1
            for event, file in changes[:known]:
                if event.kind == "unlink":
                    there.pop(event.path, None)
                elif file is not None:
                    if event.kind == "rename":
                        there.pop(event.path, None)
                    there[event.to or event.path] = file
        return there


def _put(there: bytearray, offset: int, data: bytes, *, cut: bool = False) -> None:
    if cut:
        del there[offset:]
    if len(there) < offset:
        there.extend(bytes(offset - len(there)))
    there[offset : offset + len(data)] = data


def _pieces(event: Event) -> Iterable[tuple[int, bytes]]:
    at, end = event.offset, event.offset + len(event.data)
    while at < end:
        until = min(end, (at // _PIECE + 1) * _PIECE)
        yield at, event.data[at - event.offset : until - event.offset]
        at = until
