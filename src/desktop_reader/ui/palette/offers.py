"""Feeds and folders whose name was typed into the search: a few rows above the articles that were found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.palette.entries import Entry, fitting
from desktop_reader.ui.palette.rows import RowDelegate, rows_of_entries
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_MOST, _ROW, _LEAST = 3, 36, 2


class Offers(QListView):
    """``places`` are asked for at the first letter; ``chosen`` is called before one is gone to. The field keeps the
    keyboard: Down goes into the rows and through them to the articles, Enter takes the row that it is on.
    """

    def __init__(
        self,
        theme: Theme,
        field: QLineEdit,
        places: Callable[[], Sequence[Entry]],
        chosen: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._ask = places
        self._chosen = chosen
        self._places: Sequence[Entry] | None = None
        self._rows = rows_of_entries(self)
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { border: 0; background: transparent; margin: 0 8px 4px 8px; }")
        self.setAccessibleName(self.tr("Feeds and folders of this name"))
        self.hide()
        self.clicked.connect(lambda index: self._go(index.row()))
        field.textChanged.connect(self._typed)
        field.installEventFilter(self)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that are meant for the rows."""
        if self.isVisible() and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        if event.type() == QEvent.Type.FocusOut:
            self._step_to(-1)
        return False

    def _key(self, key: Qt.Key) -> bool:
        now, last = self._now(), self._rows.rowCount() - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and now >= 0:
            self._go(now)
        elif key == Qt.Key.Key_Down and now < last:
            self._step_to(now + 1)
        elif key == Qt.Key.Key_Up and now >= 0:
            self._step_to(now - 1)
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        typed = text.strip()
        if not typed:
            self._places = None  # Others may be followed when the next search begins.
        elif self._places is None and self._field.hasFocus():
            self._places = self._ask()
        named = typed if len(typed) >= _LEAST else ""
        found = [one for one in fitting(self._places or (), named, ()) if one.letters] if named else []
        self._rows.show(found[:_MOST])
        self.setFixedHeight(len(found[:_MOST]) * fonts.scaled(_ROW) + 4)
        self.setVisible(bool(found))

    def _now(self) -> int:
        return self.currentIndex().row() if self.selectionModel().hasSelection() else -1

    def _step_to(self, row: int) -> None:
        if row < 0:
            self.selectionModel().clear()
            return
        self.selectionModel().setCurrentIndex(self._rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        entry = self._rows.at(row)
        if entry is not None:
            # The keyboard is in the field, so nobody would hear of the row.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, entry.spoken))

    def _go(self, row: int) -> None:
        entry = self._rows.at(row)
        if entry is not None:
            self._chosen()
            entry.run()
