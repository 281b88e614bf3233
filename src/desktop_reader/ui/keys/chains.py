"""Keys that are pressed one after the other, such as G and then A.

Qt knows such sequences too, but would take the second key from a text field that was gone to meanwhile, and would wait
for it for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.keys.latin import press_of

_PATIENCE_MS = 3000
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


class Chains(QObject):
    """``give`` is called with a command's name when its keys were pressed, in ``window``."""

    def __init__(self, window: QWidget, give: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window = window
        self._give = give
        self._names: dict[tuple[int, ...], str] = {}
        self._first: list[QShortcut] = []
        self._pressed: tuple[int, ...] = ()
        self._next: tuple[int, ...] = ()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.forget)

    @property
    def waiting(self) -> bool:
        """Whether the next key may be the second one."""
        return bool(self._pressed)

    def set(self, names: Mapping[tuple[int, ...], str]) -> None:
        """The presses that stand for a command, two or more."""
        self.forget()
        for old in self._first:
            old.setEnabled(False)  # It goes a moment later.
            old.deleteLater()
        self._names = dict(names)
        self._first = []
        for first in dict.fromkeys(presses[0] for presses in names):
            shortcut = QShortcut(QKeySequence(QKeyCombination.fromCombined(first)), self._window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda press=first: self._begin(press))
            self._first.append(shortcut)

    def begin(self, press: int) -> bool:
        """This key was pressed; False when no command's keys begin with it."""
        known = any(presses[0] == press for presses in self._names)
        if known:
            self._begin(press)
        return known

    def forget(self) -> None:
        """The next key is the first one again."""
        if self._pressed:
            self._pressed = self._next = ()
            self._patience.stop()
            app = QApplication.instance()
            if app is not None:
                app.removeEventFilter(self)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a sequence is begun: the next key is looked at before all others see it; a click, or another window or
        field to type in, ends it.
        """
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return self._key(event, kind == QEvent.Type.KeyPress)
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn, QEvent.Type.WindowDeactivate):
            self.forget()
        return False

    def _begin(self, press: int) -> None:
        self._pressed = (press,)
        self._patience.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _key(self, event: QKeyEvent, down: bool) -> bool:
        if event.key() in _HELD:
            return False
        if not self._next:
            self._next = next((found for found in map(self._longer, press_of(event)) if found), ())
            if not self._next:
                self.forget()  # It is a key for itself.
                return False
        event.accept()
        if down:
            pressed, self._next = self._next, ()
            name = self._names.get(pressed)
            if name is None:
                self._pressed = pressed
                self._patience.start()
            else:
                self.forget()
                self._give(name)
        return True

    def _longer(self, press: int) -> tuple[int, ...]:
        longer = (*self._pressed, press)
        return longer if any(presses[: len(longer)] == longer for presses in self._names) else ()
