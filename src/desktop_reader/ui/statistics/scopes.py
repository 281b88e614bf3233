"""Of what the statistics are: the chooser of all feeds, a folder or a feed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox

from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon

_WIDE = 260
_DEEPER = "    "


class ScopeBox(QComboBox):
    """Signal ``picked(Query)``: another one was chosen by hand."""

    picked = Signal(object)

    def __init__(self, first: Query) -> None:
        super().__init__()
        self._wanted = first
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(self.tr("Of which feeds"))
        self.setMaxVisibleItems(20)
        self.setFixedWidth(fonts.scaled(_WIDE))
        self.addItem(icon("library"), self.tr("All feeds"), Query())
        self.currentIndexChanged.connect(self._chosen)

    @property
    def wanted(self) -> Query:
        """What is chosen."""
        return self._wanted

    def name(self) -> str:
        """What it is called."""
        return self.currentText().strip()

    def show_places(self, folders: Sequence[Folder], feeds: Sequence[Feed]) -> None:
        """What there is to choose from now; what was chosen stays while it is there."""
        shown = (tuple(folders), tuple((feed.id, feed.title, feed.folder_id) for feed in feeds))
        if shown == self._shown:
            return
        self._shown = shown
        blocked = QSignalBlocker(self)
        self.clear()
        self.addItem(icon("library"), self.tr("All feeds"), Query())
        self._add(None, 0, folders, feeds, set())
        there = next((row for row in range(self.count()) if self.itemData(row) == self._wanted), -1)
        self.setCurrentIndex(max(0, there))
        del blocked
        if there < 0:
            self._chosen(0)

    def _add(
        self, parent: int | None, depth: int, folders: Sequence[Folder], feeds: Sequence[Feed], seen: set[int]
    ) -> None:
        for folder in folders:
            if folder.parent_id == parent and folder.id not in seen:
                seen.add(folder.id)
                self.addItem(icon("folder"), _DEEPER * depth + folder.title, Query(Scope.FOLDER, target=folder.id))
                self._add(folder.id, depth + 1, folders, feeds, seen)
        for feed in feeds:
            if feed.folder_id == parent:
                self.addItem(icon("rss"), _DEEPER * depth + feed.title, Query(Scope.FEED, target=feed.id))

    def _chosen(self, row: int) -> None:
        wanted = self.itemData(row, Qt.ItemDataRole.UserRole)
        if isinstance(wanted, Query) and wanted != self._wanted:
            self._wanted = wanted
            self.picked.emit(wanted)


def place_of(query: Query) -> Query:
    """The feed or folder that a list shows; all feeds when it is another list."""
    return Query(query.scope, target=query.target) if query.scope in (Scope.FEED, Scope.FOLDER) else Query()
