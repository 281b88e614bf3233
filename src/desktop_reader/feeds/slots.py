"""How many of a host's connections are in use, counted over all that fetch in this program: feeds, pictures, pages.

Each of them has its own thread. Whoever finds a host's connections taken waits in its line, and comes before those who
came later, so that the pictures of an article need not wait for a refresh of a hundred feeds.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from weakref import WeakKeyDictionary

_ASLEEP = 1.0  # Seconds after which somebody who waits but does not ask again loses the place.


class Slots:
    """``enter`` and ``leave`` may be called from any thread. Those who are gone hold nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: WeakKeyDictionary[object, Counter[str]] = WeakKeyDictionary()
        self._lines: dict[str, WeakKeyDictionary[object, float]] = {}

    def enter(self, host: str, who: object, most: int) -> bool:
        """Takes one of ``most`` connections; False where none is free, or others have waited longer: ask again soon."""
        with self._lock:
            now = self._clock()
            line = self._lines.get(host)
            before = self._first(line, now) if line else None
            taken = sum(held[host] for held in self._held.values())
            if taken < most and before in (None, who):
                self._held.setdefault(who, Counter())[host] += 1
                if line is not None:
                    self._out_of_line(host, who)
                return True
            self._lines.setdefault(host, WeakKeyDictionary())[who] = now  # Those who are there keep their place.
            return False

    def leave(self, host: str, who: object) -> None:
        """Gives one back."""
        with self._lock:
            held = self._held.get(who)
            if held is not None:
                held[host] -= 1
                if held[host] <= 0:
                    del held[host]

    def wait_no_more(self, host: str, who: object) -> None:
        """Nobody of these wants to enter now."""
        with self._lock:
            self._out_of_line(host, who)

    def leave_all(self, who: object) -> None:
        """Gives everything back."""
        with self._lock:
            self._held.pop(who, None)
            for host in list(self._lines):
                self._out_of_line(host, who)

    def _first(self, line: WeakKeyDictionary[object, float], now: float) -> object | None:
        for who, asked_at in list(line.items()):
            if now - asked_at <= _ASLEEP:
                return who
            del line[who]
        return None

    def _out_of_line(self, host: str, who: object) -> None:
        line = self._lines.get(host)
        if line is not None:
            line.pop(who, None)
            if not line:
                del self._lines[host]


OURS = Slots()
"""Those of this program."""
