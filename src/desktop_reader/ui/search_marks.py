"""Marks in the article what was searched for, when it is opened from a search; no more when that search is over."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_reader.records.query import Query
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.viewer.finding import FoundWords


class SearchMarks(QObject):
    """To be made after ``ArticlePane.chosen`` opens articles: the marks come last."""

    def __init__(self, browsing: Browsing, articles: ArticlePane, found: FoundWords, parent: QObject) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._found = found
        self._opened = 0  # The article that was opened from the search.
        articles.chosen.connect(self._open)
        browsing.query_changed.connect(self._look)

    def _open(self, article: int) -> None:
        searches = bool(self._browsing.query.search.strip())
        self._opened = article if searches else 0
        self._mark(self._browsing.query)

    def _look(self, query: Query) -> None:
        # An article that was there before is left alone while somebody types.
        if self._opened and self._opened == self._browsing.article:
            self._mark(query)
        if not query.search.strip():
            self._opened = 0

    def _mark(self, query: Query) -> None:
        self._found.mark(parse(query.search).terms if self._opened else ())
