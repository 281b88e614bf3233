"""The menu of a row, or of all that are picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star, Unstar
from desktop_reader.library.hiding import asked_for
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.hiding import hide
from desktop_reader.ui.commands.sharing import share_menu
from desktop_reader.ui.names import in_menu
from desktop_reader.ui.theme.icons import icon

translate = QCoreApplication.translate
_LONGEST = 32


def article_menu(desk: Desk, deck: Deck, article: int, menu: QMenu) -> None:
    """For one article; for all that are picked where it is 0."""
    entries = _Entries(desk, deck, menu)
    if article:
        for row in desk.reader.rows([article]).values():
            entries.of_one(row)
    else:
        entries.of_several()


class _Entries:
    """Puts entries into one menu."""

    def __init__(self, desk: Desk, deck: Deck, menu: QMenu) -> None:
        self._desk = desk
        self._deck = deck
        self._menu = menu
        self._deeds = ArticleDeeds(desk)

    def of_one(self, row: ArticleRow) -> None:
        tr, deeds, ids = translate, self._deeds, [row.id]
        if row.unread:
            self._mark("mail-read", tr("menus", "Mark as read"), lambda: deeds.put(MarkRead, ids), "article.read")
        else:
            self._mark("mail-unread", tr("menus", "Mark as unread"), lambda: deeds.put(MarkUnread, ids), "article.read")
        if row.starred:
            self._mark("star-filled", tr("menus", "Remove star"), lambda: deeds.put(Unstar, ids), "article.star")
        else:
            self._mark("star", tr("menus", "Star"), lambda: deeds.put(Star, ids), "article.star")
        self._label(row.id)
        self._hide(ids)
        self._menu.addSeparator()
        self._add("open", tr("menus", "Open original"), lambda: deeds.open_original(ids), "article.open")
        self._add("link", tr("menus", "Copy link"), lambda: deeds.copy_link(ids), "article.copy_link")
        share_menu(self._desk, self._deck, self._menu.addMenu(icon("share"), tr("menus", "Share")), ids)
        self._menu.addSeparator()
        above, below = tr("menus", "Mark all above as read"), tr("menus", "Mark all below as read")
        self._mark("arrow-up", above, lambda: deeds.mark_beyond(row.id), "article.mark_above")
        self._mark("arrow-down", below, lambda: deeds.mark_beyond(row.id, below=True), "article.mark_below")
        self._lead_on(row)

    def of_several(self) -> None:
        tr, deeds = translate, self._deeds
        self._mark("mail-read", tr("menus", "Mark as read"), lambda: deeds.put(MarkRead))
        self._mark("mail-unread", tr("menus", "Mark as unread"), lambda: deeds.put(MarkUnread))
        self._mark("star", tr("menus", "Star"), lambda: deeds.put(Star))
        self._mark("star-filled", tr("menus", "Remove stars"), lambda: deeds.put(Unstar))
        self._label()
        self._hide()
        self._menu.addSeparator()
        self._add("open", tr("menus", "Open originals"), deeds.open_original, "article.open")
        self._add("link", tr("menus", "Copy links"), deeds.copy_link, "article.copy_link")
        share_menu(self._desk, self._deck, self._menu.addMenu(icon("share"), tr("menus", "Share")))

    def _hide(self, ids: Sequence[int] = ()) -> None:
        shown = asked_for(self._desk.browsing.query.search)
        words = translate("menus", "Hide, or show again") if shown else translate("menus", "Hide")
        self._mark("eye", words, lambda: hide(self._desk, ids), "article.hide")

    def _label(self, article: int = 0) -> None:
        """The card of labels: for the row of the menu, which is picked for that, or for all that are."""

        def choose() -> None:
            if article:
                self._desk.articles.view.pick_article(article, tell=False)
            self._deck.action("article.label").trigger()

        self._mark("tag", translate("menus", "Labels…"), choose, "article.label")

    def _lead_on(self, row: ArticleRow) -> None:
        """To what is like this article."""
        self._menu.addSeparator()
        self._add("library", translate("menus", "Similar readings"), lambda: self._seek_similar(row), "article.similar")
        now = self._desk.browsing.query
        if now.scope is not Scope.FEED or now.search.strip():
            feed = Query(Scope.FEED, row.feed_id)
            words = translate("menus", "Go to “{feed}”").format(feed=_shown(row.feed_title))
            self._add("rss", words, lambda: _look(self._desk, feed))
        author = " ".join(row.author.replace('"', " ").split())
        if author:
            search = Query(search=f'author:"{author}"')
            words = translate("menus", "More by {author}").format(author=_shown(author))
            self._add("search", words, lambda: _look(self._desk, search))

    def _seek_similar(self, row: ArticleRow) -> None:
        self._desk.browsing.open(row.id)
        self._desk.articles.view.pick_article(row.id, tell=False)
        self._deck.action("article.similar").trigger()

    def _mark(self, sign: str, words: str, run: Callable[[], object], like: str = "") -> None:
        self._add(sign, words, run, like)
        self._menu.actions()[-1].setEnabled(not self._desk.worker.read_only)

    def _add(self, sign: str, words: str, run: Callable[[], object], like: str = "") -> None:
        """The keys of the command that does as much to the current article are told."""
        keys = self._deck.said_keys(like) if like else ""
        action = self._menu.addAction(icon(sign), f"{words}\t{keys}" if keys else words)
        action.triggered.connect(lambda: run())


def _look(desk: Desk, query: Query) -> None:
    now = desk.browsing.query
    desk.browsing.look(Query(query.scope, query.target, query.search, sort=now.sort, reverse=now.reverse))


def _shown(name: str) -> str:
    """A name in a menu, where & would underline a letter."""
    return in_menu(name)
