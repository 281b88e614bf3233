"""A command: its words, its keys, its icon and what it does; and the deck that makes Qt actions of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.keys.chains import Chains
from desktop_reader.ui.keys.latin import Foreign
from desktop_reader.ui.keys.sequences import Keys, normal, parts, spoken
from desktop_reader.ui.theme.icons import icon

GROUPS = ("article", "list", "feeds", "view", "library", "window")
"""The groups that keys, palette and menus show, in this order."""

_BY_NAME = {"feed": "feeds", "folder": "feeds", "app": "window"}


def always() -> bool:
    """Most commands can be given at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """``name`` is stable and never shown; ``keys`` are portable sequences, the first one is shown in menus. What
    ``writes`` cannot be given while the library is only read. ``group`` is one of GROUPS, by default that of its name.
    ``also`` are keys that do the same in the list, and that it keeps for itself.
    """

    name: str
    words: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[], bool] = always
    writes: bool = False
    group: str = ""
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.group:
            first = self.name.partition(".")[0]
            object.__setattr__(self, "group", _BY_NAME.get(first, first))


def group_words(group: str) -> str:
    """What a group is called."""
    tr = QCoreApplication.translate
    words = {
        "article": tr("commands", "Article"),
        "list": tr("commands", "List"),
        "feeds": tr("commands", "Feeds"),
        "view": tr("commands", "View"),
        "library": tr("commands", "Library"),
        "window": tr("commands", "Window"),
    }
    return words.get(group, group)


class Deck(QObject):
    """All commands as actions of one window, by name. Single letters fire only while no text is being typed.

    Signal ``keys_changed``: some commands have other keys now.
    """

    keys_changed = Signal()

    def __init__(self, window: QWidget, commands: Iterable[Command], *, read_only: bool = False) -> None:
        super().__init__(window)
        self.read_only = read_only
        self.commands = {command.name: command for command in commands}
        self._keys: Keys = {}
        self._actions = {name: self._action(window, command) for name, command in self.commands.items()}
        self._chains = Chains(window, lambda name: self._actions[name].trigger())
        Foreign(window, self._press, lambda press: self._of(press) is not None)
        self.set_keys({name: command.keys for name, command in self.commands.items()})
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.renew()

    def action(self, name: str) -> QAction:
        """The action of a command."""
        return self._actions[name]

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of a command, the foremost first."""
        return self._keys.get(name, ())

    def said_keys(self, name: str) -> str:
        """The foremost keys of a command as they are shown; empty when it has none."""
        return spoken(self.keys(name)[0]) if self.keys(name) else ""

    def set_keys(self, keys: Keys) -> None:
        """Other keys, at once. Those of a command that is not named stay."""
        wanted = {name: tuple(map(normal, keys.get(name, self.keys(name)))) for name in self.commands}
        if wanted == self._keys:
            return
        before, self._keys = self._keys, wanted
        for name, some in wanted.items():
            if some != before.get(name):
                single = [QKeySequence(one, _PORTABLE) for one in some if len(parts(one)) == 1]
                self._actions[name].setShortcuts(single)
        self._chains.set({parts(one): name for name, some in wanted.items() for one in some if len(parts(one)) > 1})
        self.keys_changed.emit()

    def renew(self, *_: object) -> None:
        """Asks every command anew whether it can be given now."""
        for name, command in self.commands.items():
            self._actions[name].setEnabled(command.enabled() and not (self.read_only and command.writes))

    def refusal(self, name: str) -> str:
        """Why a command can never be given in this window; empty when it can, now or at another time."""
        return self.tr("This library is open for reading only.") if self._never(name) else ""

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button that has the keyboard is pressed with Space, whatever command that gives."""
        wanted = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if wanted and event.key() == Qt.Key.Key_Space and not event.modifiers():  # type: ignore[attr-defined]
            event.accept()
            return True
        return False

    def _press(self, press: int, again: bool) -> bool:
        """Gives the command of a key that Qt does not know; ``again`` when it is held down."""
        action = self._of(press)
        if action is not None and action.isEnabled() and not (again and not action.autoRepeat()):
            action.trigger()
        return action is not None or (not again and self._chains.begin(press))

    def _of(self, press: int) -> QAction | None:
        """The action that this key alone gives in the whole window."""
        keys, everywhere = QKeySequence(press), Qt.ShortcutContext.WindowShortcut
        some = (one for one in self._actions.values() if one.shortcutContext() == everywhere)
        return next((one for one in some if keys in one.shortcuts()), None)

    def _never(self, name: str) -> bool:
        return self.read_only and self.commands[name].writes

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QAbstractButton):
            old.removeEventFilter(self)
        if isinstance(now, QAbstractButton):
            now.installEventFilter(self)

    def _action(self, window: QWidget, command: Command) -> QAction:
        action = QAction(command.words, window)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.icon:
            action.setIcon(icon(command.icon))
        action.triggered.connect(lambda: command.run())
        if self._never(command.name):
            action.setToolTip(self.refusal(command.name))
        window.addAction(action)
        return action


_PORTABLE = QKeySequence.SequenceFormat.PortableText
