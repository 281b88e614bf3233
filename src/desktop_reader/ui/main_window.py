"""The window: places the panes and shows in them what is looked at. It decides nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui import hearing, wiring
from desktop_reader.ui.articles.kit import Tile
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.articles.pulling import Pulling
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.commands import (
    app,
    article,
    exporting,
    feed,
    finding,
    full_text,
    hiding,
    labels,
    listing,
    resting,
    rules,
    searches,
    sharing,
    statistics,
    view,
)
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.completing.choosing import Choosing
from desktop_reader.ui.completing.offers import FieldOffers
from desktop_reader.ui.dropping import Dropping
from desktop_reader.ui.holding import Holding
from desktop_reader.ui.notice import Notice
from desktop_reader.ui.palette.showing import Cards
from desktop_reader.ui.panes import Panes
from desktop_reader.ui.problems import Problems
from desktop_reader.ui.reading import LARGE, as_kept, ready
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.search_marks import SearchMarks
from desktop_reader.ui.sidebar.model import midnight
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.tallying import Tallying
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Undo
from desktop_reader.worker.thread import Worker

_FRAME = QSize(16, 48)  # What a window manager may put around a window.


class MainWindow(QMainWindow):
    """Signals: ``closed`` when it is closed; ``preferences_wanted``; ``inspector_wanted`` or not;
    ``similar_wanted`` the keyboard is to go to the similar readings.
    """

    closed = Signal()
    preferences_wanted = Signal()
    inspector_wanted = Signal()
    similar_wanted = Signal()

    def __init__(
        self,
        reader: Reader,
        worker: Worker,
        browsing: Browsing,
        theme: Theme,
        panes: tuple[SidebarPane, ArticlePane, ReadingPane],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Desktop Reader")
        self.setMinimumSize(640, 420)
        room = self.screen().availableSize() - _FRAME
        self.resize(QSize(1280, 800).boundedTo(room))
        self.sidebar, self.articles, self.reading = panes
        self._reader, self._browsing = reader, browsing
        self.panes = Panes(theme, *panes)
        self.panes.changed.connect(lambda: self.articles.header.show_panel_button(not self.panes.sidebar_beside))
        self.setCentralWidget(self.panes)
        notice = Notice(theme, self)
        self.undo = Undo(worker, self)
        self.undo.done.connect(lambda words: notice.say(words, self.tr("Undo"), self.undo.undo))
        self.undo.taken_back.connect(notice.hide)
        problems = Problems(self, notice.say)
        self.desk = Desk(self, reader, worker, browsing, self.undo, problems, *panes, notice.say, self.panes)
        hearing.install(self.desk)
        self.holding = Holding(worker, self)
        self._tallying = Tallying(reader, worker, self.sidebar, self)
        self.deck = Deck(
            self,
            [
                *article.commands(self.desk),
                *labels.commands(self.desk, theme),
                *searches.commands(self.desk, theme),
                *full_text.commands(self.desk),
                *finding.commands(self.desk),
                *sharing.commands(self.desk),
                *exporting.commands(self.desk),
                *feed.commands(self.desk),
                *resting.commands(self.holding),
                *view.commands(self.desk),
                *statistics.commands(self.desk, theme),
                *listing.commands(self.desk, self.similar_wanted.emit),
                *rules.commands(self.desk, theme),
                *hiding.commands(self.desk),
                *app.commands(
                    self.desk,
                    self.preferences_wanted.emit,
                    lambda: self.cards.show_keys(),
                    self.inspector_wanted.emit,
                    lambda: self.cards.show_palette(),
                ),
            ],
            read_only=worker.read_only,
        )
        self.holding.changed.connect(self.deck.renew)
        self.cards = Cards(self.desk, self.deck, theme)
        wiring.furnish(self.desk, self.deck)
        wiring.connect(self.desk, self.deck)
        Choosing(theme, self.articles.search, FieldOffers(self.desk))
        Dropping(self.desk, theme)
        Pulling(self.articles.view, theme)
        SearchMarks(browsing, self.articles, self.reading.view.found, self)
        browsing.query_changed.connect(self.look)
        browsing.article_changed.connect(self._show_article)
        self.sidebar.selected.connect(self._choose)
        self.articles.search_changed.connect(lambda text: self._vary(search=text))
        self.articles.sort_chosen.connect(lambda sort, back: self._vary(sort=sort, reverse=back))
        self.articles.unread_only_toggled.connect(lambda on: self._vary(unread_only=on))
        self.articles.starred_only_toggled.connect(lambda on: self._vary(starred_only=on))

    def apply(self, changes: Changes) -> None:
        """Shows what a job altered."""
        self._tallying.apply(changes)
        self.sidebar.apply(changes)
        self.articles.apply(changes)
        if (changes.tree or changes.labels) and self.sidebar.has_lost(self._browsing.query):
            self._choose(Query(Scope.UNREAD))
        elif changes.back or (changes.tree and self._browsing.query.scope is Scope.FOLDER):
            self.look_again()  # Its feeds may be others now.
        self._show_heading(changes.tree)
        shown = self._browsing.article
        if shown in changes.removed:
            self._browsing.open(0)
        elif changes.tree or changes.labels or shown in changes.state or shown in changes.updated:
            self._show_article(shown)

    def look(self, query: Query) -> None:
        """Shows another list."""
        self._browsing.query = query
        self.sidebar.show_query(query)
        self.articles.open(query)
        self._show_heading()

    def begin_day(self) -> None:
        """Midnight has passed: "Today" begins anew."""
        self.sidebar.refresh()
        self._tallying.begin_day()
        if self._browsing.query.scope is Scope.TODAY:
            self._vary(since_at=midnight())

    def show_signs(self, tile: Tile) -> None:
        """Some feeds have another sign; ``tile`` has those of all."""
        self.reading.view.set_signs(lambda article, ratio: tile(article.feed_id, article.feed_title, ratio))
        self.sidebar.view.viewport().update()
        self.articles.view.viewport().update()

    def set_links_stripped(self, stripped: bool) -> None:
        """Whether links tell by which way somebody comes; the article that is shown has others at once."""
        if stripped != self.desk.links.stripped:
            self.desk.links.stripped = stripped
            self._show_article(self._browsing.article)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The application keeps what is to be kept."""
        self.closed.emit()
        super().closeEvent(event)

    def _show_article(self, number: int) -> None:
        article, full = as_kept(self._reader, number)
        if article is None or len(article.html) <= LARGE:
            self._show(number, article and ready(article), full)
            return
        large = article
        # Until it is ready the one before it stays.
        self.desk.worker.ask("article", lambda _: ready(large), lambda one: self._show(number, one, full), quick=True)

    def _show(self, number: int, article: Article | None, full: bool) -> None:
        if number == self._browsing.article:
            self.reading.show_article(article and self.desk.links.article(article))
            self.reading.set_pressed("article.full", full)

    def _choose(self, query: Query) -> None:
        """Another row of the sidebar; the order stays, a search ends."""
        sort, reverse = self._browsing.order
        self._browsing.look(replace(query, sort=sort, reverse=reverse), best_first=False)

    def _vary(self, **others: object) -> None:
        self._browsing.look(replace(self._browsing.query, **others))  # type: ignore[arg-type]

    def look_again(self) -> None:
        """The list has other rows now, or other ways of showing them."""
        picked = self.articles.view.current()
        self.articles.open(self._browsing.query)
        if picked:
            self.articles.view.pick_article(picked, tell=False)

    def _show_heading(self, tree: bool = True) -> None:
        query = self._browsing.query
        self.articles.show_heading(
            self.sidebar.title_of(query) or self.tr("All articles"), self.sidebar.unread_of(query)
        )
        if not tree:
            return
        if self._reader.has_feeds():
            self.articles.show_empty()
        else:
            words = self.tr("Add the address of a site you like, or import the feeds of your old reader.")
            self.articles.show_empty("news", self.tr("Welcome"), words)
