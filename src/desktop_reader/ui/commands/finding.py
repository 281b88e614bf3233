"""Finding something in the article, and going from one hit to the next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """The words that are marked are those of a search in the library, or those of the bar."""
    tr, bar = translate, desk.reading.find_bar

    def shown() -> bool:
        return bool(desk.browsing.article)

    return [
        Command("article.find", tr("commands", "Find in the article"), bar.open, ("Ctrl+F",), "search", shown),
        Command("view.next_hit", tr("commands", "Next word found"), lambda: _step(desk, 1), ("F3",), "", shown),
        Command(
            "view.previous_hit",
            tr("commands", "Previous word found"),
            lambda: _step(desk, -1),
            ("Shift+F3",),
            "",
            shown,
        ),
    ]


def _step(desk: Desk, by: int) -> None:
    """Where nothing is marked, it has to be said what is looked for."""
    if not desk.reading.view.found.step(by):
        desk.reading.find_bar.open()
