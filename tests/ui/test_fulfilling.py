"""What a start was asked for is done in the window: addresses are offered, lists imported, deeds done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.ui.instance.fulfil import Fulfilling
from desktop_reader.ui.instance.wish import Wish, wished
from tests.servers import Site
from tests.ui.program import Start, start  # noqa: F401  The fixture.

LIST = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Ports">
<outline type="rss" text="Quay" xmlUrl="{url}"/></outline></body></opml>"""
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Quay</title>
<atom:link rel="self" href="{url}"/><item><title>One</title><guid>1</guid></item></channel></rss>"""


def fulfilling(program: Application) -> Fulfilling:
    return Fulfilling(program.window.desk, program.window.deck)


def asked(program: Application) -> list[str]:
    """The addresses in the pages that ask whether to follow a site."""
    pages = [page for page in program.window.findChildren(SubscribeDialog) if page.isVisible()]
    return [page.findChildren(QLineEdit)[0].text() for page in pages]


def is_asked(program: Application, addresses: list[str]) -> bool:
    return asked(program) == addresses


def test_addresses_are_offered_one_after_the_other(start: Start, qtbot: QtBot) -> None:  # noqa: F811
    program = start()
    wishes = fulfilling(program)
    wishes.fulfil(Wish(("https://one.invalid/", "https://two.invalid/")))
    qtbot.waitUntil(lambda: asked(program) == ["https://one.invalid/"])
    wishes.fulfil(Wish(("https://three.invalid/",)))
    for then in (["https://two.invalid/"], ["https://three.invalid/"], []):
        next(page for page in program.window.findChildren(QDialog) if page.isVisible()).reject()
        qtbot.waitUntil(partial(is_asked, program, then))


def test_a_list_is_imported(start: Start, qtbot: QtBot, tmp_path: Path, site: Site) -> None:  # noqa: F811
    site.serve("/feed", FEED.format(url=site.url("/feed")).encode())
    file = tmp_path / "my.opml"
    file.write_text(LIST.format(url=site.url("/feed")), encoding="utf-8")
    program = start()
    fulfilling(program).fulfil(wished([str(file)], tmp_path))
    qtbot.waitUntil(lambda: "Quay" in {feed.title for feed in program.reader.feeds()}, timeout=15_000)


def test_a_feed_that_was_saved_is_looked_up_where_it_lives(
    start: Start,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
    site: Site,
) -> None:
    document = FEED.format(url=site.url("/feed")).encode()
    site.serve("/feed", document)
    file = tmp_path / "saved.rss"
    file.write_bytes(document)
    program = start()
    fulfilling(program).fulfil(wished([file.as_uri()], tmp_path))
    qtbot.waitUntil(lambda: asked(program) == [site.url("/feed")], timeout=15_000)


def test_what_is_no_list_and_no_feed_is_told(start: Start, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "notes.xml"
    file.write_text("just words", encoding="utf-8")
    program = start()
    faults: list[object] = []
    program.window.desk.problems.tell = faults.append  # type: ignore[method-assign,assignment]
    fulfilling(program).fulfil(wished([str(file)], tmp_path))
    qtbot.waitUntil(lambda: bool(faults), timeout=15_000)
    assert asked(program) == []


def test_the_window_comes_back_and_deeds_are_done(start: Start, qtbot: QtBot) -> None:  # noqa: F811
    program = start()
    program.window.showMinimized()
    fulfilling(program).fulfil(Wish(next_unread=True))
    assert not program.window.windowState() & Qt.WindowState.WindowMinimized
    qtbot.waitUntil(lambda: program.browsing.article > 0)
    program.window.showMinimized()
    fulfilling(program).fulfil(Wish(minimized=True))
    assert program.window.windowState() & Qt.WindowState.WindowMinimized


@pytest.mark.parametrize("handed", ["feed:{}", "desktop-reader:{}", "desktop-reader://{}"])
def test_what_a_browser_hands_over_leads_inside_only_when_the_reader_says_so(
    start: Start,  # noqa: F811
    qtbot: QtBot,
    site: Site,
    handed: str,
) -> None:
    site.serve("/feed", FEED.format(url=site.url("/feed")).encode())
    program = start()
    fulfilling(program).fulfil(Wish((handed.format(site.url("/feed")),)))
    qtbot.waitUntil(lambda: bool(asked(program)))
    (page,) = (one for one in program.window.findChildren(SubscribeDialog) if one.isVisible())
    qtbot.waitUntil(lambda: "your own network" in page.told.text(), timeout=15_000)
    assert site.requests == []
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.choice.count() == 1, timeout=15_000)
    page.reject()


def test_what_somebody_typed_is_looked_at_wherever_it_leads(start: Start, qtbot: QtBot, site: Site) -> None:  # noqa: F811
    site.serve("/feed", FEED.format(url=site.url("/feed")).encode())
    program = start()
    fulfilling(program).fulfil(wished([site.url("/feed")], Path("/")))
    qtbot.waitUntil(lambda: len(site.requests) == 1, timeout=15_000)
    next(page for page in program.window.findChildren(SubscribeDialog) if page.isVisible()).reject()
