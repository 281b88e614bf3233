"""An article onto a printer. Qt's printing is imported when somebody wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QMarginsF, QObject, QTimer
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtWidgets import QDialog

from desktop_reader.records.article import Article
from desktop_reader.ui.sharing.files import suggested
from desktop_reader.ui.sharing.handing import Folder
from desktop_reader.ui.sharing.paper import MARGINS, Paper
from desktop_reader.ui.sharing.saving import usual_layout, with_pictures

if TYPE_CHECKING:
    from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate


def print_article(desk: Desk, article: Article) -> None:
    """Asks for the printer and the pages; the window goes on meanwhile."""
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    except ImportError:
        desk.say(translate("commands", "Printing is not available on this computer. Save the article as PDF instead."))
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(article.title)
    printer.setCreator("Desktop Reader")
    if not printer.printerName():  # There is none, but the dialog writes files, too.
        place = Folder.to_begin_in() / suggested(article.title, article.feed_title, "pdf")
        printer.setOutputFileName(str(place))
    printer.setPageSize(usual_layout().pageSize())
    printer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, desk.window)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.accepted.connect(
        lambda: with_pictures(desk, article, lambda pictures: _begin(desk, article, printer, pictures))
    )
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # PySide hides it behind an older one of the same name.


def _begin(desk: Desk, article: Article, printer: Any, pictures: Mapping[str, bytes]) -> None:
    Pages(desk, Paper(article, printer.pageLayout(), pictures, serif=desk.reading.view.page_style.serif), printer)


class Pages(QObject):
    """Paints a page in each turn of the event loop: a printer is no place for another thread, and the window lives."""

    def __init__(self, desk: Desk, paper: Paper, printer: Any) -> None:
        super().__init__(desk.reading)
        self._desk, self._paper, self._printer = desk, paper, printer
        first, last = printer.fromPage() or 1, printer.toPage() or paper.count
        self._numbers = iter(range(first - 1, min(last, paper.count)))
        self._begun = False
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        self._painter = QPainter()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._page)
        if self._painter.begin(printer):
            self._turn.start()
        else:
            self._end(translate("commands", "The printer does not take anything."))

    def _page(self) -> None:
        number = next(self._numbers, None)
        if number is None:
            self._painter.end()
            self._end(translate("commands", "Sent to the printer."))
            return
        if self._begun:
            self._printer.newPage()
        self._begun = True
        self._paper.paint(self._painter, number)

    def _end(self, words: str) -> None:
        self._turn.stop()
        self._desk.say(words)
        self.deleteLater()
