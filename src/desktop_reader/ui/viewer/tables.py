"""Tables that fit: figures to the right, short cells unbroken, type as small as it must be but never below 11 px."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
    QTextTableCell,
)

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.viewer.style import PageStyle

SMALLEST = 11
_SHORT = 26
_HEADER = 0.9
_FIGURE = re.compile(
    r"[~≈<>≤≥(]?\s*[+\-−–]?\s*[$€£¥₹]?\s*\d[\d.,’'\s\u00a0\u202f]*(?:[%‰°)]|\s?[A-Za-zµ°/²³]{1,5})?\)?"
)
_NOTHING = frozenset(("", "-", "–", "—", "n/a", "N/A", "…"))


class Fitted:
    """One table of a document, dressed once and fitted whenever the column changes; or only outlined."""

    def __init__(self, table: QTextTable, style: PageStyle, *, as_it_comes: bool = False) -> None:
        self.table = table
        self.first = table.firstCursorPosition().blockNumber()
        self.last = table.lastCursorPosition().blockNumber()
        self._style = style
        self._size = 0
        self._wraps = False
        self._base = round(style.px * 0.778)
        self._pad = 2 * round(style.px * 0.5)
        self._cells = [] if as_it_comes else _cells(table)
        self._texts = [_text(cell) for cell in self._cells]
        self.header = bool(self._cells) and _font_weight(self._cells[0]) == fonts.SEMIBOLD
        self._dress()
        self._unbroken, self._broken = self._needs(_SHORT), self._needs(0)

    def fit(self, width: float) -> None:
        """Chooses the type's size for a column of ``width`` pixels; changes nothing where it is right already."""
        wraps = self._unbroken > width * self._base / SMALLEST >= self._broken
        needed = self._broken if wraps else self._unbroken
        size = self._base if needed <= width else max(SMALLEST, int(self._base * width / needed))
        if size == self._size and wraps == self._wraps:
            return
        changed = size != (self._size or self._base)
        self._size, self._wraps = size, wraps
        characters, lines = QTextCharFormat(), QTextBlockFormat()
        for cell, text in zip(self._cells, self._texts, strict=True):
            cursor = cell.firstCursorPosition()
            cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
            if changed:
                small = self.header and cell.row() == 0
                characters.setProperty(QTextFormat.Property.FontPixelSize, round(size * _HEADER) if small else size)
                cursor.mergeCharFormat(characters)
                dress = cell.format().toTableCellFormat()
                dress.setLeftPadding(self._pad / 2 * size / self._base)
                dress.setRightPadding(self._pad / 2 * size / self._base)
                cell.setFormat(dress)
            if len(text) <= _SHORT:
                lines.setNonBreakableLines(not wraps)
                cursor.mergeBlockFormat(lines)

    def _dress(self) -> None:
        """Figures stand right under their heading; the outline takes the place of the last row's rule."""
        right = QTextBlockFormat()
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        last = self.table.rows()
        columns: dict[int, list[bool]] = {}
        for cell, text in zip(self._cells, self._texts, strict=True):
            if cell.row() > 0 and text not in _NOTHING:
                columns.setdefault(cell.column(), []).append(_FIGURE.fullmatch(text) is not None)
        for cell in self._cells:
            if all(columns.get(cell.column(), (False,))):
                cell.firstCursorPosition().mergeBlockFormat(right)
            if cell.row() + cell.rowSpan() >= last:
                dress = cell.format().toTableCellFormat()
                dress.setBottomBorder(0)
                cell.setFormat(dress)

    def _needs(self, short: int) -> float:
        """How wide the table has to be when cells of at most ``short`` letters are not broken."""
        plain = QFontMetricsF(fonts.sans(self._base))
        heading = QFontMetricsF(fonts.sans(self._base * _HEADER, fonts.SEMIBOLD)) if self.header else plain
        widths: dict[int, float] = {}
        for cell, text in zip(self._cells, self._texts, strict=True):
            if cell.columnSpan() == 1 and text:
                unbroken = text if len(text) <= short else max(text.split(), key=len, default="")
                metrics = heading if cell.row() == 0 else plain
                width = metrics.horizontalAdvance(unbroken) + self._pad + 1
                widths[cell.column()] = max(widths.get(cell.column(), 0), width)
        return sum(widths.values()) + 2


def _cells(table: QTextTable) -> list[QTextTableCell]:
    places = ((row, column) for row in range(table.rows()) for column in range(table.columns()))
    return [
        cell for row, column in places if (cell := table.cellAt(row, column)).row() == row and cell.column() == column
    ]


def _text(cell: QTextTableCell) -> str:
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().strip()


def _font_weight(cell: QTextTableCell) -> int:
    return cell.firstCursorPosition().blockCharFormat().fontWeight()
