"""What can be pressed in the inspector: painted in the colours of its ground, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QSizePolicy, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.tokens import Tokens

TokensOf = Callable[[], Tokens]
"""The colours of the ground that the inspector stands on now: the window's panel, or the article's paper."""

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDE, _ICON = 24, 16


class Pressable(QAbstractButton):
    """A button that paints itself. Enter presses it as Space does, whatever Enter means in the window."""

    def __init__(self, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def ringed(self) -> bool:
        """Whether the keyboard has come here; a ring is painted then."""
        return self._ring

    @property
    def met(self) -> bool:
        """Whether the pointer or the keyboard is here."""
        return self.isEnabled() and (self.underMouse() or self._ring)

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Takes Enter before the window's commands do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring to those who came by keyboard, and comes into sight."""
        self._ring = event.reason() in _BY_KEYBOARD
        if self._ring:
            bring_into_sight(self)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the ring away."""
        self._ring = False
        super().focusOutEvent(event)

    def paint_ring(self, painter: QPainter, rect: QRect, radius: float = 6) -> None:
        """The ring, inside ``rect``."""
        if self._ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens().accent), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius - 1, radius - 1)


class IconButton(Pressable):
    """A small button with an icon, and words for those who wait or listen."""

    def __init__(self, icon: str, words: str, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._icon = icon
        self.setFixedSize(fonts.scaled(_SIDE), fonts.scaled(_SIDE))
        self.setToolTip(words)
        self.setAccessibleName(words)

    def set_icon(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self.update()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground under the pointer, the icon, the ring."""
        tokens = self._tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.isChecked() or self.met:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.press if self.isDown() or self.isChecked() else tokens.hover))
            painter.drawRoundedRect(self.rect(), 6, 6)
        place = QRect(0, 0, fonts.scaled(_ICON), fonts.scaled(_ICON))
        place.moveCenter(self.rect().center())
        icons.paint(painter, place, self._icon, tokens.accent if self.isChecked() else tokens.text2)
        self.paint_ring(painter, self.rect())


class Link(Pressable):
    """A few words that can be pressed. ``words`` are read out, and told to those who wait."""

    def __init__(self, text: str, words: str, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.setText(text)
        self.setFont(fonts.ui(12))
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The words, and room for the ring."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 8, fonts.scaled(22))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, underlined under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setUnderline(self.met)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens().link))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        self.paint_ring(painter, self.rect(), 4)


def bring_into_sight(widget: QWidget) -> None:
    """Scrolls whatever ``widget`` lies in until all of it is seen; a text view does not do that for what lies in it."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QAbstractScrollArea):
        area = area.parentWidget()
    if area is None:
        return
    top, room, bar = widget.mapTo(area.viewport(), QPoint(0, 0)).y(), area.viewport().height(), area.verticalScrollBar()
    if top < 0:
        bar.setValue(bar.value() + top - 12)
    elif top + widget.height() > room:
        bar.setValue(bar.value() + top + widget.height() - room + 12)


def line_height(font: QFont, wanted: int) -> int:
    """``wanted``, or more where the face is taller."""
    return max(fonts.scaled(wanted), QFontMetrics(font).height())
