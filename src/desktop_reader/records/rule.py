"""Rules: what is done with an article that arrives, when a search or a regular expression wants it; and their runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

READ, STAR, HIDE, NOTIFY, QUIET = "read", "star", "hide", "notify", "quiet"
DEEDS = (READ, STAR, HIDE, NOTIFY, QUIET)
"""What a rule can do beside putting labels on: those are ``label:`` with the label's id."""

LONGEST_TITLE = 80
_LABEL = "label:"


@dataclass(frozen=True, slots=True)
class Rule:
    """``search`` as it is typed into the search field; or ``pattern``, regular expressions, one a line (see
    ``text.patterns``). ``id`` 0 is that of a new one. ``slow`` rules were switched off because their expressions took
    too long.
    """

    id: int
    title: str
    search: str = ""
    pattern: str = ""
    deeds: tuple[str, ...] = ()
    enabled: bool = True
    position: int = 0
    slow: bool = False

    @property
    def labels(self) -> tuple[int, ...]:
        """The labels that it puts on."""
        return tuple(number for deed in self.deeds if (number := label_of(deed)) is not None)


@dataclass(frozen=True, slots=True)
class Run:
    """What a rule did at one time: how many articles each deed changed, and how many in all."""

    id: int
    rule: int
    title: str
    at: int
    undone: bool
    articles: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done: ``wanted`` of ``of`` articles since ``days`` ago, of which ``looked_at`` were looked
    at in the time there was; the newest first ``rows`` and their number in ``counts`` for each deed that would have
    changed something. ``slow`` is the line of a regular expression that took too long;
    ``found`` are all that are wanted.
    """

    days: int
    of: int
    looked_at: int
    wanted: int
    counts: tuple[tuple[str, int], ...] = ()
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    slow: int | None = None
    found: Sequence[int] = ()


def label_deed(label: int) -> str:
    """The deed that puts a label on."""
    return f"{_LABEL}{label}"


def label_of(deed: str) -> int | None:
    """The label that a deed puts on; None for the others."""
    said = deed.removeprefix(_LABEL)
    return int(said) if said != deed and said.isascii() and said.isdigit() else None


def known(deeds: Sequence[str]) -> tuple[str, ...]:
    """Those that there are, each once, in their order."""
    some = set(deeds)
    labels = sorted({deed for deed in some if label_of(deed) is not None}, key=lambda deed: label_of(deed) or 0)
    return (*(deed for deed in DEEDS if deed in some), *labels)
