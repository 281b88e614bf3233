"""What can be done to the row under the mouse without opening it: two buttons at its end, drawn over time and star."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop_reader.records.article import ArticleRow
from desktop_reader.ui.articles.kit import RIGHT, Colours, mirrored
from desktop_reader.ui.theme import icons

READ, STAR = "read", "star"
_DEEDS = (READ, STAR)
_SIDE, _SIGN, _OUT = 24, 16, 4  # The signs end where time and text do.
_FADE = 20

translate = QCoreApplication.translate


class Quick:
    """Which row the mouse is over, which of its buttons, and whether that is pressed."""

    def __init__(self) -> None:
        self.row = -1
        self.deed = ""
        self.pressed = False

    def deed_at(self, option: QStyleOptionViewItem, head: tuple[int, int], where: QPoint) -> str:
        """The button at a point of the list, if any."""
        boxes = self._boxes(option, head)
        return next((deed for deed, box in boxes.items() if box.contains(where)), "")

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        head: tuple[int, int],
        row: ArticleRow,
        colours: Colours,
        ground: QColor,
    ) -> None:
        """Over what stands there; a long name fades away before it."""
        boxes = self._boxes(option, head)
        _paint_ground(painter, option, boxes, ground)
        signs = {READ: "mail-read" if row.unread else "mail-unread", STAR: "star-filled" if row.starred else "star"}
        painter.setPen(Qt.PenStyle.NoPen)
        for deed, box in boxes.items():
            if deed == self.deed:
                painter.setBrush(colours.press if self.pressed else colours.hover)
                painter.drawRoundedRect(QRectF(box), 6, 6)
            inside = (_SIDE - _SIGN) // 2
            colour = "star" if deed == STAR and row.starred else "text" if deed == self.deed else "text2"
            icons.paint(painter, box.adjusted(inside, inside, -inside, -inside), signs[deed], colour)

    def _boxes(self, option: QStyleOptionViewItem, head: tuple[int, int]) -> dict[str, QRect]:
        top = option.rect.top() + head[0] + (head[1] - _SIDE) // 2
        left = option.rect.width() - RIGHT + _OUT - len(_DEEDS) * _SIDE
        return {
            deed: mirrored(option, QRect(left + place * _SIDE, top, _SIDE, _SIDE)) for place, deed in enumerate(_DEEDS)
        }


def words(deed: str, row: ArticleRow) -> str:
    """What a button does to this article."""
    if deed == STAR:
        return translate("Quick", "Remove star") if row.starred else translate("Quick", "Star")
    return translate("Quick", "Mark as read") if row.unread else translate("Quick", "Mark as unread")


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, boxes: dict[str, QRect], ground: QColor) -> None:
    whole = QRect()
    for box in boxes.values():
        whole |= box
    mirrors = option.direction == Qt.LayoutDirection.RightToLeft
    fade = QRect(whole.right() + 1 if mirrors else whole.left() - _FADE, whole.top(), _FADE, whole.height())
    clear = QColor(ground)
    clear.setAlpha(0)
    shades = QLinearGradient(
        fade.topRight() if mirrors else fade.topLeft(), fade.topLeft() if mirrors else fade.topRight()
    )
    shades.setColorAt(0, clear)
    shades.setColorAt(1, ground)
    painter.fillRect(fade, shades)
    painter.fillRect(whole, ground)
