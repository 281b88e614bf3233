# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""A kept search that is put together from conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QMenu, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.library.saved_searches import saved_searches
from desktop_reader.text.search_query import AllOf, AnyOf, Not, Words, parse
from desktop_reader.text.search_values import Asks, Filter
from desktop_reader.text.search_writing import joined, without, worded
from desktop_reader.ui.building.conditions import abouts
from desktop_reader.ui.building.dialog import SearchBuilder
from desktop_reader.ui.building.row import Condition
from desktop_reader.ui.commands import menus
from tests.text.test_search_query import TYPED
from tests.ui.test_menus import named, of_row, outside, window
from tests.ui.test_saved_searches import keep, row, rows_of, typed

__all__ = ["outside", "window"]  # Fixtures.

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")


def form(window: Application) -> SearchBuilder:
    window.window.deck.action("search.add").trigger()
    found = window.window.findChild(SearchBuilder)
    assert found is not None
    return found


def choose(condition: Condition, about: str) -> None:
    condition.about.setCurrentIndex(condition.about.findData(about))


def save_button(builder: SearchBuilder) -> QPushButton:
    return builder.buttons.button(QDialogButtonBox.StandardButton.Save)


def line(condition: Condition) -> QLineEdit:
    value = condition.value.lineEdit() if isinstance(condition.value, QComboBox) else condition.value
    assert isinstance(value, QLineEdit)
    return value


def test_a_search_is_put_together_counted_and_kept(qtbot: QtBot, window: Application) -> None:
    builder = form(window)
    assert builder.focusWidget() is line(builder.conditions[0])
    assert not save_button(builder).isEnabled()
    assert not builder.conditions[0].remove.isVisible(), "one there must be"
    QTest.keyClicks(line(builder.conditions[0]), "note")
    qtbot.waitUntil(lambda: builder.count.text().startswith("Finds 5 "))
    QTest.mouseClick(builder.add, Qt.MouseButton.LeftButton)
    feed = builder.conditions[1]
    assert feed.about.currentData() == "feed"
    assert isinstance(feed.value, QComboBox)
    assert [feed.value.itemText(n) for n in range(feed.value.count())] == ["Harbour", "Light"]
    QTest.keyClicks(line(feed), "light")
    qtbot.waitUntil(lambda: builder.count.text().startswith("Finds 0 "))
    assert builder.said.text() == "note feed:Light", "as it is called"
    QTest.mouseClick(builder.either, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: builder.count.text().startswith("Finds 6 "))
    assert builder.said.text() == "note OR feed:Light"
    QTest.keyClicks(builder.title, "Sea & light")
    QTest.mouseClick(save_button(builder), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rows_of(window) == [("Sea & light", 6)])
    qtbot.waitUntil(lambda: window.browsing.query.search == "note OR feed:Light")  # It is shown.
    window.window.undo.undo()
    qtbot.waitUntil(lambda: rows_of(window) == [])


def test_without_a_name_it_is_called_by_its_words(qtbot: QtBot, window: Application) -> None:
    builder = form(window)
    QTest.keyClicks(line(builder.conditions[0]), "lamp")
    QTest.keyClick(line(builder.conditions[0]), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.search for one in saved_searches(window.reader)] == ["lamp"])
    assert saved_searches(window.reader)[0].title == "lamp"


def test_what_is_wrong_is_told_below_its_row(qtbot: QtBot, window: Application) -> None:
    builder = form(window)
    QTest.keyClicks(line(builder.conditions[0]), "note")
    QTest.mouseClick(builder.add, Qt.MouseButton.LeftButton)
    choose(builder.conditions[1], "after")
    QTest.keyClicks(line(builder.conditions[1]), "2024-13-01")
    qtbot.waitUntil(builder.conditions[1].complaint.isVisible)
    assert "2024-13-01" in builder.conditions[1].complaint.text()
    assert builder.conditions[1].value.accessibleDescription() == builder.conditions[1].complaint.text()
    assert not builder.conditions[0].complaint.isVisible()
    assert not save_button(builder).isEnabled()
    QTest.mouseClick(builder.conditions[1].remove, Qt.MouseButton.LeftButton)
    assert save_button(builder).isEnabled()
    assert builder.said.text() == "note"
    assert line(builder.conditions[0]).isVisible()


def test_each_kind_of_condition_is_typed_as_the_field_wants_it(window: Application) -> None:
    builder = form(window)
    condition = builder.conditions[0]
    wanted = {
        "words": ("moon* (a OR b", "moon* a OR b"),
        "without": ("moon landing", "-(moon landing)"),
        "intitle": ("moon landing", 'intitle:"moon landing"'),
        "author": ("garcia", "author:garcia"),
        "feed": ("BBC News", 'feed:"BBC News"'),
        "folder": ("sea", "folder:Sea"),
        "label": ('my "own"', 'label:"my own"'),
        "lang": ("de", "lang:de"),
        "after": ("7d", "after:7d"),
        "before": ("2024", "before:2024"),
    }
    for about, (value, said) in wanted.items():
        choose(condition, about)
        line(condition).setText(value)
        assert condition.typed == said
        assert not condition.mistakes
    choose(condition, "is")
    assert condition.typed == "is:unread"
    choose(condition, "not")
    assert isinstance(condition.value, QComboBox)
    condition.value.setCurrentIndex(2)
    assert condition.typed == "-is:starred"
    choose(condition, "longer")
    assert isinstance(condition.value, QSpinBox)
    assert condition.typed == "words:>500"
    choose(condition, "shorter")
    condition.value.setValue(90)
    assert condition.typed == "words:<90"
    assert {"is", "not", "longer", "shorter", *wanted} == set(abouts())


def test_what_is_searched_for_is_where_it_begins(qtbot: QtBot, window: Application) -> None:
    typed(qtbot, window, "note is:unread")
    builder = form(window)
    assert line(builder.conditions[0]).text() == "note is:unread"
    assert builder.said.text() == "note is:unread"


def test_it_is_in_the_menus_of_the_sidebar(qtbot: QtBot, window: Application) -> None:
    assert named(of_row(window, "nothing"), "New saved search…")
    keep(qtbot, window, "note")
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, "search", row(window, "note").id, menu)
    assert [one.text() for one in menu.actions() if one.text()] == [
        "New saved search…",
        "Edit search",
        "Rename",
        "Remove search",
    ]


def test_conditions_are_many_but_not_without_end(window: Application) -> None:
    builder = form(window)
    while builder.add.isEnabled():
        QTest.mouseClick(builder.add, Qt.MouseButton.LeftButton)
    assert len(builder.conditions) == 20
    for one in builder.conditions:
        choose(one, "words")
        line(one).setText("w" * 60)
    assert not save_button(builder).isEnabled()
    assert builder.count.text() == "That is longer than a search can be."


@settings(max_examples=300, deadline=None)
@given(TYPED.filter(lambda text: len(text) < 120), st.booleans())
def test_words_reach_over_nothing_that_is_put_beside_them(text: str, either: bool) -> None:
    own = parse(f"{worded(text)} ").tree
    tree = parse(f"{joined((worded(text), 'label:later'), either)} ").tree
    label = Filter(Asks.LABEL, "later")
    if own is None:
        assert tree == label
    elif either:
        wanted = own.parts if isinstance(own, AnyOf) else (own,)
        assert tree == AnyOf((*wanted, label))
    else:
        assert isinstance(tree, AllOf)
        assert tree.parts[-1] == label
        assert AllOf(tree.parts[:-1]) in (own, AllOf((own,)))


def test_without() -> None:
    assert without("") == ""
    assert without("-a") == "-a"
    assert parse(f"{without('a b')} ").tree == Not(AllOf((Words("a"), Words("b"))))
