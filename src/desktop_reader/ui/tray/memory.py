"""Gives memory back while nobody looks: what the program can read from its own files again at any time is no longer
kept at hand. A window that comes back reads it anew, mostly from what the system still remembers.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import re
import sys
from collections.abc import Iterable

from PySide6.QtGui import QPixmapCache

from desktop_reader import pools

_DONTNEED = 4
_RANGE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (r-[x-]p) \S+ \S+ [1-9]\d*\s+/")


def give_back() -> None:
    """For a program that will not be looked at for a while."""
    QPixmapCache.clear()
    gc.collect()
    pools.give_back()
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):  # Another kind of Linux has no such thing; it is only a favour.
        system = ctypes.CDLL(None, use_errno=True)
        with open("/proc/self/smaps", encoding="ascii", errors="replace") as lines:
            ranges = again_readable(lines)
        for begin, end in ranges:
            system.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _DONTNEED)


def again_readable(lines: Iterable[str]) -> list[tuple[int, int]]:
    """The parts of memory that are exactly what is in a file: never written to, so that nothing is lost with them."""
    found: list[tuple[int, int]] = []
    part: tuple[int, int] | None = None
    for line in lines:
        if (place := _RANGE.match(line)) is not None:
            part = int(place[1], 16), int(place[2], 16)
        elif not line[:1].isupper():
            part = None
        elif part is not None and line.startswith("Anonymous:"):
            if line.split()[1] == "0":  # Else the loader has written addresses into it.
                found.append(part)
            part = None
    return found
