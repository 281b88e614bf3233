"""What a feed document said, before anything of ours touched it. Every text in here is as untrusted as it came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries along: its address, its media type and its size in bytes where told."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry. ``html`` is its fullest text as raw HTML (plain text already escaped), ``summary_html`` a shorter one
    when the feed gave both. ``title`` is plain text. Addresses are absolute. ``published_at`` as the feed gave it.
    """

    guid: str | None
    url: str | None
    title: str
    author: str = ""
    html: str = ""
    summary_html: str = ""
    published_at: int | None = None
    updated_at: int | None = None
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    image: str | None = None
    comments: str | None = None
    language: str | None = None
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a document says about how often to ask: minutes, hours of the day (GMT) and days (0 = Monday) to skip."""

    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One document. ``title`` and the like are plain text; entries stand in the document's order."""

    title: str
    entries: tuple[ParsedEntry, ...]
    site_url: str | None = None
    description: str = ""
    language: str | None = None
    author: str = ""
    icon_url: str | None = None
    self_url: str | None = None
    rhythm: Rhythm = Rhythm()
    version: str = ""
