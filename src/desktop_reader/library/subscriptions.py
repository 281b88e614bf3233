"""Feeds and folders, edited as objects inside a session of ``Writer.editing``."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, insert, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_reader.errors import NotFoundError
from desktop_reader.library import aside
from desktop_reader.library.schema import FeedEntity, FolderEntity, feed_fetch

_INSIDE = """WITH RECURSIVE inside(id) AS (SELECT :id UNION SELECT folder.id FROM folder JOIN inside
    ON folder.parent_id = inside.id) SELECT id FROM inside"""
_TAKEN = "SELECT 1 FROM folder WHERE slug = :slug UNION ALL SELECT 1 FROM feed WHERE slug = :slug"
_LAST_NUMBER = """SELECT max(CAST(substr(slug, :digits) AS INTEGER)) FROM (
    SELECT slug FROM folder WHERE slug BETWEEN :first AND :last
    UNION ALL SELECT slug FROM feed WHERE slug BETWEEN :first AND :last) WHERE length(slug) < :digits + 7"""


def add_folder(session: Session, title: str, slug: str, parent_id: int | None = None) -> int:
    """A new folder at the end of its parent; ``slug`` is made unique. Returns its id."""
    _there(session, parent_id)
    folder = FolderEntity(
        slug=_free_slug(session, slug or "folder"),
        title=title,
        parent_id=parent_id,
        position=_end(session, FolderEntity.position, FolderEntity.parent_id, parent_id),
    )
    session.add(folder)
    session.flush()
    return folder.id


def free_title(session: Session, title: str, parent_id: int | None = None) -> str:
    """This title, with a number where a folder in this parent is called so already."""
    there = select(FolderEntity.title).where(_in_folder(FolderEntity.parent_id, parent_id))
    taken = set(session.scalars(there))
    wanted = [title, *(f"{title} {number}" for number in range(2, len(taken) + 2))]
    return next(free for free in wanted if free not in taken)


def folder_titled(session: Session, title: str, parent_id: int | None = None) -> int | None:
    """The folder of this title in this parent, when there is one."""
    found = select(FolderEntity.id).where(FolderEntity.title == title, _in_folder(FolderEntity.parent_id, parent_id))
    return session.scalars(found.order_by(FolderEntity.position)).first()


def rename_folder(session: Session, number: int, title: str) -> None:
    """Another title; the slug stays, for it is an id."""
    _folder(session, number).title = title


def move_folder(session: Session, number: int, parent_id: int | None, position: int) -> None:
    """Puts a folder into another one (None: the top) at ``position`` among the folders there.

    A folder cannot go into itself or below; then nothing happens.
    """
    if parent_id in set(session.execute(text(_INSIDE), {"id": number}).scalars()):
        return
    _there(session, parent_id)
    folder = _folder(session, number)
    folder.parent_id = parent_id
    _reorder(session, parent_id, folder, position)


def remove_folder(session: Session, number: int) -> None:
    """Removes a folder; what was in it moves to where the folder was. No feed and no article goes."""
    folder = _folder(session, number)
    for child in session.scalars(select(FolderEntity).where(FolderEntity.parent_id == number)).all():
        child.parent_id = folder.parent_id
    for feed in session.scalars(select(FeedEntity).where(FeedEntity.folder_id == number)).all():
        feed.folder_id = folder.parent_id
    session.flush()
    session.delete(folder)


def feed_at(session: Session, url: str) -> int | None:
    """The feed with this address, when it is followed."""
    return session.scalar(select(FeedEntity.id).where(FeedEntity.url == url))


def add_feed(
    session: Session,
    url: str,
    title: str,
    slug: str,
    now: int,
    *,
    site_url: str | None = None,
    given_title: str | None = None,
    folder_id: int | None = None,
) -> tuple[int, bool]:
    """A subscription at the end of its folder, due at once: (id, True); (the old id, False) if there is one already,
    (the old id, True) if that was set aside and comes back.
    """
    there = feed_at(session, url)
    if there is not None:
        return there, aside.bring_back(session.connection(), there)
    _there(session, folder_id)
    feed = FeedEntity(
        uuid=uuid.uuid4().bytes,
        slug=_free_slug(session, slug or "feed"),
        url=url,
        site_url=site_url,
        title=title,
        given_title=given_title,
        folder_id=folder_id,
        position=_end(session, FeedEntity.position, FeedEntity.folder_id, folder_id),
        created_at=now,
        updated_at=now,
    )
    session.add(feed)
    session.flush()
    session.execute(insert(feed_fetch), {"feed_id": feed.id})
    return feed.id, True


def rename_feed(session: Session, number: int, title: str | None) -> None:
    """The reader's own title; None or blank gives the feed its own back."""
    _feed(session, number).given_title = (title or "").strip() or None


def move_feed(session: Session, number: int, folder_id: int | None, position: int) -> None:
    """Puts a feed into a folder (None: the top) at ``position`` among the feeds there."""
    _there(session, folder_id)
    feed = _feed(session, number)
    feed.folder_id = folder_id
    _reorder(session, folder_id, feed, position)


def remove_feed(session: Session, number: int) -> None:
    """Removes a subscription with all its articles."""
    session.delete(_feed(session, number))


def _feed(session: Session, number: int) -> FeedEntity:
    feed = session.get(FeedEntity, number)
    if feed is None:
        raise NotFoundError("This feed is not in the library any more.")
    return feed


def _folder(session: Session, number: int) -> FolderEntity:
    folder = session.get(FolderEntity, number)
    if folder is None:
        raise NotFoundError("This folder is not in the library any more.")
    return folder


def _there(session: Session, folder_id: int | None) -> None:
    """A folder may have been removed since the reader looked."""
    if folder_id is not None:
        _folder(session, folder_id)


def _free_slug(session: Session, wanted: str) -> str:
    """``wanted``, or with -2, -3 … behind it: slugs of folders and feeds are one name space, the category IDs."""

    def taken(slug: str) -> bool:
        return bool(session.execute(text(_TAKEN), {"slug": slug}).first())

    if not taken(wanted):
        return wanted
    # A site may give a thousand feeds one name, so SQLite looks for the last number, not we for the first free one.
    around = {"first": f"{wanted}-", "last": f"{wanted}-:", "digits": len(wanted) + 2}
    number = (session.execute(text(_LAST_NUMBER), around).scalar() or 1) + 1
    while taken(f"{wanted}-{number}"):
        number += 1
    return f"{wanted}-{number}"


def _end(
    session: Session,
    column: InstrumentedAttribute[int],
    folder_column: InstrumentedAttribute[int | None],
    folder_id: int | None,
) -> int:
    last = session.scalar(select(func.max(column)).where(_in_folder(folder_column, folder_id)))
    return 0 if last is None else last + 1


def _reorder(session: Session, folder_id: int | None, moved: FeedEntity | FolderEntity, position: int) -> None:
    """Numbers the feeds, or the folders, of one parent from 0, with ``moved`` at ``position``."""
    session.flush()
    there: Iterable[FeedEntity | FolderEntity]
    if isinstance(moved, FolderEntity):
        there = session.scalars(select(FolderEntity).where(_in_folder(FolderEntity.parent_id, folder_id)))
    else:
        there = session.scalars(select(FeedEntity).where(_in_folder(FeedEntity.folder_id, folder_id)))
    rest = sorted((one for one in there if one is not moved), key=lambda one: (one.position, one.id))
    # The position is that among those that can be seen.
    away = set(session.execute(text(aside.IDS)).scalars()) if isinstance(moved, FeedEntity) else set()
    seen = [place for place, one in enumerate(rest) if one.id not in away]
    position = max(0, position)
    rest.insert(seen[position] if position < len(seen) else len(rest), moved)
    for number, one in enumerate(rest):
        one.position = number


def _in_folder(column: InstrumentedAttribute[int | None], number: int | None) -> ColumnElement[bool]:
    return column.is_(None) if number is None else column == number
