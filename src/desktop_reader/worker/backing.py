"""What keeps a second hold on the library: the mirror of the subscriptions after each change, and the backups.

The mirror is written on the loop's thread, when nothing more urgent waits there; a backup is made on a thread of its
own, with a connection that only reads, so that no deed waits for it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from desktop_reader.errors import FileError, LibraryError
from desktop_reader.jobs import mirror
from desktop_reader.library import backups
from desktop_reader.library.duplicate import GivenUp
from desktop_reader.library.writer import Writer
from desktop_reader.records.backup import Backup, Kind

Answered = Callable[[Backup | Exception], None]
Told = Callable[[int, int], None]

_AFTER_START = 60.0  # Seconds: what the reader wants at the start comes first.
_AGAIN = 86_400.0  # After a backup that failed: once a day it is tried, and told.
_ANYWAY = 3600.0  # So often the mirror is compared without a sign that anything changed: a feed moved, say.
_STEPS = 50  # Of how far a backup is, somebody is told at most so often.


class Backing:
    """Lives on the loop's thread; ``post`` brings a call there behind all others, ``failed`` tells somebody."""

    def __init__(
        self,
        library: Writer,
        post: Callable[[Callable[[], None]], None],
        failed: Callable[[Exception], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.wanted = False
        self._library = library
        self._post = post
        self._failed = failed
        self._clock = clock
        self._not_before = clock() + _AFTER_START
        self._mirrored_at = float("-inf")
        self._posted = self._is_told = False
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self.subscribed()  # The program may have been ended between a change and its mirror.

    def subscribed(self) -> None:
        """Subscriptions or folders are others now."""
        if not self._posted:
            self._posted = True
            self._post(self._mirror)

    def look(self) -> None:
        """Nothing else is to be done: call it now and then."""
        if self._clock() - self._mirrored_at > _ANYWAY:
            self.subscribed()
        if not self.wanted or self._thread is not None or self._clock() < self._not_before:
            return
        path = self._library.path
        if not backups.due(path, int(time.time())) or not self._has_articles():
            self._not_before = self._clock() + _ANYWAY
            return
        self._begin(Kind.WEEKLY, lambda done, of: None, self._weekly_done)

    def make(self, told: Told, answered: Answered) -> None:
        """A backup now, because somebody wants it; ``told`` and ``answered`` are called on another thread."""
        if self._thread is not None:
            answered(LibraryError("A backup is being made already."))
            return
        self._begin(Kind.BY_HAND, told, answered)

    def close(self) -> None:
        """Gives up the backup under way, and brings the mirror up to date."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
        if self._posted:
            self._mirror()

    def _mirror(self) -> None:
        self._posted = False
        self._mirrored_at = self._clock()
        try:
            mirror.renew(self._library.reader)
            self._is_told = False
        except (FileError, LibraryError) as error:
            if not self._is_told:  # Else each further change would tell the same.
                self._is_told = True
                self._failed(error)

    def _has_articles(self) -> bool:
        """Four backups of a library that a fault has emptied would push out all that are worth something."""
        with contextlib.suppress(LibraryError):
            return bool(self._library.reader.select("SELECT 1 FROM article LIMIT 1"))
        return False

    def _begin(self, kind: Kind, told: Told, answered: Answered) -> None:
        shown = [-1]

        def heard(done: int, of: int) -> bool:
            part = _STEPS * done // max(1, of)
            if part != shown[0]:
                shown[0] = part
                told(done, of)
            return not self._closed.is_set()

        def work() -> None:
            result: Backup | Exception
            try:
                result = backups.make(self._library.path, kind, heard)
            except GivenUp:
                result = LibraryError("The backup was given up, for Desktop Reader was closed.")
            except Exception as error:  # Told to whoever waits; a bug is reported like any other.
                result = error
            self._post(self._ended)
            answered(result)

        self._thread = threading.Thread(target=work, name="backup", daemon=True)
        self._thread.start()

    def _ended(self) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = None

    def _weekly_done(self, result: Backup | Exception) -> None:
        self._not_before = self._clock() + (_AGAIN if isinstance(result, Exception) else _ANYWAY)
        if isinstance(result, Exception) and not self._closed.is_set():
            self._failed(result)
