"""When an article was published, in the few letters a row has room for, and in words that can be read out. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale

translate = QCoreApplication.translate

MINUTE, HOUR = 60, 3600

# Late evening is not "Yesterday" to somebody who reads at one in the morning.
_STILL_HOURS = 6 * HOUR
# Servers' clocks run a little ahead; their articles are new, not from the future.
_CLOCK_SKEW = 10 * MINUTE
_LAST_DAY = 253_370_764_800  # 9999-01-01


def short(at: int, now: float, locale: QLocale) -> str:
    """ "now", "5m", "2h", "Yesterday", "Mon", "24 Oct" or a short date with its year."""
    age = now - at
    if -_CLOCK_SKEW < age < MINUTE:
        return translate("When", "now")
    if MINUTE <= age < HOUR:
        return translate("When", "{minutes}m").format(minutes=locale.toString(int(age // MINUTE)))
    day, today = _day(at), _day(now)
    if age > 0 and (day == today or age < _STILL_HOURS):
        return translate("When", "{hours}h").format(hours=locale.toString(int(age // HOUR)))
    if day == today - timedelta(days=1):
        return translate("When", "Yesterday")
    date = QDate(day.year, day.month, day.day)
    if timedelta(0) < today - day < timedelta(days=6):
        return locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)
    if day.year == today.year:
        return locale.toString(date, day_and_month(locale.dateFormat(QLocale.FormatType.LongFormat)))
    return locale.toString(date, QLocale.FormatType.ShortFormat)


def spoken(at: int, now: float, locale: QLocale) -> str:
    """The same for a screen reader: "2 hours ago", "yesterday", or the whole date."""
    age = now - at
    if -_CLOCK_SKEW < age < MINUTE:
        return translate("When", "just now")
    if MINUTE <= age < HOUR:
        return _minutes_ago(int(age // MINUTE))
    day, today = _day(at), _day(now)
    if age > 0 and (day == today or age < _STILL_HOURS):
        return _hours_ago(int(age // HOUR))
    if day == today - timedelta(days=1):
        return translate("When", "yesterday")
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


@lru_cache(maxsize=64)
def day_and_month(long_format: str) -> str:
    """A locale's own long date format without the weekday and the year, its month's name shortened."""
    kept = re.sub(r"dddd?|y+", "", long_format).replace("MMMM", "MMM")
    # What stood before the first of the two belonged to the year or the weekday; so did loose words at the end.
    quoted = re.split(r"('[^']*')", kept)
    start = next(i for i, part in enumerate(quoted) if part[:1] != "'" and re.search("[dM]", part))
    end = max(i for i, part in enumerate(quoted) if part[:1] != "'" and re.search("[dM]", part))
    first = re.sub(r"^[^dM]+", "", quoted[start])
    parts = [first, *quoted[start + 1 : end + 1]]
    parts[-1] = re.sub(r"(?:[\s,/،、(\u200f-]|\s\.)+$", "", parts[-1])
    return "".join(parts)


def _day(at: float) -> datetime:
    # A feed may claim any year; those that no calendar knows must not raise while a row is painted.
    return datetime.fromtimestamp(min(max(at, 0), _LAST_DAY)).replace(hour=0, minute=0, second=0, microsecond=0)


# English has no translation file that would know the singular, so it is a sentence of its own.
def _minutes_ago(count: int) -> str:
    return translate("When", "1 minute ago") if count == 1 else translate("When", "%n minutes ago", None, count)


def _hours_ago(count: int) -> str:
    return translate("When", "1 hour ago") if count == 1 else translate("When", "%n hours ago", None, count)
