"""The pools that the C library takes memory from: two of them for all threads; what lies empty goes back at times.

Of itself glibc makes one for nearly each thread, and what was given back to one is of no use to the others: in a month
of refreshes the room that lay empty in them grew until it was half of what was in use.
"""

from __future__ import annotations

import contextlib
import sys

_ARENA_MAX = -8
_POOLS = 2  # One for the window, one for those who work behind it.


def share() -> bool:
    """Before there are threads. Whether the C library knows of such pools."""
    return _asked("mallopt", _ARENA_MAX, _POOLS)


def give_back() -> bool:
    """The room that lies empty, to the system: ten milliseconds for fifty megabytes. Whether there was any."""
    return _asked("malloc_trim", 0)


def _asked(name: str, *values: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # Another C library has no such thing; it is only a favour.
        return bool(ctypes.CDLL(None)[name](*values))
    return False
