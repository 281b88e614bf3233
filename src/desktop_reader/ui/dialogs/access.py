"""Name and password of a feed, or a token, or headers of its own. What is typed goes to the system's keyring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.errors import KeyringError
from desktop_reader.library import access as private
from desktop_reader.library.reader import Reader
from desktop_reader.records.access import Access, Method
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed
from desktop_reader.ui.dialogs.enter import presses_only
from desktop_reader.ui.names import in_title
from desktop_reader.ui.problems import sentence
from desktop_reader.worker.thread import Worker


class AccessDialog(QDialog):
    """How one private feed is asked. ``told`` gets what cannot be said here any more: a deed that failed."""

    def __init__(
        self, worker: Worker, feed: Feed, told: Callable[[Exception], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._worker = worker
        self._feed = feed
        self._told = told
        self._key = ""
        self._known = False
        self.setWindowTitle(self.tr("Name and password of “{feed}”").format(feed=in_title(feed.title)))
        self.method = QComboBox()
        for words, method in (
            (self.tr("Name and password"), Method.BASIC),
            (self.tr("Token"), Method.BEARER),
            (self.tr("Own headers"), Method.HEADERS),
        ):
            self.method.addItem(words, method)
        self.user = QLineEdit()
        self.password = _hidden()
        self.token = _hidden()
        self.headers = QPlainTextEdit()
        self.headers.setTabChangesFocus(True)
        self.headers.setPlaceholderText("X-Api-Key: …")
        self.headers.setFixedHeight(5 * self.fontMetrics().lineSpacing())
        self.told = _words("")
        self.told.hide()
        self.form = QFormLayout()
        self.form.setSpacing(12)
        self._lay_out()
        self.method.currentIndexChanged.connect(self._show_fields)
        self._show_fields()
        self._enable(False)
        self._worker.ask("access", partial(_known, feed_id=feed.id), self._show)

    def _lay_out(self) -> None:
        for words, field in (
            (self.tr("Method"), self.method),
            (self.tr("Name"), self.user),
            (self.tr("Password"), self.password),
            (self.tr("Token"), self.token),
            (self.tr("Headers"), self.headers),
        ):
            field.setAccessibleName(words)
            self.form.addRow(words, field)
        buttons = QDialogButtonBox(self)
        self.save = QPushButton(self.tr("Save"))
        self.save_for_now = QPushButton(self.tr("Keep until I quit"))
        self.remove = QPushButton(self.tr("Remove"))
        role = QDialogButtonBox.ButtonRole
        buttons.addButton(self.save, role.ActionRole)
        buttons.addButton(self.save_for_now, role.ActionRole)
        buttons.addButton(self.remove, role.DestructiveRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.save.clicked.connect(lambda: self._save(False))
        self.save_for_now.clicked.connect(lambda: self._save(True))
        self.remove.clicked.connect(self._remove)
        self.save_for_now.hide()
        buttons.rejected.connect(self.reject)
        promise = _words(
            self.tr("Kept in the system’s keyring, not in the library, and sent to {host} only.").format(
                host=_host(self._feed.url)
            )
        )
        promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addLayout(self.form)
        column.addWidget(promise)
        column.addWidget(self.told)
        column.addWidget(buttons)
        presses_only(self.save, buttons)
        self.resize(480, 0)

    def _show(self, answer: tuple[str | None, Access | None]) -> None:
        if not isValid(self):
            return
        key, known = answer
        if key is None:
            self.reject()  # The feed is gone.
            return
        self._key = key
        self._known = known is not None
        self._enable(True)
        if known is not None:
            self.method.setCurrentIndex(self.method.findData(known.method))
            self.user.setText(known.user)
            self.headers.setPlainText("".join(f"{name}: \n" for name in known.headers))
            for field in (self.password, self.token):
                field.setPlaceholderText(self.tr("Type it again to change it"))
        (self.password if self.user.text() else self._first()).setFocus()

    def _first(self) -> QWidget:
        return {Method.BASIC: self.user, Method.BEARER: self.token}.get(self.method.currentData(), self.headers)

    def _show_fields(self) -> None:
        method = self.method.currentData()
        for field, its in (
            (self.user, Method.BASIC),
            (self.password, Method.BASIC),
            (self.token, Method.BEARER),
            (self.headers, Method.HEADERS),
        ):
            self.form.setRowVisible(field, method == its)
        self.told.hide()
        self._fit()

    def _save(self, session: bool) -> None:
        from desktop_reader.worker.entrusting import entrust

        method = Method(self.method.currentData())
        values: tuple[str, ...] = (self.token.text(),)
        access = Access(self._key, method)
        if method is Method.BASIC:
            access, values = Access(self._key, method, self.user.text().strip()), (self.password.text(),)
        elif method is Method.HEADERS:
            lines = [line.partition(":") for line in self.headers.toPlainText().splitlines() if line.strip()]
            access = Access(self._key, method, headers=tuple(name.strip() for name, _, _ in lines))
            values = tuple(value.strip() for _, _, value in lines)
        url = self._feed.url
        self._wait()
        self._worker.work(
            lambda run: entrust(access, url, values, session=session), lambda error: self._kept(access, error)
        )

    def _kept(self, access: Access, error: Exception | None) -> None:
        """The keyring has it, so the library may say so; also when the window was closed meanwhile."""
        if error is None:
            self._set(access)
        if not isValid(self):
            return
        if error is None:
            self.accept()
            return
        self._enable(True)
        self.save_for_now.setVisible(isinstance(error, KeyringError))
        words = sentence(error)
        if isinstance(error, KeyringError):
            words += " " + self.tr("It can be kept in memory until you quit Desktop Reader.")
        self._tell(words)

    def _remove(self) -> None:
        from desktop_reader.worker.entrusting import withdraw

        key = self._key
        self._wait()
        self._worker.work(lambda run: withdraw(key), self._removed)

    def _removed(self, error: Exception | None) -> None:
        if error is None:
            self._set(None)
        if not isValid(self):
            return
        if error is None:
            self.accept()
        else:
            self._enable(True)
            self._tell(sentence(error))

    def _set(self, access: Access | None) -> None:
        from desktop_reader.jobs.access import SetAccess

        worker, told, feed = self._worker, self._told, self._feed.id

        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Exception):
                told(changes)
            else:
                worker.refresh([feed])

        worker.submit(SetAccess(feed, access), done)

    def _wait(self) -> None:
        self._enable(False)
        self._tell(self.tr("Waiting for the system’s keyring…"))

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
        self._fit()

    def _fit(self) -> None:
        """As high as its words need at this width; Qt would take one line for each."""
        self._column.activate()
        self.setMinimumHeight(self._column.totalHeightForWidth(self.width()))

    def _enable(self, on: bool) -> None:
        fields: tuple[Any, ...] = (self.method, self.user, self.password, self.token, self.headers)
        for widget in (*fields, self.save, self.save_for_now):
            widget.setEnabled(on)
        self.remove.setEnabled(on and self._known)


def _known(reader: Reader, feed_id: int) -> tuple[str | None, Access | None]:
    return private.key_of(reader, feed_id), private.of(reader, feed_id)


def _hidden() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0]


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
