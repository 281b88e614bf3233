"""``desktop-reader show --full``: the article's own page, fetched once and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader.cli import run
from desktop_reader.records.query import Query
from tests.library_fixtures import came, entry, follow, opened
from tests.servers import Site
from tests.web_pages import LINES, web_page


@pytest.fixture
def library(tmp_path: Path, site: Site) -> Path:
    """A library with one article, whose page lies where its feed does."""
    path = tmp_path / "library.db"
    with opened(path) as one:
        feed = follow(one, site.url("/feed"), title="Harbour", slug="harbour")
        came(one, feed, entry("1", site.url("/1"), "Note", "A beginning"))
    return path


def show(library: Path, *more: str) -> int:
    with opened(library) as one:
        (number,) = one.reader.all_ids(Query())
        article = one.reader.article(number)
    assert article is not None
    return run(["--library", str(library), "show", article.uuid, *more])


def test_the_page_is_fetched_once(library: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.serve("/1", web_page(), headers={"Content-Type": "text/html"})
    for _ in range(2):
        assert show(library, "--full", "--text") == 0
        assert LINES[0] in capsys.readouterr().out
    assert len(site.requests) == 1
    assert show(library, "--text") == 0
    assert capsys.readouterr().out == "A beginning\n"


def test_why_there_is_none_is_said(library: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.serve("/1", status=410)
    assert show(library, "--full") == 1
    assert "gone for good" in capsys.readouterr().err
