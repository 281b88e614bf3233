"""Memory that refreshes, backups and mass deeds took is given back when nothing is under way: what they needed at their
height would else stay taken for good, and their height grows with the library.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_reader import pools
from desktop_reader.library.writer import Writer

_EVERY = 600.0  # Seconds: with many feeds there is a quiet moment every few, and each time costs some milliseconds.


class Resting:
    """Lives on the loop's thread; not at the start, when the window has other things to do."""

    def __init__(self, library: Writer, clock: Callable[[], float] = time.monotonic) -> None:
        self._library = library
        self._clock = clock
        self._rested_at = clock()

    def look(self) -> None:
        """Rests, if it is time; call it when nothing is under way."""
        now = self._clock()
        if now - self._rested_at >= _EVERY:
            self._rested_at = now
            self._library.rest()
            pools.give_back()
