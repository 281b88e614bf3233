"""Other programs' libraries and exports, read as those programs write them, and as nobody should."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import FileError, ReaderError
from desktop_reader.feeds.files import home_of
from desktop_reader.feeds.foreign import bookmarks, packed, table
from desktop_reader.feeds.foreign.database import Tree, copied
from desktop_reader.feeds.foreign.recognise import opened
from desktop_reader.feeds.foreign.source import Source, moment, web
from desktop_reader.feeds.opml import OutlineFeed, OutlineFolder, OutlineTree, feeds
from desktop_reader.records.incoming import Foreign, Origin
from desktop_reader.records.saved import SAVED
from tests import foreign_made as made


def all_of(source: Source, most: int = 1) -> dict[str, list[Foreign]]:
    """All articles by feed, taken in the smallest pieces."""
    found: dict[str, list[Foreign]] = {}
    for place, url in enumerate(source.feeds):
        after: int | None = 0
        while after is not None:
            some, after = source.articles(place, after, most)
            found.setdefault(url, []).extend(some)
    return found


def marks(articles: list[Foreign]) -> list[tuple[str, bool, bool, tuple[str, ...]]]:
    return [(one.entry.title, one.is_read, one.starred, one.labels) for one in articles]


def test_rss_guard_gives_feeds_in_folders_and_articles_with_their_marks(tmp_path: Path) -> None:
    origin, source = opened(made.rss_guard(tmp_path / "database.db"))
    assert origin is Origin.RSS_GUARD
    (shore, second) = source.tree.children
    assert isinstance(shore, OutlineFolder)
    assert (shore.text, shore.children[0].text) == ("Shore", "Harbours")
    assert second == OutlineFeed("https://feed2.example/rss", "Feed 2")
    found = all_of(source)
    assert source.total == 5 == sum(map(len, found.values()))
    assert marks(found["https://feed2.example/rss"]) == [
        ("Article 1 & more", True, False, ()),
        ("Article 3 & more", False, False, ("Later",)),
        ("Article 5 & more", False, False, ()),
    ]
    (two, four) = found["https://feed1.example/rss"]
    assert two.starred
    assert (two.entry.guid, four.entry.guid) == ("guid-2", None)  # Its own number is no guid of the feed's.
    assert two.entry.published_at == made.NOON + 7200
    (one, *_) = found["https://feed2.example/rss"]
    assert [file.type for file in one.entry.enclosures] == ["audio/mpeg"]


def test_rss_guard_4_names_feeds_and_labels_otherwise(tmp_path: Path) -> None:
    _, source = opened(made.rss_guard_4(tmp_path / "database.db"))
    assert source.tree.left_out == ("Service",)
    assert marks(all_of(source)["https://old.example/rss"]) == [("Old one", True, False, ("Kept",))]


def test_quiterss(tmp_path: Path) -> None:
    origin, source = opened(made.quiterss(tmp_path / "feeds.db"))
    assert origin is Origin.QUITERSS
    (folder,) = source.tree.children
    assert isinstance(folder, OutlineFolder)
    assert folder.children == (OutlineFeed("https://tides.example/rss", "Tides", "Tides", "https://tides.example/"),)
    first, second = all_of(source)["https://tides.example/rss"]
    assert marks([first, second]) == [("First", True, True, ("Work", "Important")), ("Second", False, False, ())]
    assert first.entry.html == "<p>The long text</p>"
    assert (first.entry.published_at, second.entry.published_at) == (1588334400, 1588507200)


def test_liferea(tmp_path: Path) -> None:
    origin, source = opened(made.liferea(tmp_path / "liferea.db"))
    assert origin is Origin.LIFEREA
    assert [feed.url for feed in feeds(source.tree)] == ["https://waves.example/feed"]
    assert source.tree.left_out == ("Command |ls",)
    high, low = all_of(source)["https://waves.example/feed"]
    assert marks([high, low]) == [("High", True, True, ()), ("Low", False, False, ())]
    assert (high.entry.author, high.entry.guid, low.entry.guid) == ("Cy", "w1", None)
    assert high.entry.enclosures[0].url == "https://waves.example/a.ogg"


def test_fluent_reader(tmp_path: Path) -> None:
    origin, source = opened(made.fluent(tmp_path / "Fluent_Reader_Backup.frdata"))
    assert origin is Origin.FLUENT
    group, alone = source.tree.children
    assert isinstance(group, OutlineFolder)
    assert (group.text, alone.text) == ("Group", "One")
    found = all_of(source)
    assert marks(found["https://one.example/rss"]) == [("A", True, True, ())]
    assert marks(found["https://two.example/rss"]) == [("B", False, False, ())]


def test_omnivore(tmp_path: Path) -> None:
    origin, source = opened(made.omnivore(tmp_path / "export.zip"))
    assert origin is Origin.OMNIVORE
    one, two = all_of(source)[SAVED]
    assert marks([one, two]) == [("One", True, False, ("sea", "long read")), ("Two", False, False, ())]
    assert "The text of one" in one.entry.html
    assert two.entry.html == "About two"


@pytest.mark.parametrize(("name", "text"), [("part_000000.csv", made.POCKET_CSV), ("ril.html", made.POCKET_HTML)])
def test_pocket(tmp_path: Path, name: str, text: str) -> None:
    origin, source = opened(made.written(tmp_path / name, text))
    assert origin is Origin.POCKET
    ships, plain = all_of(source)[SAVED]
    assert (ships.labels, ships.is_read, ships.entry.published_at) == (("sea", "boats"), False, 1700000000)
    assert (plain.entry.title, plain.is_read) == ("", True)


def test_pocket_in_a_zip(tmp_path: Path) -> None:
    data = made.POCKET_CSV.encode()
    other = data.replace(b"pages.example", b"other.example")
    path = made.zipped(tmp_path / "pocket.zip", ("part_000000.csv", data), ("part_000001.csv", other))
    origin, source = opened(path)
    assert (origin, source.total) == (Origin.POCKET, 4)


def test_instapaper(tmp_path: Path) -> None:
    origin, source = opened(made.written(tmp_path / "i.csv", made.INSTAPAPER))
    assert origin is Origin.INSTAPAPER
    found = all_of(source)[SAVED]
    assert [(one.is_read, one.starred, one.labels) for one in found] == [
        (False, False, ("sea", "long read")),
        (True, False, ()),
        (False, True, ()),
        (False, False, ("Recipes",)),
    ]
    assert "A quoted line" in found[0].entry.html


def test_readwise(tmp_path: Path) -> None:
    origin, source = opened(made.written(tmp_path / "r.csv", made.READWISE))
    assert origin is Origin.READWISE
    one, two = all_of(source)[SAVED]
    assert (one.labels, one.is_read, two.is_read) == (("sea", "long read"), False, True)
    assert one.entry.published_at == 1704164645


def test_a_folder_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    made.written(folder / "one.md", "# One")
    made.written(folder / "deep" / "two.txt", "Two")
    made.written(folder / ".hidden.md", "# No")
    made.written(folder / "picture.png", "No")
    (folder / "elsewhere.md").symlink_to(made.written(tmp_path / "outside.md", "No"))
    origin, source = opened(folder)
    assert origin is Origin.FILES
    assert [one.entry.guid for one in all_of(source)[SAVED]] == ["file:notes/one.md", "file:notes/deep/two.txt"]


def test_what_was_written_beside_a_database_comes_too(tmp_path: Path) -> None:
    path = made.quiterss(tmp_path / "feeds.db")
    with closing(sqlite3.connect(path)) as live:
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("PRAGMA wal_autocheckpoint = 0")
        with live:
            live.execute("UPDATE news SET title = 'Newer' WHERE guid = 't1'")
        before = path.read_bytes()
        (tmp_path / "copy").mkdir()
        _, source = opened(copied(path, tmp_path / "copy"))
        assert all_of(source)["https://tides.example/rss"][0].entry.title == "Newer"
        assert path.read_bytes() == before


# What nobody should write


def test_tables_with_other_columns_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "database.db"
    with closing(sqlite3.connect(path)) as data, data:
        for name in ("Feeds", "Categories", "Messages", "Accounts"):
            data.execute(f"CREATE TABLE {name} (something TEXT)")
    with pytest.raises(FileError, match="version that is not known"):
        opened(path)


def test_a_database_that_breaks_off_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = made.rss_guard(tmp_path / "database.db", count=500)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FileError):
        all_of(opened(path)[1], 100)


def test_values_of_other_kinds_do_no_harm(tmp_path: Path) -> None:
    path = made.rss_guard(tmp_path / "database.db")
    with closing(sqlite3.connect(path)) as data, data:
        data.execute("UPDATE Messages SET title = x'ff00fe', contents = 7, date_created = 9e18, enclosures = '[[1]]'")
        data.execute("UPDATE Categories SET parent_id = id")
    found = [one for some in all_of(opened(path)[1]).values() for one in some]
    assert len(found) == 5
    assert {one.entry.published_at for one in found} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"a": 1}',
        '{"lovefield": 1}',
        "[" * 100_000,
        '{"lovefield": {"sources": [1, {"sid": {}}], "items": 3}}',
    ],
)
def test_json_of_nobody(tmp_path: Path, text: str) -> None:
    path = made.written(tmp_path / "backup.frdata", text)
    total = 0
    with contextlib.suppress(ReaderError):
        total = opened(path)[1].total
    assert total == 0


def test_an_old_backup_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="newest one"):
        opened(made.written(tmp_path / "b.frdata", json.dumps({"nedb": {}})))


@pytest.mark.parametrize("name", ["empty.csv", "empty.db", "empty.zip"])
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="empty"):
        opened(made.written(tmp_path / name, " \n"))


def test_quotes_that_never_close_lose_one_row_at_most() -> None:
    rows = "".join(f"Title {n},https://pages.example/{n},170000000{n},,unread\n" for n in range(9))
    broken = rows.replace("Title 2", '"Title 2')
    assert len(table.read("title,url,time_added,tags,status\n" + broken)) >= 8


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_PART_LIMIT", 1024 * 1024)
    path = made.zipped(tmp_path / "bomb.zip", ("metadata_0.json", b"[" + b" " * 3_000_000 + b"]"))
    with pytest.raises(FileError, match="too large"):
        opened(path)


def test_a_text_that_claims_to_be_huge_is_read_to_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "TEXT_LIMIT", 1000)
    note = json.dumps([{"slug": "one", "url": "https://pages.example/1", "title": "One"}]).encode()
    path = made.zipped(tmp_path / "o.zip", ("metadata_0.json", note), ("content/one.html", b"<p>" + b"a" * 5_000_000))
    (one,) = all_of(opened(path)[1])[SAVED]
    assert len(one.entry.html) == 1000


def test_names_that_lead_out_of_a_zip_lead_nowhere(tmp_path: Path) -> None:
    note = json.dumps([{"slug": "../../secret", "url": "https://pages.example/1", "title": "One"}]).encode()
    path = made.zipped(tmp_path / "o.zip", ("metadata_0.json", note), ("content/../../secret.html", b"x"))
    (one,) = all_of(opened(path)[1])[SAVED]
    assert one.entry.title == "One"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["o.zip"]


def test_a_zip_that_breaks_off_or_holds_nothing_is_told(tmp_path: Path) -> None:
    path = made.omnivore(tmp_path / "o.zip")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(FileError, match="damaged"):
        opened(path)
    with pytest.raises(FileError, match="nothing in the zip"):
        opened(made.zipped(tmp_path / "n.zip", ("a.png", b"1")))


def test_a_wrong_checksum_in_a_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "o.zip"
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("metadata_0.json", b'[{"url": "https://pages.example/1"}]')
    path.write_bytes(path.read_bytes().replace(b"pages.example", b"gages.example"))
    with pytest.raises(FileError, match="damaged"):
        opened(path)


def test_what_it_is_wanted_to_be_and_is_not(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not of Liferea"):
        opened(made.quiterss(tmp_path / "feeds.db"), Origin.LIFEREA)


def test_folders_that_hold_each_other_are_laid_flat() -> None:
    tree = Tree()
    tree.folder(1, 2, "One")
    tree.folder(2, 1, "Two")
    tree.folder(3, 99, "Three")
    tree.feed(1, OutlineFeed("https://a.example/"))
    tree.feed(3, OutlineFeed("https://b.example/"))
    found = [feed.url for feed in feeds(OutlineTree(tree.outlines()))]
    assert sorted(found) == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("said", ["javascript:alert(1)", "file:///etc/passwd", "|ls", "words", "", None, 7, b"\xff"])
def test_what_is_no_address_of_the_web(said: object) -> None:
    assert web(said) is None


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=6))
def test_any_table_is_read_or_left(head: str, cells: list[str]) -> None:
    text = f"url,title,{head}\n" + ",".join(cells) + "\n" + "https://pages.example/,x\n"
    for make in table.read(text):
        one = make()
        assert one is not None
        assert one.entry.url is None or one.entry.url.startswith(("http://", "https://"))
        assert one.entry.guid


@given(st.text(max_size=400))
def test_any_page_of_links_is_read(text: str) -> None:
    found = bookmarks.read(text + '<a href="https://pages.example/" time_added="x">One</a>')
    assert all(make() is not None for make in found)


@given(st.one_of(st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=9), st.none(), st.booleans()))
def test_any_date_is_one_or_none(value: object) -> None:
    found = moment(value)
    assert found is None or 0 < found < 2**33


@given(st.text(max_size=60))
def test_any_tags_are_words(said: str) -> None:
    assert all(one.strip() for one in table.tags(said))


def test_what_belongs_to_a_saved_page_is_asked_for_on_the_internet() -> None:
    assert home_of(SAVED) is None
    assert home_of("http://192.168.1.1/feed") is not None
