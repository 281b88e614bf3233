"""Full texts: kept when they come, shown or set aside, wanted of a feed or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.library import pages
from desktop_reader.records.changes import Changes
from desktop_reader.records.page import Page

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class KeepPage:
    """What became of fetching an article's page."""

    page: Page = field(repr=False)

    def run(self, library: Writer) -> Changes:
        """The article is another one where it is shown now."""
        with library.transaction() as live:
            kept = pages.keep(live, self.page)
        return Changes(updated=(self.page.article,)) if kept and self.page.html else Changes()


@dataclass(frozen=True, slots=True)
class ShowPage:
    """An article's full text that is there is shown, or the feed's version."""

    article: int
    shown: bool

    def run(self, library: Writer) -> Changes:
        """Remembered with the article."""
        with library.transaction() as live:
            done = pages.set_aside(live, self.article, not self.shown)
        return Changes(updated=(self.article,)) if done else Changes()


@dataclass(frozen=True, slots=True)
class FetchInFull:
    """From now on the pages of a feed's newest articles are fetched, or no more; those that came stay."""

    feed: int
    full: bool

    def run(self, library: Writer) -> Changes:
        """The worker sees to it in the background."""
        with library.transaction() as live:
            done = pages.set_full(live, self.feed, self.full)
        return Changes(feeds=frozenset({self.feed})) if done else Changes()
