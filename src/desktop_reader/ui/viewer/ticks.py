"""The scroll bar of an article, with a tick where each hit of a search is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.viewer.paging import SteadyBar

_WIDE, _HIGH = 6, 3
_NOW = 5


@dataclass(frozen=True, slots=True)
class Ticks:
    """Heights in the page; that of the hit that was gone to; and their colour."""

    heights: Sequence[float] = ()
    now: float | None = None
    colour: str = ""


class TickedBar(SteadyBar):
    """``ask`` tells the ticks; ``renew`` has it asked again, as does another length of the page."""

    def __init__(self, ask: Callable[[], Ticks], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._ticks = Ticks()
        # Not at once: to tell the heights a page may have to be laid out, and that changes its length.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self.rangeChanged.connect(self.renew)

    @property
    def ticks(self) -> Ticks:
        """What is shown."""
        return self._ticks

    def renew(self, *_: object) -> None:
        """They may be others now."""
        self._soon.start()

    def place(self, height: float) -> int:
        """Where on the bar a height of the page is."""
        whole = self.maximum() - self.minimum() + self.pageStep()
        return round(height / max(1, whole) * self.height())

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, and over it the ticks."""
        super().paintEvent(event)
        if not self._ticks.heights or self.maximum() <= self.minimum():
            return
        painter = QPainter(self)
        colour = QColor(self._ticks.colour)
        left = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - _WIDE
        for top in {self.place(height) for height in self._ticks.heights}:
            painter.fillRect(QRect(left, min(top, self.height() - _HIGH), _WIDE, _HIGH), colour)
        if self._ticks.now is not None:
            top = min(self.place(self._ticks.now) - (_NOW - _HIGH) // 2, self.height() - _NOW)
            painter.fillRect(QRect(0, max(0, top), self.width(), _NOW), colour)

    def _look(self) -> None:
        self._ticks = self._ask()
        self.update()
