"""Where a site's feeds are: what its page announces, else what it links to and what its address tells.

Pure: looks at one page that somebody else fetched, and asks nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from desktop_reader.feeds import patterns, plain, sniff, software
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
_YOUTUBE_CHANNEL = re.compile(
    r"\"(?:channelId|externalId)\":\"(UC[\w-]{22})\"|itemprop=\"(?:channelId|identifier)\" content=\"(UC[\w-]{22})\""
    r"|/channel/(UC[\w-]{22})\""
)
_SOUNDCLOUD_USER = re.compile(r"soundcloud(?:://|:)users:(\d+)")
_APPLE_FEED = re.compile(r"\"feedUrl\"\s*:\s*\"(https?:[^\"\s]{4,2000})\"")
_REFRESH = re.compile(r"\s*([\d.]*)\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_SOON = 10  # Seconds: a page that is shown longer before it is left has something to say itself.
_FORMAT_WORDS = re.compile(r"\b(?:rss|atom|rdf|json|xml|feeds?|[012]\.\d{1,2}|1\.1)\b", re.IGNORECASE)
_FORMAT_PARTS = re.compile(r"(?:rss|atom|rdf|json|xml|feed)[\d.]*", re.IGNORECASE)
_ICON = re.compile(r"(?:^|\s)(?:icon|apple-touch-icon(?:-precomposed)?)(?:\s|$)")
_DRAWING = re.compile(r"\.svgz?(?:[?#]|$)", re.IGNORECASE)
_ICONS_LIMIT = 3
_SIDE = 32
_BEST_KIND = (Kind.ATOM, Kind.RSS, Kind.JSON, Kind.UNKNOWN)


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
        told = [*page.told_by_its_site(), *patterns.known(url)]
        found = [Candidate(feed, "", _kind(feed)) for feed in told] + page.anchors()
    # The comments of a blog come after the blog.
    found.sort(key=lambda one: bool(_COMMENTS.search(one.title) or _COMMENTS.search(urlsplit(one.url).path)))
    once: dict[str, Candidate] = {}
    for one in found:
        once.setdefault(one.url, one)
    return list(once.values())[:_CANDIDATES_LIMIT]


def folded(found: Sequence[Candidate]) -> list[Candidate]:
    """The same, each feed once that is offered in several formats: Atom, else RSS, at the place of the first."""
    kept = list(found)
    for same in (_title_key, _address_key):
        groups: dict[str, list[Candidate]] = {}
        for one in kept:
            groups.setdefault(same(one) or one.url, []).append(one)
        kept = [one for group in groups.values() for one in _one_of_each(group)]
    return kept


def guesses(url: str, body: bytes = b"", content_type: str = "") -> list[str]:
    """Addresses worth asking when a page names no feed: those its site is known for, those of the program that the page
    was made with, then the usual paths.
    """
    page = _Page(sniff.decode(body[:_PAGE_LIMIT], content_type), url) if body and web(url) else None
    made = software.made_with(page.generator, url) if page else []
    return list(dict.fromkeys([*patterns.known(url), *made, *software.common(url)]))


def icons(body: bytes, url: str, content_type: str = "") -> list[str]:
    """The pictures that a page names as its sign, the best for a small place first; drawings (SVG) are left out."""
    return _Page(sniff.decode(body[:_PAGE_LIMIT], content_type), url).icons() if web(url) else []


def onward(body: bytes, url: str, content_type: str = "") -> str | None:
    """Where a page sends its reader on by itself (meta refresh), when that is another page."""
    if b"refresh" not in body[:_PAGE_LIMIT].lower() or not web(url):
        return None
    target = _Page(sniff.decode(body[:_PAGE_LIMIT], content_type), url).refresh()
    return target if target and target.split("#")[0] != url.split("#")[0] else None


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

    def icons(self) -> list[str]:
        found: list[tuple[int, str]] = []
        for element in self.root.iter("link") if self.root is not None else ():
            address = web(str(element.get("href") or "").strip(), self.base)
            relation = str(element.get("rel") or "").lower()
            kind = str(element.get("type") or "").lower()
            if address and _ICON.search(relation) and "svg" not in kind and not _DRAWING.search(address):
                found.append((_fitness(relation, str(element.get("sizes") or "")), address))
        return list(dict.fromkeys(address for _, address in sorted(found, key=lambda one: one[0])))[:_ICONS_LIMIT]

    @property
    def generator(self) -> str:
        """What the page says it was made with."""
        return self._meta("name", "generator")

    def refresh(self) -> str | None:
        """Where the page sends on, soon."""
        seconds, address = _REFRESH.match(self._meta("http-equiv", "refresh")).groups()  # type: ignore[union-attr]
        try:
            soon = float(seconds or 0) <= _SOON
        except ValueError:
            return None
        return web(address, self.base) if address and soon else None

    def told_by_its_site(self) -> list[str]:
        """The feed of which only the page tells the number: a YouTube channel with a nice name, and its like."""
        host = "." + (urlsplit(self.url).hostname or "")
        if host.endswith(".youtube.com") and (found := _YOUTUBE_CHANNEL.search(self.text)):
            return [patterns.youtube_channel(found[1] or found[2] or found[3])]
        if host.endswith(".soundcloud.com") and (found := _SOUNDCLOUD_USER.search(self.text)):
            return [patterns.soundcloud_user(found[1])]
        if host == ".podcasts.apple.com" and (found := _APPLE_FEED.search(self.text)):
            address = web(found[1].replace("\\/", "/").replace("\\u0026", "&"))
            return [address] if address else []
        return []

    def _meta(self, key: str, name: str) -> str:
        for element in self.root.iter("meta") if self.root is not None else ():
            if str(element.get(key) or "").strip().lower() == name:
                return str(element.get("content") or "")
        return ""


def _fitness(relation: str, sizes: str) -> int:
    """How far a picture is from one that is painted in a small place on a fine screen; 0 is the best."""
    if "apple" in relation:
        return 10_000  # Large, and made to be cut round.
    sides = [int(side) for side in re.findall(r"(\d{1,4})x", sizes.lower())]
    if not sides:
        return 100  # Most often several sizes in one file.
    return min(side - _SIDE if side >= _SIDE else 500 - side for side in sides)


def _read(text: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    data = plain.clean(text).encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _one_of_each(group: list[Candidate]) -> list[Candidate]:
    # Two of one format are two feeds, whatever they are called.
    several = len({one.kind for one in group}) < len(group)
    return group if several else [min(group, key=lambda one: _BEST_KIND.index(one.kind))]


def _title_key(one: Candidate) -> str:
    # An own place for each host: a page may name feeds of its friends, called as its own.
    words = re.sub(r"\W+", " ", _FORMAT_WORDS.sub(" ", one.title)).strip().lower()
    return f"{urlsplit(one.url).hostname} {words}" if words else ""


def _address_key(one: Candidate) -> str:
    parts = urlsplit(one.url)
    return f"{parts.hostname}{_FORMAT_PARTS.sub('', parts.path).strip('/._-')}?{_FORMAT_PARTS.sub('', parts.query)}"


def _tail(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _kind(address: str) -> Kind:
    low = address.lower()
    if low.endswith(".json") or "feed.json" in low:
        return Kind.JSON
    return Kind.ATOM if "atom" in low else Kind.RSS if "rss" in low else Kind.UNKNOWN
