"""How the sidebar's rows are painted: smart rows with a badge, folders with a chevron, feeds with their tile."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from desktop_reader.ui.sidebar.model import SidebarModel
from desktop_reader.ui.sidebar.said import number
from desktop_reader.ui.sidebar.tree import SMART, Kind, Node
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.tokens import Tokens

Favicon = Callable[[int, float], QPixmap | None]
"""A feed's own picture by its id, for this pixel density; None where it has none."""
Index = QModelIndex | QPersistentModelIndex

_INSET, _LEFT, _STEP, _RIGHT = 8, 18, 17, 16
_HEIGHTS = {Kind.FOLDER: 30, Kind.FEED: 30, Kind.SEARCH: 30, Kind.LABEL: 30, Kind.HEADING: 34}
_LEAVES = (Kind.FEED, Kind.SEARCH, Kind.LABEL)
_SMART_HEIGHT = 32
_SIGNS = {Kind.TODAY: "today", Kind.UNREAD: "mail-unread", Kind.STARRED: "star"}
_CHEVRON = 16
_KEPT = 2000  # Titles whose shortened form is kept.
# Made once: to join flags takes as long as to draw with them.
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | _ONE_LINE
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | _ONE_LINE


class SidebarDelegate(QStyledItemDelegate):
    """Paints from the model's nodes; titles come from outside and are drawn as they are, never as HTML."""

    def __init__(self, model: SidebarModel, tokens: Tokens, favicon: Favicon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keyboard = False  # a ring is drawn around the current row for those who came by keyboard
        self._model = model
        self._favicon = favicon
        self._plain = fonts.ui(13)
        self._medium = fonts.ui(13, fonts.MEDIUM)
        self._bold = fonts.ui(13, fonts.SEMIBOLD)
        self._label = fonts.ui(11, fonts.SEMIBOLD)
        self._badge = fonts.ui(11, fonts.SEMIBOLD, tabular=True)
        self._plain_widths, self._bold_widths = QFontMetrics(self._plain), QFontMetrics(self._bold)
        self._badge_widths = QFontMetrics(self._badge)
        self._fitted: dict[tuple[str, bool, int], str] = {}
        self._extra = max(0, self._plain_widths.height() - 18)  # for those with larger type
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint with these from now on."""
        self._tokens = tokens
        self._text, self._text2, self._text3 = QColor(tokens.text), QColor(tokens.text2), QColor(tokens.text3)
        self.ground = QColor(tokens.sidebar)
        self._accent, self._pill = QColor(tokens.accent), QColor(tokens.badge)
        self._selected, self._idle, self._hover = QColor(tokens.selected), QColor(tokens.idle), QColor(tokens.press)
        self._hover.setAlphaF(0.55)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height that the kind of row has."""
        height = _HEIGHTS.get(self._model.node(index).key.kind, _SMART_HEIGHT)
        return QSize(120, height + self._extra)

    def chevron(self, row: QRect, node: Node, direction: Qt.LayoutDirection) -> QRect:
        """Where a click opens and closes a folder: a little more than the sign itself."""
        left = row.left() + _LEFT - 4 + node.depth * _STEP
        return QStyle.visualRect(direction, row, QRect(left - 6, row.top(), _CHEVRON + 8, row.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, then what the kind of row shows."""
        node = self._model.node(index)
        view = option.widget
        assert isinstance(view, QTreeView)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = view.selectionModel().isSelected(index)
        self._paint_ground(painter, option, view, selected, view.currentIndex() == index)
        if node.key.kind is Kind.HEADING:
            self._paint_heading(painter, option, node)
            return
        right = option.rect.right() + 1 - _RIGHT
        if node.trouble:
            right = self._paint_warning(painter, option, right)
        elif node.count and node.key.kind is not Kind.STARRED:
            paint = self._paint_pill if node.key.kind in SMART else self._paint_count
            right = paint(painter, option, right, number(node.count))
        note = self._model.note(node)
        if note.sign and not node.trouble:
            right = self._paint_note(painter, option, right, note.sign)
        left = self._paint_sign(painter, option, node, selected)
        room = QRect(left, option.rect.top(), right - left, option.rect.height())
        self._paint_title(painter, option, node, room, selected)

    def paint_drop(self, on: QWidget, row: QRect, where: QAbstractItemView.DropIndicatorPosition, depth: int) -> None:
        """Where a dragged row would go: around a folder, or a line between two rows, as far in as it would stand."""
        painter = QPainter(on)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QRectF(row.adjusted(_INSET, 1, -_INSET, -1))
        position = QAbstractItemView.DropIndicatorPosition
        if where == position.OnItem:
            pale = QColor(self._accent)
            pale.setAlphaF(0.14)
            painter.setBrush(pale)
            painter.setPen(QPen(self._accent, 2))
            painter.drawRoundedRect(tint.adjusted(1, 1, -1, -1), 5, 5)
        elif where in (position.AboveItem, position.BelowItem):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            edge = row.top() if where == position.AboveItem else row.bottom() + 1
            edge = min(max(edge, 4), on.height() - 4)
            left = _LEFT + depth * _STEP
            line = QRect(left, edge - 1, row.right() - _INSET - left, 2)
            painter.drawRoundedRect(QRectF(QStyle.visualRect(on.layoutDirection(), on.rect(), line)), 1, 1)
            ring = QStyle.visualRect(on.layoutDirection(), on.rect(), QRect(left - 6, edge - 4, 8, 8))
            painter.setBrush(self.ground)
            painter.setPen(QPen(self._accent, 2))
            painter.drawEllipse(QRectF(ring).adjusted(1, 1, -1, -1))

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, view: QTreeView, selected: bool, current: bool
    ) -> None:
        tint = QRectF(option.rect.adjusted(_INSET, 1, -_INSET, -1))
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            # What is shown stays coloured while the list has the keys: it says where one is.
            painter.setBrush(self._selected if selected else self._hover)
            painter.drawRoundedRect(tint, 6, 6)
        if current and self.keyboard and view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._accent, 2))
            painter.drawRoundedRect(tint.adjusted(1, 1, -1, -1), 5, 5)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, node: Node) -> None:
        painter.setFont(self._label)
        painter.setPen(self._text2)
        where = option.rect.adjusted(_LEFT + 2, 6, -_RIGHT, 0)
        painter.drawText(where, _ONE_LINE, node.title)

    def _paint_warning(self, painter: QPainter, option: QStyleOptionViewItem, right: int) -> int:
        icons.paint(painter, _placed(option, right - 18, 16), "warning", "warn")
        return right - 18 - 8

    def _paint_note(self, painter: QPainter, option: QStyleOptionViewItem, right: int, sign: str) -> int:
        """Fainter than a warning: nobody has to do anything."""
        painter.setOpacity(0.75)
        icons.paint(painter, _placed(option, right - 16, 16), sign, "text3")
        painter.setOpacity(1.0)
        return right - 16 - 6

    def _paint_pill(self, painter: QPainter, option: QStyleOptionViewItem, right: int, said: str) -> int:
        width = max(self._badge_widths.horizontalAdvance(said) + 14, 18)
        pill = _placed(option, right - width, width)
        pill = QRect(pill.left(), pill.center().y() - 8, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pill)
        painter.drawRoundedRect(QRectF(pill), 9, 9)
        painter.setPen(self._text2)
        painter.setFont(self._badge)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)
        return right - width - 8

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, right: int, said: str) -> int:
        width = self._badge_widths.horizontalAdvance(said)
        painter.setPen(self._text3)
        painter.setFont(self._badge)
        painter.drawText(_placed(option, right - width, width), Qt.AlignmentFlag.AlignCenter, said)
        return right - width - 8

    def _paint_sign(self, painter: QPainter, option: QStyleOptionViewItem, node: Node, selected: bool) -> int:
        """The picture on the left; gives back where the title begins."""
        kind, left = node.key.kind, _LEFT + node.depth * _STEP
        if kind in SMART:
            name = f"{_SIGNS[kind]}-filled" if selected else _SIGNS[kind]
            icons.paint(painter, _placed(option, left, 20), name, "star" if kind is Kind.STARRED else "accent")
            return left + 29
        if kind is Kind.FOLDER:
            name = "chevron-right" if node.key.id in self._model.closed else "chevron-down"
            icons.paint(painter, _placed(option, left - 4, _CHEVRON), name, "text2")
            return left + 17
        if kind is Kind.LABEL:
            icons.paint(painter, _placed(option, left, 16), "tag-filled", self._tokens.label(node.more))
            return left + 25
        if kind is Kind.SEARCH:
            icons.paint(painter, _placed(option, left, 16), "search", "text2")
            return left + 25
        ratio = painter.device().devicePixelRatioF()
        tile = self._favicon(node.key.id, ratio) or _tile(node.title, node.uuid, ratio)
        place = _placed(option, left, 16)
        painter.drawPixmap(place.left(), place.top() + (place.height() - 16) // 2, 16, 16, tile)
        return left + 25

    def _paint_title(
        self, painter: QPainter, option: QStyleOptionViewItem, node: Node, room: QRect, selected: bool
    ) -> None:
        kind = node.key.kind
        # A feed without anything to read steps back, and so does one that fails.
        faint = kind is Kind.FEED and (not node.count or bool(node.trouble))
        heavy = self._bold if selected or kind is Kind.FOLDER else self._medium
        painter.setFont(self._plain if kind in _LEAVES else heavy)
        painter.setPen(self._text2 if faint else self._text)
        said = self._fitting(node, room.width())
        where = QStyle.visualRect(option.direction, option.rect, room)
        aligned = _AT_RIGHT if option.direction == Qt.LayoutDirection.RightToLeft else _AT_LEFT
        # Its own direction, or the dots of a Latin title would stand before it in a window that is read from the right.
        said = f"\u2068{said}\u2069"
        painter.drawText(where, aligned, said)

    def _fitting(self, node: Node, width: int) -> str:
        plain, title = node.key.kind in _LEAVES, node.title[:200]
        fitting = self._fitted.get((title, plain, width))
        if fitting is None:
            if len(self._fitted) > _KEPT:
                self._fitted.clear()
            widths = self._plain_widths if plain else self._bold_widths
            fitting = widths.elidedText(title, Qt.TextElideMode.ElideRight, width)
            self._fitted[title, plain, width] = fitting
        return fitting

    # Tooltips and renaming

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Why a feed fails, and titles that do not fit."""
        node = self._model.node(index)
        if event.type() != QEvent.Type.ToolTip or not index.isValid() or node.key.kind is Kind.HEADING:
            return False
        room = view.visualRect(index).width() - _LEFT - node.depth * _STEP - 25 - _RIGHT - 24
        told = self._model.note(node).sentence or node.trouble or node.key.kind is Kind.SEARCH
        if told or self._fitting(node, room) != node.title:
            QToolTip.showText(event.globalPos(), str(index.data(Qt.ItemDataRole.ToolTipRole)), view)
        else:
            QToolTip.hideText()
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field as high as the row."""
        field = QLineEdit(parent)
        field.setFont(self._plain)
        field.setAccessibleName(self.tr("Name"))
        field.setStyleSheet("QLineEdit, QLineEdit:focus { min-height: 0; padding: 0 4px; border-radius: 6px; }")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The name; a number that changes meanwhile takes nothing away of what was typed or is marked."""
        name = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QLineEdit) and not editor.isModified() and editor.text() != name:
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the title."""
        node = self._model.node(index)
        left = _LEFT + node.depth * _STEP + (25 if node.key.kind in _LEAVES else 17) - 7
        row = option.rect
        room = QRect(left, row.top() + 1, row.width() - left - _INSET, row.height() - 2)
        editor.setGeometry(QStyle.visualRect(option.direction, row, room))


@lru_cache(maxsize=1024)
def _tile(title: str, uuid: str, ratio: float) -> QPixmap:
    return monogram(title, uuid, 16, ratio)


def _placed(option: QStyleOptionViewItem, left: int, width: int) -> QRect:
    """So wide and as high as the row, from the other side where the whole window is."""
    rect = QRect(left, option.rect.top(), width, option.rect.height())
    return QStyle.visualRect(option.direction, option.rect, rect)
