"""The reading door: small, hot questions, answered with frozen records through a connection that cannot write.

Belongs to the thread that made it. Nothing here grows with the library but ``all_ids`` and searches, which the screen
asks on its reading thread.
"""

from __future__ import annotations

import array
import contextlib
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_reader.errors import LibraryError, NotFoundError
from desktop_reader.library import bodies, connect, queries, search
from desktop_reader.library.driver import dbapi
from desktop_reader.records.article import Article, ArticleRow
from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query, Scope

if TYPE_CHECKING:
    import sqlite3

_FEED = """SELECT f.id, f.uuid, f.slug, coalesce(o.slug, f.slug), coalesce(f.given_title, f.title), f.url, f.site_url,
    f.folder_id, f.position, coalesce(c.total, 0), coalesce(c.unread, 0), coalesce(c.starred, 0), f.created_at,
    f.updated_at, t.checked_at, CASE t.stopped WHEN 1 THEN NULL ELSE t.next_check_at END,
    t.problem, t.detail, t.failures, t.since_at
  FROM feed AS f LEFT JOIN folder AS o ON o.id = f.folder_id LEFT JOIN feed_count AS c ON c.feed_id = f.id
    LEFT JOIN feed_fetch AS t ON t.feed_id = f.id"""
_ROW = """SELECT a.id, a.uuid, a.feed_id, coalesce(f.given_title, f.title), a.title, a.author, a.snippet, a.image,
    s.published_at, a.words, s.read_count, 1 - s.is_read, s.starred
  FROM article AS a JOIN state AS s ON s.id = a.id JOIN feed AS f ON f.id = a.feed_id WHERE a.id IN (%s)"""
_ARTICLE = """SELECT a.id, a.uuid, b.guid, a.feed_id, f.uuid, coalesce(f.given_title, f.title),
    coalesce(o.slug, f.slug), a.title, b.url, a.author, s.published_at, a.created_at, a.updated_at, s.last_read_at,
    s.read_count, a.words, 1 - s.is_read, s.starred, a.language, a.snippet, a.image, b.coding, b.source,
    b.description, b.comments
  FROM article AS a JOIN state AS s ON s.id = a.id JOIN body AS b ON b.id = a.id JOIN feed AS f ON f.id = a.feed_id
    LEFT JOIN folder AS o ON o.id = f.folder_id WHERE a.id = ?"""
_TITLE_AND_BODY = "SELECT a.title, b.coding, b.source FROM body AS b JOIN article AS a ON a.id = b.id WHERE b.id = ?"
_DAMAGED = ("malformed", "vtable constructor failed", "not a database")
_TAG = re.compile(r"<[^>]*>")


class SmartCounts(NamedTuple):
    """Unread articles of today, unread articles in all, starred articles."""

    today: int
    unread: int
    starred: int


class Reader:
    """The library at ``path``, which ``connect.prepare`` has seen. Raises LibraryError when it cannot be read."""

    def __init__(self, path: Path, *, any_thread: bool = False) -> None:
        self._path = path
        self._live: sqlite3.Connection = connect.read_connection(path, any_thread=any_thread)
        self._attached_file: tuple[int, int] | None = None

    def close(self) -> None:
        """Closes the connection."""
        self._live.close()

    def interrupt(self) -> None:
        """Makes the statement that runs now end with an error; may be called from another thread."""
        self._live.interrupt()

    # Feeds and folders

    def folders(self) -> list[Folder]:
        """All folders, in the order of their positions."""
        sql = "SELECT id, slug, title, parent_id, position FROM folder ORDER BY position, id"
        return [Folder(*row) for row in self._all(sql)]

    def feeds(self) -> list[Feed]:
        """All feeds with counters and health, in the order of their positions."""
        return [_feed(row) for row in self._all(f"{_FEED} ORDER BY f.position, f.id")]

    def feed(self, number: int) -> Feed | None:
        """One feed."""
        return next(iter(self.some_feeds((number,))), None)

    def some_feeds(self, numbers: Iterable[int]) -> list[Feed]:
        """These feeds, in no order; those that are gone are missing."""
        wanted = ",".join(str(int(number)) for number in numbers)  # Integers of our own, in any number.
        return [_feed(row) for row in self._all(f"{_FEED} WHERE f.id IN ({wanted})")]

    def last_checked(self) -> int | None:
        """When a feed was asked last; None in a new library."""
        rows = self._all("SELECT max(checked_at) FROM feed_fetch")
        return None if rows[0][0] is None else int(rows[0][0])

    def has_feeds(self) -> bool:
        """False in a new library."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM feed)"))

    def smart_counts(self, since_at: int = 0) -> SmartCounts:
        """The numbers beside Today, Unread and Starred; ``since_at`` is the last local midnight."""
        (unread, starred) = self._all("SELECT coalesce(sum(unread), 0), coalesce(sum(starred), 0) FROM feed_count")[0]
        today = self._one("SELECT count(*) FROM state WHERE is_read = 0 AND published_at >= ?", (since_at,))
        return SmartCounts(today, unread, starred)

    # Lists of articles

    def count(self, query: Query) -> int:
        """How many articles ``query`` has."""
        if query.search.strip():
            return len(self.all_ids(query))
        statement = queries.count(query)
        return self._one(statement.sql, statement.parameters)

    def first_ids(self, query: Query, limit: int) -> list[int]:
        """The first ``limit`` ids of ``query``."""
        return self.ids_at(query, 0, limit)

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        """``limit`` ids from the row ``offset`` on."""
        statement = self._ids(query)
        if statement is None:
            return []
        if wanted := search.phrases(query.search):
            last = None if limit < 0 else offset + limit
            return list(islice(self._with_phrases(self._listed(statement), wanted), offset, last))
        sql = f"{statement.sql} LIMIT ? OFFSET ?"
        return [number for (number,) in self._all(sql, (*statement.parameters, limit, offset))]

    def all_ids(self, query: Query) -> array.array[int]:
        """All ids of ``query`` in order; 80 ms for a million."""
        statement = self._ids(query)
        if statement is None:
            return array.array("q")
        listed = self._listed(statement)
        wanted = search.phrases(query.search)
        return array.array("q", self._with_phrases(listed, wanted)) if wanted else listed

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """The rows of ``ids`` by id; ids that are gone are missing."""
        found: dict[int, ArticleRow] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            for row in self._all(_ROW % ",".join("?" * len(some)), tuple(some)):
                fields = [row[0], _uuid(row[1]), *row[2:11], bool(row[11]), bool(row[12])]
                found[row[0]] = ArticleRow(*fields)
        return found

    # One article

    def article(self, number: int) -> Article | None:
        """One article, whole."""
        rows = self._all(_ARTICLE, (number,))
        return self._whole(rows[0]) if rows else None

    def articles_like(self, prefix: str, limit: int = 2) -> list[int]:
        """Ids of articles whose UUID begins with ``prefix``; hyphens and case do not matter."""
        return self._by_uuid("article", prefix, limit)

    def article_named(self, name: str) -> int:
        """The one article that a UUID or its unique beginning names; raises NotFoundError."""
        return _only(self.articles_like(name), name, "article", "desktop-reader articles")

    def feed_named(self, name: str) -> int:
        """The one feed that a UUID or its unique beginning names; raises NotFoundError."""
        return _only(self._by_uuid("feed", name, 2), name, "feed", "desktop-reader feeds")

    def folder_named(self, slug: str) -> Folder:
        """The folder with this slug; raises NotFoundError."""
        for folder in self.folders():
            if folder.slug == slug:
                return folder
        raise NotFoundError(
            "There is no folder “{name}”. The category IDs of your folders are listed by “desktop-reader feeds”.",
            name=slug,
        )

    def category(self, slug: str) -> Query:
        """What a category ID means: a folder, or a feed in no folder; raises NotFoundError."""
        for number, own in self._all("SELECT id, slug FROM feed WHERE slug = ?", (slug,)):
            if own == slug:
                return Query(Scope.FEED, target=number)
        return Query(Scope.FOLDER, target=self.folder_named(slug).id)

    def unindexed(self, limit: int) -> list[tuple[int, str, str | None]]:
        """Articles that the search file does not know as they are now, newest first: id, title and author, and HTML
        (None when the article is gone).
        """
        sql = """SELECT u.id, coalesce(a.title || char(10) || a.author, ''), b.coding, b.source FROM unindexed AS u
            LEFT JOIN article AS a ON a.id = u.id LEFT JOIN body AS b ON b.id = u.id ORDER BY u.id DESC LIMIT ?"""
        return [
            (number, heading, None if source is None else bodies.unpack(coding, source))
            for number, heading, coding, source in self._all(sql, (limit,))
        ]

    def library_id(self) -> str:
        """What the search file is stamped with: which library it belongs to."""
        return str(self._all("SELECT value FROM meta WHERE key = 'library_id'")[0][0])

    def select(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Rows of a statement written in this package: for modules that ask what is seldom asked."""
        return self._all(sql, parameters)

    def _ids(self, query: Query) -> queries.Statement | None:
        """The statement of ``query``, or None when its search finds nothing for sure."""
        if not query.search.strip():
            return queries.ids(query)
        expression = search.match(query.search)
        if not expression or not self._attached():
            return None
        return queries.ids(query, matching=expression)

    def _attached(self) -> bool:
        """Whether there is a search file to ask; one that was made anew meanwhile takes the place of the old."""
        place = search.place(self._path)
        try:
            there = place.stat()
        except OSError:
            return self._attached_file is not None
        if self._attached_file != (there.st_dev, there.st_ino):
            self._attached_file = (there.st_dev, there.st_ino) if self._attach(place) else None
        return self._attached_file is not None

    def _attach(self, place: Path) -> bool:
        if self._attached_file is not None:
            self._live.execute("DETACH DATABASE found")
        for mode in ("mode=ro", "mode=ro&immutable=1"):  # The second for a disk that cannot be written.
            with contextlib.suppress(dbapi.DatabaseError):
                self._live.execute("ATTACH DATABASE ? AS found", (f"file:{connect.quoted(place)}?{mode}",))
                try:
                    self._live.execute("SELECT 1 FROM found.meta").fetchone()
                except dbapi.DatabaseError:
                    self._live.execute("DETACH DATABASE found")
                else:
                    return True
        return False  # Damaged: the writing side makes it anew.

    def _listed(self, statement: queries.Statement) -> array.array[int]:
        # One text of all numbers is made in C without the GIL, and parsed in C: a third of the cost of fetchall.
        listed = self._all(f"SELECT group_concat(id) FROM ({statement.sql})", statement.parameters)[0][0]
        return array.array("q", map(int, listed.split(","))) if listed else array.array("q")

    def _with_phrases(self, numbers: Iterable[int], phrases: Iterable[str]) -> Iterator[int]:
        """Those whose text has all ``phrases``: the index knows words only."""
        wanted = [search.folded(phrase) for phrase in phrases]
        for number in numbers:
            for title, coding, source in self._all(_TITLE_AND_BODY, (number,)):
                text = search.folded(f"{title} \n {unescape(_TAG.sub('', bodies.unpack(coding, source)))}")
                if all(phrase in text for phrase in wanted):
                    yield number

    def _by_uuid(self, table: str, prefix: str, limit: int) -> list[int]:
        digits = prefix.replace("-", "").lower()
        if not digits or len(digits) > 32 or any(c not in "0123456789abcdef" for c in digits):
            return []
        low, high = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
        sql = f"SELECT id FROM {table} WHERE uuid BETWEEN ? AND ? LIMIT ?"
        return [number for (number,) in self._all(sql, (low, high, limit))]

    def _whole(self, row: tuple[Any, ...]) -> Article:
        files = self._all("SELECT url, type, length FROM enclosure WHERE article_id = ? ORDER BY position", (row[0],))
        fields = [row[0], _uuid(row[1]), row[2], row[3], _uuid(row[4]), *row[5:16], bool(row[16]), bool(row[17])]
        fields += [*row[18:21], bodies.unpack(row[21], row[22]), row[23], row[24]]
        fields.append(tuple(Enclosure(*file) for file in files))
        return Article(*fields)

    def _all(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        with connect.translated(self._path):
            try:
                return self._live.execute(sql, tuple(parameters)).fetchall()
            except dbapi.DatabaseError as error:
                if "found." in sql and any(words in str(error) for words in _DAMAGED):
                    raise LibraryError(
                        "The search file “{file}” is damaged. Remove it and start Desktop Reader again:"
                        " it is made anew, and nothing is lost.",
                        file=search.place(self._path),
                    ) from error
                raise

    def _one(self, sql: str, parameters: Iterable[Any] = ()) -> int:
        return int(self._all(sql, parameters)[0][0])


def _uuid(raw: bytes) -> str:
    return str(uuid.UUID(bytes=raw))


def _feed(row: tuple[Any, ...]) -> Feed:
    problem = None
    if row[16] is not None:
        with contextlib.suppress(ValueError):
            problem = Problem(row[16])
    health = Health(problem, row[17] or "", row[18] or 0, row[19])
    fields = [row[0], _uuid(row[1]), *row[2:16], health]
    return Feed(*fields)


def _only(found: list[int], name: str, kind: str, command: str) -> int:
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError("“{name}” names more than one {kind}. Give more of its id.", name=name, kind=kind)
    raise NotFoundError(
        "There is no {kind} “{name}”. The ids are listed by “{command}”.", name=name, kind=kind, command=command
    )
