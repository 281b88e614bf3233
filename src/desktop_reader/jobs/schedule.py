"""When a feed is asked again. Pure: from how matters stand and what the answer said to a moment.

Bounds (see the limits of the fetching rules): never sooner than 30 minutes by schedule; a server's own wish (max-age,
Expires, ttl, syndication period) is believed up to a day, Retry-After up to 30 days; a failing feed waits twice as long
each time, up to a day, or to the reader's own interval where that is longer. A little is added by chance, so that
feeds do not march in step.
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
NOT_NOW = 30 * 60  # How long a host that said 429 without a time is left alone.
_HOUR = 3600
_NO_JITTER_BELOW = 60


def after_answer(now: int, wish_seconds: int, rhythm: Rhythm, fresh_seconds: int | None, chance: Random) -> int:
    """The next moment after an answer without fault. ``wish_seconds`` is the reader's interval, 0 for by hand only."""
    wait = max(wish_seconds or LONGEST, SOONEST)
    for told in (fresh_seconds, rhythm.ttl_minutes and rhythm.ttl_minutes * 60):
        if told:
            wait = max(wait, min(told, LONGEST))
    return _outside(now + _jittered(wait, chance), rhythm)


def after_failure(now: int, wish_seconds: int, failures: int, error: FeedError, chance: Random) -> tuple[int, int]:
    """(the next moment, before which not even by hand or 0) after ``failures`` faults in a row, this one counted."""
    if error.retry_after is not None:
        until = now + min(error.retry_after, LONGEST_RETRY_AFTER)
        return max(until, now + SOONEST), until
    if error.problem is Problem.TOO_MANY:
        return now + _jittered(max(wish_seconds, NOT_NOW) * 2, chance), now + NOT_NOW
    wait = max(wish_seconds or LONGEST, SOONEST) * 2 ** min(failures, 8)
    return now + _jittered(min(wait, max(LONGEST, wish_seconds)), chance), 0


def _jittered(wait: int, chance: Random) -> int:
    return wait if wait < _NO_JITTER_BELOW else wait + chance.randrange(wait // 20 + 1)


def _outside(moment: int, rhythm: Rhythm) -> int:
    """The first moment from ``moment`` on that lies in no hour and no day (GMT) that the feed wants skipped."""
    if len(rhythm.skip_hours) >= 24 or len(rhythm.skip_days) >= 7:
        return moment  # Nobody means "never".
    for _ in range(24 * 8):
        there = time.gmtime(moment)
        if there.tm_hour not in rhythm.skip_hours and there.tm_wday not in rhythm.skip_days:
            return moment
        moment += _HOUR - moment % _HOUR
    return moment
