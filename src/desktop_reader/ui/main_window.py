"""The window: places the panes and hands on what they say. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QToolButton

from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.commands import app, article, feed, menus, view
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.notice import Notice
from desktop_reader.ui.problems import Problems
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Undo
from desktop_reader.ui.window_state import WindowState
from desktop_reader.worker.thread import Worker

_PANES = (216, 336, 728)
_BAR = ("article.previous", "article.next", "", "article.star", "article.read", "article.open")


class MainWindow(QMainWindow):
    """Signals: ``closed`` when it is closed; ``preferences_wanted``; ``keys_wanted``."""

    closed = Signal()
    preferences_wanted = Signal()
    keys_wanted = Signal()

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
        self.sidebar, self.articles, self.reading = panes
        self._reader, self._worker, self._browsing = reader, worker, browsing
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for pane, stretch in zip(panes, (0, 0, 1), strict=True):
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setSizes(list(_PANES))
        self.setCentralWidget(self._splitter)
        notice = Notice(theme, self)
        self.undo = Undo(worker, self)
        self.undo.done.connect(lambda words: notice.say(words, self.tr("Undo"), self.undo.undo))
        self.problems = Problems(self, notice.say)
        self.desk = Desk(self, reader, worker, browsing, self.undo, self.problems, *panes, notice.say)
        self.deck = Deck(
            self,
            [
                *article.commands(self.desk),
                *feed.commands(self.desk),
                *view.commands(self.desk),
                *app.commands(self.desk, self.preferences_wanted.emit, self.keys_wanted.emit),
            ],
        )
        self._furnish_bar()
        self._connect()

    def apply(self, changes: Changes) -> None:
        """Shows what a job altered."""
        self.sidebar.apply(changes)
        self.articles.apply(changes)
        self._show_heading()
        shown = self._browsing.article
        if shown in changes.removed:
            self._browsing.open(0)
        elif changes.tree or shown in changes.state or shown in changes.updated:
            self.reading.show_article(self._reader.article(shown) if shown else None)

    def restore(self, state: WindowState) -> None:
        """As it was left; what is not there any more is passed over."""
        self.restoreGeometry(QByteArray.fromHex(state.geometry.encode()))
        if len(state.panes) == len(_PANES):
            self._splitter.setSizes(list(state.panes))
        self.sidebar.setVisible(state.sidebar)
        self.sidebar.view.show_closed(set(state.closed))
        query = state.query
        index = self.sidebar.model.index_for(query)
        if index.isValid():
            fresh = self.sidebar.model.query(index) or query  # With today's midnight, for "Today".
            query = replace(query, since_at=fresh.since_at)
        elif query.scope is not Scope.ALL:
            query = Query(Scope.UNREAD)
        self._look(query)
        if state.article and self.articles.view.pick_article(state.article, tell=False):
            self._browsing.open(state.article)

    def state(self) -> WindowState:
        """What to remember."""
        query = self._browsing.query
        return WindowState(
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            panes=tuple(self._splitter.sizes()),
            sidebar=self.sidebar.isVisibleTo(self),
            closed=tuple(sorted(self.sidebar.model.closed)),
            scope=query.scope,
            target=query.target,
            sort=query.sort,
            reverse=query.reverse,
            unread_only=query.unread_only,
            starred_only=query.starred_only,
            article=self._browsing.article,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """The application keeps what is to be kept."""
        self.closed.emit()
        super().closeEvent(event)

    def _furnish_bar(self) -> None:
        for name in _BAR:
            if name:
                self.reading.add_button(self.deck.action(name), name)
            else:
                self.reading.bar.addStretch(1)
        menu = QMenu(self)
        menus.main_menu(self.deck, menu)
        button = self.reading.add_button(self.deck.action("app.keys"), "")
        button.clicked.disconnect()
        button.setToolTip(self.tr("Menu (F10)"))
        button.setAccessibleName(self.tr("Menu"))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setShortcut("F10")

    def _connect(self) -> None:
        browsing, sidebar, articles, reading = self._browsing, self.sidebar, self.articles, self.reading
        feeds = feed.FeedDeeds(self.desk)
        browsing.query_changed.connect(self._look)
        browsing.article_changed.connect(self._show)
        sidebar.selected.connect(self._choose)
        sidebar.menu_wanted.connect(self._show_sidebar_menu)
        sidebar.move_wanted.connect(feeds.move)
        sidebar.rename_wanted.connect(feeds.rename)
        articles.chosen.connect(browsing.open)
        articles.open_wanted.connect(lambda number: article.ArticleDeeds(self.desk).open_original([number]))
        articles.menu_wanted.connect(self._show_article_menu)
        articles.search_changed.connect(self._search)
        articles.sort_chosen.connect(lambda sort, back: self._vary(sort=sort, reverse=back))
        articles.unread_only_toggled.connect(lambda on: self._vary(unread_only=on))
        articles.starred_only_toggled.connect(lambda on: self._vary(starred_only=on))
        reading.view.link_clicked.connect(open_outside)
        self.undo.changed.connect(self.deck.renew)
        triggers: tuple[tuple[object, str], ...] = (
            (sidebar.panel_wanted, "view.sidebar"),
            (sidebar.refresh_wanted, "feed.refresh_all"),
            (sidebar.stop_wanted, "feed.stop"),
            (sidebar.add_wanted, "feed.add"),
            (sidebar.settings_wanted, "app.preferences"),
            (articles.mark_all_wanted, "article.mark_all"),
            (reading.view.at_end, "article.next_unread"),
        )
        for signal, name in triggers:
            signal.connect(self.deck.action(name).trigger)  # type: ignore[attr-defined]

    def _choose(self, query: Query) -> None:
        """Another row of the sidebar; the order stays, a search ends."""
        now = self._browsing.query
        self._browsing.look(replace(query, sort=now.sort, reverse=now.reverse))

    def _search(self, text: str) -> None:
        self._vary(search=text)

    def _vary(self, **others: object) -> None:
        self._browsing.look(replace(self._browsing.query, **others))  # type: ignore[arg-type]

    def _look(self, query: Query) -> None:
        self._browsing.query = query
        self.sidebar.show_query(query)
        self.articles.open(query)
        self._show_heading()

    def _show_heading(self) -> None:
        query = self._browsing.query
        title = self.sidebar.title_of(query) or self.tr("All articles")
        self.articles.show_heading(title, self.sidebar.unread_of(query))
        if self._reader.has_feeds():
            self.articles.show_empty()
        else:
            words = self.tr("Add the address of a site you like, or import the feeds of your old reader.")
            self.articles.show_empty("news", self.tr("Welcome"), words)

    def _show(self, number: int) -> None:
        self.reading.show_article(self._reader.article(number) if number else None)
        self.deck.renew()

    def _show_article_menu(self, ids: list[int], where: QPoint) -> None:
        self._pop_up(lambda menu: menus.article_menu(self.desk, ids, menu), where)

    def _show_sidebar_menu(self, kind: str, number: int, where: QPoint) -> None:
        self._pop_up(lambda menu: menus.sidebar_menu(self.desk, self.deck, kind, number, menu), where)

    def _pop_up(self, fill: Callable[[QMenu], None], where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu)
        menu.popup(where)
