"""The pane of articles: header, search, list, and what stands there when the list is empty."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.asking import ArticleReader, Ask
from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.empty import Empty
from desktop_reader.ui.articles.found import Excerpt, Found, no_excerpt
from desktop_reader.ui.articles.glance import Glance
from desktop_reader.ui.articles.header import Header
from desktop_reader.ui.articles.kit import Tile
from desktop_reader.ui.articles.loading import AFTER_MS, Loading
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.newcomers import Newcomers
from desktop_reader.ui.articles.pill import Pill
from desktop_reader.ui.articles.search_field import SearchField
from desktop_reader.ui.articles.search_hints import Complaint, SearchHints
from desktop_reader.ui.articles.strip import Strip
from desktop_reader.ui.articles.thumbnails import Thumbnails
from desktop_reader.ui.articles.view import ArticleView
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.theme import Theme

_BESIDE, _BELOW_HEADER, _BELOW_SEARCH = 16, 4, 12


@lru_cache(maxsize=1024)
def letter_tile(feed: int, title: str, ratio: float) -> QPixmap:
    """A monogram for those who know no better one; the application gives one that knows favicons and feeds' ids."""
    return monogram(title, str(feed), 16, ratio)


class ArticlePane(QWidget):
    """Signals: ``chosen(id)``, ``open_wanted(id)``, ``menu_wanted(article, global_pos)``, ``deed_wanted(deed, id)`` as
    the view's; ``compacted(bool)`` rows have another height by the reader's wish; ``arrived(n)``;
    ``search_changed(text)``, ``sort_chosen(Sort, reverse)``, ``unread_only_toggled(bool)``,
    ``starred_only_toggled(bool)``, ``mark_all_wanted`` from the header; ``everything_wanted`` nothing was found here,
    so the search shall be in all articles.
    """

    chosen = Signal(int)
    open_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    deed_wanted = Signal(str, int)
    compacted = Signal(bool)
    arrived = Signal(int)
    search_changed = Signal(str)
    sort_chosen = Signal(Sort, bool)
    unread_only_toggled = Signal(bool)
    starred_only_toggled = Signal(bool)
    mark_all_wanted = Signal()
    everything_wanted = Signal()

    def __init__(
        self,
        reader: ArticleReader,
        ask: Ask,
        theme: Theme,
        *,
        tile: Tile = letter_tile,
        thumbnails: Thumbnails | None = None,
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
        self._several = False  # More than one is picked.
        self.folds = False
        """Whether a story that several feeds tell is one row."""
        self.model = ArticleModel(reader, ask, clock, self)
        self._found = Found(excerpt)
        self.thumbnails = thumbnails or Thumbnails()
        self._delegate = ArticleDelegate(self.model, theme.tokens, tile, self.thumbnails, clock, self, self._found)
        self.view = ArticleView(self.model, self._delegate)
        self._glance = Glance(self.view, self.model, self._delegate, self.thumbnails)
        self.pill = Pill(theme, self)
        self._newcomers = Newcomers(self.view, self.model, self.pill)
        self.header = Header(theme)
        self.search = SearchField(theme)
        self.complaint = Complaint(theme)
        self.empty = Empty(theme)
        self.empty.pressed.connect(self.everything_wanted)
        self.loading = Loading(theme)
        self.strip = Strip(theme)
        self._slow = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._slow.timeout.connect(self._show_loading)
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
        self._slow.start()
        self.model.open(replace(query, folded=self.folds))
        if searched and not searches:
            self.view.pick_article(picked or self._before_search, tell=False)

    def put_under_search(self, widget: QWidget) -> None:
        """Something else that was found, above the articles."""
        self._column.insertWidget(self._column.indexOf(self.strip), widget)

    def apply(self, changes: Changes) -> None:
        """Shows what a job altered."""
        self._found.forget(changes.updated)
        folded = changes.folded if self.folds else ()
        here = self.view.current()
        # Nobody's place is taken away.
        self.model.apply(replace(changes, folded=tuple(number for number in folded if number != here)))

    def show_heading(self, title: str, unread: int | None = None) -> None:
        """What is shown, and how many of it are unread; without that it is told how many there are. A search tells the
        number of its results instead.
        """
        self._title, self._unread = title, unread
        if self._searched() and self.model.searching:
            self.header.heading.show_words(title, self._line)  # The answer is a moment away; nothing is to flicker.
        else:
            self._show_heading()

    @property
    def shown_title(self) -> str:
        """What the list is called."""
        return self._title

    def show_empty(self, icon: str = "", line: str = "", sentence: str = "") -> None:
        """What to say when there are no articles, as at the first start; without words the pane finds its own."""
        self._words_when_empty = (icon or "news", line, sentence) if line else None
        self._show_state()

    def seek(self) -> None:
        """Puts the cursor into the search field, all its text selected."""
        self.search.setFocus()
        self.search.selectAll()

    @property
    def compact(self) -> bool:
        """Whether rows have one line only."""
        return self._delegate.compact

    def toggle_compact(self) -> None:
        """Rows of one line, or comfortable ones again."""
        self.set_compact(not self.compact)
        self.compacted.emit(self.compact)

    def set_compact(self, compact: bool) -> None:
        """The same, without a signal."""
        self.view.set_compact(compact)
        self.header.show_compact(compact)
        self._glance.look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, which the list has no use for, leaves but one row picked, then ends a search."""
        if event.key() == Qt.Key.Key_Escape and self.view.count_picked() > 1:
            self.view.pick_one()
        elif event.key() == Qt.Key.Key_Escape and self._searched():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as in a window of 1280."""
        return QSize(336, 600)

    @contained(None)
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
        self._stack.addWidget(self.loading)
        search = QVBoxLayout()
        search.setContentsMargins(_BESIDE, _BELOW_HEADER, _BESIDE, _BELOW_SEARCH)
        search.setSpacing(0)
        search.addWidget(self.search)
        search.addWidget(self.complaint)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(search)
        column.addWidget(self.strip)
        column.addLayout(self._stack, 1)
        self.setMinimumWidth(240)

    def _connect(self) -> None:
        for signal, own in (
            (self.view.chosen, self.chosen),
            (self.view.open_wanted, self.open_wanted),
            (self.view.menu_wanted, self.menu_wanted),
            (self.view.deed_wanted, self.deed_wanted),
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
        self.model.failed.connect(lambda _: self._show_state())
        self.view.selectionModel().selectionChanged.connect(self._show_count)

    def _show_count(self) -> None:
        count = self.view.count_picked()
        if (count > 1) or self._several:
            self._several = count > 1
            self._show_heading()

    def _searched(self) -> bool:
        return bool(self.model.query.search.strip())

    def _leave_search(self) -> None:
        self.view.setFocus()

    def _show_hints(self) -> None:
        SearchHints(self._theme, self).show_under(self.search)

    def _scrolled(self, value: int) -> None:
        self.update(0, self.view.y() - 1, self.width(), 1)

    def _show_heading(self) -> None:
        if self._several:
            self._line = self.tr("%Ln selected", None, self.view.count_picked())
        elif self._searched():
            self._line = self._results()
        elif self._unread is None:
            self._line = self._number()
        else:
            self._line = self.tr("%Ln unread", None, self._unread) if self._unread else self.tr("All read")
        self.header.heading.show_words(self._title, self._line)

    def _number(self) -> str:
        there = self.model.rowCount()
        if there == 1:
            return self.tr("1 article")
        return self.tr("%Ln articles", None, there) if there else ""

    def _results(self) -> str:
        if self.model.about is not None:
            return self.tr("about %Ln results", None, _rounded(self.model.about))
        if self.model.searching:
            return self.tr("Searching older articles…")
        found = self.model.rowCount()
        return self.tr("1 result") if found == 1 else self.tr("%Ln results", None, found)

    def _show_loading(self) -> None:
        had_focus = self.view.hasFocus()
        self._stack.setCurrentWidget(self.loading)
        if had_focus:  # Else it would go to whatever is next.
            self.loading.setFocus()

    def _show_state(self) -> None:
        self._slow.stop()
        waited = self.loading.hasFocus()
        self._found.look_for(parse(self.model.query.search).terms)
        self._show_heading()
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            if waited:
                self.view.setFocus()
            return
        query, deed = self.model.query, ""
        if self._searched() and self.model.searching:
            words = ("search", self.tr("Searching…"), self.tr("Older articles are being looked through."))
        elif self._searched():
            words = (
                "search",
                self.tr("No results"),
                self.tr("No article here has “{text}”.").format(text=query.search.strip()),
            )
            if query.scope is not Scope.ALL or query.unread_only or query.starred_only:
                deed = self.tr("Search everything instead")
        elif self._words_when_empty:
            words = self._words_when_empty
        elif query.unread_only:
            words = ("check-circle", self.tr("All read"), self.tr("There is nothing unread here."))
        else:
            words = ("news", self.tr("No articles"), self.tr("New ones appear here as they are published."))
        self.empty.show_words(*words, deed)
        self._stack.setCurrentWidget(self.empty)

    def _dress(self) -> None:
        self._delegate.set_tokens(self._theme.tokens)
        self.view.viewport().update()
        self.update()


def _rounded(number: int) -> int:
    """To two figures: what is counted by samples is not known better."""
    step = int(10 ** max(0, len(str(number)) - 2))
    return (number + step // 2) // step * step
