"""Where a site's feeds are: what its page announces, else what it links to and what its address tells.

Pure: looks at one page that somebody else fetched, and asks nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from desktop_reader.feeds import patterns, plain, sniff
from desktop_reader.feeds.links import web

# No page needs more than this to name its feeds, and a parser would work for minutes on some that have more.
_PAGE_LIMIT = 4 * 1024 * 1024
_CANDIDATES_LIMIT = 50
_ANCHORS_LIMIT = 10


class Kind(StrEnum):
    """What format a candidate is announced in."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed. Nobody has looked yet."""

    url: str
    title: str
    kind: Kind


_TYPES = {
    "application/rss+xml": Kind.RSS,
    "application/rss": Kind.RSS,
    "text/rss": Kind.RSS,
    "text/rss+xml": Kind.RSS,
    "application/x-rss+xml": Kind.RSS,
    "application/rdf+xml": Kind.RSS,
    "application/atom+xml": Kind.ATOM,
    "application/x.atom+xml": Kind.ATOM,
    "application/x-atom+xml": Kind.ATOM,
    "application/atom": Kind.ATOM,
    "text/atom+xml": Kind.ATOM,
    "application/feed+json": Kind.JSON,
}
# Types of much else, too: an address must look like a feed's before one of these counts.
_BROAD_TYPES = frozenset(("", "application/json", "application/xml", "text/xml"))
_FEEDLIKE = re.compile(
    r"(?:^|[/?&=._-])(?:rss2?|atom|feeds?|rdf)(?:$|[/?&=._#-])|\.(?:rss|atom|rdf)$|/(?:index|feed|rss|atom)\.xml$"
    r"|/feed\.json$|feedburner\.com/|feeds\.",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario", re.IGNORECASE)
_NO_PAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|pdf|mp3|zip|html?)$", re.IGNORECASE)
_YOUTUBE_CHANNEL = re.compile(r"\"(?:channelId|externalId)\":\"(UC[\w-]{22})\"|/channel/(UC[\w-]{22})\"")


def candidates(body: bytes, url: str, content_type: str = "") -> list[Candidate]:
    """Addresses that may be feeds of the page ``body`` that ``url`` gave, the best first, each once.

    What the page announces itself is all that counts. Where it announces nothing: the feeds that its site is known to
    have, and links that look like feeds.
    """
    if not url.lower().startswith(("http://", "https://")) or not web(url):
        return []
    page = _Page(sniff.decode(body[:_PAGE_LIMIT], content_type), url)
    found = page.announced()
    if not found:
        found = [Candidate(feed, "", _kind(feed)) for feed in [*page.youtube(), *patterns.known(url)]] + page.anchors()
    # The comments of a blog come after the blog.
    found.sort(key=lambda one: bool(_COMMENTS.search(one.title) or _COMMENTS.search(urlsplit(one.url).path)))
    once: dict[str, Candidate] = {}
    for one in found:
        once.setdefault(one.url, one)
    return list(once.values())[:_CANDIDATES_LIMIT]


def guesses(url: str) -> list[str]:
    """Addresses worth asking when a page names no feed: those its site is known for, then the usual paths."""
    return list(dict.fromkeys([*patterns.known(url), *patterns.common(url)]))


class _Page:
    """A web page, read with lxml; a page that lxml cannot read has no links."""

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self.url = self.base = url
        self.root = _read(text)
        if self.root is not None:
            bases = (web(str(element.get("href") or ""), url) for element in self.root.iter("base"))
            self.base = next(filter(None, bases), url)

    def announced(self) -> list[Candidate]:
        found = []
        for element in self.root.iter("link") if self.root is not None else ():
            relations = str(element.get("rel") or "").lower().split()
            address = web(str(element.get("href") or ""), self.base)
            if not address or not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
                continue
            mime = str(element.get("type") or "").split(";")[0].strip().lower()
            title = plain.title(str(element.get("title") or ""))
            named = "feed" in relations or _FEEDLIKE.search(_tail(address)) or _FEED_WORDS.search(title)
            if mime in _TYPES or (mime in _BROAD_TYPES and named and not element.get("hreflang")):
                found.append(Candidate(address, title, _TYPES.get(mime) or _kind(address)))
        return found

    def anchors(self) -> list[Candidate]:
        """Links in the page that look like feeds by their address, or by what they say, own site first."""
        found = []
        for element in self.root.iter("a") if self.root is not None else ():
            address = web(str(element.get("href") or ""), self.base)
            if (
                not address
                or _NO_PAGE.search(urlsplit(address).path)
                or address.split("#")[0] == self.url.split("#")[0]
            ):
                continue
            title = plain.title(str(element.get("title") or "") or "".join(element.itertext())[:200])
            if _FEEDLIKE.search(_tail(address)) or (len(title) < 40 and _FEED_WORDS.search(title)):
                found.append(Candidate(address, title, _kind(address)))
        host = urlsplit(self.url).hostname
        return sorted(found, key=lambda one: urlsplit(one.url).hostname != host)[:_ANCHORS_LIMIT]

    def youtube(self) -> list[str]:
        """The channel that a YouTube page with a nice name is about; only the page tells its id."""
        host = urlsplit(self.url).hostname or ""
        found = _YOUTUBE_CHANNEL.search(self.text) if host.endswith("youtube.com") else None
        return [patterns.youtube_channel(found[1] or found[2])] if found else []


def _read(text: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    data = plain.clean(text).encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _tail(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _kind(address: str) -> Kind:
    low = address.lower()
    if low.endswith(".json") or "feed.json" in low:
        return Kind.JSON
    return Kind.ATOM if "atom" in low else Kind.RSS if "rss" in low else Kind.UNKNOWN
