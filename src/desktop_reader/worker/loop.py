"""The one thread that writes: one call at a time, the user's first, then what servers answered, then tidying.

There are no timers: when a feed is due is a column of the library, so a restart forgets nothing and floods nobody.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from desktop_reader.errors import LibraryError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.refresh import Settled
from desktop_reader.jobs.tidy import CatchUpSearch
from desktop_reader.library import fetching
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads
from desktop_reader.worker.finding import Work, find
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.refreshing import Refreshing

_LONGEST_SLEEP = 60.0  # The clock of the machine may be moved, or the machine sleep: look again at least this often.
_TELL_EVERY = 0.5
_AT_ONCE = 1000


class Told(Protocol):
    """Who is told what happened; called on the loop's thread."""

    def changed(self, changes: Changes) -> None:
        """Something in the library is different."""

    def failed(self, error: Exception) -> None:
        """A deed of the clock failed: a ReaderError, or a bug."""

    def progress(self, done: int, of: int) -> None:
        """So many feeds of so many were refreshed; 0 of 0 when the refresh is over."""


class _Turn(IntEnum):
    USER = 0
    ANSWER = 1
    TIDY = 2


class Loop:
    """``run`` is the thread's work; all other methods may be called from any thread."""

    def __init__(self, path: Path, told: Told, wish_seconds: int = 3600) -> None:
        self._path = path
        self._told = told
        self._wish_seconds = wish_seconds
        self._inbox: queue.PriorityQueue[tuple[int, int, Callable[[], None]]] = queue.PriorityQueue()
        self._number = count()
        self._closed = False
        self._pending = Changes()
        self._told_at = 0.0
        self._helper = Helper()
        self._library: Writer
        self._refreshing: Refreshing

    # From any thread

    def submit(self, job: Job, done: Callable[[Changes | Exception], None] | None = None) -> None:
        """Runs a deed of the user's; ``done`` is called on the loop's thread with what changed or the error."""
        self._post(_Turn.USER, lambda: self._run_job(job, done))

    def refresh(self, feed_ids: Sequence[int] | None = None) -> None:
        """Asks these feeds, or all, now."""
        self._post(_Turn.USER, lambda: self._refresh(feed_ids))

    def stop_refresh(self) -> None:
        """Gives up the refresh under way."""
        self._post(_Turn.USER, self._stop_refresh)

    def set_wish(self, seconds: int) -> None:
        """The reader's interval between refreshes of a feed; 0 for only by hand."""
        self._post(_Turn.USER, lambda: self._set_wish(seconds))

    def find(self, typed: str, done: Callable[[Any], None]) -> None:
        """Looks for feeds at an address, on a thread of its own; ``done`` gets them, or the ReaderError."""
        work = self._helper.run
        threading.Thread(target=_find, args=(typed, work, done), name="finding", daemon=True).start()

    def work(self, work: Callable[[Work], Any], done: Callable[[Any], None]) -> None:
        """Runs ``work(run a task)`` on a thread of its own; ``done`` gets its result, or the ReaderError."""
        threading.Thread(target=_work, args=(work, self._helper.run, done), name="working", daemon=True).start()

    def close(self) -> None:
        """Ends the loop after the deeds that the user has submitted; what servers answer now is asked again later."""
        self._post(_Turn.USER, self._close)

    def run(self) -> None:
        """Until ``close``. A library that cannot be opened is told as ``failed``."""
        try:
            self._library = Writer(self._path)
        except Exception as error:
            self._told.failed(error)
            return
        digesting = Digesting(self._helper)
        self._refreshing = Refreshing(
            self._library, Downloads, digesting, lambda call: self._post(_Turn.ANSWER, call), self._settled
        )
        self._refreshing.wish_seconds = self._wish_seconds
        self._post(_Turn.TIDY, self._catch_up)
        try:
            while not self._closed:
                self._turn()
        finally:
            self._refreshing.stop()
            digesting.close()
            self._library.close()

    # On the loop's thread

    def _turn(self) -> None:
        try:
            _, _, call = self._inbox.get(timeout=self._patience())
        except queue.Empty:
            call = self._idle
        try:
            call()
        except Exception as error:
            if isinstance(error, LibraryError):
                self._refreshing.stop()  # The disk is full, or worse: every further answer would say the same.
                self._told.progress(0, 0)
            self._told.failed(error)
        if self._pending and time.monotonic() - self._told_at >= _TELL_EVERY:
            self._tell()

    def _patience(self) -> float:
        if self._pending or self._refreshing.busy:
            return _TELL_EVERY
        if not self._wish_seconds:
            return _LONGEST_SLEEP
        with self._library.transaction() as live:
            due_at = fetching.next_due_at(live)
        return _LONGEST_SLEEP if due_at is None else min(max(due_at - time.time(), 0.05), _LONGEST_SLEEP)

    def _idle(self) -> None:
        if self._refreshing.busy:
            self._refreshing.flush()
        elif self._wish_seconds:
            now = int(time.time())
            with self._library.transaction() as live:
                due = fetching.due(live, now, _AT_ONCE)
            if due:
                self._begin(due, now)

    def _post(self, turn: _Turn, call: Callable[[], None]) -> None:
        self._inbox.put((turn, next(self._number), call))

    def _run_job(self, job: Job, done: Callable[[Changes | Exception], None] | None) -> None:
        try:
            changes = job.run(self._library)
        except ReaderError as error:
            if done is None:
                raise
            done(error)
            return
        self._pending |= changes
        self._tell()
        if changes.new or changes.updated or changes.removed:
            self._post(_Turn.TIDY, self._catch_up)
        if done is not None:
            done(changes)

    def _refresh(self, feed_ids: Sequence[int] | None) -> None:
        now = int(time.time())
        with self._library.transaction() as live:
            states = fetching.states(live, feed_ids)
        self._begin(states, now)

    def _begin(self, states: Sequence[fetching.FetchState], now: int) -> None:
        self._refreshing.start(states, now)
        self._told.progress(self._refreshing.done, self._refreshing.of)

    def _stop_refresh(self) -> None:
        self._refreshing.stop()
        self._told.progress(0, 0)

    def _set_wish(self, seconds: int) -> None:
        self._wish_seconds = self._refreshing.wish_seconds = seconds

    def _settled(self, settled: Settled) -> None:
        self._pending |= settled.changes
        self._told.progress(self._refreshing.done, self._refreshing.of)
        if settled.changes.new or settled.changes.updated:
            self._post(_Turn.TIDY, self._catch_up)
        if not self._refreshing.busy:
            self._told.progress(0, 0)

    def _catch_up(self) -> None:
        if self._library.reader.unindexed(1):
            CatchUpSearch().run(self._library)
            self._post(_Turn.TIDY, self._catch_up)

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        changes, self._pending = self._pending, Changes()
        if changes:
            self._told.changed(changes)

    def _close(self) -> None:
        self._closed = True


def _find(typed: str, work: Work, done: Callable[[Any], None]) -> None:
    _work(lambda run: find(typed, run), work, done)


def _work(work: Callable[[Work], Any], run: Work, done: Callable[[Any], None]) -> None:
    try:
        result = work(run)
    except Exception as error:  # A ReaderError, or a bug: whoever asked must hear of it.
        result = error
    done(result)
