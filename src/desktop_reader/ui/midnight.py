"""Tells when another day has begun, also after the machine slept through midnight."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS = 60_000


class Midnight(QObject):
    """Signal ``passed``: the local date is another one."""

    passed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compares the date with the one of the last look."""
        if date.today() != self._today:
            self._today = date.today()
            self.passed.emit()
