"""The worker as the screen sees it: calls go in, signals come out, answers arrive on the screen's thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop_reader.library import lock
from desktop_reader.worker.questions import Question, Questions

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.records.changes import Changes
    from desktop_reader.worker.loop import Loop


class _Thread(QThread):
    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.setObjectName("worker")

    def run(self) -> None:
        self._work()


class Worker(QObject):
    """The writing loop in a QThread, and three reading threads, for long questions, for quick ones, and for those that
    nobody waits for. Where the library is only read (``read_only``) there is no loop, and every deed is refused.

    Signals: ``changed(Changes)``, ``failed(Exception)``, ``progress(done, of)`` with 0 of 0 at the end of a refresh,
    ``improved(done, of)`` with 0 of 0 when all articles are derived by the present method, ``offline(bool)`` whether
    nobody could be reached.
    """

    changed = Signal(object)
    failed = Signal(object)
    progress = Signal(int, int)
    working = Signal(object, int, int)
    improved = Signal(int, int)
    offline = Signal(bool)
    _called = Signal(object)

    def __init__(self, path: Path, wish_seconds: int, parent: QObject | None = None, *, by_hand: bool = False) -> None:
        super().__init__(parent)
        self._path = path
        self.wish_seconds = wish_seconds
        self._by_hand = by_hand
        self.read_only = lock.is_only_read(path)
        self._called.connect(self._call)
        self._lock = threading.Lock()
        self._before: list[Callable[[Loop], None]] = []  # What was wished before the loop was there.
        self._loop: Loop | None = None
        self._closed = False
        self._thread = _Thread(self._run, self)
        # Long questions read an index from one end to the other: more than that is only carried in and out.
        self._questions = Questions(path, self.failed.emit, cache_kib=4_096)
        self._quick = Questions(path, self.failed.emit)
        self._behind = Questions(path, self.failed.emit, cache_kib=4_096)

    def start(self) -> None:
        """Starts all threads; call it when the window is up, for they import much."""
        if self._closed:
            return
        self._questions.start()
        self._quick.start()
        self._behind.start()
        if not self.read_only:
            self._thread.start()

    def submit(self, job: Job, done: Callable[[Changes | Exception], None] | None = None) -> None:
        """Runs a deed; ``done`` is called on the screen's thread with what changed, or the error."""
        told = done and self._on_screen(done)
        self._with_loop(lambda loop: loop.submit(job, told), told or self.failed.emit)

    def refresh(self, feed_ids: Sequence[int] | None = None) -> None:
        """Asks these feeds, or all, now."""
        self._with_loop(lambda loop: loop.refresh(feed_ids), self.failed.emit)

    def refresh_gently(self) -> None:
        """Asks all feeds as the clock does; while it is held, when it is no more."""
        self._with_loop(lambda loop: loop.refresh_gently())

    def hold(self, held: bool) -> None:
        """While ``held`` nobody is asked by the clock, only by hand."""
        self._with_loop(lambda loop: loop.hold(held))

    def stop_refresh(self) -> None:
        """Gives up the refresh under way."""
        self._with_loop(lambda loop: loop.stop_refresh())

    def set_wish(self, seconds: int) -> None:
        """The reader's interval between refreshes of a feed; 0 for only by hand."""
        self.wish_seconds = seconds
        self._with_loop(lambda loop: loop.set_wish(seconds))

    def set_unread_again(self, wanted: bool) -> None:
        """Whether articles become unread again when their text was rewritten."""
        self._with_loop(lambda loop: loop.set_unread_again(wanted))

    def set_signs(self, wanted: bool) -> None:
        """Whether the signs of feeds are fetched."""
        self._with_loop(lambda loop: loop.set_signs(wanted))

    def set_backups(self, wanted: bool) -> None:
        """Whether the clock makes backups; none is made before this is said."""
        self._with_loop(lambda loop: loop.backing(lambda backing: setattr(backing, "wanted", wanted)))

    def back_up(self, told: Callable[[int, int], None], answered: Callable[[Any], None]) -> None:
        """Makes a backup now; ``told(done, of)`` hears how far it is, ``answered`` gets it, or the error."""
        heard, done = self._on_screen(lambda far: told(*far)), self._on_screen(answered)
        self._with_loop(lambda loop: loop.backing(lambda one: one.make(lambda *far: heard(far), done)), done)

    def work(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """Runs ``work(run a task)`` on another thread; ``done`` gets its result, or the error."""
        self._with_loop(lambda loop: loop.work(work, self._on_screen(done)), self._on_screen(done))

    def ask(
        self,
        kind: str,
        question: Question,
        answered: Callable[[Any], None],
        *,
        quick: bool = False,
        behind: bool = False,
    ) -> None:
        """Asks the library on a reading thread; of each kind only the latest question is answered. A ``quick`` one
        waits for quick ones only, and nobody for one that nobody waits for, ``behind`` all others. None is asked before
        ``start``.
        """

        def heard(answer: Any) -> None:
            if not self._closed:  # Else who asked may be gone.
                answered(answer)

        thread = self._quick if quick else self._behind if behind else self._questions
        thread.ask(kind, question, self._on_screen(heard))

    def close(self) -> None:
        """Keeps what the user did, then ends both threads. Blocks until they have ended."""
        if self._closed:
            return
        self._quick.close()
        self._behind.close()
        self._questions.close()
        if self._before and not self._thread.isRunning():
            self._thread.start()  # Something was done before the thread was up.
        self._closed = True
        if self._thread.isRunning():
            self._with_loop(lambda loop: loop.close())
            self._thread.wait()

    def _run(self) -> None:
        try:
            # Here, not above: the loop brings SQLAlchemy, which the first paint does not wait for.
            from desktop_reader.worker.loop import Loop

            loop = Loop(self._path, _Signals(self), self.wish_seconds, by_hand=self._by_hand)
            with self._lock:
                self._loop = loop
                before, self._before = self._before, []
                for call in before:
                    call(loop)
            loop.run()
        except Exception as error:  # A bug, or a part that was not installed: without a word nothing would be kept.
            self.failed.emit(error)

    def _with_loop(self, call: Callable[[Loop], None], refused: Callable[[Exception], None] | None = None) -> None:
        if self.read_only:
            if refused is not None:
                refused(lock.refusal())
            return
        with self._lock:
            if self._loop is None:
                self._before.append(call)
            else:
                call(self._loop)

    def _on_screen(self, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def tell(result: Any) -> None:
            with contextlib.suppress(RuntimeError):  # The window has gone meanwhile, and with it who asked.
                self._called.emit(partial(call, result))

        return tell

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._closed:  # The window has gone: whoever asked may have gone with it.
            call()


class _Signals:
    """What the loop tells, as the worker's signals; Qt brings them to the screen's thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def changed(self, changes: Changes) -> None:
        self._worker.changed.emit(changes)

    def failed(self, error: Exception) -> None:
        self._worker.failed.emit(error)

    def progress(self, done: int, of: int) -> None:
        self._worker.progress.emit(done, of)

    def working(self, job: Job, done: int, of: int) -> None:
        self._worker.working.emit(job, done, of)

    def improved(self, done: int, of: int) -> None:
        self._worker.improved.emit(done, of)

    def offline(self, offline: bool) -> None:
        self._worker.offline.emit(offline)
