"""The one thread that writes: one call at a time, the user's first, then what servers answered, then tidying,
then understanding.

A deed on many articles takes its turn step by step, behind the user's other deeds and before everything else.

There are no timers: when a feed is due is a column of the library, so a restart forgets nothing and floods nobody.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from desktop_reader.errors import FeedError, LibraryError, ReaderError
from desktop_reader.jobs import Job, is_long
from desktop_reader.jobs.pages import FetchInFull
from desktop_reader.jobs.refresh import Settled
from desktop_reader.library import fetching
from desktop_reader.library.writer import Transaction, Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Outcome
from desktop_reader.worker import fulltext, icons, working
from desktop_reader.worker.backing import Backing
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads
from desktop_reader.worker.errands import Errand, Errands
from desktop_reader.worker.finding import Work
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.improving import Improving
from desktop_reader.worker.long_deeds import LongDeeds
from desktop_reader.worker.refreshing import Refreshing, not_now
from desktop_reader.worker.resting import Resting
from desktop_reader.worker.ruling import Ruling
from desktop_reader.worker.sheltering import Sheltering
from desktop_reader.worker.tidying import Tidying
from desktop_reader.worker.told import Told
from desktop_reader.worker.understanding import Understanding
from desktop_reader.worker.untold import EVERY, Untold

# The clock of the machine may be moved, or the machine sleep: look again at least this often. Not more often either:
# where nothing is due this is what wakes the machine.
_LONGEST_SLEEP = 120.0
_TICK_EVERY = EVERY
_AT_ONCE = 1000
_REST = 600.0  # After a fault of the library: so long the clock asks no server what could not be kept anyway.

T = TypeVar("T")
Done = Callable[[Changes | Exception], None]
_Item = tuple[int, int, Callable[[], None], Callable[[Exception], None]]


class _Turn(IntEnum):
    USER = 0
    LONG = 1
    ANSWER = 2
    TIDY = 3
    UNDERSTAND = 4
    IMPROVE = 5


class Loop:
    """``run`` is the thread's work; all else may be called from any thread. ``by_hand``: nothing by itself."""

    def __init__(self, path: Path, told: Told, wish_seconds: int = 3600, *, by_hand: bool = False) -> None:
        self._path = path
        self._by_hand = by_hand
        self._told = told
        self._wish_seconds = wish_seconds
        self._inbox: queue.PriorityQueue[_Item] = queue.PriorityQueue()
        self._number = count()
        self._rest_until = 0.0
        self._closing = self._closed = self._offline = False
        self._untold = Untold(told.changed)
        self._ticked_at = 0.0
        self._helper = Helper()
        self._library: Writer
        self._deeds: LongDeeds
        self._tidying: Tidying
        self._ruling: Ruling
        self._sheltering: Sheltering
        self._backing: Backing
        self._refreshing: Refreshing
        self._understanding: Understanding
        self._improving: Improving
        self._pages: Errands
        self._signs: Errands
        self._signs_wanted = False
        self._held = self._owed = False

    # From any thread

    def submit(self, job: Job, done: Done | None = None) -> None:
        """Runs a deed of the user's; ``done`` is called on the loop's thread with what changed or the error."""
        if not self._closing:
            self._post(_Turn.USER, lambda: self._run_job(job, done), done)

    def refresh(self, feed_ids: Sequence[int] | None = None) -> None:
        """Asks these feeds, or all, now."""
        self._post(_Turn.USER, lambda: self._refresh(feed_ids))

    def refresh_gently(self) -> None:
        """Asks all feeds as the clock does, spread over the time; while it is held, when it is no more."""
        self._post(_Turn.USER, self._refresh_gently)

    def hold(self, held: bool) -> None:
        """While ``held`` nobody is asked by the clock, only by hand."""
        self._post(_Turn.USER, lambda: self._hold(held))

    def stop_refresh(self) -> None:
        """Gives up the refresh under way."""
        self._post(_Turn.USER, self._stop_refresh)

    def set_wish(self, seconds: int) -> None:
        """The reader's interval between refreshes of a feed; 0 for only by hand."""
        self._post(_Turn.USER, lambda: self._set_wish(seconds))

    def set_unread_again(self, wanted: bool) -> None:
        """Whether articles become unread again when their text was rewritten."""
        self._post(_Turn.USER, lambda: setattr(self._refreshing, "unread_again", wanted))

    def set_signs(self, wanted: bool) -> None:
        """Whether the signs of feeds are fetched; nobody is asked for them before this is said."""
        self._post(_Turn.USER, lambda: setattr(self, "_signs_wanted", wanted))

    def backing(self, call: Callable[[Backing], None]) -> None:
        """Calls something of what keeps the mirror and makes backups."""
        self._post(_Turn.USER, lambda: call(self._backing))

    def work(self, work: Callable[[Work], Any], done: Callable[[Any], None]) -> None:
        """Runs ``work(run a task)`` on a thread of its own; ``done`` gets its result, or the ReaderError."""
        working.begin(work, self._helper.run, done)

    def close(self) -> None:
        """Ends the loop after the deeds that the user has submitted; what servers answer now is asked again later, and
        what the library knows to be half done is done at the next start.
        """
        self._closing = True
        self._post(_Turn.USER, self._close)

    def run(self) -> None:
        """Until ``close``. A library that cannot be opened is told as ``failed``, and to each deed that comes then."""
        if not self._opened():
            self._helper.close()
            return
        digesting = Digesting(self._helper, Helper)
        self._refreshing = Refreshing(
            self._library, Downloads, digesting, lambda call: self._post(_Turn.ANSWER, call), self._settled
        )
        self._refreshing.wish_seconds = self._wish_seconds
        self._understanding = Understanding(
            self._library,
            lambda call: self._post(_Turn.UNDERSTAND, call),
            finished=self._understood,
            changed=self._untold.add,
        )
        self._improving = Improving(
            self._library,
            digesting,
            self._post_last,
            lambda: self._refreshing.busy or self._by_hand,
            self._improved,
            self._told.improved,
        )
        self._deeds = LongDeeds(
            self._library, lambda call: self._post(_Turn.LONG, call), self._kept, self._told.working
        )
        self._pages = self._errands(lambda: fulltext.find(self._library.reader, self._helper.run), 0.0)
        signs = icons.Signs(self._library.reader, self._helper.run)
        self._signs = self._errands(lambda: signs.find() if self._signs_wanted else [])
        self._ruling = Ruling(self._library, self._told.failed)
        self._tidying = Tidying(self._library, lambda call: self._post(_Turn.TIDY, call), self._kept, self._tidy)
        self._sheltering = Sheltering(self._library, lambda call: self._post(_Turn.USER, call), self._kept)
        self._backing = Backing(self._library, self._post_last, self._told.failed)
        self._resting = Resting(self._library)
        if not self._by_hand:
            self._tidying.begin()
            self._sheltering.look()
        try:
            while not self._closed:
                self._turn()
        finally:
            self._pages.close()
            self._signs.close()
            self._backing.close()
            with contextlib.suppress(LibraryError):  # What is not kept is asked again.
                self._refreshing.stop()
            digesting.close()
            self._ruling.close()
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
            if self._refreshing.busy and time.monotonic() - self._ticked_at >= _TICK_EVERY:
                self._ticked_at = time.monotonic()  # Not when idle: there may be no such moment for long.
                self._refreshing.tick()
        except LibraryError as error:
            # The disk is full, or worse: every further answer would say the same.
            self._refreshing.stop(keep=False)
            self._rest_until = time.monotonic() + _REST
            self._told.progress(0, 0)
            self._told.failed(error)
        except Exception as error:
            self._told.failed(error)
        self._untold.tell_if_due()

    def _patience(self) -> float:
        if self._untold or self._refreshing.busy:
            return _TICK_EVERY
        if not self._wish_seconds or self._held or self._refreshing.resting or time.monotonic() < self._rest_until:
            return _LONGEST_SLEEP
        due_at = self._scheduled(fetching.next_due_at)
        return _LONGEST_SLEEP if due_at is None else min(max(due_at - time.time(), 0.05), _LONGEST_SLEEP)

    def _idle(self) -> None:
        self._look_at_the_clock()
        if not (self._held or self._by_hand):
            self._signs.look()
            self._pages.look()
        if not (self._refreshing.busy or self._by_hand):
            self._backing.look()
            self._resting.look()

    def _look_at_the_clock(self) -> None:
        if self._by_hand or time.monotonic() < self._rest_until:
            return
        self._tidying.carry_out_rules()
        self._tidying.remove_lapsed()
        quiet = not (self._refreshing.busy or self._refreshing.resting or self._held)
        if self._wish_seconds and quiet:
            now = int(time.time())
            due = self._scheduled(lambda live: fetching.due(live, now, _AT_ONCE))
            if due:
                self._begin(due, now, by_hand=False)

    def _scheduled(self, look: Callable[[Transaction], T]) -> T | None:
        try:
            with self._library.transaction() as live:
                return look(live)
        except LibraryError:  # Another program keeps the library. Nobody waits for this, so nobody is told.
            return None

    def _post(self, turn: _Turn, call: Callable[[], None], done: Done | None = None) -> None:
        self._inbox.put((turn, next(self._number), call, done or self._told.failed))

    def _run_job(self, job: Job, done: Done | None) -> None:
        if is_long(job):
            self._deeds.begin(job, done)
            return
        try:
            changes = job.run(self._library)
        except Exception as error:
            if done is not None:
                done(error)
            if done is None or not isinstance(error, ReaderError):
                raise  # A bug is reported too, whoever asked.
            return
        self._kept(changes, True)
        if isinstance(job, FetchInFull):
            self._post_last(self._pages.look)
        if done is not None:
            done(changes)

    def _kept(self, changes: Changes, at_once: bool) -> None:
        """A deed, or a step of one, altered something."""
        self._untold.add(changes)
        if at_once:
            self._untold.tell()
        if changes.new or changes.updated or changes.removed:
            self._tidying.soon(room=bool(changes.removed))
        if changes.tree:
            self._backing.subscribed()
            if not self._by_hand:
                self._sheltering.look()

    def _refresh(self, feed_ids: Sequence[int] | None) -> None:
        now = int(time.time())
        with self._library.transaction() as live:
            states = fetching.states(live, feed_ids)
        skipped = self._begin(states, now, by_hand=True)
        if refusal := not_now(skipped, len(states)):
            self._told.failed(refusal)

    def _refresh_gently(self) -> None:
        self._owed = self._held
        if not self._held:
            with self._library.transaction() as live:
                states = [state for state in fetching.states(live) if not state.stopped]
            self._begin(states, int(time.time()), by_hand=False)

    def _hold(self, held: bool) -> None:
        self._held = held
        if self._owed and not held:
            self._refresh_gently()

    def _begin(self, states: Sequence[fetching.FetchState], now: int, *, by_hand: bool) -> list[Outcome]:
        skipped = self._refreshing.start(states, now, by_hand=by_hand, gently=not by_hand)
        self._told.progress(self._refreshing.done, self._refreshing.of)
        return skipped

    def _stop_refresh(self) -> None:
        self._refreshing.stop()
        self._told.progress(0, 0)
        self._post_last(self._improving.look)

    def _set_wish(self, seconds: int) -> None:
        self._wish_seconds = self._refreshing.wish_seconds = seconds

    def _settled(self, settled: Settled) -> None:
        self._untold.add(settled.changes if self._by_hand else self._ruling.arrived(settled.changes))
        self._told.progress(self._refreshing.done, self._refreshing.of)
        if settled.changes.new or settled.changes.updated:
            self._tidying.soon()
        if not self._refreshing.busy:
            self._told.progress(0, 0)
            if self._refreshing.offline != self._offline:
                self._offline = self._refreshing.offline
                self._told.offline(self._offline)
            if self._refreshing.offline and self._refreshing.by_hand:
                self._told.failed(FeedError(Problem.OFFLINE))
            self._post_last(self._improving.look)
            if not self._by_hand:
                self._post_last(self._pages.look)
                self._post_last(self._resting.look)

    def _tidy(self) -> None:
        """Everything is tidy, so there is time for more."""
        if self._by_hand:
            return
        self._kept(self._ruling.look(1, rest=not self._refreshing.busy), False)
        if self._ruling.is_behind:
            self._tidying.soon()
            return
        self._post(_Turn.UNDERSTAND, self._understanding.look)
        self._post_last(self._improving.look)

    def _understood(self) -> None:
        self._untold.add(Changes(nearer=True))

    def _post_last(self, call: Callable[[], None]) -> None:
        def run() -> None:
            self._look_at_the_clock()  # There may be no moment without a call for long, and feeds become due.
            with contextlib.suppress(LibraryError):  # Nobody waits for this; it is tried again later.
                call()

        self._post(_Turn.IMPROVE, run)

    def _errands(self, find: Callable[[], Sequence[Errand]], *quiet: float) -> Errands:
        def keep(job: Job) -> None:
            self._kept(job.run(self._library), False)

        return Errands(find, lambda: self._refreshing.busy, self._post_last, keep, *quiet)

    def _improved(self, changes: Changes) -> None:
        self._untold.add(changes)
        if changes.updated:
            self._tidying.soon()

    def _close(self) -> None:
        if self._deeds.leave():
            self._closed = True
        else:
            self._post(_Turn.LONG, self._close)
