"""What is painted around the text: boxes, pills, bars, marks, outlines and pictures, for the blocks in sight alone.

All coordinates are the document's. ``under`` goes before the text is painted, ``over`` after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTextBlock, QTextBlockFormat

from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.viewer import chips
from desktop_reader.ui.viewer.sheet import PILL, SIDE, Picture, Sheet
from desktop_reader.ui.viewer.style import EMBLEM
from desktop_reader.ui.viewer.tables import Fitted
from desktop_reader.worker.images import Missing

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


def under(painter: QPainter, sheet: Sheet, sight: QRectF) -> None:
    """Paints what lies behind the text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = Places(sheet)
    first, last = place.in_sight(sight)
    _code(painter, sheet, place, first, last)
    _quotes(painter, sheet, place, first, last)
    _tables(painter, sheet, place, first, last)
    if sheet.emblem is not None and first == 0:
        x = SIDE + sheet.column - EMBLEM if sheet.script.rtl else SIDE
        painter.drawPixmap(QPointF(x, round(place.top(0) + (height(place.block(0)) - EMBLEM) / 2)), sheet.emblem)
    colour = QColor(sheet.style.tokens.line)
    for number in sheet.rules:
        if first <= number <= last:
            painter.fillRect(QRectF(SIDE, round(place.top(number)), sheet.column, 1), colour)
    for number in range(first, last + 1):
        if number in sheet.marks:
            _mark(painter, sheet, place, number)
        if number in sheet.pills:
            _pills(painter, sheet, place, number, sight)
        if number in sheet.chips:
            origin = place.origin(place.block(number))
            chips.paint(painter, sheet, place.block(number), origin.y(), origin.x())


class Drawn(Protocol):
    """Who has the pictures."""

    def picture(self, url: str) -> QImage | None:
        """One of them, ready to be drawn; None when it is not here."""


def over(painter: QPainter, sheet: Sheet, sight: QRectF, pictures: Drawn, selected: tuple[int, int]) -> None:
    """Paints the pictures, which would vanish behind a selection, and tints those that are selected."""
    if not sheet.pictures:
        return
    place = Places(sheet)
    for picture, where in pictures_in(sheet, place, sight):
        image = None if picture.failed else pictures.picture(picture.url)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(where, image)
        else:
            _placeholder(painter, sheet, picture, where, _words(picture) if picture.failed else "")
        if selected[0] <= picture.position < selected[1]:
            tint = QColor(sheet.style.tokens.selection)
            tint.setAlpha(130)
            painter.fillRect(where, tint)


class Places:
    """Where blocks lie in a document that is laid out."""

    def __init__(self, sheet: Sheet) -> None:
        self._document = sheet.document
        self._layout = sheet.document.documentLayout()

    def block(self, number: int) -> QTextBlock:
        """The block of a number."""
        return self._document.findBlockByNumber(number)

    def top(self, number: int) -> float:
        """The top of a block's first line."""
        return self.origin(self.block(number)).y()

    def bottom(self, number: int) -> float:
        """The bottom of a block's last line."""
        block = self.block(number)
        return self.origin(block).y() + height(block)

    def origin(self, block: QTextBlock) -> QPointF:
        """What the lines of a block are measured from."""
        return self._layout.blockBoundingRect(block).topLeft()

    def table(self, fitted: Fitted) -> QRectF:
        """The place of a table, from whole pixel to whole pixel."""
        outer, form = self._layout.frameBoundingRect(fitted.table), fitted.table.format().toTableFormat()
        cell = fitted.table.cellAt(0, 0)
        padding = cell.format().toTableCellFormat()
        # Qt gives the rectangle shifted by the first cell's padding, and as high as the table with its margins.
        return QRectF(
            round(outer.x() - padding.leftPadding()),
            round(outer.y() - padding.topPadding()),
            round(outer.width()),
            round(outer.height() - form.topMargin() - form.bottomMargin()),
        )

    def in_sight(self, sight: QRectF) -> tuple[int, int]:
        """The first and the last block that may be seen in a part of the document."""
        first, last = self.at(sight.top()), self.at(sight.bottom())
        # While a long text is being laid out Qt may take its end for what stands at the top.
        return (0 if first > last else first), last

    def at(self, y: float) -> int:
        """The block at a height."""
        position = self._layout.hitTest(QPointF(SIDE + 1, max(0.0, y)), Qt.HitTestAccuracy.FuzzyHit)
        return self._document.findBlock(max(0, position)).blockNumber()


def height(block: QTextBlock) -> float:
    """How high the lines of a block are together."""
    form = block.blockFormat()
    if form.lineHeightType() == _FIXED:
        return block.layout().lineCount() * form.lineHeight()
    return block.layout().boundingRect().height()


def pictures_in(sheet: Sheet, place: Places, sight: QRectF) -> Iterator[tuple[Picture, QRectF]]:
    """The pictures of a part of the document, and where each stands."""
    first, last = place.in_sight(sight)
    for picture in sheet.pictures:
        if first <= picture.block <= last and (where := picture_rect(place, picture)).intersects(sight):
            yield picture, where


def picture_rect(place: Places, picture: Picture) -> QRectF:
    """Where a picture stands."""
    block = place.block(picture.block)
    at = picture.position - block.position()
    line = block.layout().lineForTextPosition(at)
    if not line.isValid():
        return QRectF()
    origin = place.origin(block)
    x = min(_x(line, at), _x(line, at + 1))
    y = line.y() + line.ascent() - picture.shown.height()
    return QRectF(origin.x() + x, origin.y() + y, picture.shown.width(), picture.shown.height())


def _code(painter: QPainter, sheet: Sheet, place: Places, first: int, last: int) -> None:
    tokens, pad = sheet.style.tokens, sheet.style.code_pad
    painter.setPen(QPen(QColor(tokens.code_line), 1))
    painter.setBrush(QColor(tokens.code_ground))
    for begin, end, left, right in sheet.code:
        if begin <= last and end >= first:
            top, bottom = round(place.top(begin)) - pad, round(place.bottom(end)) + pad
            box = QRectF(SIDE + left, top, sheet.column - left - right, bottom - top)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _quotes(painter: QPainter, sheet: Sheet, place: Places, first: int, last: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(sheet.style.tokens.quote_bar))
    for begin, end, level in sheet.quotes:
        if begin <= last and end >= first:
            indent = level * sheet.style.quote_indent
            x = SIDE + sheet.column - indent - 3 if sheet.script.rtl else SIDE + indent
            top, bottom = place.top(begin), place.bottom(end)
            painter.drawRoundedRect(QRectF(x, top, 3, bottom - top), 1.5, 1.5)


def _tables(painter: QPainter, sheet: Sheet, place: Places, first: int, last: int) -> None:
    tokens = sheet.style.tokens
    for fitted in sheet.tables:
        if fitted.first > last or fitted.last < first:
            continue  # To ask where it lies would lay out all that stands before it.
        cell = fitted.table.cellAt(0, 0).format().toTableCellFormat()
        box = place.table(fitted)
        outline = QPainterPath()
        outline.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if fitted.header and fitted.table.rows() > 1:
            below = fitted.table.cellAt(1, 0)
            top = place.origin(below.firstCursorPosition().block()).y() - cell.topPadding()
            painter.save()
            painter.setClipRect(QRectF(box.x(), box.y(), box.width(), top - box.y()))
            painter.fillPath(outline, QColor(tokens.code_ground))
            painter.restore()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)


def _mark(painter: QPainter, sheet: Sheet, place: Places, number: int) -> None:
    """The mark of a list item: its number, or a disc, a ring, a dash by its level."""
    block = place.block(number)
    line = block.layout().lineAt(0)
    if not line.isValid():
        return
    mark, b = sheet.marks[number], sheet.style.px
    origin = place.origin(block)
    rtl = sheet.script.rtl
    baseline = origin.y() + line.y() + line.ascent()
    start = origin.x() + (line.x() + line.width() if rtl else line.x())
    away = 1 if rtl else -1
    meta = QColor(sheet.style.tokens.meta)
    if isinstance(mark, str):
        font = fonts.serif(b) if sheet.style.serif else fonts.sans(b)
        side = "\u200f" if rtl else "\u200e"  # Whatever the window's direction is.
        mark = f"{side}{mark}{side}"
        width = QFontMetricsF(font).horizontalAdvance(mark)
        painter.setFont(font)
        painter.setPen(meta)
        painter.drawText(QPointF(start + 0.4 * b if rtl else start - 0.4 * b - width, baseline), mark)
        return
    x, y = start + away * 0.72 * b, baseline - 0.27 * b
    if mark == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(meta)
        painter.drawEllipse(QPointF(x, y), 0.14 * b, 0.14 * b)
    elif mark == 2:
        painter.setPen(QPen(meta, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, y), 0.14 * b, 0.14 * b)
    else:
        painter.fillRect(QRectF(x - 0.2 * b, round(y), 0.4 * b, 1.4), meta)


def _pills(painter: QPainter, sheet: Sheet, place: Places, number: int, sight: QRectF) -> None:
    block = place.block(number)
    origin, layout, tokens = place.origin(block), block.layout(), sheet.style.tokens
    above, below = sight.top() - origin.y() - 2 * sheet.style.px, sight.bottom() - origin.y() + sheet.style.px
    for begin, end, key in sheet.pills[number]:
        at = begin
        size = sheet.style.px * (0.74 if key else 0.84)
        while at < end:
            line = layout.lineForTextPosition(at)
            if not line.isValid():
                break
            stop = min(end, line.textStart() + line.textLength())
            if not above <= line.y() <= below:
                if stop <= at:
                    break
                at = stop
                continue
            one, other = sorted((_x(line, at), _x(line, stop)))
            if stop == end and not sheet.script.rtl:
                other -= PILL + 1  # The room behind the last letter is for the pill's own edge.
            baseline = origin.y() + line.y() + line.ascent()
            top = round(baseline - size * (1.16 if key else 1.12))
            box = QRectF(origin.x() + one - PILL, top, other - one + 2 * PILL, round(size * 1.62))
            painter.setPen(QPen(QColor(tokens.edge if key else tokens.code_line), 1))
            painter.setBrush(QColor(tokens.field if key else tokens.code_ground))
            painter.drawRoundedRect(box.adjusted(0, 0.5, 0, 0.5), 4, 4)
            if stop <= at:
                break
            at = stop


def _placeholder(painter: QPainter, sheet: Sheet, picture: Picture, where: QRectF, words: str) -> None:
    """A quiet block where a picture will be, or where it could not be had; there with its words."""
    tokens = sheet.style.tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.picture))
    radius = min(8.0, min(where.width(), where.height()) / 8)
    painter.drawRoundedRect(where, radius, radius)
    if min(where.width(), where.height()) < 40:
        return
    icon = QRectF(0, 0, 24, 24)
    centre = where.center()
    if words:
        font = fonts.sans(sheet.style.px * 0.75)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, where.width() - 90)
        width = metrics.horizontalAdvance(words)
        icon.moveCenter(QPointF(centre.x() - width / 2 - 10, centre.y()))
        painter.setFont(font)
        painter.setPen(QColor(tokens.meta))
        painter.drawText(QPointF(icon.right() + 10, centre.y() + metrics.ascent() / 2 - 2), words)
    else:
        icon.moveCenter(centre)
    icons.paint(painter, icon.toRect(), "image", tokens.picture_icon)


def _words(picture: Picture) -> str:
    """What a picture would show, and why it does not."""
    tr = QCoreApplication.translate
    why = {
        Missing.OFF: tr("Page", "Pictures are switched off"),
        Missing.CUT_OFF: tr("Page", "No connection"),
        Missing.GONE: tr("Page", "The picture is gone"),
        Missing.FAILED: tr("Page", "Picture not available"),
    }[picture.missing]
    return f"{picture.alt} · {why}" if picture.alt else why


def _x(line: object, at: int) -> float:
    found = line.cursorToX(at)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)
