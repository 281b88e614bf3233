"""What the card of labels offers: the labels that fit what was typed, and how many of the articles have each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from desktop_reader.records.label import Label, tidy
from desktop_reader.text import tokens


class Share(Enum):
    """Which of the articles have a label."""

    NONE = 0
    SOME = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A label, or, without an id, one that is still to be made."""

    label: Label
    share: Share = Share.NONE

    @property
    def is_new(self) -> bool:
        """Whether choosing it makes it."""
        return not self.label.id


def choices(labels: Sequence[Label], shares: Mapping[int, int], of: int, typed: str) -> list[Choice]:
    """Those that fit, each with its share of so many articles; those that begin so stand first, a new one last."""
    wanted, title = _plain(typed), tidy(typed)
    fitting = [label for label in labels if wanted in _plain(label.title)]
    fitting.sort(key=lambda label: not _plain(label.title).startswith(wanted))
    found = [Choice(label, share(shares.get(label.id, 0), of)) for label in fitting]
    if title and all(label.title.casefold() != title.casefold() for label in labels):
        found.append(Choice(Label(0, title)))
    return found


def share(count: int, of: int) -> Share:
    """So many of so many."""
    return Share.NONE if not count else Share.ALL if count >= of else Share.SOME


def _plain(text: str) -> str:
    return tokens.folded(text) or text.casefold().strip()
