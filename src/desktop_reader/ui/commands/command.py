"""A command: its words, its keys, its icon and what it does; and the deck that makes Qt actions of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.theme.icons import icon


def always() -> bool:
    """Most commands can be given at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """``name`` is stable and never shown; ``keys`` are portable sequences, the first one is shown in menus. What
    ``writes`` cannot be given while the library is only read.
    """

    name: str
    words: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[], bool] = always
    writes: bool = False


class Deck(QObject):
    """All commands as actions of one window, by name. Single letters fire only while no text is being typed."""

    def __init__(self, window: QWidget, commands: Iterable[Command], *, read_only: bool = False) -> None:
        super().__init__(window)
        self._read_only = read_only
        self.commands = {command.name: command for command in commands}
        self._actions = {name: self._action(window, command) for name, command in self.commands.items()}
        self.renew()

    def action(self, name: str) -> QAction:
        """The action of a command."""
        return self._actions[name]

    def renew(self, *_: object) -> None:
        """Asks every command anew whether it can be given now."""
        for name, command in self.commands.items():
            self._actions[name].setEnabled(command.enabled() and not (self._read_only and command.writes))

    def _action(self, window: QWidget, command: Command) -> QAction:
        action = QAction(command.words, window)
        action.setShortcuts([QKeySequence(keys, QKeySequence.SequenceFormat.PortableText) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.icon:
            action.setIcon(icon(command.icon))
        action.triggered.connect(lambda: command.run())
        if self._read_only and command.writes:
            action.setToolTip(self.tr("This library is open for reading only."))
        window.addAction(action)
        return action
