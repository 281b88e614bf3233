"""What the sidebar shows and the schedule works on: folders and feeds."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.records.health import Health


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of feeds; folders nest. ``slug`` is its short readable id, the *category ID* of its articles."""

    id: int
    slug: str
    title: str
    parent_id: int | None
    position: int


@dataclass(frozen=True, slots=True)
class FeedCount:
    """What a refresh or a deed changes of a feed, as the sidebar shows it."""

    id: int
    title: str
    unread: int
    health: Health


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription with its counters and its health. ``category_id`` is the folder's slug, else the feed's own."""

    id: int
    uuid: str
    slug: str
    category_id: str
    title: str
    url: str
    site_url: str | None
    folder_id: int | None
    position: int
    total: int
    unread: int
    starred: int
    created_at: int
    updated_at: int
    checked_at: int | None
    next_check_at: int | None
    health: Health
