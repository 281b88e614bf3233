"""``desktop-reader import`` of other programs' libraries, and ``desktop-reader save``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_reader.library import labels
from desktop_reader.records.query import Query
from desktop_reader.records.saved import SAVED
from tests import foreign_made as made
from tests.cli.test_commands import Terminal
from tests.library_fixtures import opened
from tests.servers import Reply, Site
from tests.web_pages import LINES, web_page

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "my library.db", capsys)


def marks(library: Path) -> list[tuple[str, bool, bool, tuple[str, ...]]]:
    with opened(library) as one:
        ids = one.reader.all_ids(Query())
        named = labels.of_articles(one.reader, ids)
        rows = one.reader.rows(list(ids))
        return sorted(
            (row.title, not row.unread, row.starred, tuple(label.title for label in named.get(number, ())))
            for number, row in rows.items()
        )


def test_a_library_comes_with_its_marks_and_only_once(run: Terminal, tmp_path: Path) -> None:
    path = made.rss_guard(tmp_path / "database.db", count=40, feeds=3)
    assert "3 feeds added, 39 articles added, 0 were there" in run("import", str(path))
    first = marks(run.library)
    assert len(first) == 39
    assert ("Article 3 & more", False, False, ("Later",)) in first
    assert ("Article 1 & more", True, False, ()) in first
    assert ("Article 2 & more", False, True, ()) in first
    assert "0 feeds added, 0 articles added, 39 were there" in run("import", str(path))
    assert marks(run.library) == first
    feeds = {feed["title"]: feed["category_id"] for feed in run.json("feeds")}
    assert feeds["Feed 1"] == "harbours"


def test_nothing_read_becomes_unread_and_no_text_is_changed(run: Terminal, tmp_path: Path) -> None:
    path = made.quiterss(tmp_path / "feeds.db")
    run("import", str(path))
    with opened(run.library) as one:
        one.mark_read(list(one.reader.all_ids(Query())), True)
    with closing(sqlite3.connect(path)) as data, data:
        data.execute("UPDATE news SET read = 0, starred = 0, label = '', content = '<p>Other</p>'")
    run("import", str(path))
    assert marks(run.library) == [("First", True, True, ("Work", "Important")), ("Second", True, False, ())]
    assert "Other" not in "".join(run("show", one["id"], "--text") for one in run.json("articles"))


def test_an_import_that_was_broken_off_is_taken_up(
    run: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_reader.jobs.transfer import ImportOpml
    from desktop_reader.worker import importing as module
    from desktop_reader.worker.foreign import Overview
    from desktop_reader.worker.importing import Importing

    monkeypatch.setattr(module, "PIECE", 20)
    path = made.rss_guard(tmp_path / "database.db", count=50, feeds=1)
    run("feeds")
    with opened(run.library) as one:
        importing = Importing(path, lambda job: job.run(one), lambda done, of: done < 20)

        def follow(found: Overview) -> None:
            ImportOpml(found.tree, 1).run(one)

        _, kept = importing.run(follow)
    assert kept.new == 20
    assert "29 articles added, 20 were there" in run("import", str(path))
    assert len(marks(run.library)) == 49


def test_lists_for_reading_later_become_saved_pages(run: Terminal, tmp_path: Path) -> None:
    run("import", str(made.written(tmp_path / "pocket.csv", made.POCKET_CSV)))
    assert "2 were there already" in run("import", str(made.written(tmp_path / "ril.html", made.POCKET_HTML)))
    assert "4 articles added" in run("import", str(made.written(tmp_path / "i.csv", made.INSTAPAPER)))
    (feed,) = run.json("feeds")
    assert (feed["title"], feed["url"], feed["total"]) == ("Saved pages", SAVED, 6)


def test_a_folder_of_markdown_comes_with_its_front_matter(run: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    lines = ("---", 'title: "A note"', "date: 2024-05-06", "tags: [sea, boats]", "starred: true", "---", "", "**Text**")
    made.written(folder / "a.md", lines)
    made.written(folder / "b.md", ("---", "a: {b: c}", "---", "# Heading", "", "More"))
    made.written(folder / "c.txt", "First\n\nSecond <b>")
    run("import", str(folder))
    assert marks(run.library) == [
        ("A note", False, True, ("sea", "boats")),
        ("Heading", False, False, ()),
        ("c", False, False, ()),
    ]
    texts = {one["title"]: run("show", one["id"], "--text") for one in run.json("articles")}
    assert texts["A note"] == "Text\n"
    assert "a: {b: c}" in texts["Heading"]
    assert "More" in texts["Heading"]
    assert texts["c"] == "First\nSecond <b>\n"


def test_as_forces_a_kind(run: Terminal, tmp_path: Path) -> None:
    path = made.written(tmp_path / "page.html", "<p>Only a page</p>")
    run("import", str(path), "--as", "rssguard", code=1)
    assert "not of RSS Guard" in run.error
    run("import", str(path), "--as", "files")
    assert [one["title"] for one in run.json("articles")] == ["page"]


def test_what_is_nothing_is_told(run: Terminal, tmp_path: Path) -> None:
    run("import", str(made.written(tmp_path / "x.dat", "nothing that is known")), code=1)
    assert "“x.dat” is of no program whose articles can be imported" in run.error


# Saving


def test_a_page_is_saved_once_and_brought_up_to_date(run: Terminal, site: Site) -> None:
    site.serve("/page", web_page(), headers=HTML)
    (article,) = run.json("save", site.url("/page"), "--label", "Later")
    assert article["url"] == site.url("/page")
    assert LINES[0] in run("show", article["id"], "--text")
    assert marks(run.library)[0][3] == ("Later",)
    assert run.json("save", site.url("/page#part"))[0]["id"] == article["id"]
    site.serve("/page", web_page().replace(LINES[0], "Written anew, from the first word to the last."), headers=HTML)
    assert run.json("save", site.url("/page"))[0]["id"] == article["id"]
    assert "Written anew" in run("show", article["id"], "--text")
    with opened(run.library) as one:
        assert [row[0] for row in one.reader.select("SELECT count(*) FROM revision")] == [1]


def test_saved_pages_are_asked_for_nothing_and_in_no_list(run: Terminal, site: Site) -> None:
    site.serve("/page", web_page(), headers=HTML)
    run("save", site.url("/page"))
    asked = len(site.requests)
    assert run.json("refresh") == []
    assert len(site.requests) == asked
    assert SAVED not in run("export", "opml")
    assert run.json("health") == []
    (feed,) = run.json("feeds")
    assert feed["health"] == "fine"


def test_a_page_without_an_article_is_kept_whole(run: Terminal, site: Site) -> None:
    site.serve("/short", b"<html><title>Short</title><body><p>Three words only.<script>x()</script>", headers=HTML)
    (article,) = run.json("save", site.url("/short"))
    assert article["title"] == "Short"
    assert run("show", article["id"], "--text") == "Three words only.\n"


def test_what_is_no_page_is_told_and_the_others_are_saved(run: Terminal, site: Site) -> None:
    site.serve("/page", web_page(), headers=HTML)
    site.serve("/file.pdf", b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    site.serve("/empty", b"<html><body></body></html>", headers=HTML)
    words = ("save", site.url("/file.pdf"), site.url("/empty"), site.url("/gone"), "no address", site.url("/page"))
    assert len(run.json(*words, code=1)) == 1
    assert "is no page (application/pdf)" in run.error
    assert "nothing to read" in run.error
    assert run.error.count("\n") == 4


def test_the_address_of_our_own_scheme_is_understood(run: Terminal, site: Site) -> None:
    from urllib.parse import quote

    site.serve("/page", web_page(), headers=HTML)
    (article,) = run.json("save", f"desktop-reader:save?url={quote(site.url('/page'), safe='')}")
    assert article["url"] == site.url("/page")


def test_a_page_that_was_handed_over_is_not_asked_for_at_home(site: Site) -> None:
    from desktop_reader.errors import FetchError
    from desktop_reader.worker.saving import fetch_page

    site.serve("/page", lambda request: Reply(web_page()))
    with pytest.raises(FetchError):
        fetch_page(site.url("/page"), lambda task: task.run(), by_hand=False)
    assert site.requests == []


def test_notes_of_other_programs_keep_what_is_not_understood(run: Terminal, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    clip = '---\ntitle: "A clip: of a page"\nsource: https://clip.example/a\nauthor:\n  - "[[Jane Doe]]"\n'
    clip += "published: 2024-05-06\ncreated: 2025-06-07\nby:\n  name: nested\nabout: >\n  folded words\n---\nClipped\n"
    (notes / "clip.md").write_text(clip)
    hugo = '+++\ntitle = "Hugo"\ndate = 2020-01-02T03:04:05Z\n[taxonomies]\ntags = ["sea", "b"]\n+++\nHugo text\n'
    (notes / "hugo.md").write_text(hugo)
    (notes / "odd.md").write_text("+++\nno = [toml\n+++\nOdd text\n")
    run("import", str(notes))
    found = {one["title"]: one for one in run.json("articles")}
    assert set(found) == {"A clip: of a page", "Hugo", "odd"}
    assert (found["Hugo"]["date"][:10], found["A clip: of a page"]["date"][:10]) == ("2020-01-02", "2024-05-06")
    kept = run.json("articles", "--search", "nested folded author:Jane")
    assert [one["title"] for one in kept] == ["A clip: of a page"]
    assert [one["title"] for one in run.json("articles", "--search", "label:sea")] == ["Hugo"]


def test_labels_that_find_no_room_are_told(run: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_reader.library import incoming

    monkeypatch.setattr(incoming, "_MOST_LABELS", 2)
    run("import", str(made.written(tmp_path / "i.csv", made.INSTAPAPER)))
    assert "1 label was left out" in run.error


def test_a_list_deletes_articles_only_where_it_is_the_readers_own(
    run: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.opml"
    path.write_text(
        '<opml version="2.0" xmlns:reader="desktop-reader:opml"><body><outline text="A" type="rss"'
        ' xmlUrl="https://a.example/feed" reader:keepMost="1"/></body></opml>'
    )
    run("import", str(path))
    assert "left out for 1 feed: after how long read articles are deleted" in run.error
    assert [one["most"] for one in run.json("keep")] == [None]
    other = Terminal(tmp_path / "other.db", capsys)
    other("import", str(path), "--own")
    assert not other.error
    assert [one["most"] for one in other.json("keep")] == [None, 1]
