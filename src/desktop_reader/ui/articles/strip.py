"""Above the list of a feed that fails: a sentence that says why, and what one can do. Calm, and no dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.margins import leave
from desktop_reader.ui.theme.theme import Theme

_BESIDE, _BELOW = 16, 12
_SIGN = 16
_LEFT = 12 + _SIGN + 8

Deed = tuple[str, Callable[[], object]]
"""The words on a button and what it does."""


class Strip(QWidget):
    """Nothing while all is well."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._deeds: list[Callable[[], object]] = []
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)  # A server may have a word in it.
        self.words.setWordWrap(True)
        self.words.setFont(fonts.ui(12))
        self.buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.buttons.setSpacing(8)
        column = QVBoxLayout(self)
        leave(column, _BESIDE + _LEFT, 10, _BESIDE + 12, 10 + _BELOW)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(self.buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.hide()

    def show_words(self, words: str, deeds: Sequence[Deed]) -> None:
        """Says this and offers that; without words it goes."""
        if not words:
            self.hide()
            return
        self.words.setText(words)
        self.setAccessibleName(words)
        self._deeds = [run for _, run in deeds]
        said = [said for said, _ in deeds]
        if said != [button.text() for button in self.findChildren(QPushButton)]:
            self._offer(said)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words of both are too long to stand side by side, the buttons stand below each other."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        """As high as the words need at this width."""
        width = max(200, self.width())
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The same."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.hover))
        painter.drawRoundedRect(QRectF(self.rect().adjusted(_BESIDE, 0, -_BESIDE, -_BELOW)), 8, 8)
        sign = self.words.geometry()
        sign.setHeight(18)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sign.moveLeft(self.width() - _BESIDE - 12 - _SIGN if mirrored else _BESIDE + 12)
        sign.setWidth(_SIGN)
        icons.paint(painter, sign, "warning", "warn")

    def _offer(self, words: Sequence[str]) -> None:
        while (item := self.buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for place, said in enumerate(words):
            button = QPushButton(said)
            button.clicked.connect(lambda _=False, place=place: self._deeds[place]())
            self.buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.buttons.addStretch(1)
        self._arrange()

    def _arrange(self) -> None:
        some = self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        needed = sum(button.sizeHint().width() + self.buttons.spacing() for button in some)
        room = self.width() - 2 * _BESIDE - _LEFT - 12
        beside = needed - self.buttons.spacing() <= room
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.buttons.direction() != direction:
            self.buttons.setDirection(direction)
            self.updateGeometry()
