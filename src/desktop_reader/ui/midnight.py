"""Tells when another day has begun, also after the machine slept through midnight."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained

_LOOK_EVERY_MS = 60_000


class Midnight(QObject):
    """Signal ``passed``: the local date is another one. With a ``parent`` it looks only while that is shown, and when
    it is shown again: a window in the tray wakes nobody.
    """

    passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        if parent is None or parent.isVisible():
            self._timer.start()
        if parent is not None:
            parent.installEventFilter(self)

    def look(self) -> None:
        """Compares the date with the one of the last look."""
        if date.today() != self._today:
            self._today = date.today()
            self.passed.emit()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begins and ends with what is shown."""
        if event.type() == QEvent.Type.Show:
            self._timer.start()
            QTimer.singleShot(0, self, self.look)
        elif event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return False
