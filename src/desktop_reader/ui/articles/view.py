"""The list on the screen: a table of one column, because Qt lays out every row of anything else at every change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.model import ArticleModel

_MINUTE = 60_000
# More selected rows than this are not looked up again when the list is made anew.
_REMEMBERED = 1_000
_OWN_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class _Place:
    """What the reader was looking at: the row at the top and how far it is scrolled, and what was picked."""

    top: QPersistentModelIndex | None
    top_article: int
    offset: int
    current: int
    picked: tuple[int, ...]


class ArticleView(QTableView):
    """Signals: ``chosen(id)`` another article is current, 0 when it is gone from the list; ``open_wanted(id)`` Enter,
    double or middle click; ``menu_wanted(ids, global_pos)``.
    """

    chosen = Signal(int)
    open_wanted = Signal(int)
    menu_wanted = Signal(list, QPoint)

    def __init__(self, model: ArticleModel, delegate: ArticleDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = model
        self._paint = delegate
        self._place: _Place | None = None
        self._silent = False
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
        self.setMouseTracking(False)
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
        rows.setMinimumSectionSize(delegate.height)
        rows.setDefaultSectionSize(delegate.height)
        self.verticalScrollBar().setSingleStep(delegate.height // 3)
        model.opened.connect(self._start)
        model.moving.connect(self._hold)
        model.moved.connect(self._release)
        clock = QTimer(self)  # "2h" becomes "3h" by itself
        clock.timeout.connect(self.viewport().update)
        clock.start(_MINUTE)

    # What is picked

    def current(self) -> int:
        """The current article; 0 when there is none."""
        index = self.currentIndex()
        return self._list.id_at(index.row()) if index.isValid() and self._is_picked(index.row()) else 0

    def picked(self) -> list[int]:
        """All selected articles, in the order of the list."""
        articles: list[int] = []
        for first, last in sorted(self._picked_spans()):
            articles += self._list.ids_between(first, last)
        return articles

    def pick(self, row: int, *, tell: bool = True) -> bool:
        """Makes this row the current one, shown whole; ``tell`` says so by ``chosen``. False when there is none."""
        if not 0 <= row < self._list.rowCount():
            return False
        with self._telling(tell):
            self.setCurrentIndex(self._list.index(row, 0))
        self.scrollTo(self._list.index(row, 0))
        return True

    def pick_article(self, article: int, *, tell: bool = True) -> bool:
        """The same by id."""
        row = self._list.row_of(article)
        return row is not None and self.pick(row, tell=tell)

    def step(self, by: int, *, tell: bool = True) -> bool:
        """The row so many further down, or up when negative; the first one when none is current."""
        index = self.currentIndex()
        return self.pick(index.row() + by if index.isValid() else 0, tell=tell)

    def step_to_unread(self) -> bool:
        """The next unread article below the current one."""
        row = self._list.next_unread(self.currentIndex().row())
        return row is not None and self.pick(row)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tells which article it is now."""
        super().currentChanged(current, previous)
        if not self._silent and current.isValid():
            self.chosen.emit(self._list.id_at(current.row()))

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

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what moves in the list; all else (letters, Space) belongs to the window's commands."""
        self._show_ring(True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if article := self.current():
                self.open_wanted.emit(article)
        elif event.key() == Qt.Key.Key_Menu:
            event.ignore()  # arrives as a context menu event
        elif event.key() in _OWN_KEYS or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button chooses, the middle one opens; a right click must not mark anything as read."""
        self._show_ring(False)
        if event.button() == Qt.MouseButton.LeftButton:
            before = self.currentIndex()
            super().mousePressEvent(event)
            if before.isValid() and before == self.currentIndex() and (article := self.current()):
                self.chosen.emit(article)  # It may be another one that is shown, as after a similar reading.
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._want_open(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the original."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._want_open(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the selection when the click is in it or a key was pressed, else for the row under the mouse."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.visualRect(self.currentIndex()).center()
            articles = self.picked()
        else:
            where = event.pos()
            row = self.rowAt(where.y())
            articles = self.picked() if self._is_picked(row) else [self._list.id_at(row)]
        articles = [article for article in articles if article]
        if articles:
            self.menu_wanted.emit(articles, self.viewport().mapToGlobal(where))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by keyboard. Qt would make the first row current, and so open its article."""
        had = self.currentIndex().isValid()
        with self._telling(False):
            super().focusInEvent(event)
            if not had:
                self.selectionModel().clear()
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._show_ring(event.reason() in keys)

    # Keeping the place

    def _start(self) -> None:
        self._place = None
        self.scrollToTop()

    def _hold(self) -> None:
        """Rows are about to move: remember what is seen, and show nothing until it is there again."""
        bar = self.verticalScrollBar()
        row = self.rowAt(0)
        top = None
        if bar.value() > 0 and row >= 0:
            top = QPersistentModelIndex(self._list.index(row, 0))
        picked = self.picked() if self._count_picked() <= _REMEMBERED else []
        self._place = _Place(top, self._list.id_at(row), -self.rowViewportPosition(row), self.current(), tuple(picked))
        self.setUpdatesEnabled(False)
        self._silent = True

    def _release(self) -> None:
        """Rows have moved."""
        place, self._place = self._place, None
        if place is None:
            return
        self.updateGeometries()
        if place.top is not None:
            row = place.top.row() if place.top.isValid() else self._list.row_of(place.top_article)
            if row is not None:
                self.verticalScrollBar().setValue(row * self._paint.height + place.offset)
        self._pick_again(place)
        self._silent = False
        self.setUpdatesEnabled(True)
        if place.current and not self.current():
            self.chosen.emit(0)

    def _pick_again(self, place: _Place) -> None:
        """The same articles as before; when the current one is gone, keys go on from where it was."""
        picks = self.selectionModel()
        if place.current and place.current != self.current():
            row = self._list.row_of(place.current)
            if row is None:
                picks.clearSelection()
            else:
                picks.setCurrentIndex(self._list.index(row, 0), _Flag.NoUpdate)
        if place.picked and not picks.hasSelection():
            chosen = QItemSelection()
            for row in self._list.rows_of(place.picked).values():
                chosen.select(self._list.index(row, 0), self._list.index(row, 0))
            picks.select(chosen, _Flag.ClearAndSelect)

    @contextmanager
    def _telling(self, tell: bool) -> Iterator[None]:
        before, self._silent = self._silent, not tell or self._silent
        yield
        self._silent = before

    def _is_picked(self, row: int) -> bool:
        return row >= 0 and self.selectionModel().isRowSelected(row, QModelIndex())

    def _count_picked(self) -> int:
        return sum(last + 1 - first for first, last in self._picked_spans())

    def _picked_spans(self) -> list[tuple[int, int]]:
        spans = self.selectionModel().selection()
        return [(span.top(), span.bottom()) for span in map(spans.at, range(spans.size()))]

    def _want_open(self, where: QPoint) -> None:
        if article := self._list.id_at(self.rowAt(where.y())):
            self.open_wanted.emit(article)

    def _show_ring(self, shown: bool) -> None:
        if self._paint.keyboard != shown:
            self._paint.keyboard = shown
            self.viewport().update()
