"""A row of one line, for those who want many at once: dot, sign of the feed, title, star, time."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop_reader.records.article import ArticleRow
from desktop_reader.ui.articles.kit import LEFT, TILE, Kit, leading, mirrored

_BESIDE_TILE, _BEFORE_TIME, _ROOM = 9, 12, 24


class Slim:
    """Compact; its one line is its ``head`` as well."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self.height = max(44, kit.faces.slim_unread.line + _ROOM)
        self.head = (0, self.height - 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleRow, strong: bool) -> None:
        """The title as far as it fits; a ``strong`` one is as dark as that of an unread article."""
        kit, (_, head) = self._kit, self.head
        top = option.rect.top()
        kit.paint_signs(painter, option, row, top, head)
        end = kit.paint_end(painter, option, row, top, head)
        left = LEFT + TILE + _BESIDE_TILE
        lines = kit.breaker.slim(row, max(end - _BEFORE_TIME - left, 20), kit.found.terms)
        line = kit.faces.slim_unread.line
        box = mirrored(option, QRect(left, top + (head - line) // 2, lines.shape.width, line))
        at = leading(option, box, lines.title)
        kit.paint_marks(painter, at, lines.marks)
        painter.setPen(kit.colours.text if strong else kit.colours.text2)
        lines.title.draw(painter, at)
