"""The thread that waits for servers: it drives all transfers and hands each end of one to the loop."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.refresh import Response, Unchanged

Result = Response | Unchanged | FetchError
_STEP = 0.1


class Downloads:
    """Asks go in from one thread, results come out by ``arrived`` on the downloads' own thread."""

    def __init__(self, arrived: Callable[[Ask, Result], None], limits: Limits | None = None) -> None:
        self._arrived = arrived
        self._limits = limits or Limits()
        self._asks: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="downloads", daemon=True)
        self._thread.start()

    def add(self, ask: Ask) -> None:
        """Asks a server."""
        self._asks.put(ask)

    def close(self) -> None:
        """Gives up what is under way; nothing arrives any more when this returns."""
        self._given_up.set()
        self._asks.put(None)
        self._thread.join()

    def _run(self) -> None:
        with Fetcher(self._limits) as fetcher:
            while not self._given_up.is_set():
                try:
                    ask = self._asks.get(block=not fetcher.pending)
                    while ask is not None:
                        fetcher.add(ask)
                        ask = self._asks.get_nowait()
                except queue.Empty:
                    pass
                for done, result in fetcher.step(_STEP):
                    if not self._given_up.is_set():
                        self._arrived(done, result)
