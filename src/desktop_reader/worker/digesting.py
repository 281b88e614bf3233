"""The thread that hands documents to the helper process and waits for what becomes of them."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any

from desktop_reader.errors import ParseError, ReaderError
from desktop_reader.records.health import Problem
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import Task


class Digesting:
    """Tasks go in, ``done(result or error)`` is called on this thread, one task after the other.

    Without a ``helper`` the task runs on this thread itself: for the command line, which has no window to keep smooth.
    """

    def __init__(self, helper: Helper | None) -> None:
        self._helper = helper
        self._tasks: queue.SimpleQueue[tuple[Task[Any], Callable[[Any], None]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="digesting", daemon=True)
        self._thread.start()

    def add(self, task: Task[Any], done: Callable[[Any], None]) -> None:
        """Queues a task."""
        self._tasks.put((task, done))

    def close(self) -> None:
        """Ends after the task under way; what waits is dropped."""
        with contextlib.suppress(queue.Empty):  # The thread takes too, so that asking "empty?" first would not do.
            while True:
                self._tasks.get_nowait()
        self._tasks.put(None)
        if self._helper is not None:
            self._helper.close()
        self._thread.join()

    def _run(self) -> None:
        while (item := self._tasks.get()) is not None:
            task, done = item
            try:
                result = task.run() if self._helper is None else self._helper.run(task)
            except ReaderError as error:
                result = error
            except Exception as error:
                result = ParseError(Problem.MALFORMED, f"{type(error).__name__}: {error}"[:200])
            done(result)
