"""A reading thread: questions that take longer than a frame, of each kind only the latest answered.

A newer question of the same kind interrupts the one that runs; nobody hears of a question that was overtaken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_reader.library.reader import Reader

_AGAIN = 0.02
Question = Callable[[Reader], Any]
Answered = Callable[[Any], None]


class Questions:
    """Own connection, own thread. ``answered`` is called on that thread, or ``failed`` when there was no answer. What
    is asked before ``start`` waits.
    """

    def __init__(self, path: Path, failed: Callable[[Exception], None], cache_kib: int = 16_384) -> None:
        self._path = path
        self._cache_kib = cache_kib
        self._failed = failed
        self._wanted: dict[str, tuple[Question, Answered]] = {}
        self._running: str | None = None
        self._overtaken = False
        self._closed = False
        self._reader: Reader | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="questions", daemon=True)

    def start(self) -> None:
        """Begins to answer; once is enough."""
        if self._thread.ident is None and not self._closed:
            self._thread.start()

    def ask(self, kind: str, question: Question, answered: Answered) -> None:
        """Queues a question in place of an older one of its kind."""
        with self._changed:
            self._wanted.pop(kind, None)
            self._wanted[kind] = (question, answered)
            if self._running == kind and not self._overtaken:
                self._overtaken = True
                self._interrupt()
            self._changed.notify()

    def close(self) -> None:
        """Ends after the question under way, which is interrupted."""
        with self._changed:
            self._closed = self._overtaken = True
            self._interrupt()
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def _interrupt(self) -> None:
        """Again and again: a question may have many statements, and be between two of them just now."""
        with self._changed:
            if self._running is not None and self._overtaken and self._reader is not None:
                self._reader.interrupt()
                again = threading.Timer(_AGAIN, self._interrupt)
                again.daemon = True
                again.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    break
                kind = next(iter(self._wanted))
                question, answered = self._wanted.pop(kind)
                self._running, self._overtaken = kind, False
            try:
                if self._reader is None:
                    self._reader = Reader(self._path, any_thread=True)
                    self._reader.select(f"PRAGMA cache_size = -{self._cache_kib}")
                answer = question(self._reader)
            except Exception as error:
                answer, answered = error, self._failed
            with self._changed:
                self._running = None
                overtaken = self._overtaken
            if not overtaken:
                answered(answer)
        if self._reader is not None:
            self._reader.close()
