"""The search file: full text of every article, in a file of its own that can be thrown away and made again.

It is caught up right after each store and after a crash, from the list ``unindexed`` that the library keeps. Text is
segmented before it comes here (``text.tokens``), so that Chinese, Japanese, Korean and Thai are found as well.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.library import connect
from desktop_reader.library.driver import CAN_DELETE_CONTENTLESS, dbapi
from desktop_reader.text import tokens

if TYPE_CHECKING:
    import sqlite3

_FORMAT = "3 contentless" if CAN_DELETE_CONTENTLESS else "3 content"
_TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
_CONTENTLESS = "content='', contentless_delete=1, detail=none, " if CAN_DELETE_CONTENTLESS else ""
_MAKE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    f"CREATE VIRTUAL TABLE fts USING fts5(text, {_CONTENTLESS}prefix='1 2', tokenize='{_TOKENIZER}')",
)
_LONGEST_QUERY = 400
_IN_WORDS = frozenset({"Mn", "Mc", "Co", "No", "Nl"})
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


def place(library: Path) -> Path:
    """Where the search file of a library lies."""
    return library.with_name(library.name + "-search")


class SearchFile:
    """The writing side. Belongs to the thread that writes the library. One that ``is_new`` has to be made first."""

    def __init__(self, library: Path, library_id: str) -> None:
        self._path = place(library)
        self._stamp = f"{_FORMAT} {library_id}"
        self._live: sqlite3.Connection = dbapi.connect(":memory:")
        self.is_new = not self._opened()

    def keep(self, texts: Iterable[tuple[int, str]], gone: Iterable[int] = ()) -> None:
        """Indexes (id, title and text) anew, and forgets ``gone``: one transaction."""
        with connect.translated(self._path), whole(self._live):
            self._live.executemany("DELETE FROM fts WHERE rowid = ?", [(number,) for number in gone])
            self._live.executemany(
                "INSERT OR REPLACE INTO fts (rowid, text) VALUES (?, ?)",
                [(number, tokens.indexable(text)) for number, text in texts],
            )

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
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        new.unlink(missing_ok=True)
        with contextlib.closing(_connected(new)) as live:
            live.execute("BEGIN")
            for statement in _MAKE:
                live.execute(statement)
            live.execute("COMMIT")
        os.chmod(new, 0o600)  # What somebody reads is nobody else's matter.
        os.replace(new, self._path)
        self._live = _connected(self._path)

    def close(self) -> None:
        """Closes the file."""
        self._live.close()

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


def _connected(path: Path) -> sqlite3.Connection:
    live: sqlite3.Connection = dbapi.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("busy_timeout = 5000", "page_size = 8192", "journal_mode = WAL", "synchronous = NORMAL"):
            live.execute(f"PRAGMA {pragma}")
    except dbapi.DatabaseError:
        live.close()
        raise
    return live


def match(typed: str) -> str:
    """What somebody typed as an FTS5 expression; empty when there is nothing to look for.

    Words are all wanted, ``-word`` not, ``OR`` between two takes either, the last word may be unfinished. Nothing that
    is typed can be an error: every word reaches FTS5 in quotes.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    either = False
    pieces = list(_WORD.finditer(typed[:_LONGEST_QUERY]))
    for number, piece in enumerate(pieces):
        minus, phrase, word = piece.groups()
        if word == "OR" and wanted and number + 1 < len(pieces):
            either = True
            continue
        unfinished = number == len(pieces) - 1 and phrase is None and not typed[-1:].isspace() and not minus
        expression = _all_of(phrase if phrase is not None else word, unfinished)
        if not expression:
            continue
        if minus:
            unwanted.append(expression)
        elif either:
            wanted[-1] = f"({wanted[-1]} OR {expression})"
        else:
            wanted.append(expression)
        either = False
    if not wanted:
        return ""
    positive = " AND ".join(wanted)
    return f"({positive}) NOT ({' OR '.join(unwanted)})" if unwanted else positive


def phrases(typed: str) -> tuple[str, ...]:
    """The texts in quotes: the index knows words only, so these are looked up in the article's text."""
    return tuple(
        piece.group(2).strip()
        for piece in _WORD.finditer(typed[:_LONGEST_QUERY])
        if piece.group(2) and not piece.group(1) and len(piece.group(2).split()) > 1
    )


def folded(text: str) -> str:
    """``text`` as phrases are compared: without case and accents, blanks and line ends alike."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


def _all_of(text: str, unfinished: bool) -> str:
    quoted = [f'"{word}"' for word in _words(tokens.indexable(text))]
    if quoted and unfinished:
        quoted[-1] += "*"
    return f"({' AND '.join(quoted)})" if len(quoted) > 1 else "".join(quoted)


def _words(text: str) -> list[str]:
    """The tokens that FTS5 makes of ``text``: letters, numbers, marks and private characters together are a word."""
    kept = (c if c.isalnum() or unicodedata.category(c) in _IN_WORDS else " " for c in text)
    return "".join(kept).split()
