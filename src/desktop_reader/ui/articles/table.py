"""A table of one column that looks like a list, because Qt lays out every row of anything else at every change: its
rows, how they are painted, and which are picked.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from desktop_reader.records.listing import Part
from desktop_reader.ui.articles.asking import ArticleReader
from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.place import spans
from desktop_reader.ui.faults.contained import contained

_Flag = QItemSelectionModel.SelectionFlag


class Table(QTableView):
    """Rows of one height, painted by the delegate alone."""

    def __init__(self, model: ArticleModel, delegate: ArticleDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = model
        self._paint = delegate
        self._anchor = QPersistentModelIndex()  # From where Shift picks.
        self._extending = False
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Articles"))
        # The ground is painted with the rows: a style sheet takes away the palette of whatever it touches.
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_height()

    # What is picked

    def current(self) -> int:
        """The current article; 0 when there is none."""
        index = self.currentIndex()
        return self._list.id_at(index.row()) if index.isValid() and self.is_picked(index.row()) else 0

    def picked(self) -> list[int]:
        """All selected articles, in the order of the list; where they may be many, ``picked_part`` is to be asked."""
        articles: list[int] = []
        for first, last in spans(self):
            articles += self._list.ids_between(first, last)
        return articles

    def pick_one(self) -> None:
        """Of all that are picked, only the current row stays so."""
        self.selectionModel().select(self.currentIndex(), _Flag.ClearAndSelect)

    def picked_part(self) -> Callable[[ArticleReader], Part]:
        """A question for all selected articles, however many."""
        return self._list.part(spans(self))

    def count_picked(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in spans(self))

    def extend(self, row: int) -> None:
        """Picks all from the row that was current last before anything was picked so, to this one."""
        if row < 0:
            return
        start = self._anchor.row() if self._anchor.isValid() else row
        here = self._list.index(row, 0)
        self._extending = True
        self.selectionModel().setCurrentIndex(here, _Flag.NoUpdate)
        self._extending = False
        first, last = self._list.index(min(start, row), 0), self._list.index(max(start, row), 0)
        self.selectionModel().select(QItemSelection(first, last), _Flag.ClearAndSelect)
        self.scrollTo(here)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt would go on from the row that was clicked last, wherever keys have led since."""
        super().currentChanged(current, previous)
        if not self._extending:
            self._anchor = QPersistentModelIndex(current)

    def is_picked(self, row: int) -> bool:
        """Whether this row is selected."""
        return row >= 0 and self.selectionModel().isRowSelected(row, QModelIndex())

    # Rows

    def set_compact(self, compact: bool) -> None:
        """Rows of one line, or comfortable ones; the row that is looked at stays where it is."""
        if compact == self._paint.compact:
            return
        row = self.currentIndex().row()
        where = self.rowViewportPosition(row) if row >= 0 else -1
        if not 0 <= where < self.viewport().height():
            row, where = self.rowAt(0), 0
        self._paint.compact = compact
        self._set_height()
        self.updateGeometries()
        if row >= 0 and (where or self.verticalScrollBar().value()):
            self.verticalScrollBar().setValue(row * self._paint.height - where)
        self.viewport().update()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, by the delegate alone: Qt would put its own ground and grid under each."""
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.widget = self
        part, width, height = event.rect(), self.viewport().width(), self._paint.height
        painter.fillRect(part, self._paint.ground)
        row = self.rowAt(max(part.top(), 0))
        while 0 <= row < self._list.rowCount():
            top = self.rowViewportPosition(row)
            if top > part.bottom():
                break
            option.rect = QRect(0, top, width, height)
            self._paint.paint(painter, option, self._list.index(row, 0))
            row += 1
        # A row that could not be read leaves an error, which holds this frame, and with it the painter, for longer.
        painter.end()

    def keyboardSearch(self, search: str) -> None:
        """Not here: it would look at every title of a million."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the ends of the list; Qt's would stay in the row."""
        last = self._list.rowCount() - 1
        if action == QAbstractItemView.CursorAction.MoveHome and last >= 0:
            return self._list.index(0, 0)
        if action == QAbstractItemView.CursorAction.MoveEnd and last >= 0:
            return self._list.index(last, 0)
        return super().moveCursor(action, modifiers)

    def _set_height(self) -> None:
        height, rows = self._paint.height, self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(max(34, height // 3))
