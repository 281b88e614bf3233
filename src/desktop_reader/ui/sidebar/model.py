"""The sidebar's tree as Qt asks for it. It reads, and says what the user wants moved or renamed; it writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import IntEnum
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_reader.records.feed import Feed, FeedCount, Folder
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.sidebar import said
from desktop_reader.ui.sidebar.moves import Move, Place, dropped, stepped
from desktop_reader.ui.sidebar.said import NOTHING, Note
from desktop_reader.ui.sidebar.tree import (
    SMART,
    Counts,
    Key,
    Kind,
    Node,
    Shelf,
    grown,
    same_shape,
    sum_up,
    trouble,
    walk,
)

Index = QModelIndex | QPersistentModelIndex

ROW = "application/x-desktop-reader-row"
"""What a dragged row calls itself."""

_SCOPES = {
    Kind.TODAY: Scope.TODAY,
    Kind.UNREAD: Scope.UNREAD,
    Kind.STARRED: Scope.STARRED,
    Kind.FOLDER: Scope.FOLDER,
    Kind.FEED: Scope.FEED,
    Kind.LABEL: Scope.LABEL,
}
_KINDS = {scope: kind for kind, scope in _SCOPES.items()}


class SidebarReader(Protocol):
    """What the sidebar asks the library."""

    def folders(self) -> list[Folder]:
        """All folders."""

    def feeds(self) -> list[Feed]:
        """All feeds with counters and health."""

    def feed_counts(self, numbers: Iterable[int]) -> list[FeedCount]:
        """Counters and health of these feeds; those that are gone are missing."""

    def smart_counts(self, since_at: int = 0) -> Counts:
        """The numbers of the smart rows; ``since_at`` is the last local midnight."""


class Role(IntEnum):
    """What the delegate asks for beyond Qt's own roles."""

    KIND = Qt.ItemDataRole.UserRole
    ID = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    HEALTH = Qt.ItemDataRole.UserRole + 3
    EXPANDED = Qt.ItemDataRole.UserRole + 4
    UUID = Qt.ItemDataRole.UserRole + 5


# Made once: Qt asks for each row again and again.
_FLAG = Qt.ItemFlag
_SMART_FLAGS = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable | _FLAG.ItemNeverHasChildren
_FEED_FLAGS = _SMART_FLAGS | _FLAG.ItemIsEditable | _FLAG.ItemIsDragEnabled
_FOLDER_FLAGS = (
    _FLAG.ItemIsEnabled
    | _FLAG.ItemIsSelectable
    | _FLAG.ItemIsEditable
    | _FLAG.ItemIsDragEnabled
    | _FLAG.ItemIsDropEnabled
)


class SidebarModel(QAbstractItemModel):
    """Signals: ``move_wanted(kind, id, folder_id | None, position)``, the position among the folder's rows of the same
    kind without the moved one; ``rename_wanted(kind, id, title)``, no title for a feed's own; ``refused(words)`` why a
    name is none; ``folded(set of folder ids)`` others are closed now.
    """

    move_wanted = Signal(str, int, object, int)
    rename_wanted = Signal(str, int, str)
    refused = Signal(str)
    folded = Signal(set)

    def __init__(self, reader: SidebarReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._closed: set[int] = set()
        self._notes: dict[int, Note] = {}
        self._shelf = Shelf()
        self._plant(self._read())

    # The tree

    def refresh(self) -> None:
        """Reads again. Where only words and numbers are others, only their rows are painted again."""
        root = self._read()
        if not same_shape(self._root, root):
            self.beginResetModel()
            self._plant(root)
            self.endResetModel()
            return
        for old, new in zip(self._nodes, walk(root), strict=True):
            if old.shown != new.shown:
                old.title, old.count, old.trouble, old.more = new.shown
                index = self.index_of(old.key)
                self.dataChanged.emit(index, index)

    def recount(self, feeds: Iterable[int]) -> None:
        """Reads the counters and the health of these feeds again, and the smart rows; the tree itself is as it was."""
        before = {node.key: node.shown for node in self._nodes}
        counts = self._reader.smart_counts(midnight())
        for kind, count in ((Kind.TODAY, counts.today), (Kind.UNREAD, counts.unread), (Kind.STARRED, counts.starred)):
            self._by_key[Key(kind)].count = count
        for feed in self._reader.feed_counts(feeds):
            node = self._by_key.get(Key(Kind.FEED, feed.id))
            if node is not None:
                node.title, node.count, node.trouble = feed.title, feed.unread, trouble(feed.health)
        sum_up(self._root)
        for node in self._nodes:
            if node.shown != before[node.key]:
                index = self._index(node)
                self.dataChanged.emit(index, index)

    @property
    def shelf(self) -> Shelf:
        """Kept searches and labels, as they are shown."""
        return self._shelf

    def set_shelf(self, shelf: Shelf) -> bool:
        """These are the searches and labels now. Other numbers are shown at once; False when more than that is other,
        and everything has to be read again.
        """
        before, self._shelf = self._shelf, shelf
        if (before.searches, before.labels) != (shelf.searches, shelf.labels):
            return False
        for key, count in shelf.counts.items():
            node = self._by_key.get(key)
            if node is not None and node.count != count:
                node.count = count
                index = self._index(node)
                self.dataChanged.emit(index, index)
        return True

    def set_notes(self, notes: dict[int, Note]) -> None:
        """What there is to say of feeds beside their health: by their ids, of all that have anything."""
        before, self._notes = self._notes, notes
        for feed in before.keys() | notes.keys():
            index = self.index_of(Key(Kind.FEED, feed))
            if before.get(feed) != notes.get(feed) and index.isValid():
                self.dataChanged.emit(index, index)

    def note(self, node: Node) -> Note:
        """What there is to say of a row."""
        return self._notes.get(node.key.id, NOTHING) if node.key.kind is Kind.FEED else NOTHING

    def node(self, index: Index) -> Node:
        """The row behind an index, the root behind none."""
        # A number, not a pointer: one kept over a reset finds another row at worst, never freed memory.
        number = index.internalId() if index.isValid() else -1
        return self._nodes[number] if 0 <= number < len(self._nodes) else self._root

    def index_of(self, key: Key) -> QModelIndex:
        """Where this row stands; an invalid index when it is not there."""
        node = self._by_key.get(key)
        return QModelIndex() if node is None else self._index(node)

    def folders(self) -> list[int]:
        """The ids of all folders, from top to bottom."""
        return [key.id for key in self._by_key if key.kind is Kind.FOLDER]

    @property
    def has_feeds(self) -> bool:
        """Whether anybody is followed."""
        return any(key.kind is Kind.FEED for key in self._by_key)

    @property
    def closed(self) -> frozenset[int]:
        """Folders that are closed; a new one is open."""
        return frozenset(self._closed)

    def fold(self, folder: int, closed: bool) -> None:
        """Remembers whether a folder is closed."""
        if closed == (folder in self._closed):
            return
        (self._closed.add if closed else self._closed.discard)(folder)
        self.folded.emit(set(self._closed))

    # What is chosen

    def query(self, index: Index) -> Query | None:
        """What choosing this row shows; None for a heading."""
        node = self.node(index)
        key, scope = node.key, _SCOPES.get(node.key.kind)
        if key.kind is Kind.SEARCH:
            return Query(search=node.more)
        if scope is None:
            return None
        return Query(scope, target=key.id or None, since_at=midnight() if scope is Scope.TODAY else None)

    def index_for(self, query: Query) -> QModelIndex:
        """The row that shows ``query``; an invalid index when none does."""
        kind = _KINDS.get(query.scope)
        if query.scope is Scope.ALL and (words := query.search.strip()):
            same = (one.key for one in self._nodes if one.key.kind is Kind.SEARCH and one.more == words)
            return self.index_of(next(same, Key(Kind.SEARCH)))
        return QModelIndex() if kind is None else self.index_of(Key(kind, query.target or 0))

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The row below ``parent``."""
        children = self.node(parent).children
        return self._index(children[row]) if 0 <= row < len(children) and not column else QModelIndex()

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        """The folder a row is in."""
        above = self.node(child).parent
        return QModelIndex() if above is None or above is self._root else self._index(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows below ``parent``."""
        return len(self.node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, counters, and the words for tooltips and screen readers."""
        node = self.node(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said.spoken(node, self.note(node))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return said.described(node, self.note(node))
        if role == Qt.ItemDataRole.ToolTipRole:
            return said.tooltip(node, self.note(node))
        if role == Role.KIND:
            return node.key.kind
        if role == Role.ID:
            return node.key.id
        if role == Role.COUNT:
            return node.count
        if role == Role.HEALTH:
            return node.trouble
        if role == Role.UUID:
            return node.uuid
        if role == Role.EXPANDED:
            return node.key.kind is Kind.FOLDER and node.key.id not in self._closed
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is no row to stop at; what the reader made can be moved and renamed."""
        kind = self.node(index).key.kind if index.isValid() else None
        if kind is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if kind is Kind.HEADING:
            return Qt.ItemFlag.ItemNeverHasChildren
        if kind in SMART:
            return _SMART_FLAGS
        return _FOLDER_FLAGS if kind is Kind.FOLDER else _FEED_FLAGS

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Asks for another title; the row changes once the library has it."""
        node, title = self.node(index), " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or title == node.title:
            return False
        if not title and node.key.kind is not Kind.FEED:
            self.refused.emit(said.nameless(node.key.kind))
            return False
        self.rename_wanted.emit(str(node.key.kind), node.key.id, title)
        return True

    # Moving

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only the sidebar's own rows can be dropped."""
        return [ROW]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged row."""
        data = QMimeData()
        data.setData(ROW, _called(self.node(indexes[0]).key))
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Not where it is already, and no folder into itself."""
        return self._place(data, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Asks for the move; the rows change once the library has it."""
        place = self._place(data, row, parent)
        if place is None:
            return False
        self.move_wanted.emit(str(place.key.kind), place.key.id, place.folder, place.position)
        return True

    def step(self, index: Index, move: Move) -> Place | None:
        """Where a step takes this row; None where there is none to take."""
        return stepped(self.node(index), move) if index.isValid() else None

    def folder_at(self, index: Index) -> int | None:
        """The folder that this row is, or is in."""
        node: Node | None = self.node(index)
        while node is not None and node.key.kind is not Kind.FOLDER:
            node = node.parent
        return node.key.id if node is not None else None

    def folder_title(self, folder: int) -> str:
        """What a folder is called."""
        return self.node(self.index_of(Key(Kind.FOLDER, folder))).title

    def _place(self, data: QMimeData, row: int, parent: Index) -> Place | None:
        if not data.hasFormat(ROW):
            return None
        dragged = bytes(data.data(ROW).data())
        moved = next((node for node in self._nodes if _called(node.key) == dragged), None)
        return None if moved is None else dropped(moved, self.node(parent), row)

    def _read(self) -> Node:
        counts = self._reader.smart_counts(midnight())
        return grown(self._reader.folders(), self._reader.feeds(), counts, self._shelf)

    def _plant(self, root: Node) -> None:
        self._root = root
        self._nodes = walk(root)
        self._by_key = {node.key: node for node in self._nodes}
        self._numbers = {node.key: number for number, node in enumerate(self._nodes)}

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, self._numbers[node.key])


def midnight() -> int:
    """When today began, here."""
    return int(datetime.combine(date.today(), time()).timestamp())


def _called(key: Key) -> bytes:
    return f"{key.kind}:{key.id}".encode()
