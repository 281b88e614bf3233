"""How a feed fares, in words: what kind of trouble if any, since when, what we did about it, and what one can do. Pure.

Words are English templates; moments, spans and phrases in them are values, so that whoever shows them writes them in
the reader's language and as is usual there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from desktop_reader.records.facts import Facts
from desktop_reader.records.health import SENTENCES, Problem
from desktop_reader.records.sentence import DAY, HOUR, Moment, Phrase, Sentence, Span, Value
from desktop_reader.records.translatable import translatable


class Kind(StrEnum):
    """What a feed's condition comes to."""

    FINE = "fine"
    NEW = "new"
    QUIET = "quiet"
    SLOW = "slow"
    MOVED = "moved"
    WAITING = "waiting"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    PASSWORD = "password"
    MISSING = "missing"
    GONE = "gone"
    UNSAFE = "unsafe"
    MALFORMED = "malformed"
    ADDRESS = "address"


class Remedy(StrEnum):
    """What one can do."""

    ASK = "ask"
    SITE = "site"
    PASSWORD = "password"
    LOOK = "look"
    FIND = "find"
    REMOVE = "remove"


NAMES: dict[Kind, str] = translatable(
    {
        Kind.FINE: "Fine",
        Kind.NEW: "New",
        Kind.QUIET: "Quiet",
        Kind.SLOW: "Slow",
        Kind.MOVED: "Moved",
        Kind.WAITING: "Left alone for a while",
        Kind.OFFLINE: "Offline",
        Kind.UNREACHABLE: "Not reached",
        Kind.BLOCKED: "Blocked",
        Kind.PASSWORD: "Needs a password",
        Kind.MISSING: "Not found",
        Kind.GONE: "Gone",
        Kind.UNSAFE: "Not safe",
        Kind.MALFORMED: "Cannot be read",
        Kind.ADDRESS: "Wrong address",
    }
)

_OF_PROBLEM: dict[Problem, Kind] = {
    Problem.BAD_ADDRESS: Kind.ADDRESS,
    Problem.OFFLINE: Kind.OFFLINE,
    Problem.UNKNOWN_HOST: Kind.UNREACHABLE,
    Problem.NO_CONNECTION: Kind.UNREACHABLE,
    Problem.TIMED_OUT: Kind.SLOW,
    Problem.CERTIFICATE: Kind.UNSAFE,
    Problem.PASSWORD: Kind.PASSWORD,
    Problem.KEYRING: Kind.PASSWORD,
    Problem.FORBIDDEN: Kind.BLOCKED,
    Problem.NOT_FOUND: Kind.MISSING,
    Problem.GONE: Kind.GONE,
    Problem.TOO_MANY: Kind.BLOCKED,
    Problem.SERVER: Kind.UNREACHABLE,
    Problem.REFUSED: Kind.BLOCKED,
    Problem.REDIRECTS: Kind.ADDRESS,
    Problem.UNSAFE_ADDRESS: Kind.UNSAFE,
    Problem.TOO_LARGE: Kind.MALFORMED,
    Problem.CUT_SHORT: Kind.UNREACHABLE,
    Problem.EMPTY: Kind.MALFORMED,
    Problem.NOT_A_FEED: Kind.MALFORMED,
    Problem.MALFORMED: Kind.MALFORMED,
    Problem.TOO_SLOW_TO_READ: Kind.MALFORMED,
}

_REMEDIES: dict[Kind, tuple[Remedy, ...]] = {
    Kind.FINE: (),
    Kind.NEW: (Remedy.ASK,),
    Kind.QUIET: (Remedy.SITE, Remedy.REMOVE),
    Kind.SLOW: (Remedy.ASK, Remedy.SITE),
    Kind.MOVED: (Remedy.SITE,),
    Kind.WAITING: (),
    Kind.OFFLINE: (Remedy.ASK,),
    Kind.UNREACHABLE: (Remedy.ASK, Remedy.SITE, Remedy.LOOK, Remedy.REMOVE),
    Kind.BLOCKED: (Remedy.SITE, Remedy.LOOK, Remedy.REMOVE),
    Kind.PASSWORD: (Remedy.PASSWORD, Remedy.SITE, Remedy.REMOVE),
    Kind.MISSING: (Remedy.FIND, Remedy.SITE, Remedy.LOOK, Remedy.REMOVE),
    Kind.GONE: (Remedy.FIND, Remedy.SITE, Remedy.LOOK, Remedy.REMOVE),
    Kind.UNSAFE: (Remedy.ASK, Remedy.SITE, Remedy.REMOVE),
    Kind.MALFORMED: (Remedy.LOOK, Remedy.FIND, Remedy.SITE, Remedy.REMOVE),
    Kind.ADDRESS: (Remedy.FIND, Remedy.SITE, Remedy.REMOVE),
}

_PACES = translatable(
    (  # How far articles are apart at most, and how one says it.
        (8 * HOUR, "several times a day"),
        (36 * HOUR, "daily"),
        (5 * DAY, "every few days"),
        (10 * DAY, "weekly"),
        (20 * DAY, "every two weeks"),
        (45 * DAY, "monthly"),
        (150 * DAY, "every few months"),
    )
)
_SELDOM = translatable("once or twice a year")
PACES = (*(words for _, words in _PACES), _SELDOM)

_SLOW_MS = 8000


@dataclass(frozen=True, slots=True)
class Condition:
    """``sentence`` says it, ``did`` what we did about it and will do; ``remedies`` begin with the likeliest."""

    kind: Kind
    sentence: Sentence
    since_at: int | None = None
    did: tuple[Sentence, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether there is nothing to worry about."""
        return self.kind in (Kind.FINE, Kind.NEW, Kind.MOVED, Kind.WAITING)


def condition(facts: Facts) -> Condition:
    """What the facts come to."""
    kind, sentence, since = _found(facts)
    remedies = [
        remedy
        for remedy in _REMEDIES[kind]
        if (remedy is not Remedy.LOOK or facts.has_answer) and (remedy is not Remedy.ASK or not _resting(facts))
    ]
    return Condition(kind, sentence, since, tuple(_did(facts)), tuple(remedies))


def pace(gap: int) -> Phrase:
    """How one says that articles come ``gap`` seconds apart."""
    return Phrase(next((words for most, words in _PACES if gap <= most), _SELDOM))


def _found(facts: Facts) -> tuple[Kind, Sentence, int | None]:
    problem = facts.health.problem
    if problem is not None:
        said = Sentence(SENTENCES[problem], (("detail", Phrase(facts.health.detail)),))
        return _OF_PROBLEM[problem], said, facts.health.since_at
    if _resting(facts):
        words = translatable(
            "Its server asked not to be called before {until}, perhaps because of another of its feeds."
        )
        return Kind.WAITING, Sentence(words, (("until", Moment(facts.not_before_at)),)), None
    if facts.checked_at is None:
        return Kind.NEW, Sentence("It was not asked yet."), facts.created_at
    if facts.quiet and facts.silence is not None:
        return Kind.QUIET, _quiet(facts.silence, facts.gap), facts.published[0]
    if len(facts.took_ms) >= 3 and (took := median_low(facts.took_ms)) >= _SLOW_MS:
        words = translatable("It comes, but slowly: its last answers took about {took}.")
        return Kind.SLOW, Sentence(words, (("took", Span(took // 1000)),)), None
    if facts.moved_at is not None and facts.old_url:
        return Kind.MOVED, Sentence("It moved to another address, and we followed it."), facts.moved_at
    return Kind.FINE, _fine(facts), None


def _quiet(silence: int, gap: int | None) -> Sentence:
    silent = ("silence", Span(silence))
    if gap is None:
        return Sentence("Nothing for {silence}.", (silent,))
    return Sentence("Nothing for {silence}; it used to post {pace}.", (silent, ("pace", pace(gap))))


def _fine(facts: Facts) -> Sentence:
    if not facts.published:
        return Sentence("It answers well, and has no articles yet.")
    if facts.gap is None:
        return Sentence("It answers well.")
    return Sentence("It answers well, and posts {pace}.", (("pace", pace(facts.gap)),))


def _did(facts: Facts) -> Sequence[Sentence]:
    health, said = facts.health, []
    if health.failures == 1:
        said.append(Sentence("It failed once."))
    elif health.failures > 1:
        said.append(Sentence("It failed {count} times in a row.", (("count", health.failures),)))
    if facts.moved_at is not None and facts.old_url:
        said.append(Sentence("We asked at {old} before, and ask at {url} now.", _addresses(facts)))
    if facts.moving_to:
        words = translatable("The server says that it moved to {to}. We follow when another refresh finds the same.")
        said.append(Sentence(words, (("to", facts.moving_to),)))
    if facts.stopped:
        said.append(Sentence("We do not ask it any more. Its articles stay."))
    elif _resting(facts) and health.problem is not None:
        words = translatable("We leave the server alone until {until}, as it wishes.")
        said.append(Sentence(words, (("until", Moment(facts.not_before_at)),)))
    elif health.failures > 1 and facts.checked_at is not None and facts.next_check_at > facts.checked_at:
        words = translatable("We wait longer after each failure, now {wait}.")
        said.append(Sentence(words, (("wait", Span(facts.next_check_at - facts.checked_at)),)))
    return said


def _addresses(facts: Facts) -> tuple[tuple[str, Value], ...]:
    return ("old", facts.old_url or ""), ("url", facts.url)


def _resting(facts: Facts) -> bool:
    return facts.not_before_at > facts.now
