"""The Latin letter on a key that writes Cyrillic, Greek or another script just now.

For a single key Qt looks itself: where another of the user's layouts has a Latin letter on it, its shortcut is given;
where there is no such layout at all, none is. Whoever looks at the key's event must ask here, where the place of the
key tells what it is on most keyboards.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_LAST_OF_LATIN_1, _FIRST_WITHOUT_LETTER = 0xFF, 0x01000000
_ROWS = {24: "QWERTYUIOP[]", 38: "ASDFGHJKL;'", 52: "ZXCVBNM,./"}  # X11 counts keys so, and Wayland after it.
_PLACES = {first + at: ord(letter) for first, row in _ROWS.items() for at, letter in enumerate(row)}


def key_of(event: QKeyEvent) -> int:
    """The key, by its Latin letter where it has one."""
    key = int(event.key())
    if not _LAST_OF_LATIN_1 < key < _FIRST_WITHOUT_LETTER:
        return key
    platform = QGuiApplication.platformName()
    if platform == "xcb" or platform.startswith("wayland"):
        return _PLACES.get(event.nativeScanCode(), key)
    if platform == "windows" and ord("A") <= event.nativeVirtualKey() <= ord("Z"):
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
