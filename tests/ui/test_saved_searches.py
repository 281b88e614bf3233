# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""Kept searches in the window: kept from the field, shown like folders, counted while everything changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.label import AddAndPut, RenameLabel
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star
from desktop_reader.jobs.organise import RenameFeed
from desktop_reader.library import labels, tallies
from desktop_reader.library.reader import Reader
from desktop_reader.library.saved_searches import saved_searches
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui import tallying
from desktop_reader.ui.commands import menus
from desktop_reader.ui.commands.searches import SearchDeeds, said_whole
from desktop_reader.ui.sidebar.tree import Key, Kind
from tests.ui.test_menus import ids, named, outside, window

__all__ = ["outside", "window"]  # Fixtures.

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")


def rows_of(window: Application) -> list[tuple[str, int]]:
    """The searches of the sidebar, with their numbers."""
    model = window.window.sidebar.model
    return [(node.title, node.count) for node in model._nodes if node.key.kind is Kind.SEARCH]


def kept(window: Application) -> list[tuple[str, str]]:
    return [(one.title, one.search) for one in saved_searches(window.reader)]


def keep(qtbot: QtBot, window: Application, *searches: str) -> None:
    for search in searches:
        SearchDeeds(window.window.desk).add(search)
        leave_name(qtbot, window)
    qtbot.waitUntil(lambda: window.window._tallying.settled)


def leave_name(qtbot: QtBot, window: Application) -> None:
    """The field for a name is there, and is left as it is."""
    qtbot.waitUntil(lambda: bool(names(window)))
    QTest.keyClick(names(window)[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not names(window))


def names(window: Application) -> list[QLineEdit]:
    """Where a name is being typed."""
    return [one for one in window.window.sidebar.view.findChildren(QLineEdit) if one.isVisible()]


def row(window: Application, title: str) -> Key:
    model = window.window.sidebar.model
    return next(node.key for node in model._nodes if node.key.kind is Kind.SEARCH and node.title == title)


def menu_of(window: Application, title: str) -> QMenu:
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, "search", row(window, title).id, menu)
    return menu


def typed(qtbot: QtBot, window: Application, words: str) -> None:
    field = window.window.articles.search
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.browsing.query.search == words)


def test_a_search_is_kept_from_the_field_and_named_in_its_row(qtbot: QtBot, window: Application) -> None:
    main = window.window
    field, undo = main.articles.search, main.undo
    assert not field._keep.isVisible(), "nothing is typed"
    typed(qtbot, window, "note is:unread")
    assert field._keep.accessibleName() == "Save this search"
    QTest.mouseClick(field._keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(names(window)))
    (name,) = names(window)
    assert name.text() == window.browsing.query.search == "note is:unread", "what is shown stays"
    name.selectAll()
    QTest.keyClicks(name, "Notes")
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows_of(window) == [("Notes", 5)])
    assert field._keep.accessibleName() == "Remove this search from the sidebar"
    assert main.sidebar.title_of(window.browsing.query) == "Notes"
    main.deck.action("search.save").trigger()
    qtbot.waitUntil(lambda: rows_of(window) == [] and len(undo._past) == 3)
    assert field._keep.accessibleName() == "Save this search"
    undo.undo()
    qtbot.waitUntil(lambda: rows_of(window) == [("Notes", 5)])
    undo.undo()
    qtbot.waitUntil(lambda: kept(window) == [("note is:unread", "note is:unread")])
    undo.undo()
    qtbot.waitUntil(lambda: kept(window) == [])


def test_a_kept_search_is_shown_like_a_folder(qtbot: QtBot, window: Application) -> None:
    main = window.window
    keep(qtbot, window, "note")
    main.sidebar.view.setCurrentIndex(main.sidebar.model.index_of(row(window, "note")))
    qtbot.waitUntil(lambda: main.articles.model.rowCount() == 5)
    assert main.articles.search.text() == "note"
    assert window.browsing.query.sort is Sort.DATE, "the newest first"
    assert main.articles.header.heading.accessibleName().startswith("note, ")
    window.browsing.look(Query(Scope.ALL))
    qtbot.waitUntil(lambda: main.articles.model.rowCount() == 6)
    assert main.articles.search.text() == ""


def test_what_is_wrong_in_it_is_told_where_it_stands(qtbot: QtBot, window: Application) -> None:
    main = window.window
    keep(qtbot, window, "note is:nonsense lamp")
    main.sidebar.view.setCurrentIndex(main.sidebar.model.index_of(row(window, "note is:nonsense lamp")))
    assert main.articles.search._wrong == [(5, 16)]
    assert "is:nonsense" in main.articles.complaint.text()
    assert main.articles.complaint.isVisible()


def test_a_kept_search_is_edited_or_another_is_made_of_it(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = window.window
    keep(qtbot, window, "note")
    named(menu_of(window, "note"), "Edit search").trigger()
    field = main.articles.search
    assert field.hasFocus()
    assert field.selectedText() == "note"
    typed(qtbot, window, "lamp")
    opened: list[list[str]] = []

    def popup(menu: QMenu, *where: object) -> None:
        opened.append([action.text() for action in menu.actions()])
        menu.actions()[len(opened) - 1].trigger()

    monkeypatch.setattr(QMenu, "popup", popup)
    QTest.mouseClick(field._keep, Qt.MouseButton.LeftButton)
    assert opened == [["Change “note”", "Save as another"]]
    qtbot.waitUntil(lambda: kept(window) == [("note", "lamp")])
    qtbot.waitUntil(lambda: rows_of(window) == [("note", 1)])
    typed(qtbot, window, "lamp is:unread")
    QTest.mouseClick(field._keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(window) == [("note", "lamp"), ("lamp is:unread", "lamp is:unread")])
    qtbot.waitUntil(lambda: len(main.undo._past) == 3)
    main.undo.undo()
    main.undo.undo()
    qtbot.waitUntil(lambda: kept(window) == [("note", "note")])


def test_where_one_looks_is_kept_too(window: Application) -> None:
    desk, reader = window.window.desk, window.reader
    feed = next(one.id for one in reader.feeds() if one.title == "Harbour")
    folder = next(one.id for one in reader.folders() if one.title == "Lake & Co")
    said = [
        said_whole(desk, Query(scope, target, "moon"))
        for scope, target in (
            (Scope.ALL, None), (Scope.FEED, feed), (Scope.FOLDER, folder), (Scope.UNREAD, None), (Scope.STARRED, None),
            (Scope.TODAY, None), (Scope.FEED, 999),
        )
    ]  # fmt: skip
    assert said == [
        "moon", 'feed:"Harbour" moon', 'folder:"Lake & Co" moon', "is:unread moon", "is:starred moon",
        "after:today moon", "moon",
    ]  # fmt: skip


def test_searches_are_put_in_order_and_removed_by_keys(qtbot: QtBot, window: Application) -> None:
    main = window.window
    keep(qtbot, window, "one", "two", "three")
    main.sidebar.view.setFocus()
    main.sidebar.view.setCurrentIndex(main.sidebar.model.index_of(row(window, "one")))
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [title for title, _ in kept(window)] == ["two", "one", "three"])
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(kept(window)) == 2 and len(main.undo._past) == 5)
    assert [title for title, _ in kept(window)] == ["two", "three"]
    main.undo.undo()
    main.undo.undo()
    qtbot.waitUntil(lambda: [title for title, _ in kept(window)] == ["one", "two", "three"])


def test_numbers_follow_whatever_happens(qtbot: QtBot, window: Application) -> None:
    worker, known = window.worker, ids(window)
    keep(qtbot, window, "note", "is:starred", "feed:mine", "label:later")
    assert [count for _, count in rows_of(window)] == [5, 0, 0, 0]
    worker.submit(MarkRead((known["Note 1"], known["The lamp"])))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 0, 0, 0])
    worker.submit(Star((known["Note 2"], known["The lamp"])))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 1, 0, 0])
    worker.submit(RenameFeed(next(one.id for one in window.reader.feeds() if one.title == "Harbour"), "Mine"))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 1, 4, 0])
    worker.submit(AddAndPut("Later", (known["Note 2"], known["Note 1"])))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 1, 4, 1])
    (label,) = labels.labels(window.reader)
    worker.submit(RenameLabel(label.id, "Other"))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 1, 4, 0])


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Searches that are asked anew from now on."""
    anew: list[str] = []
    counted = tallies.counted

    def note(reader: Reader, search: str) -> tallies.Tally:
        anew.append(search)
        return counted(reader, search)

    monkeypatch.setattr(tallies, "counted", note)
    return anew


def test_a_change_of_a_few_asks_for_these_only_and_one_of_many_asks_anew(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(qtbot, window, "note", "lamp")
    known = ids(window)
    anew = noted(monkeypatch)
    window.worker.submit(MarkRead((known["Note 1"],)))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [4, 1])
    assert anew == []
    monkeypatch.setattr(tallies, "FEW", 2)
    window.worker.submit(MarkRead(tuple(known.values())))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [0, 0])
    assert anew == [], "what was read is in no tally"
    window.worker.submit(MarkUnread(tuple(known.values())))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [5, 1])
    assert sorted(anew) == ["lamp", "note"]
    monkeypatch.setattr(tallying, "_MANY", 2)
    window.worker.submit(MarkRead(tuple(known.values())))
    qtbot.waitUntil(lambda: [count for _, count in rows_of(window)] == [0, 0])
    assert sorted(anew) == ["lamp", "lamp", "note", "note"]


def test_at_midnight_only_those_that_mean_other_days_are_asked_anew(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(qtbot, window, "note", "after:7d")
    anew = noted(monkeypatch)
    monkeypatch.setattr(tallies.Tally, "is_of_another_day", property(lambda tally: "7d" in tally.search))
    window.window.begin_day()
    qtbot.waitUntil(lambda: bool(anew) and window.window._tallying.settled)
    assert anew == ["after:7d"]


def test_nothing_is_moved_while_a_name_is_typed(qtbot: QtBot, window: Application) -> None:
    main = window.window
    keep(qtbot, window, "note", "lamp")
    main.sidebar.view.rename(Kind.SEARCH, row(window, "note").id)
    (name,) = names(window)
    window.worker.submit(MarkRead((ids(window)["The lamp"],)))
    qtbot.waitUntil(lambda: rows_of(window)[1] == ("lamp", 0))
    SearchDeeds(main.desk).remove(row(window, "lamp").id)
    qtbot.waitUntil(lambda: len(kept(window)) == 1)
    assert name.isVisible()
    QTest.keyClick(name, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: rows_of(window) == [("note", 5)])


def test_the_keyboard_comes_to_the_sidebar_and_the_search_stays(qtbot: QtBot, window: Application) -> None:
    main = window.window
    typed(qtbot, window, "lamp")
    main.resize(1280, 800)
    qtbot.waitUntil(lambda: main.sidebar.view.isVisible())
    main.sidebar.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert main.sidebar.view.hasFocus()
    assert window.browsing.query.search == "lamp"
    assert not main.sidebar.view.selectionModel().hasSelection()
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Return)
    assert window.browsing.query.search == ""
    assert window.browsing.query.scope is Scope.TODAY
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Down)
    assert window.browsing.query == Query(Scope.UNREAD)
