"""Whatever happens to a library in whatever order, its counters, lists and searches are those of a simple model."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star, Unstar
from desktop_reader.jobs.organise import MoveFeed, MoveFolder, RemoveFeed, RemoveFolder, RenameFeed
from desktop_reader.library import search
from desktop_reader.library.checking import check
from desktop_reader.library.driver import dbapi
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library.ailing import caught_up, hurt, hurt_search, lively
from tests.library.lifetime_model import MIDNIGHT, Feed, Model, Said
from tests.library_fixtures import NOW, came, counters_are_right, folder, follow, made, opened, rows

SAID = st.builds(Said, st.integers(0, 5), st.integers(0, 2), st.integers(0, 1))
DOCUMENT = st.lists(SAID, min_size=1, max_size=6, unique_by=lambda said: said.key)
SOME = st.lists(st.integers(0, 30), min_size=1, max_size=6)
PLACE = st.integers(0, 3)
SIDES = (False, True)
HARMLESS = (  # What is mended without anything being lost.
    ("UPDATE feed_count SET unread = unread + 3, total = 0",),
    ("DELETE FROM feed_count WHERE feed_id IN (SELECT feed_id FROM feed_count LIMIT 1)",),
    ("UPDATE state SET published_at = published_at - 7 WHERE id % 2 = 0",),
    ("UPDATE labelled SET published_at = published_at + 1",),
    ("DELETE FROM feed_fetch",),
    ("DELETE FROM sqlite_sequence",),
    ("DROP TRIGGER state_come", "DROP TRIGGER state_move", "DROP TRIGGER body_change"),
    ("DROP INDEX st_feed_unread", "DROP INDEX article_guid", "DROP INDEX st_star", "DROP INDEX st_feed"),
    ("UPDATE article SET uuid = x'00' WHERE id = (SELECT min(id) FROM article)",),
    ("DELETE FROM meta WHERE key = 'library_id'",),
)
HARMLESS_SEARCH = (
    ("DELETE FROM fts WHERE rowid % 2 = 0",),
    ("DELETE FROM heading",),
    ("INSERT INTO fts (rowid, text) VALUES (999999, 'edition1 word2')",),
    ("UPDATE fts_data SET block = x'00' WHERE id > 10",),
)


class Life(RuleBasedStateMachine):
    """The deeds of a reader, of servers and of fate."""

    _alive = False

    @initialize()
    def begin(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="lifetime-"))
        self._lives = 0
        self.path = made(self._folder)
        self._open()
        self.model = Model()
        self.now = NOW
        self.number = 0
        with self.library.transaction() as live:
            live.exec_driver_sql("INSERT INTO label (id, title) VALUES (1, 'Later'), (2, 'Work')")

    def teardown(self) -> None:
        if self._alive:
            caught_up(self.library)
            self.searches_are_right()
            self._close()
            assert check(self.path, mend=True).findings == ()
            shutil.rmtree(self._folder)

    # The reader

    @precondition(lambda self: len(self.model.feeds) < 4)
    @rule(title=st.sampled_from(["Coast", "capital", "Ätna"]), place=PLACE)
    def subscribe(self, title: str, place: int) -> None:
        self.number += 1
        where = self._one(place, [None, *self.model.folders])
        feed = follow(self.library, f"https://example.org/{self.number}", where, title=title)
        self.model.feeds[feed] = Feed(title, where)

    @precondition(lambda self: len(self.model.folders) < 3)
    @rule(place=PLACE)
    def add_folder(self, place: int) -> None:
        parent = self._one(place, [None, *self.model.folders])
        self.model.folders[folder(self.library, "Folder", parent)] = parent

    @precondition(lambda self: self.model.articles)
    @rule(which=SOME, deed=st.sampled_from([MarkRead, MarkUnread, Star, Unstar]))
    def mark(self, which: list[int], deed: type[MarkRead | MarkUnread | Star | Unstar]) -> None:
        numbers = self._some(which)
        name = "read" if deed.mark == "is_read" else "starred"
        differ = [number for number in numbers if getattr(self.model.articles[number], name) is not deed.value]
        assert sorted(deed(tuple(numbers)).run(self.library).state) == sorted(differ)
        for number in numbers:
            setattr(self.model.articles[number], name, deed.value)

    @precondition(lambda self: self.model.articles)
    @rule(which=SOME)
    def open(self, which: list[int]) -> None:
        for number in self._some(which):
            self.now += 1
            self.library.opened(number, self.now)
            self.model.articles[number].read = True
            self.model.articles[number].reads += 1

    @precondition(lambda self: self.model.articles)
    @rule(which=SOME, label=st.integers(1, 2))
    def label(self, which: list[int], label: int) -> None:
        for number in self._some(which):
            with self.library.transaction() as live:
                live.exec_driver_sql(
                    "INSERT OR IGNORE INTO labelled SELECT ?, published_at, id FROM article WHERE id = ?",
                    (label, number),
                )
            self.model.articles[number].labels.add(label)

    @precondition(lambda self: self.model.articles)
    @rule(which=SOME)
    def delete(self, which: list[int]) -> None:
        numbers = self._some(which)
        assert sorted(self.library.delete(numbers).removed) == sorted(numbers)
        self.model.delete(numbers)

    @precondition(lambda self: self.model.feeds)
    @rule(feed=PLACE, place=PLACE)
    def move_feed(self, feed: int, place: int) -> None:
        number = self._one(feed, [*self.model.feeds])
        where = self._one(place, [None, *self.model.folders])
        MoveFeed(number, where, 0).run(self.library)
        self.model.feeds[number].folder = where

    @precondition(lambda self: self.model.feeds)
    @rule(feed=PLACE, title=st.sampled_from(["aardvark", "Zebra", "coast"]))
    def rename_feed(self, feed: int, title: str) -> None:
        number = self._one(feed, [*self.model.feeds])
        RenameFeed(number, title).run(self.library)
        self.model.feeds[number].title = title

    @precondition(lambda self: self.model.feeds)
    @rule(feed=PLACE)
    def remove_feed(self, feed: int) -> None:
        number = self._one(feed, [*self.model.feeds])
        RemoveFeed(number).run(self.library)
        self.model.remove_feed(number)

    @precondition(lambda self: self.model.folders)
    @rule(which=PLACE)
    def remove_folder(self, which: int) -> None:
        number = self._one(which, [*self.model.folders])
        RemoveFolder(number).run(self.library)
        self.model.remove_folder(number)

    @precondition(lambda self: len(self.model.folders) > 1)
    @rule(which=PLACE, place=PLACE)
    def move_folder(self, which: int, place: int) -> None:
        number = self._one(which, [*self.model.folders])
        where = self._one(place, [None, *self.model.folders])
        MoveFolder(number, where, 0).run(self.library)
        if number not in self.model.above(where):
            self.model.folders[number] = where

    # Servers, and the clock

    @precondition(lambda self: self.model.feeds)
    @rule(feed=PLACE, document=DOCUMENT)
    def store(self, feed: int, document: list[Said]) -> None:
        number = self._one(feed, [*self.model.feeds])
        self.now += 1
        stored = came(self.library, number, *(said.entry(number) for said in document), now=self.now)
        self.model.store(number, document, stored.new, stored.updated, self.now)

    @rule()
    def catch_up(self) -> None:
        caught_up(self.library)

    # Fate

    @rule()
    def reopen(self) -> None:
        self._close()
        self._open()

    @rule()
    def lose_the_search_file(self) -> None:
        self._close()
        search.place(self.path).unlink()
        self._open()

    @rule(in_the_middle=st.booleans())
    def crash(self, in_the_middle: bool) -> None:
        """The files as they are at this moment, journals and all, are what is left."""
        self._lives += 1
        place = self._folder / str(self._lives)
        place.mkdir()
        with contextlib.suppress(KeyError), self.library.transaction() as live:
            if in_the_middle:
                live.exec_driver_sql("DELETE FROM article")
                live.exec_driver_sql("UPDATE feed_count SET total = 7")
            for file in self.path.parent.glob("library.db*"):
                if not file.name.endswith(("-lock", "-shm")):
                    shutil.copy(file, place)
            raise KeyError
        self._close()
        self.path = place / "library.db"
        self._open()

    @rule()
    def look_through(self) -> None:
        assert check(self.path, mend=False).findings == ()

    @rule(which=st.lists(st.sampled_from(HARMLESS), max_size=3), searchable=st.sampled_from([(), *HARMLESS_SEARCH]))
    def damage_and_mend(self, which: list[tuple[str, ...]], searchable: tuple[str, ...]) -> None:
        self._close()
        for statements in dict.fromkeys(which):
            hurt(self.path, *statements)
        hurt_search(self.path, *searchable)
        report = check(self.path, mend=True)
        assert report.sound, report
        assert check(self.path, mend=True).findings == ()
        self._open()

    # What is always true

    @invariant()
    def counters_are_right(self) -> None:
        if not self._alive:
            return
        kept = rows(self.path, "SELECT feed_id, total, unread, starred FROM feed_count WHERE total <> 0")
        assert {feed: tuple(numbers) for feed, *numbers in kept} == self.model.counters()
        counted = self.library.reader.smart_counts(MIDNIGHT)
        for number, query in (
            (counted.unread, Query(Scope.UNREAD)),
            (counted.starred, Query(Scope.STARRED)),
            (counted.today, Query(Scope.TODAY, unread_only=True, since_at=MIDNIGHT)),
        ):
            assert number == len(self.model.listed(query))

    @invariant()
    def lists_are_right(self) -> None:
        if not self._alive:
            return
        reader = self.library.reader
        scopes: list[tuple[Scope, int | None]] = [(Scope.ALL, None), (Scope.TODAY, None), (Scope.UNREAD, None)]
        scopes += [(Scope.STARRED, None), (Scope.LABEL, 1)]
        scopes += [(Scope.FEED, feed) for feed in list(self.model.feeds)[:1]]
        scopes += [(Scope.FOLDER, one) for one in list(self.model.folders)[:2]]
        for turn, (scope, target) in enumerate(scopes):
            for step, sort in enumerate((Sort.DATE, Sort.TITLE, Sort.FEED, Sort.WORDS, Sort.READS)):
                query = Query(
                    scope,
                    target,
                    sort=sort,
                    since_at=MIDNIGHT,
                    reverse=bool((turn + step + self.now) % 2),
                    unread_only=turn + step == self.now % 9,
                )
                wanted = self.model.listed(query)
                assert list(reader.all_ids(query)) == wanted, query
                assert reader.count(query) == len(wanted), query
                assert reader.ids_at(query, 1, 3) == wanted[1:4], query

    @invariant()
    def searches_are_right(self) -> None:
        if not self._alive or self.library.reader.unindexed(1):
            return
        for words in ("edition1", "word2", "harbour", "ferry edition2", "slowly", "nothing"):
            wanted = self.model.listed(Query(search=words))
            assert list(self.library.reader.all_ids(Query(search=words))) == wanted, words

    def _open(self) -> None:
        self.library = Writer(self.path)
        self._alive = True

    def _close(self) -> None:
        self._alive = False
        self.library.close()

    def _one(self, place: int, of: Sequence[int | None]) -> int:
        return of[place % len(of)]  # type: ignore[return-value]

    def _some(self, places: list[int]) -> list[int]:
        numbers = sorted(self.model.articles)
        return list(dict.fromkeys(numbers[place % len(numbers)] for place in places))


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


LOSSES = (
    "DELETE FROM state WHERE id = {n}",
    "DELETE FROM article WHERE id = {n}",
    "DELETE FROM article WHERE feed_id = {n} % 4",
    "DELETE FROM feed WHERE id = {n} % 4",
    "DELETE FROM folder WHERE id = {n} % 3",
    "DELETE FROM label",
    "DELETE FROM feed_count",
    "DELETE FROM visit WHERE article_id = {n}",
    "UPDATE article SET feed_id = {n}, guid_hash = NULL WHERE id = {n} + 1",
    "UPDATE article SET published_at = {n} WHERE id = {n}",
    "UPDATE article SET revision = 0 WHERE id = {n}",
    "UPDATE state SET feed_id = {n} WHERE id = {n}",
    "UPDATE state SET read_count = -1, last_read_at = 1 WHERE id = {n}",
    "UPDATE state SET is_read = 2, starred = -1 WHERE id = {n}",
    "UPDATE OR IGNORE feed SET slug = 'inner' WHERE id = {n} % 4",
    "UPDATE folder SET parent_id = {n} % 4",
    "UPDATE OR IGNORE labelled SET article_id = {n} * 3",
    "UPDATE OR IGNORE enclosure SET article_id = {n} * 3",
    "INSERT OR IGNORE INTO visit (article_id, opened_at) VALUES ({n} * 3, 9)",
    "INSERT OR IGNORE INTO tombstone VALUES ({n}, 9)",
    "INSERT OR IGNORE INTO retention VALUES ({n}, 9, 9)",
    "DROP INDEX article_uuid",
    "DROP TRIGGER state_go",
    "DROP TABLE visit",
    "DELETE FROM unindexed",
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(LOSSES), st.integers(1, 13)), min_size=1, max_size=6))
def test_whatever_is_lost_what_is_left_is_made_whole(damages: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory(prefix="lifetime-") as folder:
        path = lively(Path(folder))
        for statement, number in damages:
            with contextlib.suppress(dbapi.OperationalError):  # Of a table that is gone already.
                hurt(path, statement.format(n=number))
        texts = set(rows(path, "SELECT id FROM body"))
        report = check(path, mend=True)
        assert report.sound, report
        assert check(path, mend=True).findings == ()
        assert rows(path, "PRAGMA foreign_key_check") == []
        assert set(rows(path, "SELECT id FROM body")) >= texts
        with opened(path) as library:
            assert counters_are_right(library)
            listed = list(library.reader.all_ids(Query()))
            assert {(number,) for number in listed} >= texts
            assert all(library.reader.article(number) is not None for number in listed)
            caught_up(library)
            assert sorted(library.reader.all_ids(Query(search="ferry"))) == sorted(listed)
        assert check(path, mend=True).findings == ()
