"""The real tree over the real bus: every row a sentence, every control a name, the article's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader import paths, settings
from tests.library_fixtures import opened
from tests.ui import at_spi
from tests.ui.program import LONG, fill

CONTROLS = ("push button", "check box", "button menu", "toggle button", "radio button", "combo box", "entry", "text")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> list[at_spi.Thing]:
    """Read once for all tests: it takes a few seconds."""
    if lacking := at_spi.missing():
        pytest.skip(f"a screen reader's bus needs {lacking}")
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKTOP_READER_HOME", str(home))
        patch.setenv("LC_ALL", "C.UTF-8")
        settings.save(settings.Settings(refresh_minutes=0, read_after_seconds=3600), paths.config() / "settings.json")
        library: Path = home / "library.db"
        with opened(library) as writer:
            fill(writer)
        return at_spi.read(library)


def test_every_row_of_the_list_is_a_sentence(tree: list[at_spi.Thing]) -> None:
    rows = [thing.name for thing in tree if thing.role in ("cell", "table cell")]
    assert len(rows) >= 8
    when = "2024"
    assert rows[0].startswith("Unread, Starred, Article 00 of the lighthouse, Ferry, ")
    assert all(row.split(", ")[-1] and when in row for row in rows)
    assert all("of the lighthouse" in row for row in rows)


def test_every_row_of_the_sidebar_tells_name_number_and_health(tree: list[at_spi.Thing]) -> None:
    rows = {thing.name: thing.description for thing in tree if thing.role == "tree item"}
    assert "Unread, 38 unread" in rows
    assert any(name.startswith("Harbour, folder, 38 unread") for name in rows)
    ferry = next(name for name in rows if name.startswith("Ferry"))
    assert "unread" in ferry
    gone, why = next((name, rows[name]) for name in rows if name.startswith("Gone"))
    assert "did not answer in time" in f"{gone} {why}"


def test_every_control_has_a_name(tree: list[at_spi.Thing]) -> None:
    controls = [thing for thing in tree if thing.role in CONTROLS and thing.showing]
    assert len(controls) >= 15
    assert [thing for thing in controls if not (thing.name or thing.text)] == []


def test_the_panes_are_read_in_their_order(tree: list[at_spi.Thing]) -> None:
    names = [thing.name for thing in tree]
    assert names.index("Feeds") < names.index("Search articles") < names.index("Articles") < names.index("Article")


def test_the_article_is_read_out(tree: list[at_spi.Thing]) -> None:
    article = next(thing for thing in tree if thing.name == "Article")
    assert "Article 00 of the lighthouse" in article.text
    assert LONG[:60] in article.text
