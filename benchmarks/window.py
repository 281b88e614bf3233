"""The real window in this process, driven from outside as its reader would."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_reader import app as program
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.library import connect
from desktop_reader.records.changes import Changes
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.worker.thread import Worker

_PATIENCE = 60.0


class Window:
    """Shown at its usual size, its worker running. ``applied`` are the milliseconds that each change took to show.
    ``spent`` counts milliseconds of the processor: changes shown (``applying``), questions thought about on the reading
    threads (``reading``), and their answers shown (``answering``).
    """

    def __init__(self, library: Path) -> None:
        self.applied: list[float] = []
        self.spent = {"applying": 0.0, "reading": 0.0, "answering": 0.0}
        self._asked: set[str] = set()
        self._note_changes()
        self._note_questions()
        self.qt = QApplication(["desktop-reader"])
        connect.prepare(library)
        self.program = program.Application(library, self.qt)
        sys.setswitchinterval(0.0005)  # As ``program.run`` does.
        self._heart = QTimer(interval=50)
        self._heart.start()
        self.program.start()
        self.main = self.program.window
        self.view = self.main.articles.view
        self.until(lambda: self.main.isVisible())
        self.deed(MarkRead(()))  # Done once the worker is there.
        self.rest(0.3)

    def until(self, happened: Callable[[], bool]) -> float:
        """Lets the window live until then; the seconds that it took."""
        began = time.perf_counter()
        while not happened():
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() - began > _PATIENCE:
                raise SystemExit("The window did not do what was waited for.")
        return time.perf_counter() - began

    def rest(self, seconds: float) -> None:
        """Lets the window live for so long."""
        ends = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() >= ends)

    def deed(self, job: Any) -> Changes:
        """Has a job done and waits until the window was told of it."""
        told: list[Any] = []
        self.program.worker.submit(job, told.append)
        self.until(lambda: bool(told))
        if not isinstance(told[0], Changes):
            raise SystemExit(f"A deed failed: {told[0]}")
        return told[0]

    def repaint(self) -> None:
        """Paints the list, at once and whole."""
        self.view.viewport().repaint()

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.qt.closeAllWindows()
        self.program.close()

    @contextlib.contextmanager
    def _spending(self, on: str) -> Iterator[None]:
        own = time.thread_time()
        try:
            yield
        finally:
            self.spent[on] += (time.thread_time() - own) * 1000

    def _note_changes(self) -> None:
        apply = MainWindow.apply

        def apply_and_note(window: MainWindow, changes: Changes) -> None:
            before = time.perf_counter()
            with self._spending("applying"):
                apply(window, changes)
            self.applied.append((time.perf_counter() - before) * 1000)

        MainWindow.apply = apply_and_note  # type: ignore[method-assign, assignment]

    @property
    def asking(self) -> int:
        """How many questions are out; of each kind only the latest is answered."""
        return len(self._asked)

    def _note_questions(self) -> None:
        ask = Worker.ask

        def ask_and_note(worker: Worker, kind: str, question: Any, answered: Callable[[Any], None], **how: Any) -> None:
            def think(reader: Any) -> Any:
                with self._spending("reading"):
                    return question(reader)

            def note(answer: Any) -> None:
                self._asked.discard(kind)
                with self._spending("answering"):
                    answered(answer)

            self._asked.add(kind)
            ask(worker, kind, think, note, **how)

        Worker.ask = ask_and_note  # type: ignore[method-assign, assignment]
