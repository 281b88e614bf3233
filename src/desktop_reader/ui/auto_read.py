"""An article that is shown long enough to be read counts as read: once a visit, with its time."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_reader.jobs.mark import Open
from desktop_reader.records.changes import Changes
from desktop_reader.ui.browsing import Browsing
from desktop_reader.worker.thread import Worker


class AutoRead(QObject):
    """Watches what is shown. The deed is handed to the worker at once, so quitting does not lose it.

    Signals: ``copies_read(changes)``, with ``copies`` others that tell the same were read as well;
    ``counted(article, at)``, one was.
    """

    copies_read = Signal(object)
    counted = Signal(int, object)  # A time outgrows what Qt calls an int.
    copies = False

    def __init__(self, browsing: Browsing, worker: Worker, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._worker = worker
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._read)
        self.set_delay(seconds)
        browsing.article_changed.connect(self._shown)

    def set_delay(self, seconds: float) -> None:
        """How long an article must be shown until it counts."""
        self._timer.setInterval(max(0, round(seconds * 1000)))

    def _shown(self, article: int) -> None:
        self._timer.stop()
        if article:
            self._timer.start()

    def _read(self) -> None:
        if self._browsing.article and not self._worker.read_only:
            article = self._browsing.article
            at = int(time.time())
            self._worker.submit(Open(article, at, self.copies), lambda done: self._told(article, done))
            self.counted.emit(article, at)

    def _told(self, article: int, done: Changes | Exception) -> None:
        if isinstance(done, Exception):
            self._worker.failed.emit(done)
        elif len(done.state) > 1:
            self.copies_read.emit(replace(done, state=tuple(number for number in done.state if number != article)))
