"""The week, hour by hour: the more there was in an hour, the stronger its colour."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy

from desktop_reader.records.statistics import Rhythm
from desktop_reader.ui.statistics.chart import Chart, mixed
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import Tokens

_ROW, _FOOT, _GAP = 24, 28, 2
_PAD = 8  # For the ring of the keyboard.
_LABELLED = (0, 6, 12, 18)


class HeatMap(Chart):
    """A row each weekday, in the order in which weeks go here; a column each hour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", step=24)
        self.setAccessibleName(self.tr("By weekday and hour"))
        self._rhythm: Rhythm = ((0,) * 24,) * 7
        self._telling = Telling()
        self._words: Callable[[str], str] = str
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rhythm(self, rhythm: Rhythm, telling: Telling, words: Callable[[str], str]) -> None:
        """Other numbers; ``words`` says one."""
        self._rhythm, self._telling, self._words = rhythm, telling, words
        self.forget()

    def weekdays(self) -> list[int]:
        """From above."""
        first = self._telling.first_weekday()
        return [(first + number) % 7 for number in range(7)]

    def sizeHint(self) -> QSize:
        """Seven rows and the hours."""
        return QSize(440, fonts.scaled(_ROW) * 7 + fonts.scaled(_FOOT))

    def minimumSizeHint(self) -> QSize:
        """Narrow cells can still be told apart."""
        return QSize(260, self.sizeHint().height())

    def places(self) -> list[QRectF]:
        """Row by row."""
        left = self._left()
        return [self._cell(row, hour, left) for row in range(7) for hour in range(24)]

    def told(self, number: int) -> str:
        """The hour and how much there was in it."""
        row, hour = divmod(number, 24)
        weekday = self.weekdays()[row]
        day = self._telling.weekday(weekday, long=True)
        said = self._words(self._telling.number(self._rhythm[weekday][hour]))
        return f"{day}, {self._telling.hour(hour)} – {self._telling.hour(hour + 1)}\n{said}"

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Cells, weekdays, hours."""
        most, left, cells = max(map(max, self._rhythm)) or 1, self._left(), self.places()
        for row, weekday in enumerate(self.weekdays()):
            name = cells[row * 24]
            painter.setPen(QColor(tokens.text3))
            place = QRectF(_PAD, name.top(), left - _PAD, name.height())
            self.write(painter, place, self._telling.weekday(weekday), Qt.AlignmentFlag.AlignLeft)
            painter.setPen(Qt.PenStyle.NoPen)
            for hour in range(24):
                painter.setBrush(_shade(tokens, self._rhythm[weekday][hour] / most))
                painter.drawRoundedRect(self.mirrored(cells[row * 24 + hour]), 3, 3)
        painter.setPen(QColor(tokens.text3))
        for hour in _LABELLED:
            cell = cells[6 * 24 + hour]
            words = self._telling.hour(hour)
            place = QRectF(cell.left(), cell.bottom() + 2, self.wide(words) + 2, fonts.scaled(_FOOT) - 10)
            self.write(painter, place, words, Qt.AlignmentFlag.AlignLeft)

    def _left(self) -> float:
        return max(self.wide(self._telling.weekday(number)) for number in range(7)) + _PAD + 10

    def _cell(self, row: int, hour: int, left: float) -> QRectF:
        high = fonts.scaled(_ROW)
        wide = (self.width() - left - _PAD + _GAP) / 24
        return QRectF(left + hour * wide, row * high + 5, wide - _GAP, high - _GAP)


def _shade(tokens: Tokens, part: float) -> QColor:
    """Of nothing a trace; the root makes what is little visible beside what is much."""
    if not part:
        return QColor(tokens.press)
    return mixed(tokens.accent, tokens.field, 0.2 + 0.8 * math.sqrt(part))
