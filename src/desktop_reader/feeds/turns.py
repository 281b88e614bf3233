"""Whose turn it is, pure: asks wait at their host, hosts take turns, and one that says "too often" is left alone.

A host is called gently. Its second connection is opened only when the first has brought an answer, or takes long, so
that a host that wants to be left alone says so once; and a connection rests as long as the host has worked on its
last answer, so that a weak server has half its time for others.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import count

from desktop_reader.errors import FetchError, NotNowError
from desktop_reader.feeds.journey import Ask, Journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.slots import Slots
from desktop_reader.records.health import Problem

_AGAIN = 0.05  # Seconds from one look to the next whether others have left a host.


class Turns:
    """All who wait. A host with many feeds gets no more turns than one with a single feed.

    ``slots`` are the hosts' connections, where others use them too.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic, slots: Slots | None = None) -> None:
        self.waiting = 0
        self._limits = limits
        self._slots = slots or Slots()
        self._next: _Host | None = None
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._line: deque[_Host] = deque()
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._number = count()

    @property
    def possible(self) -> bool:
        """True when ``take`` has somebody to give; a connection is kept for them then."""
        now = self._clock()
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()
        while self._next is None and self._line:
            host = self._line.popleft()
            if self._slots.enter(host.name, self, self._limits.host_connections):
                self._next = host
            else:
                host.lined_up = False
                self._after(_AGAIN, partial(self._line_up, host))
        return self._next is not None

    @property
    def seconds_to_next(self) -> float:
        """How long it takes until somebody may be possible who is not yet; infinite when nobody is resting."""
        return max(0.0, self._later[0][0] - self._clock()) if self._later else float("inf")

    def join(self, journey: Journey, *, first: bool = False) -> FetchError | None:
        """Wait at the journey's present host, before all others when ``first``; the error when it is left alone now."""
        host = self._hosts.get(journey.host)
        if host is None:
            host = self._hosts[journey.host] = _Host(journey.host)
        if host.pause is not None:
            if self._clock() < host.pause_ends:
                return host.pause
            host.pause = None
        if first:
            host.waiting.appendleft(journey)
        else:
            host.waiting.append(journey)
        self.waiting += 1
        self._line_up(host)
        return None

    def take(self) -> Journey:
        """Whoever is next; the host is busy with it until ``leave``. Only when ``possible``."""
        host, self._next = self._next, None
        assert host is not None
        host.lined_up = False
        journey = host.waiting.popleft()
        self.waiting -= 1
        host.busy += 1
        if host.connections == 1:
            self._after(self._limits.first_answer_seconds, lambda: self._open_up(host))
        self._line_up(host)
        return journey

    def leave(self, name: str, took_seconds: float = 0.0) -> None:
        """The host has finished with one, on which it worked so long."""
        host = self._hosts[name]
        self._open_up(host)
        if took_seconds < self._limits.quick_seconds:
            self._free(host)
        else:
            self._after(min(took_seconds, self._limits.rest_seconds), lambda: self._free(host))

    def pause(self, name: str, retry_after: int | None) -> list[tuple[Ask, FetchError]]:
        """Leave a busy host alone for as long as it said, or for the usual time; give those who waited there."""
        host = self._hosts[name]
        host.pause = error = NotNowError(Problem.TOO_MANY, name, retry_after=retry_after)
        error.host = name
        host.pause_ends = self._clock() + (self._limits.pause_seconds if retry_after is None else retry_after)
        sent_away: list[tuple[Ask, FetchError]] = [(journey.ask, error) for journey in host.waiting]
        self.waiting -= len(host.waiting)
        host.waiting.clear()
        if self._next is host:
            self._next = None
            self._slots.leave(name, self)
        elif host.lined_up:
            self._line.remove(host)
        host.lined_up = False
        self._slots.wait_no_more(name, self)
        return sent_away

    def clear(self) -> None:
        """Send everybody home."""
        self.waiting = 0
        self._hosts.clear()
        self._line.clear()
        self._later.clear()
        self._next = None
        self._slots.leave_all(self)

    def _after(self, seconds: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._later, (self._clock() + seconds, next(self._number), call))

    def _open_up(self, host: _Host) -> None:
        host.connections = self._limits.host_connections
        self._line_up(host)

    def _free(self, host: _Host) -> None:
        host.busy -= 1
        self._slots.leave(host.name, self)
        self._line_up(host)
        if not host.waiting and not host.busy and host.pause is None:
            self._hosts.pop(host.name, None)

    def _line_up(self, host: _Host) -> None:
        if host.waiting and not host.lined_up and host.busy < host.connections:
            host.lined_up = True
            self._line.append(host)


class _Host:
    """One server: who waits for it, how many it is serving, and whether it wants to be left alone."""

    __slots__ = ("busy", "connections", "lined_up", "name", "pause", "pause_ends", "waiting")

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: deque[Journey] = deque()
        self.busy = 0  # A connection that rests counts too.
        self.connections = 1
        self.lined_up = False
        self.pause: NotNowError | None = None
        self.pause_ends = 0.0
