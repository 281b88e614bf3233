"""The statistics page: of what, of which days; what was counted; and what one can do with it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader import paths
from desktop_reader.library.reader import Reader
from desktop_reader.library.statistics import statistics
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.query import Query
from desktop_reader.records.statistics import Statistics, Window
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.statistics.body import Body
from desktop_reader.ui.statistics.cards import faint
from desktop_reader.ui.statistics.scopes import ScopeBox
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.worker.thread import Worker

_WIDE, _HIGH = 1040, 760
_SIDE = 24
_IN_ONE_ROW, _NARROWEST, _LOWEST = 800, 480, 360
_RENEWED_AFTER_MS = 1500


class Answer(NamedTuple):
    """What was counted, and of what else it could be."""

    found: Statistics
    folders: list[Folder]
    feeds: list[Feed]


class StatisticsDialog(QDialog):
    """Signals: ``feed_chosen(id)`` the reader wants to go there; ``save_wanted(suffix)``; ``erase_wanted``;
    ``undo_wanted``.
    """

    feed_chosen = Signal(int)
    save_wanted = Signal(str)
    erase_wanted = Signal()
    undo_wanted = Signal()

    def __init__(
        self, worker: Worker, theme: Theme, first: Query, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Statistics"))
        self._worker, self._formats = worker, formats
        self.found: Statistics | None = None
        self.scope = ScopeBox(first)
        self.scope.picked.connect(self.ask)
        self.body = Body(theme, formats)
        self.body.feed_chosen.connect(self._go)
        self.said = faint(self.tr("Counting…"), 12)
        self.undo = _button(self.tr("Undo"))
        self.undo.hide()
        self.undo.clicked.connect(self.undo_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._undo)
        self.erase = _button(self.tr("Erase reading record…"))
        self.erase.setEnabled(not worker.read_only)
        self.erase.clicked.connect(self.erase_wanted)
        self.save = _button(self.tr("Save as…"))
        self.save.setEnabled(False)
        menu = QMenu(self)
        menu.addAction(self.tr("Table (CSV)…"), lambda: self.save_wanted.emit("csv"))
        menu.addAction(self.tr("JSON…"), lambda: self.save_wanted.emit("json"))
        self.save.setMenu(menu)
        self.windows = QButtonGroup(self)
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_RENEWED_AFTER_MS)
        self._later.timeout.connect(self.ask)
        worker.changed.connect(self._follow)
        self.ask()

    @property
    def window_wanted(self) -> Window:
        """The days that are chosen."""
        days = self.windows.checkedId()
        return Window(days if days > 0 else None)

    def ask(self, *_: object) -> None:
        """Counts anew; what is shown stays until that is done."""
        question = partial(_counted, window=self.window_wanted, within=self.scope.wanted, now=int(time.time()))
        self._worker.ask("statistics", question, lambda answer: self._show(answer) if isValid(self) else None)

    def say(self, words: str, *, undo: bool = False) -> None:
        """What was done; with a button that takes it back."""
        self.said.setText(words)
        self.undo.setVisible(undo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what stood side by side stands in two rows."""
        super().resizeEvent(event)
        wide = self.width() >= fonts.scaled(_IN_ONE_ROW)
        (self._days if wide else self._above).addWidget(self.tables)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(way)
        self._foot.setDirection(way)

    def _show(self, answer: Answer) -> None:
        self.found = answer.found
        self.scope.show_places(answer.folders, answer.feeds)
        self.body.show_statistics(answer.found, self._formats)
        self.save.setEnabled(True)
        if self.said.text() == self.tr("Counting…"):
            self.say(self.tr("Counted from your library on this computer. Nobody else is told."))

    def _follow(self, changes: Changes) -> None:
        if (changes.feeds or changes.tree) and not self._later.isActive():
            self._later.start()

    def _go(self, feed: int) -> None:
        self.accept()
        self.feed_chosen.emit(feed)

    def _undo(self) -> None:
        if self.undo.isVisible():
            self.undo_wanted.emit()

    def _lay_out(self) -> None:
        self._above, self._days = QHBoxLayout(), QHBoxLayout()
        for row in (self._above, self._days):
            row.setSpacing(8)
        self._above.addWidget(self.scope)
        self._above.addStretch(1)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(_SIDE, 16, _SIDE, 12)
        self._head.setSpacing(8)
        self._head.addLayout(self._above)
        self._head.addLayout(self._days, 1)
        for days, words in (
            (7, self.tr("7 days")),
            (30, self.tr("30 days")),
            (365, self.tr("A year")),
            (0, self.tr("All time")),
        ):
            button = _button(words)
            button.setCheckable(True)
            button.setChecked(days == 30)
            self.windows.addButton(button, days)
            self._days.addWidget(button)
        self.windows.idClicked.connect(self.ask)
        self._days.addStretch(1)
        self.tables = _button(self.tr("As tables"))
        self.tables.setIcon(icon("table"))
        self.tables.setCheckable(True)
        self.tables.toggled.connect(self.body.show_tables)
        self._above.addWidget(self.tables)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.body)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addStretch(1)
        for button in (self.erase, self.save):
            below.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(_SIDE, 12, _SIDE, 16)
        self._foot.setSpacing(8)
        saying = QHBoxLayout()
        saying.setSpacing(8)
        saying.addWidget(self.said, 1)
        saying.addWidget(self.undo)
        self._foot.addLayout(saying, 1)
        self._foot.addLayout(below)
        close = _button(self.tr("Close"))
        close.clicked.connect(self.accept)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.area, 1)
        column.addLayout(self._foot)
        column.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)  # Narrow windows are laid out otherwise.
        rows = (self._above, self._days, below)  # Words are longer in some languages.
        widest = max(row.minimumSize().width() for row in rows) + 2 * _SIDE
        self.setMinimumSize(max(fonts.scaled(_NARROWEST), widest), _LOWEST)
        room = self.screen().availableSize() - QSize(40, 80)
        self.resize(QSize(fonts.scaled(_WIDE), fonts.scaled(_HIGH)).boundedTo(room))


def _counted(reader: Reader, window: Window, within: Query, now: int) -> Answer:
    pictures: Path = paths.cache() / "pictures"
    return Answer(statistics(reader, window, now, within, pictures), reader.folders(), reader.feeds())


def _button(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    return button
