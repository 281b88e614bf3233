"""The feeds of a refresh that are still to be asked: hosts take turns, and the clock asks gently."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.records.refresh import FeedRequest

_AT_A_HOST = 2
_A_SECOND = 20  # Asks that the clock lets begin: a start, a wake-up or a network that is back makes all feeds due.
_AT_FIRST = 10


class Waiting:
    """Who waits, by host. ``gently`` lets twenty a second go; else all may go at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lines: dict[str, deque[FeedRequest]] = {}
        self._away: Counter[str] = Counter()
        self._may_go = float(_AT_FIRST)
        self._counted_at = clock()
        self.gently = False

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def hosts(self) -> list[str]:
        """The hosts that are waited for."""
        return list(self._lines)

    @property
    def feed_ids(self) -> set[int]:
        """The feeds that wait."""
        return {request.feed_id for line in self._lines.values() for request in line}

    def add(self, request: FeedRequest) -> None:
        """At the end of its host's line."""
        self._lines.setdefault(host_of(request.url), deque()).append(request)

    def take(self) -> FeedRequest | None:
        """Whoever may go now; None when nobody may. Its host has one more away until it is ``back``."""
        host = next((h for h in self._lines if self._away[h] < _AT_A_HOST), None)
        if host is None or not self._its_time():
            return None
        line = self._lines.pop(host)
        request = line.popleft()
        if line:
            self._lines[host] = line  # At the end of the queue: hosts take turns.
        self._away[host] += 1
        return request

    def back(self, request: FeedRequest) -> None:
        """Somebody whom ``take`` gave has come back."""
        self._away[host_of(request.url)] -= 1

    def drop(self, host: str) -> list[FeedRequest]:
        """Sends all home who wait for a host."""
        return list(self._lines.pop(host, ()))

    def clear(self) -> None:
        """Forgets everybody, also those that are away."""
        self._lines.clear()
        self._away.clear()

    def _its_time(self) -> bool:
        now = self._clock()
        self._may_go = min(_AT_FIRST, self._may_go + (now - self._counted_at) * _A_SECOND)
        self._counted_at = now
        if not self.gently:
            return True
        if self._may_go < 1:
            return False
        self._may_go -= 1
        return True


def host_of(url: str) -> str:
    """The host with its port; an address that is none is a host of its own."""
    try:
        return address.host_key(url)
    except FetchError:
        return url
