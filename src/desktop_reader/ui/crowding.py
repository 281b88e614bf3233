"""A row of buttons in a narrow pane: the least needed give way, and stand in the menu as long as they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_reader.ui.faults.contained import contained


class Crowding(QObject):
    """Watches ``row``, whose layout is ``line``. ``needed`` names commands, the most needed one first; those that it
    does not name give way before them.
    """

    def __init__(self, row: QWidget, line: QHBoxLayout, needed: Sequence[str]) -> None:
        super().__init__(row)
        self._row, self._line, self._needed = row, line, tuple(needed)
        self._buttons: list[tuple[QWidget, QAction, str]] = []
        self._lent: list[QAction] = []
        self._parting = QAction(self)
        self._parting.setSeparator(True)
        row.setMinimumWidth(1)  # Else the buttons would say how narrow the pane may be.
        row.installEventFilter(self)

    def add(self, button: QWidget, action: QAction, name: str) -> None:
        """A button that may give way, and what the menu shows then."""
        self._buttons.append((button, action, name))
        self._fit()

    def extend(self, menu: QMenu) -> None:
        """Puts what gave way at the top of this menu, each time it opens."""
        menu.aboutToShow.connect(lambda: self._fill(menu))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        margins = self._line.contentsMargins()
        room = self._row.width() - margins.left() - margins.right()
        may_go = {button for button, _, _ in self._buttons}
        step = self._line.spacing()
        items = filter(None, map(self._line.itemAt, range(self._line.count())))
        widgets = [widget for item in items if (widget := item.widget()) is not None]
        staying = [widget for widget in widgets if widget not in may_go and not widget.isHidden()]
        room -= sum(_width(widget) + step for widget in staying)
        for button, _, _ in sorted(self._buttons, key=self._rank):
            room -= _width(button) + step
            button.setVisible(room >= -step)
        self._line.activate()

    def _rank(self, made: tuple[QWidget, QAction, str]) -> int:
        name = made[2]
        return self._needed.index(name) if name in self._needed else len(self._needed)

    def _fill(self, menu: QMenu) -> None:
        for action in self._lent:
            menu.removeAction(action)
        there = menu.actions()
        absent = [action for button, action, _ in self._buttons if button.isHidden() and action not in there]
        self._lent = [*absent, self._parting] if absent else []
        if there:
            menu.insertActions(there[0], self._lent)


def _width(widget: QWidget) -> int:
    """What it takes in a row, also where it is hidden."""
    return widget.sizeHint().expandedTo(widget.minimumSize()).width()
