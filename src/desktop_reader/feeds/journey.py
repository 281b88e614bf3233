"""The way of one ask from its first address to its answer, pure: what to send, and what an answer means.

``fetch`` drives the transfers and decides nothing; every rule about redirects, credentials and status codes is here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.credentials import Credentials
from desktop_reader.feeds.encoding import OFFERED, BrokenError, TooLongError, decoded
from desktop_reader.feeds.headers import Head
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import Range, is_local, literal_range
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
    "sound": b"Accept: audio/*, */*;q=0.5",
}
_ENCODINGS = b"Accept-Encoding: " + OFFERED
_BEGINNING = (b"Range: bytes=0-1023", b"Accept-Encoding: identity")
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
    go before those that stand in the address. Of a "sound" only the beginning is asked for, and is enough.
    """

    key: int
    url: str
    validators: Validators = _NOTHING
    accept: Literal["feed", "page", "picture", "sound"] = "feed"
    max_bytes: int = _LIMITS.feed_bytes
    allow_private: bool = False
    home: Range | None = None
    credentials: Credentials | None = field(default=None, repr=False)


class Journey:
    """An ask under way: at which address it is now, which ones it came by, and what it may take along."""

    __slots__ = (
        "ask",
        "at",
        "found",
        "home",
        "homes",
        "hops",
        "host",
        "moved_to",
        "permanent",
        "proxy",
        "seconds_left",
        "start",
    )

    def __init__(self, ask: Ask, limits: Limits) -> None:
        self.ask = ask
        self.start = self.at = address.parts(ask.url)
        self.host = self.at.netloc
        self.hops = [self.at.public.partition("#")[0]]
        self.home = ask.home
        self.homes: dict[str, Range] = {}
        self.proxy = ""
        self.found: Range | None = None
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

    def target(self) -> str:
        """What stands in the request line: a proxy wants the whole address of a plain one, a server its path."""
        whole = self.proxy and self.at.scheme == "http"
        return self.url if whole else self.at.rest.partition("#")[0]

    def request_headers(self) -> list[bytes]:
        """What is sent besides the address. Validators are the very bytes that came."""
        lines = [_ACCEPTED[self.ask.accept], *(_BEGINNING if self.ask.accept == "sound" else (_ENCODINGS,))]
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
        """Refuse the present address when it names a private network by itself and this ask may not go there. What a
        name of the own network leads to only a proxy may know; so it is refused whoever does not come from there.
        """
        host = self.at.host
        self.found = kind = literal_range(host)
        if kind is not None:
            return None if self.may_reach(kind) else unsafe(host)
        local = bool(self.proxy) and self.home is None and not self._by_leave and is_local(host)
        return unsafe(host) if local else None

    def leads_to(self, found: Sequence[tuple[str, Range | None]]) -> FetchError | None:
        """What to say to the addresses of the present host that were looked up before a proxy is asked: one that may
        not be reached is enough to refuse it.
        """
        kinds = {kind for _, kind in found}
        self.found = kinds.pop() if len(kinds) == 1 else None
        if self._by_leave:
            return None
        inside = next((ip for ip, kind in found if not self.may_reach(kind)), None)
        if inside is None:
            return None
        error = unsafe(f"{self.at.host}, {inside}")
        error.cut_off = self.may_be_cut_off
        return error

    @property
    def may_be_cut_off(self) -> bool:
        """A name that leads inside although it did not before: so do all of them where a hotel wants a login first."""
        return self.at_first and self.ask.accept == "feed"

    @property
    def _by_leave(self) -> bool:
        """Whether the present host is the one that a person gave. Behind a proxy a host cannot be told by its address,
        so there its name is what goes on from page to page.
        """
        return self.ask.allow_private and (self.at_first or self.at.host == self.start.host)

    def may_reach(self, kind: Range | None) -> bool:
        """May the present address lie in this range? Public always; private at first by leave, else only at home."""
        at_home = kind is not Range.UNKNOWN and kind == self.home
        return kind is None or at_home or (self.at_first and self.ask.allow_private)

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
        if not 200 <= head.status < 300 or (head.status == 206 and self.ask.accept != "sound"):
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
