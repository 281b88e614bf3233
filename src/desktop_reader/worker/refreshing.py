"""A refresh under way: which feeds are still to be asked, which answers wait for the digest, what was kept.

Lives on the loop's thread. Downloads and digests come back as calls of ``arrived`` and ``digested``, which the owner
must bring to that thread (``post``). Bodies that wait for the digest are bounded, and no host gets more than two asks
at once from here, so one slow host holds nobody else.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from desktop_reader.errors import FeedError, FetchError, LibraryError, ParseError
from desktop_reader.feeds import address
from desktop_reader.feeds.fetch import Ask
from desktop_reader.jobs.refresh import Arrival, Settled, settle
from desktop_reader.jobs.schedule import LONGEST_RETRY_AFTER
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.store import fingerprints
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Digest, FeedRequest, Outcome, Response, Status
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads, Result
from desktop_reader.worker.tasks import DigestFeed

_AT_ONCE = 64  # Asks in the downloads' hands; they connect to 16 servers of these at a time.
_BODIES = 24  # Documents that may wait for the digest: 24 of the largest are what memory can bear.
_BATCH = 50  # Answers without news that are kept together.
_BATCH_SECONDS = 0.5

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
        self._waiting: dict[str, deque[FeedRequest]] = {}
        self._asked: dict[int, FeedRequest] = {}
        self._per_host: dict[str, int] = {}
        self._bodies = 0
        self._light: list[Arrival] = []
        self._light_since = 0.0
        self._generation = 0
        self.wish_seconds = 3600
        self.of = 0
        self.done = 0

    @property
    def busy(self) -> bool:
        """True while answers are outstanding."""
        return bool(self._waiting or self._asked or self._bodies or self._light)

    def start(self, states: Sequence[FetchState], now: int) -> list[Outcome]:
        """Begins to ask these feeds; those whose server said "not now", or that are asked already, are skipped."""
        if not self.busy:
            self.of = self.done = 0
        skipped = []
        under_way = self._asked.keys() | {r.feed_id for line in self._waiting.values() for r in line}
        for state in states:
            # A time further away than any server may ask for was made by a wrong clock.
            told_not_now = now < state.not_before_at <= now + LONGEST_RETRY_AFTER
            if told_not_now or state.feed_id in under_way:
                skipped.append(
                    Outcome(
                        state.feed_id, Status.SKIPPED, health=state.health, not_before_at=state.not_before_at or None
                    )
                )
                continue
            self._waiting.setdefault(_host(state.url), deque()).append(state.request)
            self.of += 1
        self._ask_more()
        return skipped

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
        self._per_host.clear()
        self._bodies = 0
        self.of = self.done = 0
        if not keep:
            self._light.clear()
        self.flush()

    def flush(self) -> None:
        """Keeps the answers without news that were saved up."""
        if self._light:
            arrivals, self._light = self._light, []
            self._keep(arrivals)

    def _ask_more(self) -> None:
        while self._waiting and len(self._asked) < _AT_ONCE and self._bodies < _BODIES:
            host = next((h for h in self._waiting if self._per_host.get(h, 0) < 2), None)
            if host is None:
                return
            line = self._waiting.pop(host)
            request = line.popleft()
            if line:
                self._waiting[host] = line  # At the end of the queue: hosts take turns.
            self._per_host[host] = self._per_host.get(host, 0) + 1
            self._asked[request.feed_id] = request
            if self._downloads is None:
                self._downloads = self._make_downloads(partial(self._fetched, self._generation))
            # Somebody gave this address by hand or in a list of theirs, so it may lie in their own network.
            self._downloads.add(Ask(request.feed_id, request.url, request.validators, "feed", allow_private=True))

    def _fetched(self, generation: int, ask: Ask, result: Result) -> None:
        """On the downloads' thread."""
        self._post(partial(self._arrived, generation, ask, result))

    def _arrived(self, generation: int, ask: Ask, result: Result) -> None:
        request = self._asked.get(ask.key)
        if generation != self._generation or request is None:
            return
        host = _host(request.url)
        self._per_host[host] -= 1
        try:
            if isinstance(result, Response):
                self._digest_or_keep(request, result)
            elif isinstance(result, FetchError):
                self._finished(Arrival(request, error=result))
                if result.problem is Problem.TOO_MANY:
                    self._leave_alone(host, result)
            else:
                self._finished(Arrival(request, answer=result))
        finally:
            self._ask_more()

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
                self._finished(Arrival(request, error=result))
            else:
                self._finished(Arrival(request, response, result, body_hash))
        finally:
            self._ask_more()

    def _leave_alone(self, host: str, error: FetchError) -> None:
        """A host that said "too often" is not asked for its other feeds either."""
        for request in self._waiting.pop(host, ()):
            self._asked[request.feed_id] = request
            self._finished(Arrival(request, error=error))

    def _finished(self, arrival: Arrival) -> None:
        del self._asked[arrival.request.feed_id]
        self.done += 1
        if arrival.digest is not None:
            self._keep([arrival])
            return
        if not self._light:
            self._light_since = time.monotonic()
        self._light.append(arrival)
        last = not (self._waiting or self._asked or self._bodies)
        if last or len(self._light) >= _BATCH or time.monotonic() - self._light_since > _BATCH_SECONDS:
            self.flush()

    def _keep(self, arrivals: Sequence[Arrival]) -> None:
        now = int(time.time())
        try:
            settled = settle(self._library, arrivals, now, self.wish_seconds)
        except LibraryError:
            raise
        except Exception as bug:
            # These feeds must wait as after any fault: else they are due still, and asked again without end.
            fault = ParseError(Problem.MALFORMED, f"{type(bug).__name__}: {bug}"[:200])
            failed = [Arrival(arrival.request, error=fault) for arrival in arrivals]
            self._settled(settle(self._library, failed, now, self.wish_seconds))
            raise
        self._settled(settled)


def _host(url: str) -> str:
    try:
        return address.host_key(url)
    except FetchError:
        return url
