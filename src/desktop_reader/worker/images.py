"""The pictures of articles, fetched as politely as feeds: no cookies, no referrer, no private addresses, bounded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from desktop_reader.records.refresh import Response

if TYPE_CHECKING:  # The window makes this before it may import what fetching needs.
    from desktop_reader.feeds.fetch import Ask
    from desktop_reader.worker.downloads import Downloads, Result

Done = Callable[[bytes | None], None]


class Images:
    """``fetch`` may be called from any thread; ``done`` is called on the downloads' thread, with None on failure."""

    def __init__(self, allowed: Callable[[], bool]) -> None:
        self._allowed = allowed
        self._waiting: dict[int, Done] = {}
        self._keys = count()
        self._lock = threading.Lock()
        self._downloads: Downloads | None = None
        self._closed = False

    def fetch(self, url: str, done: Done) -> None:
        """Asks for one picture, if the reader allows it."""
        if self._closed or not self._allowed():
            done(None)
            return
        from desktop_reader.feeds.fetch import Ask
        from desktop_reader.feeds.limits import Limits
        from desktop_reader.worker.downloads import Downloads

        with self._lock:
            if self._downloads is None:
                self._downloads = Downloads(self._arrived)
            key = next(self._keys)
            self._waiting[key] = done
            self._downloads.add(Ask(key, url, accept="picture", max_bytes=Limits().picture_bytes))

    def close(self) -> None:
        """Gives up what is under way; what is asked for later is not to be had."""
        with self._lock:
            self._closed = True
            downloads = self._downloads
        if downloads is not None:
            downloads.close()
        self._waiting.clear()

    def _arrived(self, ask: Ask, result: Result) -> None:
        with self._lock:
            done = self._waiting.pop(ask.key)
        done(result.body if isinstance(result, Response) else None)
