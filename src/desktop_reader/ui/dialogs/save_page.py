"""Saving a web page: its address is typed or pasted, the page fetched, and kept among the saved pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_reader.records.addresses import BOOKMARKLET
from desktop_reader.ui.dialogs.enter import presses_only
from desktop_reader.ui.problems import sentence

Fetch = Callable[[str, Callable[[object], None]], None]
Keep = Callable[[object, Callable[[Exception | None], object]], None]


class SavePageDialog(QDialog):
    """``fetch(address, came)`` answers with a page or the error; ``keep(page, done)`` keeps it, and answers with None
    or the error. While that goes on the dialog waits; closed meanwhile, it forgets the page.
    """

    def __init__(self, fetch: Fetch, keep: Keep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save page"))
        self._fetch, self._keep = fetch, keep
        self._waiting = False
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://example.com/article")
        self.address.setAccessibleName(self.tr("Address of the page"))
        self.address.textChanged.connect(self._edited)
        self.told = QLabel(self._hint())
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.go = QPushButton(self.tr("Save"))
        self.go.clicked.connect(self._go)
        self.bookmarklet = QPushButton(self.tr("Copy bookmarklet"))
        self.bookmarklet.setToolTip(self.tr("A bookmark for your browser that saves the page open there."))
        self.bookmarklet.clicked.connect(self._copy)
        self._lay_out()
        self._edited()

    def suggest(self, address: str) -> None:
        """Puts an address in, selected, so that typing replaces it."""
        self.address.setText(address)
        self.address.selectAll()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Address"))
        label.setBuddy(self.address)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        column.addWidget(label)
        column.addWidget(self.address)
        column.addWidget(self.told)
        column.addSpacing(8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.bookmarklet, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        presses_only(self.go, buttons)
        self.address.setFocus()
        self.resize(520, 0)

    def _hint(self) -> str:
        return self.tr("The page is fetched, and its text kept among your saved pages.")

    def _edited(self) -> None:
        self.go.setEnabled(bool(self.address.text().strip()) and not self._waiting)
        if not self._waiting:
            self.told.setText(self._hint())

    def _go(self) -> None:
        address = self.address.text().strip()
        if not address or self._waiting:
            return
        self._wait(True)
        self.told.setText(self.tr("Fetching the page…"))
        self._fetch(address, self._came)

    def _came(self, found: object) -> None:
        if not isValid(self) or not self._waiting:
            return
        if isinstance(found, Exception):
            self._ended(found)
        else:
            self._keep(found, self._ended)

    def _ended(self, error: Exception | None) -> None:
        if not isValid(self):
            return
        self._wait(False)
        if error is None:
            self.accept()
        else:
            self.told.setText(sentence(error))
            self.address.setFocus()
            self.address.selectAll()

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        self.address.setReadOnly(waiting)
        self._edited()

    def done(self, result: int) -> None:
        """A page that comes after the window is closed is not kept."""
        self._waiting = False
        super().done(result)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(BOOKMARKLET)
        self.told.setText(self.tr("Copied. Paste it as the address of a bookmark: that saves the page open there."))
