"""The writing door: the one connection that changes the library. Belongs to the worker's thread.

Every public method is one transaction: all of it is kept, or none. Jobs that do more in one open ``transaction`` and
call the functions of ``store`` and ``fetching`` in it, or ``editing`` for those of ``subscriptions``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, delete, insert, text, update
from sqlalchemy.orm import Session

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect, marking, removal
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.schema import state, unindexed, visit
from desktop_reader.library.search import Searchable, SearchFile
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query

Transaction = Connection
"""A live transaction; what others hold of SQLAlchemy."""

Editing = Session
"""A live transaction in which feeds and folders are objects."""

_REMEMBERED = 1000


class Writer:
    """The library at ``path``, which ``connect.prepare`` has seen. ``reader`` is a reading door of the same thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[int, Searchable] = {}
        self._engine = connect.write_engine(path)
        with contextlib.ExitStack() as undone, connect.translated(path):
            undone.callback(self._engine.dispose)  # With it goes the library's lock.
            self.reader = Reader(path, any_thread=True)
            undone.callback(self.reader.close)
            self.search = SearchFile(path, self.reader.library_id())
            if self.search.is_new or not self._all_indexed():
                self._index_anew()
            undone.pop_all()

    def close(self) -> None:
        """Closes all that is open; the journal is written back."""
        self.reader.close()
        self.search.close()
        with contextlib.suppress(Exception), self._engine.connect() as live:
            live.exec_driver_sql("COMMIT")
            live.exec_driver_sql("PRAGMA optimize")
        self._engine.dispose()

    def rest(self) -> None:
        """Nothing is to be written for a while: the pages that are at hand are given back. With years of articles they
        are a hundred megabytes, and mostly the system still has them when they are read again.
        """
        with connect.translated(self.path):
            connect.pragma(self._engine, "shrink_memory")
            self.reader.select("PRAGMA shrink_memory")
        self.search.rest()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends well and undone when it does not."""
        with connect.translated(self.path), self._engine.begin() as live:
            yield live

    @contextlib.contextmanager
    def editing(self) -> Iterator[Session]:
        """A transaction in which feeds and folders are edited as objects: see ``library.subscriptions``."""
        with self.transaction() as live, Session(live) as session:
            yield session
            session.flush()

    # State

    def mark_read(self, ids: Sequence[int], read: bool) -> Changes:
        """``mark`` in one go."""
        return Changes.joined(self.mark(ids, "is_read", read))

    def star(self, ids: Sequence[int], starred: bool) -> Changes:
        """Stars articles or takes the stars away."""
        return Changes.joined(self.mark(ids, "starred", starred))

    def mark(self, ids: Sequence[int], mark: marking.Mark, value: bool, *, again: bool = False) -> Iterator[Changes]:
        """Marks articles, thousands at each step; only those that really change are in the answers. A star that is put
        there ``again`` has the date that it had.
        """
        for start in range(0, len(ids), marking.AT_ONCE):
            yield self._mark(ids[start : start + marking.AT_ONCE], mark, value, again)

    def opened(self, number: int, at: int) -> Changes:
        """An article was opened for reading: read, one more in its read count, last read at ``at``."""
        with self.transaction() as live:
            feed_id = live.execute(
                update(state)
                .where(state.c.id == number)
                .values(is_read=1, read_count=state.c.read_count + 1, last_read_at=at)
                .returning(state.c.feed_id)
            ).scalar()
            if feed_id is not None:
                live.execute(insert(visit).prefix_with("OR IGNORE"), {"article_id": number, "opened_at": at})
        return Changes(state=(number,), feeds=frozenset({feed_id})) if feed_id is not None else Changes()

    def read_through(self, number: int, opened_at: int) -> Changes:
        """The article that was opened then was read to its end. Nothing that is shown elsewhere is different."""
        with self.transaction() as live:
            live.execute(
                update(visit).where(visit.c.article_id == number, visit.c.opened_at == opened_at).values(through=1)
            )
        return Changes()

    def _mark(self, ids: Sequence[int], mark: marking.Mark, value: bool, again: bool) -> Changes:
        if len(ids) > marking.FEW:
            with contextlib.suppress(marking.SomeHadIt), self.transaction() as live:
                return marking.put_on_all(live, ids, mark, value, again)
        with self.transaction() as live:
            return marking.put(live, ids, mark, value, again)

    # Removal

    def delete(self, ids: Sequence[int]) -> Changes:
        """Deletes articles with all that belongs to them; they are remembered as dead and do not come back."""
        return Changes.joined(self.deletions(ids))

    def deletions(self, ids: Sequence[int], *, spared: str = "", kept: bool = True) -> Iterator[Changes]:
        """``delete`` in steps. ``spared`` is an SQL condition on ``state``: articles for which it is true by then stay.
        Without ``kept`` nothing is remembered of them: their feed goes too.
        """
        for start in range(0, len(ids), removal.AT_ONCE):
            with self.transaction() as live:
                changes = removal.delete(live, ids[start : start + removal.AT_ONCE], spared=spared, kept=kept)
            yield changes

    def give_back(self, pages: int = 1000) -> bool:
        """Gives so much free room in the files back to the disk; False when none is left."""
        with connect.translated(self.path):
            more = removal.give_back(self._engine, pages)
        return self.search.give_back(pages) or more

    # Search

    def remember_texts(self, texts: Iterable[Searchable]) -> None:
        """What can be found in articles that were just stored, so that it need not be made of their HTML again."""
        if len(self._texts) > _REMEMBERED:
            self._texts.clear()  # Whoever indexes is far behind; the HTML has it all.
        self._texts.update((one.id, one) for one in texts)

    def remembered_text(self, number: int) -> Searchable | None:
        """What can be found of such an article, once; None for the others."""
        return self._texts.pop(number, None)

    def index(self, texts: Sequence[Searchable], gone: Sequence[int]) -> None:
        """The search file knows these as they are now. One that turns out to be damaged is begun anew.

        First the search file, then the list of what is missing: a crash between leaves work, never a gap.
        """
        try:
            self.search.keep(texts, gone)
        except LibraryError:
            if self.search.sound():
                raise  # The disk is full, say.
            self._index_anew()
            return
        with self.transaction() as live:
            live.execute(delete(unindexed).where(unindexed.c.id.in_([*(one.id for one in texts), *gone])))

    def _all_indexed(self) -> bool:
        """Whether the search file and ``unindexed`` can be right together: not when one was put back from a backup."""
        with self.transaction() as live:
            waiting = live.execute(text("SELECT count(*) FROM unindexed")).scalar_one()
        try:
            return abs(self.reader.count(Query(hidden=True)) - self.search.count()) <= int(waiting)
        except dbapi.DatabaseError:
            return False

    def _index_anew(self) -> None:
        self.search.make_anew()
        with self.transaction() as live:
            live.execute(text("INSERT OR IGNORE INTO unindexed SELECT id FROM body"))
        self.search.stamp()
