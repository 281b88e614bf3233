"""What is known of every article's meaning: tables beside the full text in the search file, all to be made again.

``understood`` holds an article's terms, its sketch and its direction (``text.terms``, ``text.near``,
``text.encoder``), in the order in which that was learned: so its pages are filled to the brim, although the newest
articles are understood first. An article that changed comes again at the end. ``sign`` and ``segment`` belong to
``library.segments``. ``waiting`` names the articles that are not understood yet, or only their words. ``nearest``
keeps what was found for an article.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.library import bodies, connect, search, segments
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

    from desktop_reader.library.writer import Transaction

VERSION = 2
"""Of these tables and of all that is packed in them, kept among ``knowledge``. What another version left is thrown away
and learned again, which takes hours of a million articles: the next one may rather convert what this one left.
"""

_TABLES = ("understood", "sign", "segment", "waiting", "nearest", "knowledge")
_MAKE = (
    """CREATE TABLE understood (seq INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL UNIQUE,
      published_at INTEGER NOT NULL, language TEXT NOT NULL, rare BLOB NOT NULL, common BLOB NOT NULL,
      words BLOB NOT NULL, sketch BLOB NOT NULL, direction BLOB NOT NULL)""",
    *segments.MAKE,
    "CREATE TABLE waiting (id INTEGER PRIMARY KEY, known INTEGER NOT NULL, turn INTEGER NOT NULL)",
    "CREATE TABLE nearest (id INTEGER PRIMARY KEY, upto INTEGER NOT NULL, found BLOB NOT NULL)",
    "CREATE TABLE knowledge (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
)
NEW, WORDS_ONLY = 0, 1
"""How far a waiting article is: nothing is known of it as it is now, or only its direction is missing."""

_EARLY = 512
_LONGEST = 200_000  # Characters of HTML: what is looked at stands before that.
_WHOLE = "SELECT 1 FROM sqlite_schema WHERE name = 'knowledge'"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that waits; ``counted`` when its terms are among the frequencies already. It has another ``turn``
    each time it changes, so that what was learned of an older text is not taken for the newer one's.
    """

    id: int
    turn: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """An article, its HTML cut at a length; ``counted`` when its terms are among the frequencies already."""

    id: int
    title: str
    description: str
    published_at: int
    html: str = field(repr=False)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is kept of one article. ``direction`` is empty without an encoder."""

    id: int
    published_at: int
    language: str = ""
    rare: bytes = b""
    common: bytes = b""
    words: bytes = b""
    sketch: bytes = b""
    direction: bytes = b""


@dataclass(frozen=True, slots=True)
class Learned:
    """What one round of understanding brought, and how frequent terms are since."""

    meanings: tuple[Meaning, ...]
    frequencies: bytes = field(repr=False)


class Understanding:
    """The writing side. Belongs to the thread that writes the library, for as long as one deed takes."""

    def __init__(self, library: Path) -> None:
        self._path = search.place(library)
        self.looked_at: dict[int, bytes] = {}
        """Sketches of the last days, by article: for whoever compares each batch with the same ones."""
        with connect.translated(self._path):
            self._live: sqlite3.Connection = dbapi.connect(str(self._path), isolation_level=None)
            try:
                for pragma in ("busy_timeout = 5000", "synchronous = NORMAL"):
                    self._live.execute(f"PRAGMA {pragma}")
                if self._version() != VERSION:
                    self._make_anew()
            except BaseException:
                self._live.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._live.close()

    def notice(self, changed: Iterable[int], gone: Iterable[int]) -> None:
        """These articles came or changed, those are gone. To be called before the search file knows it too."""
        with connect.translated(self._path), search.whole(self._live):
            self._live.executemany("INSERT OR REPLACE INTO waiting VALUES (?, 0, random())", [(n,) for n in changed])
            self._forget(list(gone))
            segments.settle(self._live)

    def begin(self, model: str) -> None:
        """Sees to it that everything that has to be understood is waiting: after a crash, and with another model."""
        with connect.translated(self._path), search.whole(self._live):
            missing = "SELECT id FROM fts_docsize EXCEPT SELECT id FROM understood"
            (texts, known, gone) = self._live.execute(
                """SELECT (SELECT count(*) FROM fts_docsize), (SELECT count(*) FROM understood),
                (SELECT count(*) FROM waiting WHERE id NOT IN (SELECT id FROM understood))"""
            ).fetchone()
            if texts != known + gone:
                self._live.execute(f"INSERT OR IGNORE INTO waiting SELECT id, {NEW}, random() FROM ({missing})")
                left = self._live.execute("SELECT id FROM understood EXCEPT SELECT id FROM fts_docsize").fetchall()
                self._forget([number for (number,) in left])
                segments.settle(self._live)
            if self._known("model") not in (None, model):
                self._live.execute("DELETE FROM nearest")
                self._live.execute(f"INSERT OR IGNORE INTO waiting SELECT id, {WORDS_ONLY}, random() FROM understood")
            self._learn("model", model)

    def waiting(self, most: int, known: int = WORDS_ONLY) -> list[Waiting]:
        """Articles to be understood, newest first; with NEW only those of which nothing is known."""
        with connect.translated(self._path):
            sql = """SELECT w.id, w.turn, u.id IS NOT NULL FROM waiting AS w LEFT JOIN understood AS u ON u.id = w.id
                WHERE w.known <= ? ORDER BY w.id DESC LIMIT ?"""
            rows = self._live.execute(sql, (known, most))
            return [Waiting(number, turn, bool(counted)) for number, turn, counted in rows]

    def frequencies(self) -> bytes:
        """How frequent terms are; empty at the beginning."""
        with connect.translated(self._path):
            found = self._known("frequencies")
            return found if isinstance(found, bytes) else b""

    def keep(self, learned: Learned, asked: Sequence[Waiting], *, direction_follows: bool = False) -> None:
        """Keeps what was learned of the articles ``asked``; what changed or went meanwhile is passed over."""
        meanings = {one.id: one for one in learned.meanings}
        done = "UPDATE waiting SET known = 1" if direction_follows else "DELETE FROM waiting"
        with connect.translated(self._path), search.whole(self._live):
            for article in asked:
                still = self._live.execute(f"{done} WHERE id = ? AND turn = ?", (article.id, article.turn)).rowcount
                if still and article.id in meanings:
                    self._put(meanings[article.id])
            segments.settle(self._live)
            before = self._texts(self.frequencies())
            self._learn("frequencies", learned.frequencies)
            self._again_when_little_was_known(before, self._texts(learned.frequencies))

    def sketches(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """Of these articles, as far as they are understood."""
        with connect.translated(self._path):
            sql = f"SELECT id, sketch FROM understood WHERE id IN ({_listed(list(numbers))})"
            return dict(self._live.execute(sql))

    def settle_for_words(self) -> None:
        """There is no encoder: what waits only for its direction waits no longer."""
        with connect.translated(self._path):
            self._live.execute("DELETE FROM waiting WHERE known = ?", (WORDS_ONLY,))

    def count(self) -> tuple[int, int]:
        """How many articles are understood, and how many wait."""
        with connect.translated(self._path):
            sql = "SELECT (SELECT count(*) FROM understood), (SELECT count(*) FROM waiting)"
            known, waiting = self._live.execute(sql).fetchone()
            return int(known), int(waiting)

    def _put(self, one: Meaning) -> None:
        segments.leave(self._live, [one.id])
        self._live.execute(
            "INSERT INTO understood VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            (one.id, one.published_at, one.language, one.rare, one.common, one.words, one.sketch, one.direction),
        )

    def _forget(self, gone: Sequence[int]) -> None:
        segments.leave(self._live, gone)
        for table in ("waiting", "nearest"):
            self._live.executemany(f"DELETE FROM {table} WHERE id = ?", [(number,) for number in gone])

    def _again_when_little_was_known(self, before: int, after: int) -> None:
        """The first articles chose their rare terms when none was frequent yet; they choose again, a few times."""
        for size in (8, 64, _EARLY):
            if before < size <= after:
                sql = f"INSERT OR IGNORE INTO waiting SELECT id, {NEW}, random() FROM understood ORDER BY id LIMIT ?"
                self._live.execute(sql, (size,))

    def _version(self) -> object:
        return self._known("version") if self._live.execute(_WHOLE).fetchone() else None

    def _make_anew(self) -> None:
        with search.whole(self._live):
            if self._version() == VERSION:
                return  # Another process was quicker.
            for table in _TABLES:
                self._live.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _MAKE:
                self._live.execute(statement)
            self._learn("version", VERSION)

    def _texts(self, frequencies: bytes) -> int:
        return int.from_bytes(frequencies[-4:], "little") if frequencies else 0

    def _known(self, key: str) -> object:
        row = self._live.execute("SELECT value FROM knowledge WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]

    def _learn(self, key: str, value: object) -> None:
        self._live.execute("INSERT OR REPLACE INTO knowledge VALUES (?, ?)", (key, value))


@contextlib.contextmanager
def opened(library: Path) -> Iterator[Understanding]:
    """The writing side for one deed: the search file may have been made anew since the last."""
    file = Understanding(library)
    try:
        yield file
    finally:
        file.close()


def unnoticed(live: Transaction, most: int) -> tuple[list[int], list[int]]:
    """The articles that the search file does not know as they are now, newest first: those there, those gone."""
    sql = """SELECT u.id, b.id IS NULL FROM unindexed AS u LEFT JOIN body AS b ON b.id = u.id
        ORDER BY u.id DESC LIMIT ?"""
    rows = live.exec_driver_sql(sql, (most,)).all()
    return [number for number, gone in rows if not gone], [number for number, gone in rows if gone]


def raw(live: Transaction, wanted: Sequence[Waiting]) -> list[Raw]:
    """These articles, newest first; those that are gone are missing."""
    packing = bodies.packing(live)
    counted = {one.id: one.counted for one in wanted}
    sql = f"""SELECT b.id, a.title, b.description, a.published_at, b.coding, b.source
        FROM body AS b JOIN article AS a ON a.id = b.id WHERE b.id IN ({_listed(list(counted))}) ORDER BY b.id DESC"""
    return [
        Raw(number, title, description, at, (packing.readable(coding, source) or "")[:_LONGEST], counted[number])
        for number, title, description, at, coding, source in live.exec_driver_sql(sql)
    ]


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(str(int(number)) for number in numbers)
