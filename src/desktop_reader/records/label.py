"""A label: what the reader calls articles by. Many articles have it, and an article has many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink")
"""What a label's colour may be; how it looks is the theme's own."""

LONGEST = 80
"""Characters of a title."""


@dataclass(frozen=True, slots=True)
class Label:
    """``id`` is never used twice. A ``colour`` that is not known is shown as none."""

    id: int
    title: str
    colour: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many articles have a label, and how many of them are unread."""

    id: int
    total: int
    unread: int


def tidy(title: str) -> str:
    """A title as it is kept: in one line, and not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:LONGEST].rstrip()


def next_colour(labels: Iterable[Label]) -> str:
    """The colour that the fewest labels have."""
    used = [label.colour for label in labels]
    return min(COLOURS, key=used.count)
