"""A card over the window, for what is asked for by a key and gone with Escape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import card
from desktop_reader.ui.theme.theme import Theme

_ROOM = 24  # Between the card and the window's edges, at least.
_SHADE = 0.28


class Floating(QWidget):
    """Covers the window; the card in it is as large as it likes. A click beside it, Escape, or the keyboard going
    elsewhere puts it away, and whoever had the keyboard before has it again. ``focus`` is to get it meanwhile.

    Signal ``closed``.
    """

    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, *, shaded: bool = False) -> None:
        super().__init__(window)
        self._theme = theme
        self._shaded = shaded
        self._window = window
        self._before = QApplication.focusWidget()
        self._card = QRect()
        self._done = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def wanted_size(self) -> QSize:
        """How large the card would like to be; it gets no more than there is room for."""
        return self.column.totalSizeHint()

    def from_top(self, height: int, room: int) -> int:
        """How far below the window's edge a card of this height stands, where so much room is left."""
        return max(_ROOM, (room - height) // 2)

    def from_left(self, width: int, room: int) -> int:
        """How far from the window's left edge a card of this width stands."""
        return (room - width) // 2

    def show_over(self) -> None:
        """Over the whole window, before everything else."""
        self._place()
        self.show()
        self.raise_()
        for one in self.findChildren(QWidget):
            if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.isVisibleTo(self):
                one.setFocus(Qt.FocusReason.PopupFocusReason)
                break

    @property
    def gone(self) -> bool:
        """Whether it was put away: an answer that it waited for comes too late."""
        return self._done

    def put_away(self) -> None:
        """Goes; at once, however often it is asked for."""
        if self._done:
            return
        self._done = True
        now = QApplication.focusWidget()
        had_it = now is None or self.isAncestorOf(now)
        self.hide()
        if had_it and self._before is not None and _is_there(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.close()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab stays on the card."""
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(self) and one.isEnabled()
        ]
        now = QApplication.focusWidget()
        if stops:
            at = stops.index(now) if now in stops else -1
            stops[(at + (1 if onward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away; what else nobody on the card wants is not for the window below either."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card puts it away."""
        if not self._card.contains(event.position().toPoint()):
            self.put_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card stays in its place."""
        super().resizeEvent(event)
        self._lay_out()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The shade, the card's shadow, the card."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        if self._shaded:
            shade = QColor(tokens.shadow)
            shade.setAlphaF(_SHADE)
            painter.fillRect(self.rect(), shade)
        card.shadow(painter, QRectF(self._card), tokens)
        card.card(painter, QRectF(self._card), tokens)

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.size() - QSize(2 * _ROOM, 2 * _ROOM)
        size = self.wanted_size().boundedTo(room)
        top = min(self.from_top(size.height(), self.height()), max(_ROOM, self.height() - _ROOM - size.height()))
        self._card = QRect(self.from_left(size.width(), self.width()), top, size.width(), size.height())
        right, bottom = self.width() - self._card.x() - size.width(), self.height() - top - size.height()
        self.column.setContentsMargins(self._card.x(), top, right, bottom)
        self.update()

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and now is not self and not self.isAncestorOf(now):
            self.put_away()


def _is_there(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget) and widget.isVisible()
