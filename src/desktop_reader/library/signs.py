"""The signs of all directions, in memory: a quick first look at which articles may be near to one.

64 bytes an article, read once a process and then only what came since. Two directions are the nearer the fewer of
their signs differ; some hundreds of the nearest by signs hold nearly all of the nearest at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import sqlite3

_WORDS = 8  # Of 64 signs.
_BLOCK = 1 << 15  # Articles at a time: what is computed of them stays in the processor's cache.
_AT_ONCE = 5000
_FAR = np.uint16(64 * _WORDS + 1)


class Signs:
    """Of one search file. ``upto`` is how far in the file's order they are read."""

    def __init__(self) -> None:
        self.upto = 0
        self._ids = np.zeros(1024, np.int64)
        self._bits = np.zeros((_WORDS, 1024), np.uint64)  # Sideways: quick to count along, and to let the GIL go in.
        self._far = np.zeros(1024, np.uint16)  # Added to the distance: articles that went are out of reach.
        self._used = 0

    def read(self, live: sqlite3.Connection) -> None:
        """What came since the last time."""
        rows = live.execute("SELECT seq, id, bits FROM sign WHERE seq > ? ORDER BY seq", (self.upto,))
        while some := rows.fetchmany(_AT_ONCE):
            self._take(some)

    def nearest(self, bits: bytes, most: int) -> list[int]:
        """The ids of about ``most`` articles with the fewest different signs, in no order."""
        if len(bits) != 8 * _WORDS or not self._used:
            return []
        own = np.frombuffer(bits, np.uint64)
        distances = self._far[: self._used].copy()
        for start in range(0, self._used, _BLOCK):
            some = slice(start, min(start + _BLOCK, self._used))
            for word in range(_WORDS):
                distances[some] += np.bitwise_count(self._bits[word, some] ^ own[word])
        places = np.argpartition(distances, most)[:most] if self._used > most else np.arange(self._used)
        found: list[int] = self._ids[places[distances[places] < _FAR]].tolist()
        return found

    def _take(self, rows: list[tuple[int, int, bytes | None]]) -> None:
        ids = np.array([number for _, number, _ in rows], np.int64)
        if self.upto:
            # Those that came again, or went, were here before.
            self._far[: self._used][np.isin(self._ids[: self._used], ids)] = _FAR
        self.upto = rows[-1][0]
        signed = [(number, bits) for _, number, bits in rows if bits]
        end = self._used + len(signed)
        if end > len(self._ids):
            self._grow(max(end, len(self._ids) * 3 // 2))
        self._ids[self._used : end] = [number for number, _ in signed]
        self._bits[:, self._used : end] = np.frombuffer(b"".join(b for _, b in signed), np.uint64).reshape(-1, _WORDS).T
        self._used = end

    def _grow(self, size: int) -> None:
        more = size - len(self._ids)
        self._ids = np.concatenate([self._ids, np.zeros(more, np.int64)])
        self._bits = np.concatenate([self._bits, np.zeros((_WORDS, more), np.uint64)], axis=1)
        self._far = np.concatenate([self._far, np.zeros(more, np.uint16)])
