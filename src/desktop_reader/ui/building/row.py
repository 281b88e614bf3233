"""One condition: what it is about, its value, a button that takes it away, and below what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.records.search import Mistake
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.search_hints import Complaint
from desktop_reader.ui.building.conditions import About, Entered, abouts
from desktop_reader.ui.completing.choosing import Offering
from desktop_reader.ui.palette.entries import Entry
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme

_MOST_WORDS, _USUAL_WORDS, _ABOUT_WIDTH = 1_000_000, 500, 190


class Condition(QWidget):
    """Signals: ``changed``; ``removed``, by its button."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, offers: Offering, about: str, value: str = "") -> None:
        super().__init__()
        self._abouts, self._offers = abouts(), offers
        self.about = QComboBox()
        self.about.setAccessibleName(self.tr("Condition"))
        self.about.setMaxVisibleItems(len(self._abouts))
        for one in self._abouts.values():
            self.about.addItem(one.words, one.name)
        self.about.setCurrentIndex(self.about.findData(about))
        self.about.setFixedWidth(fonts.scaled(_ABOUT_WIDTH))
        self.remove = QToolButton()
        self.remove.setIcon(icon("dismiss"))
        self.remove.setIconSize(QSize(16, 16))
        self.remove.setToolTip(self.tr("Remove this condition"))
        self.remove.setAccessibleName(self.tr("Remove this condition"))
        self.remove.clicked.connect(self.removed)
        self.complaint = Complaint(theme)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.about)
        self._line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self.complaint)
        self.value: QLineEdit | QComboBox | QSpinBox = QLineEdit()
        self._put(value)
        self.about.currentIndexChanged.connect(self._turn)

    @property
    def typed(self) -> str:
        """As it is typed into the search field; empty while there is no value."""
        return self._about.typed(self._given())

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong with it."""
        return parse(f"{self.typed} ").mistakes

    @property
    def _about(self) -> About:
        return self._abouts[self.about.currentData()]

    def _given(self) -> str:
        value = self.value
        if isinstance(value, QSpinBox):
            return str(value.value())
        if isinstance(value, QLineEdit):
            return value.text().strip()
        row = value.findText(value.currentText(), Qt.MatchFlag.MatchFixedString)
        return str(value.itemData(row)) if row >= 0 else value.currentText().strip()

    def _turn(self) -> None:
        """About something else: what was written stays where it can."""
        before = self.value.text() if isinstance(self.value, QLineEdit) else ""
        had = self.value.hasFocus()
        self._put(before)
        if had:
            self.value.setFocus()
        self._say()

    def _put(self, value: str) -> None:
        about = self._about
        old = self.value
        self.value = self._field(about)
        if isinstance(self.value, QLineEdit):
            self.value.setText(value)
        elif isinstance(self.value, QComboBox) and self.value.isEditable():
            self.value.setEditText(value)
        self.value.setAccessibleName(about.words)
        self.value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        old.hide()
        old.deleteLater()
        self._line.insertWidget(1, self.value, 1)
        QWidget.setTabOrder(self.about, self.value)
        QWidget.setTabOrder(self.value, self.remove)
        self._hear()

    def _field(self, about: About) -> QLineEdit | QComboBox | QSpinBox:
        if about.entered is Entered.WRITTEN:
            line = QLineEdit()
            line.setPlaceholderText(about.hint)
            return line
        if about.entered is Entered.COUNTED:
            box = QSpinBox()
            box.setRange(0, _MOST_WORDS)
            box.setSingleStep(100)
            box.setGroupSeparatorShown(True)
            box.setValue(_USUAL_WORDS)
            return box
        names = QComboBox()
        names.setEditable(about.entered is Entered.NAMED)
        names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names.setMinimumContentsLength(8)
        names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill(names, self._offers.of(about.offers, lambda: self._know_more(names, about)))
        return names

    def _fill(self, names: QComboBox, entries: Sequence[Entry]) -> None:
        about, written = self._about, names.currentText() if names.isEditable() else ""
        names.clear()
        for one in entries:
            words = one.place if about.offers in ("is", "lang") and one.place else one.words
            names.addItem(icon(one.icon, one.shade or "text2"), words, one.words)
        if names.isEditable():
            completer = QCompleter([names.itemText(row) for row in range(names.count())], names)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            names.setCompleter(completer)
            names.setCurrentIndex(-1)
            names.setEditText(written)

    def _know_more(self, names: QComboBox, about: About) -> None:
        from shiboken6 import isValid

        if isValid(names) and self._about.name == about.name:
            self._fill(names, self._offers.of(about.offers))

    def _hear(self) -> None:
        if isinstance(self.value, QSpinBox):
            self.value.valueChanged.connect(self._say)
        elif isinstance(self.value, QLineEdit):
            self.value.textChanged.connect(self._say)
        else:
            self.value.currentTextChanged.connect(self._say)

    def _say(self) -> None:
        self.complaint.show_mistakes(self.mistakes)
        self.value.setAccessibleDescription(self.complaint.text())
        self.changed.emit()
