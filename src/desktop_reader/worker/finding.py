"""From what a person typed to the feeds behind it: asks the server and looks into its page. Blocks its thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from desktop_reader.errors import FeedError, FetchError, ParseError, ReaderError
from desktop_reader.feeds import address, entered, patterns
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.jobs.subscribe import Found
from desktop_reader.records.health import Problem
from desktop_reader.records.network import Range
from desktop_reader.records.refresh import Digest, Response
from desktop_reader.worker.tasks import DigestFeed, FindLinks, Link, Task

Work = Callable[[Task[Any]], Any]
_GUESSES = 6  # Polite: a site without a feed is soon left alone.
_DEAD_LINKS = 3  # So many that a page names are asked before it is clear that it names none that lives.
_PAGES = 3  # A page may send on to another, by itself.
_NOBODY_THERE = (Problem.NO_CONNECTION, Problem.TIMED_OUT, Problem.CUT_SHORT)
# Whoever says this, or nothing, is not asked for something else as well.
_LEAVE_ALONE = frozenset((*_NOBODY_THERE, Problem.UNKNOWN_HOST, Problem.TOO_MANY, Problem.CERTIFICATE, Problem.OFFLINE))


class Search:
    """A search as others see it: which addresses it has asked so far; it can be stopped from any thread."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stopped = False

    def stop(self) -> None:
        """Nobody waits for it any more: no further address is asked."""
        self.stopped = True


class StoppedError(ReaderError):
    """The search was stopped, by whom it was for."""


class Finder:
    """Asks one after the other, with one set of connections: no host is asked twice at once, however many feeds are
    looked for. ``work`` runs a task (here or in the helper process). Lives in one thread.
    """

    def __init__(self, work: Work, search: Search | None = None) -> None:
        self._work = work
        self._search = search or Search()
        self._fetcher = Fetcher()
        self._by_hand = True

    def __enter__(self) -> Finder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fetcher.close()

    def find(self, typed: str, *, by_hand: bool = True) -> tuple[Found, ...]:
        """The feeds at an address, best first; the first one is read already, the others are only named. Into a private
        network only an address leads that somebody typed ``by_hand``.

        Raises ReaderError with a sentence that says what to do.
        """
        self._search.asked.clear()
        self._by_hand = by_hand
        text = entered.tidied(typed)
        if person := entered.person(text):
            return self._person(*person)
        url = address.typed(text)
        if site := patterns.feedless(url):
            raise ReaderError("{site} gives out no feeds. Look for the same on a site of its author’s own.", site=site)
        # The feeds of well-known sites can be told without their pages, which are large and often closed to readers.
        if known := self._first_alive([Link(one, "") for one in patterns.sure(url)]):
            return known
        explicit = text[:6].lower() in ("http:/", "https:")
        return self._behind(url, typed, clear_too=not explicit)

    def read(self, found: Found) -> Found:
        """The same feed with its first answer, when it was only named so far."""
        return found if found.digest is not None else self._read(found.url, found.home, found.title)

    def _person(self, name: str, host: str) -> tuple[Found, ...]:
        try:
            return (self._read(entered.person_feed(name, host), typed=True),)
        except FeedError as error:
            if error.problem in _LEAVE_ALONE:
                raise
        # Many lend their name to a server that stands elsewhere.
        card = self._ask(entered.card(name, host), typed=True)
        profile = entered.profile(card.body)
        if profile is None:
            raise _no_feed(f"@{name}@{host}", self._search.asked)
        return self._pages(profile, profile, self._ask(profile, _home(card)), _home(card))

    def _behind(self, url: str, typed: str, *, clear_too: bool) -> tuple[Found, ...]:
        return self._pages(url, typed, self._first_answer(url, clear_too), None)

    def _pages(self, url: str, typed: str, response: Response, home: Range | None) -> tuple[Found, ...]:
        for _ in range(_PAGES):
            try:
                return (self._found(url, response, home),)
            except ParseError as error:
                if error.problem is not Problem.NOT_A_FEED:
                    raise
            # What a page names, nobody has typed: it may lead into a private network only from there.
            home = _home(response)
            named, guesses, onward = self._work(FindLinks(response.body, response.url, response.content_type))
            if found := self._first_alive(named, home):
                return found
            if onward is None or onward in self._search.asked:
                break
            url, response = onward, self._ask(onward, home)
        found = self._first_alive([Link(one, "") for one in guesses[:_GUESSES]], home, guessed=True)
        if not found:
            raise _no_feed(typed, self._search.asked)
        return found

    def _first_answer(self, url: str, clear_too: bool) -> Response:
        try:
            return self._ask(url, typed=True)
        except FetchError as error:
            # An address without a scheme means https, and http where that is all there is. A server that is there, or
            # one with a wrong certificate, is not asked in the clear instead.
            if not clear_too or not url.startswith("https:") or error.problem not in _NOBODY_THERE:
                raise
        return self._ask("http:" + url.removeprefix("https:"), typed=True)

    def _first_alive(
        self, links: Iterable[Link], home: Range | None = None, *, guessed: bool = False
    ) -> tuple[Found, ...]:
        """The first of them that is a feed, then those that nobody has looked at yet: guesses are not worth a look."""
        links, silent, dead = list(links), set[str](), 0
        for place, link in enumerate(links):
            try:
                host = address.host_key(link.url)
            except FetchError:
                continue
            if host in silent or (dead == _DEAD_LINKS and not guessed):
                continue
            if link.url in self._search.asked:
                continue  # It was that page, or one before it.
            try:
                first = self._read(link.url, home, link.title)
            except FeedError as error:
                dead += 1
                if error.problem in _LEAVE_ALONE:
                    silent.add(host)
                continue
            rest = [] if guessed else links[place + 1 :]
            return (first, *(Found(one.url, one.title, home=home) for one in rest))
        return ()

    def _read(self, url: str, home: Range | None = None, title: str = "", *, typed: bool = False) -> Found:
        return self._found(url, self._ask(url, home, typed=typed), home, title)

    def _found(self, url: str, response: Response, home: Range | None, title: str = "") -> Found:
        digest: Digest = self._work(DigestFeed(response.body, response.url, response.content_type))
        own = response.moved_to or url  # It moved for good before it was followed, so the new address is the address.
        also = tuple(dict.fromkeys(one for one in (url, response.url) if one != own))
        body_hash = hashlib.sha256(response.body).digest()
        return Found(own, digest.title or title, digest.site_url, response, digest, body_hash, also, home)

    def _ask(self, url: str, home: Range | None = None, *, typed: bool = False) -> Response:
        self._search.asked.append(url)
        self._fetcher.add(Ask(0, url, accept="feed", allow_private=typed and self._by_hand, home=home))
        while not self._search.stopped:
            for _, outcome in self._fetcher.step(0.2):
                if isinstance(outcome, FetchError):
                    raise outcome
                if not isinstance(outcome, Response):
                    raise FeedError(Problem.REFUSED, f"{outcome.status}")
                return outcome
        raise StoppedError("The search was stopped.")


def meant(typed: str) -> str:
    """The address that somebody means who types this; as it is where it is none."""
    try:
        return address.typed(entered.tidied(typed))
    except FetchError:
        return typed


def find(typed: str, work: Work, search: Search | None = None, *, by_hand: bool = True) -> tuple[Found, ...]:
    """``Finder.find`` for one address."""
    with Finder(work, search) as finder:
        return finder.find(typed, by_hand=by_hand)


def read(found: Found, work: Work, search: Search | None = None) -> Found:
    """``Finder.read`` for one feed."""
    with Finder(work, search) as finder:
        return finder.read(found)


def _home(page: Response) -> Range | None:
    """The private network that a page lies in."""
    return dict(page.homes).get(address.host_of(page.url))


def _no_feed(typed: str, asked: Iterable[str]) -> ReaderError:
    shown = address.without_credentials(typed.strip())
    first, *others = [address.without_credentials(one) for one in asked] or [""]
    root = "/".join(first.split("/")[:3])  # What was tried at the same host is told by its path.
    if not others:
        return ReaderError(
            "No feed was found at “{address}”. Look on the site for a link named RSS, Atom or feed, and add that.",
            address=shown,
        )
    return ReaderError(
        "No feed was found at “{address}”, nor at {tried}. Look on the site for a link named RSS, Atom or feed, and add"
        " its address.",
        address=shown,
        tried=", ".join(one.removeprefix(root) for one in others),
    )
