"""A field that takes the keys that are pressed in it, whatever they do elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.keys.latin import press_of
from desktop_reader.ui.keys.sequences import spoken

_PATIENCE_MS = 1000
_LONGEST = 4
_HELD = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_unknown,
}
_KEPT = {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
}


class Recorder(QLineEdit):
    """Signals: ``recorded(keys)`` once no further key came for a second; ``given_up`` by Escape, or the keyboard has
    gone elsewhere; ``refused(keys)`` for keys that windows, lists and fields need themselves.
    """

    recorded = Signal(str)
    given_up = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Press the keys…"))
        self.setAccessibleName(self.tr("Press the new keys; Escape leaves it"))
        self._presses: list[int] = []
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._end)

    def begin(self) -> None:
        """From here on it listens."""
        self._presses.clear()
        self.clear()
        self.show()
        self.setFocus()

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Every key is its own, also those that give commands or go to the next field."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was begun counts for nothing."""
        super().focusOutEvent(event)
        if self.isVisible():
            self._patience.stop()
            self.given_up.emit()

    def _press(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _HELD or event.isAutoRepeat():
            return
        if key == Qt.Key.Key_Escape and not self._presses:
            self.given_up.emit()
            return
        self._presses.append(press_of(event)[-1])
        self.setText(spoken(self._keys()))
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key in _KEPT and not held:
            keys = self._keys()
            self._presses.clear()
            self._patience.stop()
            self.refused.emit(keys)
        elif len(self._presses) == _LONGEST:
            self._end()
        else:
            self._patience.start()

    def _end(self) -> None:
        self._patience.stop()
        keys = self._keys()
        self._presses.clear()
        self.recorded.emit(keys)

    def _keys(self) -> str:
        presses = [QKeyCombination.fromCombined(one) for one in self._presses]
        return QKeySequence(*presses).toString(QKeySequence.SequenceFormat.PortableText)
