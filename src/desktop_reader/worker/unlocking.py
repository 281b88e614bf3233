"""Fetches the secrets of private feeds from the keyring, on a thread of its own: a locked one waits for a person, and
only private feeds wait with it.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from desktop_reader.errors import FetchError, LockedError, ReaderError
from desktop_reader.feeds import credentials, secrets
from desktop_reader.feeds.journey import Ask
from desktop_reader.records.access import Access, Secret
from desktop_reader.records.health import Problem

_PATIENCE = 60.0  # Somebody who did not unlock the keyring is not asked again for each feed.
_log = logging.getLogger(__name__)


class Unlocking:
    """``ready`` gets the ask with its credentials, ``refused`` the ask and why it cannot be sent; both on a thread of
    this class, which begins with the first ask.
    """

    def __init__(self, ready: Callable[[Ask], None], refused: Callable[[Ask, FetchError], None]) -> None:
        self._ready = ready
        self._refused = refused
        self._asks: queue.SimpleQueue[tuple[Ask, Access] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._waited: LockedError | None = None
        self._waited_at = 0.0

    def add(self, ask: Ask, access: Access) -> None:
        """An ask that needs a secret."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="unlocking", daemon=True)
            self._thread.start()
        self._asks.put((ask, access))

    def close(self) -> None:
        """Nobody waits any more. Does not wait for the keyring itself."""
        self._closed.set()
        self._asks.put(None)

    def _run(self) -> None:
        while (one := self._asks.get()) is not None and not self._closed.is_set():
            ask, access = one
            try:
                self._ready(replace(ask, credentials=credentials.made(access, self._secret(access.key))))
            except ReaderError as error:
                self._refused(ask, FetchError(Problem.KEYRING, str(error)))
            except Exception as error:  # A bug: without an answer the refresh would never end.
                _log.exception("The keyring could not be asked.")
                self._refused(ask, FetchError(Problem.KEYRING, type(error).__name__))

    def _secret(self, key: str) -> Secret:
        if self._waited is not None and time.monotonic() - self._waited_at < _PATIENCE and not secrets.in_memory(key):
            raise self._waited
        try:
            return secrets.get(key)
        except LockedError as error:
            self._waited, self._waited_at = error, time.monotonic()
            raise
