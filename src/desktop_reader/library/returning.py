"""Articles that were written out of a library and come back: each is the one that it was, as far as there is room.

Such an article is never taken for another that is merely like it: what its library had apart stays apart. Here already
is one with its UUID, and one that the feed itself has brought meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop_reader.library.identity import Decision
from desktop_reader.library.naming import Hashes, hashes
from desktop_reader.library.search import Searchable
from desktop_reader.library.store import Coming

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.incoming import Coming as Incoming

_AT_ONCE = 200
_GUIDS = "SELECT guid_hash, id, link_hash, title, published_at FROM article WHERE feed_id = ? AND guid_hash IN (%s)"
_TEXTS = """SELECT text_hash, link_hash, id FROM article
    WHERE feed_id = ? AND guid_hash IS NULL AND text_hash IN (%s)"""
_TAKEN = "SELECT uuid FROM article WHERE uuid IN (%s)"
_PAST = "UPDATE state SET read_count = ?, last_read_at = ? WHERE id = ?"

Pair = tuple[int, "Incoming"]


def bring_back(
    live: Transaction, feed: int, articles: Sequence[Incoming], now: int
) -> tuple[list[Pair], list[int], list[Searchable]]:
    """Keeps those that are not here. The answer: all of them with their numbers, the new numbers, and what can be found
    in these.
    """
    pairs: list[Pair] = []
    new: list[int] = []
    texts: list[Searchable] = []
    pasts: list[tuple[int, int | None, int]] = []
    for start in range(0, len(articles), _AT_ONCE):
        coming = Coming(live, feed, now)
        some = [(one, hashes(one.entry)) for one in articles[start : start + _AT_ONCE]]
        there = _There(live, feed, some)
        for one, h in some:
            number = there.same(one, h)
            if number is None:
                entry, past = one.entry, one.past
                h = there.free(h)
                number = coming.add(Decision(entry, h, None, False), there.before(one, now))
                there.add(number, one, h)
                new.append(number)
                texts.append(Searchable(number, entry.title, entry.author, entry.content.text))
                if past is not None and (past.read_count or past.last_read_at is not None):
                    pasts.append((past.read_count, _not_after(now, past.last_read_at), number))
            pairs.append((number, one))
        coming.keep()
    if pasts:
        live.exec_driver_sql(_PAST, pasts)
    return pairs, new, texts


class _There:
    """What the feed has already of some articles, by their names."""

    def __init__(self, live: Transaction, feed: int, some: Sequence[tuple[Incoming, Hashes]]) -> None:
        guids = [h.guid for _, h in some if h.guid is not None]
        texts = [h.text for _, h in some if h.guid is None]
        uuids = [UUID(one.uuid).bytes for one, _ in some if one.uuid]
        self._guids: dict[int, tuple[int, int | None, str, int]] = {
            guid: (number, link, title, at) for guid, number, link, title, at in _rows(live, _GUIDS, guids, feed)
        }
        self._texts: dict[tuple[int, int | None], int] = {
            (text, link): number for text, link, number in _rows(live, _TEXTS, texts, feed)
        }
        self._taken = {raw for (raw,) in _rows(live, _TAKEN, uuids)}

    def same(self, one: Incoming, h: Hashes) -> int | None:
        """The article that this one is."""
        if h.guid is None:
            return self._texts.get((h.text, h.link))
        number, link, title, at = self._guids.get(h.guid, (None, None, "", 0))
        is_it = (link is not None and link == h.link) or (title == one.entry.title and at == one.entry.published_at)
        return number if is_it else None

    def free(self, h: Hashes) -> Hashes:
        """Its names but a guid that another article has: then it is the name of neither."""
        return replace(h, guid=None) if h.guid in self._guids else h

    def before(self, one: Incoming, now: int) -> Mapping[str, object]:
        """What was so of an article and can be so again."""
        past = one.past
        said: dict[str, object] = {}
        if one.uuid and UUID(one.uuid).bytes not in self._taken:
            said["uuid"] = UUID(one.uuid).bytes
        if past is not None and past.created_at is not None:
            said["created_at"] = _not_after(now, past.created_at)
            said["updated_at"] = _not_after(now, past.created_at if past.updated_at is None else past.updated_at)
        return said

    def add(self, number: int, one: Incoming, h: Hashes) -> None:
        """It is there from now on."""
        entry = one.entry
        if h.guid is not None:
            self._guids[h.guid] = (number, h.link, entry.title, entry.published_at or 0)
        else:
            self._texts[h.text, h.link] = number
        if one.uuid:
            self._taken.add(UUID(one.uuid).bytes)


def _rows(live: Transaction, sql: str, values: Sequence[object], *before: object) -> Iterable[Any]:
    if not values:
        return []
    return live.exec_driver_sql(sql % ",".join("?" * len(values)), (*before, *values)).all()


def _not_after(now: int, at: int | None) -> int | None:
    return None if at is None else min(at, now)
