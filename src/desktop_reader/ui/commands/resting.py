"""Leaving servers alone for a while: what the clock does is paused, what is asked for by hand is not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.holding import Holding

translate = QCoreApplication.translate


def commands(holding: Holding) -> list[Command]:
    """All commands on the pause."""
    tr = translate

    def paused() -> bool:
        return holding.paused_until is not None

    return [
        Command(
            "feed.pause_hour",
            tr("commands", "Pause refreshing for 1 hour"),
            holding.pause_for_an_hour,
            (),
            "pause",
            writes=True,
        ),
        Command(
            "feed.pause_tomorrow",
            tr("commands", "Pause refreshing until tomorrow"),
            holding.pause_until_tomorrow,
            writes=True,
        ),
        Command(
            "feed.resume", tr("commands", "Resume refreshing"), holding.resume, (), "play", enabled=paused, writes=True
        ),
    ]
