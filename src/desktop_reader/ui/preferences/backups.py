"""Backups on the page "Storage": made every week or now, listed, and put in the place of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QMessageBox,
    QTreeWidget,
    QTreeWidgetItem,
)
from shiboken6 import isValid

from desktop_reader.errors import LibraryError
from desktop_reader.library import backups
from desktop_reader.records.backup import Backup, Kind
from desktop_reader.ui.dates import day
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.wrapping import Wrapping

translate = QCoreApplication.translate
_ROWS = 5
_FILE = Qt.ItemDataRole.UserRole


class Worker(Protocol):
    """Who works behind the window."""

    read_only: bool

    def ask(
        self, kind: str, question: Callable[[Any], Any], answered: Callable[[Any], None], *, behind: bool = False
    ) -> None:
        """Answers a question on another thread."""

    def back_up(self, told: Callable[[int, int], None], answered: Callable[[Any], None]) -> None:
        """Makes a backup; both are called on the window's thread."""


class Backups:
    """What the page needs: where the library lies, who works, and how a backup is put in its place; None where that
    cannot be done.
    """

    def __init__(self, library: Path, worker: Worker, restore: Callable[[Path], None] | None) -> None:
        self.library, self.worker, self.restore = library, worker, restore


class BackupsPart:
    """The part of ``page`` about backups."""

    def __init__(self, page: Page, given: Backups) -> None:
        self._page, self._given = page, given
        self._there: list[Backup] = []
        self._folder = ""
        page.head(translate("Backups", "Backups"))
        self.weekly = page.switch("backups", translate("Backups", "Make a backup every week"))
        page.note(
            translate(
                "Backups",
                "The newest four of them are kept, the newest four that you made, and the newest from before an update"
                " and from before a repair. They lie beside the library: copy one to another disk now and then.",
            )
        )
        self.list = table()
        self.list.currentItemChanged.connect(lambda *_: self._picked())
        self.list.itemActivated.connect(lambda *_: self._restore())
        page.column.addWidget(self.list)
        self.now = page.button(translate("Backups", "Back up now"), self._back_up)
        self.restore = page.button(translate("Backups", "Restore…"), self._restore)
        self.other = page.button(translate("Backups", "From a file…"), self._choose)
        self.other.setToolTip(translate("Backups", "Restore a backup that lies elsewhere"))
        self.show = page.button(translate("Backups", "Show in folder"), self._show)
        page.column.addLayout(Wrapping((self.now, self.restore, self.other, self.show)))
        self.told = page.note()
        if given.worker.read_only:
            for control in (self.now, self.weekly):
                control.setEnabled(False)
        self._picked()
        self._look()

    def _look(self) -> None:
        library = self._given.library

        def look(_: object) -> tuple[list[Backup], str]:
            return backups.listed(library), backups.folder(library).name

        self._given.worker.ask("backups", look, self._show_list, behind=True)

    def _show_list(self, found: tuple[Sequence[Backup], str]) -> None:
        if not isValid(self._page):
            return  # The preferences were closed meanwhile.
        self.list.clear()
        there, self._folder = found
        self._there = list(there)
        rows = [row(one) for one in there]
        self.list.addTopLevelItems(rows)
        if rows:
            self.list.setCurrentItem(rows[0])
        elif not self.told.text():
            self.told.setText(translate("Backups", "There are none yet."))
        self._picked()

    def _current(self) -> Backup | None:
        item = self.list.currentItem()
        return None if item is None else self._there[self.list.indexOfTopLevelItem(item)]

    def _picked(self) -> None:
        one = self._current()
        self.show.setEnabled(bool(self._there))
        can = self._given.restore is not None and not self._given.worker.read_only
        self.other.setEnabled(can)
        self.restore.setEnabled(can and one is not None and one.articles is not None)

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self._tell_far(0, 1)
        self._given.worker.back_up(self._tell_far, self._made)

    def _tell_far(self, done: int, of: int) -> None:
        if not isValid(self._page):
            return
        if done < of:
            words = translate("Backups", "A backup is being made: {part} %")
            self.told.setText(words.format(part=QLocale().toString(100 * done // of)))
        else:
            self.told.setText(translate("Backups", "The backup is being checked…"))

    def _made(self, result: Backup | Exception) -> None:
        if not isValid(self._page):
            return
        self.now.setEnabled(True)
        self.told.setText(
            sentence(result) if isinstance(result, Exception) else translate("Backups", "A backup was made.")
        )
        self._look()

    def _show(self) -> None:
        one = self._current()
        if one is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(one.path.parent)))

    def _choose(self) -> None:
        """A backup that was copied to another disk, or comes from another computer."""
        words = translate("Backups", "Restore a backup")
        kinds = translate("Opening", "Libraries (*.db);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._page.window(), words, "", kinds)
        if not name:
            return
        self.other.setEnabled(False)
        self.told.setText(translate("Backups", "The file is being checked…"))
        library, file = self._given.library, Path(name)

        def examine(_: object) -> Backup | LibraryError:
            from desktop_reader.library import restoring

            try:
                return restoring.examined(library, file)
            except LibraryError as error:
                return error

        self._given.worker.ask("backup elsewhere", examine, self._examined, behind=True)

    def _examined(self, found: Backup | LibraryError) -> None:
        if not isValid(self._page):
            return
        self.other.setEnabled(True)
        if isinstance(found, LibraryError):
            self.told.setText(sentence(found))
            return
        self.told.setText("")
        self._ask(found, translate("Backups", "Restore the library of {when}, “{file}”?"))

    def _restore(self) -> None:
        one = self._current()
        if one is not None and self.restore.isEnabled():
            self._ask(one, translate("Backups", "Restore the library of {when}?"))

    def _ask(self, one: Backup, question: str) -> None:
        restore = self._given.restore
        if restore is None:
            return
        box = QMessageBox(self._page.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(translate("Backups", "Restore a backup"))
        box.setText(question.format(when=_when(one.made_at), file=one.path.name))
        words = translate(
            "Backups",
            "It has %n article(s) and takes the place of the library that is open. That one is kept in “{folder}”, and"
            " can be restored as well.",
            "",
            one.articles or 0,
        )
        box.setInformativeText(words.format(folder=self._folder))
        yes = box.addButton(translate("Backups", "Restore"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)

        def answered() -> None:
            if box.clickedButton() is yes:
                self._page.window().close()
                restore(one.path)

        box.finished.connect(answered)
        box.open()


def table() -> QTreeWidget:
    """The list of backups, empty."""
    heads = [translate("Backups", "Made"), translate("Backups", "Articles"), translate("Backups", "Size")]
    tree = QTreeWidget()
    tree.setAccessibleName(translate("Backups", "Backups"))
    tree.setHeaderLabels(heads)
    tree.setRootIsDecorated(False)
    tree.setStyleSheet("QTreeWidget::item { border-radius: 0; }")  # A row is one piece.
    tree.setUniformRowHeights(True)
    tree.setAllColumnsShowFocus(True)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    head = tree.header()
    head.setStretchLastSection(False)
    head.setSectionsMovable(False)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    tree.setFixedHeight(fonts.scaled(28 * (_ROWS + 1) + 12))
    return tree


def row(one: Backup) -> QTreeWidgetItem:
    """A backup in the list."""
    locale = QLocale()
    when, why = _when(one.made_at), _why(one.kind)
    size = locale.formattedDataSize(one.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    many = "–" if one.articles is None else locale.toString(one.articles)
    item = QTreeWidgetItem([f"{when} · {why}", many, size])
    if one.articles is None:
        why = f"{why}, {_unreadable()}"
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{when}, {why}")
    item.setData(0, _FILE, str(one.path))
    for column in range(3):
        item.setToolTip(
            column, plain_tip(f"{one.path}" if one.articles is not None else f"{one.path}\n{_unreadable()}")
        )
    for column in (1, 2):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _when(at: int) -> str:
    clock = QLocale().toString(QDateTime.fromSecsSinceEpoch(at).time(), QLocale.FormatType.ShortFormat)
    return f"{day(at)}, {clock}"


def _why(kind: Kind) -> str:
    return {
        Kind.WEEKLY: translate("Backups", "weekly"),
        Kind.BY_HAND: translate("Backups", "made by you"),
        Kind.UPDATE: translate("Backups", "before an update"),
        Kind.REPAIR: translate("Backups", "before a repair"),
        Kind.REPLACED: translate("Backups", "put aside by a restore"),
    }[kind]


def _unreadable() -> str:
    return translate("Backups", "cannot be read")
