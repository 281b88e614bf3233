"""All keys at a glance, made from the commands themselves, so that they cannot lie."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_reader.ui.commands.command import GROUPS, Command, Deck, group_words
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.keys.sequences import spoken
from desktop_reader.ui.palette import caps
from desktop_reader.ui.palette.floating import Floating
from desktop_reader.ui.palette.match import match
from desktop_reader.ui.theme import fonts, margins
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme

_COLUMN, _LEAST, _BETWEEN, _ROW, _HEAD, _EDGE = 336, 296, 32, 29, 40, 28


Lines = dict[str, list[tuple[Command, tuple[str, ...]]]]
"""Commands and their keys, by groups."""


class KeysCard(Floating):
    """A line for each command that has keys, by groups, in columns; a field that leaves only what is looked for."""

    def __init__(self, theme: Theme, window: QWidget, deck: Deck) -> None:
        super().__init__(theme, window, shaded=True)
        self.setAccessibleName(self.tr("Keys"))
        self.sheet = KeySheet(theme, deck)
        title = QLabel(self.tr("Keys"))
        title.setFont(fonts.ui(17, fonts.SEMIBOLD))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a key"))
        self.field.setAccessibleName(self.tr("Find a key"))
        sign = self.field.addAction(QIcon(icon("search")), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(self.tr("Find"))
        self.field.setFixedWidth(fonts.scaled(220))
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 20, _EDGE, 4)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.field)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.sheet)
        self._scroll.viewport().setAutoFillBackground(False)
        self.sheet.setAutoFillBackground(False)
        body = QVBoxLayout()
        margins.leave(body, 0, 0, 4, 12)
        body.addWidget(self._scroll)
        foot = QLabel(self.tr("Each of them can be changed in the preferences."))
        foot.setFont(fonts.ui(12))
        foot.setContentsMargins(_EDGE, 0, _EDGE, 16)
        foot.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.column.addLayout(head)
        self.column.addLayout(body, 1)
        self.column.addWidget(foot)

    def wanted_size(self) -> QSize:
        """Three columns where there is room, else two, else one; as high as they are."""
        room = self.width() - 48
        columns = columns_in(room - 14)  # What scrolls needs some of it.
        width = min(room, columns * fonts.scaled(_COLUMN) + (columns - 1) * _BETWEEN + 2 * _EDGE)
        return QSize(width, self.sheet.height_in(columns) + fonts.scaled(124))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that scroll go to the sheet."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bar = self._scroll.verticalScrollBar()
            step = {
                Qt.Key.Key_Down: _ROW,
                Qt.Key.Key_Up: -_ROW,
                Qt.Key.Key_PageDown: bar.pageStep(),
                Qt.Key.Key_PageUp: -bar.pageStep(),
            }.get(Qt.Key(event.key()))
            if step is not None:
                bar.setValue(bar.value() + step)
                return True
        return super().eventFilter(watched, event)

    def _look(self, typed: str) -> None:
        self.sheet.show_only(typed)
        self._scroll.verticalScrollBar().setValue(0)


def columns_in(width: int) -> int:
    """As many as there is room for, at most three."""
    return max(1, min(3, (width - 2 * _EDGE + _BETWEEN) // (fonts.scaled(_LEAST) + _BETWEEN)))


class KeySheet(QWidget):
    """The lines, painted. Groups stay whole in a column as far as they can."""

    def __init__(self, theme: Theme, deck: Deck) -> None:
        super().__init__()
        self._theme = theme
        self._all = [(one, (*deck.keys(one.name), *one.also)) for one in deck.commands.values()]
        self._typed = ""
        self.lines = self._found()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._speak()

    def show_only(self, typed: str) -> None:
        """The lines with these words, or with this key."""
        self._typed = typed.strip()
        self.lines = self._found()
        self.updateGeometry()
        self._speak()
        self.update()

    def _found(self) -> Lines:
        """What is to be shown, by groups."""
        found: Lines = {}
        groups = [*GROUPS, *(one.group for one, _ in self._all if one.group not in GROUPS)]
        for group in dict.fromkeys(groups):
            some = [(one, keys) for one, keys in self._all if one.group == group and keys and self._fits(one, keys)]
            if some:
                found[group] = some
        return found

    def height_in(self, columns: int) -> int:
        """How high they are in so many columns."""
        return max((y for _, y in self._ends(columns)), default=fonts.scaled(_HEAD))

    def minimumSizeHint(self) -> QSize:
        """As high as its columns at this width."""
        return QSize(0, self.height_in(self._columns()))

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Heads and lines."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        words_font, head_font = fonts.ui(13), fonts.ui(11, fonts.SEMIBOLD)
        metrics = QFontMetrics(words_font)
        if not self.lines:
            painter.setPen(QColor(tokens.text3))
            painter.setFont(words_font)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No key is called that."))
        wide = self._wide()
        for group, column, top in self._placed(self._columns()):
            left = _EDGE + column * (wide + _BETWEEN)
            painter.setFont(head_font)
            painter.setPen(QColor(tokens.text3))
            head = self._turned(QRect(left, top, wide, fonts.scaled(_HEAD) - 10))
            painter.drawText(head, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, group_words(group))
            y = top + fonts.scaled(_HEAD)
            for command, keys in self.lines[group]:
                row = self._turned(QRect(left, y, wide, fonts.scaled(_ROW)))
                painter.setPen(QColor(tokens.line))
                painter.drawLine(row.left(), row.top(), row.right(), row.top())
                caps.paint(painter, tokens, row, keys)
                room = self._turned(QRect(left, y, wide - caps.width(keys) - 12, fonts.scaled(_ROW)))
                painter.setFont(words_font)
                painter.setPen(QColor(tokens.text))
                words = metrics.elidedText(
                    command.words.removesuffix("…"), Qt.TextElideMode.ElideRight, max(0, room.width())
                )
                painter.drawText(room, side, words)
                y += fonts.scaled(_ROW)

    def _fits(self, command: Command, keys: tuple[str, ...]) -> bool:
        typed = self._typed
        if not typed or match(typed, command.words):
            return True
        return any(typed.casefold() in spoken(one).casefold().split(" ") for one in keys) or any(
            typed.casefold() == spoken(one).casefold() for one in keys
        )

    def _columns(self) -> int:
        return columns_in(self.width())

    def _wide(self) -> int:
        columns = self._columns()
        return (self.width() - 2 * _EDGE - (columns - 1) * _BETWEEN) // columns

    def _ends(self, columns: int) -> list[tuple[int, int]]:
        return [(column, top + self._high(group)) for group, column, top in self._placed(columns)]

    def _placed(self, columns: int) -> list[tuple[str, int, int]]:
        """Each group with its column and where it begins. The columns are about equally full, and groups stand in
        their order in each.
        """
        order = list(self.lines)
        full: list[list[str]] = [[] for _ in range(columns)]
        for group in sorted(order, key=self._high, reverse=True):
            min(full, key=lambda one: sum(map(self._high, one))).append(group)
        for one in full:
            one.sort(key=order.index)
        full.sort(key=lambda one: order.index(one[0]) if one else len(order))
        found = []
        for column, groups in enumerate(full):
            top = 0
            for group in groups:
                found.append((group, column, top))
                top += self._high(group) + 8
        return found

    def _high(self, group: str) -> int:
        return fonts.scaled(_HEAD) + len(self.lines[group]) * fonts.scaled(_ROW)

    def _turned(self, rect: QRect) -> QRect:
        if self.isRightToLeft():
            rect.moveRight(self.width() - 1 - rect.left())
        return rect

    def _speak(self) -> None:
        said = []
        for group, some in self.lines.items():
            said.append(group_words(group))
            said += [f"{one.words.removesuffix('…')}: {', '.join(map(spoken, keys))}" for one, keys in some]
        self.setAccessibleName(self.tr("Keys"))
        self.setAccessibleDescription("\n".join(said))
