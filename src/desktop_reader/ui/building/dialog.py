"""A new kept search: its name, its conditions, what that is in the language of the search field, and how many articles
it finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.records.query import Query
from desktop_reader.records.saved_search import LONGEST
from desktop_reader.text.search_query import LONGEST as LONGEST_SEARCH
from desktop_reader.text.search_query import parse
from desktop_reader.text.search_writing import joined
from desktop_reader.ui.building.row import Condition
from desktop_reader.ui.completing.choosing import Offering
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.worker.thread import Worker

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_ASKED_AFTER_MS = 200
_WIDTH, _HEIGHT, _MOST = 580, 500, 20


class SearchBuilder(QDialog):
    """Signal ``made(title, search)``: it is to be kept; without a title it is called by its words."""

    made = Signal(str, str)

    def __init__(
        self, worker: Worker, theme: Theme, offers: Offering, search: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New saved search"))
        self._worker, self._theme, self._offers = worker, theme, offers
        self._question = 0
        self.conditions: list[Condition] = []
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST)
        self.title.setPlaceholderText(self.tr("As it is searched for"))
        self.title.setAccessibleName(self.tr("Name"))
        self.every = QRadioButton(self.tr("All of these are true"))
        self.either = QRadioButton(self.tr("At least one of these is true"))
        self._group = QButtonGroup(self)
        for button in (self.every, self.either):
            self._group.addButton(button)
        self.every.setChecked(True)
        self.every.toggled.connect(self._later)
        self.add = QPushButton(icon("add"), self.tr("Add a condition"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: self._add().about.setFocus())
        self.said = QLabel()
        self.said.setObjectName("typed")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAccessibleName(self.tr("As it is typed"))
        self.count = QLabel()
        self.count.setWordWrap(True)
        self._timer = QTimer(self, singleShot=True, interval=_ASKED_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()
        self._add(search)
        self.conditions[0].value.setFocus()

    @property
    def search(self) -> str:
        """What is searched for, as it can be typed."""
        return joined((one.typed for one in self.conditions), self.either.isChecked())

    def _lay_out(self) -> None:
        name = QFormLayout()
        name.addRow(self.tr("Name"), self.title)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        self._rows.addStretch(1)
        inner = QWidget()
        inner.setObjectName("rows")
        inner.setLayout(self._rows)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        self._area.setStyleSheet("QScrollArea, QWidget#rows { background: transparent; }")
        how = QHBoxLayout()
        how.setSpacing(16)
        how.addWidget(self.every)
        how.addWidget(self.either)
        how.addStretch(1)
        head = QLabel(self.tr("Find articles where"))
        head.setFont(fonts.ui(13, fonts.SEMIBOLD))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(name)
        column.addSpacing(4)
        column.addWidget(head)
        column.addLayout(how)
        column.addWidget(self._area, 1)
        column.addWidget(self.said)
        column.addWidget(self.count)
        column.addWidget(self.buttons)
        self.resize(QSize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT)).boundedTo(self.screen().availableSize()))

    def _add(self, value: str = "") -> Condition:
        """One more; the first is about words, which most searches are."""
        used = {one.about.currentData() for one in self.conditions}
        about = next((name for name in ("words", "feed", "is", "after") if name not in used), "words")
        one = Condition(self._theme, self._offers, about, value)
        one.changed.connect(self._later)
        one.removed.connect(lambda: self._remove(one))
        before = self.conditions[-1].remove if self.conditions else self.either
        self.conditions.append(one)
        self._rows.insertWidget(len(self.conditions) - 1, one)
        for first, second in ((before, one.about), (one.about, one.value), (one.value, one.remove)):
            QWidget.setTabOrder(first, second)
        QWidget.setTabOrder(one.remove, self.add)
        self._later()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.add))
        return one

    def _remove(self, one: Condition) -> None:
        row = self.conditions.index(one)
        self.conditions.remove(one)
        self._rows.removeWidget(one)
        one.hide()
        one.deleteLater()
        self._later()
        (self.conditions[min(row, len(self.conditions) - 1)].remove if self.conditions else self.add).setFocus()

    def _later(self) -> None:
        """Something else is searched for; the old number is no more true."""
        self._question += 1
        search = self.search
        wrong = any(one.mistakes for one in self.conditions)
        long = len(search) > LONGEST_SEARCH
        right = bool(search) and not wrong and not long and parse(f"{search} ").tree is not None
        only = len(self.conditions) == 1
        for one in self.conditions:
            one.remove.setVisible(not only)
        self.add.setEnabled(len(self.conditions) < _MOST)
        self.said.setText(search)
        self.said.setVisible(bool(search))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(right)
        if right:
            self._timer.start()
            return
        self._timer.stop()
        if long:
            self.count.setText(self.tr("That is longer than a search can be."))
        else:
            self.count.setText("" if wrong else self.tr("Say what is to be found."))

    def _ask(self) -> None:
        search, question = self.search, self._question

        def look(reader: Reader) -> tuple[int, int]:
            found = reader.count(Query(search=search))
            return found, reader.count(Query(search=search, unread_only=True))

        self._worker.ask("search builder", look, lambda counts: self._show(question, *counts))

    def _show(self, question: int, found: int, unread: int) -> None:
        if not isValid(self) or question != self._question:
            return
        locale = QLocale()
        words = self.tr("Finds %Ln article(s), {unread} of them unread.", "", found)
        self.count.setText(words.format(unread=locale.toString(unread)))

    def _save(self) -> None:
        self.made.emit(self.title.text().strip(), self.search)
        self.accept()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.said.setFont(fonts.mono(12))
        look = f"color: {tokens.text2}; background: {tokens.badge}; border-radius: 6px; padding: 6px 8px;"
        self.said.setStyleSheet(f"QLabel#typed {{ {look} }}")
