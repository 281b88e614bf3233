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
        self._waiting: dict[int, tuple[str, Done]] = {}
        self._keys = count()
        self._lock = threading.Lock()
        self._beginning: threading.Thread | None = None
        self._downloads: Downloads | None = None
        self._closed = False

    def fetch(self, url: str, done: Done) -> None:
        """Asks for one picture, if the reader allows it."""
        if self._closed or not self._allowed():
            done(None)
            return
        with self._lock:
            key = next(self._keys)
            self._waiting[key] = (url, done)
            if self._downloads is not None:
                self._ask(self._downloads, key, url)
            elif self._beginning is None:
                self._beginning = threading.Thread(target=self._begin, name="pictures", daemon=True)
                self._beginning.start()

    def close(self) -> None:
        """Gives up what is under way; what is asked for later is not to be had."""
        with self._lock:
            self._closed = True
        if self._beginning is not None:
            self._beginning.join()
        if self._downloads is not None:
            self._downloads.close()
        self._waiting.clear()

    def _begin(self) -> None:
        """On a thread of its own: what this imports takes longer than a window may stand still."""
        from desktop_reader.worker.downloads import Downloads

        with self._lock:
            if not self._closed:
                self._downloads = Downloads(self._arrived)
                for key, (url, _) in self._waiting.items():
                    self._ask(self._downloads, key, url)

    def _ask(self, downloads: Downloads, key: int, url: str) -> None:
        from desktop_reader.feeds.fetch import Ask
        from desktop_reader.feeds.limits import Limits

        downloads.add(Ask(key, url, accept="picture", max_bytes=Limits().picture_bytes))

    def _arrived(self, ask: Ask, result: Result) -> None:
        with self._lock:
            _, done = self._waiting.pop(ask.key)
        done(result.body if isinstance(result, Response) else None)
