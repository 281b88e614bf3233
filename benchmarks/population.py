"""A library's feeds and folders, and what came when: the same for each number of articles, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from benchmarks.tongues import SHARES

if TYPE_CHECKING:
    from numpy.typing import NDArray

Key = TypeVar("Key")

FEEDS, FOLDERS, LABELS = 500, 40, 8
NEWEST = 1_735_689_600
"""When the newest article came."""

UNREAD, STARRED, LABELLED = 0.10, 0.015, 1_000

_STEP = 250  # Seconds from one article to the next: eight years for a million.
_BACKLOG = 0.03  # Of all articles: older ones that a feed had when it was subscribed.
_NEW, _OF_NEW = 0.05, 0.8  # Of the newest articles most are unread.


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came in a row, an article each: its feed, when it came and when it was published, how it was used."""

    feeds: NDArray[np.int64]
    came_at: NDArray[np.int64]
    published_at: NDArray[np.int64]
    unread: NDArray[np.bool_]
    starred: NDArray[np.bool_]
    reads: NDArray[np.int64]


class Population:
    """Feeds have the numbers from 1 on, the largest first; so have folders."""

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.feeds = min(FEEDS, max(8, articles // 4))
        self.folders = min(FOLDERS, self.feeds)
        self._weights = 1 / (np.arange(self.feeds) + 4.0)
        share = (self._weights / self._weights.sum()).tolist()
        self.languages = _dealt(share, SHARES)
        sizes = {folder: 1 / (folder + 4) for folder in range(1, self.folders + 1)}
        total = sum(sizes.values())
        self.folder_of = _dealt(share, {folder: size / total for folder, size in sizes.items()})
        self._burst = max(1, round(_BACKLOG * articles / self.feeds))
        chance = np.random.default_rng(11)
        since = np.sort(chance.random(self.feeds) * 1.6 - 0.8).clip(0, 0.8)
        since[0] = 0
        self._since = (chance.permutation(since) * articles).astype(np.int64)
        self._since[0] = 0

    def parent(self, folder: int) -> int | None:
        """The folder that a folder lies in: a quarter of them lie in another."""
        deep = self.folders * 3 // 4
        return folder - deep + deep // 3 if folder > deep else None

    def arrivals(self, numbers: range) -> Arrivals:
        """Of the articles with these numbers, which begin with 1."""
        chance = np.random.default_rng([numbers.start, self.articles])
        ids = np.arange(numbers.start, numbers.stop)
        there = self._weights * (self._since <= numbers.start)
        feeds = 1 + chance.choice(self.feeds, len(ids), p=there / there.sum())
        came_at = NEWEST - _STEP * (self.articles - ids)
        published_at = came_at - chance.exponential(8_000, len(ids)).astype(np.int64)
        for place in np.nonzero((self._since + self._burst > ids[0]) & (self._since <= ids[-1]))[0]:
            old = (ids > self._since[place]) & (ids <= self._since[place] + self._burst)
            feeds[old] = 1 + place
            published_at[old] -= (chance.random(int(old.sum())) * 2 * 365 * 86_400).astype(np.int64)
        old_ones = (UNREAD - _NEW * _OF_NEW) / (1 - _NEW)
        unread = chance.random(len(ids)) < np.where(ids > self.articles * (1 - _NEW), _OF_NEW, old_ones)
        reads = np.where(unread, 0, np.minimum(9, chance.geometric(0.62, len(ids)) - 1))
        return Arrivals(feeds, came_at, published_at, unread, chance.random(len(ids)) < STARRED, reads)


def _dealt(shares: list[float], wanted: dict[Key, float]) -> list[Key]:
    """To each share the key that lacks most of what is wanted of it."""
    lacking = dict(wanted)
    dealt: list[Key] = []
    for share in shares:
        key = max(lacking, key=lambda one: lacking[one])
        lacking[key] -= share
        dealt.append(key)
    return dealt
