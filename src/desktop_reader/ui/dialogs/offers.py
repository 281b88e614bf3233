"""The feeds that were found, in a list: the title of each, its address, how much is in it and what came last."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_reader.records.access import without_credentials
from desktop_reader.ui.articles import when
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import fonts

if TYPE_CHECKING:
    from desktop_reader.jobs.subscribe import Found

_FOUND, _STATE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_WAITING, _READ, _DEAD, _FOLLOWED = range(4)
_PADDING, _CHECK = 10, 26
_ROWS_SHOWN = 5
_READ_UNASKED = 8  # A page may offer fifty: more are looked into only when they are chosen.


class Offers(QListWidget):
    """Signal ``chosen``: others are ticked, or more is known of one. A feed that was found alone needs no tick."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Feeds of this site"))
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemChanged.connect(lambda _: self.chosen.emit())
        self.currentRowChanged.connect(lambda _: self.chosen.emit())

    def offer(self, found: Sequence[Found], followed: Callable[[Found], bool]) -> None:
        """These, in place of all others; the first is ticked."""
        self.blockSignals(True)
        self.clear()
        for one in found:
            item = QListWidgetItem()
            item.setData(_FOUND, one)
            item.setData(_STATE, _FOLLOWED if followed(one) else _READ if one.digest else _WAITING)
            self.addItem(item)
            self._describe(item)
        self._tick_first()
        self.setCurrentRow(0)
        self.blockSignals(False)
        self._fit()
        self.chosen.emit()

    def unread(self) -> Found | None:
        """The next feed that is worth asking: a ticked one, else one of the first."""
        waiting = [item for item in self._items() if item.data(_STATE) == _WAITING]
        ticked = [item for item in waiting if item.checkState() is Qt.CheckState.Checked]
        first = [item for item in waiting if self.row(item) < _READ_UNASKED]
        found: Found | None = next((item.data(_FOUND) for item in [*ticked, *first]), None)
        return found

    def fill(self, asked: Found, found: Found | Exception, followed: Callable[[Found], bool]) -> None:
        """What came of asking one; it goes when it turns out to be one of the others over again."""
        item = next((item for item in self._items() if item.data(_FOUND) is asked), None)
        if item is None:
            return
        self.blockSignals(True)
        if isinstance(found, Exception):
            item.setData(_STATE, _DEAD)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._describe(item, found)
        elif any(found.same_articles(other.data(_FOUND)) for other in self._items() if other is not item):
            self.takeItem(self.row(item))
        else:
            item.setData(_FOUND, found)
            item.setData(_STATE, _FOLLOWED if followed(found) else _READ)
            self._describe(item)
        if not any(item.checkState() is Qt.CheckState.Checked for item in self._items()):
            self._tick_first()
        self.blockSignals(False)
        self._fit()
        self.viewport().update()
        self.chosen.emit()

    def ticked(self) -> list[Found]:
        """What is to be followed."""
        return [
            item.data(_FOUND)
            for item in self._items()
            if item.data(_STATE) in (_WAITING, _READ) and (self.alone or item.checkState() is Qt.CheckState.Checked)
        ]

    def followed_one(self) -> Found | None:
        """The current feed, when it is followed already."""
        item = self.currentItem()
        found: Found | None = item.data(_FOUND) if item is not None and item.data(_STATE) == _FOLLOWED else None
        return found

    @property
    def alone(self) -> bool:
        """Whether there is nothing to choose."""
        return self.count() == 1

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _tick_first(self) -> None:
        live = [item for item in self._items() if item.data(_STATE) in (_WAITING, _READ)]
        for item in self._items():
            can = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if self.alone or item not in live:
                item.setData(Qt.ItemDataRole.CheckStateRole, None)
            else:
                can |= Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(Qt.CheckState.Checked if item is live[0] else Qt.CheckState.Unchecked)
            item.setFlags(can)

    def _describe(self, item: QListWidgetItem, error: Exception | None = None) -> None:
        found: Found = item.data(_FOUND)
        state = item.data(_STATE)
        if error is not None:
            third = sentence(error)
        elif state == _FOLLOWED:
            third = self.tr("You follow this feed already.")
        elif state == _WAITING:
            third = self.tr("Reading…") if self.row(item) < _READ_UNASKED else ""
        else:
            third = self._latest(found)
        item.setText(
            "\n".join(
                " ".join(line.split()) for line in (found.title or found.url, without_credentials(found.url), third)
            )
        )
        item.setToolTip("" if error is None else plain_tip(third))

    def _latest(self, found: Found) -> str:
        count = len(found.digest.entries) if found.digest else 0
        if not count or found.latest is None:
            return self.tr("No articles yet")
        words = self.tr("1 article") if count == 1 else self.tr("%n articles", "", count)
        at = found.latest.published_at or found.latest.updated_at
        last = self.tr("last “{title}”").format(title=found.latest.title[:200])
        parts = [words, *([when.spoken(at, time.time(), QLocale())] if at else []), last]
        return " · ".join(parts)

    def _fit(self) -> None:
        height = self.sizeHintForRow(0) if self.count() else 0
        self.setFixedHeight(height * min(max(self.count(), 1), _ROWS_SHOWN) + 2 * self.frameWidth() + 2)


class _Delegate(QStyledItemDelegate):
    """Three lines: the title strong, the rest faint; the tick before them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as three lines."""
        return QSize(0, 3 * (option.fontMetrics.lineSpacing() + 2) + 2 * _PADDING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground as the style has it, then the words."""
        palette, style = option.palette, option.widget.style()
        painter.save()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        inner = option.rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is not None:
            self._paint_tick(painter, palette, inner, Qt.CheckState(tick) is Qt.CheckState.Checked)
        if index.model().rowCount() > 1:
            inner.setLeft(inner.left() + _CHECK)
        line = option.fontMetrics.lineSpacing() + 2
        for number, text in enumerate(str(index.data()).split("\n")):
            painter.setFont(fonts.ui(14, fonts.SEMIBOLD) if number == 0 else fonts.ui(12))
            role = QPalette.ColorRole.Text if number == 0 else QPalette.ColorRole.PlaceholderText
            painter.setPen(palette.color(role))
            how = Qt.TextElideMode.ElideMiddle if number == 1 else Qt.TextElideMode.ElideRight
            where = QRect(inner.left(), inner.top() + number * line, inner.width(), line)
            shown = painter.fontMetrics().elidedText(text, how, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_tick(self, painter: QPainter, palette: QPalette, inner: QRect, on: bool) -> None:
        # The style's own box can hardly be seen on a dark ground.
        box = QRectF(inner.left() + 0.5, inner.top() + 1.5, 16, 16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = palette.color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent if on else palette.color(QPalette.ColorRole.PlaceholderText), 1))
        painter.setBrush(accent if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2))
            painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((4, 8.5), (7, 11.5), (12, 5))])
