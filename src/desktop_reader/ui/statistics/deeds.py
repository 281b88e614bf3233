"""What one can do on the statistics page: go to a feed, save what is shown, erase the reading record."""

from __future__ import annotations

import json
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from shiboken6 import isValid

from desktop_reader.files import write_safely
from desktop_reader.jobs.read_through import BringReadingBack, EraseReading
from desktop_reader.library import erasing
from desktop_reader.library.reader import Reader
from desktop_reader.library.statistics import bounds
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.statistics import Window
from desktop_reader.records.statistics_out import document, table
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.sharing.files import with_suffix, write_new
from desktop_reader.ui.sharing.handing import Folder
from desktop_reader.ui.statistics.dialog import StatisticsDialog
from desktop_reader.ui.statistics.scopes import place_of
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate

Counted = tuple[tuple[int, int], tuple[int, int]]
"""Times and articles: in the window that is shown, and in all."""


class StatisticsDeeds:
    """Serves one page, and lives as long."""

    def __init__(self, desk: Desk, theme: Theme, formats: Formats) -> None:
        self._desk = desk
        self.dialog = StatisticsDialog(desk.worker, theme, place_of(desk.browsing.query), formats, desk.window)
        self.dialog.feed_chosen.connect(lambda feed: desk.browsing.look(Query(Scope.FEED, target=feed)))
        self.dialog.save_wanted.connect(lambda suffix: self._save(suffix))
        self.dialog.erase_wanted.connect(lambda: self._count())
        self.dialog.undo_wanted.connect(lambda: self._undo())

    def _save(self, suffix: str) -> None:
        found = self.dialog.found
        if found is None:
            return
        title, kind = {
            "csv": (translate("Statistics", "Save as a table"), translate("Statistics", "Table (*.csv)")),
            "json": (translate("Statistics", "Save as JSON"), translate("Statistics", "JSON (*.json)")),
        }[suffix]
        place = Folder.to_begin_in() / f"statistics.{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self.dialog, title, str(place), kind)
        if not chosen:
            return
        file, agreed = with_suffix(Path(chosen), suffix)
        Folder.last = file.parent
        name = self.dialog.scope.name()

        def write(_: object) -> Path:
            # With a mark at its beginning spreadsheets know that it is UTF-8.
            text = "\ufeff" + table(found, name) if suffix == "csv" else _json(document(found, name))
            if not agreed:
                return write_new(file, text.encode())
            write_safely(file, text.encode())
            return file

        self._desk.worker.work(write, lambda done: self._saved(done))

    def _saved(self, done: Path | Exception) -> None:
        if isinstance(done, Exception):
            self._desk.problems.tell(done)
        else:
            self._say(translate("Statistics", "Saved as {file}").format(file=done))

    def _count(self) -> None:
        """How much would go, of what is shown and in all; then it is asked."""
        window = self.dialog.window_wanted
        since, until = (None, None) if window.days is None else bounds(window, int(time.time()))

        def question(reader: Reader) -> Counted:
            return erasing.openings(reader, since, until), erasing.openings(reader, None, None)

        self._desk.worker.ask("erasing", question, lambda counted: self._confirm(window, counted))

    def _confirm(self, window: Window, counted: Counted) -> None:
        shown, in_all = counted
        box = QMessageBox(self.dialog)
        box.setObjectName("erasing")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(translate("Statistics", "Erase the reading record?"))
        tr, number = translate, Telling().number
        lines = [
            tr("Statistics", "It says when articles were opened, how often, and whether to their end, in all feeds."),
            tr("Statistics", "Read marks and stars stay. For a day it can be taken back."),
        ]
        if window.days is not None:
            words = tr("Statistics", "In the last {days} days – times opened: {times}, articles: {articles}.")
            times, articles = shown
            lines.append(words.format(days=number(window.days), times=number(times), articles=number(articles)))
        words = tr("Statistics", "In all – times opened: {times}, articles: {articles}.")
        lines.append(words.format(times=number(in_all[0]), articles=number(in_all[1])))
        box.setInformativeText("\n\n".join((" ".join(lines[:2]), "\n".join(lines[2:]))))
        if window.days is not None:
            some = tr("Statistics", "Erase {days} days").format(days=number(window.days))
            button = box.addButton(some, QMessageBox.ButtonRole.DestructiveRole)
            button.clicked.connect(lambda: self._erase(window))
        everything = box.addButton(tr("Statistics", "Erase all"), QMessageBox.ButtonRole.DestructiveRole)
        everything.clicked.connect(lambda: self._erase(Window(None)))
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _erase(self, window: Window) -> None:
        since, until = (None, None) if window.days is None else bounds(window, int(time.time()))
        key = erasing.new_key()
        job = EraseReading(key, since, until)
        self._desk.worker.submit(job, lambda done: self._erased(job, done))

    def _erased(self, job: EraseReading, done: Changes | Exception) -> None:
        if isinstance(done, Exception):
            self._desk.problems.tell(done)
        elif not done:
            self._say(translate("Statistics", "There was nothing to erase."))
        else:
            words = translate("Statistics", "Reading record erased")
            self._desk.undo.push(Deed(words, BringReadingBack(job.key), job))
            self._say(words, undo=True)

    def _undo(self) -> None:
        self._desk.undo.undo()
        self._say(translate("Statistics", "The reading record is there again."))

    def _say(self, words: str, *, undo: bool = False) -> None:
        if isValid(self.dialog):
            self.dialog.say(words, undo=undo)


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
