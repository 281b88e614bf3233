"""The section of similar readings: articles of the library that are near to this one, and why."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPixmap, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop_reader.records.insight import SimilarReading
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.lines import flat, two_lines
from desktop_reader.ui.inspector.pressable import Pressable, TokensOf, line_height
from desktop_reader.ui.inspector.prose import PATIENCE, Prose
from desktop_reader.ui.inspector.value import Heading
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.monogram import monogram

SignOf = Callable[[SimilarReading, float], QPixmap | None]
"""The 16-px sign of a reading's feed at a pixel density; None where it has no picture of its own."""

translate = QCoreApplication.translate

_SIGN, _GAP, _PAD, _LINE = 16, 8, 5, 19
_SHARED, _FEEDS = 6, 4
_TIP_MS = 700


class ReadingRow(Pressable):
    """One reading: its feed's sign and its title. Under the pointer a small bar shows how near it is."""

    def __init__(self, tokens: TokensOf, sign_of: SignOf | None, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._sign_of = sign_of
        self.reading: SimilarReading | None = None
        self._since = 0.0
        self._title: QTextLayout | None = None
        self._title_width = 0
        self.setFont(fonts.ui(13))
        self._pitch = line_height(self.font(), _LINE)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, reading: SimilarReading, formats: Formats) -> None:
        """Shows a reading."""
        why = reasons(reading, formats)
        self.reading = reading
        self._title = None
        self.setText(flat(reading.title) or self.tr("Untitled"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(". ".join(why))
        self.setToolTip(plain_tip("\n".join(why)))
        self.setEnabled(True)
        self.updateGeometry()
        self.update()

    def wait(self) -> None:
        """Takes the room of two lines."""
        if self.reading is not None or not self._since:
            self._since = time.monotonic()
        self.reading = self._title = None
        self.setText("")
        self.setToolTip("")
        self.setAccessibleName(self.tr("Still being looked for"))
        self.setAccessibleDescription("")
        self.setEnabled(False)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One or two lines."""
        lines = 2 if self.reading is None else self._lines(width).lineCount()
        return lines * self._pitch + 2 * _PAD

    def sizeHint(self) -> QSize:
        """Any width; the height follows."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(80, self._pitch + 2 * _PAD)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by keyboard is told why, too."""
        super().focusInEvent(event)
        if self.ringed:
            QTimer.singleShot(_TIP_MS, self, self._tell)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer."""
        if self.ringed:
            QToolTip.hideText()
        super().focusOutEvent(event)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign, the title, the bar; two grey bars as long as it is awaited."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sign = QRect(self.width() - _SIGN if rtl else 0, _PAD + max(2, (self._pitch - _SIGN) // 2), _SIGN, _SIGN)
        left = 0 if rtl else _SIGN + _GAP
        if self.reading is None:
            if time.monotonic() - self._since >= PATIENCE:
                self._paint_awaited(painter, sign, left, rtl)
            return
        tokens = self._tokens()
        painter.drawPixmap(sign, self._sign(self.reading))
        painter.setPen(QColor(tokens.link if self.met else tokens.text))
        self._lines(self.width()).draw(painter, QPointF(left, _PAD))
        if self.met:
            self._paint_nearness(painter, QRectF(sign.x(), sign.bottom() + 4, _SIGN, 3), rtl)
        text = self.rect().adjusted(0, 0, -_SIGN, 0) if rtl else self.rect().adjusted(_SIGN + 2, 0, 0, 0)
        self.paint_ring(painter, text)

    def _paint_awaited(self, painter: QPainter, sign: QRect, left: int, rtl: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens().hover))
        painter.drawRoundedRect(sign, 4, 4)
        room = self.width() - _SIGN - _GAP
        for number, share in enumerate((0.96, 0.7)):
            bar = QRectF(left, _PAD + number * self._pitch + self._pitch / 2 - 5, room * share, 10)
            if rtl:
                bar.moveRight(room)
            painter.drawRoundedRect(bar, 4, 4)

    def _paint_nearness(self, painter: QPainter, track: QRectF, rtl: bool) -> None:
        tokens = self._tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.edge))
        painter.drawRoundedRect(track, 1.5, 1.5)
        full = QRectF(track)
        full.setWidth(max(3.0, track.width() * _share(self.reading)))
        if rtl:
            full.moveRight(track.right())
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(full, 1.5, 1.5)

    def _sign(self, reading: SimilarReading) -> QPixmap:
        ratio = self.devicePixelRatioF()
        own = self._sign_of(reading, ratio) if self._sign_of is not None else None
        return own if own is not None else monogram(reading.feed_title, reading.feed_uuid, _SIGN, ratio)

    def _lines(self, width: int) -> QTextLayout:
        if self._title is None or self._title_width != width:
            self._title = two_lines(self.text(), self.font(), width - _SIGN - _GAP, self._pitch)
            self._title_width = width
        return self._title

    def _tell(self) -> None:
        if self.ringed and self.toolTip():
            QToolTip.showText(self.mapToGlobal(QPoint(_SIGN + _GAP, self.height() - 8)), self.toolTip(), self)


class Readings(QWidget):
    """Signal ``opened(id)``: one of them shall be shown."""

    opened = Signal(int)

    def __init__(
        self, tokens: TokensOf, formats: Formats, sign_of: SignOf | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens, self._formats, self._sign_of = tokens, formats, sign_of
        self._similar: tuple[SimilarReading, ...] = ()
        self.rows: list[ReadingRow] = []
        self._likely = 5  # How many there will be: as many as there were.
        self.heading = Heading(self.tr("Similar Readings"))
        self.prose = Prose(fonts.ui(13), 20, tokens)
        self.prose.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)
        self._column.addSpacing(1)
        self._column.addWidget(self.prose)
        self._head(self.tr("Similar Readings"))
        self._show_rows(self._likely)

    def set_formats(self, formats: Formats) -> None:
        """Writes dates another way."""
        self._formats = formats
        for row in self.rows:
            if row.reading is not None:
                row.say(row.reading, formats)

    def wait(self) -> None:
        """Another article, whose readings are still to come."""
        self._similar = ()
        self._head(self.tr("Similar Readings"))
        self._show_rows(self._likely)
        for row in self.rows[: self._likely]:
            row.wait()
        if not self._likely:
            self.prose.wait(24)

    def show_readings(self, similar: tuple[SimilarReading, ...]) -> None:
        """The readings; none is said in words."""
        if similar and similar == self._similar:
            return
        self._similar, self._likely = similar, len(similar)
        # English has no translation file that would know the singular.
        counted = self.tr("1 item") if len(similar) == 1 else self.tr("%n items", "", len(similar))
        self._head(
            self.tr("Similar Readings ({items})").format(items=counted) if similar else self.tr("Similar Readings")
        )
        self._show_rows(len(similar))
        for row, reading in zip(self.rows, similar, strict=False):
            row.say(reading, self._formats)
        if not similar:
            self.prose.say(self.tr("Nothing in the library is near to this."))

    def fail(self) -> None:
        """They could not be looked for."""
        self._similar = ()
        self._head(self.tr("Similar Readings"))
        self._show_rows(0)
        self.prose.say(self.tr("They could not be looked for."))

    def _show_rows(self, count: int) -> None:
        while len(self.rows) < count:
            row = ReadingRow(self._tokens, self._sign_of)
            row.clicked.connect(partial(self._open, row))
            self._column.addWidget(row)
            if self.rows:
                QWidget.setTabOrder(self.rows[-1], row)
            self.rows.append(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < count)
        self.prose.setVisible(not count)

    def _head(self, words: str) -> None:
        self.heading.setText(words)
        self.setAccessibleName(words)

    def _open(self, row: ReadingRow) -> None:
        if row.reading is not None:
            self.opened.emit(row.reading.id)


def reasons(reading: SimilarReading, formats: Formats) -> list[str]:
    """Where it stands, and why it is near, in a few lines."""
    lines = [f"{flat(reading.feed_title)} · {formats.date(reading.published_at)}"]
    if reading.shared:
        lines.append(
            translate("Readings", "Both say: {words}").format(words=", ".join(map(flat, reading.shared[:_SHARED])))
        )
    if reading.also_in:
        feeds = ", ".join(map(flat, reading.also_in[:_FEEDS])) + ("…" if len(reading.also_in) > _FEEDS else "")
        lines.append(translate("Readings", "Also in {feeds}").format(feeds=feeds))
    lines.append(translate("Readings", "{percent}% alike").format(percent=round(100 * _share(reading))))
    return lines


def _share(reading: SimilarReading | None) -> float:
    return min(1.0, max(0.0, reading.score)) if reading is not None else 0.0
