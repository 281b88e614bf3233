"""The list on the screen: a table of one column, because Qt lays out every row of anything else at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.place import Place, spans

_MINUTE = 60_000
_OWN_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}


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
        self._place: Place | None = None
        self._silent = False
        self._sought = 0  # An article that is to be picked once its row is known.
        self._owed = False  # The current row was not known when it was picked.
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
        model.filled.connect(self._pay)
        self.verticalScrollBar().valueChanged.connect(self._settle)
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
        for first, last in spans(self):
            articles += self._list.ids_between(first, last)
        return articles

    def pick(self, row: int, *, tell: bool = True) -> bool:
        """Makes this row the current one, shown whole; ``tell`` says so by ``chosen``. False when there is none."""
        if not 0 <= row < self._list.rowCount():
            return False
        with self._telling(tell):
            self.setCurrentIndex(self._list.index(row, 0))
        self._list.keep_order()
        self.scrollTo(self._list.index(row, 0))
        return True

    def pick_article(self, article: int, *, tell: bool = True) -> None:
        """The same by id, at once or when its row is known; unless something else was picked meanwhile."""
        self._sought = article

        def found(row: int | None) -> None:
            if row is not None and self._sought == article:
                self.pick(row, tell=tell)

        if article:
            self._list.find(article, found)

    def step(self, by: int, *, tell: bool = True) -> bool:
        """The row so many further down, or up when negative; the first one when none is current."""
        index = self.currentIndex()
        return self.pick(index.row() + by if index.isValid() else 0, tell=tell)

    def step_to_unread(self, nothing: Callable[[], object] = lambda: None) -> None:
        """The next unread article below the current one, else the first; calls ``nothing`` when all are read."""
        after = self.currentIndex().row()

        def found(row: int | None) -> None:
            if row is None:
                nothing()
            elif self.currentIndex().row() == after:  # The reader has not gone elsewhere meanwhile.
                self.pick(row)

        self._list.find_unread(after, found)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tells which article it is now."""
        super().currentChanged(current, previous)
        if not current.isValid():
            return
        self._sought = 0
        if self._silent:
            return
        self._list.keep_order()
        article = self._list.id_at(current.row())
        self._owed = not article
        if article:
            self.chosen.emit(article)

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
        self._place, self._owed = None, False
        with self._telling(False):
            self.scrollToTop()

    def _settle(self) -> None:
        if not self._silent:
            self._list.keep_order()

    def _pay(self) -> None:
        """All rows are known now; also the one that was picked before it was."""
        if self._owed and (article := self.current()):
            self._owed = False
            self.chosen.emit(article)

    def _hold(self) -> None:
        """Rows are about to move: remember what is seen, and show nothing until it is there again."""
        self._place = Place.of(self)
        self.setUpdatesEnabled(False)
        self._silent = True

    def _release(self) -> None:
        """Rows have moved."""
        place, self._place = self._place, None
        if place is None:
            return
        place.restore(self, self._list.move, self._paint.height)
        self._silent = False
        self.setUpdatesEnabled(True)
        if place.is_lost(self._list.move):
            self.chosen.emit(0)

    @contextmanager
    def _telling(self, tell: bool) -> Iterator[None]:
        before, self._silent = self._silent, not tell or self._silent
        yield
        self._silent = before

    def _is_picked(self, row: int) -> bool:
        return row >= 0 and self.selectionModel().isRowSelected(row, QModelIndex())

    def _want_open(self, where: QPoint) -> None:
        if article := self._list.id_at(self.rowAt(where.y())):
            self.open_wanted.emit(article)

    def _show_ring(self, shown: bool) -> None:
        if self._paint.keyboard != shown:
            self._paint.keyboard = shown
            self.viewport().update()
