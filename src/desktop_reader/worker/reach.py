"""Whether it is the feed or the network: a refresh in which nobody can be reached says nothing of any feed.

Faults of the way (no such name, no route, silence from the beginning) are held back as long as nobody outside has
answered in this refresh. Without any route to the internet the network is to blame at once; with one, when three hosts
that were well so far failed and nobody else answered. A feed that has failed before is no witness: it may be dead.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.networks import literal_range
from desktop_reader.feeds.surroundings import has_route
from desktop_reader.library.fetching import FetchState
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Answer, FeedRequest

_WITNESSES = 3
_FIRST_REST = 60.0
_LONGEST_REST = 300.0
_OF_THE_ADDRESS = (Problem.BAD_ADDRESS, Problem.UNSAFE_ADDRESS)  # Nobody needs to be asked for these.


class Reach:
    """What one refresh after the other tells of the network."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.held: list[tuple[FeedRequest, FetchError]] = []
        self.offline = False
        self._reached = False
        self._well: set[int] = set()
        self._times = 0
        self._rests_until = 0.0

    @property
    def held_ids(self) -> set[int]:
        """The feeds whose faults are held back."""
        return {request.feed_id for request, _ in self.held}

    @property
    def resting(self) -> bool:
        """True for a while after nobody could be reached: longer each time, until somebody is."""
        return self._clock() < self._rests_until

    @property
    def doubtful(self) -> bool:
        """True when enough hosts failed that more should not be tried until those that are asked have answered."""
        return not self.offline and len(self._witnesses()) >= _WITNESSES

    def begin(self) -> None:
        """Another refresh."""
        self.held = []
        self.offline = self._reached = False
        self._well = set()

    def expect(self, state: FetchState) -> None:
        """This feed will be asked."""
        if not state.health.failures:
            self._well.add(state.feed_id)

    def doubts(self, error: FetchError) -> bool:
        """Whether this fault may be the network's."""
        return error.cut_off and not self._reached

    def hold(self, request: FeedRequest, error: FetchError) -> None:
        """Keeps a fault back."""
        self.held.append((request, error))

    def release(self) -> list[tuple[FeedRequest, FetchError]]:
        """All that was held back."""
        held, self.held = self.held, []
        return held

    def shown_by(self, result: Answer | FetchError) -> bool:
        """Whether it is this answer that shows that the network is there."""
        if self._reached:
            return False
        if isinstance(result, FetchError):
            host = "" if result.cut_off or result.problem in _OF_THE_ADDRESS else result.host
        else:
            host = address.host_key(result.url)
        if host and is_outside(host):
            self._reached, self.offline, self._times, self._rests_until = True, False, 0, 0.0
        return self._reached

    def judge(self, nobody_left: bool) -> bool:
        """Whether the network is to blame for what is held back. ``nobody_left`` says that no answer can come now."""
        if self.offline or (nobody_left and self.doubtful) or not has_route():
            if not self.offline:
                self._rests_until = self._clock() + min(_FIRST_REST * 2**self._times, _LONGEST_REST)
                self._times += 1
            self.offline = True
        return self.offline

    def _witnesses(self) -> set[str]:
        return {error.host for request, error in self.held if request.feed_id in self._well}


def is_outside(host: str) -> bool:
    """Whether it takes a network to get to a host (with its port), as far as its name tells."""
    name = host.rpartition("]")[0].lstrip("[") or host.partition(":")[0]
    return literal_range(name) is None
