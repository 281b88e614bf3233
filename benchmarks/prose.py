"""Articles in a made-up tongue: units (words, phrases, names) drawn for very many at once.

What a text is about makes it compress: a feed comes back to its topics, an article to its own few names and phrases,
and everybody uses the same collocations. The shares were chosen so that zstd makes of an article what it makes of a
real one (2.2 times smaller by itself, 2.9 times with a dictionary).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import pages
from benchmarks.pages import Text
from benchmarks.tongues import Tongue, tongue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

LEAST, MOST = 300, 800
"""Words of an article."""

_FEW_SLOTS, _SLOTS, _MANY_SLOTS = 1 << 14, 1 << 21, 1 << 23  # Of tables of a few ranks, of words, of very many words.
_MANY = 200_000
_EXPONENT, _FLAT = 1.1, 2.7  # Zipf’s law as Mandelbrot has it;
_BEND, _STEEPER = 4_000, 1.2  # beyond the words that most people know it falls faster.
_PHRASES = 60_000
_TOPICS, _OWN = 384, 24  # Units that a feed and an article come back to.
_FROM_PHRASES, _FROM_TOPICS, _FROM_OWN = 0.15, 0.12, 0.18  # The rest are single words.


class Prose:
    """All that is written in one tongue."""

    def __init__(self, spoken: Tongue) -> None:
        self.tongue = spoken
        chance = np.random.default_rng([len(spoken.words), sum(map(ord, spoken.code))])
        words = len(spoken.words)
        self._word = _table(words, _EXPONENT, _MANY_SLOTS if words > _MANY else _SLOTS)
        self._phrase = words + _table(_PHRASES, 0.85, _SLOTS // 2)
        self._topic = _table(_TOPICS, 0.8, _FEW_SLOTS)
        self._habit = _table(_OWN, 0.7, _FEW_SLOTS)
        members = [_drawn(self._word, chance, (_PHRASES // 3, size)) for size in (2, 3, 4)]
        phrases = [row for rows in members for row in rows.tolist()]
        self._units = [*spoken.words, *(spoken.space.join(map(spoken.words.__getitem__, row)) for row in phrases)]
        self._lengths = np.ones(len(self._units) + len(spoken.names), np.int32)
        self._lengths[words : words + _PHRASES] = [len(row) for row in phrases]
        self._first_name = len(self._units)
        self._units += spoken.names
        self._topics: dict[int, Numbers] = {}

    def topics(self, feed: int) -> Numbers:
        """The units that a feed comes back to: words that are neither frequent nor rare, phrases of them, names."""
        if feed not in self._topics:
            chance = np.random.default_rng([feed, 1])
            mid = chance.integers(200, min(40_000, self._first_name - _PHRASES), _TOPICS)
            phrases = _drawn(self._phrase, chance, _TOPICS)
            names = chance.integers(self._first_name, len(self._units), _TOPICS)
            kind = chance.random(_TOPICS)
            self._topics[feed] = np.where(kind < 0.55, mid, np.where(kind < 0.9, phrases, names)).astype(np.int32)
        return self._topics[feed]

    def articles(self, feeds: list[int], chance: np.random.Generator) -> list[Text]:
        """One article for each of ``feeds``."""
        count, most = len(feeds), MOST + 40
        kinds = chance.random((count, most), np.float32)
        units = _drawn(self._word, chance, (count, most))
        own = self._owned(feeds, chance)
        about = np.stack([self.topics(feed) for feed in feeds])
        rows = np.arange(count, dtype=np.int32)[:, None]
        for share, pool, table in ((_FROM_TOPICS, about, self._topic), (_FROM_OWN, own, self._habit)):
            chosen = np.nonzero(kinds < share)
            kinds[chosen] = 2.0
            kinds -= np.float32(share)
            drawn = _drawn(table, chance, len(chosen[0]))
            units[chosen] = pool[np.broadcast_to(rows, units.shape)[chosen], drawn]
        chosen = np.nonzero(kinds < _FROM_PHRASES)
        units[chosen] = _drawn(self._phrase, chance, len(chosen[0]))
        wanted = chance.integers(LEAST, MOST + 1, count)
        sums = np.cumsum(self._lengths[units], 1)
        ends = (sums < wanted[:, None]).sum(1) + 1
        seeds = chance.integers(0, 1 << 30, (count, 160), np.int32)
        return [
            pages.text(
                self.tongue,
                [self._units[unit] for unit in units[row, : ends[row]].tolist()],
                int(sums[row, ends[row] - 1]),
                feeds[row],
                seeds[row].tolist(),
            )
            for row in range(count)
        ]

    def name(self, number: int) -> str:
        """A name, always the same for a number."""
        first = self.tongue.names[number * 7919 % len(self.tongue.names)]
        return f"{first}{self.tongue.space}{self.tongue.names[number * 104_729 % 2_000]}"

    def line(self, feed: int, chance: np.random.Generator, units: int) -> str:
        """A few words without an end: a feed's name, a headline."""
        drawn = self.topics(feed)[_drawn(self._topic, chance, units)].tolist()
        return pages.cased(self.tongue, self.tongue.space.join([self._units[unit] for unit in drawn]))

    def _owned(self, feeds: list[int], chance: np.random.Generator) -> Numbers:
        """What an article comes back to: two or three names, rare words, one or two of its feed's topics."""
        count = len(feeds)
        own = _drawn(self._word, chance, (count, _OWN))
        tail = chance.random((count, 3)) ** 2 * len(self.tongue.names)
        own[:, 0:3] = self._first_name + tail.astype(np.int32)
        own[:, 3:8] = (300 + chance.random((count, 5)) ** 3 * (self._first_name - _PHRASES - 300)).astype(np.int32)
        own[:, 8:16] = _drawn(self._phrase, chance, (count, 8))
        return own


@cache
def prose(code: str) -> Prose:
    """All that is written in this language."""
    return Prose(tongue(code))


def _table(size: int, exponent: float, slots: int) -> Numbers:
    """Ranks, each in as many slots as it is frequent: one look-up draws one. The rarest have about one slot each."""
    ranks = np.arange(size)
    share = (ranks + _FLAT) ** -exponent * np.maximum(1.0, ranks / _BEND) ** -_STEEPER
    steps = np.cumsum(np.maximum(1.0, share / share.sum() * (slots - size)))
    table: Numbers = np.searchsorted(steps, (np.arange(slots) + 0.5) * steps[-1] / slots).astype(np.int32)
    return table


def _drawn(table: Numbers, chance: np.random.Generator, shape: int | tuple[int, int]) -> Numbers:
    drawn: Numbers = table[chance.integers(0, len(table), shape, np.int32)]
    return drawn
