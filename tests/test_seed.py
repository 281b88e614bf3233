"""The article that the program was made for: its source gives most of it twice, its reader sees it once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.__main__ import main
from desktop_reader.app import Application
from desktop_reader.content.markdown import markdown
from tests.documents import Item, rss
from tests.servers import Site
from tests.shared import SHARED, needs_shared

URL = "https://www3.nhk.or.jp/nhkworld/en/news/20241024_06/"
TITLE = "Harbour town to plant four hundred trees"
LEAD = "The council of a small harbour town says at least 400 trees are to be planted along its pier next spring."
BODY = (
    'The mayor told reporters on Wednesday, "We found that between early and mid-October, nearly every tree died."',
    "She said the council assesses that the trees were hit by salt, and then by a storm from the Far East.",
    'She added that it is "certainly a very good moment" to begin anew, together with all who want to help.',
    "Work begins in the first week of March.",
)
WORDS = 87


class Terminal:
    """Runs commands on one library in this process."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.library = library
        self._capture = capture

    def __call__(self, *words: str) -> str:
        self._capture.readouterr()
        assert main([*words, "--library", str(self.library)]) == 0
        return self._capture.readouterr().out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def run(library_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(library_path, capsys)


def added(run: Terminal, site: Site, html: str, title: str = TITLE) -> Any:
    """All that is known of the article of a feed that was added."""
    document = rss([Item(1, title, html, at=1_729_764_000)], "NHK WORLD-JAPAN News", "https://www3.nhk.or.jp/nhkworld/")
    site.serve("/feed.xml", document.replace(b"https://example.org/articles/1", URL.encode()))
    run("add", site.url("/feed.xml"))
    (listed,) = run.json("articles")
    return run.json("show", listed["id"])


def page_of(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def as_another_would_write_it(paragraph: str) -> str:
    """The same paragraph with other quotation marks, blanks and markup."""
    first, *rest = escape(paragraph, quote=False).split(" ")
    text = f"<b>{first}</b>&nbsp;{'  '.join(rest)}"
    return f"<p>{text.replace(chr(34), '”')}</p>"


SOURCES = {
    "again": page_of([LEAD, *BODY, *BODY]),
    "with a heading": f"<h1>{TITLE.upper()}</h1>{page_of([LEAD, *BODY, *BODY])}",
    "by line breaks": "<br/><br/>".join([LEAD, *BODY, *BODY]),
    "nearly": page_of([LEAD, *BODY]) + "".join(map(as_another_would_write_it, BODY)),
    "with what sites add": page_of([LEAD, *BODY, *BODY])
    + "<p></p><ul><li><a href='https://www.facebook.com/sharer/sharer.php?u=x'>Facebook</a></li></ul>"
    + f"<p><a href='{URL}'>Read more on NHK</a></p>"
    + f"<p>The post <a href='{URL}'>{TITLE}</a> appeared first on <a href='{URL}'>NHK</a>.</p>",
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_given_twice_is_shown_and_counted_once(name: str, run: Terminal, site: Site) -> None:
    article = added(run, site, SOURCES[name])

    assert article["text"].split("\n") == [LEAD, *BODY]
    assert article["words"] == len(" ".join([LEAD, *BODY]).split()) == WORDS
    assert article["markdown"] == markdown(article["html"])
    assert article["markdown"].count("Wednesday") == article["html"].count("Wednesday") == 1
    assert article["category_id"] == "nhk"
    assert article["url"] == URL
    assert article["date"] == "2024-10-24T10:00:00Z"
    assert f"{WORDS} words · 1 min" in run("show", article["id"])


def test_the_body_as_it_came_stays_recoverable(run: Terminal, site: Site) -> None:
    article = added(run, site, SOURCES["again"])

    assert article["source"] == SOURCES["again"]
    assert article["html"] == page_of([LEAD, *BODY])
    assert run("show", article["id"], "--source").strip() == article["source"]
    assert run("show", article["id"], "--html").strip() == article["html"]


def test_what_is_not_shown_is_not_found(run: Terminal, site: Site) -> None:
    added(run, site, SOURCES["with what sites add"])

    assert [one["title"] for one in run.json("search", "reporters")] == [TITLE]
    assert [one["title"] for one in run.json("search", "harbour town")] == [TITLE]
    assert run.json("search", "facebook") == []
    assert run.json("search", "appeared") == []


def test_the_window_shows_it_once(run: Terminal, site: Site, qapp: QApplication, qtbot: QtBot) -> None:
    added(run, site, SOURCES["with what sites add"])
    reader = Application(run.library, qapp)
    try:
        reader.browsing.open(reader.reader.first_ids(reader.browsing.query, 1)[0])
        shown = reader.window.reading.view.toPlainText()
    finally:
        reader.window.close()
        reader.close()
        reader.window.deleteLater()
        qapp.processEvents()
    for paragraph in (LEAD, *BODY):
        assert shown.count(paragraph) == 1
    assert "Facebook" not in shown
    assert "1 min read" in shown


@needs_shared
@pytest.mark.parametrize("form", ["paragraphs", "line breaks"])
def test_the_target(form: str, run: Terminal, site: Site) -> None:
    folder = SHARED / "seed"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    lines = (folder / "article-page.txt").read_text(encoding="utf-8").split("\n")
    source = lines[: expected["paragraphs_in_source"]]
    assert len(source) == 15

    article = added(run, site, page_of(source) if form == "paragraphs" else "<br/><br/>".join(source))

    assert article["text"].split("\n") == expected["paragraphs"]
    assert len(expected["paragraphs"]) == 8
    assert article["words"] == expected["words"] == 211
    assert article["category_id"] == expected["category_id"] == "nhk"
    assert article["url"] == expected["url"]
    assert article["date"].startswith("2024-10-24")
    assert article["source"].count("Kirby told reporters") == 2
