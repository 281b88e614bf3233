"""What is pressed in the text popover: papers to read on, and rows of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import PAPERS, Theme

_SWATCH, _SEGMENT = 55, 32


class _Choice(QAbstractButton):
    """One of several; shows whether the mouse is on it, and the keyboard."""

    def __init__(self, theme: Theme, value: str, words: str) -> None:
        super().__init__()
        self.value = value
        self._theme = theme
        self._by_key = False  # It has the keyboard, and by the keyboard.
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        self._by_key = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went."""
        self._by_key = False
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse came."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went."""
        self.update()

    def _ring(self, painter: QPainter, place: QRectF, radius: float) -> None:
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)


class Swatch(_Choice):
    """A paper: two letters in its colours, and its name."""

    def sizeHint(self) -> QSize:
        """Three of them fill the popover."""
        return QSize(fonts.scaled(60), fonts.scaled(_SWATCH))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, the letters, the name, and a ring around the chosen one."""
        tokens, paper = self._theme.tokens, PAPERS[self.value]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        edge = tokens.scroll_hover if self.underMouse() else tokens.edge
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(paper.page))
        painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), 7, 7)
        painter.setPen(QColor(paper.title))
        painter.setFont(fonts.display(fonts.scaled(18)))
        upper = place.adjusted(0, fonts.scaled(7), 0, -fonts.scaled(22))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, "Aa")
        painter.setPen(QColor(paper.meta))
        painter.setFont(fonts.ui(12, fonts.MEDIUM if self.isChecked() else fonts.REGULAR))
        lower = place.adjusted(4, place.height() - fonts.scaled(24), -4, -fonts.scaled(4))
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            self._ring(painter, place, 7)
        if self._by_key:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(paper.accent), 1))
            painter.drawRoundedRect(place.adjusted(4.5, 4.5, -4.5, -4.5), 4, 4)


class _Segment(_Choice):
    """One word of a row."""

    def sizeHint(self) -> QSize:
        """Room for the word."""
        font = fonts.ui(12, fonts.MEDIUM)
        self.setFont(font)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, fonts.scaled(_SEGMENT))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one lies on a sheet of its own."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens.edge), 1))
            painter.setBrush(QColor(tokens.edge if tokens.dark else tokens.field))
            painter.drawRoundedRect(place.adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
        if self._by_key:
            self._ring(painter, place.adjusted(1, 1, -1, -1), 6)
        strong = self.isChecked() or self.underMouse()
        painter.setPen(QColor(tokens.text if strong else tokens.text2))
        painter.setFont(fonts.ui(12, fonts.MEDIUM))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(place.width()) - 8)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


class Row(QWidget):
    """Things of which one is chosen. Tab goes to the chosen one, arrows to the others.

    Signal ``chosen(value)`` when the reader chooses.
    """

    chosen = Signal(str)

    def __init__(self, words: str, choices: Sequence[_Choice], gap: int) -> None:
        super().__init__()
        self.setAccessibleName(words)
        self.choices = tuple(choices)
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(gap)
        for choice in choices:
            self._group.addButton(choice)
            line.addWidget(choice, 1)
            choice.clicked.connect(lambda _=False, value=choice.value: self.chosen.emit(value))

    def show_value(self, value: str) -> None:
        """Marks the one with this value; none when there is none."""
        self._group.setExclusive(False)
        for choice in self.choices:
            choice.setChecked(choice.value == value)
        self._group.setExclusive(True)

    @property
    def stop(self) -> QWidget:
        """Where Tab goes."""
        return next((choice for choice in self.choices if choice.isChecked()), self.choices[0])


class Segments(Row):
    """Words on one track."""

    def __init__(self, theme: Theme, words: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(words, [_Segment(theme, value, said) for value, said in choices], 0)
        self._theme = theme

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The track."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.press))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
