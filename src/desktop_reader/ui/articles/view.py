"""The list on the screen: how it is gone through, by keys, mouse and commands, and how the place in it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.hover import Hover
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.place import Place
from desktop_reader.ui.articles.table import Table

_MINUTE = 60_000
_PICKING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_Action = QAbstractItemView.CursorAction
_OWN_KEYS = {
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_PageUp: _Action.MovePageUp,
    Qt.Key.Key_PageDown: _Action.MovePageDown,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
}


class ArticleView(Table):
    """Signals: ``chosen(id)`` another article is current, 0 when it is gone from the list; ``open_wanted(id)`` Enter,
    double or middle click; ``menu_wanted(article, global_pos)``, 0 for all that are picked; ``deed_wanted(deed, id)``
    a button of a row.
    """

    chosen = Signal(int)
    open_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    deed_wanted = Signal(str, int)

    def __init__(self, model: ArticleModel, delegate: ArticleDelegate, parent: QWidget | None = None) -> None:
        super().__init__(model, delegate, parent)
        self._place: Place | None = None
        self._silent = False
        self._sought = 0  # An article that is to be picked once its row is known.
        self._owed = False  # The current row was not known when it was picked.
        model.opened.connect(self._start)
        model.moving.connect(self._hold)
        model.moved.connect(self._release)
        model.filled.connect(self._pay)
        self.verticalScrollBar().valueChanged.connect(self._settle)
        self._clock = QTimer(self, interval=_MINUTE)  # "2h" becomes "3h" by itself, "Yesterday" a day of the week
        self._clock.timeout.connect(self.viewport().update)
        self.hover = Hover(self, model, delegate)
        self.hover.wanted.connect(self.deed_wanted)

    # Going to articles

    def pick(self, row: int, *, tell: bool = True) -> bool:
        """Makes this row the current one, shown whole; ``tell`` says so by ``chosen``. False when there is none."""
        if not 0 <= row < self._list.rowCount():
            return False
        with self._telling(tell):
            self.setCurrentIndex(self._list.index(row, 0))
        self._list.keep_order()
        self.scrollTo(self._list.index(row, 0))
        return True

    def extend(self, row: int) -> None:
        """Picks all up to this row; the article that is shown stays."""
        with self._picking():
            super().extend(row)

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

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what moves in the list; all else (letters, Space) belongs to the window's commands."""
        self._show_ring(True)
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._want_menu()
            return
        if event.modifiers() & _PICKING:
            with self._picking():
                self._press_key(event)
        else:
            self._press_key(event)

    def _press_key(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if article := self.current():
                self.open_wanted.emit(article)
        elif event.key() == Qt.Key.Key_Menu:
            event.ignore()  # arrives as a context menu event
        elif event.key() in _OWN_KEYS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.extend(self.moveCursor(_OWN_KEYS[Qt.Key(event.key())], event.modifiers()).row())
        elif event.key() in _OWN_KEYS or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button chooses, the middle one opens; a right click must not mark anything as read."""
        self._show_ring(False)
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() & _PICKING:
            with self._picking():
                if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    self.extend(self.rowAt(event.position().toPoint().y()))
                else:
                    super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            before = self.currentIndex()
            super().mousePressEvent(event)
            if before.isValid() and before == self.currentIndex() and (article := self.current()):
                self.chosen.emit(article)  # It may be another one that is shown, as after a similar reading.
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._want_open(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pulled over the list, it picks what it comes over."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            with self._picking():
                if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    self.extend(self.rowAt(event.position().toPoint().y()))
                else:
                    super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the original."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._want_open(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the selection when the click is in it or a key was pressed, else for the row under the mouse."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._want_menu()
            return
        row = self.rowAt(event.pos().y())
        article = self._list.id_at(row)
        if article:
            several = self.is_picked(row) and self.count_picked() > 1
            self.menu_wanted.emit(0 if several else article, event.globalPos())

    def _want_menu(self) -> None:
        """For what is picked, beside the current row."""
        if self.count_picked():
            self.scrollTo(self.currentIndex())
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.menu_wanted.emit(0 if self.count_picked() > 1 else self.picked()[0], where)

    def showEvent(self, event: QShowEvent) -> None:
        """The clock goes while it is seen."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the time."""
        super().hideEvent(event)
        self._clock.stop()

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

    @contextmanager
    def _picking(self) -> Iterator[None]:
        """Several rows are being picked: the article that is shown stays."""
        self._list.keep_order()
        with self._telling(False):
            yield

    def _want_open(self, where: QPoint) -> None:
        if article := self._list.id_at(self.rowAt(where.y())):
            self.open_wanted.emit(article)

    def _show_ring(self, shown: bool) -> None:
        if self._paint.keyboard != shown:
            self._paint.keyboard = shown
            self.viewport().update()
