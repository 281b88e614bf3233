"""Where to look: smart lists, neighbouring feeds, search, panes, size of the text."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.sidebar.model import midnight

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """All commands that change what is looked at."""
    tr = translate

    def go(scope: Scope) -> None:
        desk.browsing.look(Query(scope, since_at=midnight() if scope is Scope.TODAY else None))

    def sort(reverse: bool) -> None:
        desk.browsing.look(replace(desk.browsing.query, reverse=reverse))

    return [
        Command("view.all", tr("commands", "All articles"), lambda: go(Scope.ALL), ("G, A",)),
        Command("view.unread", tr("commands", "Unread"), lambda: go(Scope.UNREAD), ("G, U",)),
        Command("view.starred", tr("commands", "Starred"), lambda: go(Scope.STARRED), ("G, S",)),
        Command("view.today", tr("commands", "Today"), lambda: go(Scope.TODAY), ("G, T",)),
        Command("view.next_feed", tr("commands", "Next feed"), lambda: desk.sidebar.view.step_feed(1), ("Shift+J",)),
        Command(
            "view.previous_feed", tr("commands", "Previous feed"), lambda: desk.sidebar.view.step_feed(-1), ("Shift+K",)
        ),
        Command("view.search", tr("commands", "Search articles"), desk.articles.seek, ("/", "Ctrl+K"), "search"),
        Command(
            "view.sidebar", tr("commands", "Show or hide the sidebar"), desk.panes.toggle_sidebar, ("F9",), "panel-left"
        ),
        Command(
            "view.back",
            tr("commands", "Back to the last article"),
            lambda: _back(desk),
            ("Backspace", "Alt+Left"),
            "arrow-left",
            lambda: desk.browsing.can_go_back,
        ),
        Command("view.next_pane", tr("commands", "Next pane"), lambda: desk.panes.focus.step(1), ("F6",)),
        Command(
            "view.previous_pane", tr("commands", "Previous pane"), lambda: desk.panes.focus.step(-1), ("Shift+F6",)
        ),
        Command("view.newest", tr("commands", "Newest first"), lambda: sort(False)),
        Command("view.oldest", tr("commands", "Oldest first"), lambda: sort(True)),
        Command("view.larger", tr("commands", "Larger text"), lambda: desk.reading.view.zoom(1), ("Ctrl++", "Ctrl+=")),
        Command("view.smaller", tr("commands", "Smaller text"), lambda: desk.reading.view.zoom(-1), ("Ctrl+-",)),
        Command("view.text", tr("commands", "Text of the article"), desk.reading.show_text, (), "text-size"),
        Command("view.usual", tr("commands", "Usual size of the text"), lambda: desk.reading.view.zoom(0), ("Ctrl+0",)),
    ]


def _back(desk: Desk) -> None:
    desk.browsing.back()
    desk.articles.view.pick_article(desk.browsing.article, tell=False)
