"""The threads that hand documents to helper processes and wait for what becomes of them.

One helper does all there is to do, as a rule. Where many documents wait, as when a library is read in for the first
time, a second one joins until nothing waits any more: digesting takes twice the time of storing.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from desktop_reader.errors import ParseError, ReaderError
from desktop_reader.records.health import Problem
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import Task

_MANY = 4  # Documents that wait,
_LONG = 1.0  # for so many seconds, are worth the second process's start.
_IDLE = 0.5  # Seconds without anything to do after which it ends.
_REST = 90.0  # Seconds after which the first one ends too.
_CORES = 2  # On fewer it would only take the other's time.

_Item = tuple[Task[Any], Callable[[Any], None]] | None


class Digesting:
    """Tasks go in, ``done(result or error)`` is called on one of these threads, for one task after the other; two at
    once where ``another`` helper may be had.

    Without a ``helper`` the task runs on the thread itself: for the command line, which has no window to keep smooth.
    """

    def __init__(self, helper: Helper | None, another: Callable[[], Helper] | None = None) -> None:
        self._helper = helper
        self._another = another if (os.cpu_count() or 1) >= _CORES else None
        self._second: Helper | None = None
        self._tasks: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._joined: threading.Thread | None = None
        self._thread = threading.Thread(target=self._run, name="digesting", daemon=True)
        self._thread.start()

    def add(self, task: Task[Any], done: Callable[[Any], None]) -> None:
        """Queues a task."""
        self._tasks.put((task, done))

    def close(self) -> None:
        """Ends after the tasks under way; what waits is dropped."""
        with self._lock:
            self._closed = True
            second, joined = self._second, self._joined
        with contextlib.suppress(queue.Empty):  # The threads take too, so that asking "empty?" first would not do.
            while True:
                self._tasks.get_nowait()
        self._tasks.put(None)
        for helper in (self._helper, second):
            if helper is not None:
                helper.close()
        self._thread.join()
        if joined is not None:
            joined.join()

    def _run(self) -> None:
        since = time.monotonic()
        while (item := self._next()) is not None:
            if self._tasks.qsize() < _MANY:
                since = time.monotonic()
            elif time.monotonic() - since > _LONG:
                self._join()
            _do(item, self._helper)

    def _next(self) -> _Item:
        """The next task. A helper that has had nothing to do for long ends: it holds memory."""
        if self._helper is not None and self._helper.is_there:
            try:
                return self._tasks.get(timeout=_REST)
            except queue.Empty:
                self._helper.rest()
        return self._tasks.get()

    def _join(self) -> None:
        with self._lock:
            if self._another is None or self._closed or self._second is not None:
                return
            self._second = self._another()
            self._joined = threading.Thread(
                target=self._run_beside, args=(self._second,), name="digesting too", daemon=True
            )
            self._joined.start()

    def _run_beside(self, helper: Helper) -> None:
        with contextlib.suppress(queue.Empty):
            while not self._closed:
                item = self._tasks.get(timeout=_IDLE)
                if item is None:
                    self._tasks.put(None)  # It was meant for the first thread.
                    break
                _do(item, helper)
        helper.close()
        with self._lock:
            self._second = None


def _do(item: tuple[Task[Any], Callable[[Any], None]], helper: Helper | None) -> None:
    task, done = item
    try:
        result = task.run() if helper is None else helper.run(task)
    except ReaderError as error:
        result = error
    except Exception as error:
        result = ParseError(Problem.MALFORMED, f"{type(error).__name__}: {error}"[:200])
    done(result)
