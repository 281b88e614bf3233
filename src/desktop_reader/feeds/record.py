"""What a parser read out of a document, in feedparser's words → ``ParsedFeed``: chosen, bounded, made absolute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from desktop_reader.feeds import dates, plain
from desktop_reader.feeds.links import absolute, web
from desktop_reader.records.parsed import Enclosure, ParsedEntry, ParsedFeed, Rhythm

ENTRIES_LIMIT = 2_000
LIST_LIMIT = 200

# Files inside an entry instead of a text. Other types may lie about a text, unless Base64 is all that is left of it.
_FILE = re.compile(r"(?:image|audio|font)/(?!svg)|application/(?:pdf|zip)")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{80,}={0,2}")
# A category's name that only a machine can read; its label says more.
_OPAQUE = re.compile(r"[a-z]+://|tag:|urn:|[0-9a-f-]{32,}$|\d+$", re.IGNORECASE)
_SKIP_START = {name: re.compile(rf"<(?:\w+:)?{name}\b[^<>]*>", re.IGNORECASE) for name in ("skipHours", "skipDays")}
_SKIP_END = re.compile(r"</(?:\w+:)?skip(?:Hours|Days)\s*>", re.IGNORECASE)
_SKIP_LIMIT = 2000
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_FEED_FILE = re.compile(r"\.(?:xml|atom|rss|json)$")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR_MINUTES = 525_600

Parsed = Any  # feedparser's dictionaries


class Reading(NamedTuple):
    """The feed's own things, those of its entries, and the name of the format; keys as feedparser names them.

    ``source`` is the document that was read, or nothing where it names no hours or days to skip.
    """

    feed: Parsed
    entries: list[Parsed]
    version: str
    source: str


def record(said: Reading, head: str, url: str) -> ParsedFeed:
    """What was read, as ours; ``head`` is how the document began when it came."""
    feed = said.feed
    version = "rss091n" if "netscape" in head.lower() and said.version == "rss091u" else said.version
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
        entries=tuple(_entry(entry, base, inherited, atom) for entry in said.entries),
        site_url=site,
        description=_described(feed),
        language=plain.fold(_string(feed.get("language")))[:35] or None,
        author=author,
        icon_url=next(filter(None, (web(_string(icon), url) for icon in icons)), None),
        self_url=next((full for link in _links(feed, "self") if (full := web(_string(link.get("href")), url))), None),
        rhythm=_rhythm(feed, said.source),
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
    names = [plain.title(name) or plain.fold(email) for name, email in people[:LIST_LIMIT]]
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
    for file in files[:LIST_LIMIT]:
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
    tags = [(_string(tag.get("term")), _string(tag.get("label"))) for tag in _mappings(entry.get("tags"))[:LIST_LIMIT]]
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
    if not any(written in source for written in (name, name.lower(), name.upper())):
        return ""
    source = _CDATA.sub("", source)
    start = _SKIP_START[name].search(source)
    end = _SKIP_END.search(source, start.end(), start.end() + _SKIP_LIMIT) if start else None
    return source[start.end() : end.start()] if start and end else ""


def _number(value: object) -> int | None:
    found = re.match(r"\s*(\d{1,9})", _string(value))
    return int(found[1]) if found else None


def _string(value: object) -> str:
    """A text. feedparser keeps attributes as a dictionary where it expected one."""
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Parsed:
    """A dictionary. feedparser keeps the text of an element of the same name in its place."""
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> list[Parsed]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
