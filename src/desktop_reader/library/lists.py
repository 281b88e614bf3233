"""Long lists of ids and the quick way with them: for a reading thread, never for the screen's.

A list is an ``array('q')`` that nobody changes once it is made, so that threads may share it. Long ones are worked on
by numpy, which leaves the interpreter to others meanwhile; short ones are not worth its import.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

Run = tuple[int, list[int]]
"""A row, and the ids that are to be put in before it."""

_SHORT = 4_096
_SLICE = 65_536  # Characters that are parsed at a time: one C loop over a million numbers would stop the screen.


def parsed(text: str | None) -> array[int]:
    """The numbers of a text with commas between them."""
    if not text:
        return array("q")
    if len(text) < _SLICE:
        return array("q", map(int, text.split(",")))
    import numpy as np

    found: array[int] = array("q")
    start = 0
    while start < len(text):
        end = text.find(",", start + _SLICE)
        end = len(text) if end < 0 else end
        found.frombytes(np.fromstring(text[start:end], np.int64, sep=",").tobytes())
        start = end + 1
    return found


def rows_of(listed: array[int], wanted: Collection[int]) -> Sequence[int]:
    """The rows whose ids are wanted, ascending."""
    if not wanted:
        return []
    if len(listed) <= _SHORT:
        there = wanted if isinstance(wanted, (set, frozenset, dict)) else frozenset(wanted)
        return [row for row, article in enumerate(listed) if article in there]
    import numpy as np

    numbers = viewed(listed)
    if len(wanted) == 1:
        return made(np.flatnonzero(numbers == next(iter(wanted))))
    sought = viewed(wanted) if isinstance(wanted, array) else np.fromiter(wanted, np.int64, len(wanted))
    return made(np.flatnonzero(np.isin(numbers, sought)))


def rows_beside(listed: array[int], kept: array[int]) -> Sequence[int]:
    """The rows whose ids are not among the kept, ascending."""
    if len(listed) <= _SHORT:
        there = frozenset(kept)
        return [row for row, article in enumerate(listed) if article not in there]
    import numpy as np

    return made(np.flatnonzero(np.isin(viewed(listed), viewed(kept), invert=True)))


def places(listed: array[int], wanted: Collection[int]) -> dict[int, int]:
    """The row of each wanted id that is in the list, in the order of the rows."""
    return {listed[row]: row for row in rows_of(listed, wanted)}


def without(listed: array[int], rows: Iterable[int]) -> array[int]:
    """A new list without these rows, which ascend."""
    if isinstance(rows, array) and len(rows) > _SHORT:
        import numpy as np

        return made(np.delete(viewed(listed), viewed(rows)))
    left: array[int] = array("q")
    for before, after in pairwise((-1, *rows, len(listed))):
        left += listed[before + 1 : after]
    return left


def with_runs(listed: array[int], runs: Sequence[Run]) -> array[int]:
    """A new list with the runs put in; their rows must not descend."""
    grown: array[int] = array("q")
    start = 0
    for row, articles in runs:
        grown += listed[start:row]
        grown.extend(articles)
        start = row
    grown += listed[start:]
    return grown


def runs_of_new(old: array[int], fresh: array[int], wanted: Collection[int]) -> list[Run]:
    """Where the wanted ids go that ``fresh`` has and ``old`` lacks: each behind the one it follows in ``fresh``.

    Rows of ``old`` that ``fresh`` lost (an article that was read while "Unread" is shown) stay where they are.
    """
    come = places(fresh, wanted)
    for article in places(old, come):
        del come[article]
    before = {article: place for article, place in come.items() if place}
    rows = places(old, {fresh[place - 1] for place in before.values()})
    runs: list[Run] = []
    last_place = lowest = -1
    for article, place in come.items():
        if runs and place == last_place + 1:
            runs[-1][1].append(article)
        else:
            lowest = max(lowest, rows.get(fresh[place - 1], len(old) - 1) + 1 if place else 0)
            runs.append((lowest, [article]))
        last_place = place
    return runs


def first_then(first: Sequence[int], listed: array[int]) -> array[int]:
    """A new list that begins with ``first`` and goes on with the others of ``listed`` in their order."""
    begun = array("q", first)
    return begun + without(listed, places(listed, frozenset(first)).values())


def viewed(listed: array[int]) -> Numbers:
    """The list as numpy sees it; no copy."""
    import numpy as np

    return np.frombuffer(listed, np.int64)


def made(numbers: Numbers) -> array[int]:
    """What numpy found, as a list."""
    found: array[int] = array("q")
    found.frombytes(numbers.tobytes())
    return found
