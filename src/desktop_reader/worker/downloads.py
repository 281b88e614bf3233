"""The thread that waits for servers: it drives all transfers and hands each end of one to the loop."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.access import Access
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged
from desktop_reader.worker.unlocking import Unlocking

Result = Response | Unchanged | FetchError
_STEP = 0.1
_PATIENCE = 1.0  # libcurl ends only when a name that is being looked up is found or not; that may take half a minute.
_log = logging.getLogger(__name__)


class Downloads:
    """Asks go in from one thread, results come out by ``arrived`` on the downloads' own thread."""

    def __init__(self, arrived: Callable[[Ask, Result], None], limits: Limits | None = None) -> None:
        self._arrived = arrived
        self._limits = limits or Limits()
        self._asks: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        self._unlocking = Unlocking(self._asks.put, self._tell)
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="downloads", daemon=True)
        self._thread.start()

    def add(self, ask: Ask, access: Access | None = None) -> None:
        """Asks a server, with ``access`` as soon as the keyring has given the secret."""
        if access is None:
            self._asks.put(ask)
        else:
            self._unlocking.add(ask, access)

    def close(self) -> None:
        """Gives up what is under way; nothing arrives any more when this returns."""
        self._given_up.set()
        self._unlocking.close()
        self._asks.put(None)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while not self._given_up.is_set():
            under_way: dict[int, Ask] = {}
            try:
                with Fetcher(self._limits) as fetcher:
                    self._drive(fetcher, under_way)
            except Exception as error:  # A bug: these asks fail; a thread that dies would leave them open for ever.
                _log.critical("Fetching failed; what was under way is given up.", exc_info=True)
                for ask in under_way.values():
                    self._tell(ask, FetchError(Problem.NO_CONNECTION, f"{type(error).__name__}: {error}"[:200]))

    def _drive(self, fetcher: Fetcher, under_way: dict[int, Ask]) -> None:
        while not self._given_up.is_set():
            try:
                ask = self._asks.get(block=not fetcher.pending)
                while ask is not None:
                    under_way[ask.key] = ask
                    fetcher.add(ask)
                    ask = self._asks.get_nowait()
            except queue.Empty:
                pass
            for done, result in fetcher.step(_STEP):
                under_way.pop(done.key, None)
                self._tell(done, result)

    def _tell(self, ask: Ask, result: Result) -> None:
        if not self._given_up.is_set():
            self._arrived(ask, result)
