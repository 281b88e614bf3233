"""The sidebar's tree as Qt asks for it. It reads, and says what the user wants moved or renamed; it writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import IntEnum
from html import escape
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_reader.records.feed import Feed, FeedCount, Folder
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.sidebar.tree import SMART, Counts, Key, Kind, Node, grown, same_shape, sum_up, trouble, walk

Index = QModelIndex | QPersistentModelIndex

_MIME = "application/x-desktop-reader-row"
_SCOPES = {
    Kind.TODAY: Scope.TODAY,
    Kind.UNREAD: Scope.UNREAD,
    Kind.STARRED: Scope.STARRED,
    Kind.FOLDER: Scope.FOLDER,
    Kind.FEED: Scope.FEED,
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


class SidebarModel(QAbstractItemModel):
    """Signals: ``move_wanted(kind, id, folder_id | None, position)``, the position among the folder's rows of the same
    kind without the moved one; ``rename_wanted(kind, id, title)``; ``folded(set of folder ids)`` others are closed now.
    """

    move_wanted = Signal(str, int, object, int)
    rename_wanted = Signal(str, int, str)
    folded = Signal(set)

    def __init__(self, reader: SidebarReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._closed: set[int] = set()
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
                old.title, old.count, old.trouble = new.shown
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
        """What choosing this row shows; None for the label."""
        key = self.node(index).key
        scope = _SCOPES.get(key.kind)
        if scope is None:
            return None
        return Query(scope, target=key.id or None, since_at=midnight() if scope is Scope.TODAY else None)

    def index_for(self, query: Query) -> QModelIndex:
        """The row that shows ``query``; an invalid index when none does."""
        kind = _KINDS.get(query.scope)
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
            return self._spoken(node)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return node.trouble
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tooltip(node)
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
        """The label is no row to stop at; feeds and folders can be moved and renamed."""
        flag = Qt.ItemFlag
        kind = self.node(index).key.kind if index.isValid() else None
        if kind is None:
            return flag.ItemIsDropEnabled
        if kind is Kind.LABEL:
            return flag.ItemNeverHasChildren
        base = flag.ItemIsEnabled | flag.ItemIsSelectable
        if kind in SMART:
            return base | flag.ItemNeverHasChildren
        if kind is Kind.FEED:
            return base | flag.ItemIsEditable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren
        return base | flag.ItemIsEditable | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Asks for another title; the row changes once the library has it."""
        node, title = self.node(index), " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or not title or title == node.title:
            return False
        self.rename_wanted.emit(str(node.key.kind), node.key.id, title)
        return True

    # Moving

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only the sidebar's own rows can be dropped."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged row."""
        data = QMimeData()
        data.setData(_MIME, _said(self.node(indexes[0]).key))
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Not where it is already, and no folder into itself."""
        return self._move(data, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Asks for the move; the rows change once the library has it."""
        move = self._move(data, row, parent)
        if move is None:
            return False
        key, folder, position = move
        self.move_wanted.emit(str(key.kind), key.id, folder, position)
        return True

    def _move(self, data: QMimeData, row: int, parent: Index) -> tuple[Key, int | None, int] | None:
        if not data.hasFormat(_MIME):
            return None
        said = bytes(data.data(_MIME).data())
        moved = next((node for node in self._nodes if _said(node.key) == said), None)
        target = self.node(parent)
        if moved is None or target.key.kind is Kind.FEED:
            return None
        above: Node | None = target
        while above is not None:
            if above is moved:
                return None
            above = above.parent
        before = target.children if row < 0 else target.children[:row]
        alike = [node for node in before if node.key.kind is moved.key.kind and node is not moved]
        if target is moved.parent:
            now = [node for node in target.children if node.key.kind is moved.key.kind].index(moved)
            if now == len(alike):
                return None
        return moved.key, target.key.id or None, len(alike)

    def _read(self) -> Node:
        return grown(self._reader.folders(), self._reader.feeds(), self._reader.smart_counts(midnight()))

    def _plant(self, root: Node) -> None:
        self._root = root
        self._nodes = walk(root)
        self._by_key = {node.key: node for node in self._nodes}
        self._numbers = {node.key: number for number, node in enumerate(self._nodes)}

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, self._numbers[node.key])

    def _spoken(self, node: Node) -> str:
        words = [node.title]
        if node.key.kind is Kind.FOLDER:
            words.append(self.tr("folder"))
        if node.trouble:
            words.append(self.tr("cannot be refreshed"))
        if node.key.kind is Kind.STARRED:
            words.append(self.tr("%n starred", None, node.count))
        elif node.key.kind is not Kind.LABEL:
            words.append(self.tr("%n unread", None, node.count))
        return ", ".join(words)


def midnight() -> int:
    """When today began, here."""
    return int(datetime.combine(date.today(), time()).timestamp())


def _said(key: Key) -> bytes:
    return f"{key.kind}:{key.id}".encode()


def _tooltip(node: Node) -> str:
    """Both parts escaped: a tooltip that looks like HTML is taken for it, and feeds choose their titles themselves."""
    lines = [f"<b>{escape(node.title)}</b>", escape(node.trouble)] if node.trouble else [escape(node.title)]
    return f"<p>{'<br>'.join(lines)}</p>"
