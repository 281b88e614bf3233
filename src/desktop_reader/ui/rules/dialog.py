"""The rules, in their order and with a switch each; and what they did, which can be taken back run by run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QDateTime, QLocale, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.library import labels, rules, runs
from desktop_reader.records.rule import Rule, Run
from desktop_reader.ui import dates
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.rules import words
from desktop_reader.ui.theme import fonts, margins
from desktop_reader.worker.thread import Worker

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_WIDTH, _HEIGHT = 640, 620
_DATA = Qt.ItemDataRole.UserRole


class _Known(NamedTuple):
    rules: list[Rule]
    runs: list[Run]
    labels: dict[int, str]


class RulesDialog(QDialog):
    """Signals: ``wanted(Rule)`` it is to be changed, a new one where its id is 0; ``removed(Rule)``; ``switched(Rule,
    bool)``; ``ordered(ids)``; ``undo_wanted(Run)``, or ``redo_wanted`` of one that was taken back.
    """

    wanted = Signal(object)
    removed = Signal(object)
    switched = Signal(object, bool)
    ordered = Signal(object)
    undo_wanted = Signal(object)
    redo_wanted = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Rules"))
        self._worker = worker
        self._rules: list[Rule] = []
        self._labels: Mapping[int, str] = {}
        self.rules = _List()
        self.rules.setAccessibleName(self.tr("Rules"))
        self.rules.itemChanged.connect(self._switched)
        self.rules.itemActivated.connect(lambda _: self._change())
        self.rules.delete_wanted.connect(self._remove)
        self.rules.currentRowChanged.connect(self._renew)
        self.runs = QListWidget()
        self.runs.setAccessibleName(self.tr("What rules did"))
        self.runs.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.runs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.new = self._button(self.tr("New rule…"), lambda: self.wanted.emit(Rule(0, "")))
        self.change = self._button(self.tr("Change…"), self._change)
        self.remove = self._button(self.tr("Remove"), self._remove)
        self.up = self._button(self.tr("Up"), lambda: self._move(-1))
        self.down = self._button(self.tr("Down"), lambda: self._move(1))
        self.empty = _note(
            self.tr("A rule does something with articles when they arrive: marks, labels or hides them.")
        )
        self.no_runs = _note(self.tr("Nothing in the last 30 days."))
        self._lay_out()
        self._renew()
        self.reload()

    def reload(self) -> None:
        """Shows them as they are now."""
        self._worker.ask("rules", _known, self._show)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.new, self.change, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.up, self.down):
            row.addWidget(button)
        close = self._button(self.tr("Close"), self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(self.empty)
        column.addWidget(self.rules, 3)
        column.addLayout(row)
        column.addSpacing(8)
        head = QLabel(self.tr("What rules did"))
        head.setFont(fonts.ui(13, fonts.SEMIBOLD))
        column.addWidget(head)
        column.addWidget(self.no_runs)
        column.addWidget(self.runs, 2)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(QSize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT)).boundedTo(self.screen().availableSize()))

    def _show(self, known: _Known) -> None:
        if not isValid(self):
            return
        row = self.rules.currentRow()
        self._rules, self._labels = known.rules, known.labels
        blocked = QSignalBlocker(self.rules)
        self.rules.clear()
        for rule in known.rules:
            self.rules.addItem(self._item(rule))
        del blocked
        self.rules.setCurrentRow(min(max(row, 0), len(known.rules) - 1))
        self.runs.clear()
        for run in known.runs:
            self._add_run(run)
        self.no_runs.setVisible(not known.runs)
        self.runs.setVisible(bool(known.runs))
        self._renew()

    def _item(self, rule: Rule) -> QListWidgetItem:
        said = words.short(rule.search or ", ".join(rule.pattern.split("\n")))
        below = self.tr("{search} → {deeds}").format(search=said, deeds=words.deeds(rule, self._labels))
        if rule.slow:
            below = self.tr("Switched off: its regular expression takes too long")
        item = QListWidgetItem(f"{words.short(rule.title)}\n{below}")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if rule.enabled else Qt.CheckState.Unchecked)
        item.setData(_DATA, rule)
        item.setToolTip(plain_tip(rule.search or rule.pattern))
        item.setSizeHint(QSize(0, self._two_lines()))
        return item

    def _add_run(self, run: Run) -> None:
        time = QLocale().toString(QDateTime.fromSecsSinceEpoch(run.at).time(), QLocale.FormatType.ShortFormat)
        at = f"{dates.day(run.at)}, {time}"
        did = words.did(run, self._labels)
        said = self.tr("{rule}  ·  {when}").format(rule=words.short(run.title), when=at) + f"\n{did}"
        line = QWidget()
        label = QLabel(said)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(plain_tip(said))
        label.setMinimumWidth(40)
        button = self._button(
            self.tr("Do it again") if run.undone else self.tr("Undo"),
            lambda: (self.redo_wanted if run.undone else self.undo_wanted).emit(run),
        )
        button.setAccessibleDescription(said)
        button.setEnabled(not self._worker.read_only)
        row = QHBoxLayout(line)
        margins.leave(row, 6, 4, 4, 4)
        row.addWidget(label, 1)
        row.addWidget(button)
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, self._two_lines()))
        self.runs.addItem(item)
        self.runs.setItemWidget(item, line)

    def _two_lines(self) -> int:
        return 2 * self.fontMetrics().lineSpacing() + 16

    def _current(self) -> Rule | None:
        item = self.rules.currentItem()
        rule = item.data(_DATA) if item is not None else None
        return rule if isinstance(rule, Rule) else None

    def _change(self) -> None:
        if (rule := self._current()) is not None and not self._worker.read_only:
            self.wanted.emit(rule)

    def _remove(self) -> None:
        if (rule := self._current()) is not None and not self._worker.read_only:
            self.removed.emit(rule)

    def _move(self, by: int) -> None:
        row = self.rules.currentRow()
        order = [rule.id for rule in self._rules]
        order.insert(row + by, order.pop(row))
        self.rules.setCurrentRow(row + by)
        self.ordered.emit(order)

    def _switched(self, item: QListWidgetItem) -> None:
        rule, on = item.data(_DATA), item.checkState() is Qt.CheckState.Checked
        if isinstance(rule, Rule) and rule.enabled is not on:
            self.switched.emit(rule, on)

    def _renew(self) -> None:
        row, last = self.rules.currentRow(), len(self._rules) - 1
        writes = not self._worker.read_only
        self.new.setEnabled(writes)
        self.rules.setVisible(bool(self._rules))
        self.empty.setVisible(not self._rules)
        for button in (self.change, self.remove):
            button.setEnabled(writes and row >= 0)
        self.up.setEnabled(writes and row > 0)
        self.down.setEnabled(writes and 0 <= row < last)

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: run())
        return button


class _List(QListWidget):
    """Signal ``delete_wanted``: the key that removes was pressed."""

    delete_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches, Enter changes."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)


def _known(reader: Reader) -> _Known:
    return _Known(rules.rules(reader), runs.runs(reader), {one.id: one.title for one in labels.labels(reader)})


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
