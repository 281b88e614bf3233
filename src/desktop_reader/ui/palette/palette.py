"""The command palette: type a part of a name, and Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.palette.bare import bare_field, bare_list
from desktop_reader.ui.palette.entries import Entry, fitting
from desktop_reader.ui.palette.floating import Floating
from desktop_reader.ui.palette.rows import RowDelegate, rows_of_entries
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_WIDTH, _SHOWN, _TOP, _ROW, _FIELD = 600, 10, 72, 36, 48
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN - 1, Qt.Key.Key_PageUp: 1 - _SHOWN}


class Palette(Floating):
    """``entries`` are the commands, ``places`` what else is found by its name, ``search`` the entry that looks for what
    was typed. ``recent`` are the names given last, the latest first; it grows.
    """

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        entries: Sequence[Entry],
        places: Sequence[Entry],
        search: Callable[[str], Entry],
        recent: list[str],
    ) -> None:
        super().__init__(theme, window)
        self._entries, self._places, self._search, self._recent = entries, places, search, recent
        self._rows = rows_of_entries(self)
        self.setAccessibleName(self.tr("Command palette"))
        hint = self.tr("Type a command, a feed or a folder")
        self.field = bare_field(hint, self.tr("Command, feed or folder"), 15, _FIELD)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.list = bare_list(self._rows, self.tr("What fits"))
        self.list.setItemDelegate(RowDelegate(theme, self.list))
        self.list.entered.connect(lambda index: self._go_to(index.row()))
        self.list.clicked.connect(lambda index: self._do(index.row()))
        line = QFrame()
        line.setFixedHeight(1)
        line.setObjectName("line")
        line.setStyleSheet(f"background: {theme.tokens.line};")
        below = QVBoxLayout()
        below.setContentsMargins(6, 6, 6, 6)
        below.addWidget(self.list)
        self.column.addWidget(self.field)
        self.column.addWidget(line)
        self.column.addLayout(below, 1)
        theme.changed.connect(lambda: line.setStyleSheet(f"background: {theme.tokens.line};"))
        self._typed("")

    def wanted_size(self) -> QSize:
        """As high as its rows, at most ten."""
        rows = min(_SHOWN, self._rows.rowCount())
        return QSize(fonts.scaled(_WIDTH), fonts.scaled(_FIELD) + 1 + 12 + rows * fonts.scaled(_ROW))

    def from_top(self, height: int, room: int) -> int:
        """Always in the same place, however many rows there are."""
        return min(fonts.scaled(_TOP), room // 8)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard; the keys that move go to the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _MOVES:
                self._step(_MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _typed(self, typed: str) -> None:
        found = fitting([*self._entries, *self._places] if typed.strip() else self._entries, typed, self._recent)
        if typed.strip():
            found.append(self._search(" ".join(typed.split())))
        self._rows.show(found)
        self._lay_out()
        self._go_to(0)

    def _step(self, by: int) -> None:
        count, now = self._rows.rowCount(), self.list.currentIndex().row()
        if abs(by) == 1:
            self._go_to((now + by) % max(1, count))  # From the last one to the first.
        else:
            self._go_to(max(0, min(now + by, count - 1)))

    def _go_to(self, row: int) -> None:
        index = self._rows.index(row)
        if not index.isValid() or index == self.list.currentIndex():
            return
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        entry = self._rows.at(row)
        if entry is not None and self.isVisible():
            # The keyboard is in the field, so nobody would hear of the row.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, entry.spoken))

    def _do(self, row: int) -> None:
        entry = self._rows.at(row)
        if entry is None or entry.refusal:
            return
        self._recent[:] = [entry.name, *(name for name in self._recent if name != entry.name)][:20]
        self.put_away()
        QTimer.singleShot(0, self._window, entry.run)  # Once the keyboard is back where it was.
