"""Which signal of which pane gives which command: the window's panes know only themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_reader.ui.commands import marked, menus
from desktop_reader.ui.commands.article import ArticleDeeds, open_outside
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds

_BAR = (
    "article.previous",
    "article.next",
    "",
    "article.full",
    "article.star",
    "article.read",
    "article.open",
    "view.inspector",
)


def furnish(desk: Desk, deck: Deck) -> None:
    """The reading pane's bar: the buttons of an article, and the menu of everything."""
    for name in _BAR:
        if name:
            desk.reading.add_button(deck.action(name), name)
        else:
            desk.reading.bar.addStretch(1)
    menu = QMenu(desk.window)
    menus.main_menu(deck, menu)
    desk.reading.add_menu(menu)
    if desk.worker.read_only:
        _only_read(desk, menu)


def connect(desk: Desk, deck: Deck) -> None:
    """Panes to commands and back."""
    sidebar, articles, reading = desk.sidebar, desk.articles, desk.reading
    feeds = FeedDeeds(desk)
    sidebar.move_wanted.connect(feeds.move)
    sidebar.rename_wanted.connect(feeds.rename)
    sidebar.menu_wanted.connect(
        lambda kind, number, where: _pop_up(desk, where, lambda m: menus.sidebar_menu(desk, deck, kind, number, m))
    )
    articles.chosen.connect(desk.browsing.open)
    articles.open_wanted.connect(lambda number: ArticleDeeds(desk).open_original([number]))
    articles.menu_wanted.connect(
        lambda ids, where: _pop_up(desk, where, lambda menu: menus.article_menu(desk, ids, menu))
    )
    articles.view.selectionModel().selectionChanged.connect(deck.renew)
    articles.model.failed.connect(desk.problems.tell)
    reading.view.link_clicked.connect(open_outside)
    desk.worker.working.connect(lambda job, done, of: desk.say(marked.under_way(job, done, of)))
    desk.undo.changed.connect(deck.renew)
    desk.browsing.article_changed.connect(deck.renew)
    desk.browsing.query_changed.connect(deck.renew)
    triggers: tuple[tuple[Any, str], ...] = (
        (sidebar.panel_wanted, "view.sidebar"),
        (sidebar.refresh_wanted, "feed.refresh_all"),
        (sidebar.stop_wanted, "feed.stop"),
        (sidebar.add_wanted, "feed.add"),
        (sidebar.settings_wanted, "app.preferences"),
        (articles.mark_all_wanted, "article.mark_all"),
        (reading.view.at_end, "article.next_unread"),
    )
    for signal, name in triggers:
        signal.connect(deck.action(name).trigger)


def _only_read(desk: Desk, menu: QMenu) -> None:
    """What would write is grey, and says why; the foot of the sidebar says it all the time."""
    words = QCoreApplication.translate("Deck", "This library is open for reading only.")
    menu.setToolTipsVisible(True)
    for button in (desk.sidebar.refresh_button, desk.sidebar.add_button, desk.articles.header.mark_button):
        button.setEnabled(False)
        button.setToolTip(words)
    desk.sidebar.show_note(QCoreApplication.translate("Sidebar", "For reading only"))


def _pop_up(desk: Desk, where: QPoint, fill: Callable[[QMenu], None]) -> None:
    menu = QMenu(desk.window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    menu.popup(where)
