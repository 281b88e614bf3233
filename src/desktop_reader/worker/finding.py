"""From what a person typed to the feeds behind it: asks the server and looks into its page. Blocks its thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from desktop_reader.errors import FeedError, FetchError, ParseError, ReaderError
from desktop_reader.feeds import address
from desktop_reader.feeds.fetch import Ask, fetch, lies_private
from desktop_reader.jobs.subscribe import Found
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Digest, Response
from desktop_reader.worker.tasks import DigestFeed, FindLinks, Task

Work = Callable[[Task[Any]], Any]
_GUESSES = 6


def find(typed: str, work: Work) -> tuple[Found, ...]:
    """The feeds at an address, best first; the first one is already read when it is the only one.

    ``work`` runs a task (here or in the helper process). Raises ReaderError with a sentence that says what to do.
    """
    url = address.typed(typed)
    try:
        response = _ask(url)
    except FetchError as error:
        # "feed:" and an address without a scheme mean https, and http where that is all there is.
        # A server that is there with a wrong certificate is not asked in the clear instead.
        given = typed.strip().lower().startswith("https:") or not url.startswith("https:")
        if given or error.problem is Problem.CERTIFICATE:
            raise
        url = "http:" + url.removeprefix("https:")
        response = _ask(url)
    try:
        return (_found(url, response, work),)
    except ParseError as error:
        if error.problem is not Problem.NOT_A_FEED:
            raise
    named, guesses = work(FindLinks(response.body, response.url))
    if len(named) > 1:
        return tuple(Found(link.url, link.title) for link in named)
    # What a page names, nobody has typed: it may lead into a private network only from there.
    private = lies_private(response.url)
    for candidate in (*(link.url for link in named), *guesses[:_GUESSES]):
        try:
            return (_found(candidate, _ask(candidate, private), work),)
        except FeedError:
            continue
    raise ReaderError(
        "No feed was found at “{address}”. Look on the site for a link named RSS, Atom or feed, and add that address.",
        address=typed.strip(),
    )


def read(found: Found, work: Work) -> Found:
    """The same feed with its first answer, when it was only named so far."""
    return found if found.digest is not None else _found(found.url, _ask(found.url), work)


def _ask(url: str, allow_private: bool = True) -> Response:
    answer = fetch(Ask(0, url, accept="feed", allow_private=allow_private))
    if not isinstance(answer, Response):
        raise FeedError(Problem.REFUSED, f"{answer.status}")
    return answer


def _found(url: str, response: Response, work: Work) -> Found:
    digest: Digest = work(DigestFeed(response.body, response.url, response.content_type))
    own = response.moved_to or url  # It moved for good before it was followed, so the new address is the address.
    return Found(own, digest.title, digest.site_url, response, digest, hashlib.sha256(response.body).digest())
