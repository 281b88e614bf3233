"""The Latin letter on a key that writes Cyrillic, Greek, Hebrew, Arabic or another script just now.

Qt looks itself where another of the user's layouts has a Latin letter on the key. Where there is no such layout at all
it finds nothing: there the place of the key tells what it is on most keyboards.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_reader.ui.faults.contained import contained

_A, _Z, _SHIFT = ord("A"), ord("Z"), Qt.KeyboardModifier.ShiftModifier.value
_LAST_OF_LATIN_1, _FIRST_WITHOUT_LETTER = 0xFF, 0x01000000
# X11 counts keys so, and Wayland after it.
_ROWS = {10: "1234567890-=", 24: "QWERTYUIOP[]", 38: "ASDFGHJKL;'`", 52: "ZXCVBNM,./"}
_PLACES = {first + at: ord(letter) for first, row in _ROWS.items() for at, letter in enumerate(row)}
_MAC_PLACES = dict(enumerate(map(ord, "ASDFHGZXCV\0BQWERYT123465=97-80]OU[IP\0LJ'K;\\,/NM.")))


def key_of(event: QKeyEvent) -> int:
    """The key, by its Latin letter where it has one."""
    key = int(event.key())
    if not _LAST_OF_LATIN_1 < key < _FIRST_WITHOUT_LETTER:
        return key
    platform = QGuiApplication.platformName()
    if platform == "xcb" or platform.startswith("wayland"):
        return _PLACES.get(event.nativeScanCode(), key)
    if platform == "cocoa":
        return _MAC_PLACES.get(event.nativeVirtualKey()) or key
    if platform == "windows" and chr(event.nativeVirtualKey()) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        return event.nativeVirtualKey()
    return key


def press_of(event: QKeyEvent) -> tuple[int, ...]:
    """What this press may be called: with its modifiers, and for a sign that needs Shift also without it."""
    key = key_of(event)
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    whole = key | int(held.value)
    if held & Qt.KeyboardModifier.ShiftModifier and key < _FIRST_WITHOUT_LETTER and not chr(key).isalpha():
        return whole, whole & ~Qt.KeyboardModifier.ShiftModifier.value
    return (whole,)


class Foreign(QObject):
    """Presses that Qt would not know: such keys come by their place, and capitals of Latin letters, for which a Hebrew
    keyboard needs Shift, come with it. Only those that nobody in ``window`` wanted, above all no field to type in.

    ``give(press, again)`` gives what stands for a press, ``again`` when the key is held down, and says whether anything
    does; ``knows(press)`` says it beforehand.
    """

    def __init__(self, window: QWidget, give: Callable[[int, bool], bool], knows: Callable[[int], bool]) -> None:
        super().__init__(window)
        self._give = give
        self._knows = knows
        self._claimed = 0
        window.installEventFilter(self)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only what has come up to the window itself; what was claimed there does not go to anybody else."""
        kind = event.type()
        if not isinstance(event, QKeyEvent) or kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        press = press_of(event)[0]
        if kind == QEvent.Type.ShortcutOverride:
            return watched is self.parent() and self._claim(press, event)
        if self._claimed:
            wanted, self._claimed = press == self._claimed, 0
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        else:
            wanted = watched is self.parent() and key_of(event) != event.key()
        if not wanted or not self._give(press, event.isAutoRepeat()):
            return False
        event.accept()
        return True

    def _claim(self, press: int, event: QKeyEvent) -> bool:
        """Qt would give what stands for the letter without Shift."""
        if not _SHIFT + _A <= press <= _SHIFT + _Z or not self._knows(press):
            return False
        event.accept()
        self._claimed = press
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        return True
