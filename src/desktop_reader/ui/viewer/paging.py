"""Reading on by pages: the glide of a scroll bar, and the bar itself."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from desktop_reader.ui.faults.contained import contained

GLIDE_MS = 170


class Pager(QObject):
    """Moves a scroll bar by pages, gliding unless ``reduced_motion``.

    Signals: ``at_end()`` when a page further is asked for and there is none.
    """

    at_end = Signal()

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self.reduced_motion = False
        self._bar = bar
        self._glide = QPropertyAnimation(bar, b"value", self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def forward(self, distance: int) -> None:
        """A page on; who asks again during the glide goes two."""
        if not self._gliding() and self._bar.value() >= self._bar.maximum():
            self.at_end.emit()
        else:
            self._by(distance)

    def back(self, distance: int) -> None:
        """A page back."""
        self._by(-distance)

    def stop(self) -> None:
        """Lets the bar be where it is."""
        self._glide.stop()

    def _by(self, distance: int) -> None:
        start = int(self._glide.endValue()) if self._gliding() else self._bar.value()
        goal = max(self._bar.minimum(), min(self._bar.maximum(), start + distance))
        self._glide.stop()
        if self.reduced_motion or not self._bar.isVisible():
            self._bar.setValue(goal)
            return
        self._glide.setStartValue(self._bar.value())
        self._glide.setEndValue(goal)
        self._glide.start()

    def _gliding(self) -> bool:
        return self._glide.state() == QPropertyAnimation.State.Running


class SteadyBar(QScrollBar):
    """A scroll bar that keeps its place and is blank when there is nothing to scroll."""

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, or nothing."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
        else:
            QPainter(self).fillRect(event.rect(), self.palette().window())
