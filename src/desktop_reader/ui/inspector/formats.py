"""How dates, times, numbers, ids and addresses are written. The seed's formats are the default, a locale's a choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from desktop_reader.ui import dates

LONGEST_SUMMARY = 300
ELLIPSIS = "…"

_NEAR = 8
_BEFORE_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\d{0,2}\.(?=[^/?#]*\.))?", re.I)
_FINISHED = re.compile(r"[.!?…。！？؟۔।။፧。][\"'”’»«›」』)\]]*$")


@dataclass(frozen=True, slots=True)
class Formats:
    """``seed`` writes ``Oct. 24, 2024``, ``2024/10/24 19:00`` and ``2,248``; ``locale`` as ``locale`` does. Names of
    months and counts of other languages than English are always the locale's.
    """

    style: Literal["seed", "locale"] = "seed"
    locale: QLocale = field(default_factory=QLocale)

    def date(self, at: int) -> str:
        """A day, in local time."""
        return dates.day(at, self.locale) if self.style == "seed" else dates.day_of(at, self.locale)

    def moment(self, at: int) -> str:
        """A day and the time of day, in local time."""
        when = dates.local(at)
        if self.style == "seed":
            return f"{when.year:04}/{when.month:02}/{when.day:02} {when.hour:02}:{when.minute:02}"
        moment = QDateTime(QDate(when.year, when.month, when.day), QTime(when.hour, when.minute))
        return self.locale.toString(moment, QLocale.FormatType.ShortFormat)

    def number(self, count: int) -> str:
        """A count, its thousands parted."""
        return f"{count:,}" if self.style == "seed" and dates.is_english(self.locale) else self.locale.toString(count)


def short_address(url: str) -> str:
    """An address as one says it: no scheme, no ``www3.``, no slash at the end; never a name or password."""
    return _BEFORE_HOST.sub("", url.strip(), count=1).rstrip("/")


def elide(text: str, fits: Callable[[str], bool]) -> str:
    """As much of both ends of ``text`` as fits, "…" between them; both ends get the same."""
    return _longest(text, fits, lambda kept: text[: (kept + 1) // 2] + ELLIPSIS + text[len(text) - kept // 2 :])


def elide_address(address: str, fits: Callable[[str], bool]) -> str:
    """The host and as much of the end as fits, "…" between them. A host too long for that counts as any text."""
    host, slash, path = address.partition("/")
    head = host + slash
    if not path or not fits(f"{head}{ELLIPSIS}{path[-4:]}"):
        return elide(address, fits)
    shown = _longest(path, lambda text: fits(head + text), lambda kept: ELLIPSIS + path[len(path) - kept :])
    # A whole part of the path reads better than one cut a few letters earlier.
    slash_at = shown.find("/", 1, _NEAR)
    return head + (ELLIPSIS + shown[slash_at:] if shown != path and 0 < slash_at < len(shown) - 4 else shown)


def summed_up(summary: str) -> str:
    """A summary in at most 300 characters; "…" where it was cut off, here or by whoever made it."""
    words = " ".join(summary.split())
    if not words or (len(words) <= LONGEST_SUMMARY and _FINISHED.search(words)):
        return words
    if len(words) >= LONGEST_SUMMARY:
        words = words[: LONGEST_SUMMARY - 1]
        words = words[: words.rfind(" ")] if " " in words[LONGEST_SUMMARY // 2 :] else words
    return words.rstrip(" ,;:–—-、，") + ELLIPSIS


def _longest(text: str, fits: Callable[[str], bool], shortened: Callable[[int], str]) -> str:
    if fits(text):
        return text
    least, most = 0, len(text) - 1
    while least < most:
        middle = (least + most + 1) // 2
        if fits(shortened(middle)):
            least = middle
        else:
            most = middle - 1
    return shortened(least)
