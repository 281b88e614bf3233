# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""What a field of a search may be, offered under the search field while it is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.label import AddLabel
from desktop_reader.ui.articles.search_field import SearchField
from desktop_reader.ui.completing.choosing import Choosing
from desktop_reader.ui.completing.offers import language_words
from tests.ui.test_menus import outside, window

__all__ = ["outside", "window"]  # Fixtures.

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")


@pytest.fixture
def field(qtbot: QtBot, window: Application) -> SearchField:
    """The search field of a library with two labels."""
    for title in ("Read later", "Recipes"):
        window.worker.submit(AddLabel(title), lambda _: None)
    qtbot.waitUntil(lambda: len(window.window.sidebar.model.shelf.labels) == 2)
    window.window.activateWindow()
    search = window.window.articles.search
    search.setFocus()
    return search


def shown(field: QLineEdit) -> list[str]:
    card = field.window().findChild(Choosing)
    assert card is not None
    return [str(card.list.model().index(row, 0).data()) for row in range(card.list.model().rowCount())]


def is_open(field: QLineEdit) -> bool:
    card = field.window().findChild(Choosing)
    assert card is not None
    assert card.isVisible() == bool(shown(field))
    return card.isVisible()


def press(field: QLineEdit, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(field, key)


def test_names_are_offered_behind_the_colon_and_taken_by_keys(
    qtbot: QtBot, window: Application, field: SearchField
) -> None:
    QTest.keyClicks(field, "note label")
    assert not is_open(field)
    QTest.keyClicks(field, ":")
    assert shown(field) == ["Read later", "Recipes"]
    QTest.keyClicks(field, "rec")
    assert shown(field) == ["Recipes"]
    press(field, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    press(field, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert field.hasFocus(), "the keyboard stays in the field"
    press(field, Qt.Key.Key_Return)
    assert field.text() == 'note label:"Read later" '
    assert not is_open(field)
    assert field.hasFocus()
    QTest.keyClicks(field, "-feed:lig")
    press(field, Qt.Key.Key_Tab)
    assert field.text() == 'note label:"Read later" -feed:Light '
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.browsing.query.search == 'note label:"Read later" -feed:Light')


def test_a_click_takes_a_row(field: SearchField) -> None:
    QTest.keyClicks(field, "folder:")
    assert shown(field) == ["Sea", "Lake & Co"], "as in the sidebar"
    card = field.window().findChild(Choosing)
    assert card is not None
    place = card.list.visualRect(card.list.model().index(1, 0)).center()
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.text() == 'folder:"Lake & Co" '
    assert field.hasFocus()


def test_enter_searches_for_what_is_typed_as_long_as_no_row_is_gone_to(
    qtbot: QtBot, window: Application, field: SearchField
) -> None:
    QTest.keyClicks(field, "feed:li")
    assert shown(field) == ["Light"]
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.browsing.query.search == "feed:li")
    assert not is_open(field)
    assert window.window.articles.view.hasFocus()


def test_escape_puts_the_list_away_and_only_then_the_search(field: SearchField) -> None:
    QTest.keyClicks(field, "is:")
    assert shown(field) == ["unread", "read", "starred", "labelled", "hidden"]
    press(field, Qt.Key.Key_Escape)
    assert field.text() == "is:"
    assert not is_open(field)
    QTest.keyClicks(field, "st")
    assert not is_open(field), "it is not wanted for this value"
    QTest.keyClicks(field, " label:")
    assert is_open(field), "but for the next"
    press(field, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_value_in_the_middle_is_replaced_whole(field: SearchField) -> None:
    field.setText('\U0001f600 (feed:"light tower" x)')
    field.setCursorPosition(2 + len(' (feed:"ligh'))  # The first character is two of Qt's.
    QTest.keyClicks(field, "g")
    assert not is_open(field), "no feed is called so"
    press(field, Qt.Key.Key_Backspace)
    assert shown(field) == ["Light"]
    press(field, Qt.Key.Key_Tab)
    assert field.text() == "\U0001f600 (feed:Light x)"


def test_the_list_goes_with_the_keyboard_and_the_cursor(window: Application, field: SearchField) -> None:
    QTest.keyClicks(field, "x label:")
    assert is_open(field)
    press(field, Qt.Key.Key_Home)
    assert not is_open(field)
    press(field, Qt.Key.Key_End)
    QTest.keyClicks(field, "r")
    assert is_open(field)
    window.window.articles.view.setFocus()
    assert not is_open(field)


def test_what_is_whole_already_is_not_offered_again(field: SearchField) -> None:
    QTest.keyClicks(field, "label:recipe")
    assert is_open(field)
    press(field, Qt.Key.Key_S)
    assert shown(field) == ["Recipes"], "its capital is still to come"
    press(field, Qt.Key.Key_Tab)
    press(field, Qt.Key.Key_Backspace)
    assert not is_open(field)


def test_languages_of_the_library_come_when_they_are_known(
    qtbot: QtBot, window: Application, field: SearchField
) -> None:
    QTest.keyClicks(field, "lang:")
    qtbot.waitUntil(lambda: "en" in shown(field))
    assert language_words("de") == "Deutsch"
    assert language_words("xq") == ""


def test_rows_are_said_to_those_who_hear_them(
    window: Application, field: SearchField, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    QTest.keyClicks(field, "label:")
    assert said == ["2 to choose from; Down goes there"]
    press(field, Qt.Key.Key_Down)
    assert said[-1] == "Read later"


def test_it_stands_inside_the_window(window: Application, field: SearchField) -> None:
    window.window.resize(640, 420)
    QTest.keyClicks(field, "is:")
    card = field.window().findChild(Choosing)
    assert card is not None
    assert window.window.rect().contains(card._card().translated(card.pos()))
    assert card._card().translated(card.pos()).top() >= field.mapTo(window.window, QPoint(0, field.height())).y()
