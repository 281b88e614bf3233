"""The reader's place in a list, brought over to the same list with other rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QTableView

from desktop_reader.ui.articles.moves import Move

# In more pieces than this a selection is not brought over to a list that is made anew.
_PIECES = 1_000
_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Place:
    """The row at the top and how far it is scrolled out, or None where nothing is to be kept there; the current row if
    it is picked, else -1; and what is picked, as (first, last).
    """

    top: int | None
    offset: int
    current: int
    picked: list[tuple[int, int]]

    @classmethod
    def of(cls, view: QTableView) -> Place:
        """Where it is now. At the top of a list in which nothing is picked or pointed at nobody has begun to read."""
        row, current = view.rowAt(0), view.currentIndex().row()
        looked_at = view.verticalScrollBar().value() > 0 or current >= 0 or view.viewport().underMouse()
        top = row if looked_at and row >= 0 else None
        is_picked = current >= 0 and view.selectionModel().isRowSelected(current, QModelIndex())
        picked = spans(view)
        return cls(
            top,
            -view.rowViewportPosition(row),
            current if is_picked else -1,
            picked if len(picked) <= _PIECES else [],
        )

    def is_lost(self, move: Move) -> bool:
        """Whether the current article is gone from the list."""
        return self.current >= 0 and not move.stays(self.current)

    def restore(self, view: QTableView, move: Move, height: int) -> None:
        """Shows the same rows at the same pixels, and picks them again."""
        view.updateGeometries()
        if self.top is not None:
            offset = self.offset if move.stays(self.top) else 0
            view.verticalScrollBar().setValue(move.row(self.top) * height + offset)
        model, picks, lost = view.model(), view.selectionModel(), self.is_lost(move)
        if self.current >= 0 and (lost or not view.currentIndex().isValid()):
            row = min(move.row(self.current), model.rowCount() - 1)  # Keys go on from there.
            picks.setCurrentIndex(model.index(row, 0), _Flag.NoUpdate)
        if lost:
            picks.clearSelection()
        if self.picked and not picks.hasSelection():
            chosen = QItemSelection()
            for span in self.picked:
                for first, last in move.spans(*span):
                    chosen.select(model.index(first, 0), model.index(last, 0))
            picks.select(chosen, _Flag.ClearAndSelect)


def spans(view: QTableView) -> list[tuple[int, int]]:
    """What is picked, as (first, last), from the top down."""
    picked = view.selectionModel().selection()
    return sorted((span.top(), span.bottom()) for span in map(picked.at, range(picked.size())))
