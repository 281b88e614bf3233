"""The whole road with real widgets, a real SQLite file and a real server: subscribe, poll, list, open, restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.ui.notice import Notice
from tests.documents import Item, atom, page, rss
from tests.servers import Site

Start = Callable[[], Application]


@pytest.fixture
def start(qapp: QApplication, library_path: Path) -> Iterator[Start]:
    """Starts the program on one library; whatever is still open at the end of the test is closed."""
    settings.save(
        settings.Settings(refresh_minutes=0, read_after_seconds=0.05, scheme="light"), paths.config() / "settings.json"
    )
    open_ones: list[Application] = []

    def begin() -> Application:
        application = Application(library_path, qapp)
        application.start()
        open_ones.append(application)
        return application

    yield begin
    for application in open_ones:
        application.window.close()
        application.close()
        application.window.deleteLater()
    qapp.processEvents()


def press(qtbot: QtBot, application: Application, keys: str) -> None:
    """Keys as a person presses them in the window, e.g. ``Shift+A`` or ``G, U``."""
    window = application.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    target = window.focusWidget() or window
    for stroke in keys.split(", "):
        combination = QKeySequence(stroke)[0]  # type: ignore[index]
        qtbot.keyClick(target, combination.key(), combination.keyboardModifiers())


def subscribe(qtbot: QtBot, application: Application, address: str) -> None:
    """As a person does it: the key, the address, Enter, a look at what was found, Enter."""
    press(qtbot, application, "A")
    dialog = dialog_of(application)
    dialog.address.selectAll()
    qtbot.keyClicks(dialog.address, address)
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.choice.count() == 1, timeout=20_000)
    with qtbot.waitSignal(dialog.subscribed, timeout=20_000):
        qtbot.keyClick(dialog.address, Qt.Key.Key_Return)


def dialog_of(application: Application) -> SubscribeDialog:
    """The dialog on the screen; one that was closed may live on for a moment."""
    return next(one for one in application.window.findChildren(SubscribeDialog) if one.isVisible())


def titles(application: Application) -> list[str]:
    """What the list shows."""
    model = application.window.articles.model
    return [row.title for n in range(model.rowCount()) if (row := model.row(n)) is not None]


def test_the_whole_road(qtbot: QtBot, start: Start, site: Site, library_path: Path) -> None:
    site.serve("/", page("/feed.xml"), headers=(("Content-Type", "text/html"),))
    site.serve("/feed.xml", rss([Item(1, "First light"), Item(2, "Second wind", at=1_730_000_500)]))
    site.serve("/light.xml", atom([Item(1, "The lamp")]))
    reader = start()
    window = reader.window

    # Subscribe by the address of the site; the list shows what came, the sidebar counts it.
    subscribe(qtbot, reader, site.url("/"))
    qtbot.waitUntil(lambda: titles(reader) == ["Second wind", "First light"])
    assert window.sidebar.title_of(reader.browsing.query) == "Harbour Notes"
    assert window.sidebar.unread_of(Query(Scope.UNREAD)) == 2
    subscribe(qtbot, reader, site.url("/light.xml"))
    qtbot.waitUntil(lambda: titles(reader) == ["The lamp"])

    # A refresh brings what is new, asks conditionally by body hash, and a failing feed disturbs nobody.
    site.serve(
        "/feed.xml", rss([Item(3, "Third time", at=1_730_000_900), Item(1, "First light"), Item(2, "Second wind")])
    )
    site.serve("/light.xml", b"", status=500)
    press(qtbot, reader, "Shift+R")
    qtbot.waitUntil(lambda: window.sidebar.unread_of(Query(Scope.UNREAD)) == 4, timeout=20_000)
    qtbot.waitUntil(lambda: any(not feed.health.ok for feed in reader.reader.feeds()), timeout=20_000)
    assert {feed.title: feed.health.ok for feed in reader.reader.feeds()} == {
        "Harbour Notes": True,
        "Light House": False,
    }

    # Open one with the keyboard: shown, then read, with its time and count.
    press(qtbot, reader, "G, U")
    qtbot.waitUntil(lambda: len(titles(reader)) == 4)
    window.articles.view.pick(0)
    opened = reader.browsing.article
    before = time.time()
    qtbot.waitUntil(lambda: reader.reader.rows([opened])[opened].read_count == 1)
    article = reader.reader.article(opened)
    assert article is not None
    assert article.last_read_at is not None
    assert abs(article.last_read_at - before) < 5
    assert not article.unread
    assert article.title in window.reading.view.toPlainText()
    assert len(titles(reader)) == 4  # What was read in "Unread" stays until the list is opened again.

    # Star it, and read on with j.
    press(qtbot, reader, "S")
    qtbot.waitUntil(lambda: reader.reader.smart_counts().starred == 1)
    press(qtbot, reader, "J")
    second = reader.browsing.article
    assert second != opened
    qtbot.waitUntil(lambda: reader.reader.rows([second])[second].read_count == 1)

    # Restart: all is still there, also what was being read.
    window.close()
    again = start()
    assert again.browsing.article == second
    kept = again.reader.article(opened)
    assert kept is not None
    assert (kept.read_count, kept.last_read_at, kept.starred) == (1, article.last_read_at, True)
    assert again.window.sidebar.unread_of(Query(Scope.UNREAD)) == 2
    assert len(again.reader.feeds()) == 2


def test_mark_all_as_read_can_be_taken_back(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(n) for n in range(1, 31)]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(titles(reader)) == 30)

    done: list[str] = []  # To follow the feed was a deed, too.
    reader.window.undo.done.connect(done.append)
    press(qtbot, reader, "Shift+A")
    qtbot.waitUntil(lambda: reader.reader.smart_counts().unread == 0 and len(done) == 1)
    press(qtbot, reader, "Ctrl+Z")
    qtbot.waitUntil(lambda: reader.reader.smart_counts().unread == 30)
    qtbot.waitUntil(lambda: reader.window.sidebar.unread_of(Query(Scope.UNREAD)) == 30)


def test_search_finds_as_it_is_typed_and_is_left_with_escape(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1, "Ferries"), Item(2, "Lighthouses", "<p>A beacon on the cliff.</p>")]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(titles(reader)) == 2)
    qtbot.waitUntil(lambda: not reader.reader.unindexed(1))

    press(qtbot, reader, "/")
    field = reader.window.articles.search
    qtbot.keyClicks(field, "beac")
    qtbot.waitUntil(lambda: titles(reader) == ["Lighthouses"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(titles(reader)) == 2)


def test_letters_typed_into_a_field_are_text_and_not_commands(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1), Item(2)]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(titles(reader)) == 2)
    reader.window.articles.view.pick(0, tell=False)

    qtbot.keyClicks(reader.window.articles.search, "jmsAr")

    assert reader.window.articles.search.text() == "jmsAr"
    assert reader.browsing.article == 0
    assert (reader.reader.smart_counts().unread, reader.reader.smart_counts().starred) == (2, 0)


def test_a_wrong_address_is_told_in_the_dialog_which_stays(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/", page(), headers=(("Content-Type", "text/html"),))
    reader = start()
    press(qtbot, reader, "A")
    dialog = dialog_of(reader)
    dialog.address.setText(site.url("/"))
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "No feed was found" in dialog.told.text(), timeout=20_000)

    assert dialog.isVisible()
    assert dialog.go.isEnabled()
    dialog.reject()


def test_a_site_with_several_feeds_offers_them(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/", page("/feed.xml", "/light.xml"), headers=(("Content-Type", "text/html"),))
    site.serve("/feed.xml", rss([Item(1)]))
    site.serve("/light.xml", atom([Item(2, "The lamp")]))
    reader = start()
    press(qtbot, reader, "A")
    dialog = dialog_of(reader)
    dialog.address.setText(site.url("/"))
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.choice.count() == 2, timeout=20_000)

    first, second = (dialog.choice.item(row) for row in range(2))
    assert (first.text().split("\n")[0], first.checkState()) == ("Harbour Notes", Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: "The lamp" in second.text(), timeout=20_000)
    for _ in range(2):
        qtbot.keyClick(dialog.choice, Qt.Key.Key_Space)
        qtbot.keyClick(dialog.choice, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.subscribed, timeout=20_000):
        qtbot.keyClick(dialog.choice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(reader) == ["The lamp"])


def test_feeds_and_folders_are_put_in_order_and_all_of_it_is_taken_back(qtbot: QtBot, start: Start, site: Site) -> None:
    from desktop_reader.ui.commands.organise import Organising

    site.serve("/feed.xml", rss([Item(1)]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(reader.reader.feeds()) == 1)
    (feed,) = reader.reader.feeds()
    deeds, undo, sidebar = Organising(reader.window.desk), reader.window.undo, reader.window.sidebar

    def seen() -> tuple[list[str], str, str]:
        title = sidebar.title_of(Query(Scope.FEED, target=feed.id))
        feeds = reader.reader.feeds()
        return [f.title for f in reader.reader.folders()], feeds[0].category_id if feeds else "", title

    def is_seen(wanted: tuple[list[str], str, str]) -> bool:
        return seen() == wanted

    stations = [seen()]
    steps: tuple[tuple[Callable[[], object], tuple[list[str], str, str]], ...] = (
        (lambda: deeds.add_folder(), (["New folder"], feed.slug, feed.title)),
        (lambda: deeds.move("feed", feed.id, 1, 0), (["New folder"], "new-folder", feed.title)),
        (lambda: deeds.rename("feed", feed.id, "Quay"), (["New folder"], "new-folder", "Quay")),
        (lambda: deeds.rename("folder", 1, "Ocean"), (["Ocean"], "new-folder", "Quay")),
        (lambda: deeds.remove("folder", 1), ([], feed.slug, "Quay")),
    )
    for deed, wanted in steps:
        deed()
        if wanted is steps[0][1]:
            qtbot.waitUntil(lambda: bool(sidebar.view.findChildren(QLineEdit)))
            qtbot.keyClick(sidebar.view.findChildren(QLineEdit)[0], Qt.Key.Key_Escape)
        qtbot.waitUntil(partial(is_seen, wanted))
        qtbot.waitUntil(lambda: undo.can_undo)
        stations.append(wanted)
    for wanted in reversed(stations[:-1]):
        press(qtbot, reader, "Ctrl+Z")
        qtbot.waitUntil(partial(is_seen, wanted))
    press(qtbot, reader, "Ctrl+Z")  # The subscription itself.
    qtbot.waitUntil(lambda: reader.reader.feeds() == [])
    press(qtbot, reader, "Ctrl+Shift+Z")
    for wanted in stations[1:]:
        press(qtbot, reader, "Ctrl+Shift+Z")
        qtbot.waitUntil(partial(is_seen, wanted))
    assert len(reader.reader.all_ids(Query())) == 1


def test_a_removed_feed_is_brought_back_by_the_notice(qtbot: QtBot, start: Start, site: Site) -> None:
    """From the sidebar, with keys only; no box asks anything, and words of others are shown as words."""
    site.serve("/feed.xml", rss([Item(1), Item(2)], title="<b>Bold</b> & co"))
    reader = start()
    reader.window.resize(1280, 800)  # Else the sidebar is behind a button.
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(titles(reader)) == 2)
    press(qtbot, reader, "J")
    press(qtbot, reader, "S")
    qtbot.waitUntil(lambda: reader.reader.smart_counts().starred == 1)
    qtbot.waitUntil(lambda: reader.reader.smart_counts().unread == 1)
    before = reader.reader.rows(list(reader.reader.all_ids(Query())))
    reader.window.sidebar.view.setFocus()

    press(qtbot, reader, "Del")
    qtbot.waitUntil(lambda: reader.reader.feeds() == [])
    qtbot.waitUntil(lambda: reader.window.articles.model.rowCount() == 0)
    assert reader.browsing.query.scope is Scope.UNREAD
    notice = reader.window.findChild(Notice)
    assert notice is not None
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName() == "“Bold & co” removed"

    qtbot.mouseClick(notice.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(reader.reader.feeds()) == 1)
    assert reader.reader.rows(list(reader.reader.all_ids(Query()))) == before
    qtbot.waitUntil(lambda: len(titles(reader)) == reader.reader.smart_counts().unread > 0)


def test_opml_is_imported_and_read_at_once(qtbot: QtBot, start: Start, site: Site, tmp_path: Path) -> None:
    from desktop_reader.ui.commands.transfer import import_file

    site.serve("/feed.xml", rss([Item(1), Item(2)]))
    file = tmp_path / "list.opml"
    file.write_text(
        "<opml version='2.0'><body><outline text='Sea'>"
        f"<outline type='rss' text='Harbour' xmlUrl='{site.url('/feed.xml')}'/></outline></body></opml>"
    )
    reader = start()

    import_file(reader.window.desk, file)

    qtbot.waitUntil(lambda: reader.reader.smart_counts().unread == 2, timeout=20_000)
    assert reader.reader.feeds()[0].category_id == "sea"
    qtbot.waitUntil(lambda: len(titles(reader)) == 2)


def test_a_refresh_can_be_stopped(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1)]))
    reader = start()
    reader.window.resize(1280, 800)  # Else the sidebar is behind a button.
    subscribe(qtbot, reader, site.url("/feed.xml"))
    site.serve("/feed.xml", lambda request: site.silence())
    window = reader.window
    press(qtbot, reader, "Shift+R")
    qtbot.waitUntil(lambda: window.sidebar.foot.stop_button.isVisible(), timeout=10_000)

    qtbot.mouseClick(window.sidebar.foot.stop_button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))

    qtbot.waitUntil(lambda: not window.sidebar.foot.stop_button.isVisible(), timeout=10_000)
    assert all(feed.health.ok for feed in reader.reader.feeds())


def test_closing_keeps_what_was_done_a_moment_ago(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(n) for n in range(1, 6)]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: len(titles(reader)) == 5)
    reader.window.articles.view.pick(2, tell=False)
    press(qtbot, reader, "S")
    reader.window.close()

    again = start()
    assert again.reader.smart_counts().starred == 1


def test_starting_opens_nothing_and_the_first_key_opens_the_first(qtbot: QtBot, start: Start, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1, "Older"), Item(2, "Newer", at=1_730_000_900)]))
    reader = start()
    subscribe(qtbot, reader, site.url("/feed.xml"))
    qtbot.waitUntil(lambda: titles(reader) == ["Newer", "Older"])
    reader.window.close()

    again = start()
    qtbot.waitUntil(lambda: titles(again) == ["Newer", "Older"])
    again.window.articles.view.setFocus()
    qtbot.wait(300)
    assert again.browsing.article == 0
    assert again.window.articles.view.current() == 0
    assert again.reader.smart_counts().unread == 2

    press(qtbot, again, "J")
    shown = again.window.reading.view.article
    assert shown is not None
    assert shown.title == "Newer"

    # Another article is shown, as after a similar reading: a click on the current row brings its own back.
    other = again.window.articles.model.id_at(1)
    again.browsing.open(other)
    view = again.window.articles.view
    where = view.visualRect(again.window.articles.model.index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert again.browsing.article == again.window.articles.model.id_at(0)
