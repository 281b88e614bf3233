"""Making a rule, or another of one: which articles, what is done with them, and what that would have done already."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.library import labels as kept_labels
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.rule import HIDE, LONGEST_TITLE, NOTIFY, QUIET, READ, STAR, Rule, Trial, label_deed
from desktop_reader.ui.names import in_title
from desktop_reader.ui.rules import words
from desktop_reader.ui.rules.wanted import Wanted
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.worker.thread import Worker
from desktop_reader.worker.trial import SHOWN, trial

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.worker.patterns import Matched, MatchPatterns

_ASKED_AFTER_MS = 250
_WIDTH, _HEIGHT = 620, 680


class _Tried(NamedTuple):
    trial: Trial
    rows: Mapping[int, ArticleRow]
    labels: Mapping[int, str]


class RuleEditor(QDialog):
    """Signal ``made(Rule, articles)``: the rule as it is to be kept, and the articles that it is to see now."""

    made = Signal(object, object)

    def __init__(self, worker: Worker, theme: Theme, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(
            self.tr("Rule “{title}”").format(title=in_title(rule.title)) if rule.id else self.tr("New rule")
        )
        self._worker = worker
        self._rule = rule
        self._question = 0
        self._found: tuple[Rule, Sequence[int]] | None = None
        self._saving = False  # The reader waits for nothing else.
        self._labels: Mapping[int, str] | None = None
        self._matching = _Matching()
        self.title = QLineEdit(rule.title)
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setPlaceholderText(self.tr("As it is searched for"))
        self.wanted = Wanted(theme, rule.search, rule.pattern)
        self.deeds = {
            READ: QCheckBox(self.tr("Mark as read")),
            STAR: QCheckBox(self.tr("Star")),
            HIDE: QCheckBox(self.tr("Hide: only is:hidden finds them")),
            NOTIFY: QCheckBox(self.tr("Always notify")),
            QUIET: QCheckBox(self.tr("Never notify")),
        }
        for deed, box in self.deeds.items():
            box.setChecked(deed in rule.deeds)
            box.toggled.connect(self._later)
        self.deeds[NOTIFY].toggled.connect(lambda on: self.deeds[QUIET].setChecked(False) if on else None)
        self.deeds[QUIET].toggled.connect(lambda on: self.deeds[NOTIFY].setChecked(False) if on else None)
        self.label = QCheckBox(self.tr("Label"))
        self.label.setChecked(bool(rule.labels))
        self.label.setEnabled(False)  # Until they are known.
        self.label.toggled.connect(self._later)
        self.labels = QComboBox()
        self.labels.setAccessibleName(self.tr("Label"))
        self.labels.currentIndexChanged.connect(self._later)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("Articles that the rule would have wanted"))
        self.rows.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.now = QCheckBox(self.tr("Do it with these articles now"))
        self._timer = QTimer(self, singleShot=True, interval=_ASKED_AFTER_MS)
        self._timer.timeout.connect(self._try)
        self._lay_out()
        self.wanted.changed.connect(self._later)
        self.finished.connect(self._matching.close)
        self.destroyed.connect(self._matching.close)  # With its window, perhaps.
        self._worker.ask("labels of rules", _labels, self._show_labels, quick=True)
        self._later()

    def rule(self) -> Rule:
        """As it is said now."""
        search, pattern = self.wanted.said
        deeds = [deed for deed, box in self.deeds.items() if box.isChecked()]
        if self.label.isChecked() and self.labels.currentData() is not None:
            deeds.append(label_deed(self.labels.currentData()))
            deeds += map(label_deed, self._rule.labels[1:])  # There is room for one here; a command may give more.
        own = self._rule
        title = self.title.text().strip() or words.short(search or pattern)
        return Rule(own.id, title, search, pattern, tuple(deeds), own.enabled, own.position)

    def _lay_out(self) -> None:
        name = QFormLayout()
        name.addRow(self.tr("Name"), self.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for place, deed in enumerate((READ, NOTIFY, STAR, QUIET, HIDE)):
            grid.addWidget(self.deeds[deed], place // 2, place % 2)
        label = QGridLayout()
        label.setHorizontalSpacing(8)
        label.addWidget(self.label, 0, 0)
        label.addWidget(self.labels, 0, 1)
        label.setColumnStretch(1, 1)
        grid.addLayout(label, 2, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(name)
        for head, part in ((self.tr("For articles"), self.wanted), (self.tr("Do this when they arrive"), grid)):
            column.addSpacing(4)
            column.addWidget(_head(head))
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addSpacing(4)
        column.addWidget(_head(self.tr("What it would have done")))
        for widget in (self.said, self.rows, self.now):
            column.addWidget(widget)
        column.setStretchFactor(self.rows, 1)
        # Last, so that the keyboard comes to it last.
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.resize(QSize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT)).boundedTo(self.screen().availableSize()))
        (self.wanted.search if not self._rule.search else self.title).setFocus()

    def _show_labels(self, labels: Mapping[int, str]) -> None:
        if not isValid(self):
            return
        self._labels = labels
        chosen = self._rule.labels[0] if self._rule.labels else None
        for number, title in labels.items():
            self.labels.addItem(title, number)
        if chosen is not None and chosen in labels:
            self.labels.setCurrentIndex(self.labels.findData(chosen))
        elif chosen is not None:
            self.label.setChecked(False)  # It is gone, and no other shall take its place.
        self.label.setEnabled(bool(labels))
        self._later()

    def _later(self) -> None:
        """Nothing is done yet; what would be, is found out."""
        self._question += 1
        self._found, self._saving = None, False
        rule = self.rule()
        self.labels.setEnabled(self.label.isEnabled() and self.label.isChecked())
        right = self.wanted.is_right and bool(rule.deeds) and self._labels is not None
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(right)
        self.now.setEnabled(False)
        if self.wanted.is_right:
            self._timer.start()
            return
        self._timer.stop()
        self.rows.clear()
        empty = not any(part.strip() for part in self.wanted.said)
        self.said.setText(self.tr("Say which articles the rule is for.") if empty else "")

    def _try(self) -> None:
        rule, question, run = self.rule(), self._question, self._matching.run

        def look(reader: Reader) -> _Tried:
            found = trial(reader, rule, time.time(), run)
            shown = list(dict.fromkeys([*(n for _, some in found.rows for n in some), *found.found[:SHOWN]]))
            return _Tried(found, reader.rows(shown), _labels(reader))

        self._worker.ask("rule", look, lambda tried: self._show(question, rule, tried))

    def _show(self, question: int, rule: Rule, tried: _Tried) -> None:
        if not isValid(self) or question != self._question:
            return
        self._found = (rule, tried.trial.found)
        self.said.setText(words.tried(tried.trial, tried.labels))
        self.now.setEnabled(bool(len(tried.trial.found) and rule.deeds) and tried.trial.slow is None)
        self.rows.clear()
        newest = sorted(tried.rows.values(), key=lambda row: (-row.published_at, -row.id))[:SHOWN]
        for row in newest:
            self.rows.addItem(f"{words.short(row.title)}  ·  {row.feed_title}")
        if self._saving:
            self._save()

    def _save(self) -> None:
        if self.now.isChecked() and self._found is None and self.wanted.is_right:
            self._saving = True  # As soon as it is known which articles these are.
            self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(False)
            return
        articles: Sequence[int] = ()
        if self.now.isEnabled() and self.now.isChecked() and self._found is not None:
            articles = self._found[1]
        self.made.emit(self.rule(), articles)
        self.accept()


class _Matching:
    """The helper process for regular expressions; there is none until one is looked for."""

    def __init__(self) -> None:
        self._close: Callable[[], None] | None = None
        self._run: Callable[[MatchPatterns], Matched] | None = None

    def run(self, task: MatchPatterns) -> Matched:
        """On the thread of the question."""
        if self._run is None:
            from desktop_reader.worker.helper import Helper
            from desktop_reader.worker.patterns import DEADLINE

            helper = Helper(DEADLINE)
            self._run, self._close = helper.run, helper.close
        return self._run(task)

    def close(self) -> None:
        if self._close is not None:
            self._close()


def _labels(reader: Reader) -> dict[int, str]:
    return {label.id: label.title for label in kept_labels.labels(reader)}


def _head(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(fonts.ui(13, fonts.SEMIBOLD))
    return label
