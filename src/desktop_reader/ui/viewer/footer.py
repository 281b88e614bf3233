"""The room under an article: the files that it carries along, and a widget that somebody else lays there. Both scroll
with the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer.enclosure_card import EnclosureCard
from desktop_reader.ui.viewer.enclosures import listed
from desktop_reader.ui.viewer.sheet import SIDE, Sheet

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.view import ArticleView

_BETWEEN = 36
_ABOVE_FOCUS = 12


class Footer(QObject):
    """Belongs to a view."""

    def __init__(self, view: ArticleView, tokens: Tokens) -> None:
        super().__init__(view)
        self._view = view
        self._soon = QTimer(view, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        self._held: QWidget | None = None
        self._reserved = 0
        self._room = _Room(view.viewport(), self.place)
        self.files = EnclosureCard(tokens)
        self._column = QVBoxLayout(self._room)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_BETWEEN)
        self._column.addWidget(self.files)
        self.files.open_wanted.connect(view.link_clicked)
        self.files.height_changed.connect(self.place)
        self.files.reached.connect(self._bring_into_sight)

    def hold(self, widget: QWidget | None) -> None:
        """Another widget in place of the one before, below the files."""
        if widget is not None and widget is self._held and widget.parent() is self._room:
            widget.show()
            self.place()
            return
        if self._held is not None:
            self._column.removeWidget(self._held)
            self._held.setParent(None)
        self._held = widget
        if widget is not None:
            self._column.addWidget(widget)
            widget.show()
        self.place()

    def renew(self) -> None:
        """Another article is shown, or the same one with other files."""
        article = self._view.article
        self.files.show_files(listed(article) if article is not None else ())

    def reserve(self, sheet: Sheet) -> None:
        """Gives a page that is not laid out yet the room that was needed last: the same place can be scrolled to."""
        frame = sheet.document.rootFrame().frameFormat()
        if self._reserved > frame.bottomMargin():
            frame.setBottomMargin(self._reserved)
            sheet.document.rootFrame().setFrameFormat(frame)

    def place(self) -> None:
        """Lays it under the text: its height, or the text's, may be another one. What takes long has its own turn."""
        if self._view.article is not None and self._view.sheet.heavy:
            self._soon.start()
        else:
            self._place()

    def _place(self) -> None:
        if self._view.article is None:
            return
        sheet = self._view.sheet
        bar = self._view.verticalScrollBar()
        before = bar.value()
        tall, changed = self._reach()
        if changed and before:
            # While all is laid out anew the page is short for a moment, and the bar goes up with it.
            sheet.document.documentLayout().documentSize()
            bar.setValue(before)
        if not tall:
            return  # To ask where the text ends would lay out all of it.
        bottom = sheet.document.documentLayout().documentSize().height()
        top = bottom - tall - sheet.style.px * 3 - bar.value()
        self._room.setGeometry(QRect(SIDE, round(top), round(sheet.column), tall))

    def make_room(self) -> None:
        """Under a heavy page that is about to be laid out: afterwards all of it would have to be once more."""
        if self._view.article is not None and self._view.sheet.heavy:
            self._reach()

    def _reach(self) -> tuple[int, bool]:
        """Its height, 0 where there is nothing in it, and whether the page had another room for it."""
        sheet = self._view.sheet
        pad = sheet.style.px * 3
        empty = self.files.isHidden() and self._held is None
        tall = 0
        self._room.setVisible(not empty)
        if not empty:
            self._column.activate()
            width = round(sheet.column)
            tall = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else -1
            tall = tall if tall > 0 else self._room.sizeHint().height()
        self._reserved = wanted = pad if empty else tall + 2 * pad
        frame = sheet.document.rootFrame().frameFormat()
        if frame.bottomMargin() == wanted:
            return tall, False
        frame.setBottomMargin(wanted)
        sheet.document.rootFrame().setFrameFormat(frame)
        return tall, True

    def _bring_into_sight(self, now: QWidget) -> None:
        """What Tab has come to is to be seen."""
        top = now.mapTo(self._view.viewport(), QPoint()).y()
        beyond = top + now.height() + _ABOVE_FOCUS - self._view.viewport().height()
        bar = self._view.verticalScrollBar()
        if top < _ABOVE_FOCUS:
            bar.setValue(bar.value() + top - _ABOVE_FOCUS)
        elif beyond > 0:
            bar.setValue(bar.value() + beyond)


class _Room(QWidget):
    """What happens between the widgets is not the text's business, in which they lie."""

    def __init__(self, parent: QWidget, place: Callable[[], None]) -> None:
        super().__init__(parent)
        self._place = place
        self.setCursor(Qt.CursorShape.ArrowCursor)  # Else it is the text's around it.
        self.hide()

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """One of them wants another height; only now do all layouts know."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins no selection in the text."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nor goes on with one."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor ends one."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nor selects a word."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Nor opens the text's menu."""
        event.accept()
