"""Watches what comes above the reader's place, and has the pill tell of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from desktop_reader.ui.articles.arrivals import Arrivals
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.pill import Pill
from desktop_reader.ui.faults.contained import contained


class Newcomers(QObject):
    """To be made after the view: it goes to the new rows before anything is told of them."""

    def __init__(self, view: QTableView, model: ArticleModel, pill: Pill) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._pill = pill
        self._arrivals = Arrivals()
        self._moving = False
        model.opened.connect(self._begin)
        model.moving.connect(self._hold)
        model.moved.connect(self._move)
        view.verticalScrollBar().valueChanged.connect(self._show)
        view.viewport().installEventFilter(self)
        pill.clicked.connect(view.scrollToTop)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pill stays in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._show()
        return False

    def _begin(self) -> None:
        self._moving = False
        self._arrivals.forget()
        self._show()

    def _hold(self) -> None:
        self._moving = True  # What is kept here tells of the old rows.

    def _move(self) -> None:
        self._moving = False
        self._arrivals.move(self._model.move)
        self._show()

    def _show(self) -> None:
        if not self._moving:
            self._arrivals.see(max(0, self._view.rowAt(0)))
            self._pill.show_count(self._arrivals.count)
            self._pill.place(self._view.geometry())
