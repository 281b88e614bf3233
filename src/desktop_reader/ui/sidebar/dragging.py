"""The tree while one of its rows is dragged: where it would go is shown; what lies closed or out of sight opens up."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from desktop_reader.ui.sidebar.delegate import SidebarDelegate
from desktop_reader.ui.sidebar.model import SidebarModel

_OPENS_AFTER_MS = 700


class DragTree(QTreeView):
    """Rows are dragged in it, and only its own; the model asks for the move."""

    def __init__(self, model: SidebarModel, delegate: SidebarDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = model
        self._paint = delegate
        self._drop: tuple[QRect, QAbstractItemView.DropIndicatorPosition, int] | None = None
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(_OPENS_AFTER_MS)

    def catch_up(self) -> None:
        """The row has been dropped."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and where the dragged one would go."""
        # Qt's own sign of where a row would drop is a hair in the text's colour; the flag only hides that.
        self.setDropIndicatorShown(False)
        super().paintEvent(event)
        self.setDropIndicatorShown(True)
        if self.state() == QAbstractItemView.State.DraggingState and self._drop is not None:
            self._paint.paint_drop(self.viewport(), *self._drop)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Returns when the row has been dropped."""
        super().startDrag(actions)
        self.catch_up()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Notes where the row would drop."""
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
        self._drop = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """The model asks for the move and the library makes it: Qt must not remove the row."""
        index = self.indexAt(event.position().toPoint())
        if self._is_first_inside(index, self.dropIndicatorPosition()):
            self._tree.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, 0, 0, index)
            self.setState(QAbstractItemView.State.NoState)
            event.accept()
        else:
            super().dropEvent(event)
        self._drop = None
        self.viewport().update()
        event.setDropAction(Qt.DropAction.IgnoreAction)

    def _is_first_inside(self, index: QModelIndex, where: QAbstractItemView.DropIndicatorPosition) -> bool:
        below = where == QAbstractItemView.DropIndicatorPosition.BelowItem
        return below and self.isExpanded(index) and self._tree.rowCount(index) > 0
