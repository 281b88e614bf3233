"""From pane to pane by one key, and a ring around the pane that shows none of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.theme import Theme

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_WIDE = 2

Stop = tuple[QWidget, Callable[[], QWidget | None]]
"""A pane, and who in it takes the keyboard; None when nobody can."""


class PaneFocus:
    """Knows the panes in their order; a pane that lies in another is added after it."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []

    def add(self, pane: QWidget, target: Callable[[], QWidget | None]) -> None:
        """One more stop, behind all others."""
        self._stops.append((pane, target))

    def step(self, by: int) -> None:
        """Gives the keyboard to the next pane that is seen, or to the one before."""
        now = QApplication.focusWidget()
        place = -1 if by > 0 else 0
        for number, (pane, _) in enumerate(self._stops):
            if now is not None and (pane is now or pane.isAncestorOf(now)):
                place = number
        for far in range(1, len(self._stops) + 1):
            pane, target = self._stops[(place + by * far) % len(self._stops)]
            taker = target() if pane.isVisible() else None
            if taker is not None and taker.isVisible() and taker.isEnabled():
                taker.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


def first_in(pane: QWidget) -> QWidget | None:
    """The first control of a pane that Tab would come to."""
    found: QWidget | None = pane.nextInFocusChain()
    while found is not None and found is not pane:
        reached = bool(found.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reached and pane.isAncestorOf(found) and found.isVisible() and found.isEnabled():
            return found
        found = found.nextInFocusChain()
    return None


class Ring(QWidget):
    """Around a pane whose widget has the keyboard and came to it by keyboard; the mouse does not feel it."""

    def __init__(self, theme: Theme, pane: QWidget, watched: QWidget) -> None:
        super().__init__(pane)
        self._theme = theme
        self._pane, self._watched = pane, watched
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        watched.installEventFilter(self)
        theme.changed.connect(self.update)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Comes and goes with the keyboard, and keeps to the place of what it surrounds."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._show(event.reason() in BY_KEYBOARD or (self.isVisible() and _comes_back(event.reason())))
        elif (kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and not _comes_back(event.reason())) or (
            kind == QEvent.Type.MouseButtonPress
        ):
            self._show(False)
        elif kind in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._show(True)
        return False

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Two pixels in the accent."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.reader.accent), _WIDE))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _show(self, shown: bool) -> None:
        if shown:
            place = QRect(self._watched.mapTo(self._pane, self._watched.rect().topLeft()), self._watched.size())
            self.setGeometry(place)
            # Only its edge is a widget: what is inside scrolls as if nothing lay on it.
            inner = self.rect().adjusted(_WIDE, _WIDE, -_WIDE, -_WIDE)
            self.setMask(QRegion(self.rect()) - QRegion(inner))
            self.raise_()
        self.setVisible(shown)


def _comes_back(reason: Qt.FocusReason) -> bool:
    """A menu or another window had the keyboard meanwhile."""
    return reason in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
