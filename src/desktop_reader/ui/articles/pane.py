"""The pane of articles: header, search, list, and what stands there when the list is empty."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Sort
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.asking import ArticleReader, Ask
from desktop_reader.ui.articles.delegate import ArticleDelegate, Thumbnail, Tile
from desktop_reader.ui.articles.empty import Empty
from desktop_reader.ui.articles.found import Excerpt, Found, no_excerpt
from desktop_reader.ui.articles.header import Header
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.search_field import SearchField
from desktop_reader.ui.articles.search_hints import Complaint, SearchHints
from desktop_reader.ui.articles.view import ArticleView
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.theme import Theme

_BESIDE, _BELOW_HEADER, _BELOW_SEARCH = 16, 4, 12


@lru_cache(maxsize=1024)
def letter_tile(feed: int, title: str, ratio: float) -> QPixmap:
    """A monogram for those who know no better one; the application gives one that knows favicons and feeds' ids."""
    return monogram(title, str(feed), 16, ratio)


def no_picture(row: ArticleRow) -> QPixmap | None:
    """No thumbnails."""
    return None


class ArticlePane(QWidget):
    """Signals: ``chosen(id)``, ``open_wanted(id)``, ``menu_wanted(ids, global_pos)`` as the view's; ``arrived(n)``;
    ``search_changed(text)``, ``sort_chosen(Sort, reverse)``, ``unread_only_toggled(bool)``,
    ``starred_only_toggled(bool)``, ``mark_all_wanted`` from the header.
    """

    chosen = Signal(int)
    open_wanted = Signal(int)
    menu_wanted = Signal(list, QPoint)
    arrived = Signal(int)
    search_changed = Signal(str)
    sort_chosen = Signal(Sort, bool)
    unread_only_toggled = Signal(bool)
    starred_only_toggled = Signal(bool)
    mark_all_wanted = Signal()

    def __init__(
        self,
        reader: ArticleReader,
        ask: Ask,
        theme: Theme,
        *,
        tile: Tile = letter_tile,
        thumbnail: Thumbnail = no_picture,
        excerpt: Excerpt = no_excerpt,
        clock: Callable[[], float] = time.time,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words_when_empty: tuple[str, str, str] | None = None
        self._title = self._line = ""
        self._unread: int | None = None
        self._before_search = 0  # The article that was picked.
        self.model = ArticleModel(reader, ask, clock, self)
        self._found = Found(excerpt)
        self._delegate = ArticleDelegate(self.model, theme.tokens, tile, thumbnail, clock, self, self._found)
        self.view = ArticleView(self.model, self._delegate)
        self.header = Header(theme)
        self.search = SearchField(theme)
        self.complaint = Complaint(theme)
        self.empty = Empty(theme)
        self._lay_out()
        self._connect()
        self._dress()
        self._show_state()

    def open(self, query: Query) -> None:
        """Shows ``query`` from its top; after a search, from the article that is picked."""
        searched, searches = self._searched(), bool(query.search.strip())
        picked = self.view.current()
        if searches and not searched:
            self._before_search = picked
        self.header.show_query(query)
        if query.search.strip() != self.search.text().strip():
            self.search.show_text(query.search)
        mistakes = parse(self.search.text()).mistakes if searches else ()
        self.search.show_mistakes([(mistake.start, mistake.end) for mistake in mistakes])
        self.complaint.show_mistakes(mistakes)
        self.search.setAccessibleDescription(self.complaint.text())
        self.model.open(query)
        if searched and not searches:
            self.view.pick_article(picked or self._before_search, tell=False)

    def apply(self, changes: Changes) -> None:
        """Shows what a job altered."""
        self._found.forget(changes.updated)
        self.model.apply(changes)

    def show_heading(self, title: str, unread: int | None = None) -> None:
        """What is shown, and how many of it are unread; a search tells the number of its results instead."""
        self._title, self._unread = title, unread
        if self._searched() and self.model.searching:
            self.header.heading.show_words(title, self._line)  # The answer is a moment away; nothing is to flicker.
        else:
            self._show_heading()

    def show_empty(self, icon: str = "", line: str = "", sentence: str = "") -> None:
        """What to say when there are no articles, as at the first start; without words the pane finds its own."""
        self._words_when_empty = (icon or "news", line, sentence) if line else None
        self._show_state()

    def seek(self) -> None:
        """Puts the cursor into the search field, all its text selected."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, which the list has no use for, ends a search."""
        if event.key() == Qt.Key.Key_Escape and self._searched():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as in a window of 1280."""
        return QSize(336, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and a hairline under the search field once rows are hidden above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.list))
        if self._stack.currentWidget() is self.view and self.view.verticalScrollBar().value() > 0:
            painter.fillRect(0, self.view.y() - 1, self.width(), 1, QColor(self._theme.tokens.line))

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        search = QVBoxLayout()
        search.setContentsMargins(_BESIDE, _BELOW_HEADER, _BESIDE, _BELOW_SEARCH)
        search.setSpacing(0)
        search.addWidget(self.search)
        search.addWidget(self.complaint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(search)
        column.addLayout(self._stack, 1)
        self.setMinimumWidth(240)

    def _connect(self) -> None:
        for signal, own in (
            (self.view.chosen, self.chosen),
            (self.view.open_wanted, self.open_wanted),
            (self.view.menu_wanted, self.menu_wanted),
            (self.model.arrived, self.arrived),
            (self.search.changed, self.search_changed),
            (self.header.sort_chosen, self.sort_chosen),
            (self.header.unread_only_toggled, self.unread_only_toggled),
            (self.header.starred_only_toggled, self.starred_only_toggled),
            (self.header.mark_all_wanted, self.mark_all_wanted),
        ):
            signal.connect(own)
        self.search.left.connect(self._leave_search)
        self.search.hints_wanted.connect(self._show_hints)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._theme.changed.connect(self._dress)
        for signal in (self.model.opened, self.model.moved, self.model.filled, self.model.about_changed):
            signal.connect(self._show_state)

    def _searched(self) -> bool:
        return bool(self.model.query.search.strip())

    def _leave_search(self) -> None:
        self.view.setFocus()

    def _show_hints(self) -> None:
        SearchHints(self._theme, self).show_under(self.search)

    def _scrolled(self, value: int) -> None:
        self.update(0, self.view.y() - 1, self.width(), 1)

    def _show_heading(self) -> None:
        if self._searched():
            self._line = self._results()
        elif self._unread is None:
            self._line = ""
        else:
            self._line = self.tr("%Ln unread", None, self._unread) if self._unread else self.tr("All read")
        self.header.heading.show_words(self._title, self._line)

    def _results(self) -> str:
        if self.model.about is not None:
            return self.tr("about %Ln results", None, _rounded(self.model.about))
        if self.model.searching:
            return self.tr("Searching older articles…")
        found = self.model.rowCount()
        return self.tr("1 result") if found == 1 else self.tr("%Ln results", None, found)

    def _show_state(self) -> None:
        self._found.look_for(parse(self.model.query.search).terms)
        self._show_heading()
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        query = self.model.query
        if self._searched() and self.model.searching:
            words = ("search", self.tr("Searching…"), self.tr("Older articles are being looked through."))
        elif self._searched():
            words = (
                "search",
                self.tr("No results"),
                self.tr("No article here has “{text}”.").format(text=query.search.strip()),
            )
        elif self._words_when_empty:
            words = self._words_when_empty
        elif query.unread_only:
            words = ("check-circle", self.tr("All read"), self.tr("There is nothing unread here."))
        else:
            words = ("news", self.tr("No articles"), self.tr("New ones appear here as they are published."))
        self.empty.show_words(*words)
        self._stack.setCurrentWidget(self.empty)

    def _dress(self) -> None:
        self._delegate.set_tokens(self._theme.tokens)
        self.view.viewport().update()
        self.update()


def _rounded(number: int) -> int:
    """To two figures: what is counted by samples is not known better."""
    step = int(10 ** max(0, len(str(number)) - 2))
    return (number + step // 2) // step * step
