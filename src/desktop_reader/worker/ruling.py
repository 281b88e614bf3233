"""Carrying out the reader's rules on what has arrived: as soon as it can be searched for, and before it is told.

An expression is looked for in a helper process of its own. One that does not come to an end there switches its rule
off, which is told in a sentence; the articles are as they came.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop_reader.errors import LibraryError, ReaderError
from desktop_reader.jobs.rules import CarryOut, ForgetRuns
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import rules, runs
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.rule import Rule
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.patterns import DEADLINE, Matched, MatchPatterns, matched

_FEW = 200  # More than these are not indexed while somebody waits to be told.
_RUNS = 2  # Of each rule; others wait.
_AT_ONCE = 100

Run = Callable[[MatchPatterns], Matched]


class Ruling:
    """Lives on the thread that writes. ``failed`` hears of rules that were switched off."""

    def __init__(self, library: Writer, failed: Callable[[Exception], None]) -> None:
        self._library = library
        self._failed = failed
        self._helper = Helper(DEADLINE)

    def arrived(self, changes: Changes) -> Changes:
        """What came, as it is after the rules: what they hide is never told as new."""
        try:
            if not (changes.new and rules.any_enabled(self._library.reader)):
                return changes
            if len(self._library.reader.unindexed(_FEW + 1)) > _FEW:
                return changes  # Later, then: see ``look``.
            while self._library.reader.unindexed(1):
                CatchUp().run(self._library)
            did = self.look(_RUNS)
        except LibraryError:
            return changes  # They wait, and are looked at again when the library takes something.
        except Exception as error:  # A bug here must not stop the refresh.
            self._failed(error)
            return changes
        hidden = frozenset(did.removed)
        new = tuple(number for number in changes.new if number not in hidden)
        before = frozenset(changes.new)
        known = tuple(number for number in did.removed if number not in before)
        return replace(changes, new=new) | replace(did, removed=known)

    @property
    def is_behind(self) -> bool:
        """Whether the rules have yet to see something that can be searched for."""
        return rules.any_enabled(self._library.reader) and bool(rules.waiting(self._library.reader))

    def look(self, most: int = 1 << 30, *, rest: bool = False) -> Changes:
        """Runs the rules on what they have not seen and can be searched for, in at most so many runs of each; then
        there is a ``rest``.
        """
        reader, changes = self._library.reader, Changes()
        while most and rules.any_enabled(reader) and (articles := rules.waiting(reader)):
            most -= 1
            wanted: list[tuple[Rule, Sequence[int]]] = []
            slow: list[tuple[Rule, int]] = []
            for rule in rules.rules(reader):
                if not rule.enabled:
                    continue
                found, line = matching(reader, rule, articles, self._helper.run)
                if line is None:
                    wanted.append((rule, found))
                else:
                    slow.append((rule, line))
            job = CarryOut(wanted, articles[-1], [rule.id for rule, _ in slow])
            changes |= job.run(self._library)
            for rule, line in slow:
                self._failed(too_slow(rule, line))
        if rest and self._helper.is_there:
            self._helper.rest()  # It holds memory.
        if rest and runs.any_old(reader, int(time.time())):
            ForgetRuns().run(self._library)
        return changes

    def close(self) -> None:
        """Ends the helper."""
        self._helper.close()


def matching(reader: Reader, rule: Rule, articles: Sequence[int], run: Run) -> tuple[list[int], int | None]:
    """Those of the articles that a rule wants; or the line that took too long."""
    if rule.search:
        return rules.wanted(reader, rule, articles), None
    found: list[int] = []
    start = 0
    while start < len(articles):
        subjects = rules.subjects(reader, rule.pattern, articles[start : start + _AT_ONCE])
        at = 0
        while at < len(subjects):
            answer = matched(run, MatchPatterns(rule.pattern, subjects[at:]))
            if answer.slow is not None:
                return [], answer.slow
            found += answer.ids
            at += max(1, answer.looked_at)  # A text that takes all the time by itself is passed over.
        start += _AT_ONCE
    return found, None


def too_slow(rule: Rule, line: int) -> ReaderError:
    """What is said of a rule that was switched off."""
    if line:
        return ReaderError(
            "The rule “{title}” was switched off: the regular expression in line {line} takes too long.",
            title=rule.title,
            line=line,
        )
    return ReaderError(
        "The rule “{title}” was switched off: one of its regular expressions takes too long.", title=rule.title
    )
