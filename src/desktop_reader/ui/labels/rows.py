"""The list of the card: a box that is ticked, half ticked or empty, the label's colour, its title."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_reader.ui.labels.choices import Choice, Share
from desktop_reader.ui.palette.bare import THING, Index, Rows
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme

HEIGHT = 32
_PAD, _BOX, _DOT, _GAP = 10, 16, 10, 10

translate = QCoreApplication.translate


def spoken(choice: Choice) -> str:
    """A row in words."""
    if choice.is_new:
        return translate("Labels", "Make the label “{title}”").replace("{title}", choice.label.title)
    states = {
        Share.ALL: translate("Labels", "on"),
        Share.SOME: translate("Labels", "on some"),
        Share.NONE: translate("Labels", "off"),
    }
    return f"{choice.label.title}, {states[choice.share]}"


def rows_of_choices(parent: QObject | None = None) -> Rows[Choice]:
    """The labels that fit, and the one that may be made."""
    return Rows(lambda choice: choice.label.title, spoken, parent)


class RowDelegate(QStyledItemDelegate):
    """Paints a choice."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = fonts.ui(13)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are alike."""
        return QSize(0, fonts.scaled(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        choice: Choice = index.data(THING)
        tokens, row = self._theme.tokens, option.rect

        def placed(left: int, width: int, height: int) -> QRect:
            rect = QRect(row.left() + left, row.top() + (row.height() - height) // 2, width, height)
            return QStyle.visualRect(option.direction, row, rect)

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected))
            painter.drawRoundedRect(row, 6, 6)
        box = placed(_PAD, _BOX, _BOX)
        if choice.is_new:
            icons.paint(painter, box, "add", "accent")
        else:
            self._paint_box(painter, box, choice.share)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.label(choice.label.colour)))
            painter.drawEllipse(placed(_PAD + _BOX + _GAP, _DOT, _DOT))
        left = _PAD + _BOX + _GAP + (0 if choice.is_new else _DOT + 8)
        room = placed(left, row.width() - left - _PAD, row.height())
        words = choice.label.title
        if choice.is_new:
            words = translate("Labels", "Make “{title}”").replace("{title}", words)
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.text))
        said = QFontMetrics(self._font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        painter.drawText(room, flags, f"\u2068{said}\u2069")
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, share: Share) -> None:
        tokens = self._theme.tokens
        shape = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        if share is Share.NONE:
            painter.setPen(QPen(QColor(tokens.text3), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape, 4, 4)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(shape, 4, 4)
        if share is Share.ALL:
            icons.paint(painter, box.adjusted(1, 1, -1, -1), "check", "on_accent")
        else:
            painter.setBrush(QColor(tokens.on_accent))
            painter.drawRoundedRect(QRectF(box.center().x() - 3, box.center().y() - 0.25, 8, 2), 1, 1)
