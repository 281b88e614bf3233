"""The mouse over the list: which row gets its quick buttons, and clicks on these."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QTableView, QToolTip

from desktop_reader.ui.articles import quick
from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.faults.contained import contained

_NOWHERE = QPoint(-1, -1)


class Hover(QObject):
    """Signal ``wanted(deed, article)``: a button was clicked, "read" or "star"."""

    wanted = Signal(str, int)

    def __init__(self, view: QTableView, model: ArticleModel, delegate: ArticleDelegate) -> None:
        super().__init__(view)
        self.enabled = True
        self._view = view
        self._model = model
        self._delegate = delegate
        self._where = _NOWHERE
        self._pressed: tuple[int, str] | None = None
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._look)  # Another row may be under the mouse now.
        for signal in (model.opened, model.moved):
            signal.connect(self._look)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the clicks that are meant for a button; all else is the list's."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._go(_NOWHERE)
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell(event)
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseMove and (not event.buttons() or self._pressed):
                self._go(event.position().toPoint())
                return self._pressed is not None
            if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
                return self._press(event)
            if kind == QEvent.Type.MouseButtonRelease and self._pressed:
                self._release(event.position().toPoint())
                return True
        return False

    def _go(self, where: QPoint) -> None:
        self._where = where
        self._look()

    def _look(self) -> None:
        shown, inside = self._delegate.quick, self._where != _NOWHERE
        row = self._view.rowAt(self._where.y()) if inside and self.enabled else -1
        deed = self._delegate.deed_at(self._view, row, self._where) if row >= 0 else ""
        pressed = self._pressed == (self._model.id_at(row), deed) if deed else False
        if (row, deed, pressed) == (shown.row, shown.deed, shown.pressed):
            return
        before, (shown.row, shown.deed, shown.pressed) = shown.row, (row, deed, pressed)
        for one in {before, row}:
            if one >= 0:
                self._delegate.update_row(self._view, one)

    def _press(self, event: QMouseEvent) -> bool:
        self._go(event.position().toPoint())
        shown = self._delegate.quick
        if event.button() != Qt.MouseButton.LeftButton or not shown.deed:
            return False
        article = self._model.id_at(shown.row)
        self._pressed = (article, shown.deed) if article else None
        self._look()
        return bool(article)

    def _release(self, where: QPoint) -> None:
        pressed, self._pressed = self._pressed, None
        self._go(where)
        shown = self._delegate.quick
        if pressed == (self._model.id_at(shown.row), shown.deed):
            self.wanted.emit(pressed[1], pressed[0])

    def _tell(self, event: QHelpEvent) -> bool:
        shown = self._delegate.quick
        row = self._model.row(shown.row) if shown.deed else None
        if row is None:
            return False
        QToolTip.showText(event.globalPos(), quick.words(shown.deed, row), self._view.viewport())
        return True
