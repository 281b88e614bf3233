"""Days in local time: in English as the seed has them, ``Oct. 24, 2024``; in other languages as is usual there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = -62_135_510_400, 253_370_764_800  # In the years 1 and 9999, a day or more inside what is known.
_WEEKDAY = re.compile(r"[\s,،、]*dddd?[\s,،、]*")


def local(at: int) -> datetime:
    """A moment here. A feed may claim any year; those that no calendar knows, or no system converts, do not raise."""
    at = min(max(at, _FIRST), _LAST)
    try:
        return datetime.fromtimestamp(at)
    except (OSError, OverflowError, ValueError):
        return _EPOCH + timedelta(seconds=at)


def day(at: int, locale: QLocale | None = None) -> str:
    """A day."""
    locale = locale or QLocale()
    if not is_english(locale):
        return day_of(at, locale)
    when = local(at)
    return f"{_MONTHS[when.month - 1]} {when.day}, {when.year}"


def day_of(at: int, locale: QLocale) -> str:
    """A day in words as ``locale`` has it, without the weekday."""
    when = local(at)
    long = locale.dateFormat(QLocale.FormatType.LongFormat).replace("MMMM", "MMM")
    return locale.toString(QDate(when.year, when.month, when.day), _WEEKDAY.sub(" ", long).strip())


def is_english(locale: QLocale) -> bool:
    """Whether dates and counts are written as in the seed."""
    return locale.language() in (QLocale.Language.English, QLocale.Language.C)
