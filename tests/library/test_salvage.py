"""What is saved from a damaged file: each source of what is known, and what is told of the loss."""

from __future__ import annotations

import contextlib
import random
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.jobs import mending
from desktop_reader.library import backups, connect
from desktop_reader.library.checking import shape
from desktop_reader.library.driver import dbapi
from desktop_reader.library.duplicate import GivenUp
from desktop_reader.library.salvage import cells, mend
from desktop_reader.library.salvage.plan import Plan
from desktop_reader.library.salvage.raw import Raw
from desktop_reader.library.salvage.trees import Forest
from desktop_reader.records.backup import Kind
from desktop_reader.records.mended import Lost, Mended, sentences
from tests.chaos import stock
from tests.library_fixtures import opened, rows

PAGE = 8192


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stock.made(tmp_path_factory.mktemp("stock") / "library.db", feeds=4, articles=40)


@pytest.fixture
def path(source: Path, tmp_path: Path) -> Path:
    return stock.copied(source, tmp_path / "shelf")


@contextlib.contextmanager
def planned(path: Path) -> Iterator[tuple[Forest, Plan]]:
    with Raw(path) as raw:
        forest = Forest(raw)
        yield forest, Plan(forest)


def wipe(path: Path, *numbers: int) -> None:
    raw = bytearray(path.read_bytes())
    for number in numbers:
        raw[(number - 1) * PAGE : number * PAGE] = random.Random(number).randbytes(PAGE)
    path.write_bytes(raw)


def leaves(path: Path, *names: str) -> list[int]:
    with planned(path) as (_, plan):
        return [leaf for name in names for leaf, _, _ in plan.trees[name].leaves]


def test_every_row_is_read_as_the_database_reads_it(path: Path) -> None:
    with planned(path) as (forest, plan), contextlib.closing(dbapi.connect(str(path))) as live:
        for name in shape.tables():
            asked = live.execute(f"SELECT * FROM {name}").fetchall()
            table = plan.tables[name]
            number = next((at for at, column in enumerate(table.columns) if column.is_number), None)
            read = []
            for row in forest.rows(plan.trees[name]):
                values = list(row.values)
                if number is not None:
                    values[number] = row.number
                read.append(tuple(values))
            assert sorted(map(repr, read)) == sorted(map(repr, asked)), name
            assert plan.trees[name].lost == []
        assert forest.strays() == {}


def test_numbers_of_all_sizes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "numbers.db"
    some = [0, 1, -1, 127, -128, 32767, -8388608, 2**31, -(2**47), 2**47, 2**62, -(2**63), 1.5, None, "", b"", "ü" * 99]
    with contextlib.closing(dbapi.connect(str(file))) as live:
        live.execute("PRAGMA page_size = 8192")
        live.execute("CREATE TABLE some (id INTEGER PRIMARY KEY, value)")
        live.executemany("INSERT INTO some VALUES (?, ?)", [(3**n - 2**61, one) for n, one in enumerate(some)])
        live.commit()
    with Raw(file) as raw:
        page = cells.page(raw, 2)
    assert page is not None
    assert [row.values[1] for row in page.rows] == some
    assert [row.number for row in page.rows] == [3**n - 2**61 for n in range(len(some))]


def test_a_transaction_that_was_broken_off_is_taken_back(path: Path) -> None:
    before = stock.told(path)
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        live.execute("PRAGMA journal_mode = DELETE").fetchall()
        live.execute("PRAGMA cache_size = 2")  # It is written into the file before its end.
        live.execute("BEGIN IMMEDIATE")
        live.execute("UPDATE state SET starred = 1, is_read = 1")
        live.execute("UPDATE article SET title = 'Half done ' || id")
        for end in ("", "-journal"):
            shutil.copy(f"{path}{end}", f"{path}{end}.torn")
        live.execute("ROLLBACK")
    for end in ("", "-journal"):
        Path(f"{path}{end}.torn").replace(f"{path}{end}")
    wipe(path, 1)
    # The first page stood in the journal, too: it is whole again.
    assert mend(path).is_whole
    assert stock.told(path).marks == before.marks


def test_of_a_journal_each_whole_page_counts(path: Path) -> None:
    with opened(path) as library:
        numbers = [number for (number,) in library.reader.select("SELECT id FROM state WHERE starred = 0 ORDER BY id")]
        for number in numbers[:6]:
            library.star([number], True)
        files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    for end, raw in files.items():
        Path(f"{path}{end}").write_bytes(raw)
    wal = bytearray(files["-wal"])
    wal[32 + 24 + 100] ^= 255  # In the first page; SQLite would leave out all that follows.
    Path(f"{path}-wal").write_bytes(wal)
    mend(path)
    (there,) = rows(path, f"SELECT sum(starred) FROM state WHERE id IN ({','.join(map(str, numbers[1:6]))})")
    assert there == (5,)


def test_stars_and_unread_marks_come_out_of_their_indexes(path: Path) -> None:
    before = stock.told(path)
    wipe(path, *leaves(path, "state"))
    mended = mend(path)
    assert (mended.lost, mended.unmarked) == ((), 0)
    assert stock.told(path).marks == before.marks


def test_subscriptions_come_out_of_their_indexes(path: Path) -> None:
    before = rows(path, "SELECT id, uuid, slug, url, title FROM feed")
    wipe(path, *leaves(path, "feed"))
    assert mend(path).nameless == 0
    assert rows(path, "SELECT id, uuid, slug, url, title FROM feed") == before


def test_labels_come_out_of_their_indexes(path: Path) -> None:
    before = stock.told(path)
    wipe(path, *leaves(path, "label", "labelled"))
    mend(path)
    assert stock.told(path).marks == before.marks


def test_a_feed_that_lost_its_address_finds_it_on_the_list_by_its_name(path: Path) -> None:
    before = stock.told(path)
    number, title = rows(path, "SELECT id, title FROM feed")[0]
    with planned(path) as (_, plan):
        (index,) = [name for name, columns in plan.tables["feed"].indexes.items() if columns == ("url",)]
    wipe(path, *leaves(path, "feed", index))
    mended = mending.mend(path)
    assert (mended.nameless, mended.from_list) == (0, 4)
    assert stock.told(path).feeds == before.feeds
    assert rows(path, "SELECT title FROM feed WHERE id = ?", number) == [(title,)]


def test_what_is_lost_is_told_by_the_feed(path: Path) -> None:
    gone = leaves(path, "article", "body", "state", "article_title", "st_feed", "st_date")
    kept = {leaves(path, name)[0] for name in ("article", "body", "state")}
    wipe(path, *(number for number in gone if number not in kept))
    mended = mend(path)
    assert mended.lost
    assert sum(one.articles for one in mended.lost) == 160 - mended.articles
    assert all(one.of == 40 for one in mended.lost)
    assert not mended.is_whole


def test_nobody_knows_how_much_is_lost_when_the_counters_are_lost(path: Path) -> None:
    wipe(path, *leaves(path, "article", "body", "state", "article_title", "st_feed", "st_date", "feed_count"))
    assert mend(path).lost is None


def test_a_backup_fills_gaps_and_brings_back_nothing_that_was_deleted(path: Path) -> None:
    backup = backups.make(path, Kind.BY_HAND)
    deleted = [1, 2, 3, 41, 42]
    with opened(path) as library:
        library.star([5], True)
        library.delete(deleted)
    wipe(path, *leaves(path, "article", "body"))
    mended = mend(path)
    assert mended.backup_at == backup.made_at
    assert mended.articles == 160 - len(deleted)
    assert rows(path, f"SELECT count(*) FROM article WHERE id IN ({','.join(map(str, deleted))})") == [(0,)]
    assert rows(path, "SELECT starred FROM state WHERE id = 5") == [(1,)]
    assert rows(path, "SELECT count(*) FROM body WHERE length(source) = 0") == [(0,)]


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    good = backups.make(path, Kind.BY_HAND)
    bad = backups.make(path, Kind.WEEKLY)
    wipe(bad.path, *range(3, 30))
    path.unlink()
    assert mend(path).articles == 160
    assert good.path.exists()


def test_nothing_is_done_where_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Ann, " * 3000)
    with pytest.raises(LibraryError, match="Nothing of a library can be read"):
        mending.mend(path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    assert path.read_bytes() == b"Dear Ann, " * 3000


def test_a_mending_that_is_given_up_changes_nothing(path: Path) -> None:
    wipe(path, 1)
    before = path.read_bytes()
    with pytest.raises(GivenUp):
        mend(path, lambda what, done, of: done < 3)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.new*"))


def test_any_noise_is_read_without_a_fault(path: Path) -> None:
    """Rows, pages and trees of chance: slow or wrong is not excluded, a fault is."""
    raw = path.read_bytes()
    for turn in range(12):
        chance = random.Random(turn)
        torn = bytearray(raw)
        for _ in range(300):
            at = chance.randrange(len(torn))
            torn[at : at + 4] = struct.pack(">I", chance.choice((0, 1, 2**31, 2**32 - 1, chance.randrange(300))))
        path.write_bytes(torn[: len(raw)])
        with planned(path) as (forest, plan):
            assert sum(1 for tree in plan.trees.values() for _ in forest.rows(tree)) > 0


def test_it_is_told_in_sentences() -> None:
    lost = tuple(Lost(f"Feed {n}", n, 20) for n in range(15, 1, -1))
    mended = Mended(Path("/x/old.db"), 3, 90, 70, 20, 1_730_000_000, 2, lost, 5, 4, 1)
    said = [one.written(str, lambda words: words) for one in sentences(mended)]
    assert said[0] == "In the library now: 90 articles, 3 feeds."
    assert "Lost from “Feed 15”: 15 of 20 articles." in said
    assert "Lost from 2 other feeds: 5 articles." in said
    assert said[-1] == "The damaged file was not changed. It is kept as “/x/old.db”."
    whole = [one.written(str, lambda words: words) for one in sentences(Mended(feeds=1, articles=2, saved=2))]
    assert whole[-1] == "Nothing is lost."


def test_an_older_library_is_saved_too(path: Path) -> None:
    """Of version 2: without the tables that came later."""
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        for table in ("rule_did", "rule_run", "rule", "saved_search", "hidden", "story", "deed"):
            live.execute(f"DROP TABLE {table}")
        live.execute("ALTER TABLE state DROP COLUMN starred_at")
        live.execute("PRAGMA user_version = 2")
    before = stock.told(path)
    wipe(path, *leaves(path, "st_feed"))
    mended = mend(path)
    assert mended.is_whole
    assert stock.told(path) == before
    connect.prepare(path)
