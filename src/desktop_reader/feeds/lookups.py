"""Where names lead, for whoever is asked by a proxy: it looks names up by itself, and no socket shows what it found.

Looking a name up may take half a minute and cannot be given up, so it happens on threads of their own, and nobody waits
longer than a moment: there are networks in which only the proxy can look up anything at all.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Callable

PATIENCE = 2.0
"""Seconds that somebody waits for a name. One that is known at all is mostly known within a tenth."""

_KEPT = 60.0  # Seconds; a page's pictures have one host, and a name may lead elsewhere soon.
_MOST = 2000
_THREADS = 8
_ELSEWHERE = (".onion", ".i2p")  # Names of other networks: no name server may hear of them.


def _ask(host: str) -> tuple[str, ...]:
    infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in infos))


class Lookups:
    """May be used from any thread. Threads end when there is nothing to look up; none of them holds up the program."""

    def __init__(
        self, ask: Callable[[str], tuple[str, ...]] = _ask, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask, self._clock = ask, clock
        self._lock = threading.Lock()
        self._found: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._since: dict[str, float] = {}
        self._line: deque[str] = deque()
        self._threads = 0

    def addresses(self, host: str) -> tuple[str, ...] | None:
        """All addresses of a name: none where it has none, or cannot be looked up here; None as long as that is not
        known: ask again soon.
        """
        name = host.rstrip(".").lower()
        if name.endswith(_ELSEWHERE):
            return ()
        with self._lock:
            now = self._clock()
            at, found = self._found.get(name, (now - _KEPT, ()))
            if now - at < _KEPT:
                return found
            if name not in self._since:
                self._begin(name, now)
            return () if now - self._since[name] >= PATIENCE else None

    def _begin(self, name: str, now: float) -> None:
        self._since[name] = now
        self._line.append(name)
        if self._threads < _THREADS:
            self._threads += 1
            threading.Thread(target=self._run, name="names", daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._line:
                    self._threads -= 1
                    return
                name = self._line.popleft()
            try:
                found = self._ask(name)
            except (OSError, UnicodeError):  # It is not known here, or no name at all.
                found = ()
            with self._lock:
                del self._since[name]
                if len(self._found) >= _MOST:
                    self._found.clear()
                self._found[name] = self._clock(), found


NAMES = Lookups()
"""Those of this program."""
