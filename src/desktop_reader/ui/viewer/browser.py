"""A QTextBrowser that opens nothing and loads nothing: links are told by signals, all else is left unanswered."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QGuiApplication, QImage, QTextDocument
from PySide6.QtWidgets import QMenu, QTextBrowser, QWidget

from desktop_reader.ui.viewer.copying import copied

_SCHEMES = ("http", "https", "mailto")


class QuietBrowser(QTextBrowser):
    """Shows a document and lets it do nothing by itself.

    Signals: ``link_clicked(address)`` for http, https and mailto only; ``link_hovered(address)``, empty when the mouse
    leaves it.
    """

    link_clicked = Signal(str)
    link_hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.anchorClicked.connect(self._clicked)
        self.highlighted.connect(self._hovered)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A plain menu in place of Qt's."""
        menu = self.menu_at(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu_at(self, point: QPoint) -> QMenu:
        """What can be done there: open or copy the link, copy the selection, select everything."""
        menu = QMenu(self)
        address = _address(QUrl(self.anchorAt(point)))
        if address:
            menu.addAction(self.tr("Open link"), lambda: self.link_clicked.emit(address))
            menu.addAction(self.tr("Copy link address"), lambda: QGuiApplication.clipboard().setText(address))
            menu.addSeparator()
        menu.addAction(self.tr("Copy"), self.copy).setEnabled(self.textCursor().hasSelection())
        menu.addAction(self.tr("Select all"), self.selectAll).setEnabled(not self.document().isEmpty())
        return menu

    def createMimeDataFromSelection(self) -> QMimeData:
        """The clean words, and no HTML that would carry our colours into other programs."""
        data = QMimeData()
        data.setText(copied(self.textCursor()))
        return data

    def _hovered(self, url: QUrl) -> None:
        self.link_hovered.emit(_address(url))

    def _clicked(self, url: QUrl) -> None:
        if address := _address(url):
            self.link_clicked.emit(address)

    # What the document might do by itself, and does not.

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Nothing: not a file, not a resource, not an address. Pictures are painted, never loaded by the document."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            blank = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            blank.fill(Qt.GlobalColor.transparent)
            return blank
        return b""

    def doSetSource(self, url: QUrl | str, kind: object = None) -> None:
        """Goes nowhere: the pane shows articles, not addresses."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Refuses whatever is dragged here, files above all."""
        event.ignore()


def _address(url: QUrl) -> str:
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded) if url.scheme().lower() in _SCHEMES else ""
