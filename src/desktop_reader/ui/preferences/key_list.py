"""The list of commands with their keys, by groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_reader.ui.commands.command import GROUPS, Command, group_words
from desktop_reader.ui.keys.sequences import Keys, spoken
from desktop_reader.ui.palette import caps
from desktop_reader.ui.palette.match import match
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_NAME, _KEYS, _CHANGED = (Qt.ItemDataRole.UserRole + n for n in range(3))
_ROW, _HEAD, _PAD = 32, 34, 10


class KeyList(QListWidget):
    """Signals: ``picked`` another command; ``record_wanted`` by Enter or a double click."""

    picked = Signal()
    record_wanted = Signal()

    def __init__(self, commands: Sequence[Command], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.shown: Keys = {}
        self.setAccessibleName(self.tr("Commands and their keys"))
        self.setItemDelegate(_Lines(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        groups = dict.fromkeys([*GROUPS, *(one.group for one in commands)])
        for group in groups:
            some = [one for one in commands if one.group == group]
            if some:
                head = QListWidgetItem(group_words(group))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(head)
            for one in some:
                item = QListWidgetItem(one.words.removesuffix("…"))
                item.setData(_NAME, one.name)
                self.addItem(item)
        self.currentItemChanged.connect(lambda *_: self.picked.emit())
        self.itemDoubleClicked.connect(lambda *_: self.record_wanted.emit())
        self.setCurrentRow(1)

    @property
    def current(self) -> str:
        """The name of the picked command; empty for none."""
        item = self.currentItem()
        return "" if item is None or item.isHidden() else item.data(_NAME) or ""

    def show_keys(self, keys: Keys, changed: Collection[str]) -> None:
        """These are the keys now; those of ``changed`` commands are not the preset's."""
        self.shown = keys
        for item in self._items():
            name = item.data(_NAME)
            if name:
                said = ", ".join(map(spoken, keys[name])) or self.tr("no keys")
                item.setData(_KEYS, keys[name])
                item.setData(_CHANGED, name in changed)
                more = self.tr("changed") if name in changed else ""
                item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (item.text(), said, more))))

    def show_only(self, typed: str) -> None:
        """Those with these words or this key; a group without any goes too."""
        typed = typed.strip()
        head: QListWidgetItem | None = None
        for item in self._items():
            name = item.data(_NAME)
            if not name:
                head = item
                item.setHidden(True)
                continue
            keys = [spoken(one).casefold() for one in self.shown.get(name, ())]
            fits = not typed or match(typed, item.text()) is not None or typed.casefold() in keys
            item.setHidden(not fits)
            if fits and head is not None:
                head.setHidden(False)
        if not self.current:
            first = next((item for item in self._items() if item.data(_NAME) and not item.isHidden()), None)
            if first is not None:
                self.setCurrentItem(first)
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter wants new keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.record_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]


class _Lines(QStyledItemDelegate):
    """Words at one end, key caps at the other; a dot where they are not the preset's."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Heads are a little higher."""
        return QSize(0, fonts.scaled(_ROW if index.data(_NAME) else _HEAD))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        tokens = self._theme.tokens
        rect: QRect = option.rect
        row = rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        start = Qt.AlignmentFlag.AlignLeft
        if not index.data(_NAME):
            painter.setFont(fonts.ui(11, fonts.SEMIBOLD))
            painter.setPen(QColor(tokens.text3))
            painter.drawText(row.adjusted(0, 0, 0, -6), Qt.AlignmentFlag.AlignBottom | start, index.data())
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            active = option.state & QStyle.StateFlag.State_Active and option.state & QStyle.StateFlag.State_HasFocus
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected if active else tokens.press))
            painter.drawRoundedRect(rect, 6, 6)
        keys = index.data(_KEYS) or ()
        wide = caps.width(keys)
        caps.paint(painter, tokens, row, keys)
        words_font = fonts.ui(13, fonts.SEMIBOLD if index.data(_CHANGED) else fonts.REGULAR)
        painter.setFont(words_font)
        painter.setPen(QColor(tokens.text))
        room = row.width() - wide - 12
        words = QFontMetrics(words_font).elidedText(index.data(), Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | start, words)
        painter.restore()
