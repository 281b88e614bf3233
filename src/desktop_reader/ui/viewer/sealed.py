"""A document that loads nothing: not a file, not a resource of the program, not an address."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument


def nothing(kind: int) -> object:
    """What there is in place of whatever a document asks for. A picture is a point that is not seen: without one Qt
    would look for it again and again.
    """
    if kind != QTextDocument.ResourceType.ImageResource.value:
        return b""
    blank = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    blank.fill(Qt.GlobalColor.transparent)
    return blank


class SealedDocument(QTextDocument):
    """By itself, Qt's would read any file of this computer that is named in it."""

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Nothing. Pictures are painted, never loaded by the document."""
        return nothing(kind)
