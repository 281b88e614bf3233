"""Ways to spoil a disk: fill it, limit it, take it away. Most need the right to mount."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.chaos.outcome import Outcome


@contextlib.contextmanager
def mounted(place: Path, size: str, outcome: Outcome) -> Iterator[Path | None]:
    """A disk in memory of this size; None where that is not allowed."""
    place.mkdir()
    if not did("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)):
        outcome.lacks("a full disk of its own: mounting is not allowed here")
        yield None
        return
    try:
        yield place
    finally:
        did("umount", "-l", str(place))


def fill(disk: Path, leave: int) -> None:
    """All but so many kB is taken."""
    with open(disk / "ballast", "wb", buffering=0) as file, contextlib.suppress(OSError):
        for piece in (65536, 4096):
            with contextlib.suppress(OSError):
                while True:
                    if file.write(bytes(piece)) < piece:
                        break
        os.ftruncate(file.fileno(), max(0, file.tell() - leave * 1000))


def free(disk: Path) -> None:
    """There is room again."""
    (disk / "ballast").unlink(missing_ok=True)


@contextlib.contextmanager
def limit() -> Iterator[Callable[[int | None], None]]:
    """``RLIMIT_FSIZE``: no file of this process grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def put(most: int | None) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before[0] if most is None else most, before[1]))

    try:
        yield put
    finally:
        put(None)


@contextlib.contextmanager
def loop_disk(place: Path, outcome: Outcome) -> Iterator[Path | None]:
    """A disk with a file system of its own in a file."""
    place.mkdir()
    image, disk = place / "image", place / "disk"
    disk.mkdir()
    image.write_bytes(bytes(12_000_000))
    ok = (
        shutil.which("mkfs.ext4") is not None
        and did("mkfs.ext4", "-q", "-F", str(image))
        and did("mount", "-o", "loop,errors=remount-ro", str(image), str(disk))
    )
    if not ok:
        outcome.lacks("a disk that vanishes: loop mounts are not allowed here")
        yield None
        return
    try:
        yield disk
    finally:
        did("umount", "-l", str(disk))


def did(*command: str) -> bool:
    """Whether a command of the system succeeded."""
    with contextlib.suppress(OSError):
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
    return False


def device_of(disk: Path) -> str:
    """What is mounted there."""
    found = subprocess.run(["findmnt", "-no", "SOURCE", str(disk)], capture_output=True, text=True, check=False)
    return found.stdout.strip()
