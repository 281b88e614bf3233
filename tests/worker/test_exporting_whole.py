"""A library as JSON lines: out, into a new library, and out again is byte for byte the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import FileError
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Open, Star
from desktop_reader.library import again, pages, retention
from desktop_reader.library.history import versions
from desktop_reader.library.writer import Writer
from desktop_reader.records.archive import HEAD
from desktop_reader.records.keeping import Rule
from desktop_reader.records.page import Page
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query
from desktop_reader.worker.exporting import whole
from tests.library_fixtures import NOW, came, counters_are_right, entry, folder, follow, made, opened, rows


def full(library: Writer) -> list[int]:
    """One of everything."""
    deep = folder(library, "Deep", folder(library, "News"))
    feed = follow(library, "https://example.org/a", deep, title="Harbour", given_title="Mine", slug="harbour")
    other = follow(library, "https://example.org/b", title="Other", slug="other")
    came(
        library,
        feed,
        entry("1", "https://example.org/1", "Boats 🚤", "In the harbour", NOW - 9),
        entry(None, "https://example.org/2", "No guid", "שלום", NOW - 8, author="A. Writer"),
        entry(
            "3",
            None,
            "Heard",
            "A sound",
            NOW - 7,
            enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 9),),
        ),
    )
    for text in ("A second version of it", "A third one"):
        came(library, feed, entry("1", "https://example.org/1", "Boats again", text, NOW - 9), now=NOW + 60)
    came(library, other, entry("x", "https://example.org/x", "Elsewhere", "<b>bold</b>", NOW - 6))
    ids = sorted(library.reader.all_ids(Query()))
    Star(ids[:2]).run(library)
    Open(ids[0], NOW + 100).run(library)
    AddAndPut("Später", ids[1:3], "teal").run(library)
    AddAndPut("Empty", ()).run(library)
    with library.transaction() as live:
        pages.keep(
            live, Page(ids[0], NOW, "https://example.org/1", "<p>All of it, and more of it than before.</p>", None)
        )
        again.set_wish(live, feed, True)
        retention.set_rule(live, other, Rule(30, None))
        live.exec_driver_sql("INSERT INTO tombstone VALUES (?, ?), (?, ?)", (feed, -5, feed, b"\x01" * 12))
        live.exec_driver_sql("INSERT INTO access VALUES (?, 'basic', 'ann', '[]')", (other,))
        live.exec_driver_sql("INSERT INTO saved_search (title, search) VALUES ('Boats', 'boats is:unread')")
        live.exec_driver_sql(
            "INSERT INTO rule (title, search, deeds, created_at) VALUES ('R', 'boats', '[\"read\", \"label:1\"]', 5)"
        )
        live.exec_driver_sql("INSERT INTO hidden VALUES (?, ?)", (ids[3], NOW))
    return ids


def out(library: Writer, file: Path) -> bytes:
    whole.write(library.reader, file)
    return file.read_bytes()


def back(library: Writer, file: Path, told: Any = lambda done, of: True) -> whole.Restored:
    return whole.restore(file, lambda task: task.run(), lambda job: job.run(library), told)


def test_out_and_in_and_out_again_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with opened(made(tmp_path / "a")) as first, opened(made(tmp_path / "b")) as second:
        full(first)
        said = out(first, tmp_path / "one.jsonl")

        restored = back(second, tmp_path / "one.jsonl")

        assert (restored.odd, restored.cut) == ((), False)
        assert out(second, tmp_path / "two.jsonl") == said
        assert counters_are_right(second)
        kinds = [json.loads(line).get("kind") for line in said.splitlines()]
        assert set(kinds) == {None, "folder", "feed", "forgotten", "label", "search", "rule", "article", "end"}
        sql = "SELECT id FROM article WHERE revision = 2"
        (before,), (after,) = rows(first.path, sql), rows(second.path, sql)
        assert versions(second.reader, after[0]) == versions(first.reader, before[0])
        assert [one.html for one in versions(second.reader, after[0])] == [
            "<p>A second version of it</p>",
            "<p>In the harbour</p>",
        ]
        assert rows(second.path, "SELECT value FROM meta WHERE key = 'rules_seen'") == [("4",)]


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    with opened(made(tmp_path)) as library:
        full(library)
        said = out(library, tmp_path / "one.jsonl")

        back(library, tmp_path / "one.jsonl")
        back(library, tmp_path / "one.jsonl")

        assert out(library, tmp_path / "two.jsonl") == said


def test_marks_are_joined_and_none_is_lost(tmp_path: Path) -> None:
    with opened(made(tmp_path)) as library:
        ids = full(library)
        out(library, tmp_path / "one.jsonl")
        MarkUnread(ids).run(library)
        MarkRead(ids[2:3]).run(library)
        Star(ids[3:]).run(library)

        back(library, tmp_path / "one.jsonl")

        found = library.reader.rows(ids)
        assert [not found[number].unread for number in ids] == [True, False, True, False]
        assert [found[number].starred for number in ids] == [True, True, False, True]
        assert counters_are_right(library)


def test_what_was_stopped_goes_on(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with opened(made(tmp_path)) as first, opened(made(tmp_path / "b")) as second:
        feed = follow(first)
        came(first, feed, *(entry(str(n), None, f"News {n}", f"Text {n}", NOW - n) for n in range(250)))
        said = out(first, tmp_path / "one.jsonl")

        stopped = back(second, tmp_path / "one.jsonl", lambda done, of: False)
        some = second.reader.count(Query())
        back(second, tmp_path / "one.jsonl")

        assert stopped.stopped
        assert 0 < some < 250
        assert out(second, tmp_path / "two.jsonl") == said


def test_a_feed_that_is_followed_here_already_takes_the_articles(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with opened(made(tmp_path)) as first, opened(made(tmp_path / "b")) as second:
        for library in (first, second):
            came(library, follow(library), entry("1", None, "Same", "Text", NOW))
        came(first, 1, entry("2", None, "Only there", "Text", NOW))
        Star([1]).run(first)
        out(first, tmp_path / "one.jsonl")

        back(second, tmp_path / "one.jsonl")

        found = second.reader.rows(list(second.reader.all_ids(Query())))
        assert sorted((row.title, row.starred) for row in found.values()) == [("Only there", False), ("Same", True)]
        assert len(second.reader.feeds()) == 1


def changed(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        change(line)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_html_of_strangers_is_sanitised(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    file = tmp_path / "one.jsonl"
    with opened(made(tmp_path)) as first, opened(made(tmp_path / "b")) as second:
        full(first)
        out(first, file)
        evil = '<p onclick="x()">a<script>x()</script><img src="file:///etc/passwd"></p>'

        def poison(line: dict[str, Any]) -> None:
            if line.get("kind") == "article":
                line["html"] = evil
                line["revisions"] = [one | {"html": evil} for one in line["revisions"]]
                line["page"] = line["page"] and line["page"] | {"html": evil}

        changed(file, poison)
        back(second, file)

        for number in second.reader.all_ids(Query()):
            article = second.reader.article(number)
            page = pages.page_of(second.reader, number)
            said = [article.html if article else "", *(one.html for one in versions(second.reader, number))]
            assert {*said, page.html if page else "<p>a</p>"} == {"<p>a</p>"}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"kind": "article"}',
        '{"kind": "feed", "uuid": "x"}',
        '{"kind": "?"}',
        "\x00",
        "[" * 5000,
        '"\\ud800"',
    ],
)
def test_lines_that_are_odd_are_told_and_passed_over(tmp_path: Path, line: str) -> None:
    (tmp_path / "b").mkdir()
    file = tmp_path / "one.jsonl"
    with opened(made(tmp_path)) as first, opened(made(tmp_path / "b")) as second:
        full(first)
        head, *rest = out(first, file).splitlines(keepends=True)
        file.write_bytes(b"".join([head, line.encode() + b"\n", *rest]))

        restored = back(second, file)

        assert restored.odd == (2,)
        assert second.reader.count(Query()) == first.reader.count(Query())


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    with opened(made(tmp_path)) as library:
        full(library)
        said = out(library, file)
        file.write_bytes(said[: len(said) - 80])

        assert back(library, file).cut


@pytest.mark.parametrize("first", ["", "{}", "<opml/>", json.dumps(HEAD | {"version": 99})])
def test_other_files_are_refused(tmp_path: Path, first: str) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(first)
    with opened(made(tmp_path)) as library, pytest.raises(FileError):
        back(library, file)


def test_stopping_leaves_no_half_file(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text("the one before")
    with opened(made(tmp_path)) as library:
        came(library, follow(library), *(entry(str(n), None, f"{n}", "Text", NOW) for n in range(201)))

        report = whole.write(library.reader, file, told=lambda done, of: False)

    assert report.stopped
    assert file.read_text() == "the one before"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".new")] == []
