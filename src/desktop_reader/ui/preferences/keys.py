"""The page "Keys": which keys give which command. A preset to begin with, and every key to be changed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop_reader.settings import Settings
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.keys.chosen import KeyBook
from desktop_reader.ui.keys.presets import NAMES
from desktop_reader.ui.keys.recorder import Recorder
from desktop_reader.ui.keys.sequences import spoken
from desktop_reader.ui.preferences.key_list import KeyList
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme


class KeysPage(Page):
    """The commands by groups; under them what can be done about the keys of one."""

    def __init__(self, commands: Iterable[Command], theme: Theme) -> None:
        super().__init__()
        self._commands = list(commands)
        self._words = {one.name: one.words.removesuffix("…") for one in self._commands}
        self._book = KeyBook(self._commands, "google", {})
        self._wanted = ""  # Keys that another command has, until they are taken from it.
        self.preset = QComboBox()
        self.preset.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.preset.installEventFilter(self)
        for name, said in NAMES.items():
            self.preset.addItem(said, name)
        self._watched.append(self.preset)
        self.preset.currentIndexChanged.connect(self._choose_preset)
        self.line(self.tr("Keys as in"), self.preset)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a command or a key"))
        self.filter.setAccessibleName(self.tr("Find a command or a key"))
        sign = self.filter.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(self.tr("Find"))
        self.column.addWidget(self.filter)
        self.list = KeyList(self._commands, theme)
        self.list.setMinimumHeight(fonts.scaled(200))
        self.list.picked.connect(self._pick)
        self.list.record_wanted.connect(self._record)
        self.filter.textChanged.connect(self.list.show_only)
        self.column.addWidget(self.list, 1)
        self._add_editor()
        self.column.setSpacing(10)

    def show_settings(self, settings: Settings) -> None:
        """These are in force now."""
        super().show_settings(settings)
        if (settings.preset, dict(settings.keys)) != (self._book.preset, self._book.chosen) or not self.list.shown:
            self._book = KeyBook(self._commands, settings.preset, settings.keys)
            self.preset.blockSignals(True)
            self.preset.setCurrentIndex(self.preset.findData(self._book.preset))
            self.preset.blockSignals(False)
            self._show()

    def _add_editor(self) -> None:
        self.name = QLabel()
        self.name.setFont(fonts.ui(13, fonts.SEMIBOLD))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.recorder = Recorder()
        self.recorder.setFixedWidth(fonts.scaled(150))
        self.recorder.hide()
        self.recorder.recorded.connect(self._recorded)
        self.recorder.given_up.connect(self._given_up)
        self.recorder.refused.connect(self._refused)
        self.add = self.button(self.tr("Add keys…"), self._record)
        self.reset = self.button(self.tr("Reset"), self._reset)
        self.reset_all = self.button(self.tr("Reset all"), self._reset_all)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addLayout(self._chips)
        row.addWidget(self.recorder)
        row.addWidget(self.add)
        row.addWidget(self.reset)
        self.told = self.note()
        self.told.setMinimumHeight(self.told.fontMetrics().lineSpacing())  # Nothing moves when there is more to say.
        self.column.removeWidget(self.told)
        self.take = self.button(self.tr("Take it over"), self._take_over)
        self.take.hide()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.take)
        foot.addWidget(self.reset_all)
        self.column.addLayout(row)
        self.column.addLayout(foot)

    def _show(self) -> None:
        self.list.show_keys(self._book.keys, self._book.changed)
        self.reset_all.setEnabled(bool(self._book.chosen))
        self._show_picked()

    def _pick(self) -> None:
        self._tell("")
        self._show_picked()

    def _show_picked(self) -> None:
        name = self.list.current
        self.recorder.hide()
        while (item := self._chips.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        self.name.setText(self._words.get(name, ""))
        for keys in self._book.keys.get(name, ()):
            self._chips.addWidget(self._chip(keys))
        self.add.setEnabled(bool(name))
        self.add.show()
        self.reset.setEnabled(name in self._book.changed)

    def _chip(self, keys: str) -> QWidget:
        chip = QPushButton(spoken(keys))
        chip.setIcon(icon("dismiss"))
        chip.setIconSize(QSize(12, 12))
        chip.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        )
        chip.setAutoDefault(False)
        chip.setToolTip(self.tr("Take these keys away"))
        chip.setAccessibleName(self.tr("Take {keys} away").format(keys=spoken(keys)))
        chip.clicked.connect(lambda: self._remove(keys))
        return chip

    def _record(self) -> None:
        if self.list.current:
            self._tell("")
            self.add.hide()
            self.recorder.begin()

    def _recorded(self, keys: str) -> None:
        name = self.list.current
        other = self._book.holder(keys, name)
        self._leave_recorder()
        if other:
            self._wanted = keys
            words = self.tr("{keys} is in use: “{command}”.")
            self.told.setText(words.format(keys=spoken(keys), command=self._words[other]))
            self.take.show()
            self.take.setFocus()
        else:
            self._book.add(name, keys)
            self._changed(self.tr("{keys} added.").format(keys=spoken(keys)))

    def _given_up(self) -> None:
        self._leave_recorder()

    def _refused(self, keys: str) -> None:
        self._leave_recorder()
        words = self.tr("{keys} alone moves through lists and fields. Hold Ctrl or Alt with it.")
        self.told.setText(words.format(keys=spoken(keys)))

    def _leave_recorder(self) -> None:
        self.recorder.blockSignals(True)
        self.recorder.hide()
        self.recorder.blockSignals(False)
        self.add.show()
        self.add.setFocus()

    def _take_over(self) -> None:
        keys, self._wanted = self._wanted, ""
        other = self._words.get(self._book.holder(keys, self.list.current), "")
        self._book.add(self.list.current, keys)
        self._changed(self.tr("{keys} was taken from “{command}”.").format(keys=spoken(keys), command=other))
        self.add.setFocus()

    def _remove(self, keys: str) -> None:
        self._book.remove(self.list.current, keys)
        self._changed(self.tr("{keys} taken away.").format(keys=spoken(keys)))
        self.add.setFocus()

    def _reset(self) -> None:
        self._book.reset(self.list.current)
        self._changed(self.tr("As in the preset again."))

    def _reset_all(self) -> None:
        self._book.reset_all()
        self._changed(self.tr("All keys are those of the preset again."))

    def _choose_preset(self) -> None:
        self._book = KeyBook(self._commands, self.preset.currentData(), self._book.chosen)
        self._changed("")

    def _changed(self, words: str) -> None:
        self._tell(words)
        self._show()
        self.chosen.emit({"preset": self._book.preset, "keys": dict(self._book.chosen)})

    def _tell(self, words: str) -> None:
        self._wanted = ""
        self.take.hide()
        self.told.setText(words)
