"""The program itself: undo, preferences, help, quitting."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate


def commands(
    desk: Desk,
    preferences: Callable[[], object],
    keys: Callable[[], object],
    inspector: Callable[[], object],
    palette: Callable[[], object],
) -> list[Command]:
    """All commands on the program; ``preferences``, ``keys`` and ``palette`` show these, ``inspector`` shows it or
    hides it.
    """
    tr = translate
    undo = desk.undo
    return [
        Command("app.undo", tr("commands", "Undo"), undo.undo, ("Ctrl+Z",), "undo", lambda: undo.can_undo),
        Command("app.redo", tr("commands", "Redo"), undo.redo, ("Ctrl+Shift+Z",), "", lambda: undo.can_redo),
        Command("view.inspector", tr("commands", "Show or hide the inspector"), inspector, ("I",), "panel-right"),
        Command("app.preferences", tr("commands", "Preferences…"), preferences, ("Ctrl+,",), "settings"),
        Command("app.palette", tr("commands", "Command palette"), palette, ("Ctrl+Shift+P",), "apps-list"),
        Command("app.keys", tr("commands", "Keys"), keys, ("?",), "keyboard"),
        Command("app.menu", tr("commands", "Menu"), desk.reading.show_menu, ("F10",), "menu"),
        Command("app.quit", tr("commands", "Quit"), desk.window.close, ("Ctrl+Q",), "exit"),
    ]
