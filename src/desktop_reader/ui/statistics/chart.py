"""What all plots have in common: marks with words, told by the pointer, by the arrow keys and to screen readers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import Tokens


class Chart(QWidget):
    """Draws itself from left to right; in a language that goes the other way all is mirrored but the letters. ``step``
    is how many marks further the keys up and down go, 0 for none.
    """

    def __init__(self, theme: Theme, name: str, step: int = 0) -> None:
        super().__init__()
        self._theme = theme
        self._step = step
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def places(self) -> list[QRectF]:
        """Where the marks are, as they are drawn from left to right, in the order in which the arrow keys go."""
        raise NotImplementedError

    def told(self, number: int) -> str:
        """What one of them says."""
        raise NotImplementedError

    def draw(self, painter: QPainter, tokens: Tokens) -> None:
        """All but the mark that is chosen."""
        raise NotImplementedError

    @property
    def chosen(self) -> int:
        """The mark that is told of, by the order of ``places``; -1 for none."""
        return self._at

    def forget(self) -> None:
        """There are other marks now."""
        self._at = -1
        self.setAccessibleDescription("")
        self.update()

    # Drawing

    def font_of_axes(self) -> QFont:
        """Small, with figures of one width."""
        return fonts.ui(11, tabular=True)

    def mirrored(self, place: QRectF) -> QRectF:
        """Where it is on the screen."""
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return QRectF(self.width() - place.right(), place.y(), place.width(), place.height())
        return place

    def write(self, painter: QPainter, place: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
        """Words in a place; ``side`` is that of a page from left to right."""
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            side = {
                Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
                Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
            }.get(side, side)
        painter.drawText(self.mirrored(place), side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)

    def wide(self, words: str) -> float:
        """How wide words of the axes are."""
        return QFontMetricsF(self.font_of_axes()).horizontalAdvance(words)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The plot, then what is chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font_of_axes())
        tokens = self._theme.tokens
        self.draw(painter, tokens)
        places = self.places() if self._at >= 0 else []
        if self._at < len(places) and places:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.text), 1.5))
            painter.drawRoundedRect(self.mirrored(places[self._at]).adjusted(-1, -1, 1, 1), 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    # Telling

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the pointer says what it is."""
        spot = event.position()
        found = next((n for n, place in enumerate(self.places()) if self.mirrored(place).contains(spot)), -1)
        if found != self._at:
            self._choose(found)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        if not self.hasFocus():
            self._choose(-1)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """So has the keyboard."""
        self._choose(-1)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, up and down, the first and the last."""
        last = len(self.places()) - 1
        onward = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        moves = {Qt.Key.Key_Left: -onward, Qt.Key.Key_Right: onward}
        if self._step:
            moves |= {Qt.Key.Key_Up: -self._step, Qt.Key.Key_Down: self._step}
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self._choose(0 if event.key() == Qt.Key.Key_Home else last)
        elif event.key() in moves and last >= 0:
            to = self._at + moves[Qt.Key(event.key())] if self._at >= 0 else last
            self._choose(to if 0 <= to <= last else self._at)
        else:
            super().keyPressEvent(event)

    def _choose(self, at: int) -> None:
        self._at = at
        self.update()
        if at < 0:
            QToolTip.hideText()
            return
        place, words = self.places()[at], self.told(at)
        self.setAccessibleDescription(words)
        where = self.mirrored(place).center().toPoint()
        QToolTip.showText(self.mapToGlobal(where + QPoint(0, 8)), words, self, self.rect())
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


def mixed(colour: str, ground: str, part: float) -> QColor:
    """So much of a colour on a ground: what lies under it is not seen through it."""
    one, other = QColor(colour), QColor(ground)
    channels = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(above * part + below * (1 - part)) for above, below in channels))
