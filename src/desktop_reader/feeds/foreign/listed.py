"""Sources that are read whole and then given out piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_reader.feeds.opml import OutlineTree
from desktop_reader.records.incoming import Foreign
from desktop_reader.records.saved import SAVED

Made = Callable[[], Foreign | None]


class Listed:
    """Articles by feed. Each is made only when it is wanted: what was read may be large, or lie in a file of its own.
    None for one that turns out to be no article.
    """

    def __init__(self, feeds: dict[str, Sequence[Made]], tree: OutlineTree | None = None) -> None:
        self._articles = list(feeds.values())
        self.feeds = list(feeds)
        self.tree = tree or OutlineTree()
        self.total = sum(map(len, self._articles))

    def articles(self, feed: int, after: int, most: int) -> tuple[list[Foreign], int | None]:
        """``after`` is a place."""
        some = self._articles[feed][after : after + most]
        found = [one for make in some if (one := make()) is not None]
        end = after + len(some)
        return found, end if end < len(self._articles[feed]) else None


def saved(articles: Sequence[Made]) -> Listed:
    """Pages, of no feed."""
    return Listed({SAVED: articles} if articles else {})
