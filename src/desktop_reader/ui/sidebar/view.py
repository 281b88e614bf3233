"""The tree on the screen: what is chosen, opened, moved and renamed, kept over every reading of the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_reader.records.query import Query
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.sidebar.delegate import SidebarDelegate
from desktop_reader.ui.sidebar.dragging import DragTree
from desktop_reader.ui.sidebar.model import SidebarModel
from desktop_reader.ui.sidebar.tree import Key, Kind, Shelf

_Flag = QItemSelectionModel.SelectionFlag


class SidebarView(DragTree):
    """Signals: ``selected(Query)`` the user chose a row; ``menu_wanted(kind, id, global_pos)``."""

    selected = Signal(Query)
    menu_wanted = Signal(str, int, QPoint)

    def __init__(self, model: SidebarModel, delegate: SidebarDelegate, parent: QWidget | None = None) -> None:
        super().__init__(model, delegate, parent)
        self._silent = False
        self._stale = self._shown = False
        self._under: QPoint | None = None
        self._heard: list[QAction] = []
        self._kept: tuple[Key | None, int] = (None, 0)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Feeds"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)  # the delegate indents, so that tints run from side to side
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # The ground is painted with the rows: a style sheet takes away the palette of whatever it touches.
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.expanded.connect(lambda index: model.fold(model.node(index).key.id, False))
        self.collapsed.connect(lambda index: model.fold(model.node(index).key.id, True))
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self._unfold()

    def hear(self, actions: Sequence[QAction]) -> None:
        """Commands on the current row. Their keys mean something else in the rest of the window, so they are heard only
        while the sidebar has the keyboard, and before the window hears them.
        """
        self._heard = list(actions)
        for action in actions:
            for widget in action.associatedObjects():
                if isinstance(widget, QWidget):
                    widget.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.addAction(action)

    def refresh(self) -> None:
        """Reads the library again; later, while a name is being typed or a row dragged."""
        busy = (QAbstractItemView.State.EditingState, QAbstractItemView.State.DraggingState)
        self._stale = self.state() in busy
        if not self._stale:
            self._tree.refresh()

    def recount(self, feeds: Iterable[int]) -> None:
        """Reads only the counters again: no row comes, goes or moves, so neither a name that is being typed nor a row
        that is being dragged takes harm.
        """
        self._tree.recount(feeds)

    def set_shelf(self, shelf: Shelf) -> None:
        """These are the searches and labels now."""
        if not self._tree.set_shelf(shelf):
            self.refresh()

    def show_query(self, query: Query) -> None:
        """Marks the row that shows ``query``, or none, without a signal."""
        self._silent = True
        self._mark(self._tree.index_for(query))
        self._silent = False

    def show_closed(self, folders: set[int]) -> None:
        """Closes these folders and opens all others, as they were left the last time."""
        for folder in self._tree.folders():
            self._tree.fold(folder, folder in folders)
        self._unfold()

    def rename(self, kind: str, number: int) -> None:
        """Starts the typing of another name in the row itself; one that is being typed elsewhere is taken as it is."""
        for field in self.viewport().findChildren(QLineEdit):
            if not field.isHidden():  # Else it is done with already.
                self.commitData(field)
                self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)
        index = self._tree.index_of(Key(Kind(kind), number))
        if index.isValid():
            self.scrollTo(index)
            self.edit(index)

    def step_feed(self, by: int) -> bool:
        """Chooses the next row that shows articles, or the one before; opens no folders."""
        index = self.currentIndex()
        while True:
            index = self.indexBelow(index) if by > 0 else self.indexAbove(index)
            if not index.isValid():
                return False
            if self._tree.query(index) is not None:
                self.setCurrentIndex(index)
                return True

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tells what to show."""
        super().currentChanged(current, previous)
        query = self._tree.query(current) if current.isValid() else None
        if query is not None and not self._silent:
            self.selected.emit(query)

    def showEvent(self, event: QShowEvent) -> None:
        """When it is shown for the first time Qt scrolls to the current row, in a view that is not laid out yet."""
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            self.verticalScrollBar().setValue(0)
            QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    # Painting

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, the one under the mouse in its own tint."""
        viewport = self.viewport()
        self._under = viewport.mapFromGlobal(QCursor.pos()) if viewport.underMouse() else None
        ground = QPainter(viewport)
        ground.fillRect(event.rect(), self._paint.ground)
        ground.end()
        super().paintEvent(event)

    def drawRow(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The delegate paints the whole row; Qt's own ground and branches stay out of it."""
        painter.save()
        row = QStyleOptionViewItem(option)
        row.widget = self
        hovered = self._under is not None and row.rect.contains(self._under)
        row.state = QStyle.StateFlag.State_MouseOver if hovered else QStyle.StateFlag.State_None
        self._paint.paint(painter, row, index)
        painter.restore()

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """None: folders have their chevron."""

    # Keys and mouse

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Keys of the sidebar's own commands do not reach the window's shortcuts. Another style changes no row's size:
        Qt would measure every feed anew, several times at each change of the theme.
        """
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._command(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and Space belong to the window's commands; Enter opens and closes a folder."""
        self._show_ring(True)
        action = self._command(event)
        if action is not None:
            action.trigger()
            return
        index = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._is_only_current(index):
            self._choose(index)
        elif enter and self.state() != self.State.EditingState:
            self.setExpanded(index, not self.isExpanded(index))
        elif event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_F2:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the chevron opens or closes; a right click leaves alone what is shown."""
        self._show_ring(False)
        where = event.position().toPoint()
        index = self.indexAt(where)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._on_chevron(index, where):
            self.setExpanded(index, not self.isExpanded(index))
            return
        again = self._is_only_current(index)
        super().mousePressEvent(event)
        if again:
            self._choose(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on the chevron are two clicks."""
        where = event.position().toPoint()
        index = self.indexAt(where)
        if self._on_chevron(index, where):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the row under the mouse, or the current one when a key was pressed."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        where = self.visualRect(index).center() if by_key else event.pos()
        key = self._tree.node(index).key
        self.menu_wanted.emit(str(key.kind), key.id, self.viewport().mapToGlobal(where))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by keyboard. Where no row shows the list, as of a search, Qt would choose the
        first one: the keyboard begins there all the same, and the list stays.
        """
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._silent = True
            self.selectionModel().setCurrentIndex(self._tree.index(0, 0), _Flag.NoUpdate)
            self._silent = False
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._show_ring(event.reason() in keys)

    # After typing or dragging the library may have more to say

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """The name is typed."""
        super().closeEditor(editor, hint)
        self.catch_up()

    def catch_up(self) -> None:
        """Nothing is typed or dragged any more."""
        self.setState(QAbstractItemView.State.NoState)
        if self._stale:
            self.refresh()

    # Keeping what is seen

    def _keep(self) -> None:
        index = self.currentIndex()
        self._kept = (self._tree.node(index).key if index.isValid() else None, self.verticalScrollBar().value())

    def _restore(self) -> None:
        key, scrolled = self._kept
        self._silent = True
        self._unfold()
        if key is not None:
            self._mark(self._tree.index_of(key))
        self._silent = False
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scrolled)

    def _mark(self, index: QModelIndex) -> None:
        # Not setCurrentIndex: it would scroll to the row and open the folders above it.
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)

    def _is_only_current(self, index: QModelIndex) -> bool:
        """Whether the keyboard is on a row that is not shown in the list."""
        return index.isValid() and index == self.currentIndex() and not self.selectionModel().isSelected(index)

    def _choose(self, index: QModelIndex) -> None:
        """The row that is current already."""
        self._mark(index)
        if (query := self._tree.query(index)) is not None:
            self.selected.emit(query)

    def _unfold(self) -> None:
        for folder in self._tree.folders():
            self.setExpanded(self._tree.index_of(Key(Kind.FOLDER, folder)), folder not in self._tree.closed)

    def _command(self, event: QKeyEvent) -> QAction | None:
        if self.state() == QAbstractItemView.State.EditingState:
            return None
        pressed = QKeySequence(event.keyCombination())
        return next((one for one in self._heard if one.isEnabled() and pressed in one.shortcuts()), None)

    def _on_chevron(self, index: QModelIndex, where: QPoint) -> bool:
        node = self._tree.node(index)
        if not index.isValid() or node.key.kind is not Kind.FOLDER:
            return False
        return self._paint.chevron(self.visualRect(index), node, self.layoutDirection()).contains(where)

    def _show_ring(self, shown: bool) -> None:
        if self._paint.keyboard != shown:
            self._paint.keyboard = shown
            self.viewport().update()
