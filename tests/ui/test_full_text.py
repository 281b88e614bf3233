"""W: the article's own page instead of what the feed gave, and back; a feed wanted in full; in the real window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.library import pages
from desktop_reader.records.query import Query
from desktop_reader.ui.commands import menus
from tests.library_fixtures import came, entry, follow, opened
from tests.servers import Site
from tests.web_pages import LINES, web_page


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, library_path: Path, site: Site) -> Iterator[Application]:
    """The program on a library of one feed with two articles; the pages lie where the feed does."""
    settings.save(settings.Settings(refresh_minutes=0, scheme="light"), paths.config() / "settings.json")
    with opened(library_path) as library:
        feed = follow(library, site.url("/feed"), title="Harbour", slug="harbour")
        came(library, feed, *(entry(str(n), site.url(f"/{n}"), f"Note {n}", "A beginning …", at=n) for n in (1, 2)))
    application = Application(library_path, qapp)
    application.start()
    application.worker.start()
    application.browsing.look(Query())
    qtbot.waitUntil(lambda: application.window.articles.model.rowCount() == 2)
    yield application
    application.window.close()
    application.close()
    application.window.deleteLater()
    qapp.processEvents()


def open_note(window: Application, number: int) -> int:
    row = next(
        r for r in window.reader.rows(window.reader.first_ids(Query(), 9)).values() if r.title[-1] == str(number)
    )
    window.browsing.open(row.id)
    return row.id


def words(window: Application) -> str:
    return window.window.reading.view.document().toPlainText()


def pressed(window: Application) -> bool:
    return window.window.reading._buttons["article.full"].isChecked()


def press_w(window: Application) -> None:
    window.window.deck.action("article.full").trigger()


def test_w_fetches_the_page_and_w_again_shows_the_feeds_version(qtbot: QtBot, window: Application, site: Site) -> None:
    site.serve("/1", web_page(), headers={"Content-Type": "text/html"})
    number = open_note(window, 1)
    assert LINES[0] not in words(window)
    press_w(window)
    press_w(window)  # Somebody is impatient.
    qtbot.waitUntil(lambda: LINES[0] in words(window), timeout=20_000)
    assert pressed(window)
    press_w(window)
    qtbot.waitUntil(lambda: "A beginning …" in words(window), timeout=5000)
    assert not pressed(window)
    open_note(window, 2)
    open_note(window, 1)
    assert "A beginning …" in words(window), "the choice is remembered"
    press_w(window)
    qtbot.waitUntil(lambda: LINES[0] in words(window), timeout=5000)
    open_note(window, 2)
    assert not pressed(window)
    open_note(window, 1)
    assert LINES[0] in words(window)
    assert len(site.requests) == 1
    page = pages.page_of(window.reader, number)
    assert page is not None
    assert page.shown


def test_why_there_is_none_is_said_and_it_can_be_tried_again(
    qtbot: QtBot, window: Application, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    command = window.window.deck.commands["article.full"].run.__self__  # type: ignore[attr-defined]
    monkeypatch.setattr(command, "_say", said.append)
    site.serve("/1", status=403)
    open_note(window, 1)
    press_w(window)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20_000)
    assert "refuses" in said[1]
    assert "A beginning …" in words(window)
    site.serve("/1", web_page(), headers={"Content-Type": "text/html"})
    press_w(window)
    qtbot.waitUntil(lambda: LINES[0] in words(window), timeout=20_000)


def test_a_feed_wanted_in_full_gets_its_pages_in_the_background(
    qtbot: QtBot, window: Application, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        site.serve(f"/{number}", web_page(), headers={"Content-Type": "text/html"})
    loop = window.worker._loop
    ends = time.monotonic() + 10
    while loop is None or not hasattr(loop, "_pages"):
        assert time.monotonic() < ends
        qtbot.wait(20)
        loop = window.worker._loop
    loop._pages._spacing = 0.01
    (feed,) = window.reader.feeds()
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, "feed", feed.id, menu)
    action = next(action for action in menu.actions() if action.text() == "Fetch full articles")
    assert action.isCheckable()
    assert not action.isChecked()
    open_note(window, 1)
    action.trigger()
    qtbot.waitUntil(lambda: LINES[0] in words(window), timeout=20_000)
    open_note(window, 2)
    qtbot.waitUntil(lambda: LINES[0] in words(window), timeout=20_000)
    assert sorted(request.path for request in site.requests) == ["/1", "/2"]
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, "feed", feed.id, menu)
    assert next(action for action in menu.actions() if action.text() == "Fetch full articles").isChecked()
