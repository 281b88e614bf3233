"""The table of feeds: what each one brought and what became of it; sorted by any column, and a way to the feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_reader.records.condition import Kind
from desktop_reader.records.statistics import OfFeed
from desktop_reader.ui import health
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex

_ROWS_SEEN = 12
_ROW = 32
_NARROW = 700
FEED, ARRIVED, OPENED, THROUGH, STARRED, RATIO, LAST, HEALTH = range(8)
_NO_ROW = QModelIndex()
_FIGURES = (ARRIVED, OPENED, THROUGH, STARRED, RATIO)


class FeedModel(QAbstractTableModel):
    """One row a feed. What cannot be compared stands at the end, whichever way it is sorted."""

    def __init__(self) -> None:
        super().__init__()
        self._feeds: list[OfFeed] = []
        self._telling = Telling()
        self._formats = Formats()
        self._sorted = (OPENED, Qt.SortOrder.DescendingOrder)
        self._titles = (
            self.tr("Feed"),
            self.tr("Arrived"),
            self.tr("Opened"),
            self.tr("Read through"),
            self.tr("Starred"),
            self.tr("Share opened"),
            self.tr("Last article"),
            self.tr("Health"),
        )

    def show_feeds(self, feeds: Sequence[OfFeed], telling: Telling, formats: Formats) -> None:
        """Other feeds, or other numbers."""
        self.beginResetModel()
        self._telling, self._formats = telling, formats
        self._feeds = list(feeds)
        self._sort()
        self.endResetModel()

    def feed(self, row: int) -> OfFeed:
        """That of a row."""
        return self._feeds[row]

    def rowCount(self, parent: Index = _NO_ROW) -> int:
        """As many as there are feeds."""
        return 0 if parent.isValid() else len(self._feeds)

    def columnCount(self, parent: Index = _NO_ROW) -> int:
        """Always the same."""
        return len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        if role == Qt.ItemDataRole.DisplayRole:
            column, order = self._sorted
            arrow = "↓" if order is Qt.SortOrder.DescendingOrder else "↑"
            return f"{self._titles[section]} {arrow}" if section == column else self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, their side and their sign."""
        feed, column = self._feeds[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(feed, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole and column in _FIGURES:
            return fonts.ui(13, tabular=True)
        if role == Qt.ItemDataRole.DecorationRole and column == HEALTH and feed.condition.kind is not Kind.FINE:
            return icon(*health.sign(feed.condition.kind))
        if role == Qt.ItemDataRole.ToolTipRole and column == HEALTH:
            return health.Words(self._formats).sentence(feed.condition.sentence)
        if role == Qt.ItemDataRole.ToolTipRole and column == FEED:
            return plain_tip(feed.title)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By another column."""
        self.beginResetModel()
        self._sorted = (column, order)
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        column, order = self._sorted
        self._feeds.sort(key=lambda one: one.title.casefold())
        keys: dict[int, Callable[[OfFeed], Any]] = {
            FEED: lambda one: one.title.casefold(),
            ARRIVED: lambda one: one.tally.arrived,
            OPENED: lambda one: (one.tally.opened, one.tally.arrived),
            THROUGH: lambda one: one.tally.through,
            STARRED: lambda one: one.tally.starred,
            RATIO: lambda one: one.tally.ratio,
            LAST: lambda one: one.last_at,
            HEALTH: lambda one: (not one.condition.fine, health.name(one.condition.kind)),
        }
        key = keys[column]
        none = [one for one in self._feeds if key(one) is None]
        some = [one for one in self._feeds if key(one) is not None]
        some.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        self._feeds = some + none

    def _words(self, feed: OfFeed, column: int) -> str:
        tally, telling = feed.tally, self._telling
        if column == FEED:
            return " ".join(feed.title.split())
        if column == RATIO:
            return telling.share(tally.ratio)
        if column == LAST:
            return "–" if feed.last_at is None else self._formats.date(feed.last_at)
        if column == HEALTH:
            return health.name(feed.condition.kind)
        return telling.number((tally.arrived, tally.opened, tally.through, tally.starred)[column - ARRIVED])


class FeedTable(QTableView):
    """Signal ``chosen(feed)``: the reader wants to go there."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.feeds = FeedModel()
        self.setModel(self.feeds)
        self.setAccessibleName(self.tr("Feeds"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(fonts.scaled(_ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(FEED, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(fonts.scaled(56))
        head.setResizeContentsPrecision(100)
        self.setSortingEnabled(True)
        self.sortByColumn(OPENED, Qt.SortOrder.DescendingOrder)
        head.setSortIndicatorShown(False)  # Qt's own arrow lies upon the words; the title has one.
        self.setStyleSheet("QTableView { background: transparent; } QTableView::item { padding: 0 9px; }")
        self.activated.connect(lambda index: self.chosen.emit(self.feeds.feed(index.row()).id))
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the feed on every system."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.chosen.emit(self.feeds.feed(index.row()).id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow table leaves out what matters less."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < fonts.scaled(_NARROW)
        for column in (THROUGH, STARRED, LAST):
            if self.isColumnHidden(column) is not narrow:
                self.setColumnHidden(column, narrow)

    def fit(self) -> None:
        """As high as its rows, up to a dozen."""
        rows = min(_ROWS_SEEN, max(1, self.feeds.rowCount()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * fonts.scaled(_ROW) + 2)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
