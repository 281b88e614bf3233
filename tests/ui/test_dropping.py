"""Addresses and lists that are dropped onto the window, as a browser or a file manager brings them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.library import lock
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.ui.dropping import _Shade, understood
from desktop_reader.ui.notice import Notice
from desktop_reader.ui.sidebar.tree import Key, Kind
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def brought(text: str = "", *urls: str) -> QMimeData:
    data = QMimeData()
    if text:
        data.setText(text)
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    return data


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (brought("", "https://example.org/feed"), "https://example.org/feed"),
        (brought("A title", "https://example.org/ä?q=1#x"), "https://example.org/%C3%A4?q=1#x"),
        (brought("https://example.org/news\n"), "https://example.org/news"),
        (brought("See (https://example.org/news)."), "https://example.org/news"),
        (brought("  example.org/news "), "example.org/news"),
        (brought("feed://example.org/rss"), "feed://example.org/rss"),
        (brought("HTTP://EXAMPLE.ORG"), "HTTP://EXAMPLE.ORG"),
    ],
)
def test_an_address_is_found_in_what_browsers_bring(data: QMimeData, address: str) -> None:
    dropped = understood(data)
    assert (dropped.address, dropped.files, dropped.words) == (address, (), "")


@pytest.mark.parametrize(
    "data",
    [
        brought("just some words"),
        brought("", "mailto:a@example.org"),
        brought("", "javascript:alert(1)"),
        brought("x" * 3_000_000),
        brought("https://example.org/" + "x" * 3000),
        brought("", "file:///home/me/cat.png"),
    ],
)
def test_what_is_no_address_is_said_in_a_sentence(data: QMimeData) -> None:
    dropped = understood(data)
    assert (dropped.address, dropped.files) == ("", ())
    assert dropped.words.endswith(".")


def test_a_list_among_files_is_the_list(tmp_path: Path) -> None:
    one, other = tmp_path / "a b.OPML", tmp_path / "cat.png"
    dropped = understood(
        brought("", QUrl.fromLocalFile(str(other)).toString(), QUrl.fromLocalFile(str(one)).toString())
    )
    assert (dropped.files, dropped.words) == ((one,), "")


BUTTONS, KEYS, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def drop(program: Application, data: QMimeData, where: QPoint) -> bool:
    """What arrives at the window when something is let go over it; whether it was taken."""
    window = program.window
    enter = QDragEnterEvent(where, COPY, data, BUTTONS, KEYS)
    QApplication.sendEvent(window, enter)
    move = QDragMoveEvent(where, COPY, data, BUTTONS, KEYS)
    QApplication.sendEvent(window, move)
    shade = window.findChild(_Shade)
    assert shade is not None
    assert shade.isVisible() is enter.isAccepted() is move.isAccepted()
    let_go = QDropEvent(QPointF(where), COPY, data, BUTTONS, KEYS)
    QApplication.sendEvent(window, let_go)
    assert not shade.isVisible()
    settle()
    return let_go.isAccepted() and enter.isAccepted()


def over(program: Application, key: Key) -> QPoint:
    view = program.window.sidebar.view
    row = view.visualRect(program.window.sidebar.model.index_of(key))
    return view.viewport().mapTo(program.window, row.center())


def test_an_address_over_a_folder_is_looked_at_to_be_added_there(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    looked: list[str] = []
    monkeypatch.setattr(SubscribeDialog, "look", lambda self, **_: looked.append(self.address.text()))
    assert drop(program, brought("", "https://example.org/"), over(program, Key(Kind.FOLDER, 1)))
    dialog = program.window.findChild(SubscribeDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert (dialog.address.text(), dialog.folder.currentData()) == ("https://example.org/", 1)
    assert looked == ["https://example.org/"]
    dialog.reject()


def test_over_the_list_it_goes_into_no_folder(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    monkeypatch.setattr(SubscribeDialog, "look", lambda self, **_: None)
    assert drop(program, brought("https://example.org/"), QPoint(600, 400))
    dialog = program.window.findChild(SubscribeDialog)
    assert dialog is not None
    assert dialog.folder.currentData() is None
    dialog.reject()


def test_a_list_is_imported_and_taken_back_whole(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    program = start()
    program.worker.start()
    file = tmp_path / "list.opml"
    file.write_text(
        "<opml version='2.0'><body><outline text='Sea'>"
        "<outline type='rss' text='One' xmlUrl='https://one.invalid/'/></outline>"
        "<outline type='rss' text='Two' xmlUrl='https://two.invalid/'/></body></opml>"
    )
    before = ([f.title for f in program.reader.folders()], len(program.reader.feeds()))
    notice = program.window.findChild(Notice)
    assert notice is not None
    assert drop(program, brought("", QUrl.fromLocalFile(str(file)).toString()), over(program, Key(Kind.UNREAD)))
    qtbot.waitUntil(lambda: len(program.reader.feeds()) == before[1] + 2, timeout=20_000)
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    assert notice.accessibleName() == "2 feeds added"
    program.window.undo.undo()
    qtbot.waitUntil(lambda: ([f.title for f in program.reader.folders()], len(program.reader.feeds())) == before)


@pytest.mark.parametrize("content", [b"<html>no list</html>", b"", b"\xff\xfe\x00rubbish"])
def test_a_list_that_is_none_is_said(qtbot: QtBot, start: Start, tmp_path: Path, content: bytes) -> None:
    program = start()
    program.worker.start()
    file = tmp_path / "list.opml"
    file.write_bytes(content)
    notice = program.window.findChild(Notice)
    assert notice is not None
    assert drop(program, brought("", QUrl.fromLocalFile(str(file)).toString()), QPoint(600, 400))
    qtbot.waitUntil(notice.isVisible, timeout=20_000)
    assert notice.accessibleName().endswith(".")
    assert not program.window.undo.can_undo


def test_something_else_is_said_too(start: Start) -> None:
    program = start()
    notice = program.window.findChild(Notice)
    assert notice is not None
    assert drop(program, brought("no address in it"), QPoint(600, 400))
    assert notice.isVisible()
    assert notice.accessibleName() == "There is no address of a site in what you dropped."


def test_own_rows_and_pictures_are_not_taken(start: Start) -> None:
    program = start()
    own = program.window.sidebar.model.mimeData([program.window.sidebar.model.index_of(Key(Kind.FEED, 1))])
    picture = QMimeData()
    picture.setData("image/png", b"x")
    for data in (own, picture):
        event = QDragEnterEvent(QPoint(600, 400), COPY, data, BUTTONS, KEYS)
        event.ignore()
        QApplication.sendEvent(program.window, event)
        assert not event.isAccepted()


def test_the_shade_goes_when_it_is_dragged_out_again(start: Start) -> None:
    program = start()
    shade = program.window.findChild(_Shade)
    assert shade is not None
    data = brought("https://example.org/")
    QApplication.sendEvent(program.window, QDragEnterEvent(QPoint(600, 400), COPY, data, BUTTONS, KEYS))
    assert shade.isVisible()
    assert shade.geometry() == program.window.rect()
    QApplication.sendEvent(program.window, QDragMoveEvent(over(program, Key(Kind.UNREAD)), COPY, data, BUTTONS, KEYS))
    assert shade.width() == program.window.sidebar.width()
    QApplication.sendEvent(program.window, QDragLeaveEvent())
    assert not shade.isVisible()


def test_where_the_library_is_only_read_nothing_is_taken(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "is_only_read", lambda path: True)
    program = start()
    assert program.worker.read_only
    event = QDragEnterEvent(QPoint(600, 400), COPY, brought("https://example.org/"), BUTTONS, KEYS)
    event.ignore()
    QApplication.sendEvent(program.window, event)
    assert not event.isAccepted()
