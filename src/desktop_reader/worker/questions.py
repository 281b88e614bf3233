"""The reading thread: questions that take longer than a frame, of each kind only the latest answered.

A newer question of the same kind interrupts the one that runs; nobody hears of a question that was overtaken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_reader.errors import LibraryError
from desktop_reader.library.reader import Reader

Question = Callable[[Reader], Any]
Answered = Callable[[Any], None]


class Questions:
    """Own connection, own thread. ``answered`` is called on that thread; ``failed`` when the library cannot be read."""

    def __init__(self, path: Path, failed: Callable[[Exception], None]) -> None:
        self._path = path
        self._failed = failed
        self._wanted: dict[str, tuple[Question, Answered]] = {}
        self._running: str | None = None
        self._overtaken = False
        self._closed = False
        self._reader: Reader | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="questions", daemon=True)
        self._thread.start()

    def ask(self, kind: str, question: Question, answered: Answered) -> None:
        """Queues a question in place of an older one of its kind."""
        with self._changed:
            self._wanted.pop(kind, None)
            self._wanted[kind] = (question, answered)
            if self._running == kind and self._reader is not None:
                self._overtaken = True
                self._reader.interrupt()
            self._changed.notify()

    def close(self) -> None:
        """Ends after the question under way, which is interrupted."""
        with self._changed:
            self._closed = True
            self._overtaken = True
            if self._running is not None and self._reader is not None:
                self._reader.interrupt()
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._reader = Reader(self._path, any_thread=True)
        except LibraryError as error:
            self._failed(error)
            return
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    break
                kind = next(iter(self._wanted))
                question, answered = self._wanted.pop(kind)
                self._running, self._overtaken = kind, False
            try:
                answer = question(self._reader)
            except Exception as error:
                answer, answered = error, self._failed
            with self._changed:
                self._running = None
                overtaken = self._overtaken
            if not overtaken:
                answered(answer)
        self._reader.close()
