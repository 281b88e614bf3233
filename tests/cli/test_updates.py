"""``desktop-reader updates``, and what a refresh does with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_reader import paths
from desktop_reader.records.query import Query
from tests.cli.test_commands import Terminal
from tests.library_fixtures import follow, opened
from tests.servers import Site

RSS = """<rss version="2.0"><channel><title>Harbour</title><item><guid>g</guid><title>Ferry</title>
<description>{}</description></item></channel></rss>"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], site: Site) -> Terminal:
    path = tmp_path / "library.db"
    with opened(path) as library:
        follow(library, site.url("/feed"), title="Harbour", slug="harbour")
    return Terminal(path, capsys)


def came_back(run: Terminal, site: Site, text: str) -> bool:
    """Whether the feed's article is unread when the feed says this; then it is read."""
    site.serve("/feed", RSS.format(text))
    run.json("refresh")
    found = run.json("articles", "--unread")
    for one in found:
        run("mark", "read", one["id"])
    return bool(found)


def test_a_wish_is_kept_told_and_heeded(run: Terminal, site: Site) -> None:
    (feed,) = (one["id"] for one in run.json("feeds"))
    assert run.json("updates", feed) == {"feed_id": feed, "own": False, "unread_again": False}
    assert "What was read stays read in this feed, as in all others." in run("updates", feed)
    assert came_back(run, site, "The ferry leaves at noon.")
    assert not came_back(run, site, "There is no ferry today, for the wind is strong.")
    assert run.json("updates", feed, "--unread") == {"feed_id": feed, "own": True, "unread_again": True}
    assert came_back(run, site, "All ferries are running again since the morning.")
    assert run.json("updates", feed, "--as-others")["own"] is False
    assert not came_back(run, site, "The harbour is closed to all ships until Friday.")

    file = paths.config() / "settings.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"updated_unread": True}), encoding="utf-8")
    assert "becomes unread again in this feed, as in all others." in run("updates", feed)
    assert came_back(run, site, "Ships may leave the harbour but not come in.")
    run("updates", feed, "--read")
    assert not came_back(run, site, "A new pier is going to be built next year.")
    with opened(run.library) as library:
        assert library.reader.count(Query()) == 1
