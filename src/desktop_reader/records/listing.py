"""How a list of articles begins, and pieces of one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Head:
    """The first ``ids`` of a list, and how many it has; ``None`` when nobody has counted them."""

    ids: Sequence[int]
    total: int | None


class Part(Sequence[int]):
    """The ids of some rows of ``listed``, which nobody changes: ``spans`` are (first, last), ascending. To name a
    million rows costs no more than to name one; who takes them out may be on another thread.
    """

    def __init__(self, listed: array[int], spans: Sequence[tuple[int, int]]) -> None:
        self._listed = listed
        inside = [(max(first, 0), min(last, len(listed) - 1)) for first, last in spans]
        self._spans = [(first, last) for first, last in inside if first <= last]

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._spans)

    def __iter__(self) -> Iterator[int]:
        for first, last in self._spans:
            yield from self._listed[first : last + 1]

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> array[int]: ...
    def __getitem__(self, place: int | slice) -> int | array[int]:
        return self.ids()[place]

    def __repr__(self) -> str:
        return f"Part({len(self)} of {len(self._listed)} rows)"

    def ids(self) -> array[int]:
        """All of them, taken out."""
        taken: array[int] = array("q")
        for first, last in self._spans:
            taken += self._listed[first : last + 1]
        return taken
