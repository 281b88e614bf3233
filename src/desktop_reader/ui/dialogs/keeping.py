"""How long articles are kept: of all feeds, as a page of the preferences, or of one. Before anything is deleted it is
said how much, and asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.library import retention
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import ALL_OTHERS, FOR_EVER, Loss, Rule, Rules, changed, rule_of
from desktop_reader.ui.names import in_title
from desktop_reader.ui.theme.margins import leave
from desktop_reader.worker.thread import Worker

_ASKED_AFTER_MS = 250  # Turning a wheel sets many numbers.
_DAYS, _MOST = 365, 1000
_WIDTH = 180

T = TypeVar("T")


class Keeping(QWidget):
    """The rule of one feed, or of ALL_OTHERS. ``told`` gets what was deleted, or the error.

    Signal ``applied``: the rule is kept and at work.
    """

    applied = Signal()

    def __init__(self, worker: Worker, told: Callable[[Changes | Exception], None], feed: int = ALL_OTHERS) -> None:
        super().__init__()
        self._worker = worker
        self._told = told
        self._feed = feed
        self._rules: Rules | None = None
        self._loss: Loss | None = None
        self._question = 0
        self.as_others = QRadioButton(self.tr("As all other feeds"))
        self.as_others.setVisible(feed != ALL_OTHERS)
        self.for_ever = QRadioButton(self.tr("Keep everything"))
        self.not_all = QRadioButton(self.tr("Delete read articles"))
        self.by_age = QCheckBox(self.tr("that are older than"))
        self.days = _number(_DAYS, 36500, self.tr(" days"), self.by_age)
        self.by_number = QCheckBox(
            self.tr("when there are more than") if feed != ALL_OTHERS else self.tr("when a feed has more than")
        )
        self.most = _number(_MOST, 1_000_000, self.tr(" newer ones"), self.by_number)
        self.said = _words("")
        self.said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # Nothing moves when there is more to say.
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setAutoDefault(False)
        self.apply.setEnabled(False)
        self.apply.clicked.connect(self._apply)
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_ASKED_AFTER_MS)
        self._later.timeout.connect(self._ask_loss)
        for button in (self.as_others, self.for_ever, self.not_all, self.by_age, self.by_number):
            button.toggled.connect(self._chosen)
        for number in (self.days, self.most):
            number.valueChanged.connect(self._chosen)
        self._enable(False)
        self._ask(retention.rules, self._show)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        leave(grid, 28, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (box, number) in enumerate(((self.by_age, self.days), (self.by_number, self.most))):
            grid.addWidget(box, row, 0)
            grid.addWidget(number, row, 1)
        grid.setColumnStretch(2, 1)
        promise = _words(
            self.tr(
                "Unread, starred and labelled articles always stay, and so does what came or was opened within the last"
                " day. Age counts from the day an article was published, came or was last opened, whichever is latest."
                " What is deleted is gone for good."
            )
        )
        promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(12)
        for button in (self.as_others, self.for_ever, self.not_all):
            column.addWidget(button)
        column.addLayout(grid)
        column.addWidget(promise)
        column.addStretch(1)
        column.addLayout(foot)

    def _show(self, rules: Rules) -> None:
        self._rules = rules
        own = rules.get(self._feed, FOR_EVER)
        with_own = self._feed in rules or self._feed == ALL_OTHERS
        for button, on in (
            (self.as_others, not with_own),
            (self.for_ever, with_own and own.for_ever),
            (self.not_all, with_own and not own.for_ever),
            (self.by_age, own.days is not None or own.most is None),
            (self.by_number, own.most is not None),
        ):
            button.setChecked(on)
        self.days.setValue(own.days or _DAYS)
        self.most.setValue(own.most or _MOST)
        if self._feed != ALL_OTHERS:
            self.as_others.setText(self.tr("As all other feeds: {rule}").format(rule=self._in_words(rules)))
        self._enable(True)
        self._chosen()

    def _chosen(self) -> None:
        """Nothing happens yet; what would, is found out."""
        if self._rules is None:
            return
        self._enable(True)
        self._loss = None
        self._question += 1
        self.apply.setEnabled(False)
        if self._wanted() == dict(self._rules):
            self._later.stop()
            self.said.setText("")
        elif self.not_all.isChecked() and not (self.by_age.isChecked() or self.by_number.isChecked()):
            self._later.stop()
            self.said.setText(self.tr("Choose what is deleted."))
        else:
            self.said.setText(self.tr("Counting…"))
            self._later.start()

    def _ask_loss(self) -> None:
        wanted, now, question = self._wanted(), int(time.time()), self._question
        self._ask(lambda reader: retention.loss(reader, wanted, now), lambda loss: self._counted(question, loss))

    def _counted(self, question: int, loss: Loss) -> None:
        if question != self._question:
            return
        self._loss = loss
        self.said.setText(self._loss_in_words(loss))
        self.apply.setEnabled(True)

    def _apply(self) -> None:
        if self._loss is not None and self._loss.articles:
            self._confirm(self._loss)
        elif self._loss is not None:
            self._carry_out()

    def _carry_out(self) -> None:
        from desktop_reader.jobs.retain import CarryOut, SetRule

        rule = None if self.as_others.isChecked() else self._rule()
        self._worker.submit(SetRule(self._feed, rule))
        self._worker.submit(CarryOut(int(time.time())), self._told)
        self._show(self._wanted())
        self.said.setText(self.tr("This is how articles are kept now."))
        self.applied.emit()

    def _confirm(self, loss: Loss) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self._loss_in_words(loss))
        box.setInformativeText(self.tr("They cannot be brought back. The rule is carried out once a day from now on."))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(self._carry_out)
        box.open()

    def _rule(self) -> Rule:
        if not self.not_all.isChecked():
            return FOR_EVER
        return Rule(
            self.days.value() if self.by_age.isChecked() else None,
            self.most.value() if self.by_number.isChecked() else None,
        )

    def _wanted(self) -> dict[int, Rule]:
        return changed(self._rules or {}, self._feed, None if self.as_others.isChecked() else self._rule())

    def _enable(self, on: bool) -> None:
        for button in (self.as_others, self.for_ever, self.not_all):
            button.setEnabled(on)
        for box, number in ((self.by_age, self.days), (self.by_number, self.most)):
            box.setEnabled(on and self.not_all.isChecked())
            number.setEnabled(on and self.not_all.isChecked() and box.isChecked())

    def _loss_in_words(self, loss: Loss) -> str:
        if not loss.articles:
            return self.tr("This deletes nothing now.")
        if loss.articles == 1:
            return self.tr("This deletes 1 read article now.")
        locale = QLocale()
        size = locale.formattedDataSize(loss.bytes, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        words = self.tr("This deletes {count} read articles now (about {size}).")
        return words.format(count=locale.toString(loss.articles), size=size)

    def _in_words(self, rules: Rules) -> str:
        rule, locale = rule_of(rules, ALL_OTHERS), QLocale()
        days, most = locale.toString(rule.days or 0), locale.toString(rule.most or 0)
        if rule.for_ever:
            return self.tr("keep everything")
        if rule.most is None:
            return self.tr("at most {days} days").format(days=days)
        if rule.days is None:
            return self.tr("at most {most} articles").format(most=most)
        return self.tr("at most {days} days, at most {most} articles").format(days=days, most=most)

    def _ask(self, question: Callable[[Reader], T], answered: Callable[[T], None]) -> None:
        self._worker.ask("keeping", question, lambda answer: answered(answer) if isValid(self) else None)


class KeepingDialog(QDialog):
    """The rule of one feed, in a window of its own."""

    def __init__(
        self,
        worker: Worker,
        told: Callable[[Changes | Exception], None],
        feed: int,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keep articles of “{feed}”").format(feed=in_title(title)))
        self.keeping = Keeping(worker, told, feed)
        self.keeping.applied.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.addWidget(self.keeping)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column.addWidget(buttons)
        self._column = column
        self.resize(520, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at this width; Qt would take one line for each."""
        super().showEvent(event)
        self.setMinimumHeight(self._column.totalHeightForWidth(self.width()))


def _number(value: int, most: int, unit: str, box: QAbstractButton) -> QSpinBox:
    number = QSpinBox()
    number.setRange(1, most)
    number.setGroupSeparatorShown(True)
    number.setSuffix(unit)
    number.setValue(value)
    number.setAccessibleName(box.text())
    number.setFixedWidth(_WIDTH)
    return number


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
