"""The plot of the days: what arrived above, what was opened and read through below, each with an axis of its own; one
axis for both would make few articles that were read out of sight beside many that came.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from desktop_reader.ui.statistics.bins import Bin, scale
from desktop_reader.ui.statistics.chart import Chart, mixed
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import Tokens

_HEAD, _FOOT, _GAP = 22, 26, 14
_PAD = 8  # For the ring of the keyboard.
_WIDEST_BAR = 40
_LABELS_APART = 24


class DayPlot(Chart):
    """Bars by day, week, month or year."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(self.tr("Arrived and opened, day by day"))
        self._bins: Sequence[Bin] = ()
        self._telling = Telling()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bins(self, some: Sequence[Bin], telling: Telling) -> None:
        """Other days."""
        self._bins, self._telling = some, telling
        self.forget()

    def sizeHint(self) -> QSize:
        """High enough for both parts."""
        return QSize(480, fonts.scaled(292))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows have narrow bars."""
        return QSize(240, self.sizeHint().height())

    def places(self) -> list[QRectF]:
        """Each bar with all of its height, so that an empty day can be pointed at too."""
        room = self._room()
        high = QRectF(room.left(), 4, room.width(), self.height() - fonts.scaled(_FOOT) - 4)
        pitch = self._pitch(room)
        return [QRectF(self._left(room, n), high.top(), pitch, high.height()) for n in range(len(self._bins))]

    def told(self, number: int) -> str:
        """The day and all that was in it."""
        return self._telling.of_bin(self._bins[number])

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """Both parts, and the days under them."""
        room = self._room()
        head, foot = fonts.scaled(_HEAD), fonts.scaled(_FOOT)
        part = (self.height() - foot - fonts.scaled(_GAP) - _PAD) / 2
        grey, pale = mixed(tokens.text3, tokens.field, 0.55), mixed(tokens.accent, tokens.field, 0.42)
        arrived = [(grey, self.tr("Arrived"), [one.tally.arrived for one in self._bins])]
        read = [
            (pale, self.tr("Opened"), [one.tally.opened for one in self._bins]),
            (QColor(tokens.accent), self.tr("Read through"), [one.tally.through for one in self._bins]),
        ]
        for top, bars in ((float(_PAD), arrived), (_PAD + part + fonts.scaled(_GAP), read)):
            self._legend(painter, tokens, top, [(colour, words) for colour, words, _ in bars])
            place = QRectF(room.left(), top + head, room.width(), part - head)
            lines = scale(max(max(some, default=0) for _, _, some in bars))
            self._axis(painter, tokens, place, lines)
            for colour, _, some in bars:
                self._bars(painter, place, some, lines[-1], colour)
        self._dates(painter, tokens, QRectF(room.left(), self.height() - foot, room.width(), foot - 4))

    def _room(self) -> QRectF:
        """From the axis' numbers to the end."""
        most = max((max(one.tally.arrived, one.tally.opened) for one in self._bins), default=0)
        widest = max(self.wide(self._telling.number(line)) for line in scale(most))
        left = _PAD + round(widest) + 10
        return QRectF(left, 0, max(1, self.width() - left - _PAD), self.height())

    def _pitch(self, room: QRectF) -> float:
        return room.width() / max(1, len(self._bins))

    def _left(self, room: QRectF, number: int) -> float:
        return room.left() + number * self._pitch(room)

    def _legend(self, painter: QPainter, tokens: Tokens, top: float, rows: Sequence[tuple[QColor, str]]) -> None:
        left, box = float(_PAD), fonts.scaled(9)
        for colour, words in rows:
            square = QRectF(left, top + (fonts.scaled(16) - box) / 2, box, box)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(self.mirrored(square), 2, 2)
            painter.setPen(QColor(tokens.text2))
            wide = self.wide(words) + 4
            place = QRectF(square.right() + 6, top, wide, fonts.scaled(16))
            self.write(painter, place, words, Qt.AlignmentFlag.AlignLeft)
            left = place.right() + 14

    def _axis(self, painter: QPainter, tokens: Tokens, place: QRectF, lines: Sequence[int]) -> None:
        for line in lines:
            y = round(place.bottom() - place.height() * line / lines[-1]) - 0.5
            painter.setPen(QPen(QColor(tokens.edge if line == 0 else tokens.line), 1))
            across = self.mirrored(QRectF(place.left(), y, place.width(), 0))
            painter.drawLine(across.topLeft(), across.topRight())
            painter.setPen(QColor(tokens.text3))
            number = QRectF(0, y - 8, place.left() - 8, 16)
            self.write(painter, number, self._telling.number(line), Qt.AlignmentFlag.AlignRight)

    def _bars(self, painter: QPainter, place: QRectF, values: Sequence[int], top: int, colour: QColor) -> None:
        pitch = self._pitch(place)
        wide = min(fonts.scaled(_WIDEST_BAR), max(1.0, pitch - max(1.0, pitch * 0.24)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for number, value in enumerate(values):
            if value:
                high = max(1.5, place.height() * value / top)
                left = self._left(place, number) + (pitch - wide) / 2
                painter.drawPath(_bar(self.mirrored(QRectF(left, place.bottom() - high, wide, high))))

    def _dates(self, painter: QPainter, tokens: Tokens, place: QRectF) -> None:
        """As many as there is room for at equal steps, the last one always."""
        painter.setPen(QColor(tokens.text3))
        words = [self._telling.short(one, self._bins) for one in self._bins]
        widest = max((self.wide(word) for word in words), default=0) + _LABELS_APART
        step = max(1, math.ceil(widest / self._pitch(place)))
        for number in range(len(words) - 1, -1, -step):
            wide = self.wide(words[number])
            left = self._left(place, number) + (self._pitch(place) - wide) / 2
            left = min(max(left, place.left()), place.right() - wide)
            spot = QRectF(left, place.top(), wide, place.height())
            self.write(painter, spot, words[number], Qt.AlignmentFlag.AlignLeft)


def _bar(place: QRectF) -> QPainterPath:
    """Round above, straight below."""
    round_ = min(3.0, place.width() / 2, place.height())
    path = QPainterPath(QPointF(place.left(), place.bottom()))
    path.lineTo(place.left(), place.top() + round_)
    path.quadTo(place.left(), place.top(), place.left() + round_, place.top())
    path.lineTo(place.right() - round_, place.top())
    path.quadTo(place.right(), place.top(), place.right(), place.top() + round_)
    path.lineTo(place.right(), place.bottom())
    path.closeSubpath()
    return path
