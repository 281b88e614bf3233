"""Days put together, so that a plot of any stretch of time has bars that one can see. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from desktop_reader.records.statistics import Tally

Days = Sequence[tuple[date, Tally]]

_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 93, 106, 120


@dataclass(frozen=True, slots=True)
class Bin:
    """The days from ``first`` to ``last``; what was opened on several of them counts on each."""

    first: date
    last: date
    tally: Tally


def bins(days: Days) -> list[Bin]:
    """A bar each day, week from Monday, month or year, whichever is the first that gives not too many."""
    if len(days) <= _MOST_DAYS:
        return [Bin(day, day, tally) for day, tally in days]
    if len(days) <= _MOST_WEEKS * 7:
        return _by(days, lambda day: (day - timedelta(days=day.weekday())).toordinal())
    if len(days) <= _MOST_MONTHS * 31:
        return _by(days, lambda day: day.year * 12 + day.month)
    return _by(days, lambda day: day.year)


def scale(most: int, lines: int = 3) -> list[int]:
    """Where the lines of an axis stand that reaches to ``most``: at 0, and at one to ``lines`` round numbers."""
    least = max(1, most) / lines
    power = 10 ** max(0, math.floor(math.log10(least)))
    step = next(one * power for one in (1, 2, 5, 10, 20) if one * power >= least)
    return [step * number for number in range(math.ceil(max(1, most) / step) + 1)]


def _by(days: Days, key: Callable[[date], int]) -> list[Bin]:
    found = []
    for _, group in groupby(days, lambda one: key(one[0])):
        some = list(group)
        tallies = [tally for _, tally in some]
        found.append(
            Bin(
                some[0][0],
                some[-1][0],
                Tally(
                    sum(one.arrived for one in tallies),
                    sum(one.opened for one in tallies),
                    sum(one.through for one in tallies),
                    sum(one.starred for one in tallies),
                ),
            )
        )
    return found
