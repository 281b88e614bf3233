"""The roads on which a feed, a page or a list could send us to an address: each takes many of them at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import cycle
from typing import Any

from desktop_reader.errors import ReaderError
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.files import ask_for
from desktop_reader.feeds.opml import OutlineFeed, OutlineTree
from desktop_reader.jobs.transfer import ImportOpml
from desktop_reader.library import connect, fetching
from desktop_reader.library.icons import Unsigned
from desktop_reader.library.pages import Wanted
from desktop_reader.library.writer import Writer
from desktop_reader.worker import fulltext, saving
from desktop_reader.worker.finding import find
from desktop_reader.worker.icons import IconErrand
from desktop_reader.worker.images import Images
from desktop_reader.worker.once import refresh
from tests.chaos.stage import HURRIED, Stage

Road = Callable[[Stage, Sequence[str]], int]
"""Takes the addresses; gives how many it could offer at all."""

_STATUSES = (301, 302, 303, 307, 308)
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


def work(task: Any) -> Any:
    """What the helper process would do."""
    return task.run()


def redirect_of_a_feed(stage: Stage, urls: Sequence[str]) -> int:
    """The feed's server sends on, for good or for now."""
    return _by_redirect(stage, urls, lambda key, url: Ask(key, url))


def redirect_of_a_picture(stage: Stage, urls: Sequence[str]) -> int:
    """The picture's server does."""
    return _by_redirect(stage, urls, lambda key, url: ask_for(key, url, "picture"))


def redirect_of_a_page(stage: Stage, urls: Sequence[str]) -> int:
    """The page's server does."""
    return _by_redirect(stage, urls, lambda key, url: ask_for(key, url, "page"))


def second_redirect(stage: Stage, urls: Sequence[str]) -> int:
    """One that seemed harmless sends on once more."""
    for place in range(len(urls)):
        stage.public.serve(f"/first/{place}", status=302, headers={"Location": f"/sent/{place}"})
    return _by_redirect(stage, urls, lambda key, url: Ask(key, url.replace("/sent/", "/first/")))


def picture(stage: Stage, urls: Sequence[str]) -> int:
    """An article shows it."""
    left = threading.Semaphore(0)
    images = Images(lambda: True)
    try:
        for url in urls:
            images.fetch(url, lambda _: left.release())
        for _ in urls:
            assert left.acquire(timeout=60)
    finally:
        images.close()
    return len(urls)


def icon_of_the_feed(stage: Stage, urls: Sequence[str]) -> int:
    """The feed names it as its sign, and as its site."""
    for place, url in enumerate(urls):
        IconErrand(Unsigned(place, stage.url("/feed"), url, url), work).run()
    return len(urls)


def icon_of_the_site(stage: Stage, urls: Sequence[str]) -> int:
    """The site's page names it."""
    for place, url in enumerate(urls):
        name = f"s{place}.example"  # A page of another host each, for one host is asked once.
        stage.names[name] = stage.names["public.example"]
        stage.public.serve(f"/site/{place}", _page(f'<link rel=icon href="{escape(url)}">'), _HTML)
        feed = Unsigned(place, stage.url("/feed", name), stage.url(f"/site/{place}", name), None)
        IconErrand(feed, work).run()
    return len(urls)


def full_text(stage: Stage, urls: Sequence[str]) -> int:
    """An article says that its page is there."""
    for place, url in enumerate(urls):
        with contextlib.suppress(ReaderError):
            fulltext.fetch_page(Wanted(place, url, stage.url("/feed")), work)
    return len(urls)


def saved_page(stage: Stage, urls: Sequence[str]) -> int:
    """A page in the browser has it saved."""
    for url in urls:
        with contextlib.suppress(ReaderError):
            saving.fetch_page(url, work, by_hand=False)
    return len(urls)


def discovered_feed(stage: Stage, urls: Sequence[str]) -> int:
    """A page that somebody typed names it as its feed."""
    return _by_page(stage, urls, '<link rel=alternate type="application/rss+xml" href="{}">')


def page_that_sends_on(stage: Stage, urls: Sequence[str]) -> int:
    """It sends on by itself."""
    return _by_page(stage, urls, '<meta http-equiv=refresh content="0;url={}">')


def list_of_feeds(stage: Stage, urls: Sequence[str]) -> int:
    """A list of feeds from elsewhere has it among others: it is imported, and asked by the clock and by hand."""
    with opened_library(stage, "list.db") as library:
        others = [stage.url(f"/other/{place}") for place in range(len(urls) + 1)]
        feeds = tuple(OutlineFeed(url, "A feed") for url in (*urls, *others))
        ImportOpml(OutlineTree(feeds), 1, own=not stage.guarded).run(library)
        for by_hand in (False, True):
            with library.transaction() as live:
                states = [one for one in fetching.states(live) if by_hand or not one.stopped]
            states = [one for one in states if one.url not in others]
            list(refresh(library, states, 3600, by_hand=by_hand, limits=HURRIED))
    return len(urls)


def _by_redirect(stage: Stage, urls: Sequence[str], ask: Callable[[int, str], Ask]) -> int:
    offered = 0
    with Fetcher(HURRIED) as fetcher:
        for place, (url, status) in enumerate(zip(urls, cycle(_STATUSES))):
            location = url.encode("utf-8", "surrogatepass")
            if b"\n" in location or b"\x00" in location:
                continue  # That would be no header.
            stage.public.serve(f"/sent/{place}", status=status, headers={"Location": location})
            fetcher.add(ask(place, stage.url(f"/sent/{place}")))
            offered += 1
        while fetcher.pending:
            fetcher.step(1.0)
    return offered


def _by_page(stage: Stage, urls: Sequence[str], head: str) -> int:
    for place, url in enumerate(urls):
        stage.public.serve(f"/page/{place}", _page(head.format(escape(url))), _HTML)
        with contextlib.suppress(ReaderError):
            find(stage.url(f"/page/{place}"), work)
    return len(urls)


def _page(head: str) -> str:
    return f"<!doctype html><html><head><title>x</title>{head}</head><body><p>Nothing.</p></body></html>"


@contextlib.contextmanager
def opened_library(stage: Stage, name: str) -> Iterator[Writer]:
    """A new one."""
    path = stage.folder / name
    connect.prepare(path)
    library = Writer(path)
    try:
        yield library
    finally:
        library.close()


ROADS: dict[str, Road] = {
    "a feed's redirect": redirect_of_a_feed,
    "a second redirect": second_redirect,
    "a picture": picture,
    "a picture's redirect": redirect_of_a_picture,
    "a feed's icon": icon_of_the_feed,
    "a site's icon": icon_of_the_site,
    "a full text page": full_text,
    "a page's redirect": redirect_of_a_page,
    "a page saved by the browser": saved_page,
    "a discovered feed": discovered_feed,
    "a page that sends on": page_that_sends_on,
    "a list of others": list_of_feeds,
}
