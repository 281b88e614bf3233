"""The list: marking what is above or below, cleaning up, what it leaves out, how high its rows are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate


def commands(desk: Desk, similar: Callable[[], object]) -> list[Command]:
    """All commands on the list of articles; ``similar`` leads to the similar readings."""
    tr, some = translate, ArticleDeeds(desk)

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.count_picked())

    def only_unread() -> None:
        query = desk.browsing.query
        desk.browsing.look(replace(query, unread_only=not query.unread_only))

    def only_starred() -> None:
        query = desk.browsing.query
        desk.browsing.look(replace(query, starred_only=not query.starred_only))

    return [
        Command("article.similar", tr("commands", "Similar readings"), similar, ("X",), "library", chosen),
        Command(
            "article.mark_above",
            tr("commands", "Mark all above as read"),
            some.mark_beyond,
            ("Shift+U",),
            "arrow-up",
            chosen,
            writes=True,
            group="list",
        ),
        Command(
            "article.mark_below",
            tr("commands", "Mark all below as read"),
            lambda: some.mark_beyond(below=True),
            ("Shift+B",),
            "arrow-down",
            chosen,
            writes=True,
            group="list",
        ),
        Command(
            "view.clean_up",
            tr("commands", "Clean up: take out what is read"),
            lambda: clean_up(desk),
            ("Shift+C",),
            "broom",
            group="list",
        ),
        Command(
            "view.density",
            tr("commands", "Compact or comfortable rows"),
            desk.articles.toggle_compact,
            ("Shift+D",),
            "density",
            group="list",
        ),
        Command("view.unread_only", tr("commands", "Only unread articles"), only_unread, group="list"),
        Command("view.starred_only", tr("commands", "Only starred articles"), only_starred, group="list"),
    ]


def clean_up(desk: Desk) -> None:
    """Takes out of the list what does not belong to it any more, but for the article that is shown."""

    def cleaned(count: int) -> None:
        if not count:
            desk.say(translate("commands", "There is nothing to clean up here."))

    desk.articles.model.clean_up(desk.articles.view.current() or desk.browsing.article, cleaned)
