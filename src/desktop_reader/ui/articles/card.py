"""A row with room: feed, star and time; title; snippet; a picture where there is one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop_reader.records.article import ArticleRow
from desktop_reader.ui.articles.kit import LEFT, RIGHT, TILE, Kit, leading, mirrored
from desktop_reader.ui.articles.lines import Lines
from desktop_reader.ui.articles.thumbnails import RADIUS, SIDE
from desktop_reader.ui.theme import icons

_TOP, _BELOW_FEED, _BOTTOM = 10, 8, 13
_BESIDE_PICTURE, _BESIDE_TILE, _BEFORE_TIME = 14, 7, 10
_SIGN = 20


class Card:
    """Comfortable. ``head`` is where its first line stands, from the top, and how high that is."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        faces = kit.faces
        self.head = (_TOP, max(TILE, faces.feed.line))
        # 102 with the reader's own type.
        self.height = _TOP + self.head[1] + _BELOW_FEED + 2 * faces.unread.line + faces.snippet.line + _BOTTOM

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, strong: bool) -> None:
        """All that is said of the article; a ``strong`` title is as dark as that of an unread one."""
        kit, (below_top, head) = self._kit, self.head
        top = option.rect.top() + below_top
        kit.paint_signs(painter, option, row, top, head)
        end = kit.paint_end(painter, option, row, top, head)
        text_top, right = top + head + _BELOW_FEED, option.rect.width() - RIGHT
        if row.image and kit.thumbnails.has_room(row.image):
            self._paint_picture(painter, mirrored(option, QRect(right - SIDE, text_top, SIDE, SIDE)), row.image)
            right -= SIDE + _BESIDE_PICTURE
        feed_left = LEFT + TILE + _BESIDE_TILE
        lines = kit.breaker.lines(
            row,
            max(right - LEFT, 40),
            max(end - _BEFORE_TIME - feed_left, 20),
            kit.found.snippet(row),
            kit.found.terms,
        )
        line = kit.faces.feed.line
        feed = mirrored(option, QRect(feed_left, top + (head - line) // 2, lines.shape.feed_width, line))
        body = mirrored(option, QRect(LEFT, text_top, lines.shape.width, 1))
        self._paint_words(painter, lines, leading(option, feed, lines.feed), QPointF(body.topLeft()), strong)

    def _paint_words(self, painter: QPainter, lines: Lines, origin: QPointF, at: QPointF, strong: bool) -> None:
        kit = self._kit
        if lines.shape.terms:
            kit.paint_marks(painter, origin, lines.feed_marks)
            kit.paint_marks(painter, at, lines.marks)
        painter.setPen(kit.colours.text2)
        lines.feed.draw(painter, origin)
        lines.snippet.draw(painter, at)
        painter.setPen(kit.colours.text if strong else kit.colours.text2)
        lines.title.draw(painter, at)

    def _paint_picture(self, painter: QPainter, box: QRect, url: str) -> None:
        thumbnails = self._kit.thumbnails
        picture = thumbnails.picture(url, painter.device().devicePixelRatioF())
        if picture is not None:
            painter.drawPixmap(box, picture)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._kit.colours.picture)
        painter.drawRoundedRect(QRectF(box), RADIUS, RADIUS)
        if thumbnails.failed(url):
            inside = (SIDE - _SIGN) // 2
            icons.paint(painter, box.adjusted(inside, inside, -inside, -inside), "image", "picture_icon")
