"""The menu of orders: by what the list is sorted, and which end comes first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop_reader.records.query import Query, Sort


class SortMenu(QMenu):
    """Signals: ``chosen(Sort, reverse)``; ``compact_wanted`` or comfortable rows again."""

    chosen = Signal(Sort, bool)
    compact_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._query = Query()
        self._sorts: dict[Sort, QAction] = {}
        words = {
            Sort.BEST: self.tr("Best match"),
            Sort.DATE: self.tr("Date"),
            Sort.TITLE: self.tr("Title"),
            Sort.FEED: self.tr("Feed"),
            Sort.WORDS: self.tr("Length"),
            Sort.READS: self.tr("Times read"),
            Sort.FAIR: self.tr("Fair: rare feeds first"),
        }
        names = self.tr("A to Z"), self.tr("Z to A")
        self._ends = {
            Sort.BEST: (self.tr("Best first"), self.tr("Best last")),
            Sort.DATE: (self.tr("Newest first"), self.tr("Oldest first")),
            Sort.TITLE: names,
            Sort.FEED: names,
            Sort.WORDS: (self.tr("Longest first"), self.tr("Shortest first")),
            Sort.READS: (self.tr("Most read first"), self.tr("Least read first")),
            Sort.FAIR: (self.tr("Newest day first"), self.tr("Oldest day first")),
        }
        group = QActionGroup(self)
        for sort, said in words.items():
            self._sorts[sort] = self._add(said, group)
            self._sorts[sort].triggered.connect(partial(self._choose_sort, sort))
        self.addSeparator()
        ends = QActionGroup(self)
        self._forwards, self._backwards = self._add("", ends), self._add("", ends)
        self._forwards.triggered.connect(partial(self._choose_end, False))
        self._backwards.triggered.connect(partial(self._choose_end, True))
        self.addSeparator()
        self._compact = self._add(self.tr("Compact rows"))
        self._compact.triggered.connect(self.compact_wanted)
        self.show_query(Query())

    @property
    def words(self) -> str:
        """The order in words."""
        ends = self._forwards if self._forwards.isChecked() else self._backwards
        return f"{self._sorts[self._sort].text()}, {ends.text()}"

    @property
    def is_usual(self) -> bool:
        """Whether this is the order that lists, or searches, have by themselves."""
        usual = Sort.BEST if self._query.search.strip() else Sort.DATE
        return self._sort is usual and not self._query.reverse

    def show_query(self, query: Query) -> None:
        """Ticks what ``query`` says, without a signal."""
        self._query = query
        self._sorts[Sort.BEST].setVisible(bool(query.search.strip()))
        self._sorts[Sort.FAIR].setVisible(not query.search.strip())
        self._sorts[self._sort].setChecked(True)
        for action, said in zip((self._forwards, self._backwards), self._ends[self._sort], strict=True):
            action.setText(said)
        (self._backwards if query.reverse else self._forwards).setChecked(True)

    def show_compact(self, compact: bool) -> None:
        """Ticks the density of the rows, without a signal."""
        self._compact.setChecked(compact)

    @property
    def _sort(self) -> Sort:
        searching, sort = bool(self._query.search.strip()), self._query.sort
        return Sort.DATE if sort is (Sort.FAIR if searching else Sort.BEST) else sort

    def _add(self, words: str, group: QActionGroup | None = None) -> QAction:
        action = QAction(words, group or self, checkable=True)
        self.addAction(action)
        return action

    def _choose_sort(self, sort: Sort) -> None:
        self.chosen.emit(sort, False if sort is not self._sort else self._query.reverse)

    def _choose_end(self, reverse: bool) -> None:
        self.chosen.emit(self._sort, reverse)
