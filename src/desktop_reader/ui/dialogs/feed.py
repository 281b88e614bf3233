"""About one feed: how it fares, since when and what one can do; when it is asked; its refreshes; its last answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.errors import LibraryError
from desktop_reader.library import asked
from desktop_reader.library.reader import Reader
from desktop_reader.records.asked import Asked, LastAnswer, public
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Condition, Remedy, condition, pace
from desktop_reader.records.facts import Facts
from desktop_reader.records.feed import Feed
from desktop_reader.records.sentence import Span
from desktop_reader.ui import health
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.names import in_title, plain_tip
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.worker.thread import Worker

_SIGN = 20
_FIGURES = 2  # From this column on the log has numbers.
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST_LINE = 500  # Qt lays out a line of a quarter of a megabyte for seconds.


@dataclass(frozen=True, slots=True)
class About:
    """What the library knows of one feed. ``damage`` is why its last answer cannot be shown, empty when it can."""

    feed: Feed
    facts: Facts
    log: list[Asked]
    answer: LastAnswer | None
    damage: LibraryError | None = None


class _Form(NamedTuple):
    widget: QWidget
    layout: QFormLayout


def about(reader: Reader, number: int, now: int) -> About | None:
    """All of it; None when the feed is gone."""
    feed, facts = reader.feed(number), asked.facts(reader, now, [number])
    if feed is None or number not in facts:
        return None
    answer, damage = None, None
    try:
        answer = asked.last_answer(reader, number)
    except LibraryError as error:
        damage = error
    return About(feed, facts[number], asked.log(reader, number), answer, damage)


class FeedDialog(QDialog):
    """``remedies`` does what the buttons say; one that is not in it has no button."""

    def __init__(
        self,
        worker: Worker,
        feed: Feed,
        formats: Formats,
        remedies: Mapping[Remedy, Callable[[], object]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About “{feed}”").format(feed=in_title(feed.title)))
        self._worker, self._number = worker, feed.id
        self._formats, self._words = formats, health.Words(formats)
        self._remedies = dict(remedies) | {Remedy.LOOK: self._look}
        self.sign = QLabel()
        self.kind = _text()
        self.kind.setFont(fonts.ui(16, fonts.SEMIBOLD))
        self.said, self.did = _text(), _text()
        self.did.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self._schedule = _form()
        self.log = _table((self.tr("When"), self.tr("What came"), self.tr("Status"), self.tr("Took"), self.tr("Size")))
        self.log.setAccessibleName(self.tr("Refreshes"))
        self.answer = QPlainTextEdit()
        self.answer.setReadOnly(True)
        self.answer.setFont(fonts.mono(12))
        self.answer.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.answer.setAccessibleName(self.tr("Last answer"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("What is known of the feed"))
        for page, words in (
            (self._schedule.widget, self.tr("Schedule")),
            (_framed(self.log), self.tr("Refreshes")),
            (_framed(self.answer), self.tr("Last answer")),
        ):
            self.tabs.addTab(page, words)
        self._lay_out()
        self.resize(680, 540)
        self.renew()

    def renew(self) -> None:
        """Asks the library, as the feed may just have been refreshed."""
        number, now = self._number, int(time.time())
        self._worker.ask(
            "about",
            lambda reader: about(reader, number, now),
            lambda found: self._show(found) if isValid(self) else None,
        )

    def follow(self, changes: Changes) -> None:
        """Tells it anew when that may say something else."""
        if self._number in changes.feeds or changes.tree:
            self.renew()

    def ended(self, done: int, of: int) -> None:
        """A refresh ended, perhaps without news."""
        if not of:
            self.renew()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins at the tabs, not in a button that does something."""
        super().showEvent(event)
        self.tabs.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign)
        head.addWidget(self.kind, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.did)
        column.addLayout(self.buttons)
        column.addSpacing(4)
        column.addWidget(self.tabs, 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column.addWidget(close)

    def _show(self, found: About | None) -> None:
        if found is None:
            self.reject()
            return
        how = condition(found.facts)
        name, colour = health.sign(how.kind)
        self.sign.setPixmap(icon(name, colour).pixmap(_SIGN, _SIGN))
        self.kind.setText(health.name(how.kind))
        self.said.setText(self._words.sentence(how.sentence))
        did = [self._words.since(how), *map(self._words.sentence, how.did)]
        self.did.setText(" ".join(words for words in did if words))
        self.did.setVisible(bool(self.did.text()))
        self._show_buttons(how)
        self._show_schedule(found)
        self._show_log(found.log)
        self.answer.setPlainText(self._answer_in_words(found))

    def _show_buttons(self, how: Condition) -> None:
        while (item := self.buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for remedy in how.remedies:
            if remedy in self._remedies:
                button = QPushButton(health.remedy(remedy))
                button.setAutoDefault(False)
                button.clicked.connect(self._remedies[remedy])
                self.buttons.addWidget(button)
        self.buttons.addStretch(1)

    def _show_schedule(self, found: About) -> None:
        form, facts, never = self._schedule.layout, found.facts, self.tr("never")
        while form.rowCount():
            form.removeRow(0)
        write = self._formats.moment
        rows = [
            (self.tr("Last asked"), never if facts.checked_at is None else write(facts.checked_at)),
            (self.tr("Next asked"), self._next(facts)),
            (self.tr("Articles come"), self._rhythm(facts)),
            (self.tr("Last article"), write(facts.published[0]) if facts.published else self.tr("none yet")),
            (self.tr("Address"), facts.url),
            (self.tr("Former address"), facts.old_url or ""),
            (self.tr("Site"), public(found.feed.site_url or "")),
            (self.tr("Added"), write(facts.created_at)),
        ]
        for words, value in rows:
            if value:
                field = _text(value)
                field.setAccessibleName(words)
                name = QLabel(words)
                name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
                form.addRow(name, field)

    def _next(self, facts: Facts) -> str:
        if facts.stopped:
            return self.tr("not any more")
        moment = max(facts.next_check_at, facts.not_before_at)
        if moment <= facts.now:
            return self.tr("with the next refresh")
        words = self.tr("{date}, in {span}")
        return words.format(date=self._formats.moment(moment), span=health.span(Span(moment - facts.now)))

    def _rhythm(self, facts: Facts) -> str:
        return "" if facts.gap is None else self._words.value(pace(facts.gap))

    def _show_log(self, log: list[Asked]) -> None:
        self.log.setRowCount(len(log))
        locale = QLocale()
        for row, one in enumerate(log):
            size = locale.formattedDataSize(one.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat) if one.size else ""
            came = self._words.outcome(one)
            cells = (
                self._formats.moment(one.at),
                came,
                str(one.status or ""),
                health.took(one.took_ms) if one.took_ms else "",
                size,
            )
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(came) if column == 1 else "")
                if column >= _FIGURES:
                    item.setTextAlignment(_RIGHT)
                self.log.setItem(row, column, item)

    def _answer_in_words(self, found: About) -> str:
        if found.damage is not None:
            return sentence(found.damage)
        answer = found.answer
        if answer is None:
            return self.tr("No answer was kept yet.")
        size = QLocale().formattedDataSize(answer.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        words = self.tr("{url}\n{date}, {size}").format(url=answer.url, date=self._formats.moment(answer.at), size=size)
        return f"{words}\n\n{answer.head}\n\n{_readable(answer.body)}"

    def _look(self) -> None:
        self.tabs.setCurrentIndex(self.tabs.count() - 1)
        self.answer.setFocus()


def _readable(body: bytes) -> str:
    text = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = (
        line[at : at + _LONGEST_LINE] for line in text.split("\n") for at in range(0, len(line) or 1, _LONGEST_LINE)
    )
    return "".join(c if c in "\n\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in "\n".join(lines))


def _text(words: str = "") -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _form() -> _Form:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(0, 16, 0, 0)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    return _Form(page, form)


def _framed(widget: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.addWidget(widget)
    return page


def _table(columns: tuple[str, ...]) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    for column, words in enumerate(columns):
        item = QTableWidgetItem(words)
        if column >= _FIGURES:
            item.setTextAlignment(_RIGHT)
        table.setHorizontalHeaderItem(column, item)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
