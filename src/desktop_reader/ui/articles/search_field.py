"""The field that searches: an icon on its left; on its right the key that leads here, or, while it is written in, a
question mark that tells what can be searched for, and a cross.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop_reader.text.highlight import Span, in_utf16
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme

_DEBOUNCE = 120
_HEIGHT = 34
_CROSS = 24
_WAVE = 2.0


class SearchField(QLineEdit):
    """Signals: ``changed(text)`` once no key came for 120 ms, at once on Enter and when emptied; ``left`` on Enter,
    Down and Escape, which empties it: the list wants the keys; ``hints_wanted`` somebody asks what can be typed;
    ``keep_wanted`` the search is to be kept, or is no more.
    """

    changed = Signal(str)
    left = Signal()
    hints_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told = ""
        self._key = "Ctrl K"
        self._keeps = True
        self._chip_font = fonts.ui(11, fonts.MEDIUM)
        self.setFixedHeight(fonts.scaled(_HEIGHT))
        self.setFont(fonts.ui(13))
        self.setPlaceholderText(self.tr("Search articles"))
        self.setAccessibleName(self.tr("Search articles"))
        self.setToolTip(self.tr('Words, "a phrase", -without, this OR that; the question mark tells the rest'))
        self._wrong: Sequence[Span] = ()
        self._cross = self._button("dismiss", self.tr("Clear the search"))
        self._cross.clicked.connect(self.clear)
        self._help = self._button("question", self.tr("What can be searched for"))
        self._help.clicked.connect(self.hints_wanted)
        self._keep = self._button("bookmark", self.tr("Save this search"))
        self._keep.clicked.connect(self._wish_to_keep)
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

    def show_kept(self, kept: bool) -> None:
        """Whether the search that is shown is kept."""
        words = self.tr("Remove this search from the sidebar") if kept else self.tr("Save this search")
        self._keep.setIcon(icon("bookmark-filled", "accent") if kept else icon("bookmark"))
        self._keep.setToolTip(words)
        self._keep.setAccessibleName(words)

    def never_keep(self) -> None:
        """Where a search is written that is part of something else."""
        self._keeps = False
        self._make_room()

    def let_keep(self, allowed: bool) -> None:
        """Nothing can be kept where the library is only read."""
        self._keep.setEnabled(allowed)

    def show_mistakes(self, wrong: Sequence[Span]) -> None:
        """Underlines what was not understood, until something else is typed."""
        self._wrong = wrong
        self.update()

    def _typed(self, text: str) -> None:
        self._wrong = ()
        self._make_room()
        if text:
            self._wait.start()
        else:
            self._tell()

    def _make_room(self) -> None:
        busy = self.hasFocus() or bool(self.text())
        self._cross.setVisible(bool(self.text()))
        self._help.setVisible(busy)
        self._keep.setVisible(bool(self.text()) and self._keeps)
        self._place_buttons()
        shown = sum(one.isVisibleTo(self) for one in (self._help, self._keep, self._cross))
        end = _CROSS * shown or self._chip_width() + 2
        icon = 25
        left, right = (end, icon) if self.isRightToLeft() else (icon, end)
        self.setTextMargins(left, 0, right, 0)

    def _tell(self) -> None:
        self._wait.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.changed.emit(text)

    def _wish_to_keep(self) -> None:
        self._tell()  # What was typed last may not be looked for yet.
        self.keep_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Escape lead out."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._tell()
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The question mark takes the place of the key."""
        super().focusInEvent(event)
        self._make_room()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And gives it back."""
        super().focusOutEvent(event)
        self._make_room()

    def sizeHint(self) -> QSize:
        """As high as it is fixed to be: the style sheet's own height is that of ordinary letters."""
        return QSize(super().sizeHint().width(), fonts.scaled(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the buttons in their corner."""
        super().resizeEvent(event)
        self._place_buttons()

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setStyleSheet(f"min-width: {_CROSS}px; min-height: {_CROSS}px;")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    def _place_buttons(self) -> None:
        margin = (self.height() - _CROSS) // 2
        left = self.width() - margin
        for button in (self._cross, self._keep, self._help):
            left -= _CROSS if button.isVisibleTo(self) else 0
            button.setGeometry(self._placed(QRect(left, margin, _CROSS, _CROSS)))

    def changeEvent(self, event: QEvent) -> None:
        """Mirrors with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the icon and the chip on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, self._placed(QRect(11, (self.height() - 18) // 2, 18, 18)), "search", "text2")
        if self._wrong:
            self._underline(painter)
        if self.text() or self.hasFocus() or not self._key:
            return
        tokens = self._theme.tokens
        width = self._chip_width()
        tall = fonts.scaled(17)
        chip = self._placed(QRect(self.width() - width - 10, (self.height() - tall) // 2, width, tall))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.badge))
        painter.drawRoundedRect(QRectF(chip), 4, 4)
        painter.setPen(QColor(tokens.text2))
        painter.setFont(self._chip_font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._key)

    def _underline(self, painter: QPainter) -> None:
        """A wave under what was not understood: the text is laid out as the field does, and shifted as it is there."""
        layout = QTextLayout(self.text(), self.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        before = in_utf16(self.text(), [(0, self.cursorPosition())])[0][1]
        shift = self.cursorRect().center().x() - _x(line, before)
        baseline = (self.height() - line.height()) / 2 + line.ascent() + 3
        margins = self.textMargins()
        painter.setClipRect(self.rect().adjusted(margins.left() + 8, 0, -margins.right() - 8, 0))
        painter.setPen(QPen(QColor(self._theme.tokens.warn), 1.2))
        for start, end in in_utf16(self.text(), self._wrong):
            left, right = sorted((_x(line, start), _x(line, end)))
            steps = max(1, round((right - left) / _WAVE))
            wave = [QPointF(left + shift + n * _WAVE, baseline + (n % 2) * _WAVE) for n in range(steps + 1)]
            painter.drawPolyline(QPolygonF(wave))
        painter.setClipping(False)

    def _chip_width(self) -> int:
        return QFontMetrics(self._chip_font).horizontalAdvance(self._key) + 16 if self._key else 0

    def _placed(self, rect: QRect) -> QRect:
        if self.isRightToLeft():
            rect.moveRight(self.width() - 1 - rect.left())
        return rect


def _x(line: QTextLine, at: int) -> float:
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
