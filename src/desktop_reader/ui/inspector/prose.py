"""A few lines of plain text that can be selected, with room between them; grey bars as long as they are awaited."""

from __future__ import annotations

import time
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.pressable import TokensOf, line_height
from desktop_reader.ui.theme.tokens import Tokens

# An answer that comes sooner than this is not announced by bars: they would only flash.
PATIENCE = 0.15
_SLACK = 2
_RAGGED = 1.05  # Lines end before the edge.
_SAMPLE = "What is not yet known is taken for English."


class Prose(QTextEdit):
    """As high as its text at the width it is given."""

    def __init__(self, font: QFont, line: int, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._line = line_height(font, line)
        self._waiting = False
        self._awaited = 0.0  # How long the text will be if it is set in one line, in pixels.
        self._since = 0.0
        self._measured: dict[int, int] = {}
        self.setFont(font)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setCursorWidth(0)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def waiting(self) -> bool:
        """Whether the text is still to come."""
        return self._waiting

    def say(self, text: str) -> None:
        """Shows ``text``; its line breaks part paragraphs, nothing in it is markup."""
        if not self._waiting and text == self.toPlainText():
            return
        if not self._waiting:
            self._awaited = 0.0
        self._waiting = False
        self._measured.clear()
        self.setPlainText(text)
        form = QTextBlockFormat()
        form.setLineHeight(self._line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        self.updateGeometry()

    def wait(self, characters: int, sample: str = "") -> None:
        """Takes the room that so many characters will need; ``sample`` shows how wide they are."""
        sample = " ".join(sample[:200].split()) or _SAMPLE
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting = True
        self._awaited = characters * QFontMetricsF(self.font()).horizontalAdvance(sample) / len(sample) * _RAGGED
        self._measured.clear()
        self.clear()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The text's height, or what it is expected to be. When it comes and is a little shorter, nothing moves."""
        if width not in self._measured:
            awaited = ceil(self._awaited / max(1, width))
            lines = sum(_lines(text, self.font(), width) for text in self.toPlainText().split("\n"))
            kept = self._waiting or awaited - _SLACK <= lines
            self._measured[width] = self._line * (max(lines, awaited) if kept else lines)
        return self._measured[width]

    def sizeHint(self) -> QSize:
        """Any width; the height follows."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(40, self._line)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, or the bars."""
        if not self._waiting:
            super().paintEvent(event)
        elif time.monotonic() - self._since >= PATIENCE:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens().hover))
            lines = max(1, self.height() // self._line)
            for number in range(lines):
                share = 0.6 if number == lines - 1 else 1.0 - 0.05 * (number * 3 % 4)
                bar = QRectF(0, number * self._line + self._line / 2 - 5, self.width() * share, 10)
                if self.isRightToLeft():
                    bar.moveRight(self.width())
                painter.drawRoundedRect(bar, 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and the arrows belong to whatever scrolls around it."""
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        selects = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Space or (event.key() in moves and not selects):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """So does the wheel."""
        event.ignore()


def _lines(text: str, font: QFont, width: int) -> int:
    """How many lines a paragraph takes. The document itself is not asked: measuring would lay it out at that width."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    count = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        count += 1
    layout.endLayout()
    return max(1, count)


def dress(palette: QPalette, colours: Tokens) -> QPalette:
    """What labels and prose draw with on the ground of these colours."""
    role = QPalette.ColorRole
    for each, colour in (
        (role.WindowText, colours.text),
        (role.Text, colours.text2),
        (role.PlaceholderText, colours.text2),
        (role.Link, colours.link),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.text),
    ):
        palette.setColor(each, QColor(colour))
    return palette
