"""Asks for the pictures of rows that are looked at: those that are seen, and still are a moment later."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QTableView

from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.thumbnails import Thumbnails
from desktop_reader.ui.faults.contained import contained

_REST_MS = 100


class Glance(QObject):
    """Watches the list, and asks only when it has come to rest."""

    def __init__(
        self, view: QTableView, model: ArticleModel, delegate: ArticleDelegate, thumbnails: Thumbnails
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._delegate = delegate
        self._thumbnails = thumbnails
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look)
        view.verticalScrollBar().valueChanged.connect(self.look_soon)
        model.opened.connect(thumbnails.begin)
        for signal in (model.opened, model.moved, model.filled, model.dataChanged):
            signal.connect(self.look_soon)
        view.viewport().installEventFilter(self)
        thumbnails.arrived.connect(self._came)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks again when more of the list is seen."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.look_soon()
        return False

    def look_soon(self, *_: object) -> None:
        """Other rows are seen, or look different."""
        self._rest.start()

    def rows(self) -> range:
        """Those that are seen, wholly or in part."""
        first, last = self._view.rowAt(0), self._view.rowAt(self._view.viewport().height() - 1)
        return range(max(first, 0), (self._model.rowCount() if last < 0 else last + 1) if first >= 0 else 0)

    def _look(self) -> None:
        wanted = self._view.isVisible() and not self._delegate.compact
        seen = map(self._model.row, self.rows()) if wanted else ()
        urls = [row.image for row in seen if row is not None and row.image]
        self._thumbnails.look(urls, self._view.devicePixelRatioF())

    def _came(self, url: str) -> None:
        for place in self.rows():
            row = self._model.row(place)
            if row is not None and row.image and url in (row.image, ""):
                self._view.update(self._model.index(place, 0))
        if not url:
            self.look_soon()
