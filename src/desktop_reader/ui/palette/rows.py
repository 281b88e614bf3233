"""The palette's list: a row for each entry, with the letters that were typed and the keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_reader.text.highlight import in_utf16
from desktop_reader.ui.palette import caps
from desktop_reader.ui.palette.bare import THING, Index, Rows
from desktop_reader.ui.palette.entries import Entry
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme

_HEIGHT, _ICON, _PAD, _GAP = 36, 16, 10, 10


def rows_of_entries(parent: QObject | None = None) -> Rows[Entry]:
    """The entries that fit."""
    return Rows(lambda entry: entry.words, lambda entry: entry.spoken, parent)


class RowDelegate(QStyledItemDelegate):
    """Icon, words, place, keys."""

    def __init__(self, theme: Theme, parent: QObject | None = None, height: int = _HEIGHT) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height
        self._font, self._small = fonts.ui(13), fonts.ui(12)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are alike."""
        return QSize(0, fonts.scaled(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        entry: Entry = index.data(THING)
        tokens = self._theme.tokens
        turned = option.direction == Qt.LayoutDirection.RightToLeft
        row: QRect = option.rect

        def placed(left: int, width: int) -> QRect:
            rect = QRect(row.left() + left, row.top(), width, row.height())
            return QStyle.visualRect(Qt.LayoutDirection.RightToLeft, row, rect) if turned else rect

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected))
            painter.drawRoundedRect(row, 6, 6)
        end = row.width() - _PAD
        if entry.keys and not entry.refusal:
            end -= caps.width(entry.keys)
            caps.paint(painter, tokens, placed(end, caps.width(entry.keys)), entry.keys)
            end -= _GAP
        if entry.icon:
            colour = "off" if entry.refusal else entry.shade or "text2"
            icons.paint(painter, placed(_PAD, _ICON), entry.icon, colour)
        left = _PAD + _ICON + _GAP
        colour = tokens.off if entry.refusal else tokens.text
        left += self._words(painter, entry, placed(left, end - left), colour) + _GAP
        said = entry.refusal or entry.place
        if said and end - left > 40:
            painter.setFont(self._small)
            painter.setPen(QColor(tokens.off if entry.refusal else tokens.text3))
            rest = QFontMetrics(self._small).elidedText(said, Qt.TextElideMode.ElideRight, end - left)
            painter.drawText(placed(left, end - left), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, rest)
        painter.restore()

    def _words(self, painter: QPainter, entry: Entry, room: QRect, colour: str) -> int:
        """Draws the words, the typed letters in the accent; returns how wide they are."""
        strong = fonts.ui(13, fonts.SEMIBOLD)
        words = QFontMetrics(strong).elidedText(entry.words, Qt.TextElideMode.ElideRight, room.width())
        layout = QTextLayout(words, self._font)
        option = layout.textOption()
        option.setTextDirection(painter.layoutDirection())
        turned = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option.setAlignment(Qt.AlignmentFlag.AlignRight if turned else Qt.AlignmentFlag.AlignLeft)
        layout.setTextOption(option)
        found = QTextCharFormat()
        found.setFont(strong)
        found.setForeground(QColor(self._theme.tokens.accent))
        ranges = []
        whole = len(words) if words == entry.words else len(words) - 1
        for start, length in in_utf16(entry.words, [(at, at + 1) for at in entry.letters if at < whole]):
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, length - start, found
            ranges.append(one)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        painter.setPen(QColor(colour))
        layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))
        return round(line.naturalTextWidth())
