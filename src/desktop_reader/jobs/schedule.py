"""When a feed is asked again. Pure: from how matters stand and what the answer said to a moment.

A feed has a rhythm of its own: one that brings something once a week need not be asked every hour. It is asked 24 times
in the time that its articles are apart, so that news are late by a twenty-fourth of it at most.

Bounds (see the limits of the fetching rules): never sooner than the reader wishes, never sooner than 30 minutes by
schedule; the feed's rhythm and a server's own wish (max-age, Expires, ttl, syndication period) are believed up to a
day, Retry-After up to 30 days; a failing feed waits twice as long each time, up to a day, or to the reader's own
interval where that is longer. A little is added by chance, so that feeds do not march in step.
"""

from __future__ import annotations

import time
from random import Random

from desktop_reader.errors import FeedError
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Rhythm

SOONEST = 30 * 60
LONGEST = 24 * 3600
LONGEST_RETRY_AFTER = 30 * 86400
NOT_NOW = 30 * 60
"""How long a host that said 429 without a time is left alone."""

OTHERS_NOT_NOW = 5 * 60
"""The least for the host's other feeds, where it asked for less."""

_HOUR = 3600
_NO_JITTER_BELOW = 60
_MOST_JITTER = 15 * 60
_ASKED_EACH_GAP = 24


def after_answer(
    now: int,
    wish_seconds: int,
    rhythm: Rhythm,
    fresh_seconds: int | None,
    chance: Random,
    gap_seconds: int | None = None,
) -> int:
    """The next moment after an answer without fault. ``wish_seconds`` is the reader's interval, 0 for by hand only;
    ``gap_seconds`` how far the feed's last articles are apart, None when that is not known.
    """
    wait = max(wish_seconds or LONGEST, SOONEST)
    own = None if gap_seconds is None else gap_seconds // _ASKED_EACH_GAP
    for told in (own, fresh_seconds, rhythm.ttl_minutes and rhythm.ttl_minutes * 60):
        if told:
            wait = max(wait, min(told, LONGEST))
    return outside(now + _jittered(wait, chance), rhythm)


def after_failure(now: int, wish_seconds: int, failures: int, error: FeedError, chance: Random) -> tuple[int, int]:
    """(the next moment, before which not even by hand or 0) after ``failures`` faults in a row, this one counted."""
    least = max(wish_seconds or LONGEST, SOONEST)
    if error.retry_after is not None:
        until = now + min(error.retry_after, LONGEST_RETRY_AFTER)
        return max(until, now + min(least, LONGEST)), until
    if error.problem is Problem.TOO_MANY:
        return now + _jittered(max(wish_seconds, NOT_NOW) * 2, chance), now + NOT_NOW
    wait = least * 2 ** min(failures, 8)
    return now + _jittered(min(wait, max(LONGEST, wish_seconds)), chance), 0


def after_others(now: int, next_check_at: int, retry_after: int | None, chance: Random) -> tuple[int, int]:
    """The same for a feed that was not asked, for its host said "not now" to another one."""
    wait = NOT_NOW if retry_after is None else min(retry_after, LONGEST_RETRY_AFTER)
    return max(next_check_at, now + _jittered(max(wait, OTHERS_NOT_NOW), chance)), now + wait


def outside(moment: int, rhythm: Rhythm) -> int:
    """The first moment from ``moment`` on that lies in no hour and no day (GMT) that the feed wants skipped."""
    if len(rhythm.skip_hours) >= 24 or len(rhythm.skip_days) >= 7:
        return moment  # Nobody means "never".
    for _ in range(24 * 8):
        there = time.gmtime(moment)
        if there.tm_hour not in rhythm.skip_hours and there.tm_wday not in rhythm.skip_days:
            return moment
        moment += _HOUR - moment % _HOUR
    return moment


def _jittered(wait: int, chance: Random) -> int:
    return wait if wait < _NO_JITTER_BELOW else wait + chance.randrange(min(wait // 20, _MOST_JITTER) + 1)
