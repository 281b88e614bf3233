"""Each entry of each menu does what it says, in the real window on a real library; settings work while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands import menus
from desktop_reader.ui.commands.article_menu import article_menu
from desktop_reader.ui.faults.dialog import ReportDialog
from tests.library_fixtures import came, entry, folder, follow, opened
from tests.ui.program import showing_all


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, library_path: Path) -> Iterator[Application]:
    """The program on a library of two feeds, one of them in the folder Sea, with Lake & Co beside it."""
    settings.save(settings.Settings(refresh_minutes=0, scheme="light"), paths.config() / "settings.json")
    with opened(library_path) as library:
        sea = folder(library, "Sea")
        folder(library, "Lake & Co")
        harbour = follow(library, "https://example.org/feed", sea, title="Harbour", slug="harbour")
        light = follow(library, "https://light.example/feed", title="Light", slug="light")
        came(
            library, harbour, *(entry(str(n), f"https://example.org/{n}", f"Note {n}", "x", at=n) for n in range(1, 6))
        )
        came(library, light, entry("l", "https://light.example/l", "The lamp", "x", at=9))
    with showing_all(qtbot, library_path, 6) as program:
        yield program


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the browser."""
    handed: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: handed.append(bytes(url.toEncoded().data()).decode()))
    return handed


def named(menu: QMenu, words: str) -> QAction:
    """An entry by its words; its keys stand behind them."""
    return next(action for action in menu.actions() if action.text().partition("\t")[0] == words)


def fields(window: Application) -> list[QLineEdit]:
    """Where a name is being typed."""
    return window.window.sidebar.view.findChildren(QLineEdit)


def ids(window: Application) -> dict[str, int]:
    """Articles by title."""
    reader = window.reader
    return {row.title: row.id for row in reader.rows(list(reader.all_ids(Query()))).values()}


def of_article(window: Application, title: str = "") -> QMenu:
    """The menu of one row, or of all that are picked."""
    menu = QMenu(window.window)
    number = ids(window)[title] if title else 0
    article_menu(window.window.desk, window.window.deck, number, menu)
    return menu


def of_row(window: Application, kind: str, title: str = "") -> QMenu:
    rows = window.reader.feeds() if kind == "feed" else window.reader.folders()
    number = next((row.id for row in rows if row.title == title), 0)
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, kind, number, menu)
    return menu


def unread(window: Application) -> list[str]:
    reader = window.reader
    rows = reader.rows(list(reader.all_ids(Query(unread_only=True))))
    return sorted(row.title for row in rows.values())


def test_nothing_but_addresses_of_the_web_goes_outside(outside: list[str]) -> None:
    from desktop_reader.ui.commands.article import open_outside

    for address in ("file:///etc/passwd", "javascript:alert(1)", "", None, "ftp://example.org", "data:,x"):
        open_outside(address)
    open_outside("https://example.org/a?b=%20c#d")
    assert outside == ["https://example.org/a?b=%20c#d"]


def test_a_feed_is_moved_renamed_and_removed(qtbot: QtBot, window: Application, outside: list[str]) -> None:
    def folder_of(title: str) -> str:
        return next(feed.category_id for feed in window.reader.feeds() if feed.title == title)

    menu = of_row(window, "feed", "Light")
    into = next(action.menu() for action in menu.actions() if action.text() == "Move to")
    assert isinstance(into, QMenu)
    named(into, "Lake && Co").trigger()
    qtbot.waitUntil(lambda: folder_of("Light") == "lake & co")
    named(into, "No folder").trigger()
    qtbot.waitUntil(lambda: folder_of("Light") == "light")

    named(menu, "Copy address").trigger()
    assert QGuiApplication.clipboard().text() == "https://light.example/feed"
    named(menu, "Open site").trigger()
    assert outside == ["https://light.example/feed"]

    named(menu, "Remove feed").trigger()
    qtbot.waitUntil(lambda: [feed.title for feed in window.reader.feeds()] == ["Harbour"])


def test_a_folder_goes_into_another_and_never_into_itself(qtbot: QtBot, window: Application) -> None:
    def places(kind: str, title: str) -> tuple[list[tuple[str, bool]], QMenu]:
        into = next(action.menu() for action in of_row(window, kind, title).actions() if action.text() == "Move to")
        assert isinstance(into, QMenu)
        return [(one.text(), one.isChecked()) for one in into.actions() if not one.isSeparator()], into

    def parent(title: str) -> str:
        some = {folder.id: folder for folder in window.reader.folders()}
        own = next(folder for folder in some.values() if folder.title == title)
        return some[own.parent_id].title if own.parent_id is not None else ""

    words, into = places("folder", "Sea")
    assert words == [("No folder", True), ("Lake && Co", False)]
    named(into, "Lake && Co").trigger()
    qtbot.waitUntil(lambda: parent("Sea") == "Lake & Co" and window.window.undo.can_undo)
    assert places("folder", "Lake & Co")[0] == [("No folder", True)]
    words, into = places("folder", "Sea")
    assert words == [("No folder", False), ("Lake && Co", True)]
    assert ("\u2003Sea", False) in places("feed", "Light")[0]
    window.window.undo.undo()
    qtbot.waitUntil(lambda: parent("Sea") == "")


def test_a_folder_gets_another_in_it_and_goes_without_its_feeds(qtbot: QtBot, window: Application) -> None:
    menu = of_row(window, "folder", "Sea")
    named(menu, "New folder here").trigger()
    qtbot.waitUntil(lambda: len(window.reader.folders()) == 3)
    qtbot.waitUntil(lambda: bool(fields(window)))
    (field,) = fields(window)
    assert field.selectedText() == "New folder"
    qtbot.keyClicks(field, "  Deep  ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Deep" in [found.title for found in window.reader.folders()])
    sea, deep = (next(f for f in window.reader.folders() if f.title == title) for title in ("Sea", "Deep"))
    assert deep.parent_id == sea.id

    named(menu, "Remove folder, keep its feeds").trigger()
    qtbot.waitUntil(lambda: {f.title for f in window.reader.folders()} == {"Deep", "Lake & Co"})
    assert len(window.reader.feeds()) == 2


@pytest.mark.parametrize(("kind", "title", "count"), [("feed", "Light", 1), ("folder", "Sea", 1)])
def test_refreshing_asks_what_is_meant(
    window: Application, monkeypatch: pytest.MonkeyPatch, kind: str, title: str, count: int
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(window.worker, "refresh", asked.append)
    named(of_row(window, kind, title), "Refresh").trigger()
    (numbers,) = asked
    wanted = "Light" if kind == "feed" else "Harbour"
    assert [feed.title for feed in window.reader.feeds() if feed.id in numbers] == [wanted]
    assert len(numbers) == count


def test_the_empty_room_offers_to_add(window: Application) -> None:
    assert [action.text() for action in of_row(window, "").actions()] == [
        "Add a feed…",
        "New folder",
        "New label",
        "New saved search…",
        "Refresh all feeds",
    ]


def entries(menu: QMenu) -> list[str]:
    """The words of all entries, also those of the menus in it."""
    found: list[str] = []
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            found += entries(below)
        elif not action.isSeparator():
            found.append(action.text().partition("\t")[0])
    return found


def test_the_main_menu_holds_every_command_and_nothing_else(window: Application) -> None:
    menu = QMenu(window.window)
    menus.main_menu(window.window.deck, menu)
    commands = window.window.deck.commands
    assert set(entries(menu)) == {one.words for one in commands.values()} - {commands["app.menu"].words}
    assert len([action for action in menu.actions() if not action.isSeparator()]) < 16, "long menus are not read"


def test_the_menu_shows_sequences_and_follows_keys_that_are_changed(window: Application) -> None:
    deck = window.window.deck
    menu = QMenu(window.window)
    menus.main_menu(deck, menu)

    def line(words: str) -> str:
        below = next(action.menu() for action in menu.actions() if action.text() == "View")
        assert isinstance(below, QMenu)
        return named(below, words).text()

    assert line("Starred") == "Starred\tG S"
    deck.set_keys({"view.starred": ("G, X",)})
    menu.aboutToShow.emit()
    assert line("Starred") == "Starred\tG X"
    below = next(action.menu() for action in menu.actions() if action.text() == "View")
    assert isinstance(below, QMenu)
    named(below, "Starred").trigger()
    assert window.browsing.query.scope is Scope.STARRED


def test_the_size_of_the_text_is_kept(qtbot: QtBot, window: Application) -> None:
    px = window.window.reading.view.page_style.px
    for _ in range(3):
        window.window.deck.action("view.larger").trigger()
    qtbot.waitUntil(lambda: settings.load(paths.config() / "settings.json").body_px == px + 3)


class _Faulty:
    def run(self, library: Writer) -> Changes:
        raise ZeroDivisionError


def test_a_bug_in_a_deed_is_reported_in_the_window_which_goes_on(qtbot: QtBot, window: Application) -> None:
    window.worker.submit(_Faulty())
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.window.findChildren(ReportDialog)))
    (dialog,) = window.window.findChildren(ReportDialog)
    assert "ZeroDivisionError" in dialog.report.toPlainText()
    dialog.close()
    named(of_article(window, "Note 1"), "Star").trigger()
    qtbot.waitUntil(lambda: window.reader.smart_counts().starred == 1)


def test_about_a_feed_from_its_row_and_from_the_keyboard(qtbot: QtBot, window: Application) -> None:
    from desktop_reader.ui.dialogs.feed import FeedDialog

    named(of_row(window, "feed", "Harbour"), "About this feed…").trigger()
    dialog = window.window.findChild(FeedDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.kind.text() == "New")
    assert "Harbour" in dialog.windowTitle()
    dialog.close()
    deck = window.window.deck
    assert not deck.action("feed.about").isEnabled(), "no feed is shown"
    light = next(feed.id for feed in window.reader.feeds() if feed.title == "Light")
    window.browsing.look(Query(Scope.FEED, target=light))
    assert deck.action("feed.about").isEnabled()
    qtbot.waitUntil(lambda: window.window.findChild(FeedDialog) is None)
    deck.action("feed.about").trigger()
    shown = window.window.findChild(FeedDialog)
    assert shown is not None
    assert "Light" in shown.windowTitle()
    shown.close()
