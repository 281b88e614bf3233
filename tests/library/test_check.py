"""Looking a library through: what is wrong is found, told and mended, what is sound is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_reader.errors import LibraryError, MissingError
from desktop_reader.library import connect, lock, search
from desktop_reader.library.checking import Finding, Report, check
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope, Sort
from tests.library.ailing import caught_up, hurt, hurt_search, lively, said, without_index
from tests.library.test_connect import all_files
from tests.library_fixtures import NOW, came, counters_are_right, entry, made, opened, rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lively(tmp_path)


def left(folder: Path) -> dict[str, str]:
    """All files but journals without anything in them, which who only reads leaves behind."""
    return {name: told for name, told in all_files(folder).items() if (folder / name).stat().st_size}


def names(report: Report) -> set[str]:
    return {one.name for one in report.findings}


def mended(path: Path, *expected: str) -> dict[str, Finding]:
    """Looks first, changes nothing, then mends all; a last look finds nothing."""
    before = left(path.parent)
    looked = check(path, mend=False)
    assert names(looked) == set(expected)
    assert not looked.sound
    assert left(path.parent) == before
    report = check(path, mend=True)
    assert names(report) >= {expected[0]}
    assert report.sound, report
    with opened(path) as library:
        caught_up(library)
        assert counters_are_right(library)
    assert check(path, mend=True).findings == ()
    return {one.name: one for one in report.findings}


def test_a_sound_library_is_left_alone(path: Path) -> None:
    before = left(path.parent)
    for mend in (False, True):
        report = check(path, mend=mend)
        assert (report.findings, report.copy, report.feeds, report.articles) == ((), None, 3, 12)
        assert report.sound
    assert left(path.parent) == before


def test_an_empty_library_is_sound(tmp_path: Path) -> None:
    assert check(made(tmp_path), mend=True).findings == ()


def test_a_library_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        check(tmp_path / "library.db", mend=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("expected", "statements"),
    [
        ("counters", ["UPDATE feed_count SET unread = 77 WHERE feed_id = 2"]),
        ("counters", ["UPDATE feed_count SET total = -1, starred = 9"]),
        ("counters", ["DELETE FROM feed_count"]),
        ("counters", ["INSERT INTO feed_count VALUES (55, 1, 1, 1)"]),
        ("counters", ["INSERT INTO feed_count VALUES (55, 0, 0, 0)"]),
        ("lost texts", ["DELETE FROM body WHERE id IN (3, 4)", "DELETE FROM unindexed"]),
        ("lost feeds", ["DELETE FROM feed_fetch WHERE feed_id = 2", "DROP TRIGGER feed_go",
                        "DELETE FROM feed WHERE id = 2",
                        """CREATE TRIGGER feed_go AFTER DELETE ON feed BEGIN
                           DELETE FROM feed_count WHERE feed_id = old.id;
                           DELETE FROM retention WHERE feed_id = old.id; END"""]),
        ("lost labels", ["DELETE FROM label"]),
        ("misplaced states", ["UPDATE state SET published_at = 5 WHERE id = 7"]),
        ("misplaced states", ["UPDATE state SET feed_id = 3 WHERE id = 1"]),
        ("label dates", ["UPDATE labelled SET published_at = published_at + 1 WHERE article_id = 2"]),
        ("reading counts", ["UPDATE state SET read_count = 1 WHERE id = 2"]),
        ("reading counts", ["UPDATE state SET last_read_at = NULL WHERE id = 3"]),
        ("reading counts", ["UPDATE state SET last_read_at = 7 WHERE id = 3"]),
        ("reading counts", ["UPDATE state SET read_count = -4 WHERE id = 8"]),
        ("versions", ["UPDATE article SET revision = 0 WHERE id = 1"]),
        ("fetch records", ["DELETE FROM feed_fetch WHERE feed_id = 3"]),
        ("feed_fetch without feed", ["INSERT INTO feed_fetch (feed_id) VALUES (77)"]),
        ("enclosure without article", ["INSERT INTO enclosure VALUES (77, 0, 'https://example.org/a.mp3', '', NULL)"]),
        ("revision without article", ["INSERT INTO revision VALUES (77, 0, 1, 'Gone', x'00')"]),
        ("visit without article", ["INSERT INTO visit (article_id, opened_at) VALUES (77, 1), (77, 2)"]),
        ("labelled without article", ["INSERT INTO labelled VALUES (1, 5, 77)"]),
        ("tombstone without feed", ["INSERT INTO tombstone VALUES (77, 5)"]),
        ("state without article", ["INSERT INTO state (id, feed_id, published_at) VALUES (77, 1, 5)"]),
        ("folder without folder", ["UPDATE folder SET parent_id = 77 WHERE id = 1"]),
        ("feed without folder", ["UPDATE feed SET folder_id = 77 WHERE id = 1"]),
        ("circles", ["UPDATE folder SET parent_id = 2 WHERE id = 1"]),
        ("circles", ["UPDATE folder SET parent_id = 1 WHERE id = 1"]),
        ("retention", ["INSERT INTO retention VALUES (77, 1, NULL)"]),
        ("category ids", ["UPDATE feed SET slug = 'outer' WHERE id = 1"]),
        ("feed ids", ["UPDATE feed SET uuid = x'00' WHERE id = 1"]),
        ("last id", ["DELETE FROM sqlite_sequence"]),
        ("last id", ["UPDATE sqlite_sequence SET seq = 3"]),
        ("library id", ["DELETE FROM meta WHERE key = 'library_id'"]),
        ("trigger", ["DROP TRIGGER state_come", "DROP TRIGGER body_go"]),
        ("trigger", ["DROP TRIGGER state_read", "CREATE TRIGGER state_read AFTER UPDATE ON state BEGIN SELECT 1; END"]),
        ("index", ["DROP INDEX st_unread", "DROP INDEX feed_shown"]),
        ("table", ["DROP TABLE tombstone"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_mended(path: Path, expected: str, statements: list[str]) -> None:
    hurt(path, *statements)
    also = {"library id": ("search file",), "feed ids": ("values",), "lost feeds": ("counters",)}.get(expected, ())
    found = mended(path, expected, *also)
    copy = check(path, mend=True).copy
    assert copy is None
    assert found[expected].mended


def test_the_library_as_it_was_is_kept_beside_it(path: Path) -> None:
    hurt(path, "UPDATE feed_count SET unread = 77 WHERE feed_id = 2")
    copy = check(path, mend=True).copy
    assert copy is not None
    assert copy.parent == path.parent
    assert copy.stat().st_mode & 0o077 == 0
    assert rows(copy, "SELECT unread FROM feed_count WHERE feed_id = 2") == [(77,)]
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


def test_an_article_without_a_state_is_unread_unless_it_was_opened(path: Path) -> None:
    hurt(path, "DELETE FROM state WHERE id IN (2, 9)")
    found = mended(path, "lost states")
    assert found["lost states"].sentence == (
        "2 articles were neither read nor unread: unread now, or read when they had been opened."
    )
    sql = "SELECT id, is_read, read_count, last_read_at FROM state WHERE id IN (2, 9) ORDER BY id"
    assert rows(path, sql) == [(2, 1, 2, NOW + 40), (9, 0, 0, None)]
    assert rows(path, "SELECT feed_id, published_at FROM state WHERE id = 9") == rows(
        path, "SELECT feed_id, published_at FROM article WHERE id = 9"
    )


def test_a_table_of_states_that_is_gone_is_made_again_with_all_that_belongs_to_it(path: Path) -> None:
    hurt(path, "DROP TABLE state")
    assert names(check(path, mend=False)) == {"table"}
    report = check(path, mend=True)
    assert report.sound
    assert names(report) >= {"table", "trigger", "index", "lost states"}
    assert check(path, mend=True).findings == ()
    assert rows(path, "SELECT count(*), sum(is_read) FROM state") == [(12, 2)]


def test_a_feed_that_is_gone_comes_back_with_its_articles_and_is_never_asked(path: Path) -> None:
    hurt(path, "DELETE FROM feed WHERE id = 2")
    check(path, mend=True)
    with opened(path) as library:
        feed = library.reader.feed(2)
        assert feed is not None
        assert (feed.title, feed.total, feed.next_check_at) == ("Recovered articles", 4, None)
        assert len(library.reader.all_ids(Query(Scope.FEED, target=2))) == 4
    assert check(path, mend=True).findings == ()


@pytest.mark.parametrize("state_too", [False, True])
def test_a_text_whose_head_is_gone_can_be_read_again(path: Path, state_too: bool) -> None:
    hurt(path, "DELETE FROM article WHERE id = 6", *(["DELETE FROM state WHERE id = 6"] if state_too else []))
    assert check(path, mend=True).sound
    with opened(path) as library:
        caught_up(library)
        article = library.reader.article(6)
        assert article is not None
        assert article.title.startswith("The ferry of feed2 came in at noon")
        assert article.feed_title == ("Recovered articles" if state_too else "Feed 1")
        assert 6 in library.reader.all_ids(Query(search="word1"))
        if not state_too:
            # It is the same article when it comes again, and gets back what was lost.
            assert came(library, 2, said(2, 1), now=NOW + 99).new == ()
            assert library.reader.article(6).title == "Harbour 2 1"  # type: ignore[union-attr]
    assert check(path, mend=True).sound


@pytest.mark.parametrize("table", ["article", "feed", "label", "meta", "feed_count"])
def test_a_table_that_is_gone_is_made_again_and_filled_from_the_others(path: Path, table: str) -> None:
    hurt(path, f"DROP TABLE {table}")
    assert names(check(path, mend=False)) == {"table"}
    assert check(path, mend=True).sound
    assert check(path, mend=True).findings == ()
    with opened(path) as library:
        assert counters_are_right(library)
        assert len(library.reader.all_ids(Query(Scope.UNREAD))) == 10
        assert len(library.reader.rows(library.reader.all_ids(Query()))) == 12


def test_a_lost_text_opens_empty_until_its_feed_brings_it_again(path: Path) -> None:
    hurt(path, "DELETE FROM body WHERE id = 1", "UPDATE feed_fetch SET etag = x'61', body_hash = x'62'")
    report = check(path, mend=True)
    assert names(report) == {"lost texts", "unreadable versions"}
    assert report.findings[0].sentence.startswith("The text of 1 article was missing: ")
    assert names(check(path, mend=True)) == {"unreadable versions"}
    sql = "SELECT feed_id FROM feed_fetch WHERE etag IS NULL AND body_hash IS NULL"
    assert rows(path, sql) == [(1,)]
    with opened(path) as library:
        article = library.reader.article(1)
        assert article is not None
        assert article.html == ""
        assert came(library, 1, said(1, 0, " Then it was changed again."), now=NOW + 99).updated == ()
        article = library.reader.article(1)
        assert article is not None
        assert article.html.endswith("changed again.</p>")
        caught_up(library)
    assert check(path, mend=True).findings == ()  # Its earlier versions can be unpacked again, too.


def test_a_text_that_cannot_be_unpacked_is_kept_and_named(path: Path) -> None:
    hurt(path, "UPDATE body SET coding = 1, source = x'28B52FFD00' WHERE id = 6")
    for _ in range(2):
        report = check(path, mend=True)
        assert not report.sound
        (finding,) = [one for one in report.findings if one.name == "unreadable texts"]
        assert finding.sentence == "The text of 1 article cannot be read and was kept as it is."
        assert finding.examples == ("“Harbour 2 1” in “Feed 1”",)
    assert rows(path, "SELECT hex(source) FROM body WHERE id = 6") == [("28B52FFD00",)]
    with opened(path) as library:
        came(library, 2, said(2, 1), now=NOW + 99)
        caught_up(library)
    assert check(path, mend=True).findings == ()


def test_a_missing_dictionary_is_named(path: Path) -> None:
    hurt(path, "UPDATE body SET coding = 7 WHERE id = 6")
    report = check(path, mend=False)
    assert "Dictionary 7, with which texts were packed, is missing." in [one.sentence for one in report.findings]


def test_an_earlier_version_that_cannot_be_unpacked_is_kept_and_named(path: Path) -> None:
    hurt(path, "UPDATE revision SET delta = x'00' WHERE article_id = 5 AND revision = 0")
    report = check(path, mend=True)
    (finding,) = report.findings
    assert not report.sound
    assert finding.sentence == "An earlier version of 1 article cannot be read and was kept as it is."
    assert finding.examples == ("“Harbour 2 0” in “Feed 1”",)


def test_doubled_ids_and_guids_are_told_apart_before_their_indexes_are_made_again(path: Path) -> None:
    hurt(
        path,
        "DROP INDEX article_uuid",
        "DROP INDEX article_guid",
        "UPDATE article SET uuid = (SELECT uuid FROM article WHERE id = 1) WHERE id IN (2, 3)",
        "UPDATE article SET guid_hash = (SELECT guid_hash FROM article WHERE id = 1) WHERE id = 4",
    )
    before = rows(path, "SELECT uuid FROM article WHERE id = 1")
    found = mended(path, "index", "article ids", "guids")
    assert (found["article ids"].count, found["guids"].count) == (2, 1)
    assert rows(path, "SELECT uuid FROM article WHERE id = 1") == before


def test_an_index_that_does_not_fit_its_table_is_made_again(path: Path) -> None:
    without_index(path, "st_reads", ["UPDATE state SET read_count = 5 WHERE id = 9"])
    assert "index contents" in names(check(path, mend=False))
    report = check(path, mend=True)
    assert report.sound
    assert check(path, mend=True).findings == ()
    with opened(path) as library:
        assert library.reader.first_ids(Query(sort=Sort.READS), 1) == [9]


def test_marks_that_mean_nothing_are_set_to_yes_or_no(path: Path) -> None:
    hurt(path, "UPDATE state SET starred = 5 WHERE id = 9")
    assert names(check(path, mend=False)) >= {"marks"}
    assert check(path, mend=True).sound
    assert check(path, mend=True).findings == ()
    assert rows(path, "SELECT starred FROM state WHERE id = 9") == [(1,)]


def test_a_kind_of_value_that_nothing_can_be_made_of_is_told(path: Path) -> None:
    hurt(path, "UPDATE retention SET days = -5")
    report = check(path, mend=True)
    assert [(one.name, one.mended) for one in report.findings] == [("values", False)]


@pytest.mark.parametrize(
    ("expected", "statements"),
    [
        ("search rows missing", ["DELETE FROM fts WHERE rowid IN (3, 4)"]),
        ("search rows missing", ["DELETE FROM heading WHERE rowid = 3"]),
        ("search rows too many", ["INSERT INTO heading (rowid, title, author) VALUES (99, 'ghost', '')"]),
        ("meanings missing", ["DELETE FROM waiting WHERE id = 3"]),
        (
            "meanings missing",  # One is in no block, though there are blocks behind its place.
            [
                "DELETE FROM waiting WHERE id IN (3, 4)",
                "INSERT INTO understood VALUES (5, 3, 0, '', x'', x'', x'', x'', x'')",
                "INSERT INTO understood VALUES (4099, 4, 0, '', x'', x'', x'', x'', x'')",
                "INSERT INTO sign VALUES (4096, 4100, zeroblob(262144))",
            ],
        ),
        ("meanings too many", ["INSERT INTO waiting VALUES (99, 0, 1)"]),
        ("meanings too many", ["INSERT INTO sign VALUES (-4096, 0, zeroblob(262144))"]),
        ("search file", ["UPDATE fts_data SET block = x'00' WHERE id > 10"]),
        ("search file", ["DROP TABLE heading"]),
        ("search file", ["UPDATE meta SET value = 'another'"]),
    ],
)
def test_the_search_file_is_brought_in_line(path: Path, expected: str, statements: list[str]) -> None:
    hurt_search(path, *statements)
    found = mended(path, expected)
    assert found[expected].mended
    assert not list(path.parent.glob("*.before-*"))  # Nothing of the reader's own was touched.
    with opened(path) as library:
        assert sorted(library.reader.all_ids(Query(search="word3"))) == [4, 8, 12]
        assert not library.reader.all_ids(Query(search="ghost"))


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None])
def test_a_search_file_that_is_none_is_made_again(path: Path, damage: bytes | None) -> None:
    place = search.place(path)
    place.unlink() if damage is None else place.write_bytes(damage)
    mended(path, "search file")
    with opened(path) as library:
        assert sorted(library.reader.all_ids(Query(search="word3"))) == [4, 8, 12]


def test_what_only_waits_for_the_search_file_is_not_wrong(path: Path) -> None:
    with opened(path) as library:
        came(library, 1, entry("new", title="New"))
    assert check(path, mend=True).findings == ()


def test_a_damaged_file_is_told_of_and_left_as_it_is(path: Path) -> None:
    (page,) = rows(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'st_feed'")[0]
    (size,) = rows(path, "PRAGMA page_size")[0]
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * size : page * size] = os.urandom(size)
    path.write_bytes(raw)
    path.with_name("library.db.before-2.20260101-000000").write_bytes(b"")
    for mend in (False, True):
        report = check(path, mend=mend)
        (finding,) = report.findings
        assert finding.sentence.startswith("The file is damaged (")
        assert finding.examples == (
            "Put a copy in its place. These lie beside it: library.db.before-2.20260101-000000.",
        )
        assert not report.sound
        assert not report.complete
    assert path.read_bytes() == bytes(raw)


def test_a_file_that_is_cut_short_is_told_of_and_left_as_it_is(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(LibraryError, match="damaged"):
        check(path, mend=True)
    assert path.read_bytes() == raw[: len(raw) // 2]


def test_a_table_that_lacks_a_column_is_told_of(path: Path) -> None:
    hurt(path, "ALTER TABLE retention DROP COLUMN most")
    report = check(path, mend=True)
    assert [one.wrong for one in report.findings] == ["The library lacks retention.most; nothing else was looked at"]


def test_an_older_library_is_brought_up_to_date_and_mended(path: Path) -> None:
    lost = "INSERT INTO visit (article_id, opened_at) VALUES (77, 1)"
    hurt(path, "PRAGMA user_version = 1", "DELETE FROM article WHERE id = 6", lost)
    later = ["label", "labelled", "retention", "tombstone", "dictionary", "access", "asked", "answer", "icon", "page"]
    later += ["saved_search", "rule_did", "rule_run", "rule", "hidden", "story", "deed"]
    hurt(path, "DROP TRIGGER head_change")
    for column in ("feed DROP COLUMN full_text", "state DROP COLUMN starred_at", "visit DROP COLUMN through"):
        hurt(path, f"ALTER TABLE {column}")
    for table in later:
        hurt(path, f"DROP TABLE {table}")
    with pytest.raises(LibraryError, match="older"):
        check(path, mend=False)
    assert rows(path, "PRAGMA user_version") == [(1,)]
    report = check(path, mend=True)
    assert names(report) == {"lost heads", "visit without article"}
    assert report.sound
    assert rows(path, "PRAGMA user_version") == [(connect.SCHEMA,)]


def test_nothing_is_mended_while_somebody_has_it_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurt(path, "DELETE FROM feed_count")
    before = left(path.parent)
    lock.only_read(path)
    try:
        with pytest.raises(LibraryError):
            check(path, mend=True)
    finally:
        lock.may_write(path)
    assert names(check(path, mend=False)) == {"counters"}
    assert left(path.parent) == before


def test_looking_disturbs_nobody_who_has_it_open(path: Path) -> None:
    library = Writer(path)
    try:
        came(library, 1, entry("new", title="New"))
        assert check(path, mend=False).findings == ()
        came(library, 1, entry("newer", title="Newer"))
        caught_up(library)
        assert check(path, mend=False).findings == ()
    finally:
        library.close()


def test_many_are_mended_in_several_transactions(path: Path) -> None:
    hurt(
        path,
        """WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 13000)
        INSERT INTO visit (article_id, opened_at) SELECT i, 1 FROM n""",
    )
    found = mended(path, "visit without article")
    assert found["visit without article"].sentence == (
        "12,001 records of reading belonged to articles that are not there: removed."
    )
