"""What can be asked for beside words: ``is:unread``, ``feed:name``, ``after:2024-05``, ``words:>500``, ``lang:de`` …

Each reader of a value gives the ``Filter``, or else a sentence for who typed it and whether the value may become right
when typing goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_reader.records.translatable import translatable


class Asks(StrEnum):
    """What a filter looks at."""

    IS = "is"
    FEED = "feed"
    FOLDER = "folder"
    LABEL = "label"
    LANGUAGE = "lang"
    PUBLISHED = "published"
    LENGTH = "words"


@dataclass(frozen=True, slots=True)
class Filter:
    """``text`` for IS, FEED, FOLDER, LABEL and LANGUAGE; ``low`` ≤ value < ``high`` for LENGTH (words) and PUBLISHED
    (days as ``date.toordinal`` counts them, in local time); None is unbounded.
    """

    asks: Asks
    text: str = ""
    low: int | None = None
    high: int | None = None


Wrong = tuple[str, bool]
Value = Callable[[str], Filter | Wrong]

_STATES = ("unread", "read", "starred", "labelled", "hidden")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$")
_AGO = re.compile(r"(\d{1,5})([dwmy])$")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_LENGTH = re.compile(r"(?:(>=?|<=?|=)?(\d{1,7})|(\d{1,7})-(\d{1,7}))$")
_LENGTH_BEGUN = re.compile(r"(?:>=?|<=?|=|\d{1,7}-)$")


def _state(said: str) -> Filter | Wrong:
    state = said.casefold()
    if state in _STATES:
        return Filter(Asks.IS, state)
    return (
        translatable("“is:{value}” is not known; there are is:unread, is:read, is:starred, is:labelled and is:hidden."),
        any(known.startswith(state) for known in _STATES),
    )


def _name(asks: Asks) -> Value:
    return lambda said: Filter(asks, said)


def _language(said: str) -> Filter | Wrong:
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*", said):
        return Filter(Asks.LANGUAGE, said.lower())
    return translatable("“{value}” is no language; write its two letters, as in lang:en."), len(said) < 2


def _before(said: str) -> Filter | Wrong:
    days = _day_range(said)
    return Filter(Asks.PUBLISHED, high=days[0]) if days else _no_date(said)


def _after(said: str) -> Filter | Wrong:
    days = _day_range(said)
    return Filter(Asks.PUBLISHED, low=days[0]) if days else _no_date(said)


def _no_date(said: str) -> Wrong:
    words = translatable(
        "“{value}” is no date; write 2024, 2024-05, 2024-05-31, today, yesterday or 7d, 2w, 3m, 1y for so long ago."
    )
    begun = bool(re.fullmatch(r"[\d/.-]+", said)) and len(said) < 10
    return words, begun or any(word.startswith(said.lower()) for word in ("today", "yesterday"))


def _day_range(said: str) -> tuple[int, int] | None:
    """The first day meant and the one after the last; None when it is no date."""
    said = said.lower()
    today = date.today()
    if said in ("today", "yesterday"):
        day = today - timedelta(days=said == "yesterday")
        return day.toordinal(), day.toordinal() + 1
    if ago := _AGO.match(said):
        first = today.toordinal() - int(ago[1]) * _DAYS[ago[2]]
        return max(first, 1), max(first, 1) + 1
    given = _DATE.match(said)
    if given is None:
        return None
    try:
        first_day = date(int(given[1]), int(given[2] or 1), int(given[3] or 1))
        if given[3]:
            after = first_day + timedelta(days=1)
        elif given[2]:
            after = date(first_day.year + first_day.month // 12, first_day.month % 12 + 1, 1)
        else:
            after = date(first_day.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return first_day.toordinal(), after.toordinal()


def _length(said: str) -> Filter | Wrong:
    given = _LENGTH.match(said)
    if given is None:
        words = translatable("“{value}” is no number of words; write words:>500, words:<300 or words:300-500.")
        return words, bool(_LENGTH_BEGUN.match(said))
    if given[3]:
        return Filter(Asks.LENGTH, low=int(given[3]), high=int(given[4]) + 1)
    number = int(given[2])
    match given[1]:
        case ">":
            return Filter(Asks.LENGTH, low=number + 1)
        case ">=":
            return Filter(Asks.LENGTH, low=number)
        case "<":
            return Filter(Asks.LENGTH, high=number)
        case "<=":
            return Filter(Asks.LENGTH, high=number + 1)
    return Filter(Asks.LENGTH, low=number, high=number + 1)


VALUES: dict[str, Value] = {
    "is": _state,
    "feed": _name(Asks.FEED),
    "folder": _name(Asks.FOLDER),
    "label": _name(Asks.LABEL),
    "lang": _language,
    "before": _before,
    "after": _after,
    "words": _length,
}
"""The fields and how their values are read. ``after:2024`` includes 2024 itself; ``before:2024`` does not."""
