"""The reading door: small, hot questions, answered with frozen records through a connection that cannot write.

Belongs to the thread that made it. Nothing here grows with the library but ``all_ids`` and searches, which the screen
asks on its reading thread.
"""

from __future__ import annotations

import array
import contextlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from desktop_reader.library import aside, bodies, connect, hiding, labels, lists, stories
from desktop_reader.library.door import Door
from desktop_reader.library.listing import Listing
from desktop_reader.library.names import Names
from desktop_reader.records.access import without_credentials
from desktop_reader.records.article import Article, ArticleRow
from desktop_reader.records.feed import Feed, FeedCount, Folder
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.listing import Head
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query
from desktop_reader.records.search import Found, Term

_FEED = """SELECT f.id, f.uuid, f.slug, coalesce(o.slug, f.slug), coalesce(f.given_title, f.title), f.url, f.site_url,
    f.folder_id, f.position, coalesce(c.total, 0), coalesce(c.unread, 0), coalesce(c.starred, 0), f.created_at,
    f.updated_at, t.checked_at, CASE t.stopped WHEN 1 THEN NULL ELSE t.next_check_at END,
    t.problem, t.detail, t.failures, t.since_at
  FROM feed AS f LEFT JOIN folder AS o ON o.id = f.folder_id LEFT JOIN feed_count AS c ON c.feed_id = f.id
    LEFT JOIN feed_fetch AS t ON t.feed_id = f.id"""
_COUNT = """SELECT f.id, coalesce(f.given_title, f.title), coalesce(c.unread, 0),
    t.problem, t.detail, t.failures, t.since_at
  FROM feed AS f LEFT JOIN feed_count AS c ON c.feed_id = f.id LEFT JOIN feed_fetch AS t ON t.feed_id = f.id
  WHERE f.id IN (%s)"""
_SHOWN = f"f.id NOT IN ({aside.IDS})"
_WELL = Health()
_ROW = """SELECT a.id, a.uuid, a.feed_id, coalesce(f.given_title, f.title), a.title, a.author, a.snippet, a.image,
    s.published_at, a.words, s.read_count, 1 - s.is_read, s.starred,
    (SELECT count(*) FROM story WHERE story_id = (SELECT story_id FROM story WHERE article_id = a.id))
  FROM article AS a JOIN state AS s ON s.id = a.id JOIN feed AS f ON f.id = a.feed_id WHERE a.id IN (%s)"""
_ARTICLE = """SELECT a.id, a.uuid, b.guid, a.feed_id, f.uuid, coalesce(f.given_title, f.title),
    coalesce(o.slug, f.slug), a.title, b.url, a.author, s.published_at, a.created_at, a.updated_at, s.last_read_at,
    s.read_count, a.words, 1 - s.is_read, s.starred, a.language, a.snippet, a.image, b.coding, b.source,
    b.description, b.comments
  FROM article AS a JOIN state AS s ON s.id = a.id JOIN body AS b ON b.id = a.id JOIN feed AS f ON f.id = a.feed_id
    LEFT JOIN folder AS o ON o.id = f.folder_id WHERE a.id = ?"""
_TEXTS = """SELECT a.id, a.title, a.author, a.published_at, b.coding, b.source
  FROM body AS b JOIN article AS a ON a.id = b.id WHERE b.id IN (%s) ORDER BY b.id DESC"""


class SmartCounts(NamedTuple):
    """Unread articles of today, unread articles in all, starred articles."""

    today: int
    unread: int
    starred: int


class Reader(Door, Names):
    """The library at ``path``, which ``connect.prepare`` has seen. Raises LibraryError when it cannot be read."""

    def __init__(self, path: Path, *, any_thread: bool = False) -> None:
        super().__init__(path, any_thread=any_thread)
        self._packing = bodies.Packing(self._live)
        self._lists = Listing(self._all)
        self._folded = stories.Folded(self._lists, self._all)

    # Feeds and folders

    def folders(self) -> list[Folder]:
        """All folders, in the order of their positions."""
        sql = "SELECT id, slug, title, parent_id, position FROM folder ORDER BY position, id"
        return [Folder(*row) for row in self._all(sql)]

    def feeds(self) -> list[Feed]:
        """All feeds with counters and health, in the order of their positions."""
        return [_feed(row) for row in self._all(f"{_FEED} WHERE {_SHOWN} ORDER BY f.position, f.id")]

    def feed(self, number: int) -> Feed | None:
        """One feed."""
        return next(iter(self.some_feeds((number,))), None)

    def some_feeds(self, numbers: Iterable[int]) -> list[Feed]:
        """These feeds, in no order; those that are gone are missing."""
        wanted = ",".join(str(int(number)) for number in numbers)  # Integers of our own, in any number.
        return [_feed(row) for row in self._all(f"{_FEED} WHERE f.id IN ({wanted}) AND {_SHOWN}")]

    def feed_counts(self, numbers: Iterable[int]) -> list[FeedCount]:
        """Counters and health of these feeds, in no order; those that are gone are missing."""
        wanted = ",".join(str(int(number)) for number in numbers)
        return [
            FeedCount(number, title, unread, _health(*health) if health[0] else _WELL)
            for number, title, unread, *health in self._all(_COUNT % wanted)
        ]

    def last_checked(self) -> int | None:
        """When a feed was asked last; None in a new library."""
        rows = self._all("SELECT max(checked_at) FROM feed_fetch")
        return None if rows[0][0] is None else int(rows[0][0])

    def has_feeds(self) -> bool:
        """False in a new library."""
        return bool(self._one(f"SELECT EXISTS (SELECT 1 FROM feed AS f WHERE {_SHOWN})"))

    def smart_counts(self, since_at: int = 0) -> SmartCounts:
        """The numbers beside Today, Unread and Starred; ``since_at`` is the last local midnight."""
        there = f"feed_id NOT IN ({aside.IDS})" if aside.numbers(self._all) else "1"
        sums = f"SELECT coalesce(sum(unread), 0), coalesce(sum(starred), 0) FROM feed_count WHERE {there}"
        (unread, starred) = self._all(sums)[0]
        if hiding.some(self._all):
            away = "SELECT count(*) FROM hidden CROSS JOIN state ON state.id = hidden.article_id WHERE starred = 1"
            starred -= self._one(f"{away} AND {there}")
        new = f"SELECT count(*) FROM state WHERE is_read = 0 AND published_at >= ? AND {there}"
        today = self._one(new, (since_at,))
        return SmartCounts(today, unread, starred)

    # Lists of articles

    def count(self, query: Query) -> int:
        """How many articles ``query`` has."""
        return len(self.all_ids(query)) if query.search.strip() else self._of(query).count(self._seen(query))

    def head(self, query: Query, limit: int) -> Head | None:
        """The first ids of a ``query`` without a search, at once; None where that needs a look at all of them."""
        return self._of(query).head(self._seen(query), limit)

    def first_ids(self, query: Query, limit: int) -> list[int]:
        """The first ``limit`` ids of ``query``."""
        return self.ids_at(query, 0, limit)

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on."""
        if query.search.strip():
            return self.all_ids(query)[offset : None if limit < 0 else offset + limit].tolist()
        return self._of(query).ids_at(self._seen(query), offset, limit)

    def ids_near_end(self, query: Query, total: int, offset: int, limit: int) -> list[int]:
        """The same of a ``query`` that has a head and ``total`` rows, read from its end; empty where it cannot be."""
        return self._of(query).ids_near_end(self._seen(query), total, offset, limit)

    def all_ids(self, query: Query) -> array.array[int]:
        """All ids of ``query`` in order; 80 ms for a million."""
        if not query.search.strip():
            return self._of(query).all_ids(self._seen(query))
        from desktop_reader.library import whole  # Not before somebody searches.

        return whole.all_of(self, self._seen(query)) if self._attached() else array.array("q")

    def found(self, query: Query) -> Found:
        """The quick answer to a search, within some 10 ms; ``all_ids`` has the whole one."""
        from desktop_reader.library import quick

        return quick.first(self, self._seen(query)) if self._attached() else Found()

    def belonging(self, query: Query, ids: Iterable[int]) -> list[int]:
        """Those of these articles that ``query`` has, whatever it searches for, in its order."""
        return self._of(query).belonging(self._seen(query), ids)

    def dates(self, ids: Iterable[int]) -> dict[int, int]:
        """When these articles were published; those that are gone are missing."""
        return self._lists.dates(ids)

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """The rows of ``ids`` by id; ids that are gone are missing."""
        found: dict[int, ArticleRow] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            have = labels.found_by(self._all, some)
            for row in self._all(_ROW % ",".join("?" * len(some)), tuple(some)):
                fields = [row[0], _uuid(row[1]), *row[2:11], bool(row[11]), bool(row[12]), row[13]]
                fields.append(have.get(row[0], ()))
                found[row[0]] = ArticleRow(*fields)
        return found

    def excerpt(self, number: int, terms: Sequence[Term]) -> str:
        """The piece of an article's text that shows ``terms`` best; empty when they are not in it."""
        from desktop_reader.library import excerpts  # Only searches need it.

        for coding, source in self._all("SELECT coding, source FROM body WHERE id = ?", (number,)):
            return excerpts.excerpt(self._packing.readable(coding, source) or "", terms)
        return ""

    # One article

    def article(self, number: int) -> Article | None:
        """One article, whole."""
        rows = self._all(_ARTICLE, (number,))
        return self._whole(rows[0]) if rows else None

    def unindexed(self, limit: int) -> list[tuple[int, str, str, str | None]]:
        """Articles that the search file does not know as they are now, newest first: id, title, author, and HTML
        (None when the article is gone); that of its page where it is the longer one.
        """
        sql = """SELECT u.id, coalesce(a.title, ''), coalesce(a.author, ''), b.coding, b.source, p.coding, p.source
            FROM unindexed AS u LEFT JOIN article AS a ON a.id = u.id LEFT JOIN body AS b ON b.id = u.id
            LEFT JOIN page AS p ON p.article_id = u.id ORDER BY u.id DESC LIMIT ?"""
        readable = self._packing.readable
        found: list[tuple[int, str, str, str | None]] = []
        for number, title, author, coding, source, page_coding, page in self._all(sql, (limit,)):
            html = None if source is None else readable(coding, source) or ""
            full = readable(page_coding, page) if page and html is not None else None
            found.append((number, title, author, full if full and len(full) > len(html or "") else html))
        return found

    def library_id(self) -> str:
        """What the search file is stamped with: which library it belongs to."""
        return str(self._all("SELECT value FROM meta WHERE key = 'library_id'")[0][0])

    def unpack(self, coding: int, source: bytes) -> str:
        """A body's HTML; raises LibraryError when it is damaged."""
        with connect.translated(self._path):
            return self._packing.unpack(coding, source)

    def texts(self, ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
        """(id, title, author, HTML) of these articles, the newest first; those that are gone are missing."""
        return [(number, title, author, html) for number, title, author, _, html in self._texts(ids)]

    def texts_and_dates(self, ids: Sequence[int]) -> list[tuple[int, str, int, str]]:
        """(id, title, published at, HTML) of these articles."""
        return [(number, title, at, html) for number, title, _, at, html in self._texts(ids)]

    def top_id(self) -> int:
        """The highest id there is; 0 in an empty library."""
        return self._one("SELECT coalesce(max(id), 0) FROM state")

    def listed(self, sql: str, parameters: Iterable[Any] = ()) -> array.array[int]:
        """All ids of a statement that selects ``id``, however many."""
        return lists.parsed(self._all(f"SELECT group_concat(id) FROM ({sql})", parameters)[0][0])

    def _of(self, query: Query) -> Listing | stories.Folded:
        """The lists as this one is shown."""
        return self._folded if stories.folds(query, self._all) else self._lists

    def _seen(self, query: Query) -> Query:
        """The same without feeds that are set aside, and without what is hidden where that is not asked for."""
        without = aside.numbers(self._all)
        if query.hidden is None:
            query = replace(query, hidden=hiding.asked_for(query.search) or not hiding.some(self._all))
        return replace(query, without=without) if without != query.without else query

    def _texts(self, ids: Sequence[int]) -> list[tuple[int, str, str, int, str]]:
        listed = ",".join(str(int(number)) for number in ids)
        return [
            (number, title, author, at, self._packing.readable(coding, source) or "")
            for number, title, author, at, coding, source in self._all(_TEXTS % listed)
        ]

    def _whole(self, row: tuple[Any, ...]) -> Article:
        files = self._all("SELECT url, type, length FROM enclosure WHERE article_id = ? ORDER BY position", (row[0],))
        fields = [row[0], _uuid(row[1]), row[2], row[3], _uuid(row[4]), *row[5:16], bool(row[16]), bool(row[17])]
        fields += [*row[18:21], self.unpack(row[21], row[22]), row[23], row[24]]
        fields.append(tuple(Enclosure(*file) for file in files))
        fields.append(labels.found_by(self._all, (row[0],)).get(row[0], ()))
        return Article(*fields)


def _uuid(raw: bytes) -> str:
    return str(uuid.UUID(bytes=raw))


def _feed(row: tuple[Any, ...]) -> Feed:
    fields = [row[0], _uuid(row[1]), *row[2:16], _health(*row[16:20])]
    fields[5] = without_credentials(fields[5])
    return Feed(*fields)


def _health(code: str | None, detail: str | None, failures: int | None, since_at: int | None) -> Health:
    problem = None
    if code is not None:
        with contextlib.suppress(ValueError):
            problem = Problem(code)
    return Health(problem, detail or "", failures or 0, since_at)
