"""Searching: nothing typed is an error, and the search file can be lost at any time without loss."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import LibraryError
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.tidy import CatchUpSearch
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.search import place
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.text import tokens
from tests.library_fixtures import came, entry, follow, indexed, opened, rows

TEXTS = {
    "Harbour": "The harbour lights were out when the ferry came in.",
    "Café": "Un café crème à l’Élysée, naïve résumé.",
    "新しい記事": "東京都知事の選挙は日曜日に行われる。",
    "新闻": "北京大学发布了新的研究报告",
    "ข่าว": "ประเทศไทยมีอากาศร้อนชื้น",
    "Новости": "Сегодня в Москве открылась выставка, съёмки продолжаются.",
    "서울": "한국어 뉴스 기사입니다",
    "Numbers": "C++17 and 3.11 on 2024-11-23, COVID-19 and user_name.",
    "हिन्दी": "भारत में चुनाव की घोषणा",
    "Light house": "A lighthouse keeper counts ferries. A ferry boat.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with opened(tmp_path_factory.mktemp("search") / "library.db") as library:
        came(library, follow(library), *(entry(t, title=t, text=text) for t, text in TEXTS.items()))
        indexed(library)
        yield library


def found(library: Writer, typed: str) -> set[str]:
    """The titles; the quick answer and every order have to agree on them."""
    ids = library.reader.all_ids(Query(search=typed))
    for sort in Sort:
        every = library.reader.all_ids(Query(search=typed, sort=sort))
        first = library.reader.found(Query(search=typed, sort=sort))
        assert sorted(every) == sorted(ids)
        if first.whole:
            assert sorted(first.ids) == sorted(ids)
            assert first.about == len(ids)
        assert set(first.ids) <= set(ids)
    return {row.title for row in library.reader.rows(ids).values()}


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("harbour", {"Harbour"}),
        ("HARBOUR ferry", {"Harbour"}),
        ("ferry", {"Harbour", "Light house"}),
        ("ferr", {"Harbour", "Light house"}),
        ("ferr ", set()),
        ("ferry -harbour", {"Light house"}),
        ("ferry -harbour -keeper", set()),
        ("-harbour", set(TEXTS) - {"Harbour"}),
        ("-ferry -москве -cafe", set(TEXTS) - {"Harbour", "Light house", "Новости", "Café"}),
        ("ferry -(boat OR москве)", {"Harbour"}),
        ("(harbour ferry) OR (cafe resume)", {"Harbour", "Café"}),
        ("ferry OR -ferry", set(TEXTS)),
        ("house -(ferry -boat)", {"Light house"}),
        ("intitle:house", {"Light house"}),
        ("intitle:ferry", set()),
        ("ferry intitle:house", {"Light house"}),
        ("ferry -intitle:house", {"Harbour"}),
        ("intitle:harb", {"Harbour"}),
        ('intitle:"light house"', {"Light house"}),
        ('intitle:"house light"', set()),
        ("intitle:harbour OR keeper", {"Harbour", "Light house"}),
        ("intitle:harbour OR intitle:новости", {"Harbour", "Новости"}),
        ("intitle:ข่าว", {"ข่าว"}),
        ('intitle:harbour OR "ferry boat"', {"Harbour", "Light house"}),
        ("ferry -intitle:house is:unread", {"Harbour"}),
        ("is:unread", set(TEXTS)),
        ("is:starred OR ferry", {"Harbour", "Light house"}),
        ("-is:starred ferry", {"Harbour", "Light house"}),
        ("author:nobody", set()),
        ("https://example.org", set()),
        ("harbour OR keeper", {"Harbour", "Light house"}),
        ("ferry harbour OR keeper ", {"Harbour", "Light house"}),
        ("café OR москве", {"Café", "Новости"}),
        ("OR", set(TEXTS)),
        ("or", set()),
        ('"harbour lights"', {"Harbour"}),
        ('"lights harbour"', set()),
        ('"cafe creme"', {"Café"}),
        ('"ferry boat" keeper', {"Light house"}),
        ('"ferry boat', {"Light house"}),
        ('ferry -"ferry boat"', {"Harbour"}),
        ("cafe resume", {"Café"}),
        ("ELYSÉE", {"Café"}),
        ("москве", {"Новости"}),
        ("МОСК", {"Новости"}),
        ("東京", {"新しい記事"}),
        ("知事", {"新しい記事"}),
        ("京都知", {"新しい記事"}),
        ("記", {"新しい記事"}),
        ("大学", {"新闻"}),
        ("学大", set()),
        ("ไทย", {"ข่าว"}),
        ("뉴스", {"서울"}),
        ("चुनाव", {"हिन्दी"}),
        ("c++17", {"Numbers"}),
        ("covid-19", {"Numbers"}),
        ("user_name", {"Numbers"}),
        ("lighthouse", {"Light house"}),
        ("zeppelin", set()),
        ("", set(TEXTS)),
        ("   ", set(TEXTS)),
        ("!!!", set(TEXTS)),
        ('""', set(TEXTS)),
        ("(((", set(TEXTS)),
    ],
)
def test_what_is_typed_finds_what_is_meant(library: Writer, typed: str, titles: set[str]) -> None:
    assert found(library, typed) == titles


PIECES = [
    *("AND", "OR", "NOT", "NEAR(", "a", "ab*", "^b", "-c", "- ", '"', '"x y"', "(", ")", "{", "}", ":", "text:", "+"),
    *(".", ",", "'", "\\", "\0", "東京", "ไท", "e\u0301", "\ud800", "\U0001f600", "½", "ﬁ", "\u200b", " "),
]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@example("a OR " * 100)
@example('"a"OR' * 100)
@example("-a " * 200)
@example("a " * 300)
@example("京" * 500)
def test_nothing_that_is_typed_is_an_error(library: Writer, typed: str) -> None:
    library.reader.all_ids(Query(search=typed))
    library.reader.ids_at(Query(Scope.UNREAD, search=typed), 0, 5)
    library.reader.count(Query(search=typed))
    found(library, typed)


def test_a_changed_article_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        came(library, feed, entry("g", title="Old title", text="early words", author="Ada"))
        indexed(library)
        assert found(library, "early") == found(library, "ada") == {"Old title"}
        came(library, feed, entry("g", title="New title", text="late words", author="Bob"))
        indexed(library)
        assert found(library, "early") == found(library, "old") == found(library, "ada") == set()
        assert found(library, "late title bob") == {"New title"}


def test_removed_articles_vanish_at_once_and_from_the_file(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        came(library, feed, entry("g", text="harbour"))
        indexed(library)
        RemoveFeed(feed).run(library)
        assert not library.reader.all_ids(Query(search="harbour"))
        indexed(library)
        assert library.search.count() == 0


def removed(file: Path) -> None:
    file.unlink()


def garbage(file: Path) -> None:
    file.write_bytes(b"no database at all " * 999)


def zero(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def of_another_make(file: Path) -> None:
    with contextlib.closing(dbapi.connect(str(file), isolation_level=None)) as live:
        live.execute("UPDATE meta SET value = 'some other format'")


def without_tables(file: Path) -> None:
    with contextlib.closing(dbapi.connect(str(file), isolation_level=None)) as live:
        live.execute("DROP TABLE fts")


def of_yesterday(file: Path) -> None:
    """As if library and search file came from two backups: some articles are in one only, and no list names them."""
    with contextlib.closing(dbapi.connect(str(file), isolation_level=None)) as live:
        live.execute("DELETE FROM fts WHERE rowid < 4")


@pytest.mark.parametrize("damage", [removed, garbage, zero, cut, of_another_make, without_tables, of_yesterday])
def test_a_search_file_that_is_lost_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), *(entry(t, title=t, text=text) for t, text in TEXTS.items()))
        indexed(library)
    damage(place(path))
    with contextlib.suppress(LibraryError):  # What can be read may be asked; nothing more is promised yet.
        reader = Reader(path)
        reader.all_ids(Query(search="ferry"))
    reader.close()
    with opened(path) as library:
        indexed(library)
        assert found(library, "ferry") == {"Harbour", "Light house"}
        assert library.search.count() == len(TEXTS)
    assert not list(tmp_path.glob("*.new*"))


def test_the_search_file_of_another_library_is_not_believed(tmp_path: Path) -> None:
    with opened(tmp_path / "one.db") as library:
        came(library, follow(library), entry("g", title="Mine", text="harbour"))
        indexed(library)
    one, two = place(tmp_path / "one.db"), place(tmp_path / "two.db")
    with opened(tmp_path / "two.db") as library:
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE meta SET value = 'another' WHERE key = 'library_id'")
        came(library, follow(library), entry("g", title="Yours", text="lighthouse"))
        indexed(library)
    two.write_bytes(one.read_bytes())
    with opened(tmp_path / "two.db") as library:
        indexed(library)
        assert found(library, "harbour") == set()
        assert found(library, "lighthouse") == {"Yours"}


def test_damage_that_shows_while_writing_is_mended_at_once(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        feed = follow(library)
        came(library, feed, *(entry(f"g{n}", title=f"T{n}", text=f"harbour word{n} " * 99) for n in range(300)))
        indexed(library)
    raw = bytearray(place(path).read_bytes())
    for page in range(3, len(raw) // 8192):
        raw[page * 8192 : page * 8192 + 8192] = os.urandom(8192)
    place(path).write_bytes(raw)
    reader = Reader(path)
    with opened(path) as library:
        came(library, feed, *(entry(f"h{n}", title=f"U{n}", text="harbour") for n in range(100)))
        indexed(library)
        assert len(library.reader.all_ids(Query(search="harbour "))) == 400
        assert len(reader.all_ids(Query(search="harbour "))) == 400
    reader.close()


def test_a_damaged_search_file_is_named_and_the_library_is_not_blamed(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), *(entry(f"g{n}", text=f"harbour word{n} " * 99) for n in range(300)))
        indexed(library)
    raw = bytearray(place(path).read_bytes())
    (root,) = rows(place(path), "SELECT rootpage FROM sqlite_schema WHERE name = 'fts_data'")[0]
    raw[(root - 1) * 8192 : root * 8192] = os.urandom(8192)
    place(path).write_bytes(raw)
    reader = Reader(path)
    assert len(reader.all_ids(Query())) == 300
    with pytest.raises(LibraryError, match=r"search file .*library.db-search.* is damaged. Remove it"):
        reader.all_ids(Query(search="harbour "))
    reader.close()


def test_a_reader_that_is_open_meets_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), entry("g", title="T", text="harbour"))
        indexed(library)
    reader = Reader(path)
    assert len(reader.all_ids(Query(search="harbour"))) == 1
    place(path).unlink()
    assert reader.all_ids(Query(search="nothing")) is not None
    with opened(path) as library:
        came(library, 1, entry("h", title="U", text="harbour again"))
        indexed(library)
        assert len(reader.all_ids(Query(search="harbour"))) == 2
    reader.close()


def test_a_crash_between_the_two_files_leaves_work_and_no_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), *(entry(f"g{n}", title=f"T{n}", text="harbour") for n in range(6)))

        def killed(*_: object) -> None:
            raise SystemExit

        monkeypatch.setattr(library, "transaction", killed)
        with pytest.raises(SystemExit):
            CatchUpSearch(4).run(library)
        monkeypatch.undo()
    with opened(path) as library:
        assert len(library.reader.unindexed(99)) == 6
        indexed(library)
        assert len(found(library, "harbour")) == 6
        assert library.search.count() == 6


def test_while_the_disk_takes_nothing_the_list_of_what_is_missing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "library.db") as library:
        came(library, follow(library), entry("g", title="T", text="harbour"))

        def full(*_: object) -> None:
            raise LibraryError("The disk is full.")

        monkeypatch.setattr(library.search, "keep", full)
        with pytest.raises(LibraryError, match="full"):
            CatchUpSearch().run(library)
        monkeypatch.undo()
        assert len(library.reader.unindexed(9)) == 1
        indexed(library)
        assert found(library, "harbour") == {"T"}


def test_before_there_is_a_search_file_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), entry("g", text="harbour"))
    place(path).unlink()
    reader = Reader(path)
    assert list(reader.all_ids(Query(search="harbour"))) == []
    assert reader.count(Query(search="harbour")) == 0
    reader.close()


def test_phrases_are_compared_without_case_and_accents() -> None:
    assert tokens.folded("Élan\n VITAL") == "elan vital"
