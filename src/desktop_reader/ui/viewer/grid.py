"""How large tables become: cells that span others, and rows shorter than the widest, take room without a word.

A kilobyte of ``rowspan`` and ``colspan`` asks for millions of places, and each of them takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Grid:
    """The places of all tables of a page, which follow each other, each of at most about ``most``."""

    most: int
    _before: int = 0
    _row: int = -1
    _rows: int = 0
    _columns: int = 0
    _wide: int = 0
    _hanging: list[tuple[int, int]] = field(default_factory=list)  # Cells from above: last row, and how wide.

    @property
    def places(self) -> int:
        """How many there are in all."""
        return self._before + self._rows * self._columns

    def begin(self) -> None:
        """Another table."""
        self._before = self.places
        self._row, self._rows, self._columns, self._wide = -1, 0, 0, 0
        self._hanging.clear()

    def row_fits(self) -> bool:
        """Begins a row; False when it does not fit any more, and is the first row of another table."""
        fits = max(self._row + 2, self._rows) * self._columns <= self.most
        if not fits:
            self.begin()
        self._row += 1
        self._rows = max(self._rows, self._row + 1)
        self._hanging = [(last, width) for last, width in self._hanging if last >= self._row]
        self._wide = sum(width for _, width in self._hanging)
        return fits

    def cell(self, across: int, down: int) -> tuple[int, int]:
        """A cell that wants to span so many places; gives how many it may."""
        if max(self._rows, self._row + down) * max(self._columns, self._wide + across) > self.most:
            across = down = 1
        self._wide += across
        self._rows, self._columns = max(self._rows, self._row + down), max(self._columns, self._wide)
        if down > 1:
            self._hanging.append((self._row + down - 1, across))
        return across, down
