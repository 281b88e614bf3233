"""Which signal of which pane gives which command: the window's panes know only themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_reader.records.query import Query
from desktop_reader.ui.background import open_behind
from desktop_reader.ui.commands import labels, marked, menus
from desktop_reader.ui.commands.article import ArticleDeeds, open_outside
from desktop_reader.ui.commands.article_menu import article_menu
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.organise import SIDEBAR, Organising
from desktop_reader.ui.keys.sequences import spoken

_BAR = (
    "article.previous",
    "article.next",
    "",
    "article.full",
    "article.star",
    "article.label",
    "article.read",
    "view.text",
    "article.find",
    "article.share",
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
    order = Organising(desk)
    sidebar.move_wanted.connect(lambda *where: order.move(*where))  # Qt would not keep what is no QObject.
    sidebar.rename_wanted.connect(lambda *what: order.rename(*what))
    sidebar.refused.connect(desk.say)
    sidebar.view.takes_articles = not desk.worker.read_only
    sidebar.view.labelled.connect(lambda label: labels.put_on_picked(desk, label))
    sidebar.view.hear([deck.action(name) for name in SIDEBAR])
    sidebar.menu_wanted.connect(
        lambda kind, number, where: _pop_up(desk, where, lambda m: menus.sidebar_menu(desk, deck, kind, number, m))
    )
    articles.chosen.connect(desk.browsing.open)
    articles.open_wanted.connect(lambda number: ArticleDeeds(desk).open_original([number]))
    articles.menu_wanted.connect(
        lambda number, where: _pop_up(desk, where, lambda menu: article_menu(desk, deck, number, menu))
    )
    articles.deed_wanted.connect(lambda deed, number: ArticleDeeds(desk).give(deed, number))
    articles.view.selectionModel().selectionChanged.connect(deck.renew)
    articles.model.failed.connect(desk.problems.tell)
    articles.everything_wanted.connect(lambda: _search_everything(desk))
    reading.view.link_clicked.connect(open_outside)
    reading.view.copyAvailable.connect(deck.renew)  # Words can be muted while some are selected.
    reading.view.label_clicked.connect(lambda label: labels.show(desk, label))
    articles.search.keep_wanted.connect(deck.action("search.save").trigger)
    reading.view.link_opened_behind.connect(lambda address: open_behind(address, desk.window))
    desk.worker.working.connect(lambda job, done, of: desk.say(marked.under_way(job, done, of)))
    deck.keys_changed.connect(lambda: _show_keys(desk, deck))
    _show_keys(desk, deck)
    desk.undo.changed.connect(deck.renew)
    desk.browsing.article_changed.connect(deck.renew)
    desk.browsing.query_changed.connect(deck.renew)
    triggers: tuple[tuple[Any, str], ...] = (
        (sidebar.panel_wanted, "view.sidebar"),
        (articles.header.panel_wanted, "view.sidebar"),
        (sidebar.refresh_wanted, "feed.refresh_all"),
        (sidebar.stop_wanted, "feed.stop"),
        (sidebar.add_wanted, "feed.add"),
        (sidebar.settings_wanted, "app.preferences"),
        (articles.mark_all_wanted, "article.mark_all"),
        (articles.header.clean_up_wanted, "view.clean_up"),
        (articles.header.compact_wanted, "view.density"),
        (reading.view.at_end, "article.next_unread"),
    )
    for signal, name in triggers:
        signal.connect(deck.action(name).trigger)


def _search_everything(desk: Desk) -> None:
    now = desk.browsing.query
    desk.browsing.look(Query(search=now.search, sort=now.sort, reverse=now.reverse))


def _only_read(desk: Desk, menu: QMenu) -> None:
    """What would write is grey, and says why; the foot of the sidebar says it all the time."""
    words = QCoreApplication.translate("Deck", "This library is open for reading only.")
    menu.setToolTipsVisible(True)
    for button in (desk.sidebar.refresh_button, desk.sidebar.add_button, desk.articles.header.mark_button):
        button.setEnabled(False)
        button.setToolTip(words)
    desk.articles.view.hover.enabled = False
    desk.articles.search.let_keep(False)
    desk.sidebar.show_note(QCoreApplication.translate("Sidebar", "For reading only"))


def _show_keys(desk: Desk, deck: Deck) -> None:
    """Where keys are told beside the commands themselves: in the search field, and where no article is shown."""
    tr = QCoreApplication.translate
    # Keys with Ctrl before a single one: a slash in the field looks like a part of it.
    search = min(deck.keys("view.search"), key=lambda one: "+" not in one, default="")
    desk.articles.search.show_key(spoken(search).replace("+", " "))
    hints = (
        (deck.said_keys("article.next"), tr("EmptyPage", "next article")),
        (deck.said_keys("article.page"), tr("EmptyPage", "page down, then next unread")),
        (deck.said_keys("article.star"), tr("EmptyPage", "star")),
        (spoken(search), tr("EmptyPage", "search everything")),
    )
    desk.reading.empty.set_hints(tuple((keys.replace("+", " "), deed) for keys, deed in hints if keys))


def _pop_up(desk: Desk, where: QPoint, fill: Callable[[QMenu], None]) -> None:
    menu = QMenu(desk.window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu)
    menu.popup(where)
