"""Keys as text (``Ctrl+Shift+P``, or ``G, A`` for one after the other), and whether two of them stand in each other's
way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}

Keys = Mapping[str, tuple[str, ...]]
"""The keys of each command, by its name."""


@cache
def parts(keys: str) -> tuple[int, ...]:
    """What is pressed one after the other; empty for words that are no keys."""
    sequence = QKeySequence(keys, _PORTABLE)
    found = tuple(sequence[at].toCombined() for at in range(sequence.count()))  # type: ignore[index]
    return () if any(QKeyCombination.fromCombined(one).key() == Qt.Key.Key_unknown for one in found) else found


@cache
def normal(keys: str) -> str:
    """The same keys as everybody writes them; empty for words that are no keys."""
    return QKeySequence(keys, _PORTABLE).toString(_PORTABLE) if parts(keys) else ""


def clash(one: str, other: str) -> bool:
    """Whether both cannot be had: they are the same, or one is how the other begins."""
    first, second = parts(one), parts(other)
    return bool(first and second) and (first[: len(second)] == second or second[: len(first)] == first)


class Taken:
    """Which keys are taken, when many are given out one after the other."""

    def __init__(self) -> None:
        self._whole: set[tuple[int, ...]] = set()
        self._begun: set[tuple[int, ...]] = set()

    def take(self, keys: str) -> bool:
        """False where some that were taken before are in the way."""
        presses = parts(keys)
        begins = {presses[:length] for length in range(1, len(presses))}
        if presses in self._whole or presses in self._begun or begins & self._whole:
            return False
        self._whole.add(presses)
        self._begun |= begins
        return True


def holder(keys: Keys, wanted: str, but: str = "") -> str:
    """The command (other than ``but``) that has keys in the way of these; empty when they are free."""
    for name, some in keys.items():
        if name != but and any(clash(one, wanted) for one in some):
            return name
    return ""


@cache
def caps(keys: str) -> tuple[tuple[str, ...], ...]:
    """What stands on the key caps: for each press the keys that are held together, as this system calls them."""
    sequence = QKeySequence(keys, _PORTABLE)
    return tuple(_together(sequence[at]) for at in range(sequence.count()))  # type: ignore[index]


def spoken(keys: str) -> str:
    """The keys in one line, for menus, tooltips and screen readers."""
    return " ".join("+".join(press) for press in caps(keys))


def _together(press: QKeyCombination) -> tuple[str, ...]:
    said = QKeySequence(press).toString(_NATIVE)
    if "+" not in said[:-1]:
        return (_ARROWS.get(said, said),)
    held, _, last = said[:-1].rpartition("+")
    last += said[-1]
    return (*held.split("+"), _ARROWS.get(last, last))
