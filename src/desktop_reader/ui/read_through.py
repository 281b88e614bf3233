"""An opened article that is seen to its end counts as read through: once a visit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_reader.jobs.read_through import ReadThrough
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.viewer.view import ArticleView
from desktop_reader.worker.thread import Worker

END = 0.98
"""So much of the article was passed: its last line is in sight, or all but."""

_MOMENT_MS = 700


class ReadingThrough(QObject):
    """Watches ``view``. The end must be in sight for a moment, for one who goes to the next article passes it by."""

    def __init__(self, view: ArticleView, auto_read: AutoRead, worker: Worker) -> None:
        super().__init__(view)
        self._view = view
        self._worker = worker
        self._visit = (0, 0)  # The article that counted as opened, and when; (0, 0) once it was read through.
        self._moment = QTimer(self, singleShot=True, interval=_MOMENT_MS)
        self._moment.timeout.connect(self._read)
        auto_read.counted.connect(self._counted)
        view.moved.connect(self._look)

    def _counted(self, article: int, at: int) -> None:
        self._visit = (article, at)
        self._look()

    def _look(self, *_: object) -> None:
        if not self._at_end():
            self._moment.stop()
        elif not self._moment.isActive():
            self._moment.start()

    def _at_end(self) -> bool:
        article = self._view.article
        if article is None or article.id != self._visit[0] or not self._view.isVisible():
            return False
        return self._view.verticalScrollBar().maximum() == 0 or self._view.passed >= END

    def _read(self) -> None:
        if self._at_end():
            article, at = self._visit
            self._visit = (0, 0)
            self._worker.submit(ReadThrough(article, at))
