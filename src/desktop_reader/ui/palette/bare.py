"""A field and a list without frames of their own, for what floats as one card; and what such a list has in its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListView

from desktop_reader.ui.theme import fonts

THING = Qt.ItemDataRole.UserRole
"""What stands in a row, for whoever paints it."""

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


class Rows(QAbstractListModel, Generic[T]):
    """Things that can be chosen from; ``words`` and ``spoken`` of one are what is seen and what is heard."""

    def __init__(self, words: Callable[[T], str], spoken: Callable[[T], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._spoken = words, spoken
        self._things: list[T] = []

    def show(self, things: list[T]) -> None:
        """Others."""
        self.beginResetModel()
        self._things = things
        self.endResetModel()

    def at(self, row: int) -> T | None:
        """The one in a row."""
        return self._things[row] if 0 <= row < len(self._things) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as fit."""
        return 0 if parent.isValid() else len(self._things)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to see and to hear."""
        thing = self._things[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(thing)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(thing)
        return thing if role == THING else None


def bare_field(hint: str, name: str, letters: int, height: int) -> QLineEdit:
    """A line to type in, in letters of this size; ``name`` is what it is called for who cannot see it."""
    field = QLineEdit()
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.setFont(fonts.ui(letters))
    field.setFrame(False)
    tall = fonts.scaled(height)
    field.setFixedHeight(tall)
    bare = f"border: 0; background: transparent; padding: 0 14px; min-height: {tall}px;"
    field.setStyleSheet(f"QLineEdit, QLineEdit:focus {{ {bare} }}")
    return field


def bare_list(rows: QAbstractItemModel, name: str) -> QListView:
    """A list of rows that are alike; the keyboard stays in the field."""
    shown = QListView()
    shown.setModel(rows)
    shown.setUniformItemSizes(True)
    shown.setFrameShape(QFrame.Shape.NoFrame)
    shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    shown.setMouseTracking(True)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shown.setAccessibleName(name)
    shown.setStyleSheet("QListView { border: 0; background: transparent; }")
    return shown
