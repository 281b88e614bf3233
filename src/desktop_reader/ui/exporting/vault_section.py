"""The vault in the preferences: which folder it is, and which articles it keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_reader.errors import ReaderError
from desktop_reader.settings import Settings
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import fonts

_CONTROL = 220


class VaultSection(QWidget):
    """``choose`` gets other settings by their names; ``told`` says how the vault fares."""

    def __init__(
        self, chosen: Settings, choose: Callable[[dict[str, Any]], None], told: Callable[[], str], begin_in: Path
    ) -> None:
        super().__init__()
        self._choose = choose
        self._told = told
        self._begin_in = begin_in
        self._folder = chosen.vault
        promise = self._words(
            self.tr(
                "A folder of Markdown files that is kept in step, for Obsidian and other programs. Files that you make"
                " or change there are never written over; labels that you edit in them are taken over."
            )
        )
        promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.place = self._words("")
        self.pick = QPushButton(self.tr("Choose folder…"))
        self.end = QPushButton(self.tr("No vault"))
        self.keeps = QComboBox()
        for words, value in (
            (self.tr("Starred articles"), "starred"),
            (self.tr("Labelled articles"), "labelled"),
            (self.tr("All articles"), "all"),
            (self.tr("What a search finds"), "search"),
        ):
            self.keeps.addItem(words, value)
        self.keeps.setCurrentIndex(max(0, self.keeps.findData(chosen.vault_keeps)))
        self.search = QLineEdit(chosen.vault_search)
        self.search.setPlaceholderText(self.tr("feed:, label:, words:>500 …"))
        self.search.setAccessibleName(self.tr("Search whose articles the vault keeps"))
        self._lay_out(promise)
        self.pick.clicked.connect(self._pick)
        self.end.clicked.connect(lambda: self._set(""))
        self.keeps.currentIndexChanged.connect(self._kept)
        self.search.editingFinished.connect(lambda: self._choose({"vault_search": self.search.text().strip()}))
        self._show()

    def _lay_out(self, promise: QLabel) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(promise)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place, 1)
        for button in (self.end, self.pick):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)
        what = QLabel(self.tr("Keep in it"))
        what.setBuddy(self.keeps)
        self.keeps.setAccessibleName(what.text())
        self.keeps.setFixedWidth(fonts.scaled(_CONTROL))
        self.keeps.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(what, 1)
        row.addWidget(self.keeps)
        column.addLayout(row)
        column.addWidget(self.search)

    def _words(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(fonts.ui(12))
        label.setWordWrap(True)
        return label

    def _show(self) -> None:
        there = bool(self._folder)
        lines = [self._folder, self._told()] if there else [self.tr("There is no vault.")]
        self.place.setText("\n".join(line for line in lines if line))
        self.end.setVisible(there)
        self.keeps.setEnabled(there)
        self.search.setVisible(there and self.keeps.currentData() == "search")

    def _pick(self) -> None:
        from desktop_reader.worker.exporting.vault import make

        begin = self._folder or str(self._begin_in)
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose the folder of the vault"), begin)
        if not name:
            return
        try:
            make(Path(name))
        except ReaderError as error:
            self.place.setText(sentence(error))
            return
        self._set(name)

    def _set(self, folder: str) -> None:
        self._folder = folder
        self._choose({"vault": folder})
        self._show()

    def _kept(self) -> None:
        self._choose({"vault_keeps": self.keeps.currentData()})
        self._show()
        if self.search.isVisible():
            self.search.setFocus()
