"""A refresh under way: which feeds are still to be asked, which answers wait for the digest, what was kept.

Lives on the loop's thread. Downloads and digests come back as calls of ``arrived`` and ``digested``, which the owner
must bring to that thread (``post``). Bodies that wait for the digest are bounded, and no host gets more than two asks
at once from here, so one slow host holds nobody else.

Where nobody at all can be reached, no feed is to blame: such faults are held back until somebody answers. If nobody
does, the refresh ends ``offline`` and every feed is as it was.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from desktop_reader.errors import FeedError, FetchError, LibraryError, NotNowError, ParseError, ReaderError
from desktop_reader.feeds import address
from desktop_reader.feeds.fetch import Ask
from desktop_reader.feeds.journey import asks_for_rest
from desktop_reader.feeds.networks import is_local
from desktop_reader.jobs.arrival_time import Witnesses, is_first
from desktop_reader.jobs.refresh import Arrival, Settled, settle
from desktop_reader.jobs.schedule import LONGEST_RETRY_AFTER, outside
from desktop_reader.library import fetching
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.store import fingerprints
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.refresh import Digest, FeedRequest, Outcome, Response, Status
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads, Result
from desktop_reader.worker.reach import Reach, is_outside
from desktop_reader.worker.tasks import DigestFeed
from desktop_reader.worker.waiting import Waiting, host_of

_AT_ONCE = 64  # Asks in the downloads' hands; they connect to 16 servers of these at a time.
_BODIES = 24  # Documents that may wait for the digest: 24 of the largest are what memory can bear.
_BATCH = 50  # Answers without news that are kept together.
_BATCH_SECONDS = 0.5
_HELD = 24  # Arrivals that wait for others to say what time it is.

Post = Callable[[Callable[[], None]], None]


class Refreshing:
    """One refresh at a time; more feeds may join while it runs.

    ``post`` brings a call to the thread that owns this; ``settled`` is told of everything kept.
    """

    def __init__(
        self,
        library: Writer,
        downloads: Callable[[Callable[[Ask, Result], None]], Downloads],
        digesting: Digesting,
        post: Post,
        settled: Callable[[Settled], None],
    ) -> None:
        self._library = library
        self._make_downloads = downloads
        self._downloads: Downloads | None = None
        self._digesting = digesting
        self._post = post
        self._settled = settled
        self._waiting = Waiting()
        self._asked: dict[int, FeedRequest] = {}
        self._bodies = 0
        self._light: list[Arrival] = []
        self._light_since = 0.0
        self._generation = 0
        self._reach = Reach()
        self._witnesses: Witnesses | None = None
        self._held: list[Sequence[Arrival]] = []
        self.wish_seconds = 3600
        self.unread_again = False
        self.by_hand = False
        self.of = 0
        self.done = 0

    @property
    def busy(self) -> bool:
        """True while answers are outstanding."""
        return bool(self._waiting or self._asked or self._bodies or self._light or self._held or self._reach.held)

    @property
    def offline(self) -> bool:
        """True when nobody could be reached in this refresh, or in the last one."""
        return self._reach.offline

    @property
    def resting(self) -> bool:
        """True for a while after that: the clock should ask nobody then."""
        return self._reach.resting

    def start(
        self, states: Sequence[FetchState], now: int, *, by_hand: bool = True, gently: bool = False
    ) -> list[Outcome]:
        """Begins to ask these feeds; those whose server said "not now", or that are asked already, are skipped.

        By hand a feed that is gone is asked only when it alone is meant; by the clock, a feed is not asked at hours
        that it wants skipped. ``gently`` spreads the asks over the time.
        """
        if not self.busy:
            self.of = self.done = 0
            self._waiting.gently = gently
            self.by_hand = False
            self._reach.begin()
            self._witnesses = Witnesses() if is_first(self._library.reader) else None
        self._waiting.gently &= gently
        self.by_hand |= by_hand
        skipped: list[FetchState] = []
        late: list[FetchState] = []
        under_way = self._asked.keys() | self._reach.held_ids | self._waiting.feed_ids
        # Feeds that failed come last, so that those that hang keep the fewest waiting.
        for state in sorted(states, key=lambda s: not s.health.ok):
            # A time further away than any server may ask for was made by a wrong clock.
            told_not_now = now < state.not_before_at <= now + LONGEST_RETRY_AFTER
            gone = state.stopped and by_hand and len(states) > 1
            if told_not_now or gone or state.feed_id in under_way:
                skipped.append(state)
            elif not by_hand and (moment := outside(now, state.rhythm)) > now:
                late.append(replace(state, next_check_at=moment))
            else:
                self._waiting.add(_request(state, alone=by_hand and len(states) == 1))
                self._reach.expect(state)
                self.of += 1
        if late:
            with self._library.transaction() as live:
                fetching.keep(live, late)
        self._ask_more()
        return [_skipped(state) for state in (*skipped, *late)]

    def tick(self) -> None:
        """To be called now and then while ``busy``: keeps what was saved up, asks those whose turn has come."""
        self.flush()
        if self._held:
            self._keep_held()
        self._judge()
        self._ask_more()

    def stop(self, keep: bool = True) -> None:
        """Gives up what was not answered yet; no feed is the worse for it. Without ``keep``, for a library that takes
        nothing, also the answers without news that were saved up.
        """
        self._generation += 1
        if self._downloads is not None:
            self._downloads.close()
            self._downloads = None
        self._waiting.clear()
        self._asked.clear()
        self._reach.begin()
        self._bodies = 0
        self.of = self.done = 0
        if not keep:
            self._light.clear()
            self._held.clear()
        self.flush()
        self._keep_held()

    def flush(self) -> None:
        """Keeps the answers without news that were saved up."""
        if self._light:
            arrivals, self._light = self._light, []
            self._keep(arrivals)

    def _ask_more(self) -> None:
        while self._waiting and len(self._asked) < _AT_ONCE and self._bodies < _BODIES and not self._reach.doubtful:
            request = self._waiting.take()
            if request is None:
                return
            self._asked[request.feed_id] = request
            if self._downloads is None:
                self._downloads = self._make_downloads(partial(self._fetched, self._generation))
            leave, home = request.leave, request.home
            ask = Ask(request.feed_id, request.url, request.validators, "feed", allow_private=leave, home=home)
            self._downloads.add(ask, request.access)

    def _fetched(self, generation: int, ask: Ask, result: Result) -> None:
        """On the downloads' thread."""
        self._post(partial(self._arrived, generation, ask, result))

    def _arrived(self, generation: int, ask: Ask, result: Result) -> None:
        request = self._asked.get(ask.key)
        if generation != self._generation or request is None:
            return
        self._waiting.back(request)
        if self._witnesses is not None:
            self._witnesses.hear(result.received, int(time.time()))
        try:
            if isinstance(result, FetchError) and self._reach.doubts(result):
                del self._asked[request.feed_id]
                self._reach.hold(request, result)
            else:
                if self._reach.shown_by(result):
                    self._believe()
                self._take(request, result)
            self._judge()
        finally:
            self._ask_more()

    def _take(self, request: FeedRequest, result: Result) -> None:
        if isinstance(result, Response):
            self._digest_or_keep(request, result)
        elif isinstance(result, FetchError):
            self._finished(Arrival(request, error=result))
            if asks_for_rest(result) and result.host == host_of(request.url):
                self._leave_alone(result.host, result)
        else:
            self._finished(Arrival(request, answer=result))

    def _believe(self) -> None:
        """There is a network; so the faults that were held back are faults."""
        for request, error in self._reach.release():
            self._asked[request.feed_id] = request
            self._finished(Arrival(request, error=error))

    def _judge(self) -> None:
        if not self._reach.held:
            return
        nobody_left = not (self._asked or self._bodies)
        if self._reach.judge(nobody_left):
            self._give_up_waiting()
        elif nobody_left and not self._waiting:
            self._believe()

    def _give_up_waiting(self) -> None:
        """There is no network: nobody is asked whom it takes one to reach, and no feed is the worse for it."""
        given_up = [request for request, _ in self._reach.release()]
        for host in self._waiting.hosts:
            if is_outside(host):
                given_up += self._waiting.drop(host)
        health = Health(Problem.OFFLINE)
        self.done += len(given_up)
        outcomes = tuple(Outcome(request.feed_id, Status.FAILED, health=health) for request in given_up)
        self._settled(Settled(outcomes, Changes()))

    def _digest_or_keep(self, request: FeedRequest, response: Response) -> None:
        body_hash = hashlib.sha256(response.body).digest()
        if body_hash == request.body_hash:
            self._finished(Arrival(request, answer=response, body_hash=body_hash))
            return
        with self._library.transaction() as live:
            known = fingerprints(live, request.feed_id)
        task = DigestFeed(response.body, response.url, response.content_type, known)
        self._bodies += 1
        # The generation is that of now: when the digest is done, another refresh may have begun.
        done = partial(self._digested, self._generation, request, response, body_hash)
        self._digesting.add(task, lambda result: self._post(partial(done, result)))

    def _digested(
        self, generation: int, request: FeedRequest, response: Response, body_hash: bytes, result: Digest | FeedError
    ) -> None:
        if generation != self._generation:
            return
        self._bodies -= 1
        try:
            if isinstance(result, FeedError):
                self._finished(Arrival(request, response, error=result))  # The answer, to be looked at.
            else:
                self._finished(Arrival(request, response, result, body_hash))
            self._judge()
        finally:
            self._ask_more()

    def _leave_alone(self, host: str, error: FetchError) -> None:
        """A host that said "too often" is not asked for its other feeds either, now and until it may be asked again."""
        self.flush()
        waited = {request.feed_id for request in self._waiting.drop(host)}
        with self._library.transaction() as live:
            others = [s for s in fetching.states(live) if s.feed_id not in self._asked and host_of(s.url) == host]
        not_now = NotNowError(error.problem, error.detail, retry_after=error.retry_after)
        # The one who was told so has kept it already, and is no worse for hearing it twice.
        told = [Arrival(state.request, error=not_now) for state in others]
        kept = settle(self._library, told, int(time.time()), self.wish_seconds)
        self.done += len(waited)
        self._settled(replace(kept, outcomes=tuple(o for o in kept.outcomes if o.feed_id in waited)))

    def _finished(self, arrival: Arrival) -> None:
        del self._asked[arrival.request.feed_id]
        self.done += 1
        last = not (self._waiting or self._asked or self._bodies)
        if arrival.digest is not None:
            self._keep([arrival])
            if last:
                self.flush()
            return
        if not self._light:
            self._light_since = time.monotonic()
        self._light.append(arrival)
        if last or len(self._light) >= _BATCH or time.monotonic() - self._light_since > _BATCH_SECONDS:
            self.flush()

    def _keep(self, arrivals: Sequence[Arrival]) -> None:
        self._held.append(arrivals)
        self._keep_held()

    def _keep_held(self) -> None:
        """Nothing is kept while it is not known what time it is, and somebody may still say it."""
        doubtful = self._witnesses is not None and self._witnesses.doubtful
        if doubtful and (self._asked or self._bodies) and len(self._held) < _HELD:
            return
        held, self._held = self._held, []
        for arrivals in held:
            self._settle(arrivals)

    def _settle(self, arrivals: Sequence[Arrival]) -> None:
        now, away = int(time.time()), self._witnesses.away if self._witnesses is not None else 0
        try:
            settled = settle(self._library, arrivals, now, self.wish_seconds, self.unread_again, away=away)
        except LibraryError:
            raise
        except Exception as bug:
            # These feeds must wait as after any fault: else they are due still, and asked again without end.
            fault = ParseError(Problem.MALFORMED, f"{type(bug).__name__}: {bug}"[:200])
            failed = [Arrival(arrival.request, error=fault) for arrival in arrivals]
            self._settled(settle(self._library, failed, now, self.wish_seconds))
            raise
        self._settled(settled)


def not_now(skipped: Sequence[Outcome], of: int) -> ReaderError | None:
    """What to tell somebody who wanted ``of`` feeds asked, when none of them may be asked now; else None."""
    until = [outcome.not_before_at for outcome in skipped if outcome.not_before_at]
    if not until or len(skipped) < of:
        return None
    return ReaderError(
        "The server asked not to be called before {time}. Until then it is left alone.",
        time=time.strftime("%Y/%m/%d %H:%M", time.localtime(min(until))),
    )


def _request(state: FetchState, *, alone: bool) -> FeedRequest:
    """Into a private network by an address that says so, or where somebody insists: who asks one feed ``alone`` that
    was refused for it has read why. Where else a name was found when it was given is told by the state.
    """
    insists = alone and state.health.problem is Problem.UNSAFE_ADDRESS
    return replace(state.request, leave=insists or is_local(address.host_of(state.url)))


def _skipped(state: FetchState) -> Outcome:
    return Outcome(state.feed_id, Status.SKIPPED, health=state.health, not_before_at=state.not_before_at or None)
