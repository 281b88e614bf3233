"""What was read and what came, counted: of a stretch of days, in all feeds or in some."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_reader.records.condition import Condition

Rhythm = tuple[tuple[int, ...], ...]
"""A row each weekday from Monday, in it a number each hour of local time."""


@dataclass(frozen=True, slots=True)
class Window:
    """The last ``days`` days with today, which count from midnight here; None for all that there is."""

    days: int | None = 30


@dataclass(frozen=True, slots=True)
class Tally:
    """Articles that arrived, were opened, were read through, were starred. Of one stretch each article counts once,
    however often it was opened in it; so the days together may have more than their sum.
    """

    arrived: int = 0
    opened: int = 0
    through: int = 0
    starred: int = 0

    @property
    def ratio(self) -> float | None:
        """How many were opened for each that arrived; None when none arrived."""
        return self.opened / self.arrived if self.arrived else None


@dataclass(frozen=True, slots=True)
class OfFeed:
    """A feed's part. ``last_at`` is when its newest article was published; ``condition`` how it fares."""

    id: int
    uuid: str
    title: str
    tally: Tally
    last_at: int | None
    condition: Condition


@dataclass(frozen=True, slots=True)
class Weights:
    """What lies on the disk, in bytes: the library and the file of its search with their journals, pictures that were
    kept, copies of the library beside it. And how many articles there are.
    """

    library: int = 0
    search: int = 0
    pictures: int = 0
    copies: int = 0
    articles: int = 0

    @property
    def average(self) -> int:
        """Bytes of the library for each article."""
        return self.library // self.articles if self.articles else 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """``days`` has each day of the window, the first first. ``openings`` counts each time an article was opened.
    ``words_opened`` are the words of articles that were opened, whether they were read or not; ``words_read`` those of
    articles that were read to their end. Stars without a date, from before dates were kept, are in no day, and in
    the total only where the window is all time.
    """

    window: Window
    days: tuple[tuple[date, Tally], ...]
    total: Tally
    openings: int
    words_opened: int
    words_read: int
    opened_at: Rhythm
    arrived_at: Rhythm
    feeds: tuple[OfFeed, ...]
    weights: Weights
