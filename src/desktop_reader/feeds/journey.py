"""The way of one ask from its first address to its answer, pure: what to send, and what an answer means.

``fetch`` drives the transfers and decides nothing; every rule about redirects, credentials and status codes is here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.credentials import Credentials
from desktop_reader.feeds.encoding import OFFERED, BrokenError, TooLongError, decoded
from desktop_reader.feeds.headers import Head
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import Range, literal_range
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged, Validators

_LIMITS = Limits()
_NOTHING = Validators()

PERMANENT = (301, 308)
TEMPORARY = (302, 303, 307)

_ACCEPTED = {
    "feed": b"Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    b"application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1",
    "page": b"Accept: text/html, application/xhtml+xml, */*;q=0.5",
    "picture": b"Accept: image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5",
}
_ENCODINGS = b"Accept-Encoding: " + OFFERED
_PROBLEMS = {
    401: Problem.PASSWORD,
    403: Problem.FORBIDDEN,
    404: Problem.NOT_FOUND,
    410: Problem.GONE,
    429: Problem.TOO_MANY,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing wanted of a server. ``key`` is the caller's own name for it. ``max_bytes`` counts after decompression.

    ``allow_private`` says that a person gave this very address, so that its own server may lie in a private network;
    ``home`` is the one where it may lie although nobody gave it, for what it belongs to lies there. ``credentials``
    go before those that stand in the address.
    """

    key: int
    url: str
    validators: Validators = _NOTHING
    accept: Literal["feed", "page", "picture"] = "feed"
    max_bytes: int = _LIMITS.feed_bytes
    allow_private: bool = False
    home: Range | None = None
    credentials: Credentials | None = field(default=None, repr=False)


class Journey:
    """An ask under way: at which address it is now, which ones it came by, and what it may take along."""

    __slots__ = ("ask", "at", "home", "homes", "hops", "host", "moved_to", "permanent", "seconds_left", "start")

    def __init__(self, ask: Ask, limits: Limits) -> None:
        self.ask = ask
        self.start = self.at = address.parts(ask.url)
        self.host = self.at.netloc
        self.hops = [self.at.public.partition("#")[0]]
        self.home = ask.home
        self.homes: dict[str, Range] = {}
        self.moved_to: str | None = None
        self.permanent = True
        self.seconds_left = limits.total_seconds

    @property
    def url(self) -> str:
        """The address to ask now, without credentials: those travel as a header."""
        return self.hops[-1]

    @property
    def at_first(self) -> bool:
        """True until the first redirect."""
        return len(self.hops) == 1

    def target(self, *, proxied: bool) -> str:
        """What stands in the request line: a proxy wants the whole address of a plain one, a server its path."""
        whole = proxied and self.at.scheme == "http"
        return self.url if whole else self.at.rest.partition("#")[0]

    def request_headers(self) -> list[bytes]:
        """What is sent besides the address. Validators are the very bytes that came."""
        lines = [_ACCEPTED[self.ask.accept], _ENCODINGS]
        validators = self.ask.validators
        if validators.etag:
            lines.append(b"If-None-Match: " + validators.etag)
        if validators.last_modified:
            lines.append(b"If-Modified-Since: " + validators.last_modified)
        if self.ask.credentials is not None:
            lines += self.ask.credentials.lines_for(self.at)
        elif self.start.userinfo and self.start.trusts(self.at):
            lines.append(b"Authorization: " + (self.start.authorization or b""))
        return lines

    def unsafe(self) -> FetchError | None:
        """Refuse the present address when it names a private network by itself and this ask may not go there."""
        kind = literal_range(self.at.host)
        return unsafe(self.at.host) if kind is not None and not self.may_reach(kind) else None

    def may_reach(self, kind: Range | None) -> bool:
        """May the present address lie in this range? Public always; private at first by leave, else only at home."""
        return kind is None or kind == self.home or (self.at_first and self.ask.allow_private)

    def came_from(self, kind: Range | None) -> None:
        """Notes in which range the server lies that has answered now."""
        if kind is not None:
            self.homes[self.at.host] = kind
        if self.at_first and self.ask.allow_private:
            self.home = kind

    def redirected(self, head: Head, limits: Limits) -> FetchError | None:
        """Go where the answer sends; the error when that is nowhere, not the web, or without end."""
        location = head.location
        target = address.join(self.url, location) if location else None
        if location is None:
            return FetchError(Problem.REFUSED, str(head.status), status=head.status)
        if target is None:
            shown = address.without_credentials(location[:200])
            return FetchError(Problem.BAD_ADDRESS, shown, status=head.status)
        at = address.parts(target)
        url = at.public.partition("#")[0]
        if url in self.hops or len(self.hops) > limits.redirects:
            return FetchError(Problem.REDIRECTS, self.start.host, status=head.status)
        self.permanent = self.permanent and head.status in PERMANENT
        if self.permanent:
            # The subscription keeps its password only where that may be sent.
            trusted = self.start.userinfo if self.start.trusts(at) else None
            self.moved_to = address.with_credentials(url, trusted)
        self.at, self.host = at, at.netloc
        self.hops.append(url)
        return None

    def answer(self, head: Head, body: bytes, limits: Limits) -> Response | Unchanged | FetchError:
        """What a whole answer means that is no redirect."""
        if head.status == 304:
            return self._unchanged(head)
        if not 200 <= head.status < 300 or head.status == 206:
            return refused(head, limits)
        try:
            body = decoded(body, head.codings, self.ask.max_bytes)
        except TooLongError:
            return too_large(self.ask.max_bytes)
        except BrokenError as error:
            return FetchError(Problem.CUT_SHORT, str(error), status=head.status)
        return Response(
            self.url,
            head.status,
            head.validators,
            self.moved_to,
            head.fresh_seconds(time.time()),
            body,
            head.content_type,
            homes=tuple(self.homes.items()),
        )

    def _unchanged(self, head: Head) -> Unchanged:
        old, new = self.ask.validators, head.validators
        # A 304 to a question that was unconditional came without a body; its validators would hide that body for ever.
        if old.etag or old.last_modified:
            new = Validators(new.etag or old.etag, new.last_modified or old.last_modified)
        else:
            new = Validators()
        wait, homes = head.fresh_seconds(time.time()), tuple(self.homes.items())
        return Unchanged(self.url, 304, new, self.moved_to, wait, homes=homes)


def refused(head: Head, limits: Limits) -> FetchError:
    """The error for a status that brings nothing."""
    status = head.status
    problem = _PROBLEMS.get(status, Problem.SERVER if status >= 500 else Problem.REFUSED)
    if status == 403 and b"www-authenticate" in head.fields:
        problem = Problem.PASSWORD
    wait = head.retry_after(time.time(), limits.retry_after_seconds)
    return FetchError(problem, str(status), status=status, retry_after=wait)


def asks_for_rest(error: FetchError) -> bool:
    """Does the whole host want to be left alone? A mere 503 may be the trouble of one feed."""
    return error.status == 429 or (error.status == 503 and error.retry_after is not None)


def unsafe(where: str) -> FetchError:
    """The error for an address that may not be reached."""
    return FetchError(Problem.UNSAFE_ADDRESS, where)


def too_large(most: int) -> FetchError:
    """The error for an answer without end."""
    size = f"{most / 2**20:g} MB" if most >= 2**20 else f"{most / 2**10:g} kB"
    return FetchError(Problem.TOO_LARGE, f"> {size}")
