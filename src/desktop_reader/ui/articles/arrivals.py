"""What came above the reader's place and was not looked at yet. Pure: rows and where they move."""

from __future__ import annotations

from desktop_reader.ui.articles.moves import Change, Move


class Arrivals:
    """Rows that are new, as (first, last), ascending, none beside the next."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(last - first + 1 for first, last in self._spans)

    def forget(self) -> None:
        """Another list."""
        self._spans = []

    def move(self, move: Move) -> None:
        """Rows have moved; those that came are new."""
        spans = [where for first, last in self._spans for where in move.spans(first, last)]
        if isinstance(move, Change):
            spans += move.came
        self._spans = _joined(sorted(spans))

    def see(self, top: int) -> None:
        """All from this row on is looked at, or was."""
        self._spans = [(first, min(last, top - 1)) for first, last in self._spans if first < top]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
