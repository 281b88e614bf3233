"""Dates as feeds write them → seconds since 1970 in UTC. Mends what can be meant in one way only, refuses the rest."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EARLIEST, _LATEST = 1970, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen ian sty oca tam янв січ",
            "feb fév fev şub lut hel peb фев лют",
            "mar mär mrz maa mrt mars мар бер",
            "apr avr abr kwi nis huh апр кві",
            "may mai maj mag mei mayı tou мая май мај тра",
            "jun juin giu iun cze haz kesä июн чер",
            "jul juil lug iul tem hei июл",
            "aug aoû aou ago agu ağu sie elo авг",
            "sep set wrz eyl syy сен вер",
            "oct okt out ott paź eki lok окт жов",
            "nov noi kas marr ноя лис",
            "dec déc dez dic des gru ara jou дек гру",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {
    "adt": -3, "ast": -4, "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7,
    "mt": -7, "pdt": -7, "pst": -8, "pt": -8, "akdt": -8, "akst": -9, "hst": -10, "wet": 0, "west": 1, "bst": 1,
    "met": 1, "mest": 2, "mez": 1, "mesz": 2, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5,
    "jst": 9, "kst": 9, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "a": -1, "m": -12, "n": 1, "y": 12,
}  # fmt: skip

_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/.]?)(?P<month>\d{1,2})(?:(?P=dash)(?P<day>\d{1,2}))?)?"
    r"(?:[tT\s_]\s*(?P<rest>\S.*))?$"
)
_DAYS_FIRST = re.compile(
    r"(?P<one>\d{1,2})(?P<dash>[-/.])(?P<two>\d{1,2})(?P=dash)(?P<year>\d{4})(?:[\s,]+(?P<rest>.*))?$"
)
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:[（(]\w[）)])?\s?")
_EAST_TIME = re.compile(r"(\d{1,2})\s?[時时시]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{1,2}))?(?:[.,]\d+)?(?:\s*(?P<half>[ap])\.?m\.?\b)?",
    re.IGNORECASE,
)
_PACKED_TIME = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,]\d+)?(?P<half>)(?=$|\D)")
_OFFSET = re.compile(
    r"(?:gmt|utc?|z)?\s*(?P<sign>[+\-\u2212])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)", re.IGNORECASE
)
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,?\s+\d{1,2}[\s.-]+[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


def seconds(text: str | None) -> int | None:
    """The moment that the text names; None where there is none, or one no article can have been written at."""
    return _seconds((text or "")[:200])


@lru_cache(maxsize=64)
def _seconds(text: str) -> int | None:
    text = " ".join(text.split())
    if not text or len(text) > 100 or not text.isprintable():
        return None
    try:
        text = _western(text)
        moment = _digits(text) if text.isascii() and text.isdigit() else _iso(text) or _spelt(text) or _numbers(text)
        return None if moment is None else bounded(calendar.timegm(moment.utctimetuple()))
    except (ValueError, OverflowError):
        return None


def bounded(moment: int) -> int | None:
    """The moment when it lies in a year of feeds; zero is what a clock says that was never set."""
    if moment <= 0 or not _EARLIEST <= (datetime(1970, 1, 1) + timedelta(seconds=moment)).year <= _LATEST:
        return None
    return moment


def _western(text: str) -> str:
    """A date of the Far East, whose signs stand between its numbers, as the rest of the world writes it."""
    if text.isascii() or not _EAST.search(text):
        return text
    text = _EAST_TIME.sub(lambda found: ":".join(part.zfill(2) for part in found.groups() if part), text)
    return _EAST.sub(r"\1-\2-\3 ", text).strip()


def _digits(text: str) -> datetime | None:
    """Only digits: a year, a day, a day with its time, or a clock in seconds or milliseconds."""
    match len(text):
        case 4:
            return datetime(int(text), 1, 1)
        case 8:
            return datetime(int(text[:4]), int(text[4:6]), int(text[6:]))
        case 9 | 10:
            return datetime.fromtimestamp(int(text), UTC)
        case 13:
            return datetime.fromtimestamp(int(text) // 1000, UTC)
        case 14:
            return datetime.strptime(text, "%Y%m%d%H%M%S")
    return None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    day = datetime(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    return day + _time_of_day(match["rest"] or "")


def _numbers(text: str) -> datetime | None:
    """31/12/2003, 12/31/2003, 31.12.2003: a number above 12 is the day; else America's slash, Europe's dot and dash."""
    match = _DAYS_FIRST.match(text)
    if match is None:
        return None
    one, two = int(match["one"]), int(match["two"])
    day, month = (two, one) if two > 12 or (match["dash"] == "/" and one <= 12) else (one, two)
    return datetime(int(match["year"]), month, day) + _time_of_day(match["rest"] or "")


def _spelt(text: str) -> datetime | None:
    """Anything with the month as a word: RFC 822 and its many misspellings, asctime, "March 3rd, 2004"."""
    months = [number for word in _WORD.findall(text.lower()) if (number := _month(word))]
    if not months:
        return None
    # "mar, 1 dic" is a Tuesday in December.
    month = months[1] if len(months) > 1 and _WEEKDAY.match(text) else months[0]
    time = _TIME.search(text)
    offset = _OFFSET.search(text, time.end() if time else len(text))
    words = text
    for found in (offset, time):
        if found:
            words = words[: found.start()] + " " + words[found.end() :]
    numbers = _NUMBER.findall(words)
    year = next((n for n in numbers if len(n) == 4), None)
    if year is not None:
        numbers.remove(year)
    if not numbers and year is None:
        return None
    day = int(numbers.pop(0)) if numbers else 1
    if year is None:
        if not numbers or len(numbers[0]) != 2:
            return None
        year = str(int(numbers[0]) + (1900 if int(numbers[0]) >= 70 else 2000))
    return datetime(int(year), month, day) + _time_of_day(text[time.start() :] if time else "")


def _month(word: str) -> int | None:
    return _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])


def _time_of_day(text: str) -> timedelta:
    """How far into the day, in UTC. No time is midnight, no zone is UTC, an impossible zone is none."""
    match = _TIME.match(text) or _PACKED_TIME.match(text)
    if match is None:
        return timedelta()
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise ValueError(text)
    return timedelta(hours=hour, minutes=minute, seconds=second) - _offset(text[match.end() :])


def _offset(text: str) -> timedelta:
    match = _OFFSET.match(text.strip())
    if match is None:
        words = _WORD.findall(text.lower().removeprefix("etc/"))
        return timedelta(hours=_ZONES.get(words[0], 0) if words else 0)
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    if hours > 14 or minutes > 59:
        return timedelta()
    return timedelta(hours=hours, minutes=minutes) * (1 if match["sign"] == "+" else -1)
