"""The writing door: the one connection that changes the library. Belongs to the worker's thread.

Every public method is one transaction: all of it is kept, or none. Jobs that do more in one open ``transaction`` and
call the functions of ``store`` and ``fetching`` in it, or ``editing`` for those of ``subscriptions``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, delete, insert, text, update
from sqlalchemy.orm import Session

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.schema import state, unindexed, visit
from desktop_reader.library.search import SearchFile
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query

Transaction = Connection
"""A live transaction; what others hold of SQLAlchemy."""

Editing = Session
"""A live transaction in which feeds and folders are objects."""

_REMEMBERED = 1000
_CHUNK = 5000  # Rows of one transaction of a mass deed: about 17 ms, so that others get their turn.


class Writer:
    """The library at ``path``, which ``connect.prepare`` has seen. ``reader`` is a reading door of the same thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[int, str] = {}
        self._engine = connect.write_engine(path)
        with connect.translated(path):
            self.reader = Reader(path, any_thread=True)
            try:
                self.search = SearchFile(path, self.reader.library_id())
                if self.search.is_new or not self._all_indexed():
                    self._index_anew()
            except BaseException:
                self.reader.close()
                self._engine.dispose()
                raise

    def close(self) -> None:
        """Closes all that is open; the journal is written back."""
        self.reader.close()
        self.search.close()
        with contextlib.suppress(Exception), self._engine.connect() as live:
            live.exec_driver_sql("COMMIT")
            live.exec_driver_sql("PRAGMA optimize")
        self._engine.dispose()

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
        """Marks articles; only those that really change are in the answer. In chunks, each a transaction."""
        return self._set_state(ids, {"is_read": int(read)}, state.c.is_read == int(not read))

    def star(self, ids: Sequence[int], starred: bool) -> Changes:
        """Stars articles or takes the stars away."""
        return self._set_state(ids, {"starred": int(starred)}, state.c.starred == int(not starred))

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

    def _set_state(self, ids: Sequence[int], values: dict[str, int], differs: ColumnElement[bool]) -> Changes:
        changed: list[int] = []
        feeds: set[int] = set()
        for start in range(0, len(ids), _CHUNK):
            # The numbers stand in the statement itself: integers of our own, and far more than SQLite takes parameters.
            some = ",".join(str(int(number)) for number in ids[start : start + _CHUNK])
            with self.transaction() as live:
                done = live.execute(
                    update(state)
                    .where(text(f"state.id IN ({some})"), differs)
                    .values(values)
                    .returning(state.c.id, state.c.feed_id)
                ).all()
            changed += [row[0] for row in done]
            feeds.update(row[1] for row in done)
        return Changes(state=tuple(changed), feeds=frozenset(feeds))

    # Search

    def remember_texts(self, texts: Iterable[tuple[int, str]]) -> None:
        """What can be found in articles that were just stored, so that it need not be made of their HTML again."""
        if len(self._texts) > _REMEMBERED:
            self._texts.clear()  # Whoever indexes is far behind; the HTML has it all.
        self._texts.update(texts)

    def remembered_text(self, number: int) -> str | None:
        """The text of such an article, once; None for the others."""
        return self._texts.pop(number, None)

    def index(self, texts: Sequence[tuple[int, str]], gone: Sequence[int]) -> None:
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
            live.execute(delete(unindexed).where(unindexed.c.id.in_([*(number for number, _ in texts), *gone])))

    def _all_indexed(self) -> bool:
        """Whether the search file and ``unindexed`` can be right together: not when one was put back from a backup."""
        with self.transaction() as live:
            waiting = live.execute(text("SELECT count(*) FROM unindexed")).scalar_one()
        try:
            return abs(self.reader.count(Query()) - self.search.count()) <= int(waiting)
        except dbapi.DatabaseError:
            return False

    def _index_anew(self) -> None:
        self.search.make_anew()
        with self.transaction() as live:
            live.execute(text("INSERT OR IGNORE INTO unindexed SELECT id FROM body"))
        self.search.stamp()
