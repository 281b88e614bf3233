"""The signs of all directions: a quick first look at which articles may be near to one.

64 bytes an article, read for each look from the blocks of ``library.segments`` and kept by nobody: that takes 25 ms of
a million articles, and no memory. Two directions are the nearer the fewer of their signs differ; some hundreds of the
nearest by signs hold nearly all of the nearest at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_reader.library.segments import BLOCK, SEGMENT, WORDS, signed
from desktop_reader.text import encoder

if TYPE_CHECKING:
    import sqlite3

Distances: TypeAlias = NDArray[np.uint16]

_LAST = (1 << 63) - 1


def nearest(live: sqlite3.Connection, direction: bytes, most: int) -> list[tuple[int, bytes]]:
    """The ids and directions of ``most`` articles or some more with the fewest different signs, in no order."""
    if len(direction) != encoder.SIZE:
        return []
    own = np.frombuffer(encoder.signs(direction), np.uint64)
    firsts, behind, distances = _look(live, own)
    inside = SEGMENT * len(firsts)
    nothing = np.bitwise_count(own).sum()  # What an empty place differs in, and besides only what is far from near.
    found: list[tuple[int, bytes]] = []
    # An article that changed often has left places near to its own in which it is no more: then more are looked at.
    for looked_at in (most, 4 * most, 16 * most, 64 * most):
        every = looked_at >= len(distances)
        near = np.arange(len(distances)) if every else np.argpartition(distances, looked_at)[:looked_at]
        near = near[(near >= inside) | (distances[near] != nothing)]
        places = [firsts[n // SEGMENT] + n % SEGMENT if n < inside else behind[n - inside] for n in near.tolist()]
        found = _there(live, places)
        if every or len(found) >= most:
            break
    return found


def _look(live: sqlite3.Connection, own: NDArray[np.uint64]) -> tuple[list[int], list[int], Distances]:
    """The first places of all blocks, the places behind them, and how many signs differ at each of all these."""
    firsts: list[int] = []
    distances = [np.empty(0, np.uint16)]
    end = 0
    for first, behind, block in live.execute("SELECT first, behind, bits FROM sign ORDER BY first"):
        end = behind
        if len(block) == BLOCK:
            firsts.append(first)
            distances.append(_different(np.frombuffer(block, np.uint64).reshape(WORDS, -1), own))
    # Since then another block may have been made: its articles are still read one by one.
    rows = signed(live, end, _LAST)
    signs = np.frombuffer(b"".join(encoder.signs(direction) for _, direction in rows), np.uint64)
    distances.append(_different(signs.reshape(-1, WORDS).T, own))
    return firsts, [place for place, _ in rows], np.concatenate(distances)


def _different(words: NDArray[np.uint64], own: NDArray[np.uint64]) -> Distances:
    found = np.zeros(words.shape[1], np.uint16)
    for word, other in zip(words, own, strict=True):
        found += np.bitwise_count(word ^ other)
    return found


def _there(live: sqlite3.Connection, places: Sequence[int]) -> list[tuple[int, bytes]]:
    listed = ",".join(map(str, places))
    sql = f"SELECT id, direction FROM understood WHERE seq IN ({listed}) AND direction <> x''"
    found: list[tuple[int, bytes]] = live.execute(sql).fetchall()
    return found
