"""The labels of the article as chips in their colours, line by line; each leads to all articles that have the label."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_reader.records.label import Label
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.pressable import Pressable, TokensOf
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.theme import fonts

_TALL, _ROOM, _BETWEEN, _LINES = 20, 9, 6, 26
_TOP = 3  # So that the words of the first line stand level with what is beside them.


class Chip(Pressable):
    """One label."""

    def __init__(self, label: Label, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.label = label
        self.setFont(fonts.ui(12))
        self.setText(" ".join(label.title.split()))
        words = self.tr("All articles labelled “{label}”").replace("{label}", self.text())
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """The words, and room around them."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * _ROOM, fonts.scaled(_TALL))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The words on a tint of their colour; the tint of a row under the pointer when that is there."""
        tokens = self._tokens()
        colour = tokens.label(self.label.colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colour) if self.met else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.tint(colour, tokens.page)))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(QColor(colour))
        painter.setFont(self.font())
        room = self.rect().adjusted(_ROOM - 1, 0, 1 - _ROOM, 0)
        said = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"\u2068{said}\u2069")
        self.paint_ring(painter, self.rect(), radius)


class LabelChips(QWidget):
    """Signal ``wanted(label id)``."""

    wanted = Signal(int)

    def __init__(self, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._labels: tuple[Label, ...] = ()
        self.chips: list[Chip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Those of another article, or others of this one."""
        if tuple(labels) == self._labels:
            return
        self._labels = tuple(labels)
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = [Chip(label, self._tokens, self) for label in self._labels]
        for chip in self.chips:
            chip.clicked.connect(partial(self.wanted.emit, chip.label.id))
            chip.show()
        self._arrange()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """They take as many lines as they need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So many lines."""
        places = self._places(width)
        return places[-1].bottom() + 1 + _TOP if places else 0

    def sizeHint(self) -> QSize:
        """As high as they are now."""
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(40, fonts.scaled(_LINES) if self.chips else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines have another width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        for chip, place in zip(self.chips, self._places(self.width()), strict=True):
            chip.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        """One after the other; a line ends where the next does not fit."""
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        found: list[QRect] = []
        left, top, line = 0, _TOP, fonts.scaled(_LINES)
        for chip in self.chips:
            size = chip.sizeHint()
            wide = min(size.width(), max(width, 40))
            if left and left + wide > width:
                left, top = 0, top + line
            found.append(QRect(width - left - wide if turned else left, top, wide, size.height()))
            left += wide + _BETWEEN
        return found
