"""A document → ``ParsedFeed``. The only file that knows feedparser, and the door where its faults become ParseError."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from desktop_reader.errors import ParseError
from desktop_reader.feeds import dates, jsonfeed, mend, plain, sniff
from desktop_reader.feeds.links import absolute, web
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, ParsedEntry, ParsedFeed, Rhythm

ENTRIES_LIMIT = 2_000
_LIST_LIMIT = 200
_DETAIL_LIMIT = 120
_NO_FEED = "there is no RSS, Atom or JSON Feed in it"

# Files inside an entry instead of a text. Other types may lie about a text, unless Base64 is all that is left of it.
_FILE = re.compile(r"(?:image|audio|font)/(?!svg)|application/(?:pdf|zip)")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{80,}={0,2}")
# A category's name that only a machine can read; its label says more.
_OPAQUE = re.compile(r"[a-z]+://|tag:|urn:|[0-9a-f-]{32,}$|\d+$", re.IGNORECASE)
_SKIPPED = {
    name: re.compile(rf"<(?:\w+:)?{name}\b[^<>]*>(.{{0,2000}}?)</(?:\w+:)?{name}\s*>", re.IGNORECASE | re.DOTALL)
    for name in ("skipHours", "skipDays")
}
_FEED_FILE = re.compile(r"\.(?:xml|atom|rss|json)$")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR_MINUTES = 525_600

Parsed = Any  # feedparser's dictionaries


# A root that is closed, by its own tag or in itself; where several documents were glued together, any will do.
_ENDS = re.compile(r"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel|opml|xml)\b|/>\s*$", re.IGNORECASE)


def parse(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """What a document says that came from ``url``. Raises ParseError and nothing else; asks nobody, opens nothing."""
    try:
        return _newest(_parsed(sniff.decode(body, content_type), url))
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(Problem.MALFORMED, plain.fold(f"{type(error).__name__}: {error}")[:_DETAIL_LIMIT]) from error


def _parsed(text: str, url: str) -> ParsedFeed:
    match sniff.kind(text):
        case sniff.Kind.EMPTY:
            raise ParseError(Problem.EMPTY)
        case sniff.Kind.HTML:
            raise ParseError(Problem.NOT_A_FEED)
        case sniff.Kind.JSON:
            return jsonfeed.parse(text.lstrip("\ufeff\x00 \t\r\n\f"), url)
        case sniff.Kind.OTHER:
            raise ParseError(Problem.MALFORMED, _NO_FEED)
    source = mend.newest(mend.mend(text), ENTRIES_LIMIT)
    try:
        parsed = _read(source)
    except Exception:
        parsed = _read(mend.balanced(source))
    if not parsed.get("version") and not parsed.entries and sniff.root(source) not in sniff.FEED_ROOTS:
        raise ParseError(Problem.MALFORMED, _NO_FEED)
    if not parsed.entries and not _ENDS.search(text):
        raise ParseError(Problem.MALFORMED, "it breaks off")  # Taken for an empty feed, its news would be missed.
    return _feed(parsed, source, text[:2000], url)


def _read(source: str) -> Parsed:
    """The document through feedparser. Its own sanitiser and link resolver stay off: ours run later, and last."""
    import feedparser
    from feedparser.mixin import _FeedParserMixin

    # An id is a name: resolved, it would change whenever the feed moves.
    _FeedParserMixin.can_be_relative_uri.discard("id")
    return feedparser.parse(
        # Bytes in a stream: a plain text might be taken for an address or a file name.
        io.BytesIO(source.encode("utf-8", "replace")),
        # Our decoding stands.
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )


def _feed(parsed: Parsed, source: str, head: str, url: str) -> ParsedFeed:
    feed = parsed.feed
    version = "rss091n" if "netscape" in head.lower() and parsed.version == "rss091u" else parsed.version or ""
    atom = version.startswith("atom")
    site = web(_link(feed), url)
    author = _author(feed) or _author(feed, "publisher")
    inherited = _author(feed) if atom else ""
    image = _mapping(feed.get("image"))
    icons = (feed.get("icon"), image.get("href"), image.get("url"), feed.get("logo"))
    # RSS knows no base: what is relative there means the site. Atom means the document, unless another host serves it.
    at_home = not url or not site or urlsplit(site).hostname == urlsplit(url).hostname
    base = url if atom and at_home else site or url
    return ParsedFeed(
        title=_title(feed),
        entries=tuple(_entry(entry, base, inherited, atom) for entry in parsed.entries),
        site_url=site,
        description=_described(feed),
        language=plain.fold(_string(feed.get("language")))[:35] or None,
        author=author,
        icon_url=next(filter(None, (web(_string(icon), url) for icon in icons)), None),
        self_url=next((full for link in _links(feed, "self") if (full := web(_string(link.get("href")), url))), None),
        rhythm=_rhythm(feed, source),
        version=version,
    )


def _entry(entry: Parsed, base: str, feed_author: str, atom: bool) -> ParsedEntry:
    best, rest = _texts(entry)
    inner = absolute(_string(best.get("base")), base) or base
    enclosures = tuple(_enclosures(entry, inner))
    published, updated = _date(entry, "published") or _date(entry, "created"), _date(entry, "updated")
    source = _mapping(entry.get("source"))
    player = _mapping(entry.get("media_player"))
    address = absolute(_link(entry), base) or absolute(_string(player.get("url")), base)
    return ParsedEntry(
        guid=plain.guid(_string(entry.get("id")) or _string(entry.get("dc_identifier"))),
        url=address or (enclosures[0].url if enclosures else None),
        title=_title(entry),
        author=_author(entry) or (atom and _author(source)) or feed_author,
        html=_html(best),
        summary_html=_html(rest),
        # Most of Atom and all of Dublin Core tell one date only, and call it "updated" though it never was.
        published_at=published or updated,
        updated_at=updated,
        enclosures=enclosures,
        categories=tuple(_categories(entry)),
        image=_image(entry, enclosures, inner),
        comments=_comments(entry, base),
        language=plain.fold(_string(entry.get("language") or best.get("language")))[:35] or None,
        base_url=inner or None,
    )


def _texts(entry: Parsed) -> tuple[Parsed, Parsed]:
    """The fullest text of an entry, and a shorter one that says something else."""
    subtitle = {"value": entry.get("itunes_tagline"), "type": "text/plain"}
    summary = _mapping(entry.get("summary_detail")) or {"value": entry.get("summary"), "type": "text/html"}
    told = [one for one in (*_mappings(entry.get("content")), summary) if _is_text(one)] or [subtitle]
    texts = [one for one in told if _string(one.get("value")).strip()]
    if not texts:
        return {}, {}
    best = max(texts, key=lambda one: len(_string(one.get("value"))))
    others = [one for one in texts if _string(one.get("value")).strip() != _string(best.get("value")).strip()]
    return best, others[-1] if others else {}


def _is_text(detail: Parsed) -> bool:
    kind = _string(detail.get("type"))
    if not detail.get("value") or _FILE.match(kind):
        return False
    return "text" in kind or "ml" in kind or not _BASE64.fullmatch(_string(detail.get("value")))


def _html(detail: Parsed) -> str:
    value = _string(detail.get("value"))
    if _is_html(detail) or plain.has_markup(value):
        return plain.whole_html(value)
    return plain.as_html(value)


def _title(holder: Parsed) -> str:
    return plain.title(_string(holder.get("title")), _is_html(holder.get("title_detail")))


def _described(feed: Parsed) -> str:
    """A feed's description; what iTunes is told of it only where there is no other."""
    detail = feed.get("subtitle_detail") or feed.get("summary_detail")
    return plain.title(
        _string(feed.get("subtitle") or feed.get("summary") or feed.get("itunes_tagline")), _is_html(detail)
    )


def _is_html(detail: Parsed) -> bool:
    return "html" in _string(_mapping(detail).get("type"))


def _author(holder: Parsed, role: str = "author") -> str:
    """The names of all authors; an address only where no name is told."""
    people = [(_string(one.get("name")), _string(one.get("email"))) for one in _mappings(holder.get(role + "s"))]
    names = [plain.title(name) or plain.fold(email) for name, email in people[:_LIST_LIMIT]]
    if not any(names):
        detail = _mapping(holder.get(role + "_detail"))
        names = [plain.title(_string(detail.get("name") or holder.get(role)))]
    return ", ".join(dict.fromkeys(filter(None, names)))[: plain.TITLE_LIMIT]


def _link(holder: Parsed) -> str:
    """The page of a feed or an entry. feedparser's choice may be a guid in place of a link of unusual type."""
    chosen = _string(dict.get(holder, "link"))
    alternates = [_string(link.get("href")) for link in _links(holder, "alternate") if link.get("href")]
    if chosen in alternates or not alternates:
        return chosen if alternates or chosen.startswith(("http://", "https://")) else ""
    return alternates[0]


def _links(holder: Parsed, rel: str) -> Iterator[Parsed]:
    return (link for link in _mappings(holder.get("links")) if _string(link.get("rel")).rpartition("/")[2] == rel)


def _enclosures(entry: Parsed, base: str) -> Iterator[Enclosure]:
    seen: set[str] = set()
    files = [*_links(entry, "enclosure"), *_mappings(entry.get("media_content"))]
    for file in files[:_LIST_LIMIT]:
        address = absolute(_string(file.get("href") or file.get("url")), base)
        if address and address not in seen:
            seen.add(address)
            size = _string(file.get("length") or file.get("filesize")).strip()
            length = int(size) if size.isascii() and size.isdigit() and 0 < len(size) < 16 else None
            yield Enclosure(address, plain.fold(_string(file.get("type")))[:100], length or None)


def _image(entry: Parsed, enclosures: tuple[Enclosure, ...], base: str) -> str | None:
    """The picture that stands for the entry: the feed's own thumbnail, else the first file that is a picture."""
    pictures = [one for one in _mappings(entry.get("media_content")) if _string(one.get("medium")) == "image"]
    named = [one.get("url") for one in (*_mappings(entry.get("media_thumbnail")), *pictures)]
    own = entry.get("image")
    named.append(own.get("href") if isinstance(own, dict) else own)
    named += [file.url for file in enclosures if file.type.startswith("image/")]
    return next((full for one in named if (full := web(_string(one), base))), None)


def _comments(entry: Parsed, base: str) -> str | None:
    """The page where the entry is talked about; a feed of the talk is no page."""
    replies = (_string(link.get("href")) for link in _links(entry, "replies") if "html" in _string(link.get("type")))
    pages = (address for address in replies if not _FEED_FILE.search(address))
    return web(_string(entry.get("comments")) or next(pages, ""), base)


def _categories(entry: Parsed) -> Iterator[str]:
    tags = [(_string(tag.get("term")), _string(tag.get("label"))) for tag in _mappings(entry.get("tags"))[:_LIST_LIMIT]]
    names = (label if label and (not term or _OPAQUE.match(term)) else term for term, label in tags)
    return iter(dict.fromkeys(filter(None, map(plain.title, names))))


def _date(entry: Parsed, name: str) -> int | None:
    """A date by our own reading; feedparser's, which knows Korean, Greek and Hungarian, where it invented no year."""
    written = _string(dict.get(entry, name))
    moment = dates.seconds(written)
    parts = dict.get(entry, name + "_parsed")
    if moment is None and parts and str(parts[0]) in written:
        return dates.seconds("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parts[:6]))
    return moment


def _rhythm(feed: Parsed, source: str) -> Rhythm:
    minutes = _number(feed.get("ttl"))
    period = _PERIODS.get(_string(feed.get("sy_updateperiod")).strip().lower())
    if minutes is None and period:
        minutes = period // max(1, _number(feed.get("sy_updatefrequency")) or 1)
    hours = {int(hour) % 24 for hour in re.findall(r"\b\d{1,2}\b", _skipped(source, "skipHours")) if int(hour) <= 24}
    days = {
        _DAYS.index(day) for day in re.findall(r"[a-z]+day\b", _skipped(source, "skipDays").lower()) if day in _DAYS
    }
    # To skip every hour or every day is to say nothing.
    return Rhythm(
        ttl_minutes=min(minutes, _YEAR_MINUTES) if minutes else None,
        skip_hours=frozenset(hours if len(hours) < 24 else ()),
        skip_days=frozenset(days if len(days) < 7 else ()),
    )


def _skipped(source: str, name: str) -> str:
    """The list inside an element of which feedparser keeps the last member only."""
    found = _SKIPPED[name].search(source) if name in source or name.lower() in source else None
    return found[1] if found else ""


def _number(value: object) -> int | None:
    found = re.match(r"\s*(\d{1,9})", _string(value))
    return int(found[1]) if found else None


def _newest(feed: ParsedFeed) -> ParsedFeed:
    if len(feed.entries) <= ENTRIES_LIMIT:
        return feed
    ranked = sorted(feed.entries, key=lambda entry: -(entry.published_at or entry.updated_at or 0))
    kept = set(map(id, ranked[:ENTRIES_LIMIT]))
    return replace(feed, entries=tuple(entry for entry in feed.entries if id(entry) in kept))


def _string(value: object) -> str:
    """A text. feedparser keeps attributes as a dictionary where it expected one."""
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Parsed:
    """A dictionary. feedparser keeps the text of an element of the same name in its place."""
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> list[Parsed]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
