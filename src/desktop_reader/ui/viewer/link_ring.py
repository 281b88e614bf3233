"""The ring around the link or the picture that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCursor

from desktop_reader.ui.stretches import stretches
from desktop_reader.ui.viewer.decorations import Places, picture_rect
from desktop_reader.ui.viewer.sheet import Sheet


def paint(painter: QPainter, sheet: Sheet, link: QTextCursor) -> None:
    """Paints it over the dotted line that Qt draws there, around each line that the link stands on."""
    place = Places(sheet)
    block = sheet.document.findBlock(link.selectionStart())
    origin, layout = place.origin(block), block.layout()
    begin, end = link.selectionStart() - block.position(), link.selectionEnd() - block.position()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(sheet.style.tokens.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for picture in sheet.pictures:
        if link.selectionStart() <= picture.position < link.selectionEnd():
            painter.drawRoundedRect(picture_rect(place, picture), 8, 8)
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        for left, right in stretches(line, begin, end):
            box = QRectF(left, line.y(), right - left, line.height())
            painter.drawRoundedRect(box.translated(origin), 3, 3)
