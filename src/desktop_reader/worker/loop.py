"""The one thread that writes: one call at a time, the user's first, then what servers answered, then tidying,
then understanding.

There are no timers: when a feed is due is a column of the library, so a restart forgets nothing and floods nobody.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

from desktop_reader.errors import LibraryError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.refresh import Settled
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import fetching
from desktop_reader.library.writer import Transaction, Writer
from desktop_reader.records.changes import Changes
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads
from desktop_reader.worker.finding import Work, find
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.refreshing import Refreshing
from desktop_reader.worker.understanding import Understanding

_LONGEST_SLEEP = 60.0  # The clock of the machine may be moved, or the machine sleep: look again at least this often.
_TELL_EVERY = 0.5
_AT_ONCE = 1000
_REST = 600.0  # After a fault of the library: so long the clock asks no server what could not be kept anyway.

T = TypeVar("T")
Done = Callable[[Changes | Exception], None]
_Item = tuple[int, int, Callable[[], None], Callable[[Exception], None]]


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
    UNDERSTAND = 3


class Loop:
    """``run`` is the thread's work; all other methods may be called from any thread."""

    def __init__(self, path: Path, told: Told, wish_seconds: int = 3600) -> None:
        self._path = path
        self._told = told
        self._wish_seconds = wish_seconds
        self._inbox: queue.PriorityQueue[_Item] = queue.PriorityQueue()
        self._number = count()
        self._rest_until = 0.0
        self._closed = False
        self._pending = Changes()
        self._told_at = 0.0
        self._helper = Helper()
        self._library: Writer
        self._refreshing: Refreshing
        self._understanding: Understanding

    # From any thread

    def submit(self, job: Job, done: Done | None = None) -> None:
        """Runs a deed of the user's; ``done`` is called on the loop's thread with what changed or the error."""
        self._post(_Turn.USER, lambda: self._run_job(job, done), done)

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
        """Until ``close``. A library that cannot be opened is told as ``failed``, and to each deed that comes then."""
        if not self._opened():
            self._helper.close()
            return
        digesting = Digesting(self._helper)
        self._refreshing = Refreshing(
            self._library, Downloads, digesting, lambda call: self._post(_Turn.ANSWER, call), self._settled
        )
        self._refreshing.wish_seconds = self._wish_seconds
        self._understanding = Understanding(
            self._library, lambda call: self._post(_Turn.UNDERSTAND, call), finished=self._understood
        )
        self._post(_Turn.TIDY, self._catch_up)
        try:
            while not self._closed:
                self._turn()
        finally:
            with contextlib.suppress(LibraryError):  # What is not kept is asked again.
                self._refreshing.stop()
            digesting.close()
            self._understanding.close()
            self._library.close()

    # On the loop's thread

    def _opened(self) -> bool:
        """Opens the library; if it does not open, tries again for each deed. False when closed before it did."""
        item: _Item | None = None
        while item is None or item[2] != self._close:
            try:
                self._library = Writer(self._path)
            except Exception as error:
                tell = self._told.failed if item is None else item[3]
                tell(error)
                item = self._inbox.get()
            else:
                if item is not None:
                    self._inbox.put(item)
                return True
        return False

    def _turn(self) -> None:
        try:
            _, _, call, _ = self._inbox.get(timeout=self._patience())
        except queue.Empty:
            call = self._idle
        try:
            call()
        except LibraryError as error:
            # The disk is full, or worse: every further answer would say the same.
            self._refreshing.stop(keep=False)
            self._rest_until = time.monotonic() + _REST
            self._told.progress(0, 0)
            self._told.failed(error)
        except Exception as error:
            self._told.failed(error)
        if self._pending and time.monotonic() - self._told_at >= _TELL_EVERY:
            self._tell()

    def _patience(self) -> float:
        if self._pending or self._refreshing.busy:
            return _TELL_EVERY
        if not self._wish_seconds or time.monotonic() < self._rest_until:
            return _LONGEST_SLEEP
        due_at = self._scheduled(fetching.next_due_at)
        return _LONGEST_SLEEP if due_at is None else min(max(due_at - time.time(), 0.05), _LONGEST_SLEEP)

    def _idle(self) -> None:
        if self._refreshing.busy:
            self._refreshing.flush()
        elif self._wish_seconds and time.monotonic() >= self._rest_until:
            now = int(time.time())
            due = self._scheduled(lambda live: fetching.due(live, now, _AT_ONCE))
            if due:
                self._begin(due, now)

    def _scheduled(self, look: Callable[[Transaction], T]) -> T | None:
        try:
            with self._library.transaction() as live:
                return look(live)
        except LibraryError:  # Another program keeps the library. Nobody waits for this, so nobody is told.
            return None

    def _post(self, turn: _Turn, call: Callable[[], None], done: Done | None = None) -> None:
        self._inbox.put((turn, next(self._number), call, done or self._told.failed))

    def _run_job(self, job: Job, done: Done | None) -> None:
        try:
            changes = job.run(self._library)
        except Exception as error:
            if done is not None:
                done(error)
            if done is None or not isinstance(error, ReaderError):
                raise  # A bug is reported too, whoever asked.
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
            CatchUp().run(self._library)
            self._post(_Turn.TIDY, self._catch_up)
        else:
            self._post(_Turn.UNDERSTAND, self._understanding.look)

    def _understood(self) -> None:
        self._pending |= Changes(nearer=True)

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
