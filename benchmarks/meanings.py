"""What is understood of articles, made of numbers alone: of the size and spread of what the encoder tells.

To understand a million articles takes hours; to look for similar ones costs the same in what is made here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop_reader.library import segments
from desktop_reader.text import near, terms
from desktop_reader.text.encoder import packed

_WORDS = 300_000
_TERMS, _COMMON, _SHOWN = 64, 3, 24
_TEXT = 120  # Words that an article's terms are chosen of.
_CLUSTERS, _SIZE = 2_000, 512


class Meanings:
    """Rows of ``understood`` with their signs: directions that lie in clusters, and terms as uneven as real ones."""

    def __init__(self) -> None:
        self._chance = np.random.default_rng(7)
        self._words = [f"w{n:x}q{n % 7}" for n in range(_WORDS)]
        self._numbers = np.array([terms.number(terms.stem(word)) for word in self._words], np.uint32)
        share = 1 / (np.arange(_WORDS) + 2.7)
        self._steps = np.cumsum(share / share.sum())
        self._centres = self._chance.normal(size=(_CLUSTERS, _SIZE)).astype(np.float32)
        self._counts = np.zeros(_WORDS, np.int64)

    def add(self, live: Any, ids: range, *, indexed: bool = True) -> None:
        """These articles, in one transaction; ``indexed``: their words are put into the full text, too."""
        count = len(ids)
        drawn = np.searchsorted(self._steps, self._chance.random((count, _TEXT))).clip(0, _WORDS - 1)
        rarest = -np.sort(-drawn, axis=1)
        rare, common = self._numbers[rarest[:, :_TERMS]], self._numbers[rarest[:, -_COMMON:]]
        rows = self._centres[self._chance.integers(0, _CLUSTERS, count)]
        rows = rows + np.float32(0.9) * self._chance.standard_normal((count, _SIZE), np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        sketches = self._chance.bytes(near.SIZE * count)
        live.execute("BEGIN")
        for place, (direction, number) in enumerate(zip(packed(rows), ids, strict=True)):
            words = [self._words[word] for word in rarest[place].tolist()]
            self._counts[np.unique(rarest[place])] += 1
            told = (number, number * 600, "en", terms.packed(rare[place], 1), terms.packed(common[place]))
            sketch = sketches[near.SIZE * place : near.SIZE * (place + 1)]
            live.execute(
                "INSERT INTO understood VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*told, terms.deflated(" ".join(words[:_SHOWN])), sketch, direction),
            )
            if indexed:
                live.execute("INSERT INTO fts (rowid, text) VALUES (?, ?)", (number, " ".join(words)))
        segments.settle(live)
        live.execute("COMMIT")

    def frequencies(self, articles: int) -> bytes:
        """How frequent the words are that were drawn."""
        buckets = np.zeros((1 << 18) + 1, np.uint32)
        np.add.at(buckets, self._numbers & np.uint32((1 << 18) - 1), self._counts.astype(np.uint32))
        buckets[-1] = articles
        return buckets.tobytes()
