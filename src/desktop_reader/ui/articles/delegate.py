"""How a row of the list is painted: its ground, what is said of the article, and its buttons under the mouse."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_reader.ui.articles.card import Card
from desktop_reader.ui.articles.found import Found
from desktop_reader.ui.articles.kit import INSET, LEFT, RIGHT, Colours, Kit, Tile, mirrored
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.quick import Quick
from desktop_reader.ui.articles.slim import Slim
from desktop_reader.ui.articles.thumbnails import Thumbnails
from desktop_reader.ui.theme.tokens import Tokens


class ArticleDelegate(QStyledItemDelegate):
    """Paints from ``ArticleModel.row`` alone; whatever is costly is kept."""

    def __init__(
        self,
        model: ArticleModel,
        tokens: Tokens,
        tile: Tile,
        thumbnails: Thumbnails,
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
        found: Found | None = None,
    ) -> None:
        super().__init__(parent)
        self.keyboard = False  # a ring is drawn around the current row for those who came by keyboard
        self.quick = Quick()
        self._model = model
        self._kit = Kit(tokens, tile, thumbnails, clock, found or Found())
        self._card, self._slim = Card(self._kit), Slim(self._kit)
        self._rows: Card | Slim = self._card

    @property
    def compact(self) -> bool:
        """Whether rows have one line only."""
        return self._rows is self._slim

    @compact.setter
    def compact(self, compact: bool) -> None:
        self._rows = self._slim if compact else self._card

    @property
    def height(self) -> int:
        """Of each row."""
        return self._rows.height

    @property
    def ground(self) -> QColor:
        """What the rows stand on."""
        return self._kit.colours.ground

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint with these from now on."""
        self._kit.colours = Colours(tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as high as the next."""
        return QSize(option.rect.width(), self.height)

    def deed_at(self, view: QTableView, place: int, where: QPoint) -> str:
        """The button of a row at a point of the list, if any; a row that is not known has none."""
        return self.quick.deed_at(self._option(view, place), self._rows.head, where) if self._model.row(place) else ""

    def update_row(self, view: QTableView, place: int) -> None:
        """This row looks different."""
        view.viewport().update(self._rect(view, place))

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
            self._rows.paint(painter, option, row, row.unread or selected)
            if place == self.quick.row:
                colours = self._kit.colours
                ground = colours.ground if not selected else colours.selected if view.hasFocus() else colours.idle
                self.quick.paint(painter, option, self._rows.head, row, colours, ground)
        if self.keyboard and view.hasFocus() and view.currentIndex().row() == place:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._kit.colours.accent, 2))
            painter.drawRoundedRect(_tint(option).adjusted(1, 1, -1, -1), 7, 7)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, view: QTableView, place: int, selected: bool
    ) -> None:
        rect, colours = option.rect, self._kit.colours
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(colours.selected if view.hasFocus() else colours.idle)
            painter.drawRoundedRect(_tint(option), 8, 8)
        elif not view.selectionModel().isRowSelected(place + 1, QModelIndex()):
            line = QRect(LEFT, rect.bottom() - 1, rect.width() - LEFT - RIGHT, 1)
            painter.fillRect(mirrored(option, line), colours.line)

    def _option(self, view: QTableView, place: int) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        option.direction = view.layoutDirection()
        option.rect = self._rect(view, place)
        return option

    def _rect(self, view: QTableView, place: int) -> QRect:
        return QRect(0, view.rowViewportPosition(place), view.viewport().width(), self.height)


def _tint(option: QStyleOptionViewItem) -> QRectF:
    return QRectF(option.rect.adjusted(INSET, 1, -INSET, -2))
