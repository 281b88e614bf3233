"""The search file: full text of every article, in a file of its own that can be thrown away and made again.

It is caught up right after each store and after a crash, from the list ``unindexed`` that the library keeps. Text is
segmented before it comes here (``text.tokens``), so that Chinese, Japanese, Korean and Thai are found as well.

``fts`` knows which words an article has at all; ``heading`` those of its title and of its author; ``term`` how many
articles of every sixteenth have a word, which is enough to know what a beginning of a word most likely goes on to.
"""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop_reader.library import connect
from desktop_reader.library.driver import CAN_DELETE_CONTENTLESS, dbapi
from desktop_reader.library.place import journal
from desktop_reader.text import tokens

if TYPE_CHECKING:
    import sqlite3

SAMPLED = 16
"""Of so many articles, one is counted in ``term``: those whose id it divides."""

SHORTEST_TERM = 3
"""Shorter words are not counted in ``term``: their rows are as soon read."""

FREQUENT = 8
"""From so many on a counted word is among those that a short beginning may go on to."""

FORMAT = "4 contentless" if CAN_DELETE_CONTENTLESS else "4 content"
"""With the library's id behind it, the stamp of a search file."""

_PRAGMAS = ("busy_timeout = 5000", "synchronous = NORMAL")
_WHEN_MADE = ("page_size = 8192", "auto_vacuum = INCREMENTAL")
_TOKENIZER = """tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'" """
_CONTENTLESS = "content = '', contentless_delete = 1," if CAN_DELETE_CONTENTLESS else ""
_MAKE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    f"CREATE VIRTUAL TABLE fts USING fts5 (text, {_CONTENTLESS} detail = none, prefix = '1', {_TOKENIZER})",
    f"""CREATE VIRTUAL TABLE heading USING fts5 (title, author, {_CONTENTLESS} detail = column, prefix = '1 2',
      {_TOKENIZER})""",
    "CREATE TABLE term (term TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID",
    f"CREATE INDEX frequent ON term (term, articles) WHERE articles >= {FREQUENT}",
)


class Searchable(NamedTuple):
    """What can be found of an article."""

    id: int
    title: str
    author: str
    text: str


def place(library: Path) -> Path:
    """Where the search file of a library lies."""
    return library.with_name(library.name + "-search")


class SearchFile:
    """The writing side. Belongs to the thread that writes the library. One that ``is_new`` has to be made first."""

    def __init__(self, library: Path, library_id: str) -> None:
        self._path = place(library)
        self._stamp = f"{FORMAT} {library_id}"
        self._live: sqlite3.Connection = dbapi.connect(":memory:")
        self.is_new = not self._opened()

    def keep(self, articles: Iterable[Searchable], gone: Iterable[int] = ()) -> None:
        """Indexes these anew, and forgets ``gone``: one transaction."""
        with connect.translated(self._path), whole(self._live):
            for table in ("fts", "heading"):
                self._live.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(number,) for number in gone])
            for number, *parts in articles:
                title, author, text = map(tokens.indexable, parts)
                self._live.execute(
                    "INSERT OR REPLACE INTO fts (rowid, text) VALUES (?, ?)", (number, f"{title}\n{author}\n{text}")
                )
                self._live.execute(
                    "INSERT OR REPLACE INTO heading (rowid, title, author) VALUES (?, ?, ?)", (number, title, author)
                )
                if number % SAMPLED == 0:
                    self._count_terms(text)

    def give_back(self, pages: int) -> bool:
        """Merges parts of the index in which much was deleted, and gives free pages back to the disk, about so many of
        each; False when nothing is left to do.
        """
        with connect.translated(self._path):
            merged = False
            for table in ("fts", "heading"):
                before = self._live.total_changes
                self._live.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))
                merged |= self._live.total_changes > before + 1  # One is the command itself.
            (free,) = self._live.execute("PRAGMA freelist_count").fetchone()
            if free:
                self._live.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()
            if merged or free > pages:
                return True
            if free:
                self._live.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # Only now does the file get smaller.
            return False

    def stamp(self) -> None:
        """A new file is known to be this library's from now on: all that is missing in it stands in ``unindexed``."""
        self._live.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (self._stamp,))

    def count(self) -> int:
        """How many articles are in it."""
        return int(self._live.execute("SELECT count(*) FROM fts_docsize").fetchone()[0])

    def sound(self) -> bool:
        """Whether it can be read from end to end; takes long."""
        try:
            return bool(self._live.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except dbapi.DatabaseError:
            return False

    def make_anew(self) -> None:
        """Throws away what is there for an empty file; ``stamp`` it when ``unindexed`` names all articles."""
        self._live.close()
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        # Made under another name, so that no reader ever meets half of it.
        for left in self._path.parent.glob(f"{glob.escape(self._path.name)}.*.new*"):
            left.unlink(missing_ok=True)  # By a program that was ended in the midst of it.
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        with contextlib.closing(_connected(new, _WHEN_MADE)) as live:
            live.execute("BEGIN")
            for statement in _MAKE:
                live.execute(statement)
            live.execute("COMMIT")
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # Closing would not say that the disk is full.
        os.chmod(new, 0o600)  # What somebody reads is nobody else's matter.
        os.replace(new, self._path)
        self._live = _connected(self._path)

    def rest(self) -> None:
        """Nothing is to be indexed for a while: the pages that are at hand are given back."""
        with connect.translated(self._path):
            self._live.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        """Closes the file."""
        self._live.close()

    def _count_terms(self, text: str) -> None:
        words = {word for word in tokens.indexed(text) if len(word) >= SHORTEST_TERM}
        self._live.executemany(
            "INSERT INTO term VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET articles = articles + 1",
            [(word,) for word in sorted(words)],
        )

    def _opened(self) -> bool:
        try:
            live = _connected(self._path)
        except dbapi.DatabaseError as error:
            return _passed_over(error)
        self._live.close()
        self._live = live
        try:
            live.execute("SELECT rowid FROM fts LIMIT 1").fetchone()
            stamp = live.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
        except dbapi.DatabaseError as error:
            return _passed_over(error)
        return bool(stamp == (self._stamp,))


@contextlib.contextmanager
def whole(live: sqlite3.Connection) -> Iterator[None]:
    """A transaction of the search file: all of it is kept, or none."""
    live.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        live.execute("ROLLBACK")
        raise
    live.execute("COMMIT")


def _passed_over(error: Exception) -> bool:
    """A file that is not there yet, of another make or damaged has nothing that cannot be made again."""
    if "locked" in str(error):
        raise error  # Another process works with it.
    return False


def _connected(path: Path, first: Sequence[str] = ()) -> sqlite3.Connection:
    live: sqlite3.Connection = dbapi.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for pragma in (*first, *_PRAGMAS):
            live.execute(f"PRAGMA {pragma}")
        with contextlib.suppress(dbapi.OperationalError):  # Somebody reads in it just now: the next time, then.
            live.execute(f"PRAGMA journal_mode = {journal(path)}")
    except dbapi.DatabaseError:
        live.close()
        raise
    return live
