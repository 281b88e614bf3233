"""How a row of the list is painted: dot, feed, star and time; title; snippet; a picture where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QLocale, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_reader.records.article import ArticleRow
from desktop_reader.ui.articles import when
from desktop_reader.ui.articles.found import Found
from desktop_reader.ui.articles.lines import Faces, LineBreaker, Lines
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.theme import icons
from desktop_reader.ui.theme.tokens import Tokens

Tile = Callable[[int, str, float], QPixmap]
"""The 16-px sign of a feed: its id, its title, the pixel density."""
Thumbnail = Callable[[ArticleRow], QPixmap | None]

INSET = 8
_TEXT_LEFT = INSET + 25
_TEXT_RIGHT = INSET + 10
_TOP, _BELOW_FEED, _BOTTOM = 10, 8, 13
_TILE, _DOT, _STAR, _PICTURE, _GAP = 16, 8, 16, 56, 14


class Colours:
    """The tokens that a row needs, as QColors."""

    def __init__(self, tokens: Tokens) -> None:
        self.text, self.text2, self.text3 = QColor(tokens.text), QColor(tokens.text2), QColor(tokens.text3)
        self.accent, self.line, self.ground = QColor(tokens.accent), QColor(tokens.line), QColor(tokens.list)
        self.selected, self.idle, self.mark = QColor(tokens.selected), QColor(tokens.idle), QColor(tokens.mark)


class ArticleDelegate(QStyledItemDelegate):
    """Paints from ``ArticleModel.row`` alone; whatever is costly (lines, tiles, round corners) is kept."""

    def __init__(
        self,
        model: ArticleModel,
        tokens: Tokens,
        tile: Tile,
        thumbnail: Thumbnail,
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
        found: Found | None = None,
    ) -> None:
        super().__init__(parent)
        self._found = found or Found()
        self.keyboard = False  # a ring is drawn around the current row for those who came by keyboard
        self._model = model
        self._colours = Colours(tokens)
        self._tile = tile
        self._thumbnail = thumbnail
        self._clock = clock
        self._locale = QLocale()
        self._faces = Faces()
        self._breaker = LineBreaker(self._faces)
        faces = self._faces
        self._head = max(_TILE, faces.feed.line)
        self.height = (
            _TOP + self._head + _BELOW_FEED + 2 * faces.unread.line + faces.snippet.line + _BOTTOM
        )  # 102 with the reader's own type

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint with these from now on."""
        self._colours = Colours(tokens)

    @property
    def ground(self) -> QColor:
        """What the rows stand on."""
        return self._colours.ground

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as high as the next."""
        return QSize(option.rect.width(), self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground, then the words of the row if there is an article."""
        place = index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = option.widget
        assert isinstance(view, QTableView)
        selected = view.selectionModel().isRowSelected(place, QModelIndex())
        self._paint_ground(painter, option, view, place, selected)
        row = self._model.row(place)
        if row is not None:
            self._paint_row(painter, option, row, selected)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, view: QTableView, place: int, selected: bool
    ) -> None:
        rect, colours = option.rect, self._colours
        tint = QRectF(rect.adjusted(INSET, 1, -INSET, -2))
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(colours.selected if view.hasFocus() else colours.idle)
            painter.drawRoundedRect(tint, 8, 8)
        elif not view.selectionModel().isRowSelected(place + 1, QModelIndex()):
            line = QRect(_TEXT_LEFT, rect.bottom() - 1, rect.width() - _TEXT_LEFT - _TEXT_RIGHT, 1)
            painter.fillRect(_mirrored(option, line), colours.line)
        if self.keyboard and view.hasFocus() and view.currentIndex().row() == place:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, 2))
            painter.drawRoundedRect(tint.adjusted(1, 1, -1, -1), 7, 7)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, selected: bool) -> None:
        colours, faces = self._colours, self._faces
        ratio = painter.device().devicePixelRatioF()
        width, top = option.rect.width(), option.rect.top() + _TOP
        right = width - _TEXT_RIGHT
        if row.unread:
            dot = QRect(INSET + 9, top + (self._head - _DOT) // 2, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            painter.drawEllipse(QRectF(_mirrored(option, dot)))
        tile = QRect(_TEXT_LEFT, top + (self._head - _TILE) // 2, _TILE, _TILE)
        painter.drawPixmap(_mirrored(option, tile), self._tile(row.feed_id, row.feed_title, ratio))

        said = when.short(row.published_at, self._clock(), self._locale)
        said_width = round(faces.time.metrics.horizontalAdvance(said)) + 1
        end = right - said_width
        painter.setFont(faces.time.font)
        painter.setPen(colours.text3)
        where = _mirrored(option, QRect(end, top, said_width, self._head))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, said)
        if row.starred:
            end -= _STAR + 6
            star = QRect(end, top + (self._head - _STAR) // 2, _STAR, _STAR)
            icons.paint(painter, _mirrored(option, star), "star-filled", "star")

        picture = self._picture(row, ratio)
        text_top = top + self._head + _BELOW_FEED
        if picture is not None:
            box = QRect(right - _PICTURE, text_top, _PICTURE, _PICTURE)
            painter.drawPixmap(_mirrored(option, box), picture)
            right -= _PICTURE + _GAP
        feed_left = tile.right() + 1 + 7
        lines = self._breaker.lines(
            row,
            max(right - _TEXT_LEFT, 40),
            max(end - 10 - feed_left, 20),
            self._found.snippet(row),
            self._found.terms,
        )
        feed = _mirrored(option, QRect(feed_left, top, lines.shape.feed_width, self._head))
        body = _mirrored(option, QRect(_TEXT_LEFT, text_top, lines.shape.width, 1))
        self._paint_words(painter, lines, feed, body, row.unread or selected)

    def _paint_words(self, painter: QPainter, lines: Lines, feed: QRect, body: QRect, strong: bool) -> None:
        colours = self._colours
        origin = QPointF(feed.left(), feed.top() + (self._head - self._faces.feed.line) // 2)
        at = QPointF(body.topLeft())
        if lines.shape.terms:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.mark)
            _paint_marks(painter, origin, lines.feed_marks)
            _paint_marks(painter, at, lines.marks)
        painter.setPen(colours.text2)
        lines.feed.draw(painter, origin)
        lines.snippet.draw(painter, at)
        painter.setPen(colours.text if strong else colours.text2)
        lines.title.draw(painter, at)

    def _picture(self, row: ArticleRow, ratio: float) -> QPixmap | None:
        offered = self._thumbnail(row) if row.image else None
        return _rounded(_Keyed(offered), ratio) if offered is not None and not offered.isNull() else None


def _paint_marks(painter: QPainter, origin: QPointF, marks: Sequence[QRectF]) -> None:
    for mark in marks:
        painter.drawRoundedRect(mark.translated(origin), 3, 3)


class _Keyed:
    """A pixmap that a cache can look up."""

    def __init__(self, pixmap: QPixmap) -> None:
        self.pixmap = pixmap
        self._key = pixmap.cacheKey()

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other._key == self._key


@lru_cache(maxsize=200)
def _rounded(keyed: _Keyed, ratio: float) -> QPixmap:
    """The middle of a picture, filling its place, with round corners."""
    side = round(_PICTURE * ratio)
    scaled = keyed.pixmap.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    shaped = QPixmap(side, side)
    shaped.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shaped)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corners = QPainterPath()
    corners.addRoundedRect(QRectF(0, 0, side, side), 7 * ratio, 7 * ratio)
    painter.setClipPath(corners)
    painter.drawPixmap((side - scaled.width()) // 2, (side - scaled.height()) // 2, scaled)
    painter.end()
    shaped.setDevicePixelRatio(ratio)
    return shaped


def _mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """The row is drawn from the other side where the whole window is."""
    return QStyle.visualRect(option.direction, option.rect, rect)
