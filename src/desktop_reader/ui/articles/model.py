"""The list as Qt asks for it: ids in memory, rows fetched when they are painted, and nothing moves by itself.

``open`` answers at once with the number of rows and the first ids; the rest comes from a reading thread. A row that
was read while "Unread" is shown stays: only new and removed articles change the list until it is opened again.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop_reader.errors import ReaderError
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.records.listing import Part
from desktop_reader.records.query import Query
from desktop_reader.ui.articles import when
from desktop_reader.ui.articles.asking import ArticleReader, Ask
from desktop_reader.ui.articles.filling import Filling
from desktop_reader.ui.articles.gaps import NEIGHBOURS, Gaps
from desktop_reader.ui.articles.moves import Change, Move
from desktop_reader.ui.articles.rows import RowCache

Index = QModelIndex | QPersistentModelIndex

# Above this many rows one paint of all is cheaper than telling Qt of each.
_MANY = 64
_AT_ONCE = 20  # Rows: a screen shows a dozen, and a jump pays for all that it fetches.
_HINTS = 4_000


class Role(IntEnum):
    """What the delegate asks for beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    ID = Qt.ItemDataRole.UserRole + 1


class ArticleModel(QAbstractTableModel):
    """Signals: ``opened`` another list; ``arrived(n)`` new rows in this one; ``moving`` and ``moved`` stand around
    whatever moves its rows, be it a reset, and ``move`` tells in between where each went, so that the view can keep
    its place; ``filled`` all rows are known now; ``about_changed``; ``failed(error)`` rows could not be read while they
    were painted (they stay blank until the list is opened again).
    """

    opened = Signal()
    arrived = Signal(int)
    moving = Signal()
    moved = Signal()
    filled = Signal()
    about_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        reader: ArticleReader,
        ask: Ask,
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.move: Move = Change(array("q"))
        self._clock = clock
        self._rows = RowCache(reader.rows)
        self._ids: array[int] | Gaps = array("q")
        self._places: dict[int, int] = {}  # id → row where it was last seen; a hint, checked before it is believed
        self._about: int | None = None
        self._filling = Filling(self, reader, ask)

    @property
    def query(self) -> Query:
        """What is shown, or about to be."""
        return self._filling.query

    @property
    def searching(self) -> bool:
        """Whether a search is under way that has not found all yet."""
        return bool(self.query.search.strip()) and not self._filling.whole

    @property
    def about(self) -> int | None:
        """About so many rows the list will have; None when the number of rows is all that is known, or exact."""
        return self._about

    # The list

    def open(self, query: Query) -> None:
        """Show ``query`` from its top. Where that takes longer, as a search, the old rows stay until it is there."""
        self._rows.retry()
        self._filling.open(query)

    def apply(self, changes: Changes) -> None:
        """Show what a job altered, every other row staying where it is."""
        if not self._filling.begun:
            return
        if changes.tree or changes.labels:
            self._rows.clear()  # names of feeds, or colours of labels, may be others now
            self.repaint()
        elif changes.state or changes.updated:
            self._renew((*changes.state, *changes.updated))
        self._rows.forget(changes.removed)
        self._rows.forget(changes.new)  # one that came back was remembered as gone
        self._filling.change(changes.new, (*changes.removed, *changes.folded))

    def keep_order(self) -> None:
        """The reader has scrolled or picked something: what is here of a search stays where it is."""
        self._filling.settled = True

    def row(self, row: int) -> ArticleRow | None:
        """What this row paints; None for an article that is gone, or not known yet."""
        article = self.id_at(row)
        if not article:
            return None
        found = self._rows.get(article)
        if found is None and article not in self._rows:
            start = row - row % _AT_ONCE
            near = self.ids_between(start, start + _AT_ONCE - 1)
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
        """The article in this row; 0 when there is none, or none is known yet."""
        if not 0 <= row < len(self._ids):
            return 0
        if isinstance(self._ids, Gaps):
            try:
                self._ids.look(row)
            except ReaderError as error:
                self._tell_failure(error)
        return self._ids[row]

    def row_of(self, article: int) -> int | None:
        """Where this article is, if it was painted since the list is as it is."""
        row = self._places.get(article, -1)
        return row if article and 0 <= row < len(self._ids) and self._ids[row] == article else None

    def find(self, article: int, found: Callable[[int | None], None]) -> None:
        """Tells the row of any article, at once or later; None when it is not in the list."""
        row = self.row_of(article)
        if row is not None:
            found(row)
        else:
            self._filling.find(article, found)

    def find_unread(self, after: int, found: Callable[[int | None], None]) -> None:
        """Tells the first row below ``after`` whose article is unread, else the first of all, at once or later."""
        for row in range(after + 1, min(after + 1 + 2 * NEIGHBOURS, len(self._ids))):
            seen = self.row(row)
            if seen is None and not self.id_at(row):
                break  # not known yet
            if seen is not None and seen.unread:
                found(row)
                return
        self._filling.find_unread(after, found)

    def part(self, spans: Sequence[tuple[int, int]]) -> Callable[[ArticleReader], Part]:
        """A question for the articles of these rows, as (first, last): however many, asking it costs nothing here."""
        return self._filling.part(spans)

    def beyond(self, article: int, *, below: bool) -> Callable[[ArticleReader], Part]:
        """A question for all articles above this one, or below it."""
        return self._filling.beyond(article, below)

    def clean_up(self, spared: int, cleaned: Callable[[int], None]) -> None:
        """Takes out what does not belong to the list any more, as what was read while "Unread" is shown; ``spared``
        stays. Tells later how many rows went.
        """
        self._filling.clean_up(spared, cleaned)

    def ids_between(self, first: int, last: int) -> list[int]:
        """The articles from one row to another, in order, as far as they are known."""
        if isinstance(self._ids, Gaps):
            return list(self._ids.between(first, last))
        return self._ids[first : last + 1].tolist()

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
        said += [row.title or row.snippet, row.feed_title, *(label.title for label in row.labels)]
        said += [self.tr("%n source(s)", "", row.sources)] if row.sources > 1 else []
        return ", ".join([*filter(None, said), when.spoken(row.published_at, self._clock(), QLocale())])

    # What the filling puts in

    def show(self, listed: array[int] | Gaps, about: int | None = None) -> None:
        """Another list."""
        self.beginResetModel()
        self._ids = listed
        self._places.clear()
        self.endResetModel()
        if about != self._about:
            self.tell_about(about)
        self.opened.emit()

    def replace(self, listed: array[int], move: Move) -> None:
        """The same list with other rows."""
        self.move = move
        self.moving.emit()
        inserted, removed = (move.inserted, move.removed) if isinstance(move, Change) else (None, None)
        if inserted:
            self.beginInsertRows(QModelIndex(), *inserted)
        elif removed:
            self.beginRemoveRows(QModelIndex(), *removed)
        else:
            self.beginResetModel()
        self._ids = listed
        self._places.clear()
        if inserted:
            self.endInsertRows()
        elif removed:
            self.endRemoveRows()
        else:
            self.endResetModel()
        self.moved.emit()

    def fill(self, listed: array[int]) -> None:
        """The same rows, all of them known."""
        self._ids = listed
        self.repaint()
        self.filled.emit()

    def tell_about(self, about: int | None) -> None:
        """About so many rows the list will have, or: now it is known."""
        self._about = about
        self.about_changed.emit()

    def repaint(self) -> None:
        """All rows may look different."""
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def _renew(self, articles: Sequence[int]) -> None:
        held = self._rows.held(articles)
        if len(held) > _MANY:
            self._rows.forget(held)
            self.repaint()
            return
        for article in self._rows.renew(held):
            row = self.row_of(article)
            if row is not None:  # else it is painted as it is now when somebody comes there
                index = self.index(row, 0)
                self.dataChanged.emit(index, index)

    def _tell_failure(self, error: ReaderError) -> None:
        # Not from within a paint event: whoever is told may open a dialog.
        QTimer.singleShot(0, self, lambda: self.failed.emit(error))
