"""Sentences as data: an English template and what belongs into it, to be written in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_reader.records.translatable import translatable

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, to be written as a date with the time of day."""

    at: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, to be written as a count of its largest sensible unit."""

    seconds: int

    @property
    def counted(self) -> tuple[int, str]:
        """(how many, of what): keys of ``SPANS``. Never none of something."""
        for unit, seconds, enough in _UNITS:
            if self.seconds >= enough * seconds:
                return max(1, round(self.seconds / seconds)), unit
        return max(1, self.seconds), "second"


_UNITS = (("year", 365 * DAY, 2), ("month", 30 * DAY, 3), ("day", DAY, 2), ("hour", HOUR, 2), ("minute", MINUTE, 2))
SPANS: dict[str, tuple[str, str]] = translatable(
    {
        "year": ("1 year", "%n years"),
        "month": ("1 month", "%n months"),
        "day": ("1 day", "%n days"),
        "hour": ("1 hour", "%n hours"),
        "minute": ("1 minute", "%n minutes"),
        "second": ("1 second", "%n seconds"),
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are translated on their own."""

    words: str

    def __str__(self) -> str:
        return self.words


Value = str | int | Moment | Span | Phrase


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template and what belongs into it."""

    words: str
    facts: tuple[tuple[str, Value], ...] = ()

    def written(self, write: Callable[[Value], str], translated: Callable[[str], str] = str) -> str:
        """The sentence in a language: ``write`` writes values, ``translated`` gives the template."""
        return translated(self.words).format(**{name: write(value) for name, value in self.facts})
