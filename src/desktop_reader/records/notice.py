"""What of the news is told on the desktop, and when: pure rules. Times are local, without a zone, as on the wall."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LONGEST_LINE = 120
_MARKS = 3  # So many accents on a letter any language has; a tower of them would reach into the lines above.
_JOINERS = "\u200c\u200d"  # Persian words and many emoji are not themselves without.


@dataclass(frozen=True, slots=True)
class News:
    """An article that came."""

    article: int
    title: str
    feed: int
    feed_title: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Feeds are told of with ``notify``, or as their own wish in ``feeds`` (by uuid) says. ``quiet`` is from when until
    when nothing is told, ``digest_at`` when the rest of a day is, in minutes since midnight.
    """

    notify: bool = False
    feeds: Mapping[str, bool] = field(default_factory=dict)
    a_day: int = 10
    digest_at: int = 19 * 60
    quiet: tuple[int, int] | None = None

    def wants(self, uuid: str) -> bool:
        """Whether news of a feed are told."""
        return self.feeds.get(uuid, self.notify)

    def wants_any(self) -> bool:
        """False when nothing is ever told."""
        return self.notify or any(self.feeds.values())


def quiet_until(now: datetime, rules: Rules) -> datetime | None:
    """When the quiet hours end; None outside them. From and until the same minute there are none."""
    if rules.quiet is None or rules.quiet[0] == rules.quiet[1]:
        return None
    begin, end = rules.quiet
    minute = now.hour * 60 + now.minute
    inside = begin <= minute < end if begin < end else minute >= begin or minute < end
    return _next(now, end) if inside else None


def told_at(now: datetime, told_today: int, rules: Rules) -> datetime | None:
    """When news that come now are told; None for at once."""
    quiet = quiet_until(now, rules)
    if told_today < rules.a_day:
        return quiet
    digest = _next(now, rules.digest_at)
    return quiet_until(digest, rules) or digest


def told_later(now: datetime, rules: Rules) -> datetime:
    """When news are told again that the reader has no time for now: in an hour, or when the quiet hours end."""
    later = now + timedelta(hours=1)
    return quiet_until(later, rules) or later


def plain(text: str, longest: int = LONGEST_LINE) -> str:
    """One line that only says something: without control characters, without marks that turn the line's direction,
    with few accents a letter, and not too long.
    """
    kept: list[str] = []
    marks = 0
    for letter in text[: longest * 20]:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind[0] == "C" and letter not in _JOINERS:
            kept.append(" " if letter in "\t\n\r" else "")
        elif marks <= _MARKS:
            kept.append(" " if kind[0] == "Z" else letter)
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def escaped(text: str) -> str:
    """Text where markup is understood: it stays what it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_markup(text: str) -> str:
    """Text for a place that may or may not understand markup: nothing in it can be taken for any."""
    return re.sub(r"&(?=[#\w]+;)", "＆", text).replace("<", "‹").replace(">", "›")


def _next(now: datetime, minute: int) -> datetime:
    """The next time that it is so late."""
    then = now.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return then if then > now else then + timedelta(days=1)
