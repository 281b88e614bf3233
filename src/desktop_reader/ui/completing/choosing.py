"""A small list under a search field while a field's value is typed: Down goes into it, Enter and Tab take a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_reader.text.highlight import in_utf16
from desktop_reader.text.search_writing import Begun, begun, said
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.palette.bare import bare_list
from desktop_reader.ui.palette.entries import Entry, fitting
from desktop_reader.ui.palette.rows import RowDelegate, rows_of_entries
from desktop_reader.ui.theme import card, fonts
from desktop_reader.ui.theme.theme import Theme

_SHOWN, _ROW, _ROOM, _LEAST_WIDTH, _GAP = 7, 32, 6, 240, 4
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Offering(Protocol):
    """Who knows what a field may be."""

    def of(self, field: str, later: Callable[[], object] | None = None) -> Sequence[Entry]:
        """All of a field; ``later`` is called when more are known."""


class Choosing(QWidget):
    """Belongs to ``field`` and stands over the rest of its window. The field keeps the keyboard: as long as no row is
    gone to, Enter searches for what is typed, and Tab takes the first row.
    """

    def __init__(self, theme: Theme, field: QLineEdit, offers: Offering) -> None:
        super().__init__(field.window())
        self._theme, self._field, self._offers = theme, field, offers
        self._begun: Begun | None = None
        self._known: Sequence[Entry] = ()
        self._refused: tuple[str, int] | None = None  # Field and place that the reader does not want a list for.
        self._rows = rows_of_entries(self)
        self.list = bare_list(self._rows, self.tr("What it may be"))
        self.list.setItemDelegate(RowDelegate(theme, self.list, _ROW))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        column = QVBoxLayout(self)
        reach = card.REACH
        column.setContentsMargins(reach + _ROOM, _ROOM, reach + _ROOM, reach + _ROOM)
        column.addWidget(self.list)
        self.hide()
        theme.changed.connect(self.update)
        field.textEdited.connect(lambda _: self.look())
        field.cursorPositionChanged.connect(lambda *_: self._moved())
        field.installEventFilter(self)
        field.destroyed.connect(self.deleteLater)

    def look(self) -> None:
        """Shows what fits the value that is typed now, or nothing."""
        now = self._now()
        if now is None or not self._field.hasFocus() or (now.field, now.start) == self._refused:
            self._put_away()
            return
        if self._begun is None or self._begun.field != now.field:
            self._known = self._offers.of(now.field, self._more)
        self._begun = now
        found = [one for one in fitting(self._known, now.value, ()) if one.letters or not now.value.strip()]
        if not found or (len(found) == 1 and said(now.field, found[0].words) == said(now.field, now.value)):
            self._rows.show([])
            self.hide()
            return
        first = not self.isVisible()
        self._rows.show(found)
        self._place(len(found))
        self.show()
        self.raise_()
        if first:
            self._tell(self.tr("%n to choose from; Down goes there", "", len(found)))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that are meant for the rows."""
        if event.type() == QEvent.Type.FocusOut:
            self._put_away()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place(self._rows.rowCount())
        elif self.isVisible() and isinstance(event, QKeyEvent) and not event.modifiers():
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        return False

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The card and its shadow."""
        painter = QPainter(self)
        place = QRectF(self._card())
        card.shadow(painter, place, self._theme.tokens)
        card.card(painter, place, self._theme.tokens)

    def _key(self, key: Qt.Key) -> bool:
        row, count = self._row(), self._rows.rowCount()
        if key == Qt.Key.Key_Down:
            self._go_to((row + 1) % count)
        elif key == Qt.Key.Key_Up and row >= 0:
            self._go_to(row - 1)
        elif key in _TAKES and (row >= 0 or key == Qt.Key.Key_Tab):
            self._take(max(row, 0))
        elif key == Qt.Key.Key_Escape and self._begun is not None:
            self._refused = (self._begun.field, self._begun.start)
            self._put_away()
        else:
            return False
        return True

    def _moved(self) -> None:
        """The cursor went elsewhere, by a key or by what is typed; a list is never opened by that."""
        now = self._now()
        if now is None or (self._refused and (now.field, now.start) != self._refused):
            self._refused = None
        if self.isVisible() and (now is None or self._begun is None or now.start != self._begun.start):
            self._put_away()

    def _more(self) -> None:
        if self._begun is not None and self._begun.field == "lang":
            self._begun = None
            self.look()

    def _now(self) -> Begun | None:
        text, at = self._field.text(), self._field.cursorPosition()
        before = text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "ignore")
        return begun(text, len(before)) if not self._field.hasSelectedText() else None

    def _take(self, row: int) -> None:
        entry, now = self._rows.at(row), self._begun
        if entry is None or now is None:
            return
        ((start, end),) = in_utf16(self._field.text(), [(now.start, now.end)])
        value = said("", entry.words)
        goes_on = self._field.text()[now.end : now.end + 1]
        self._field.setFocus()
        self._field.setSelection(start, end - start)
        self._field.insert(value if goes_on in (" ", ")") and goes_on else f"{value} ")
        self._put_away()

    def _put_away(self) -> None:
        self._begun = None
        self._rows.show([])
        self.hide()

    def _row(self) -> int:
        return self.list.currentIndex().row() if self.list.selectionModel().hasSelection() else -1

    def _go_to(self, row: int) -> None:
        index, entry = self._rows.index(row), self._rows.at(row)
        if entry is None:
            self.list.clearSelection()
            return
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        self._tell(entry.spoken)

    def _tell(self, words: str) -> None:
        """The keyboard is in the field, so nobody would hear of it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, words))

    def _card(self) -> QRect:
        return self.rect().adjusted(card.REACH, 0, -card.REACH, -card.REACH)

    def _place(self, rows: int) -> None:
        """Below the field; above it where there is more room."""
        window, reach = self._field.window(), card.REACH
        at = self._field.mapTo(window, QPoint(0, 0))
        width = min(max(self._field.width(), fonts.scaled(_LEAST_WIDTH)), window.width() - 8)
        tall = min(_SHOWN, rows) * fonts.scaled(_ROW) + 2 * _ROOM
        below = at.y() + self._field.height() + _GAP
        room = window.height() - below - 8
        top = below if room >= min(tall, 3 * fonts.scaled(_ROW)) else max(8, at.y() - _GAP - tall)
        tall = min(tall, room) if top == below else tall
        left = at.x() + self._field.width() - width if self._field.isRightToLeft() else at.x()
        left = max(4, min(left, window.width() - width - 4))
        self.setGeometry(left - reach, top, width + 2 * reach, tall + reach)
