"""The tree while one of its rows is dragged: where it would go is shown; what lies closed or out of sight opens up."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from desktop_reader.ui.dragged import ARTICLES
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.sidebar.delegate import SidebarDelegate
from desktop_reader.ui.sidebar.model import SidebarModel
from desktop_reader.ui.sidebar.tree import Kind

_OPENS_AFTER_MS = 700
_EDGE, _SCROLLS = 24, 10


class DragTree(QTreeView):
    """Rows are dragged in it, and only its own; the model asks for the move. Beside them only articles of the list
    come, onto a label.

    Signal ``labelled(id)``: what is picked in the list was dropped onto a label.
    """

    labelled = Signal(int)

    def __init__(self, model: SidebarModel, delegate: SidebarDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = model
        self._paint = delegate
        self._above_label = False
        self._drop: tuple[QRect, QAbstractItemView.DropIndicatorPosition, int] | None = None
        self.takes_articles = False
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(_OPENS_AFTER_MS)

    def catch_up(self) -> None:
        """The row has been dropped."""

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and where the dragged one would go."""
        # Qt's own sign of where a row would drop is a hair in the text's colour; the flag only hides that.
        self.setDropIndicatorShown(False)
        super().paintEvent(event)
        self.setDropIndicatorShown(True)
        if self._drop is not None and (self._above_label or self.state() == QAbstractItemView.State.DraggingState):
            self._paint.paint_drop(self.viewport(), *self._drop)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Returns when the row has been dropped."""
        super().startDrag(actions)
        self.catch_up()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Articles too."""
        if event.mimeData().hasFormat(ARTICLES):
            event.setAccepted(self.takes_articles)
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Notes where the row would drop."""
        if event.mimeData().hasFormat(ARTICLES):
            self._drag_articles(event)
            return
        super().dragMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        row, where, depth = self.visualRect(index), self.dropIndicatorPosition(), max(0, self._tree.node(index).depth)
        if self._is_first_inside(index, where):
            # Between an open folder and its first row is in the folder, not behind all that is in it.
            event.setAccepted(self._tree.canDropMimeData(event.mimeData(), Qt.DropAction.MoveAction, 0, 0, index))
            depth += 1
        self._drop = (row, where, depth) if event.isAccepted() and row.isValid() else None
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No sign stays behind."""
        super().dragLeaveEvent(event)
        self._drop, self._above_label = None, False
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """The model asks for the move and the library makes it: Qt must not remove the row."""
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(ARTICLES):
            self._drop_articles(event, index)
            return
        if self._is_first_inside(index, self.dropIndicatorPosition()):
            self._tree.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, 0, 0, index)
            self.setState(QAbstractItemView.State.NoState)
            event.accept()
        else:
            super().dropEvent(event)
        self._drop = None
        self.viewport().update()
        event.setDropAction(Qt.DropAction.IgnoreAction)

    def _drag_articles(self, event: QDragMoveEvent) -> None:
        where = event.position().toPoint()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setValue(bar.value() + (_SCROLLS if where.y() > height - _EDGE else -_SCROLLS if where.y() < _EDGE else 0))
        index = self.indexAt(where)
        self._above_label = self.takes_articles and self._is_label(index)
        self._drop = (self.visualRect(index), QAbstractItemView.DropIndicatorPosition.OnItem, 0)
        self.viewport().update()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(self._above_label)

    def _drop_articles(self, event: QDropEvent, index: QModelIndex) -> None:
        above, self._above_label, self._drop = self._above_label, False, None
        self.viewport().update()
        event.setAccepted(above and self._is_label(index))
        if event.isAccepted():
            self.labelled.emit(self._tree.node(index).key.id)

    def _is_label(self, index: QModelIndex) -> bool:
        return index.isValid() and self._tree.node(index).key.kind is Kind.LABEL

    def _is_first_inside(self, index: QModelIndex, where: QAbstractItemView.DropIndicatorPosition) -> bool:
        below = where == QAbstractItemView.DropIndicatorPosition.BelowItem
        return below and self.isExpanded(index) and self._tree.rowCount(index) > 0
