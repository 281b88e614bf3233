"""The card of labels: type to find or make one, tick it, and it is on the articles that are picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop_reader.records.label import Label
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.labels.choices import Choice, Share, choices
from desktop_reader.ui.labels.rows import HEIGHT, RowDelegate, rows_of_choices, spoken
from desktop_reader.ui.palette.bare import bare_field, bare_list
from desktop_reader.ui.palette.floating import Floating
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_WIDTH, _SHOWN, _FIELD, _ROOM, _HINT = 280, 8, 44, 6, 34
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class LabelCard(Floating):
    """Stands at ``place`` of the window. Enter ticks the row that is marked, and so does Space as long as nothing is
    typed; the card stays until Escape, for there may be more to tick.

    Signals: ``ticked(label id, on)``; ``made(title)``.
    """

    ticked = Signal(int, bool)
    made = Signal(str)

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        place: Callable[[], QPoint],
        labels: Sequence[Label],
        shares: Mapping[int, int],
        of: int,
    ) -> None:
        super().__init__(theme, window)
        self._place_of = place
        self._labels, self._shares, self._of = labels, dict(shares), of
        self._rows = rows_of_choices(self)
        self.setAccessibleName(self.tr("Labels"))
        hint = self.tr("Find or make a label")
        self.field = bare_field(hint, hint, 13, _FIELD)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.list = bare_list(self._rows, self.tr("Labels"))
        self.list.setItemDelegate(RowDelegate(theme, self.list))
        self.list.entered.connect(lambda index: self._go_to(index.row()))
        self.list.clicked.connect(lambda index: self._tick(index.row()))
        self.hint = QLabel(self.tr("Type the name of your first label"))
        self.hint.setFont(fonts.ui(12))
        self.hint.setContentsMargins(8, 0, 8, 0)
        self.hint.setWordWrap(True)
        self._line = QFrame()
        self._line.setFixedHeight(1)
        self._line.setObjectName("line")
        below = QVBoxLayout()
        below.setContentsMargins(_ROOM, _ROOM, _ROOM, _ROOM)
        below.addWidget(self.list)
        below.addWidget(self.hint)
        self.column.addWidget(self.field)
        self.column.addWidget(self._line)
        self.column.addLayout(below, 1)
        theme.changed.connect(self._dress)
        self._dress()
        self._typed("")

    def show_labels(self, labels: Sequence[Label], shares: Mapping[int, int]) -> None:
        """They are others now; the row that is marked stays marked."""
        self._labels, self._shares = labels, dict(shares)
        now = self._rows.at(self.list.currentIndex().row())
        self._typed(self.field.text())
        rows = range(self._rows.rowCount())
        same = (row for row in rows if now is not None and _same(self._rows.at(row), now))
        self._go_to(next(same, 0))

    def wanted_size(self) -> QSize:
        """As high as its rows, at most eight; with one where there is none."""
        rows = min(_SHOWN, self._rows.rowCount())
        below = rows * fonts.scaled(HEIGHT) if rows else fonts.scaled(_HINT)
        return QSize(fonts.scaled(_WIDTH), fonts.scaled(_FIELD) + 1 + 2 * _ROOM + below)

    def from_top(self, height: int, room: int) -> int:
        """Below what it belongs to."""
        return max(8, self._place_of().y())

    def from_left(self, width: int, room: int) -> int:
        """The same."""
        return max(8, min(self._place_of().x(), room - width - 8))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard; the keys that move and tick go to the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, row = Qt.Key(event.key()), self.list.currentIndex().row()
            if key in _MOVES:
                self._go_to((row + _MOVES[key]) % max(1, self._rows.rowCount()))
                return True
            ticks = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and not self.field.text())
            if ticks:
                self._tick(row)
                return True
        return super().eventFilter(watched, event)

    def _typed(self, typed: str) -> None:
        self._rows.show(choices(self._labels, self._shares, self._of, typed))
        empty = not self._rows.rowCount()
        self.list.setVisible(not empty)
        self.hint.setVisible(empty)
        self._lay_out()
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        index = self._rows.index(row)
        if not index.isValid() or index == self.list.currentIndex():
            return
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        choice = self._rows.at(row)
        if choice is not None:
            self._say(spoken(choice))

    def _tick(self, row: int) -> None:
        choice = self._rows.at(row)
        if choice is None:
            return
        typed = bool(self.field.text())
        if choice.is_new:
            self.made.emit(choice.label.title)
        else:
            on = choice.share is not Share.ALL
            self._shares[choice.label.id] = self._of if on else 0
            self.ticked.emit(choice.label.id, on)
            self._say(spoken(Choice(choice.label, Share.ALL if on else Share.NONE)))
        if typed:
            self.field.clear()
        self.show_labels(self._labels, self._shares)
        self._mark(choice)

    def _mark(self, choice: Choice) -> None:
        for row in range(self._rows.rowCount()):
            if _same(self._rows.at(row), choice):
                self._go_to(row)

    def _say(self, words: str) -> None:
        """The keyboard is in the field, so nobody would hear of the row."""
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._line.setStyleSheet(f"background: {tokens.line};")
        self.hint.setStyleSheet(f"color: {tokens.text2};")


def _same(one: Choice | None, other: Choice) -> bool:
    return one is not None and one.label.title.casefold() == other.label.title.casefold()


def colour_words(colour: str) -> str:
    """What a colour is called."""
    tr = QCoreApplication.translate
    words = {
        "red": tr("Labels", "Red"),
        "orange": tr("Labels", "Orange"),
        "yellow": tr("Labels", "Yellow"),
        "green": tr("Labels", "Green"),
        "teal": tr("Labels", "Teal"),
        "blue": tr("Labels", "Blue"),
        "purple": tr("Labels", "Purple"),
        "pink": tr("Labels", "Pink"),
    }
    return words.get(colour, colour)
