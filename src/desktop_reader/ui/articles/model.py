"""The list as Qt asks for it: all ids in memory, rows fetched when they are painted, and nothing moves by itself.

``open`` answers at once with the number of rows and the first ids; the rest comes from the reading thread. A row that
was read while "Unread" is shown stays: only new and removed articles change the list until it is opened again.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop_reader.errors import ReaderError
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.ui.articles import ids, when
from desktop_reader.ui.articles.asking import ArticleReader, Ask
from desktop_reader.ui.articles.rows import RowCache

Index = QModelIndex | QPersistentModelIndex

_HEAD = 120
_NEIGHBOURS = 64
# Above this many separate places one reset that keeps the place is cheaper than telling Qt of each.
_MANY = 64
_HINTS = 4_000
_SEARCHED = 4_000


class Role(IntEnum):
    """What the delegate asks for beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    ID = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The reading thread's answer to new articles: where they go in the list of this version."""

    version: int
    runs: list[ids.Run]
    wanted: frozenset[int]


class ArticleModel(QAbstractTableModel):
    """Signals: ``opened`` another list; ``arrived(n)`` new rows in this one; ``moving`` and ``moved`` stand around
    whatever moves its rows, be it a reset, so that the view can keep its place; ``failed(error)`` rows could not be
    read while they were painted (they stay blank until the list is opened again).
    """

    opened = Signal()
    arrived = Signal(int)
    moving = Signal()
    moved = Signal()
    failed = Signal(object)

    def __init__(
        self,
        reader: ArticleReader,
        ask: Ask,
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.query = Query()
        self._reader = reader
        self._ask = ask
        self._clock = clock
        self._shown = self.query  # differs from ``query`` while a search is under way
        self._searching = False
        self._rows = RowCache(reader.rows)
        self._ids: array[int] = array("q")
        self._complete = True
        self._known: dict[int, int] = {}  # row → id while the list is not complete
        self._places: dict[int, int] = {}  # id → row where it was last seen; a hint, checked before it is believed
        self._wanted: frozenset[int] = frozenset()
        self._version = 0

    # The list

    def open(self, query: Query) -> None:
        """Show ``query`` from its top. A search keeps the old rows until its answer is there."""
        self.query = query
        self._version += 1
        self._rows.retry()
        self._searching = bool(query.search.strip())
        if self._searching:
            self._ask_for_all(query, {}, lambda fresh: self._show(fresh, complete=True))
            return
        total = self._reader.count(query)
        head = self._reader.first_ids(query, min(total, _HEAD)) if total else []
        if len(head) < min(total, _HEAD):
            total = len(head)
        sparse = array("q", (0,)) * total
        sparse[: len(head)] = array("q", head)
        self._show(sparse, complete=total == len(head))
        if not self._complete:
            self._known = dict(enumerate(head))
            self._ask_for_rest()

    def apply(self, changes: Changes) -> None:
        """Show what a job altered, every other row staying where it is."""
        if not self._version:
            return  # nothing was opened yet
        if changes.removed:
            self._remove(changes.removed)
        if changes.tree:
            self._rows.clear()  # feeds' names may be others now
            self._repaint_all()
        elif changes.state or changes.updated:
            self._renew((*changes.state, *changes.updated))
        if changes.new:
            self._wanted |= frozenset(changes.new)
            self._rows.forget(changes.new)  # one that came back was remembered as gone
        if not (changes.new or changes.removed):
            return
        # The latest question wins, so each of these asks for what an earlier one may not get to answer.
        if self._searching:
            self.open(self.query)
        elif not self._complete:
            self._version += 1
            self._ask_for_rest()
        elif self._wanted:
            self._ask_for_new()

    def row(self, row: int) -> ArticleRow | None:
        """What this row paints; None for an article that is gone."""
        article = self.id_at(row)
        found = self._rows.get(article)
        if found is None and article and article not in self._rows:
            start = row - row % _NEIGHBOURS
            near = list(filter(None, self._ids[start : start + _NEIGHBOURS]))
            try:
                self._rows.load(near)
            except ReaderError as error:
                self._rows.give_up(near)
                self._tell_failure(error)
            found = self._rows.get(article)
        if len(self._places) > _HINTS:
            self._places.clear()
        self._places[article] = row
        return found

    def id_at(self, row: int) -> int:
        """The article in this row; 0 when there is none."""
        if not 0 <= row < len(self._ids):
            return 0
        if not self._ids[row]:
            start = row - row % _NEIGHBOURS
            try:
                found = self._reader.ids_at(self._shown, start, _NEIGHBOURS)
            except ReaderError as error:
                self._tell_failure(error)
                found = []
            for place, article in enumerate(found, start):
                if place < len(self._ids) and not self._ids[place]:
                    self._ids[place] = self._known[place] = article
        return self._ids[row]

    def row_of(self, article: int) -> int | None:
        """Where this article is; None when it is not in the list, or not known to be yet."""
        return self.rows_of((article,)).get(article)

    def rows_of(self, articles: Iterable[int]) -> dict[int, int]:
        """The row of each of these that is in the list; one pass over the list for those not seen lately."""
        found: dict[int, int] = {}
        missing: list[int] = []
        for article in articles:
            row = self._places.get(article, -1)
            if 0 <= row < len(self._ids) and self._ids[row] == article:
                found[article] = row
            elif article:
                missing.append(article)
        if missing:
            found |= ids.places(self._ids, missing)
        return found

    def next_unread(self, after: int) -> int | None:
        """The first row below ``after`` whose article is unread; -1 begins at the top."""
        start = after + 1
        look = _SEARCHED if self._shown.search else 2 * _NEIGHBOURS
        rest = min(start + look, len(self._ids))
        for row in range(start, rest):
            found = self.row(row)
            if found is not None and found.unread:
                return row
        if rest >= len(self._ids) or self._shown.search:
            return None
        return self._next_of(self._reader.all_ids(replace(self._shown, unread_only=True)), rest)

    def _next_of(self, unread: array[int], row: int) -> int | None:
        """The first row from ``row`` on with one of these: quicker than looking at a million rows that are read."""
        left = set(unread).difference(self._ids[:row])
        while left and row < len(self._ids):
            self.id_at(row)
            part = self._ids[row : row + _NEIGHBOURS - row % _NEIGHBOURS]
            if not left.isdisjoint(part):
                return next(place for place, article in enumerate(part, row) if article in left)
            row += len(part)
        return None

    def ids_between(self, first: int, last: int) -> list[int]:
        """The articles from one row to another, in order, as far as they are known."""
        return list(filter(None, self._ids[first : last + 1]))

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Row, id, title or the words for a screen reader."""
        if role == Role.ROW:
            return self.row(index.row())
        if role == Role.ID:
            return self.id_at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            if row is None:
                return ""
            return row.title if role == Qt.ItemDataRole.DisplayRole else self._spoken(row)
        return None

    def _spoken(self, row: ArticleRow) -> str:
        said = [self.tr("Unread")] if row.unread else []
        said += [self.tr("Starred")] if row.starred else []
        said += [row.title or row.snippet, row.feed_title]
        return ", ".join([*filter(None, said), when.spoken(row.published_at, self._clock(), QLocale())])

    # How the list comes and changes

    def _show(self, listed: array[int], *, complete: bool) -> None:
        self._searching = False
        self._shown, self._wanted = self.query, frozenset()
        self.beginResetModel()
        self._ids, self._complete = listed, complete
        self._known.clear()
        self._places.clear()
        self.endResetModel()
        self.opened.emit()

    def _ask_for_all(self, query: Query, known: dict[int, int], use: Callable[[array[int]], None]) -> None:
        version = self._version

        def answered(fresh: array[int]) -> None:
            if version == self._version:
                use(fresh)

        self._ask(lambda reader: ids.with_kept(reader.all_ids(query), known), answered)

    def _ask_for_rest(self) -> None:
        self._ask_for_all(self._shown, dict(self._known), self._fill)

    def _fill(self, fresh: array[int]) -> None:
        """Put the whole list in place of the one with gaps."""
        come = len(fresh) - len(self._ids)
        if not come and all(fresh[row] == article for row, article in self._known.items()):
            self._ids = fresh
        else:
            self.moving.emit()
            self._rebuild(fresh)
            self.moved.emit()
        self._complete, self._wanted = True, frozenset()
        self._known.clear()
        if come > 0:
            self.arrived.emit(come)

    def _ask_for_new(self) -> None:
        query, version, wanted, listed = self._shown, self._version, self._wanted, self._ids[:]

        def question(reader: ArticleReader) -> _Arrival:
            return _Arrival(version, ids.runs_of_new(listed, reader.all_ids(query), wanted), wanted)

        self._ask(question, self._insert)

    def _insert(self, arrival: _Arrival) -> None:
        if arrival.version != self._version:
            if self._wanted and self._complete:
                self._ask_for_new()  # rows moved while the question was out
            return
        self._wanted -= arrival.wanted
        if not arrival.runs:
            return
        self._version += 1
        self.moving.emit()
        if len(arrival.runs) > _MANY:
            self._rebuild(ids.with_runs(self._ids, arrival.runs))
        else:
            for row, articles in reversed(arrival.runs):
                self.beginInsertRows(QModelIndex(), row, row + len(articles) - 1)
                self._ids[row:row] = array("q", articles)
                self._places.clear()
                self.endInsertRows()
        self.moved.emit()
        self.arrived.emit(sum(len(articles) for _, articles in arrival.runs))

    def _remove(self, articles: Iterable[int]) -> None:
        gone = set(articles)
        self._wanted -= gone
        self._rows.forget(gone)
        rows = self.rows_of(gone).values()
        if not rows:
            return
        self._version += 1
        spans = ids.spans(rows)
        self.moving.emit()
        if len(spans) > _MANY:
            self._rebuild(ids.without(self._ids, rows))
        else:
            for first, last in spans:
                self.beginRemoveRows(QModelIndex(), first, last)
                del self._ids[first : last + 1]
                self._places.clear()
                self.endRemoveRows()
        if not self._complete:
            self._known = {row: article for row, article in enumerate(self._ids) if article}
        self.moved.emit()

    def _rebuild(self, listed: array[int]) -> None:
        self.beginResetModel()
        self._ids = listed
        self._places.clear()
        self.endResetModel()

    def _renew(self, articles: Sequence[int]) -> None:
        held = self._rows.held(articles)
        if len(held) > _MANY:
            self._rows.forget(held)
            self._repaint_all()
            return
        for row in self.rows_of(self._rows.renew(held)).values():
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    def _tell_failure(self, error: ReaderError) -> None:
        # Not from within a paint event: whoever is told may open a dialog.
        QTimer.singleShot(0, self, lambda: self.failed.emit(error))

    def _repaint_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))
