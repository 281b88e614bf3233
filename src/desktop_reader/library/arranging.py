"""Reading how feeds and folders stand, and putting them so again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_reader.errors import NotFoundError
from desktop_reader.library import aside, subscriptions
from desktop_reader.library.schema import FeedEntity, FolderEntity
from desktop_reader.records.arrangement import Arrangement, FeedPlace, FolderPlace

_FOLDERS = """SELECT own.slug, own.id, own.title, above.slug, own.position
    FROM folder AS own LEFT JOIN folder AS above ON above.id = own.parent_id ORDER BY own.id"""
_FEEDS = f"""SELECT f.uuid, o.slug, f.position, f.given_title, f.id IN ({aside.IDS})
    FROM feed AS f LEFT JOIN folder AS o ON o.id = f.folder_id ORDER BY f.id"""


def arrangement(rows: Callable[[str], Sequence[Any]]) -> Arrangement:
    """How all of them stand; ``rows`` gives the rows of a statement."""
    return Arrangement(
        tuple(FolderPlace(*row) for row in rows(_FOLDERS)),
        tuple(FeedPlace(uuid, folder, at, title, bool(away)) for uuid, folder, at, title, away in rows(_FEEDS)),
    )


def put(session: Session, wanted: Arrangement, now: int) -> tuple[list[int], list[int], list[int]]:
    """Puts these, and leaves alone what is gone for good: (all that were put, those of them that were set aside, those
    that came back), by the row ids of feeds. Raises NotFoundError when nothing of it is there any more.
    """
    _put_folders(session, wanted.folders)
    live = session.connection()
    here: list[int] = []
    away: list[int] = []
    back: list[int] = []
    for feed, place in _pairs(session, wanted.feeds):
        if place.aside:
            if aside.put(live, feed.id, now):
                away.append(feed.id)
        elif aside.bring_back(live, feed.id):
            back.append(feed.id)
        elif aside.is_aside(live, feed.id):
            continue  # Its removal has begun.
        feed.folder_id = None if (folder := _folder(session, place.folder)) is None else folder.id
        feed.position, feed.given_title = place.position, place.title
        here.append(feed.id)
    gone = [found for slug in wanted.gone if (found := _folder(session, slug)) is not None]
    for one in gone:
        subscriptions.remove_folder(session, one.id)
    if wanted.feeds and not (here or wanted.folders or gone):
        raise NotFoundError("This feed is not in the library any more.")
    return here, away, back


def _pairs(session: Session, places: Sequence[FeedPlace]) -> list[tuple[FeedEntity, FeedPlace]]:
    there: dict[bytes, FeedEntity] = {}
    for start in range(0, len(places), 500):
        some = [place.uuid for place in places[start : start + 500]]
        there |= {feed.uuid: feed for feed in session.scalars(select(FeedEntity).where(FeedEntity.uuid.in_(some)))}
    return [(there[place.uuid], place) for place in places if place.uuid in there]


def _folder(session: Session, slug: str | None) -> FolderEntity | None:
    return None if slug is None else session.scalar(select(FolderEntity).where(FolderEntity.slug == slug))


def _put_folders(session: Session, places: Sequence[FolderPlace]) -> None:
    """First they are all there, then each goes into the one that it was in."""
    folders = [_put_folder(session, place) for place in places]
    for folder, place in zip(folders, places, strict=True):
        _put_inside(session, folder, place.parent)


def _put_folder(session: Session, place: FolderPlace) -> FolderEntity:
    """The folder as it was called and where it stood among others; in which one comes when all are there."""
    folder = _folder(session, place.slug)
    if folder is None:
        free = session.get(FolderEntity, place.id) is None
        folder = FolderEntity(id=place.id if free else None, slug=place.slug, title=place.title, parent_id=None)
        session.add(folder)
    folder.title, folder.position = place.title, place.position
    session.flush()
    return folder


def _put_inside(session: Session, folder: FolderEntity, parent: str | None) -> None:
    """Into the folder that it was in; to the top, where that would now lead into itself."""
    above = _folder(session, parent)
    folder.parent_id = above.id if above is not None else None
    seen = {folder.id}
    while above is not None:
        if above.id in seen:
            folder.parent_id = None
            break
        seen.add(above.id)
        above = session.get(FolderEntity, above.parent_id) if above.parent_id is not None else None
    session.flush()
