"""Pure questions about long lists of article ids: where some of them stand, and where new ones belong.

A list is an ``array('q')``. Every function that runs over a whole list does so in slices, because one C loop over a
million ids would hold the interpreter, and with it the screen, for 20 ms even from another thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

Ids = array  # of int64, 0 where the id is not known yet
Run = tuple[int, list[int]]
"""A row, and the ids that are to be put in before it."""

_SLICE = 16_384


def places(ids: array[int], wanted: Collection[int]) -> dict[int, int]:
    """The row of each wanted id that is in the list, in the order of the rows."""
    missing = set(wanted)
    found: dict[int, int] = {}
    for start in range(0, len(ids), _SLICE):
        if not missing:
            break
        part = ids[start : start + _SLICE]
        if missing.isdisjoint(part):
            continue
        for row, article in enumerate(part, start):
            if article in missing:
                missing.discard(article)
                found[article] = row
    return found


def runs_of_new(old: array[int], fresh: array[int], wanted: Collection[int]) -> list[Run]:
    """Where the wanted ids go that ``fresh`` has and ``old`` lacks: each behind the one it follows in ``fresh``.

    Rows of ``old`` that ``fresh`` lost (an article that was read while "Unread" is shown) stay where they are.
    """
    come = places(fresh, wanted)
    for article in places(old, come):
        del come[article]
    runs: list[Run] = []
    last_place = lowest = -1
    for before, (article, place) in enumerate(come.items()):
        if runs and place == last_place + 1:
            runs[-1][1].append(article)
        else:
            row = _row_behind(old, fresh[place - 1], place - before) if place else 0
            lowest = max(lowest, row)
            runs.append((lowest, [article]))
        last_place = place
    return runs


def with_runs(ids: array[int], runs: Sequence[Run]) -> array[int]:
    """A new list with the runs put in; their rows must not descend."""
    grown: array[int] = array("q")
    start = 0
    for row, articles in runs:
        grown.extend(ids[start:row])
        grown.extend(articles)
        start = row
    grown.extend(ids[start:])
    return grown


def with_kept(fresh: array[int], known: dict[int, int]) -> array[int]:
    """``fresh`` with those of the known (row → id) put back that it lost since, each at its row."""
    still = places(fresh, known.values())
    lost = [(row, article) for row, article in sorted(known.items()) if article not in still]
    for row, article in lost:
        fresh.insert(row, article)
    return fresh


def without(ids: array[int], rows: Iterable[int]) -> array[int]:
    """A new list without these rows."""
    edges = [-1, *sorted(rows), len(ids)]
    left: array[int] = array("q")
    for before, after in pairwise(edges):
        left.extend(ids[before + 1 : after])
    return left


def spans(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows that touch each other as (first, last), the lowest on the screen first, so that none shifts the next."""
    joined: list[tuple[int, int]] = []
    for row in sorted(rows, reverse=True):
        if joined and joined[-1][0] == row + 1:
            joined[-1] = (row, joined[-1][1])
        else:
            joined.append((row, row))
    return joined


def _row_behind(ids: array[int], neighbour: int, guess: int) -> int:
    """The row after the neighbour's. It stands at the guess, or further down when rows above it were kept."""
    if guess <= len(ids) and ids[guess - 1] == neighbour:
        return guess
    row = places(ids[guess - 1 :], (neighbour,)).get(neighbour)
    if row is not None:
        return guess + row
    return places(ids, (neighbour,)).get(neighbour, min(guess, len(ids)) - 1) + 1
