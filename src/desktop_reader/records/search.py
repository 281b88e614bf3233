"""What is searched for, as understood, and what was found first."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to be marked wherever it stands. ``text`` is as typed; ``unfinished`` ones are the beginning of
    a word. In scripts without blanks it is found anywhere.
    """

    text: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """What in a search cannot be understood: from character ``start`` to ``end``, and a sentence with ``fields``."""

    start: int
    end: int
    sentence: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The quick answer to a search: the first ``ids`` in order, which are all there are when ``whole``; else there are
    ``about`` so many, 0 when that is not known.
    """

    ids: array[int] = field(default_factory=lambda: array("q"))
    whole: bool = True
    about: int = 0
