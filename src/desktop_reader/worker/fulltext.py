"""The page of an article, fetched and read: its full text, or why it cannot be had."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from desktop_reader.errors import FeedError, FetchError
from desktop_reader.feeds.files import file_at, home_of
from desktop_reader.feeds.journey import asks_for_rest
from desktop_reader.jobs.pages import KeepPage
from desktop_reader.library import pages
from desktop_reader.library.pages import Wanted
from desktop_reader.library.reader import Reader
from desktop_reader.records.health import Problem
from desktop_reader.records.page import Page
from desktop_reader.records.refresh import Response
from desktop_reader.worker.errands import Errand
from desktop_reader.worker.finding import Work
from desktop_reader.worker.tasks import ReadPage
from desktop_reader.worker.waiting import host_of

_AMONG = 200  # Those that cannot be had at present must not hide the others.
_NOT_THE_PAGE = (Problem.OFFLINE, Problem.TIMED_OUT, Problem.NO_CONNECTION, Problem.UNKNOWN_HOST, Problem.CUT_SHORT)
_HTML = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


def fetch_page(wanted: Wanted, work: Work) -> Page:
    """Waits for the server and for the helper process (``work``). Raises FeedError with the reason."""
    if not wanted.url.lower().startswith(("http://", "https://")):
        raise FetchError(Problem.BAD_ADDRESS, wanted.url)
    answer = file_at(wanted.url, "page", home_of(wanted.subscription, wanted.home))
    if not isinstance(answer, Response) or not answer.body.strip():
        raise FetchError(Problem.EMPTY)
    kind = answer.content_type.lower().strip()
    if kind and not kind.startswith(_HTML):
        raise FetchError(Problem.MALFORMED, kind[:80])
    html = work(ReadPage(answer.body, answer.url, answer.content_type))
    return Page(wanted.article, int(time.time()), answer.url, html)


def find(reader: Reader, work: Work) -> list[Errand]:
    """The pages that are to be fetched for feeds which are wanted in full."""
    return [PageErrand(one, work) for one in pages.wanted(reader, _AMONG)]


@dataclass(frozen=True, slots=True)
class PageErrand:
    """The page of one article."""

    wanted: Wanted
    work: Work = field(repr=False, compare=False)

    @property
    def host(self) -> str:
        """That of the page."""
        return host_of(self.wanted.url)

    def run(self) -> KeepPage | None:
        """A page that is not there is remembered; a server that is not, is not: it says nothing of the page."""
        try:
            return KeepPage(fetch_page(self.wanted, self.work))
        except FeedError as error:
            if error.problem in _NOT_THE_PAGE or (isinstance(error, FetchError) and asks_for_rest(error)):
                return None
            return KeepPage(Page(self.wanted.article, int(time.time()), self.wanted.url, problem=error.problem))
