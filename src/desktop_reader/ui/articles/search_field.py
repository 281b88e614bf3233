"""The field that searches: an icon on its left, on its right the key that leads here, or a cross while it has text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme

_DEBOUNCE = 120
_HEIGHT = 34
_CROSS = 24


class SearchField(QLineEdit):
    """Signals: ``changed(text)`` once no key came for 120 ms, at once on Enter and when emptied; ``left`` on Enter,
    Down and an Escape that had nothing to empty: the list wants the keys.
    """

    changed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told = ""
        self._key = "Ctrl K"
        self._chip_font = fonts.ui(11, fonts.MEDIUM)
        self.setFixedHeight(_HEIGHT)
        self.setFont(fonts.ui(13))
        self.setPlaceholderText(self.tr("Search articles"))
        self.setAccessibleName(self.tr("Search articles"))
        self._cross = QToolButton(self)
        self._cross.setIcon(icon("dismiss"))
        self._cross.setIconSize(QSize(16, 16))
        self._cross.setStyleSheet(f"min-width: {_CROSS}px; min-height: {_CROSS}px;")
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.setToolTip(self.tr("Clear the search"))
        self._cross.setAccessibleName(self.tr("Clear the search"))
        self._cross.clicked.connect(self.clear)
        self._wait = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._wait.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)
        self._typed("")

    def show_key(self, words: str) -> None:
        """The words on the chip: the shortcut that leads here, empty for none."""
        self._key = words
        self._typed(self.text())

    def show_text(self, text: str) -> None:
        """Puts text in without a signal, as when a saved search is opened."""
        self._told = text.strip()
        self.setText(text)
        self._wait.stop()

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._make_room()
        if text:
            self._wait.start()
        else:
            self._tell()

    def _make_room(self) -> None:
        icon, end = 25, _CROSS if self.text() else self._chip_width() + 2
        left, right = (end, icon) if self.isRightToLeft() else (icon, end)
        self.setTextMargins(left, 0, right, 0)

    def _tell(self) -> None:
        self._wait.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.changed.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Escape lead out."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._tell()
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the cross in its corner."""
        super().resizeEvent(event)
        self._place_cross()

    def _place_cross(self) -> None:
        margin = (self.height() - _CROSS) // 2
        left = margin if self.isRightToLeft() else self.width() - _CROSS - margin
        self._cross.setGeometry(left, margin, _CROSS, _CROSS)

    def changeEvent(self, event: QEvent) -> None:
        """Mirrors with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()
            self._place_cross()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the icon and the chip on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, self._placed(QRect(11, (self.height() - 18) // 2, 18, 18)), "search", "text2")
        if self.text() or not self._key:
            return
        tokens = self._theme.tokens
        width = self._chip_width()
        chip = self._placed(QRect(self.width() - width - 10, (self.height() - 17) // 2, width, 17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.badge))
        painter.drawRoundedRect(QRectF(chip), 4, 4)
        painter.setPen(QColor(tokens.text2))
        painter.setFont(self._chip_font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._key)

    def _chip_width(self) -> int:
        return QFontMetrics(self._chip_font).horizontalAdvance(self._key) + 16 if self._key else 0

    def _placed(self, rect: QRect) -> QRect:
        if self.isRightToLeft():
            rect.moveRight(self.width() - 1 - rect.left())
        return rect
