"""A QTextBrowser that opens nothing and loads nothing: links are told by signals, all else is left unanswered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QTextBrowser, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.links import outward
from desktop_reader.ui.viewer.chips import SCHEME
from desktop_reader.ui.viewer.sealed import nothing
from desktop_reader.ui.viewer.sheet import PICTURE

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MUTED = 60  # Characters: what is longer is no word to mute.


class QuietBrowser(QTextBrowser):
    """Shows a document and lets it do nothing by itself.

    Tab goes from link to link, from the first in sight, and Enter opens the one that has the keyboard.

    Signals: ``link_clicked(address)`` for http, https and mailto only, ``link_opened_behind(address)`` when it was
    pressed with the middle button or with Ctrl; ``link_hovered(address)`` when the mouse or the keyboard comes to it,
    empty when it leaves; ``label_clicked(id)`` for a chip of the page's head; ``picture_clicked(number)`` for a picture
    of the page that leads nowhere, and from the menu of any; ``mute_wanted(words)`` for a few that are selected.
    """

    link_clicked = Signal(str)
    link_opened_behind = Signal(str)
    link_hovered = Signal(str)
    label_clicked = Signal(int)
    picture_clicked = Signal(int)
    mute_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self._behind = self._by_tab = False
        self._pressed = ""
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
        """What can be done there: open the picture, open or copy the link, copy the selection, select everything."""
        menu = QMenu(self)
        picture = self.picture_at(point)
        if picture >= 0:
            menu.addAction(self.tr("Open picture"), lambda: self.picture_clicked.emit(picture))
            menu.addSeparator()
        address = outward(QUrl(self.anchorAt(point)))
        if address:
            menu.addAction(self.tr("Open link"), lambda: self.link_clicked.emit(address))
            menu.addAction(self.tr("Open link in the background"), lambda: self.link_opened_behind.emit(address))
            menu.addAction(self.tr("Copy link address"), lambda: QGuiApplication.clipboard().setText(address))
            menu.addSeparator()
        menu.addAction(self.tr("Copy"), self.copy).setEnabled(self.textCursor().hasSelection())
        menu.addAction(self.tr("Select all"), self.selectAll).setEnabled(not self.document().isEmpty())
        words = self.textCursor().selectedText().strip()
        if words and len(words) <= _MUTED and "\u2029" not in words:
            menu.addSeparator()
            said = self.tr("Mute “{words}”…").format(words=words.replace("&", "&&"))
            menu.addAction(said, lambda: self.mute_wanted.emit(words))
        return menu

    def picture_at(self, point: QPoint) -> int:
        """The number of a picture that can be opened there; -1 for none."""
        return -1

    def _hovered(self, url: QUrl) -> None:
        self.link_hovered.emit(outward(url))

    def _clicked(self, url: QUrl) -> None:
        if address := outward(url):
            (self.link_opened_behind if self._behind else self.link_clicked).emit(address)
        elif url.scheme() == SCHEME and url.path().isdecimal():
            self.label_clicked.emit(int(url.path()))
        elif url.scheme() == PICTURE and url.path().isdecimal():
            self.picture_clicked.emit(int(url.path()))

    # The mouse and the keys on links.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers the link below the middle button; the mouse takes the keyboard from a link."""
        self._by_tab = False
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pressed = self.anchorAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A link is opened where the button was pressed on it."""
        self._behind = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mouseReleaseEvent(event)
        self._behind = False
        if event.button() == Qt.MouseButton.MiddleButton and self._pressed:
            if self._pressed == self.anchorAt(event.position().toPoint()) and (to := outward(QUrl(self._pressed))):
                self.link_opened_behind.emit(to)
            self._pressed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the link that has the keyboard."""
        self._behind = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().keyPressEvent(event)
        self._behind = False

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Enter is for the link that has the keyboard, not for a command."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and event.key() in _ENTER and self.link_chosen():  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The next link, the first one in sight when there was none; after the last one whatever follows the page."""
        if not self.link_chosen():
            seen = self.viewport().rect()
            self.setTextCursor(self.cursorForPosition(seen.topLeft() if forward else seen.bottomRight()))
        moved = super().focusNextPrevChild(forward)
        self._by_tab = True
        if self.hasFocus():
            self.link_hovered.emit(outward(QUrl(self._href())) if self.link_chosen() else "")
        return moved

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No link has the keyboard any more."""
        super().focusOutEvent(event)
        self.link_hovered.emit("")

    def link_chosen(self) -> bool:
        """Whether a link in sight has the keyboard: Qt selects its words."""
        return self._by_tab and bool(self._href()) and self.viewport().rect().intersects(self.cursorRect())

    def _href(self) -> str:
        """Where the selected words lead."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return ""
        cursor.setPosition(cursor.selectionStart() + 1)
        return cursor.charFormat().anchorHref()

    # What the document might do by itself, and does not.

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Nothing: not a file, not a resource, not an address. Pictures are painted, never loaded by the document."""
        return nothing(kind)

    def doSetSource(self, url: QUrl | str, kind: object = None) -> None:
        """Goes nowhere: the pane shows articles, not addresses."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Refuses whatever is dragged here, files above all."""
        event.ignore()
