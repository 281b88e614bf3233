"""One small file that belongs to a feed: a picture, a favicon, the page of an article. Asked for as politely as a feed:
no cookies, no referrer, bounded in size and time, and inside a private network only where the subscription itself lies.
"""

from __future__ import annotations

import socket
from typing import Literal

from desktop_reader.feeds import address
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import Range, is_local, literal_range, range_of
from desktop_reader.feeds.surroundings import names_stay_with, proxy_for
from desktop_reader.records.refresh import Response, Unchanged, Validators
from desktop_reader.records.saved import is_saved

Kind = Literal["page", "picture"]


def file_at(
    url: str, kind: Kind, home: Range | None = None, validators: Validators | None = None, limits: Limits | None = None
) -> Response | Unchanged:
    """Asks for a file and waits for it; FetchError when it does not come. ``home`` is that of the subscription."""
    limits = limits or Limits()
    return fetch(ask_for(0, url, kind, home, validators, limits), limits)


def ask_for(
    key: int,
    url: str,
    kind: Kind,
    home: Range | None = None,
    validators: Validators | None = None,
    limits: Limits | None = None,
) -> Ask:
    """The same for a ``Fetcher`` or ``Downloads``, which ask for many at once."""
    limits = limits or Limits()
    most = limits.page_bytes if kind == "page" else limits.picture_bytes
    return Ask(key, url, validators or Validators(), accept=kind, max_bytes=most, home=home)


def home_of(subscription: str, known: Range | None = None) -> Range | None:
    """The private network in which a subscription lies; None for the internet. Its address says so itself, or its name
    was found there (``known``) when somebody gave it: what a name of the internet leads to today says nothing. Saved
    pages come from everywhere, so they lie nowhere.
    """
    if is_saved(subscription):
        return None
    return range_at(subscription) if is_local(address.parts(subscription).host) else known


def range_at(url: str) -> Range | None:
    """The private network into which an address leads now; None for the internet. Waits for DNS. UNKNOWN for a name of
    the own network that only the proxy can look up: others of such names belong to it, and no address that says itself
    where it leads.
    """
    found = address.parts(url)
    literal = literal_range(found.host)
    if literal is not None:
        return literal
    proxy = proxy_for(found.scheme, found.host)
    nobody_knows = Range.UNKNOWN if proxy and is_local(found.host) else None
    if proxy and names_stay_with(proxy):
        return nobody_knows
    try:
        infos = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return nobody_knows
    ranges = {range_of(str(info[4][0])) for info in infos}
    return ranges.pop() if len(ranges) == 1 else None
