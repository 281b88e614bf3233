"""Rules: made, changed, ordered, switched, removed; run on articles, and taken back. And hiding by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_reader.library import hiding, marking, rules, runs
from desktop_reader.records.changes import Changes
from desktop_reader.records.rule import Rule

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class KeepRule:
    """A new rule, one that is another now, or one that was removed; carried out at once on ``articles``."""

    rule: Rule
    articles: Sequence[int] = ()

    def run(self, library: Writer) -> Changes:
        """Raises ReaderError when it says nothing that can be done."""
        now = int(time.time())
        with library.transaction() as live:
            number = rules.keep(live, self.rule, now)
            return runs.run(live, replace(self.rule, id=number), self.articles, now)


@dataclass(frozen=True, slots=True)
class EnableRule:
    """A rule is switched on or off."""

    rule: int
    on: bool

    def run(self, library: Writer) -> Changes:
        """What comes while none is on is seen by none."""
        with library.transaction() as live:
            rules.enable(live, self.rule, self.on)
        return Changes()


@dataclass(frozen=True, slots=True)
class RemoveRule:
    """A rule goes; what it did stays done and can be taken back as before, or goes with it."""

    rule: int
    with_deeds: bool = False

    def run(self, library: Writer) -> Changes:
        """``KeepRule`` brings it back."""
        with library.transaction() as live:
            changes = runs.undo_all(live, self.rule) if self.with_deeds else Changes()
            rules.remove(live, self.rule)
        return changes


@dataclass(frozen=True, slots=True)
class OrderRules:
    """Rules stand in this order."""

    rules: Sequence[int]

    def run(self, library: Writer) -> Changes:
        """The others behind them."""
        with library.transaction() as live:
            rules.order(live, self.rules)
        return Changes()


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Rules with the articles that each of them wants. Of articles that have just come, up to ``seen``."""

    wanted: Sequence[tuple[Rule, Sequence[int]]] = field(repr=False)
    seen: int | None = None
    slow: Sequence[int] = ()

    def run(self, library: Writer) -> Changes:
        """One transaction: what they did, that they have seen these, and which of them took too long."""
        now = int(time.time())
        changes = Changes()
        with library.transaction() as live:
            for rule, articles in self.wanted:
                changes |= runs.run(live, rule, articles, now)
            for number in self.slow:
                rules.switch_off_slow(live, number)
            if self.seen is not None:
                rules.move_on(live, self.seen)
        return changes


@dataclass(frozen=True, slots=True)
class UndoRun:
    """What a rule did at one time is taken back."""

    number: int

    def run(self, library: Writer) -> Changes:
        """Just that, and nothing that the reader did since."""
        with library.transaction() as live:
            return runs.undo(live, self.number)


@dataclass(frozen=True, slots=True)
class RedoRun:
    """What was taken back is done again."""

    number: int

    def run(self, library: Writer) -> Changes:
        """With the same articles."""
        with library.transaction() as live:
            return runs.again(live, self.number)


@dataclass(frozen=True, slots=True)
class ForgetRuns:
    """What was done long ago cannot be taken back any more."""

    def run(self, library: Writer) -> Changes:
        """No article is another."""
        with library.transaction() as live:
            runs.forget_old(live, int(time.time()))
        return Changes()


@dataclass(frozen=True, slots=True)
class Hide:
    """These articles are hidden. ``Changes.removed`` names them, ``state`` those that became read."""

    ids: Sequence[int]

    def run(self, library: Writer) -> Changes:
        """Thousands at a time."""
        changes = Changes()
        for start in range(0, len(self.ids), marking.AT_ONCE):
            with library.transaction() as live:
                done = hiding.hide(live, self.ids[start : start + marking.AT_ONCE], int(time.time()))
            changes |= Changes(state=done.read, removed=done.ids, feeds=done.feeds)
        return changes


@dataclass(frozen=True, slots=True)
class Unhide:
    """These articles are in the lists again; of them, those in ``unread`` are unread."""

    ids: Sequence[int]
    unread: Sequence[int] = ()

    def run(self, library: Writer) -> Changes:
        """``Changes.state`` names those that were hidden."""
        changes = Changes()
        for start in range(0, len(self.ids), marking.AT_ONCE):
            some = self.ids[start : start + marking.AT_ONCE]
            wanted = set(self.unread).intersection(some)
            with library.transaction() as live:
                shown = hiding.unhide(live, some)
                marked = marking.put(live, sorted(wanted), "is_read", False)
                feeds = hiding.feeds_of(live, shown) | marked.feeds
            changes |= Changes(state=shown, feeds=feeds, back=bool(shown))
        return changes
