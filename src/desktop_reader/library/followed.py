"""Under which addresses feeds are followed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_reader.library.schema import FeedEntity, feed_fetch


def addresses(session: Session) -> list[tuple[int, str]]:
    """(feed, address) of every feed, and again with the address to which it is about to move."""
    rows = session.execute(
        select(FeedEntity.id, FeedEntity.url, feed_fetch.c.moved_to)
        .join(feed_fetch, feed_fetch.c.feed_id == FeedEntity.id, isouter=True)
        .order_by(FeedEntity.id)
    ).all()
    now = [(number, url) for number, url, _ in rows]
    return now + [(number, moved) for number, _, moved in rows if moved is not None]
