"""The statistics page as a command."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_reader import paths, settings
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.theme.theme import Theme

translate = QCoreApplication.translate


def commands(desk: Desk, theme: Theme) -> list[Command]:
    """It only looks, so it is there too where the library is only read."""
    words = translate("commands", "Statistics…")
    return [Command("library.statistics", words, lambda: show(desk, theme), (), "chart")]


def show(desk: Desk, theme: Theme) -> None:
    """Begins with the feed or folder that is looked at."""
    from desktop_reader.ui.statistics.deeds import StatisticsDeeds

    dates = settings.load(paths.config() / "settings.json").dates
    StatisticsDeeds(desk, theme, Formats("locale" if dates == "locale" else "seed")).dialog.open()
