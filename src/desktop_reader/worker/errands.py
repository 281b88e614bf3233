"""Small files fetched in the background, one at a time: pages of articles, signs of feeds. Never while a refresh runs,
and never two of one host in quick succession.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from desktop_reader.errors import LibraryError
from desktop_reader.jobs import Job

_SPACING = 3.0  # Seconds from the end of one to the beginning of the next at the same host.
_AFTER_REFRESH = 20.0
_AT_ONCE = 20
_AGAIN = 3600.0  # After a fault that was the network's, or ours.


class Errand(Protocol):
    """Something to be fetched."""

    @property
    def host(self) -> str:
        """Whose turn it takes."""

    def run(self) -> Job | None:
        """Fetches it, which may take a minute: what is to be kept then, or None when it is to be tried again
        later.
        """


class Errands:
    """``look`` runs on the writing thread, and what ``post`` brings there; ``find`` tells what is to be fetched,
    ``resting`` that others need the network, ``keep`` runs a job.
    """

    def __init__(
        self,
        find: Callable[[], Sequence[Errand]],
        resting: Callable[[], bool],
        post: Callable[[Callable[[], None]], None],
        keep: Callable[[Job], None],
        after_refresh: float = _AFTER_REFRESH,
        *,
        spacing: float = _SPACING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find
        self._resting = resting
        self._post = post
        self._keep = keep
        self._spacing = spacing
        self._after_refresh = after_refresh
        self._clock = clock
        self._quiet_since: float | None = None
        self._asked_at: dict[str, float] = {}
        self._not_before: dict[Errand, float] = {}
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """True while something is being fetched."""
        return self._thread is not None

    def look(self) -> None:
        """Begins, if there is something to fetch and it is quiet; call it now and then."""
        if self._resting():
            self._quiet_since = None
            return
        now = self._clock()
        if self._quiet_since is None:
            self._quiet_since = now
        if self._thread is not None or self._closed.is_set() or now - self._quiet_since < self._after_refresh:
            return
        self._forget(now)
        errands = [one for one in self._find() if one not in self._not_before][:_AT_ONCE]
        if errands:
            self._thread = threading.Thread(target=self._go, args=(errands,), name="errands", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Begins nothing more. What is being fetched at this moment is not waited for, and not kept."""
        self._closed.set()

    def _forget(self, now: float) -> None:
        """What keeps nobody waiting any more; while nothing is being fetched."""
        self._asked_at = {host: at for host, at in self._asked_at.items() if now - at < self._spacing}
        self._not_before = {errand: at for errand, at in self._not_before.items() if at > now}

    def _go(self, errands: Sequence[Errand]) -> None:
        for errand in errands:
            wait = self._asked_at.get(errand.host, float("-inf")) + self._spacing - self._clock()
            if self._closed.wait(max(0.0, wait)) or self._resting():
                break
            try:
                job = errand.run()
            except Exception as bug:  # The others still want to be fetched, and whoever waits must hear of it.
                self._put_off(errand)
                self._post(partial(_raise, bug))
                continue
            finally:
                self._asked_at[errand.host] = self._clock()
            if self._closed.is_set():
                return
            if job is None:
                self._put_off(errand)
            else:
                self._post(partial(self._take, errand, job))
        self._post(self._ended)

    def _take(self, errand: Errand, job: Job) -> None:
        try:
            self._keep(job)
        except LibraryError:
            self._put_off(errand)  # Else its server would be asked again without end.
            raise

    def _put_off(self, errand: Errand) -> None:
        self._not_before[errand] = self._clock() + _AGAIN

    def _ended(self) -> None:
        self._thread = None
        self.look()


def _raise(error: Exception) -> None:
    raise error
