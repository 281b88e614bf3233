"""The search file against the library: what is missing in it, what is too much, or whether it is to be made anew.

Nothing in it is the reader's own: whatever is wrong is put on the list ``unindexed`` and made again of the articles.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.library import connect, search, segments, understanding
from desktop_reader.library.checking.ailment import asked, by
from desktop_reader.library.checking.report import Finding
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

_AGAIN = "made again from the articles"
_ROWS = ("SELECT id FROM found.fts_docsize", "SELECT id FROM found.heading_docsize")
_MISSING = " UNION ".join(
    f"SELECT id FROM (SELECT id FROM main.article EXCEPT {rows} EXCEPT SELECT id FROM main.unindexed)" for rows in _ROWS
)
_EXTRA = f"""SELECT id FROM ({" UNION ".join(_ROWS)}) EXCEPT SELECT id FROM main.article
    EXCEPT SELECT id FROM main.unindexed"""
_TOO_LITTLE = f"""SELECT id FROM (
      SELECT id FROM (SELECT id FROM found.fts_docsize EXCEPT SELECT id FROM found.understood)
    UNION SELECT id FROM found.understood WHERE seq < (SELECT max(behind) FROM found.sign)
      AND NOT EXISTS (SELECT 1 FROM found.sign WHERE first = seq / {segments.SEGMENT} * {segments.SEGMENT}
        AND behind > seq AND length(bits) = {segments.BLOCK}))
    EXCEPT SELECT id FROM found.waiting"""
_TOO_MUCH = """SELECT id FROM (SELECT id FROM found.understood UNION SELECT id FROM found.waiting
      UNION SELECT id FROM found.nearest)
    EXCEPT SELECT id FROM main.article EXCEPT SELECT id FROM main.unindexed"""
_STRAY = f"first NOT IN (SELECT seq / {segments.SEGMENT} * {segments.SEGMENT} FROM understood)"


@dataclass(frozen=True, slots=True)
class SearchRows:
    """What is wrong. ``anew`` says why the whole file has to be made again; ``strays`` counts signs of no article."""

    anew: str = ""
    missing: Sequence[int] = ()
    extra: Sequence[int] = ()
    not_understood: Sequence[int] = ()
    too_much: Sequence[int] = ()
    strays: int = 0

    def findings(self, mended: bool) -> Iterator[Finding]:
        """As it is told."""
        if self.anew:
            yield Finding("search file", 1, f"The search file was {self.anew}", _AGAIN, mended)
        for name, count, one, many, done in (
            ("search rows missing", len(self.missing), "1 article could not be searched",
             "{n} articles could not be searched", "brought into the search file"),
            ("search rows too many", len(self.extra), "1 article that is gone was still in the search file",
             "{n} articles that are gone were still in the search file", "taken out of it"),
            ("meanings missing", len(self.not_understood), "1 article was never compared with others",
             "{n} articles were never compared with others", "their turn comes while you read"),
            ("meanings too many", len(self.too_much) + self.strays, "1 article that is gone was still compared",
             "{n} articles that are gone were still compared", "forgotten"),
        ):  # fmt: skip
            if count:
                yield Finding(name, count, one if count == 1 else many.format(n=f"{count:,}"), done, mended)


def examined(live: sqlite3.Connection, path: Path) -> SearchRows:
    """Compares the two files; ``live`` is a connection to the library."""
    place = search.place(path)
    if not place.exists():
        return SearchRows(anew="missing")
    library_id = live.execute("SELECT value FROM meta WHERE key = 'library_id'").fetchone()
    stamp = (f"{search.FORMAT} {library_id[0] if library_id else ''}",)
    try:
        with _attached(live, place):
            if live.execute("PRAGMA found.quick_check(1)").fetchone() != ("ok",):
                return SearchRows(anew="damaged")
            if live.execute("SELECT value FROM found.meta WHERE key = 'stamp'").fetchone() != stamp:
                return SearchRows(anew="of another library or another version of this program")
            return _compared(live)
    except dbapi.DatabaseError as error:
        if any(words in str(error) for words in ("no such table", "malformed", "not a database", "constructor failed")):
            return SearchRows(anew="damaged")
        raise


def mend(live: sqlite3.Connection, path: Path, wrong: SearchRows) -> None:
    """Lists what has to be made again, or throws the file away and lists all; another deed catches up."""
    if wrong.anew:
        _make_anew(live, path)
        return
    if wrong.not_understood or wrong.too_much or wrong.strays:
        with understanding.opened(path) as file:
            file.notice(wrong.not_understood, wrong.too_much)
        with contextlib.closing(dbapi.connect(str(search.place(path)), isolation_level=None)) as found:
            found.execute(f"DELETE FROM sign WHERE {_STRAY}")
    listed = [*wrong.missing, *wrong.extra]
    with search.whole(live):
        by("INSERT OR IGNORE INTO unindexed SELECT id FROM ill")(live, listed)


@contextlib.contextmanager
def _attached(live: sqlite3.Connection, place: Path) -> Iterator[None]:
    live.execute("ATTACH DATABASE ? AS found", (f"file:{connect.quoted(place)}?mode=ro",))
    try:
        yield
    finally:
        live.execute("DETACH DATABASE found")


def _compared(live: sqlite3.Connection) -> SearchRows:
    rows = SearchRows(missing=asked(_MISSING)(live), extra=asked(_EXTRA)(live))
    if live.execute("SELECT 1 FROM found.sqlite_schema WHERE name = 'knowledge'").fetchone() is None:
        return rows
    stray = _STRAY.replace("FROM ", "FROM found.")
    (strays,) = live.execute(f"SELECT count(*) FROM found.sign WHERE {stray}").fetchone()
    return SearchRows("", rows.missing, rows.extra, asked(_TOO_LITTLE)(live), asked(_TOO_MUCH)(live), int(strays))


def _make_anew(live: sqlite3.Connection, path: Path) -> None:
    (library_id,) = live.execute("SELECT value FROM meta WHERE key = 'library_id'").fetchone()
    file = search.SearchFile(path, str(library_id))
    try:
        file.make_anew()
        live.execute("INSERT OR IGNORE INTO unindexed SELECT id FROM article")
        file.stamp()
    finally:
        file.close()
