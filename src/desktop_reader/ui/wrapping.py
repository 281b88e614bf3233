"""A row of widgets that goes on in the next line where it does not fit: words are longer in some languages."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

_GAP = 8


class Wrapping(QLayout):
    """Each widget is as large as it wants to be; the first stands where reading begins."""

    def __init__(self, widgets: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(_GAP)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Comes last."""
        self._items.append(item)

    def count(self) -> int:
        """So many widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """None behind the last, which is how Qt finds the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """None where there is none."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It needs no more than it asks for."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So many lines."""
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest alone in its line."""
        sizes = [item.sizeHint() for item in self._shown()]
        return QSize(*(max((size[at] for size in map(QSize.toTuple, sizes)), default=0) for at in (0, 1)))

    def setGeometry(self, rect: QRect) -> None:
        """One after the other."""
        super().setGeometry(rect)
        parent = self.parentWidget()
        way = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        for item, place in zip(self._shown(), self._places(rect.width()), strict=True):
            item.setGeometry(QStyle.visualRect(way, rect, place.translated(rect.topLeft())))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int) -> list[QRect]:
        found: list[QRect] = []
        left = top = line = 0
        for item in self._shown():
            size = item.sizeHint()
            if left and left + size.width() > width:
                left, top, line = 0, top + line + self.spacing(), 0
            found.append(QRect(left, top, size.width(), size.height()))
            left += size.width() + self.spacing()
            line = max(line, size.height())
        return found
