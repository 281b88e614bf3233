"""The keys in force: the reader's own before the preset's, the preset's before those a command brings along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.keys.presets import PRESETS
from desktop_reader.ui.keys.sequences import Keys, Taken, clash, holder, normal


def in_force(
    commands: Iterable[Command], preset: str = "", chosen: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """The keys of every command. Where two want the same, the one chosen by hand has it; words that are no keys, and
    commands that are not there, are passed over.
    """
    of_preset = PRESETS.get(preset, {})
    chosen = chosen or {}
    all_of_them = list(commands)
    levels: list[list[tuple[str, Sequence[str]]]] = [[], [], []]
    for command in all_of_them:
        name = command.name
        if name in chosen:
            levels[0].append((name, chosen[name]))
        elif name in of_preset:
            levels[1].append((name, of_preset[name]))
        else:
            levels[2].append((name, command.keys))
    found: dict[str, tuple[str, ...]] = {}
    taken = Taken()
    for level in levels:
        for name, wanted in level:
            found[name] = tuple(keys for keys in map(normal, wanted) if keys and taken.take(keys))
    return {command.name: found[command.name] for command in all_of_them}


class KeyBook:
    """The keys while they are being changed. ``chosen`` is what differs from the preset, as settings keep it."""

    def __init__(self, commands: Iterable[Command], preset: str, chosen: Mapping[str, Sequence[str]]) -> None:
        self._commands = list(commands)
        self.preset = preset if preset in PRESETS else "google"
        self.chosen = {name: list(keys) for name, keys in chosen.items()}

    @property
    def keys(self) -> Keys:
        """The keys in force now."""
        return in_force(self._commands, self.preset, self.chosen)

    def holder(self, wanted: str, but: str) -> str:
        """The command that has these keys, or some in their way; empty when they are free."""
        return holder(self.keys, wanted, but)

    def add(self, name: str, wanted: str) -> None:
        """Gives a command further keys; whoever had them by the reader's choice has them no more."""
        own = [one for one in self.keys[name] if not clash(one, wanted)]
        self._set(name, [*own, wanted])

    def remove(self, name: str, unwanted: str) -> None:
        """Takes keys from a command."""
        self._set(name, [one for one in self.keys[name] if one != unwanted])

    def reset(self, name: str) -> None:
        """A command has the preset's keys again."""
        self._set(name, self._usual[name])

    def reset_all(self) -> None:
        """All commands have the preset's keys again."""
        self.chosen = {}

    @property
    def changed(self) -> set[str]:
        """The commands that have other keys than the preset gives them."""
        usual = self._usual
        return {name for name, keys in self.keys.items() if keys != usual[name]}

    @property
    def _usual(self) -> Keys:
        return in_force(self._commands, self.preset)

    def _set(self, name: str, wanted: Sequence[str]) -> None:
        """What the preset or a command of its own gives to others gives way by itself, and comes back by itself."""
        for other, keys in self.chosen.items():
            self.chosen[other] = [one for one in keys if not any(clash(one, each) for each in wanted)]
        self.chosen[name] = list(wanted)
        usual = self._usual
        # Whoever has the preset's keys is not kept: what a later version of the preset has is for them too.
        self.chosen = {one: keys for one, keys in self.chosen.items() if tuple(keys) != usual.get(one)}
