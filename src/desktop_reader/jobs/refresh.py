"""Keeping what servers answered: entries, validators and the next moment to ask, in one transaction a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from desktop_reader.errors import FeedError, FetchError, NotNowError, ParseError
from desktop_reader.feeds import address, secrets
from desktop_reader.feeds.networks import is_local
from desktop_reader.jobs import schedule
from desktop_reader.jobs.arrival_time import arrived_at
from desktop_reader.library import asked, fetching, homes, merging, store
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.search import Searchable
from desktop_reader.library.writer import Transaction, Writer
from desktop_reader.records.asked import MOVED, Asked, Received, public
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.refresh import Answer, Digest, FeedRequest, Outcome, Status, Validators

_CONFIRMATIONS = 2  # Refreshes in which a permanent redirect must lead to a feed until the subscription moves.


@dataclass(frozen=True, slots=True)
class Arrival:
    """How one request ended: an answer without news, an answer with a digest and its body's hash, or an error."""

    request: FeedRequest
    answer: Answer | None = None
    digest: Digest | None = None
    body_hash: bytes | None = None
    error: FeedError | None = None

    @property
    def received(self) -> Received | None:
        """What came, as far as that is known."""
        if self.answer is not None:
            return self.answer.received
        return self.error.received if isinstance(self.error, FetchError) else None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was kept of some arrivals."""

    outcomes: tuple[Outcome, ...]
    changes: Changes


def settle(
    library: Writer,
    arrivals: Sequence[Arrival],
    now: int,
    wish_seconds: int,
    unread_again: bool = False,
    *,
    away: int = 0,
) -> Settled:
    """Keeps arrivals, all in one transaction: give one at a time with a digest, many at a time without. Articles whose
    text was rewritten become ``unread_again`` in feeds of which the reader has not said otherwise. ``away`` is how far
    the own clock was found to be from those of the servers.
    """
    try:
        return _settle(library, arrivals, now, wish_seconds, unread_again, away)
    except (UnicodeError, OverflowError) as error:
        # A text or a number that SQLite does not take. The feed must wait as after any fault, not be asked at once.
        if all(arrival.digest is None for arrival in arrivals):
            raise
        fault = ParseError(Problem.MALFORMED, str(error)[:200])
        kept = [replace(a, digest=None, error=fault) if a.digest is not None else a for a in arrivals]
        return _settle(library, kept, now, wish_seconds, unread_again, away)


def _settle(
    library: Writer, arrivals: Sequence[Arrival], now: int, wish_seconds: int, unread_again: bool, away: int
) -> Settled:
    outcomes: list[Outcome] = []
    changes = Changes()
    texts: list[Searchable] = []
    useless: list[str] = []
    with library.transaction() as live:
        there = {s.feed_id: s for s in fetching.states(live, [a.request.feed_id for a in arrivals])}
        gaps = fetching.gaps(live, [a.request.feed_id for a in arrivals if a.answer is not None and not a.digest], now)
        kept: list[FetchState] = []
        log: list[Asked] = []
        for arrival in arrivals:
            before = there.get(arrival.request.feed_id)
            if before is None:
                continue  # The feed was removed while its server was asked.
            after, outcome, change, found = _settle_one(
                live, arrival, before, now, wish_seconds, gaps.get(before.feed_id), unread_again, away
            )
            texts += found
            if before.access and before.moved_to and not fetching.states(live, [before.feed_id]):
                useless.append(before.access.key)  # It became one with another feed, which has a secret of its own.
            kept.append(after)
            outcomes.append(outcome)
            changes |= change
            if outcome.status is not Status.SKIPPED:
                log.append(_logged(arrival, before, after, outcome, now))
                _keep_answer(live, arrival, before, now)
        fetching.keep(live, kept)
        asked.note(live, log)
    for key in useless:
        secrets.forget_soon(key)
    library.remember_texts(texts)  # Only now: ids of a transaction that is undone are given again.
    return Settled(tuple(outcomes), changes)


def _settle_one(
    live: Transaction,
    arrival: Arrival,
    before: FetchState,
    now: int,
    wish_seconds: int,
    gap: int | None,
    unread_again: bool,
    away: int,
) -> tuple[FetchState, Outcome, Changes, Sequence[Searchable]]:
    chance = Random(f"{before.feed_id} {now}")
    feeds = frozenset({before.feed_id})
    if isinstance(arrival.error, NotNowError):
        after = _not_asked(before, arrival.error, now, chance)
        health, until = after.health, after.not_before_at
        return after, Outcome(before.feed_id, Status.SKIPPED, health=health, not_before_at=until), Changes(), ()
    if arrival.error is not None or arrival.answer is None:
        error = arrival.error or FeedError(Problem.MALFORMED)
        after = _failed(before, error, now, wish_seconds, chance)
        outcome = Outcome(before.feed_id, Status.FAILED, health=after.health, not_before_at=after.not_before_at or None)
        return after, outcome, Changes(feeds=feeds), ()

    answer, digest = arrival.answer, arrival.digest
    outcome = Outcome(before.feed_id, Status.UNCHANGED)
    changes = Changes(feeds=feeds) if not before.health.ok else Changes()
    texts: Sequence[Searchable] = ()
    at = arrived_at(live, arrival.received, now, away)
    if digest is not None:
        outcome, news, texts = _kept(live, before.feed_id, digest, at, unread_again)
        changes |= news
        gap = fetching.gaps(live, [before.feed_id], now).get(before.feed_id)
    rhythm = digest.rhythm if digest else before.rhythm
    after = replace(
        before,
        validators=_validators(before, arrival),
        body_hash=arrival.body_hash or before.body_hash,
        checked_at=at,
        next_check_at=schedule.after_answer(now, wish_seconds, rhythm, answer.fresh_seconds, chance, gap),
        not_before_at=0,
        stopped=False,
        health=Health(),
        rhythm=rhythm,
    )
    _note_home(live, before.url, answer)
    after, moves = _moved(live, after, answer, now)
    if moves.removed:
        gone = frozenset(moves.removed)
        new, updated, state = (_without(ids, gone) for ids in (changes.new, changes.updated, changes.state))
        changes = replace(changes, new=new, updated=updated, state=state)
        texts = [text for text in texts if text.id not in gone]
    return after, outcome, changes | moves, texts


def _logged(arrival: Arrival, before: FetchState, after: FetchState, outcome: Outcome, now: int) -> Asked:
    came, health = arrival.received or Received(before.url), outcome.health
    said, detail = str(health.problem or outcome.status), health.detail
    followed = before.moved_to is not None and after.moved_to is None
    if followed and arrival.answer is not None and arrival.answer.moved_to == before.moved_to and health.ok:
        said, detail = MOVED, public(before.moved_to or "")
    return Asked(before.feed_id, now, said, came.status, outcome.new, outcome.updated, came.took_ms, came.size, detail)


def _keep_answer(live: Transaction, arrival: Arrival, before: FetchState, now: int) -> None:
    """The answer takes the place of the last one where it says something else."""
    came, well = arrival.received, arrival.error is None
    if came is None or not came.head or (well and arrival.digest is None and before.health.ok):
        return
    asked.keep_answer(live, before.feed_id, now, came, asked.OF_FINE if well else asked.OF_ILL)


def _kept(
    live: Transaction, feed_id: int, digest: Digest, now: int, unread_again: bool
) -> tuple[Outcome, Changes, Sequence[Searchable]]:
    told = fetching.describe(
        live,
        feed_id,
        now,
        title=digest.title,
        site_url=digest.site_url,
        description=digest.description,
        language=digest.language,
        icon_url=digest.icon_url,
    )
    stored = store.store(live, feed_id, digest, now, unread_again)
    if not (stored.new or stored.updated):
        return Outcome(feed_id, Status.UNCHANGED), Changes(tree=told), stored.texts
    outcome = Outcome(feed_id, Status.NEW, len(stored.new), len(stored.updated))
    feeds = frozenset({feed_id})
    changes = Changes(new=stored.new, updated=stored.updated, state=stored.unread, feeds=feeds, tree=told)
    return outcome, changes, stored.texts


def _without(ids: tuple[int, ...], gone: frozenset[int]) -> tuple[int, ...]:
    return tuple(number for number in ids if number not in gone)


def _validators(before: FetchState, arrival: Arrival) -> Validators:
    """A 200 brings a new set, a 304 may renew the old one; asked without any, a 304's own are no set for a body."""
    assert arrival.answer is not None
    given = arrival.answer.validators
    if arrival.answer.status != 304:
        return given
    known = before.validators
    if known.etag is None and known.last_modified is None:
        return known
    return replace(known, etag=given.etag or known.etag, last_modified=given.last_modified or known.last_modified)


def _failed(before: FetchState, error: FeedError, now: int, wish_seconds: int, chance: Random) -> FetchState:
    failures = before.health.failures + 1
    since = before.health.since_at if not before.health.ok else now
    next_check_at, not_before_at = schedule.after_failure(now, wish_seconds, failures, error, chance)
    return replace(
        before,
        checked_at=now,
        next_check_at=next_check_at,
        not_before_at=not_before_at,
        stopped=before.stopped or error.problem is Problem.GONE,  # Only a feed that is there again goes on.
        health=Health(error.problem, error.detail, failures, since),
    )


def _not_asked(before: FetchState, error: NotNowError, now: int, chance: Random) -> FetchState:
    """Nothing is known that is new, but that its host is to be left alone."""
    next_check_at, until = schedule.after_others(now, before.next_check_at, error.retry_after, chance)
    return replace(before, next_check_at=next_check_at, not_before_at=max(until, before.not_before_at))


def _note_home(live: Transaction, url: str, answer: Answer) -> None:
    """Who was allowed into a private network once may come back."""
    if answer.homes and not is_local(address.host_of(url)):
        homes.note(live, url, answer.homes)


def _moved(live: Transaction, state: FetchState, answer: Answer, now: int) -> tuple[FetchState, Changes]:
    """The subscription follows a permanent redirect only when it led to a feed twice: a hotel's login page does not.
    Where it leads to another subscription, the two become one.
    """
    moved_to = answer.moved_to
    if moved_to is None or moved_to == state.url:
        return replace(state, moved_to=None, moved_times=0), Changes()
    times = state.moved_times + 1 if moved_to == state.moved_to else 1
    if times < _CONFIRMATIONS:
        return replace(state, moved_to=moved_to, moved_times=times), Changes()
    _note_home(live, moved_to, answer)
    other = fetching.move(live, state.feed_id, moved_to)
    changes = Changes() if other is None else merging.merge(live, state.feed_id, other, now)
    return replace(state, moved_to=None, moved_times=0), changes
