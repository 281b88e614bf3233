"""Pages saved in the window, and other programs' libraries taken in there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.addresses import BOOKMARKLET
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.saved import is_saved
from desktop_reader.ui.bringing import Bringing
from desktop_reader.ui.commands.saving_pages import call_as_now
from desktop_reader.ui.commands.transfer import import_file
from desktop_reader.ui.dialogs.save_page import SavePageDialog
from desktop_reader.ui.dropping import understood
from desktop_reader.ui.instance.fulfil import Fulfilling
from desktop_reader.ui.instance.wish import read, wished, written
from desktop_reader.ui.notice import Notice
from tests import foreign_made as made
from tests.servers import Site
from tests.ui.program import Start, press, start
from tests.web_pages import LINES, web_page

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def program(start: Start) -> Application:
    one = start()
    one.worker.start()
    return one


def saved(program: Application) -> Feed | None:
    return next((feed for feed in program.reader.feeds() if is_saved(feed.url)), None)


def count(program: Application) -> int:
    feed = saved(program)
    return feed.total if feed is not None else 0


def ask(qtbot: QtBot, program: Application, address: str) -> SavePageDialog:
    """By its keys; the address lies in the clipboard."""
    QApplication.clipboard().setText(address)
    press(program, "Ctrl+Shift+S")
    qtbot.waitUntil(lambda: bool(program.window.findChildren(SavePageDialog)))
    (dialog,) = program.window.findChildren(SavePageDialog)
    return dialog


def told(program: Application) -> str:
    (notice,) = program.window.findChildren(Notice)
    return notice.accessibleName()


def test_a_page_is_saved_from_the_clipboard_and_taken_back(qtbot: QtBot, program: Application, site: Site) -> None:
    site.serve("/page", web_page(), headers=HTML)
    dialog = ask(qtbot, program, site.url("/page"))
    assert dialog.address.selectedText() == site.url("/page")
    with qtbot.waitSignal(dialog.accepted, timeout=30_000):
        QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(program) == 1)
    feed = saved(program)
    assert feed is not None
    (number,) = program.reader.all_ids(Query(Scope.FEED, target=feed.id))
    article = program.reader.article(number)
    assert article is not None
    assert LINES[0] in article.html
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: count(program) == 0)
    press(program, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: count(program) == 1)


def test_what_cannot_be_had_is_told_in_the_dialog(qtbot: QtBot, program: Application, site: Site) -> None:
    site.serve("/gone", status=410)
    dialog = ask(qtbot, program, site.url("/gone"))
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: "gone" in dialog.told.text().lower())
    assert dialog.isVisible()
    assert dialog.go.isEnabled()
    QTest.keyClicks(dialog.address, "x")
    assert "gone" not in dialog.told.text().lower()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert saved(program) is None


def test_the_bookmarklet_is_copied(qtbot: QtBot, program: Application) -> None:
    dialog = ask(qtbot, program, "no address")
    assert dialog.address.text() == ""
    assert not dialog.go.isEnabled()
    QTest.mouseClick(dialog.bookmarklet, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == BOOKMARKLET
    assert BOOKMARKLET.startswith("javascript:")
    dialog.reject()


def test_a_browser_hands_a_page_over(program: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    monkeypatch.setattr("desktop_reader.ui.instance.fulfil.save", lambda desk, address: asked.append(address))
    things = ["desktop-reader:save?url=https%3A%2F%2Fa.example%2F%3Fq%3D1", "desktop-reader://save/?url=file%3A%2F%2Fx"]
    wish = read(written(wished(things, tmp_path)))
    desk = program.window.desk
    Fulfilling(desk, program.window.deck).fulfil(wish)
    assert asked == ["https://a.example/?q=1"]


def test_saved_pages_do_not_go_by_accident(qtbot: QtBot, program: Application, site: Site) -> None:
    from desktop_reader.ui.commands.organise import Organising

    site.serve("/page", web_page(), headers=HTML)
    dialog = ask(qtbot, program, site.url("/page"))
    with qtbot.waitSignal(dialog.accepted, timeout=30_000):
        dialog.go.click()
    qtbot.waitUntil(lambda: count(program) == 1)
    feed = saved(program)
    assert feed is not None
    Organising(program.window.desk).remove("feed", feed.id)
    assert count(program) == 1


def test_a_library_is_taken_in_with_its_marks(qtbot: QtBot, program: Application, tmp_path: Path) -> None:
    before = len(program.reader.feeds())
    path = made.rss_guard(tmp_path / "database.db", count=30, feeds=2)
    import_file(program.window.desk, path)
    (bringing,) = program.window.findChildren(Bringing)
    with qtbot.waitSignal(bringing.ended, timeout=20_000):
        pass
    assert len(program.reader.feeds()) == before + 2
    assert sum(feed.total for feed in program.reader.feeds() if "feed" in feed.url.split("/")[2]) == 29
    assert program.window.undo.can_undo
    program.worker.stop_refresh()
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: len(program.reader.feeds()) == before)


def test_an_import_can_be_stopped(qtbot: QtBot, program: Application, tmp_path: Path) -> None:
    lines = [f"Title {n},https://pages.example/{n},1700000000,,unread" for n in range(2000)]
    path = made.written(tmp_path / "pocket.csv", ["title,url,time_added,tags,status", *lines])
    bringing = Bringing(program.window.desk, path)
    bringing._told.connect(lambda done, of: bringing.stop())
    with qtbot.waitSignal(bringing.ended, timeout=20_000):
        bringing.begin()
    assert 0 < count(program) < 2000


def test_a_file_of_nobody_is_told(qtbot: QtBot, program: Application, tmp_path: Path) -> None:
    bringing = Bringing(program.window.desk, made.written(tmp_path / "x.db", "nothing"))
    with qtbot.waitSignal(bringing.ended, timeout=20_000):
        bringing.begin()
    assert saved(program) is None
    assert "of no program whose articles can be imported" in told(program)


@pytest.mark.parametrize(
    "name", ["database.db", "ril_export.html", "notes", "Backup.FRDATA", "part.csv", "omnivore.zip"]
)
def test_files_of_other_programs_may_be_dropped(name: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/home/me/{name}")])
    assert [file.name for file in understood(data).files] == [name]


def test_a_saved_page_is_removed_and_had_back_as_it_was(qtbot: QtBot, program: Application, site: Site) -> None:
    site.serve("/page", web_page(), headers=HTML)
    dialog = ask(qtbot, program, site.url("/page"))
    with qtbot.waitSignal(dialog.accepted, timeout=30_000):
        dialog.go.click()
    qtbot.waitUntil(lambda: count(program) == 1)
    feed = saved(program)
    assert feed is not None
    (number,) = program.reader.all_ids(Query(Scope.FEED, target=feed.id))
    program.window.desk.browsing.look(Query(Scope.FEED, target=feed.id))
    program.window.desk.browsing.open(number)
    program.window.deck.action("article.star").trigger()
    qtbot.waitUntil(lambda: (saved(program) or feed).starred == 1)
    program.window.deck.action("page.remove").trigger()
    qtbot.waitUntil(lambda: count(program) == 0)
    qtbot.waitUntil(lambda: program.window.undo._past[-1].words.endswith("removed"))
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: count(program) == 1)
    again = saved(program)
    assert again is not None
    assert again.starred == 1


def test_an_article_of_a_feed_is_not_removed(qtbot: QtBot, program: Application) -> None:
    program.window.desk.browsing.open(5)
    program.window.deck.action("page.remove").trigger()
    qtbot.waitUntil(lambda: "Only saved pages" in told(program))
    assert program.reader.article(5) is not None


def test_the_saved_pages_are_called_as_the_window_speaks(qtbot: QtBot, start: Start) -> None:
    from desktop_reader.jobs.organise import RenameFeed
    from desktop_reader.jobs.save_page import CallSavedPages

    one = start()
    one.worker.start()
    line = "Title,https://pages.example/1,1700000000,,unread"
    path = made.written(Path(one.reader.path).parent / "pocket.csv", ["title,url,time_added,tags,status", line])
    bringing = Bringing(one.window.desk, path)
    with qtbot.waitSignal(bringing.ended, timeout=20_000):
        bringing.begin()
    one.worker.submit(CallSavedPages("Gespeicherte Seiten"))
    qtbot.waitUntil(lambda: (feed := saved(one)) is not None and feed.title == "Gespeicherte Seiten")
    call_as_now(one.window.desk)
    qtbot.waitUntil(lambda: (feed := saved(one)) is not None and feed.title == "Saved pages")
    feed = saved(one)
    assert feed is not None
    one.worker.submit(RenameFeed(feed.id, "Mine"))
    qtbot.waitUntil(lambda: (feed := saved(one)) is not None and feed.title == "Mine")
    answers: list[object] = []
    one.worker.submit(CallSavedPages("Gespeicherte Seiten"), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [Changes()], "what the reader calls them stays"
