"""Lists for reading later in the forms that real exports have: what was marked, noted, filed and kept comes along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import FileError
from desktop_reader.feeds.foreign import kept, passages
from desktop_reader.feeds.foreign.recognise import opened
from desktop_reader.records.incoming import Foreign, Origin
from tests import foreign_made as made

ADDRESS = "https://pages.example/a"


def only(path: Path, text: str, origin: Origin) -> list[Foreign]:
    found, source = opened(made.written(path, text))
    assert found is origin
    return [one for place in range(len(source.feeds)) for one in source.articles(place, 0, 100)[0]]


def test_wallabag_with_marks_labels_texts_and_notes(tmp_path: Path) -> None:
    entries = [
        {"id": 1, "title": "One", "url": ADDRESS, "is_archived": True, "is_starred": False, "language": "de"}
        | {"created_at": "2024-01-02T03:04:05+0000", "content": "<p>Text</p>", "tags": ["sea"], "published_by": ["Bo"]}
        | {"annotations": [{"quote": "words", "text": "a note"}, {"quote": "more", "text": ""}]},
        {"id": "2", "title": "Two", "url": ADDRESS + "2", "is_archived": 0, "is_starred": 1, "content": "", "tags": []},
    ]
    one, two = only(tmp_path / "w.json", json.dumps(entries), Origin.WALLABAG)
    assert (one.is_read, one.starred, one.labels, one.entry.author) == (True, False, ("sea",), "Bo")
    assert (one.entry.published_at, one.entry.language) == (1704164645, "de")
    assert one.entry.html.index("<p>Text</p>") < one.entry.html.index("<blockquote>") < one.entry.html.index("a note")
    assert (two.is_read, two.starred) == (False, True)


def test_the_first_wallabag(tmp_path: Path) -> None:
    entry = {"0": "1", "title": "Old", "url": ADDRESS, "is_read": "1", "is_fav": "0", "content": "x", "tags": "a,b c"}
    (one,) = only(tmp_path / "w.json", json.dumps([entry]), Origin.WALLABAG)
    assert (one.is_read, one.starred, one.labels) == (True, False, ("a", "b c"))


def test_pinboard_calls_titles_descriptions(tmp_path: Path) -> None:
    mark = {"href": ADDRESS, "description": "Name", "extended": "About it", "time": "2016-10-31T15:57:56Z"}
    marks = [mark | {"toread": "no", "tags": "web fast"}, mark | {"href": ADDRESS + "2", "toread": "yes", "tags": ""}]
    done, later = only(tmp_path / "pinboard_export", json.dumps(marks), Origin.BOOKMARKS)
    assert (done.entry.title, done.entry.html, done.labels) == ("Name", "About it", ("web", "fast"))
    assert (done.is_read, later.is_read) == (True, False)


def test_readability(tmp_path: Path) -> None:
    mark = {"article__url": ADDRESS, "article__title": "T", "archive": True, "favorite": True}
    (one,) = only(tmp_path / "r.json", json.dumps({"bookmarks": [mark], "recommendations": []}), Origin.BOOKMARKS)
    assert (one.entry.title, one.is_read, one.starred) == ("T", True, True)


def test_stars_of_google_reader(tmp_path: Path) -> None:
    item = {
        "id": "tag:google.com,2005:reader/item/1",
        "categories": ["user/1/state/com.google/read", "user/1/state/com.google/starred", "user/1/label/Sea", "news"],
        "title": "Ships &amp; more",
        "published": 1301208684,
        "alternate": [{"href": ADDRESS, "type": "text/html"}],
        "summary": {"content": "<p>Summary</p>"},
        "origin": {"streamId": "feed/https://pages.example/rss"},
    }
    (one,) = only(tmp_path / "starred.json", json.dumps({"items": [item]}), Origin.GOOGLE_READER)
    assert (one.entry.title, one.entry.url, one.entry.published_at) == ("Ships & more", ADDRESS, 1301208684)
    assert (one.is_read, one.starred, one.labels) == (True, True, ("Sea",))


def test_omnivore_with_what_was_marked_and_without_its_zip(tmp_path: Path) -> None:
    note = {"slug": "one", "title": "One", "url": ADDRESS, "state": "Active", "savedAt": "2024-03-01T10:00:00.000Z"}
    parts = (
        ("metadata_0_to_20.json", json.dumps([note]).encode()),
        ("content/one.html", b"<html><body><p>Full text</p></body></html>"),
        ("highlights/one.md", "> marked [⤴️](https://omnivore.app/me/one#1)\n\nmy note\n\n> again".encode()),
    )
    _, source = opened(made.zipped(tmp_path / "o.zip", *parts))
    html = source.articles(0, 0, 1)[0][0].entry.html
    assert [html.count(words) for words in ("Full text", "marked", "my note", "again", "omnivore.app")] == [
        1,
        1,
        1,
        1,
        0,
    ]
    (bare,) = only(tmp_path / "metadata.json", json.dumps([note]), Origin.OMNIVORE)
    assert bare.entry.published_at == 1709287200


def test_pocket_with_what_was_marked(tmp_path: Path) -> None:
    rows = f"title,url,time_added,tags,status\nA,{ADDRESS},1700000000,,unread\n"
    marks = [{"url": ADDRESS, "title": "A", "highlights": [{"quote": "wise words", "created_at": 1578947585}]}]
    parts = ("part_000000.csv", rows.encode()), ("annotations/part_000000.json", json.dumps(marks).encode())
    _, source = opened(made.zipped(tmp_path / "pocket.zip", *parts))
    assert "wise words" in source.articles(0, 0, 1)[0][0].entry.html


def test_raindrop_keeps_note_excerpt_and_highlights(tmp_path: Path) -> None:
    head = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite"
    row = f'1,T,my note,about it,{ADDRESS},Work/Sea,"a, b",2024-03-01T10:00:00.000Z,,marked words,true'
    (one,) = only(tmp_path / "raindrop.csv", f"{head}\n{row}\n", Origin.BOOKMARKS)
    assert (one.labels, one.starred, one.entry.published_at) == (("a", "b", "Work/Sea"), True, 1709287200)
    assert all(words in one.entry.html for words in ("about it", "my note", "<blockquote>marked words"))


def test_highlights_of_readwise_are_an_article_a_book(tmp_path: Path) -> None:
    head = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
    rows = [
        'second,Book,Ann,,,,,page,20,2026-06-22 10:34:42.964038+00:00,"sea"',
        "first,Book,Ann,,my note,,,page,3,2026-06-21 10:34:42+00:00,",
        "other,Else,Bo,,,,,page,1,2026-06-20 10:34:42+00:00,",
    ]
    book, other = only(tmp_path / "r.csv", "\n".join([head + "Document tags", *rows, ""]), Origin.READWISE)
    assert (book.entry.title, book.entry.author, book.labels) == ("Book", "Ann", ("sea",))
    assert book.entry.html.index("first") < book.entry.html.index("my note") < book.entry.html.index("second")
    assert book.entry.published_at == 1782124482
    assert other.entry.guid != book.entry.guid


def test_letters_that_instapaper_kept_have_no_address_and_come(tmp_path: Path) -> None:
    rows = "URL,Title,Selection,Folder\ninstapaper-private://email/1/,A letter,said,Archive\nabout:blank,x,,Unread\n"
    (one,) = only(tmp_path / "i.csv", rows, Origin.INSTAPAPER)
    assert (one.entry.title, one.entry.url, one.is_read) == ("A letter", None, True)


def test_bookmarks_with_folders_and_descriptions(tmp_path: Path) -> None:
    page = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>
<DT><H3>Sea</H3><DL><p>
<DT><A HREF="{ADDRESS}" ADD_DATE="1700000000">In it</A>
<DD>What it is &amp; why
<DT><A HREF="{ADDRESS}2"></A>
<DD>Nameless
</DL><p>
<DT><A HREF="{ADDRESS}3" TAGS="x">Beside it</A>
</DL><p>"""
    inside, bare, beside = only(tmp_path / "b.html", page, Origin.BOOKMARKS)
    assert (inside.entry.title, inside.labels, inside.entry.html) == ("In it", ("Sea",), "What it is &amp; why")
    assert (bare.entry.title, bare.entry.html) == ("", "Nameless")
    assert (beside.entry.title, beside.labels, beside.entry.html) == ("Beside it", ("x",), "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("half.csv", made.POCKET_CSV + "A title,https://pag"),
        ("half.csv", made.INSTAPAPER + "https://pag"),
        ("half.html", made.POCKET_HTML[:-80]),
    ],
)
def test_lists_that_break_off_are_told(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(FileError, match="breaks off"):
        opened(made.written(tmp_path / name, text))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("empty.csv", "url,title\n", "nothing in “empty.csv”"),
        ("people.csv", "name,email\nA,b\n", "no program"),
        ("x.json", "[1, 2, 3]", "no program"),
        ("x.json", "[" * 100_000, "breaks off"),
        ("x.json", '[{"title": "x"}]', "no program"),
    ],
)
def test_what_holds_nothing_is_told(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        opened(made.written(tmp_path / name, text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(made.KEYS), inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_articles_or_none(data: object) -> None:
    for items in (data, [data], {"items": [data], "bookmarks": [data]}, [{"url": ADDRESS, "annotations": data}]):
        found = kept.read(items)
        if found is not None:
            articles, _ = found[1].articles(0, 0, 100)
            assert all((one.entry.url or "https://").startswith("http") for one in articles)


@given(st.text(alphabet="> ab\n[](:/)", max_size=60))
def test_no_word_of_notes_is_lost(text: str) -> None:
    said = "".join(words + note for words, note in passages.in_markdown(text))
    assert sum(map(said.count, "ab")) <= sum(map(text.count, "ab"))
    if "]" not in text:
        assert sum(map(said.count, "ab")) == sum(map(text.count, "ab"))
