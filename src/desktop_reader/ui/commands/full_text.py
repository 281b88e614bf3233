"""The full text of an article: fetched from its page by a key, and the feed's version again by the same key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from desktop_reader.errors import FeedError
from desktop_reader.jobs.pages import FetchInFull, KeepPage, ShowPage
from desktop_reader.library import pages
from desktop_reader.records.article import Article
from desktop_reader.records.changes import Changes
from desktop_reader.records.page import Page, sentence
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.words import filled

if TYPE_CHECKING:
    from desktop_reader.worker.finding import Work

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """The one key."""
    words = translate("commands", "Full text or the feed’s version")
    some = FullText(desk)
    return [
        Command(
            "article.full", words, some.toggle, ("W",), "document", lambda: bool(desk.browsing.article), writes=True
        )
    ]


class FullText:
    """What is done about the full text of the article that is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fetching: set[int] = set()

    def toggle(self) -> None:
        """Shows the one that is not shown; fetches the page when it is not here yet."""
        number = self._desk.browsing.article
        page = pages.page_of(self._desk.reader, number) if number else None
        if page is not None and page.html:
            self._desk.worker.submit(ShowPage(number, not page.shown), self._done)
            self._say(translate("commands", "The feed’s version") if page.shown else translate("commands", "Full text"))
            return
        article = self._desk.reader.article(number) if number else None
        if article is not None and number not in self._fetching:
            self._fetch(article)

    def _fetch(self, article: Article) -> None:
        feed = self._desk.reader.feed(article.feed_id)
        address = feed.url if feed else ""
        wanted = pages.wanted_by_hand(self._desk.reader, article.id, article.url or "", address)
        self._fetching.add(article.id)
        self._say(translate("commands", "Fetching the full text…"))

        def fetch(work: Work) -> Page:
            from desktop_reader.worker.fulltext import fetch_page  # It brings the HTTP client.

            return fetch_page(wanted, work)

        self._desk.worker.work(fetch, partial(self._came, article.id))

    def _came(self, number: int, result: Any) -> None:
        self._fetching.discard(number)
        if isinstance(result, FeedError):
            self._say(filled(sentence(result.problem), result.detail))
        elif isinstance(result, Exception):
            self._desk.problems.tell(result)
        else:
            self._desk.worker.submit(KeepPage(result), partial(self._kept, number))

    def _kept(self, number: int, changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            self._desk.problems.tell(changes)
        elif self._desk.browsing.article == number:
            self._say(translate("commands", "Full text. W shows the feed’s version."))

    def _done(self, changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            self._desk.problems.tell(changes)

    def _say(self, words: str) -> None:
        self._desk.say(words)


def fetches_in_full(desk: Desk, feed: int) -> bool:
    """Whether the pages of a feed's articles are fetched."""
    return pages.is_full(desk.reader, feed)


def fetch_in_full(desk: Desk, feed: int, full: bool) -> None:
    """From now on they are, or not."""
    desk.worker.submit(FetchInFull(feed, full))
    if full:
        desk.say(translate("commands", "The pages of its newest articles will be fetched in the background."))
