"""A passing notice at the window's foot: what was done, with a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.margins import leave
from desktop_reader.ui.theme.theme import Theme

_SHOWN_MS = 8000
_ABOVE_FOOT = 24
_WIDEST = 640


class Notice(QWidget):
    """Floats above the window's lower edge, goes by itself, and never takes the keyboard."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._act: Callable[[], None] | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)  # Titles of feeds come in here; they are text, never markup.
        self._words.setFont(fonts.ui(13))
        self._words.setWordWrap(False)
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._clicked)
        row = QHBoxLayout(self)
        leave(row, 16, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, words: str, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Shows ``words``, and a button when there is something to ``act``."""
        self._act = act
        self._button.setText(button)
        self._button.setVisible(act is not None)
        beside = self._button.sizeHint().width() if act is not None else 0
        room = min(_WIDEST, self._window.width() - 80 - beside)
        line = " ".join(words.split())
        self._words.setText(self._words.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(words)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays in its place when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Whoever points at it is about to press its button: it waits."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """It goes as long after that as after it came."""
        self._timer.start()
        super().leaveEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As high as a button with room."""
        return QSize(120, 44)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.tokens.edge), 1))
        painter.setBrush(QColor(self._theme.tokens.field))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> None:
        room = self._window
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _ABOVE_FOOT)
