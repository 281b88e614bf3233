"""Cards on the page: a plain one with a head, a figure, and the list of what weighs how much."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_RADIUS = 8


class Card(QWidget):
    """``column`` takes what belongs on it, ``head`` stands above with room for buttons."""

    def __init__(self, theme: Theme, title: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 14, 8, 10)  # What is on it keeps 8 more, for a ring around it.
        self.column.setSpacing(10)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(8, 0, 8, 0)
        self.head.setSpacing(8)
        if title:
            self.head.addWidget(said(title, 13, fonts.SEMIBOLD))
            self.head.addStretch(1)
            self.column.addLayout(self.head)
        theme.changed.connect(self.update)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Its ground."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class Figure(Card):
    """A big number, what it counts, and a word more."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(theme)
        self._words = words
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(2)
        self.number = said("–", 22, fonts.SEMIBOLD)
        self.number.setFont(fonts.ui(22, fonts.SEMIBOLD, tabular=True))
        self.more = faint("", 11)
        self.column.addWidget(self.number)
        self.column.addWidget(said(words, 12))
        self.column.addWidget(self.more)
        self.column.addStretch(1)

    def show_number(self, number: str, more: str = "") -> None:
        """Another number."""
        self.number.setText(number)
        self.more.setText(more)
        self.setAccessibleName(f"{self._words}: {number}. {more}".rstrip(". "))


class Weighing(Card):
    """Names and sizes."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(8, 0, 8, 4)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(0, 1)
        self.column.addLayout(self.grid)
        self.column.addStretch(1)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Other sizes; there are always as many."""
        for number, (name, size) in enumerate(rows):
            there = self.grid.itemAtPosition(number, 1)
            if there is None:
                label = said(size, 13)
                label.setFont(fonts.ui(13, tabular=True))
                self.grid.addWidget(faint(name, 13), number, 0)
                self.grid.addWidget(label, number, 1, Qt.AlignmentFlag.AlignRight)
            else:
                label = there.widget()  # type: ignore[assignment]
                label.setText(size)
            label.setAccessibleName(f"{name}: {size}")


def said(words: str, px: int, weight: int = fonts.REGULAR) -> QLabel:
    """A label; what comes from outside is text, never markup."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(fonts.ui(px, weight))
    return label


def faint(words: str, px: int) -> QLabel:
    """The same, less loud."""
    label = said(words, px)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setWordWrap(True)
    return label
