"""Where the rows of a list go when it is replaced by another one."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Protocol


class Move(Protocol):
    """From the rows of the old list to those of the new one."""

    def stays(self, row: int) -> bool:
        """Whether the article of this row is in the new list."""

    def row(self, row: int) -> int:
        """Where the article of this row is now; when it is gone, the one that followed it."""

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where all the rows from one to another are now, as (first, last)."""


class Change:
    """Rows were taken out (``gone``, ascending), and then others put in: each of ``runs``, whose rows do not descend,
    is a row and how many came before it. The new list is ``listed``.
    """

    def __init__(self, listed: array[int], gone: Sequence[int] = (), runs: Sequence[tuple[int, int]] = ()) -> None:
        self.listed = listed
        self.gone = gone
        self.runs = runs
        self._rows = [row for row, _ in runs]
        self._come = [0, *accumulate(count for _, count in runs)]

    def __bool__(self) -> bool:
        return bool(self.gone or self.runs)

    @property
    def come(self) -> int:
        """How many rows were put in."""
        return self._come[-1]

    @property
    def came(self) -> list[tuple[int, int]]:
        """Where the new rows are, as (first, last)."""
        return [
            (row + before, row + before + count - 1)
            for (row, count), before in zip(self.runs, self._come, strict=False)
        ]

    @property
    def inserted(self) -> tuple[int, int] | None:
        """The first and the last new row, when all came in one piece and nothing else is different."""
        if self.gone or len(self.runs) != 1:
            return None
        ((row, count),) = self.runs
        return row, row + count - 1

    @property
    def removed(self) -> tuple[int, int] | None:
        """The first and the last row that went, when they were one piece and nothing else is different."""
        if self.runs or not self.gone or self.gone[-1] - self.gone[0] != len(self.gone) - 1:
            return None
        return self.gone[0], self.gone[-1]

    def stays(self, row: int) -> bool:
        """Whether it was not taken out."""
        place = bisect_left(self.gone, row)
        return place == len(self.gone) or self.gone[place] != row

    def row(self, row: int) -> int:
        """Less what went above, more what came."""
        return self._after(row - bisect_left(self.gone, row))

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """In as many pieces as runs were put in between."""
        first -= bisect_left(self.gone, first)
        last -= bisect_right(self.gone, last)
        if last < first:
            return []
        between = self._rows[bisect_right(self._rows, first) : bisect_right(self._rows, last)]
        edges = [first, *dict.fromkeys(between), last + 1]
        return [(self._after(low), self._after(high - 1)) for low, high in pairwise(edges)]

    def _after(self, left: int) -> int:
        return left + self._come[bisect_right(self._rows, left)]


class Shift:
    """Of some rows it is known where they went, or that they are lost; the others go with the nearest above them."""

    def __init__(self, known: Iterable[tuple[int, int]], size: int, lost: Collection[int] = ()) -> None:
        pairs = sorted(known)
        self._lost = lost
        self._from = [old for old, _ in pairs]
        self._to = [new for _, new in pairs]
        self._size = size

    def stays(self, row: int) -> bool:
        """Unless it is known to be lost."""
        return row < self._size and row not in self._lost

    def row(self, row: int) -> int:
        """As far from the nearest known row above as it was."""
        place = bisect_right(self._from, row) - 1
        moved = row if place < 0 else self._to[place] + row - self._from[place]
        return max(0, min(moved, self._size - 1))

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """In one piece."""
        low, high = self.row(first), self.row(last)
        there = low <= high if first < last else self.stays(first)
        return [(low, high)] if self._size and there else []
