"""The pictures of articles, fetched as politely as feeds: no cookies, no referrer, no private addresses, bounded.

What came is kept on disk and asked for no more until it is old; then its server is asked whether it is still the same,
and what is there serves as long as it does not answer.
"""

from __future__ import annotations

import queue
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from desktop_reader.errors import FetchError
from desktop_reader.records.refresh import Response, Unchanged, Validators
from desktop_reader.worker.cache import Cache, CachedFile

if TYPE_CHECKING:  # The window makes this before it may import what fetching needs.
    from desktop_reader.feeds.fetch import Ask
    from desktop_reader.worker.downloads import Downloads, Result

Done = Callable[[bytes | None], None]

_OLD = 7 * 86400
_REMEMBERED = 500
_USER = re.compile(r"^(https?://)[^/?#]*@", re.I)


class Missing(StrEnum):
    """Why a picture cannot be had."""

    OFF = "off"  # The reader wants no pictures.
    CUT_OFF = "cut off"  # Nobody was reached, as where there is no network.
    GONE = "gone"
    FAILED = "failed"


class Images:
    """``fetch`` may be called from any thread; ``done`` is called on another one, with None on failure. Without a
    ``cache`` nothing is kept.
    """

    def __init__(self, allowed: Callable[[], bool], cache: Cache | None = None) -> None:
        self._allowed = allowed
        self._cache = cache
        self._work: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._waiting: dict[int, tuple[str, Done, CachedFile | None]] = {}
        self._keys = count()
        self._lock = threading.Lock()
        self._beginning: threading.Thread | None = None
        self._downloads: Downloads | None = None
        self._closed = False
        self._missing: OrderedDict[str, Missing] = OrderedDict()

    def fetch(self, url: str, done: Done) -> None:
        """Asks for one picture, if the reader allows it."""
        if self._closed or not self._allowed():
            self._lacks(url, Missing.OFF)
            done(None)
            return
        self._do(lambda: self._look(url, done))

    def missing(self, url: str) -> Missing | None:
        """Why a picture could not be had lately; None when nothing is known of it."""
        return self._missing.get(url)

    def ask_size(self, told: Callable[[int], None]) -> None:
        """``told`` gets the bytes on the disk, on another thread."""
        cache = self._cache
        if cache is not None:
            self._do(lambda: told(cache.size()))

    def set_limit(self, limit: int) -> None:
        """From now on so many bytes are kept on the disk at most."""
        cache = self._cache
        if cache is not None:
            self._do(lambda: cache.set_limit(limit))

    def clear(self, told: Callable[[int], None]) -> None:
        """Keeps nothing on the disk of what came so far; ``told`` gets the bytes that are left, on another thread."""
        cache = self._cache
        if cache is not None:
            self._do(cache.clear)
            self._do(lambda: told(cache.size()))

    def close(self) -> None:
        """Gives up what is under way; what is asked for later is not to be had."""
        with self._lock:
            self._closed = True
        self._work.put(None)
        if self._beginning is not None:
            self._beginning.join()
        if self._downloads is not None:
            self._downloads.close()
        self._waiting.clear()

    def _do(self, call: Callable[[], object]) -> None:
        with self._lock:
            if self._closed:
                return
            self._work.put(call)
            if self._beginning is None:
                self._beginning = threading.Thread(target=self._begin, name="pictures", daemon=True)
                self._beginning.start()

    def _begin(self) -> None:
        """On a thread of its own: what this imports, and reads from the disk, takes longer than a window may stand
        still.
        """
        while (call := self._work.get()) is not None:
            call()

    def _look(self, url: str, done: Done) -> None:
        if self._closed:
            return
        from desktop_reader.content.addresses import counts_readers, picture

        # An article may have come before these were known, or with a library of somebody else.
        if picture(url, None) is None or counts_readers(url):
            self._lacks(url, Missing.GONE)
            done(None)
            return
        kept = self._cache.get(url) if self._cache is not None else None
        if kept is not None and abs(time.time() - kept.fetched_at) < _OLD:
            done(kept.body)
            return
        if self._downloads is None:
            from desktop_reader.worker.downloads import Downloads

            self._downloads = Downloads(self._arrived)
        from desktop_reader.feeds.files import ask_for

        key = next(self._keys)
        self._waiting[key] = (url, done, kept)
        # What a foreign page says of names and passwords is told to nobody.
        plain = _USER.sub(r"\1", url)
        self._downloads.add(ask_for(key, plain, "picture", validators=kept.validators if kept else None))

    def _arrived(self, ask: Ask, result: Result) -> None:
        """On the downloads' thread; the disk is for the other one."""
        url, done, kept = self._waiting.pop(ask.key)
        if isinstance(result, Response):
            self._keep(url, result.body, result.validators)
            done(result.body)
        elif kept is None:
            self._lacks(url, _why(result))
            done(None)
        else:
            if isinstance(result, Unchanged):
                self._keep(url, kept.body, kept.validators)
            done(kept.body)

    def _lacks(self, url: str, why: Missing) -> None:
        with self._lock:
            self._missing.pop(url, None)
            self._missing[url] = why
            while len(self._missing) > _REMEMBERED:
                self._missing.popitem(last=False)

    def _keep(self, url: str, body: bytes, validators: Validators) -> None:
        cache = self._cache
        if cache is not None:
            self._work.put(lambda: cache.keep(url, body, validators))


def _why(result: Result) -> Missing:
    if isinstance(result, FetchError):
        if result.cut_off:
            return Missing.CUT_OFF
        if result.status in (404, 410):
            return Missing.GONE
    return Missing.FAILED
