"""How feeds and folders stand, and what a deed changed of that: enough to take it back and to do it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A folder, known by its slug; ``parent`` is the slug of the one above. ``id`` is what it had, if it is free."""

    slug: str
    id: int
    title: str
    parent: str | None
    position: int


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """A feed, known by its UUID; ``title`` is the reader's own. ``aside`` is one that is not followed any more."""

    uuid: bytes
    folder: str | None
    position: int
    title: str | None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Some feeds and folders, or all, as they are to stand; folders that are in ``gone`` are not to be there."""

    folders: tuple[FolderPlace, ...] = ()
    feeds: tuple[FeedPlace, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.folders or self.feeds or self.gone)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a deed changed: the way ``back``, and the way there ``again``. Only what is different stands in it."""

    back: Arrangement = field(default_factory=Arrangement)
    again: Arrangement = field(default_factory=Arrangement)

    def __bool__(self) -> bool:
        return bool(self.back or self.again)

    @classmethod
    def joined(cls, turns: Sequence[Turn]) -> Turn:
        """Of several deeds, one after the other, as of one."""
        # On the way back what the first deed found counts, on the way there what the last one left.
        back = _joined([turn.back for turn in reversed(turns)])
        return cls(back, _joined([turn.again for turn in turns]))


def _joined(parts: Iterable[Arrangement]) -> Arrangement:
    """One after the other."""
    folders: dict[str, FolderPlace | None] = {}
    feeds: dict[bytes, FeedPlace] = {}
    for part in parts:
        folders |= {one.slug: one for one in part.folders} | dict.fromkeys(part.gone)
        feeds |= {one.uuid: one for one in part.feeds}
    there = tuple(one for one in folders.values() if one is not None)
    return Arrangement(there, tuple(feeds.values()), tuple(slug for slug, one in folders.items() if one is None))


def turn(before: Arrangement, after: Arrangement) -> Turn:
    """What lies between two whole arrangements."""
    return Turn(_way(after, before), _way(before, after))


def _way(start: Arrangement, end: Arrangement) -> Arrangement:
    """What has to be put otherwise. A feed that only the start has is set aside at the end."""
    folders = {one.slug: one for one in start.folders}
    feeds = {one.uuid: one for one in start.feeds}
    there = {one.slug for one in end.folders}
    followed = {one.uuid for one in end.feeds}
    put = [one for one in end.feeds if feeds.get(one.uuid) != one]
    aside = [replace(one, aside=True) for one in start.feeds if one.uuid not in followed]
    return Arrangement(
        tuple(one for one in end.folders if folders.get(one.slug) != one),
        (*put, *(one for one in aside if one != feeds[one.uuid])),
        tuple(slug for slug in folders if slug not in there),
    )
