"""Adding a feed: an address is typed, the feeds behind it are found, one is chosen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Folder
from desktop_reader.ui.problems import sentence
from desktop_reader.worker.thread import Worker

if TYPE_CHECKING:
    from desktop_reader.jobs.subscribe import Found

_FOUND = Qt.ItemDataRole.UserRole


class SubscribeDialog(QDialog):
    """Signal ``subscribed(id)``: the feed that is followed now, or was already."""

    subscribed = Signal(int)

    def __init__(
        self, worker: Worker, folders: Sequence[Folder], folder: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._worker = worker
        self._question = 0  # An answer to an earlier question than this is none.
        self.setWindowTitle(self.tr("Add a feed"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://example.com")
        self.address.setAccessibleName(self.tr("Address of the feed or of its site"))
        self.address.textEdited.connect(self._forget)
        self.folder = QComboBox()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.addItem(self.tr("No folder"), None)
        for one in folders:
            self.folder.addItem(one.title, one.id)
        self.folder.setCurrentIndex(max(0, self.folder.findData(folder)))
        self.choice = QListWidget()
        self.choice.setAccessibleName(self.tr("Feeds of this site"))
        self.choice.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.choice.itemDoubleClicked.connect(lambda _: self._go())
        self.choice.hide()
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = QPushButton(self.tr("Add"))
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.clicked.connect(self._go)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(self.tr("Address"), self.address)
        form.addRow(self.tr("Folder"), self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.choice)
        column.addWidget(self.told)
        column.addWidget(buttons)
        for button in buttons.buttons():  # Only now: a button that stands in no window is no default of it.
            assert isinstance(button, QPushButton)
            button.setAutoDefault(button is self.go)
        self.go.setDefault(True)
        self.resize(520, 0)

    def suggest(self, address: str) -> None:
        """Puts an address in, selected, so that typing replaces it."""
        self.address.setText(address)
        self.address.selectAll()

    def _go(self) -> None:
        item = self.choice.currentItem() if self.choice.isVisible() else None
        if item is not None:
            self._read(item.data(_FOUND))
            return
        typed = self.address.text().strip()
        if not typed:
            self._tell(self.tr("Type or paste the address of a site or of its feed."))
            return
        question = self._begin(self.tr("Looking for feeds…"))
        self._worker.find(typed, lambda found: self._found(question, found))

    def _found(self, question: int, found: Sequence[Found] | Exception) -> None:
        if question != self._question:
            return
        self._end()
        if isinstance(found, Exception):
            self._tell(sentence(found))
        elif len(found) == 1:
            self._read(found[0])
        else:
            self._offer(found)

    def _offer(self, found: Sequence[Found]) -> None:
        for one in found:
            item = QListWidgetItem(f"{one.title}\n{one.url}" if one.title else one.url)
            item.setData(_FOUND, one)
            self.choice.addItem(item)
        self.choice.setCurrentRow(0)
        self.choice.show()
        self._tell(self.tr("This site has several feeds. Choose one."))
        self.choice.setFocus()

    def _read(self, found: Found) -> None:
        from desktop_reader.worker.finding import read

        question = self._begin(self.tr("Reading the feed…"))
        self._worker.work(lambda run: read(found, run), lambda result: self._subscribe(question, result))

    def _subscribe(self, question: int, found: Found | Exception) -> None:
        from desktop_reader.jobs.subscribe import Subscribe

        if question != self._question:
            return
        if isinstance(found, Exception):
            self._end()
            self._tell(sentence(found))
            return
        self._worker.submit(
            Subscribe(found, int(time.time()), self._worker.wish_seconds, folder_id=self.folder.currentData()),
            lambda changes: self._done(question, changes),
        )

    def _done(self, question: int, changes: Changes | Exception) -> None:
        if question != self._question:
            return  # The window was closed; the feed is followed all the same.
        self._end()
        if isinstance(changes, Exception):
            self._tell(sentence(changes))
            return
        self.subscribed.emit(next(iter(changes.feeds)))
        self.accept()

    def _begin(self, words: str) -> int:
        self._question += 1
        self.go.setEnabled(False)
        self._tell(words)
        return self._question

    def _end(self) -> None:
        self.go.setEnabled(True)
        self.told.hide()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _forget(self) -> None:
        """Another address: what was found belongs to the old one."""
        self._question += 1
        self._end()
        self.choice.clear()
        self.choice.hide()

    def done(self, result: int) -> None:
        """An answer that comes after the window is closed changes nothing."""
        self._question += 1
        super().done(result)
