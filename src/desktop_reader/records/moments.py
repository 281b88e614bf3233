"""Moments as they are written for others: ``2024-10-24T19:00:00Z``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_reader.records.article import Article


def iso(at: int | None) -> str | None:
    """A moment where it is one that can be written so: a feed may claim any year. None stays None."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None


def moments(article: Article) -> dict[str, str | None]:
    """When an article was published, came, was changed and was read, by the names that it is given out with."""
    return {
        "date": iso(article.published_at),
        "created": iso(article.created_at),
        "updated": iso(article.updated_at),
        "last_read": iso(article.last_read_at),
    }
