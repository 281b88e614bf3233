"""What the rows of both densities are made of: faces, colours, signs, pictures, and the words of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextLayout
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.label import COLOURS
from desktop_reader.ui.articles import when
from desktop_reader.ui.articles.found import Found
from desktop_reader.ui.articles.lines import Faces, LineBreaker
from desktop_reader.ui.articles.thumbnails import Thumbnails
from desktop_reader.ui.theme import icons
from desktop_reader.ui.theme.tokens import Tokens

Tile = Callable[[int, str, float], QPixmap]
"""The 16-px sign of a feed: its id, its title, the pixel density."""

INSET = 8
LEFT = INSET + 25
RIGHT = INSET + 10
TILE, STAR = 16, 16
_DOT = 8
_LABEL, _BESIDE_LABEL, _MOST_LABELS = 8, 4, 4


class Colours:
    """The tokens that a row needs, as QColors."""

    def __init__(self, tokens: Tokens) -> None:
        self.text, self.text2, self.text3 = QColor(tokens.text), QColor(tokens.text2), QColor(tokens.text3)
        self.accent, self.line, self.ground = QColor(tokens.accent), QColor(tokens.line), QColor(tokens.list)
        self.selected, self.idle, self.mark = QColor(tokens.selected), QColor(tokens.idle), QColor(tokens.mark)
        self.labels = {colour: QColor(tokens.label(colour)) for colour in ("", *COLOURS)}
        self.hover, self.press, self.picture = QColor(tokens.hover), QColor(tokens.press), QColor(tokens.picture)


class Kit:
    """Whatever is costly (broken lines, tiles, pictures) is kept by those who make it."""

    def __init__(
        self, tokens: Tokens, tile: Tile, thumbnails: Thumbnails, clock: Callable[[], float], found: Found
    ) -> None:
        self.colours = Colours(tokens)
        self.faces = Faces()
        self.breaker = LineBreaker(self.faces)
        self.thumbnails = thumbnails
        self.found = found
        self._tile = tile
        self._clock = clock
        self._locale = QLocale()

    def paint_signs(
        self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, top: int, height: int
    ) -> None:
        """The dot of an unread article, and the sign of its feed."""
        if row.unread:
            dot = QRect(INSET + 9, top + (height - _DOT) // 2, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.accent)
            painter.drawEllipse(QRectF(mirrored(option, dot)))
        tile = QRect(LEFT, top + (height - TILE) // 2, TILE, TILE)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(mirrored(option, tile), self._tile(row.feed_id, row.feed_title, ratio))

    def paint_end(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, top: int, height: int) -> int:
        """Time and star; gives back where the room for words ends before them."""
        face = self.faces.time
        said = when.short(row.published_at, self._clock(), self._locale)
        width = round(face.metrics.horizontalAdvance(said)) + 1
        end = option.rect.width() - RIGHT - width
        painter.setFont(face.font)
        painter.setPen(self.colours.text3)
        where = mirrored(option, QRect(end, top, width, height))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, said)
        if row.starred:
            end -= STAR + 6
            star = QRect(end, top + (height - STAR) // 2, STAR, STAR)
            icons.paint(painter, mirrored(option, star), "star-filled", "star")
        return self._paint_labels(painter, option, row, end, top, height) if row.labels else end

    def _paint_labels(
        self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, end: int, top: int, height: int
    ) -> int:
        """A dot for each label, as far as they are few."""
        some = row.labels[:_MOST_LABELS]
        end -= len(some) * (_LABEL + _BESIDE_LABEL) - _BESIDE_LABEL + 8
        painter.setPen(Qt.PenStyle.NoPen)
        for number, label in enumerate(some):
            left = end + number * (_LABEL + _BESIDE_LABEL)
            painter.setBrush(self.colours.labels.get(label.colour, self.colours.labels[""]))
            painter.drawEllipse(QRectF(mirrored(option, QRect(left, top + (height - _LABEL) // 2, _LABEL, _LABEL))))
        return end

    def paint_marks(self, painter: QPainter, origin: QPointF, marks: Sequence[QRectF]) -> None:
        """What was searched for, behind the words."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.mark)
        for mark in marks:
            painter.drawRoundedRect(mark.translated(origin), 3, 3)


def mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """The row is drawn from the other side where the whole window is."""
    return QStyle.visualRect(option.direction, option.rect, rect)


def leading(option: QStyleOptionViewItem, box: QRect, line: QTextLayout) -> QPointF:
    """Where to draw a line that was laid out in ``box`` so that it begins at that end where the row does."""
    left = float(box.left())
    if option.direction == Qt.LayoutDirection.RightToLeft and line.lineCount():
        left += box.width() - line.lineAt(0).naturalTextRect().right()
    return QPointF(left, box.top())
