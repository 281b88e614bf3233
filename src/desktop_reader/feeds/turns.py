"""Whose turn it is, pure: asks wait at their host, hosts take turns, and one that says "too often" is left alone."""

from __future__ import annotations

import time
from collections import deque

from desktop_reader.errors import FetchError
from desktop_reader.feeds.journey import Ask, Journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem


class Turns:
    """All who wait. A host with many feeds gets no more turns than one with a single feed."""

    def __init__(self, limits: Limits) -> None:
        self.waiting = 0
        self._limits = limits
        self._hosts: dict[str, _Host] = {}
        self._line: deque[_Host] = deque()

    @property
    def possible(self) -> bool:
        """True when ``take`` has somebody to give."""
        return bool(self._line)

    def join(self, journey: Journey, *, first: bool = False) -> FetchError | None:
        """Wait at the journey's present host, before all others when ``first``; the error when it is left alone now."""
        host = self._hosts.get(journey.host)
        if host is None:
            host = self._hosts[journey.host] = _Host(journey.host)
        if host.pause is not None:
            if time.monotonic() < host.pause_ends:
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
        """Whoever is next; the host is busy with it until ``leave``."""
        host = self._line.popleft()
        host.lined_up = False
        journey = host.waiting.popleft()
        self.waiting -= 1
        host.busy += 1
        self._line_up(host)
        return journey

    def leave(self, name: str) -> None:
        """The host has finished with one."""
        host = self._hosts[name]
        host.busy -= 1
        self._line_up(host)
        if not host.waiting and not host.busy and host.pause is None:
            del self._hosts[name]

    def pause(self, name: str, retry_after: int | None) -> list[tuple[Ask, FetchError]]:
        """Leave a busy host alone for as long as it said, or for the usual time; give those who waited there."""
        host = self._hosts[name]
        host.pause = error = FetchError(Problem.TOO_MANY, name, retry_after=retry_after)
        host.pause_ends = time.monotonic() + (self._limits.pause_seconds if retry_after is None else retry_after)
        sent_away = [(journey.ask, error) for journey in host.waiting]
        self.waiting -= len(host.waiting)
        host.waiting.clear()
        if host.lined_up:
            self._line.remove(host)
            host.lined_up = False
        return sent_away

    def clear(self) -> None:
        """Send everybody home."""
        self.waiting = 0
        self._hosts.clear()
        self._line.clear()

    def _line_up(self, host: _Host) -> None:
        if host.waiting and not host.lined_up and host.busy < self._limits.host_connections:
            host.lined_up = True
            self._line.append(host)


class _Host:
    """One server: who waits for it, how many it is serving, and whether it wants to be left alone."""

    __slots__ = ("busy", "lined_up", "name", "pause", "pause_ends", "waiting")

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: deque[Journey] = deque()
        self.busy = 0
        self.lined_up = False
        self.pause: FetchError | None = None
        self.pause_ends = 0.0
