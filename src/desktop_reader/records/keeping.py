"""How long articles are kept, as the reader wishes, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALL_OTHERS = 0
"""In ``Rules``: the rule of all feeds that have none of their own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Read articles go when they are older than so many ``days``, and when the feed has so many newer ones (``most``).
    With neither they are kept for ever.
    """

    days: int | None = None
    most: int | None = None

    @property
    def for_ever(self) -> bool:
        """True when nothing goes."""
        return self.days is None and self.most is None


FOR_EVER = Rule()

Rules = Mapping[int, Rule]
"""By feed; a feed that is not in it has the rule of ALL_OTHERS, which may be missing, too: for ever."""


def rule_of(rules: Rules, feed: int) -> Rule:
    """The rule that is at work for a feed."""
    return rules.get(feed, rules.get(ALL_OTHERS, FOR_EVER))


def changed(rules: Rules, feed: int, rule: Rule | None) -> dict[int, Rule]:
    """The rules with another one for a feed, or for ALL_OTHERS; None takes its own away."""
    others = {number: one for number, one in rules.items() if number != feed}
    if rule is None or (feed == ALL_OTHERS and rule.for_ever):
        return others
    return others | {feed: rule}


@dataclass(frozen=True, slots=True)
class Loss:
    """What rules would delete now: so many ``articles``, with which about so many ``bytes`` become free."""

    articles: int = 0
    bytes: int = 0
