"""An article: as a row of the list, and whole."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.records.label import Label
from desktop_reader.records.parsed import Enclosure


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What one row of the article list paints. So many ``sources`` tell the same; 0 where only this one does."""

    id: int
    uuid: str
    feed_id: int
    feed_title: str
    title: str
    author: str
    snippet: str
    image: str | None
    published_at: int
    words: int
    read_count: int
    unread: bool
    starred: bool
    sources: int = 0
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article with everything that is kept of it. ``html`` is sanitised; ``description`` is the shorter text that
    the feed gave beside it, as plain text; ``comments`` the address of its discussion.
    """

    id: int
    uuid: str
    guid: str | None
    feed_id: int
    feed_uuid: str
    feed_title: str
    category_id: str
    title: str
    url: str | None
    author: str
    published_at: int
    created_at: int
    updated_at: int
    last_read_at: int | None
    read_count: int
    words: int
    unread: bool
    starred: bool
    language: str | None
    snippet: str
    image: str | None
    html: str
    description: str
    comments: str | None
    enclosures: tuple[Enclosure, ...]
    labels: tuple[Label, ...] = ()
