"""A library that was exported as Markdown comes back in a new one: the same articles, and the same files once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader.content import front_matter
from desktop_reader.content.prepare import prepare
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, Open, Star
from desktop_reader.records.parsed import Enclosure
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import DigestedEntry
from desktop_reader.records.saved import SAVED
from tests.cli.test_bringing import marks
from tests.cli.test_commands import Terminal
from tests.library_fixtures import HOUR, NOW, came, folder, follow, indexed, opened

TEXTS = (
    "<p>One <b>bold</b> word, <em>another</em>, a <a href='https://a.example/x_(y)'>link with *stars*</a>.</p>"
    "<ul><li>one</li><li>two<ol><li>three</li><li>four</li></ol></li></ul>"
    "<ul><li>another list</li></ul><ol start='4'><li>x</li></ol>",
    "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td><code>x | y</code></td></tr></table>"
    "<pre><code class='language-python'>def f():\n\treturn '```'\n</code></pre>",
    "<blockquote><p>Said <q>once</q></p><blockquote><p>and again</p></blockquote></blockquote><hr>"
    "<p>A picture: <img src='https://a.example/p(1).png' alt='a [b] c'></p>",
    "<p>日本語の本文です。# no heading<br>- no item<br>1. no number</p><h2>A heading &amp; more</h2><p>End.</p>",
    "<p>A note<sup><a href='#fn1'>1</a></sup>.</p><p>https://bare.example/ is text.</p><p>--- ***</p>",
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "first.db", capsys)


def digested(number: int) -> DigestedEntry:
    """An article that has all sorts of things."""
    title = ("The same title", "Ümläut: “quoted” / slashed", "日本語の題", "", "- a: dash #1")[number % 5]
    url = f"https://a.example/{number}?p=a" if number % 4 else None
    return DigestedEntry(
        fingerprint=number.to_bytes(12, "big"),
        guid=f"tag:{number}" if number % 3 else url,
        url=url,
        title=title,
        author="Ann & Bob" if number % 2 else "",
        published_at=NOW - number * HOUR,
        updated_at=None,
        content=prepare(TEXTS[number % len(TEXTS)], url, title, None),
        description="What it <is> about: much." if number % 6 == 0 else "",
        enclosures=(Enclosure(f"https://a.example/{number}.mp3", "audio/mpeg", 1234),) if number % 7 == 0 else (),
        comments=f"https://a.example/{number}#comments" if number % 5 == 0 else None,
    )


def fill(path: Path) -> None:
    """Three feeds in folders, forty articles, and what a reader did to them."""
    with opened(path) as library:
        news = folder(library, "News & views")
        inner = folder(library, "Inner 日本", news)
        places = {
            "https://one.example/feed?x=1&y=2": None,
            "https://two.example/feed": news,
            "https://three.example/": inner,
        }
        for part, (url, place) in enumerate(places.items()):
            more = {"given_title": "As I call it"} if part == 1 else {}
            feed = follow(library, url, place, title="The same name", slug=f"slug-{part}", **more)
            came(library, feed, *(digested(number) for number in range(part, 40, 3)))
        indexed(library)
        ids = list(library.reader.all_ids(Query()))
        MarkRead(tuple(ids[:12])).run(library)
        Star(tuple(ids[5:9]), True).run(library)
        Open(ids[3], NOW + 5).run(library)
        AddAndPut("To keep: ü", ids[2:6]).run(library)
        AddAndPut("日本, “x”", ids[4:5]).run(library)
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1 WHERE feed_id = 2")


def files(place: Path) -> dict[str, str]:
    return {str(path.relative_to(place)): path.read_text(encoding="utf-8") for path in place.rglob("*.md")}


def test_a_new_library_has_the_same_articles_and_writes_the_same_files(run: Terminal, tmp_path: Path) -> None:
    fill(run.library)
    before, feeds = marks(run.library), run.json("feeds")
    run("export", "markdown", str(tmp_path / "out"))

    run.library = tmp_path / "second.db"
    assert "3 feeds added, 40 articles added" in run("import", str(tmp_path / "out"))
    assert marks(run.library) == before
    told = ("title", "url", "category_id", "unread")
    assert sorted([one[name] for name in told] for one in run.json("feeds")) == sorted(
        [one[name] for name in told] for one in feeds
    )
    run("export", "markdown", str(tmp_path / "again"))
    first, second = files(tmp_path / "out"), files(tmp_path / "again")
    assert len(first) == 40
    assert second == first

    assert "0 feeds added, 0 articles added, 40 were there already" in run("import", str(tmp_path / "out"))
    assert marks(run.library) == before


def test_files_that_were_renamed_and_moved_come_back_too(run: Terminal, tmp_path: Path) -> None:
    fill(run.library)
    before = marks(run.library)
    run("export", "markdown", str(tmp_path / "out"))
    (tmp_path / "flat").mkdir()
    for number, path in enumerate(sorted((tmp_path / "out").rglob("*.md"))):
        path.rename(tmp_path / "flat" / f"{number}.md")
    run.library = tmp_path / "second.db"
    assert "3 feeds added, 40 articles added" in run("import", str(tmp_path / "flat"))
    assert marks(run.library) == before


def test_a_file_of_ours_brings_no_password_and_no_feed_that_is_none(run: Terminal, tmp_path: Path) -> None:
    fill(run.library)
    with opened(run.library) as library, library.transaction() as live:
        live.exec_driver_sql("UPDATE feed SET url = 'https://ann:secret@one.example/feed' WHERE id = 1")
    run("export", "markdown", str(tmp_path / "out"))
    assert not any("secret" in text for text in files(tmp_path / "out").values())
    for path in (tmp_path / "out").rglob("*.md"):
        front, text = front_matter.split(path.read_text(encoding="utf-8"))
        facts = front_matter.read(front or "") | {"feed_url": "file:///etc/passwd"}
        path.write_text(f"{front_matter.write(facts)}{text}", encoding="utf-8")
    run.library = tmp_path / "second.db"
    run("import", str(tmp_path / "out"))
    assert [one["url"] for one in run.json("feeds")] == [SAVED]
    assert len(run.json("articles")) == 40
