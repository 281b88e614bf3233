"""The reading pane as it is in the window, with somebody who writes down all that is asked of anybody."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from unittest import mock

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from desktop_reader.records.article import Article
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer import document
from desktop_reader.ui.viewer.copied_html import mime
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.sealed import SealedDocument, nothing
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from desktop_reader.worker.images import Images

Fetch = Callable[[str, Callable[[bytes | None], None]], None]


class Watched(ArticleView):
    """``loads`` were asked of the pane or of its document, ``asked`` of whoever fetches pictures; ``opened`` would have
    gone to the browser.
    """

    def __init__(self, fetch: Fetch | None = None) -> None:
        self.loads: list[str] = []
        self.asked: list[str] = []
        self.opened: list[str] = []
        super().__init__(PageStyle(LIGHT), Pictures(fetch or self._fetch))
        self.link_clicked.connect(self.opened.append)
        self.resize(860, 2000)

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Written down, and answered as always."""
        self.loads.append(f"{kind} {QUrl(url).toString()}")
        return super().loadResource(kind, url)

    def look_at(self, article: Article) -> list[str]:
        """Shows it, paints it, presses all its links; gives where its links led to."""
        self.opened.clear()
        self.show_article(article)
        self.viewport().grab()
        leads = sorted(_leads(self.document()))
        for one in leads:
            self.anchorClicked.emit(QUrl(one))
        return leads

    def copied(self) -> str:
        """All of the page, as the clipboard gets it, without the line that tells its letters."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        return mime(self.sheet, cursor).html().replace('<meta charset="utf-8">', "")

    def _fetch(self, url: str, done: Callable[[bytes | None], None]) -> None:
        self.asked.append(url)
        done(None)


@contextlib.contextmanager
def watched(fetch: Fetch | None = None) -> Iterator[Watched]:
    """The pane, on a screen that is not there. An article goes through the documents that it uses itself."""
    app = QApplication.instance() or QApplication([])
    view = Watched(fetch)

    class Document(SealedDocument):
        def loadResource(self, kind: int, url: QUrl | str) -> object:
            view.loads.append(f"{kind} {QUrl(url).toString()}")
            return super().loadResource(kind, url)

    with mock.patch.object(document, "SealedDocument", Document):
        view.show()
        try:
            yield view
        finally:
            view.close()
            view.deleteLater()
            app.processEvents()


class Naive(QTextBrowser):
    """What Qt does when nobody watches over it: the loads that a payload asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Written down, and answered with nothing: this is no place to read files."""
        self.loads.append(f"{kind} {QUrl(url).toString()}")
        return nothing(kind)

    def look_at(self, html: str) -> None:
        """Shows it as it came."""
        self.setHtml(html)
        self.document().adjustSize()


def asked_of_nobody(articles: list[Article]) -> int:
    """How many pictures are fetched of these where the reader wants none."""
    images = Images(lambda: False)
    count = 0

    def fetch(url: str, done: Callable[[bytes | None], None]) -> None:
        images.fetch(url, done)

    with watched(fetch) as view, mock.patch.object(images, "_do", side_effect=AssertionError("it was begun")):
        for article in articles:
            view.look_at(article)
            count += len(view.sheet.pictures)
    images.close()
    return count


def _leads(shown: QTextDocument) -> set[str]:
    found = set()
    block = shown.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            if to := pieces.fragment().charFormat().anchorHref():
                found.add(to)
            pieces += 1
        block = block.next()
    return found
