"""Why feeds are not asked by the clock just now: each reason for itself, so that the end of one ends no other."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_reader.worker.thread import Worker

METERED, PAUSED = "metered", "paused"
_TOMORROW = 6  # The hour at which a day begins for whoever paused the one before.
_LONGEST_MS = 24 * 3600 * 1000
_LONGEST = 25 * 3600  # A day may have so many hours.


class Holding(QObject):
    """Signal ``changed``: paused, or no more."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._worker = worker
        self._clock = clock
        self._reasons: set[str] = set()
        self._until: float | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    def hold(self, reason: str, held: bool) -> None:
        """While there is a reason nobody is asked by the clock, only by hand."""
        self._reasons = self._reasons | {reason} if held else self._reasons - {reason}
        self._worker.hold(bool(self._reasons))

    def wake(self) -> None:
        """The machine has slept: what is due by now is asked, and not only when the worker looks again by itself."""
        self.look()
        self._worker.hold(bool(self._reasons))

    @property
    def paused_until(self) -> float | None:
        """Seconds since 1970; None when it is not paused."""
        return self._until

    def pause_for_an_hour(self) -> None:
        """From now on."""
        self._pause(self._clock() + 3600)

    def pause_until_tomorrow(self) -> None:
        """Until the next day begins, in the morning."""
        now = datetime.fromtimestamp(self._clock())
        day = now if now.hour < _TOMORROW else now + timedelta(days=1)
        self._pause(day.replace(hour=_TOMORROW, minute=0, second=0, microsecond=0).timestamp())

    def restore(self, until: float) -> None:
        """A pause of the last time goes on, unless it is over. One that ends later than any can was begun by a clock
        that was wrong.
        """
        if 0 < until - self._clock() <= _LONGEST:
            self._pause(until)

    def resume(self) -> None:
        """The pause is over."""
        if self._until is not None:
            self._until = None
            self._timer.stop()
            self.hold(PAUSED, False)
            self.changed.emit()

    def look(self) -> None:
        """Ends the pause when its time has come. Timers stand still while the machine sleeps: look when it wakes."""
        if self._until is None:
            return
        left = self._until - self._clock()
        if left <= 0:
            self.resume()
        else:
            self._timer.start(min(_LONGEST_MS, round(left * 1000) + 1))

    def _pause(self, until: float) -> None:
        self._until = until
        self.hold(PAUSED, True)
        self.look()
        self.changed.emit()
