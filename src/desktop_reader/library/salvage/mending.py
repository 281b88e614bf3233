"""A damaged, emptied or vanished library, made whole again as far as that goes.

Everything that can be read goes into a new library, what indexes know beside it; gaps are filled from the newest
backup; then the rows are put in order. Only when the new one is whole and on the disk it takes the name of the old
one, which lies among the backups from then on, as it was. Broken off before, nothing has happened.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError, MissingError
from desktop_reader.files import on_disk
from desktop_reader.library import backups, connect, duplicate, lock, making, place, restoring
from desktop_reader.library.checking.check import put_in_order
from desktop_reader.library.checking.report import Report
from desktop_reader.library.driver import dbapi
from desktop_reader.library.salvage import carrying, cells, gaps
from desktop_reader.library.salvage.known import Known
from desktop_reader.library.salvage.plan import Plan
from desktop_reader.library.salvage.raw import Raw
from desktop_reader.library.salvage.trees import Forest
from desktop_reader.records import content
from desktop_reader.records.backup import Kind
from desktop_reader.records.mended import Lost, Mended

if TYPE_CHECKING:
    import sqlite3

Told = Callable[[str, int, int], bool]
"""What is being done and how much of how much; False to give up."""

_NEW_ID = "INSERT OR REPLACE INTO meta VALUES ('library_id', lower(hex(randomblob(16))))"
_TOTALS = """SELECT f.id, coalesce(f.given_title, f.title), count(s.id)
    FROM feed AS f LEFT JOIN state AS s ON s.feed_id = f.id GROUP BY f.id"""
_NAMELESS = "SELECT count(*) FROM feed WHERE url LIKE 'urn:uuid:%'"
_STOP_NAMELESS = """INSERT INTO feed_fetch (feed_id, stopped) SELECT id, 1 FROM feed WHERE url LIKE 'urn:uuid:%'
    ON CONFLICT (feed_id) DO UPDATE SET stopped = 1"""


def mend(library: Path, told: Told = lambda what, done, of: True, *, has_list: bool = False) -> Mended:
    """Makes the library at ``library`` whole. Nobody may have it open. Where it ``has_list``, subscriptions that are
    there only are brought by ``jobs.mending``.

    Raises LibraryError where nothing could be done, and ``duplicate.GivenUp``; then all is as it was.
    """
    left = making.moved_to(library)
    if left is not None and not library.exists():
        raise MissingError("The library “{file}” was moved to “{to}”. Mend it there.", file=library, to=left)
    with connect.translated(library):
        library.parent.mkdir(parents=True, exist_ok=True)
        with lock.taken(library):
            restoring.finish(library)
            new = place.restored(library).with_name(f"{place.restored(library).name}.{os.getpid()}.new")
            try:
                making.blank(new, place.journal(library))
                with contextlib.closing(_opened(new)) as live:
                    mended = _Salvage(library, live, told).mended()
                    if not (mended.articles or mended.feeds or has_list):
                        raise _nothing(library)
                    live.execute(f"PRAGMA journal_mode = {place.journal(library)}").fetchall()
                return _put(library, new, mended)
            finally:
                duplicate.remove(new)


class _Salvage:
    def __init__(self, library: Path, live: sqlite3.Connection, told: Told) -> None:
        self._library, self._live = library, live
        self._told = told
        self._totals: dict[int, int] | None = None
        self._lost: gaps.Lost = {}
        self._stars_are_known = True

    def mended(self) -> Mended:
        self._live.execute("DELETE FROM meta")  # That of the damaged one comes.
        with Raw(self._library) as raw:
            textless = self._carry(raw)
        saved = self._count("SELECT count(*) FROM article JOIN body USING (id)")
        backup = gaps.newest(self._library) if any(self._lost.values()) else None
        if backup is not None:
            self._tell("Filling gaps from a backup")
            came = gaps.fill(self._live, backup.path, self._lost, stars=not self._stars_are_known)
        self._ask_again(textless)
        self._live.execute(_NEW_ID)
        self._live.execute("INSERT OR IGNORE INTO meta VALUES ('derived', ?)", (str(content.DERIVED),))
        self._live.execute(_STOP_NAMELESS)
        unmarked = self._count("SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM state)")
        self._tell("Putting the rows in order")
        report = put_in_order(self._library, self._live)
        lost = self._losses()
        return Mended(
            None,
            self._count("SELECT count(*) FROM feed"),
            self._count("SELECT count(*) FROM article"),
            saved,
            came if backup is not None else 0,
            backup.made_at if backup is not None else None,
            lost=lost,
            textless=self._count("SELECT count(*) FROM body WHERE coding = 0 AND source = x''") if self._lost else 0,
            unmarked=unmarked,
            nameless=self._count(_NAMELESS),
            lost_feeds=bool(self._lost.get("feed")),
            others=_others(report),
        )

    def _carry(self, raw: Raw) -> list[int]:
        self._tell("Looking for what can be read")
        forest = Forest(raw)
        plan = Plan(forest)
        textless: list[int] = []
        self._live.execute("BEGIN IMMEDIATE")
        listed = carrying.names()
        for turn, name in enumerate(listed):
            self._tell("Saving what can be read", turn, len(listed))
            textless += carrying.carry(forest, plan, self._live, name)
            tree = plan.trees.get(name)
            if tree is not None:
                self._lost[name] = list(tree.lost)
            elif not plan.is_whole or raw.cut_short or not raw.header_is_whole:
                self._lost[name] = [(cells.FIRST, cells.LAST)]  # An older library has no such table, and lost none.
        known = Known(forest, plan)
        known.restore(self._live)
        self._stars_are_known = known.tells_stars
        self._live.execute("COMMIT")
        counted = plan.trees.get("feed_count")
        if counted is not None:
            rows = [carrying.fields(plan.tables["feed_count"], row) for row in forest.rows(counted)]
            if not counted.lost:
                self._totals = {row["feed_id"]: row["total"] for row in rows if "feed_id" in row and "total" in row}
        return textless

    def _ask_again(self, textless: Iterable[int]) -> None:
        """Feeds are to bring again what has no text now; and all that they have, where articles were lost."""
        self._live.execute("BEGIN IMMEDIATE")
        self._live.executemany(
            "UPDATE article SET fingerprint = zeroblob(12) WHERE id = ?", ((number,) for number in textless)
        )
        if any(self._lost.get(name) for name in ("article", "body", "feed", "feed_fetch")):
            self._live.execute("UPDATE feed_fetch SET etag = NULL, last_modified = NULL, body_hash = NULL")
        self._live.execute("COMMIT")

    def _losses(self) -> tuple[Lost, ...] | None:
        """By what was counted of each feed, against what there is."""
        if not self._lost.get("article") and not self._lost.get("state") and not self._lost.get("feed"):
            return ()
        if self._totals is None:
            return None
        there = {number: (title, many) for number, title, many in self._live.execute(_TOTALS)}
        found = []
        for number, total in self._totals.items():
            title, many = there.get(number, ("?", 0))
            if many < total:
                found.append(Lost(str(title), total - many, total))
        return tuple(sorted(found, key=lambda one: (-one.articles, one.feed)))

    def _count(self, sql: str) -> int:
        return int(self._live.execute(sql).fetchone()[0])

    def _tell(self, what: str, done: int = 0, of: int = 0) -> None:
        if not self._told(what, done, of):
            raise duplicate.GivenUp


def _nothing(library: Path) -> LibraryError:
    """It may be somebody's letter that was taken for a library: nothing is put in its place."""
    return LibraryError(
        "Nothing of a library can be read from “{file}”, and there is neither a backup nor a list of subscriptions"
        " beside it. It was left as it is.",
        file=library,
    )


def _others(report: Report) -> tuple[str, ...]:
    return tuple(one.sentence for one in report.findings)


def _opened(new: Path) -> sqlite3.Connection:
    live: sqlite3.Connection = dbapi.connect(f"file:{connect.quoted(new)}?mode=rw", uri=True, isolation_level=None)
    for pragma in ("locking_mode = EXCLUSIVE", "synchronous = OFF", "foreign_keys = OFF", "recursive_triggers = ON"):
        live.execute(f"PRAGMA {pragma}").fetchall()
    return live


def _put(library: Path, new: Path, mended: Mended) -> Mended:
    """As a restore does it: decided by a rename, and ended by whoever opens the library next."""
    with open(new, "rb+") as file:
        os.fsync(file.fileno())
    for end in duplicate.ENDS:
        new.with_name(new.name + end).unlink(missing_ok=True)
    aside = backups.free(library, Kind.REPLACED, int(time.time()))
    at = time.mktime(time.strptime(aside.name[:15], "%Y%m%d-%H%M%S"))
    os.utime(new, (at, at))
    os.replace(new, place.restored(library))
    on_disk(new.parent)
    return replace(mended, aside=restoring.finish(library))
