"""What indexes know of rows that are lost: which articles are starred or unread, where a feed is, what has a label.

An index repeats a part of each row on pages of its own, so a page that is lost in one place is often whole in another.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop_reader.library.salvage.carrying import Fields, put
from desktop_reader.library.salvage.plan import Plan
from desktop_reader.library.salvage.trees import Forest

if TYPE_CHECKING:
    import sqlite3


class Known:
    """The indexes of a damaged file."""

    def __init__(self, forest: Forest, plan: Plan) -> None:
        self._forest, self._plan = forest, plan

    def restore(self, live: sqlite3.Connection) -> None:
        """Adds to the new library what the rows themselves did not tell. Nothing that is there is changed."""
        put(live, "folder", self._folders())
        put(live, "feed", self._feeds())
        put(live, "label", ({"id": n, "title": title} for n, (title,) in self._of("label", "title").items()))
        put(live, "state", self._states(live))
        put(live, "article", self._articles(live))
        put(live, "labelled", self._labelled())

    @property
    def tells_stars(self) -> bool:
        """Whether what is not in the index of starred articles has surely no star."""
        return not self._is_lost("st_star")

    def _folders(self) -> Iterator[Fields]:
        for number, (slug,) in self._of("folder", "slug").items():
            yield {"id": number, "slug": slug, "title": str(slug).replace("-", " ")}

    def _feeds(self) -> Iterator[Fields]:
        """A feed without an address keeps its name, by which the list of subscriptions may know it."""
        uuids, slugs, urls = (self._of("feed", column) for column in ("uuid", "slug", "url"))
        titles = self._entries("feed_shown", 1) if self._is_lost("feed") else {}
        for number in {**uuids, **slugs, **urls, **titles}:
            own = uuid.uuid4()
            (url,) = urls.get(number, (f"urn:uuid:{own}",))
            yield {
                "id": number,
                "uuid": uuids.get(number, (own.bytes,))[0],
                "slug": slugs.get(number, (f"recovered-{own.hex[:8]}",))[0],
                "url": url,
                "title": titles.get(number, (url,))[0],
                "created_at": int(time.time()),
                "updated_at": int(time.time()),
            }

    def _states(self, live: sqlite3.Connection) -> Iterator[Fields]:
        """Of an article that is in the index of starred ones, that is known; of unread ones likewise."""
        if not self._is_lost("state"):
            return
        there = {number for (number,) in live.execute("SELECT id FROM state")}
        opened = {number for (number,) in live.execute("SELECT article_id FROM visit")}
        placed = dict(self._entries("st_feed", 2))
        for number, feed_id, published_at in live.execute("SELECT id, feed_id, published_at FROM article").fetchall():
            placed[number] = (feed_id, published_at)
        unread = {*self._entries("st_unread", 1), *self._entries("st_feed_unread", 2)}
        starred = self._entries("st_star", 1)
        counts = self._entries("st_reads", 2)
        tells = not (self._is_lost("st_unread") and self._is_lost("st_feed_unread"))
        for number, (feed_id, published_at) in placed.items():
            if number not in there:
                yield {
                    "id": number,
                    "feed_id": feed_id,
                    "published_at": published_at,
                    "is_read": int(number not in unread and (tells or number in opened)),
                    "starred": int(number in starred),
                    "read_count": counts.get(number, (0,))[0],
                }

    def _articles(self, live: sqlite3.Connection) -> Iterator[Fields]:
        """Heads: their feed and id, and their title as it is sorted, until the feed brings it again."""
        if not self._is_lost("article"):
            return
        there = {number for (number,) in live.execute("SELECT id FROM article")}
        guids, links = self._entries("article_guid", 2), self._entries("article_link", 2)
        texts, titles = self._entries("article_text", 2), self._entries("article_title", 1)
        words, uuids = self._entries("article_words", 1), self._entries("article_uuid", 1)
        for number, feed_id, published_at in live.execute("SELECT id, feed_id, published_at FROM state").fetchall():
            if number in there or number not in titles or number not in texts:
                continue
            yield {
                "id": number,
                "uuid": uuids.get(number, (uuid.uuid4().bytes,))[0],
                "feed_id": feed_id,
                "guid_hash": guids.get(number, (None, None))[1],
                "link_hash": links.get(number, (None, None))[1],
                "text_hash": texts[number][1],
                "fingerprint": bytes(12),
                "content_hash": bytes(8),
                "published_at": published_at,
                "created_at": published_at,
                "updated_at": published_at,
                "words": words.get(number, (0,))[0],
                "title": titles[number][0],
                "title_key": titles[number][0],
            }

    def _labelled(self) -> Iterator[Fields]:
        tree = self._plan.trees.get("ix_labelled_article_id")
        for row in self._forest.rows(tree) if tree is not None and self._is_lost("labelled") else ():
            if row.whole and len(row.values) == 3:
                yield dict(zip(("article_id", "label_id", "published_at"), row.values, strict=True))

    def _is_lost(self, name: str) -> bool:
        tree = self._plan.trees.get(name)
        return tree is None or bool(tree.lost)

    def _of(self, table: str, column: str) -> dict[int, tuple[Any, ...]]:
        """The column's index, where rows of the table are lost."""
        if not self._is_lost(table):
            return {}
        for name, columns in self._plan.tables[table].indexes.items():
            if columns == (column,):
                return self._entries(name, 1)
        return {}

    def _entries(self, name: str, width: int) -> dict[int, tuple[Any, ...]]:
        """An index: its ``width`` values, by the number of the row that they belong to."""
        tree = self._plan.trees.get(name)
        found: dict[int, tuple[Any, ...]] = {}
        for row in self._forest.rows(tree) if tree is not None else ():
            number = row.values[-1] if row.whole and row.values else None
            # Where the number is a part of the index, it stands there twice.
            if isinstance(number, int) and row.values[width:] in ([number], [number, number]):
                found[number] = tuple(row.values[:width])
        return found
