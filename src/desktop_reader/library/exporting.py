"""What goes out of the library: which articles, what stands beside them, and whether anything of them is different."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError, NotFoundError
from desktop_reader.library import labels, pages
from desktop_reader.records.access import without_credentials
from desktop_reader.records.exported import Followed, Outgoing, Standing
from desktop_reader.records.query import Query
from desktop_reader.records.saved import is_saved

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

AT_ONCE = 500
_TOGETHER = 20

_STANDING = """SELECT s.id, a.uuid, a.title, a.updated_at, s.last_read_at, s.read_count, s.starred,
    coalesce(f.given_title, f.title), coalesce(o.slug, f.slug), p.fetched_at, p.problem, s.is_read, s.feed_id
  FROM state AS s JOIN article AS a ON a.id = s.id JOIN feed AS f ON f.id = s.feed_id
    LEFT JOIN folder AS o ON o.id = f.folder_id LEFT JOIN page AS p ON p.article_id = s.id
  WHERE s.id IN (%s)"""
_FOLDERS = "SELECT id, title, parent_id FROM folder"
_FOLLOWED = """SELECT f.id, f.url, f.title, f.given_title, f.folder_id, coalesce(t.stopped, 0)
  FROM feed AS f LEFT JOIN feed_fetch AS t ON t.feed_id = f.id"""


def numbers(reader: Reader, query: Query, since_at: int | None = None, until_at: int | None = None) -> list[int]:
    """The articles of ``query``, in its order; those published since one moment, and before another."""
    ids = list(reader.all_ids(query))
    if since_at is None and until_at is None:
        return ids
    low = -(2**63) if since_at is None else since_at
    high = 2**63 if until_at is None else until_at
    dates = reader.dates(ids)
    return [number for number in ids if number in dates and low <= dates[number] < high]


def everything(reader: Reader) -> list[int]:
    """All articles, the newest first."""
    return list(reader.all_ids(Query()))


def feeds_of(reader: Reader, ids: Sequence[int]) -> frozenset[int]:
    """The feeds of these articles."""
    found: set[int] = set()
    for some in _parts(ids):
        found |= {feed for (feed,) in reader.select(f"SELECT DISTINCT feed_id FROM state WHERE id IN ({some})")}
    return frozenset(found)


def label_named(reader: Reader, title: str) -> int:
    """The label of this title, whatever its case; raises NotFoundError."""
    found = labels.named(reader, title)
    if found is None:
        raise NotFoundError("There is no label “{name}”.", name=title)
    return found.id


def labels_of(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The titles of the labels of these articles; those without any are missing."""
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(ids), AT_ONCE):
        for number, some in labels.of_articles(reader, ids[start : start + AT_ONCE]).items():
            found[number] = tuple(one.title for one in some)
    return found


def with_uuids(reader: Reader, uuids: Iterable[str]) -> list[int]:
    """The articles that have these; those that are gone are missing."""
    wanted, found = list(uuids), []
    for start in range(0, len(wanted), AT_ONCE):
        some = ",".join(f"x'{uuid.UUID(one).hex}'" for one in wanted[start : start + AT_ONCE])
        found += [number for (number,) in reader.select(f"SELECT id FROM article WHERE uuid IN ({some})")]
    return found


def standing(reader: Reader, ids: Sequence[int]) -> list[Standing]:
    """How these articles stand now, in their order; those that are gone are missing."""
    labelled = labels_of(reader, ids)
    feeds = followed(reader)
    found: dict[int, Standing] = {}
    for some in _parts(ids):
        for number, raw, *facts, feed in reader.select(_STANDING % some):
            own = labelled.get(number, ())
            stands = repr((facts, own, feeds.get(feed)))
            stamp = hashlib.blake2b(stands.encode("utf-8", "replace"), digest_size=8).hexdigest()
            found[number] = Standing(number, str(uuid.UUID(bytes=raw)), stamp, own)
    return [found[number] for number in ids if number in found]


def followed(reader: Reader) -> dict[int, Followed]:
    """The subscriptions as articles' files tell of them, by feed."""
    folders = {number: (title, parent) for number, title, parent in reader.select(_FOLDERS)}

    def way(number: int | None) -> tuple[str, ...]:
        found: dict[int, str] = {}
        while number is not None and number in folders and number not in found:  # Damaged ones may lead in a circle.
            found[number], number = folders[number]
        return tuple(reversed(found.values()))

    return {
        number: Followed(without_credentials(url), title if given is not None else "", way(folder), bool(stopped))
        for number, url, title, given, folder, stopped in reader.select(_FOLLOWED)
        if not is_saved(url)
    }


def outgoings(reader: Reader, numbers: Sequence[int]) -> Iterator[Outgoing]:
    """These articles as they go out, with what is similar to each; those that are gone are missing."""
    feeds = followed(reader)
    for start in range(0, len(numbers), _TOGETHER):
        some = numbers[start : start + _TOGETHER]
        near = _similar(reader, some)
        labelled = labels_of(reader, some)
        for number in some:
            one = outgoing(reader, number)
            if one is not None:
                yield Outgoing(
                    one.article,
                    labelled.get(number, ()),
                    near.get(number, ()),
                    feeds.get(one.article.feed_id, Followed()),
                )


def outgoing(reader: Reader, number: int) -> Outgoing | None:
    """An article as it goes out, with nothing beside it; None when it is gone."""
    article = reader.article(number)
    if article is None:
        return None
    try:
        page = pages.page_of(reader, number)
    except LibraryError:
        page = None  # It is damaged; what the feed gave is not.
    if page is not None and page.shown:
        article = replace(article, html=page.html)
    return Outgoing(article, labels_of(reader, [number]).get(number, ()), ())


def _similar(reader: Reader, numbers: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    from desktop_reader.library.similar import named

    try:
        return named(reader, numbers)
    except LibraryError:
        return {}  # The search file is being made anew; the articles themselves are there.


def _parts(ids: Sequence[int]) -> Iterable[str]:
    for start in range(0, len(ids), AT_ONCE):
        yield ",".join(str(int(number)) for number in ids[start : start + AT_ONCE])
