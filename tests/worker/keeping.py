"""A library with feeds of a scripted server, refreshed from beginning to end, and what is known of them then."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from desktop_reader.library import fetching, subscriptions
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.writer import Writer
from desktop_reader.records.article import Article
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.refresh import Outcome
from desktop_reader.worker import once
from tests.library_fixtures import made

WISH = 3600


class Kept:
    """A library of its own; ``close`` it."""

    def __init__(self, folder: Path) -> None:
        self.path = made(folder)
        self.library = Writer(self.path)

    def close(self) -> None:
        self.library.close()

    def follow(self, url: str) -> int:
        """A feed that was never asked."""
        with self.library.editing() as live:
            number, _ = subscriptions.add_feed(live, url, url, f"feed{time.monotonic_ns()}", int(time.time()))
        return number

    def state(self, feed: int) -> FetchState:
        """How matters stand with asking a feed."""
        with self.library.transaction() as live:
            (state,) = fetching.states(live, [feed])
        return state

    def states(self, *feeds: int) -> list[FetchState]:
        with self.library.transaction() as live:
            return fetching.states(live, feeds or None)

    def due(self, now: float | None = None) -> list[int]:
        """The feeds that the schedule would ask."""
        with self.library.transaction() as live:
            return [state.feed_id for state in fetching.due(live, int(now or time.time()), 1000)]

    def refresh(self, *feeds: int) -> dict[int, Outcome]:
        """Asks these feeds, or all, by hand."""
        outcomes = list(once.refresh(self.library, self.states(*feeds), WISH))
        assert len({outcome.feed_id for outcome in outcomes}) == len(outcomes), "each feed is told once"
        return {outcome.feed_id: outcome for outcome in outcomes}

    def articles(self, feed: int) -> list[Article]:
        """The articles of a feed, the newest first."""
        ids: Sequence[int] = self.library.reader.all_ids(Query(Scope.FEED, target=feed))
        return [article for number in ids if (article := self.library.reader.article(number)) is not None]

    def titles(self, feed: int) -> list[str]:
        return [article.title for article in self.articles(feed)]
