"""Several rows are picked, a million of them as quickly as two; and the list is cleaned up and made denser."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.records.listing import Part
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.articles.asking import Kind
from desktop_reader.ui.articles.pane import ArticlePane
from tests.ui.articles_fake import Later, Library
from tests.ui.conftest import Show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def click(qtbot: QtBot, pane: ArticlePane, row: int, held: Qt.KeyboardModifier) -> None:
    where = pane.view.visualRect(pane.model.index(row, 0)).center()
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, held, where)


def heading(pane: ArticlePane) -> str:
    return pane.header.heading.accessibleName()


# Picking


def test_mouse_and_keys_pick_several_and_what_is_shown_stays(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    pane.show_heading("Today", 7)
    pane.view.setFocus()
    pane.view.pick(1)
    with qtbot.assertNotEmitted(pane.chosen):
        click(qtbot, pane, 4, _SHIFT)
        assert pane.view.picked() == [49, 48, 47, 46]
        click(qtbot, pane, 2, _CONTROL)
        assert pane.view.picked() == [49, 47, 46]
        assert heading(pane) == "Today, 3 selected"
        qtbot.keyClick(pane.view, Qt.Key.Key_Down, _SHIFT)
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert pane.view.count_picked() == 1
    assert heading(pane) == "Today, 7 unread"


def test_a_pull_of_the_mouse_opens_nothing_on_its_way(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    centre = [pane.view.visualRect(pane.model.index(row, 0)).center() for row in range(4)]
    heard: list[int] = []
    pane.chosen.connect(heard.append)
    port = pane.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=centre[0])
    for where in centre[1:]:
        qtbot.mouseMove(port, where)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=centre[3])
    assert heard == [50]


def test_all_of_a_million_cost_no_more_than_two(qtbot: QtBot, show: Show) -> None:
    size = 1_000_000
    library = Library(0)
    library.listed = array("q", range(size, 0, -1))
    pane = show(library)
    pane.show_heading("All", 7)
    pane.view.setFocus()
    library.asked.clear()
    qtbot.keyClick(pane.view, Qt.Key.Key_A, _CONTROL)
    assert pane.view.count_picked() == size
    assert heading(pane) == "All, 1,000,000 selected"
    part = pane.view.picked_part()(library)
    assert isinstance(part, Part)
    assert len(part) == size
    assert part[:3] == array("q", (size, size - 1, size - 2))
    assert set(library.asked) <= {"rows"}, "what is painted, and nothing else"


def test_what_is_picked_before_the_list_is_whole_is_asked_for(qtbot: QtBot, show: Show) -> None:
    library = Library(5_000)
    pane = show(library, ask=Later(library))
    pane.view.setFocus()
    pane.view.selectAll()
    question = pane.view.picked_part()
    library.add_on_top(3)  # They came while it was under way, and nobody has seen them.
    assert list(question(library)) == list(range(5_000, 0, -1))
    pane.view.pick(2)
    qtbot.keyClick(pane.view, Qt.Key.Key_End, _SHIFT)
    library.remove(5_003, 5_002, 5_001)
    assert list(pane.view.picked_part()(library)) == list(range(4_998, 0, -1))


@given(st.lists(st.integers()), st.lists(st.tuples(st.integers(-2, 9), st.integers(-2, 9))))
def test_a_part_is_its_rows(numbers: list[int], spans: list[tuple[int, int]]) -> None:
    listed = array("q", [number % 1_000 for number in numbers])
    part = Part(listed, spans)
    expected = [listed[row] for low, high in spans for row in range(max(low, 0), min(high + 1, len(listed)))]
    assert list(part) == part.ids().tolist() == expected
    assert len(part) == len(expected)
    assert part[1:3].tolist() == expected[1:3]


# Above and below


@pytest.mark.parametrize("whole", [True, False])
def test_all_above_and_all_below_are_questions(show: Show, whole: bool) -> None:
    library = Library(3_000)
    ask = Later(library)
    pane = show(library, ask=ask)
    if whole:
        ask.answer()
    above = pane.model.beyond(2_990, below=False)
    below = pane.model.beyond(2_990, below=True)
    nowhere = pane.model.beyond(77_777, below=True)
    assert list(above(library)) == list(range(3_000, 2_990, -1))
    assert list(below(library)) == list(range(2_989, 0, -1))
    assert not nowhere(library)
    assert not pane.model.beyond(3_000, below=False)(library)
    assert not pane.model.beyond(1, below=True)(library)


# The menu


def test_the_menu_by_keyboard_is_for_what_is_picked(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(200))
    pane.view.setFocus()
    asked: list[int] = []
    pane.menu_wanted.connect(lambda article, where: asked.append(article))
    qtbot.keyClick(pane.view, Qt.Key.Key_F10, _SHIFT)
    assert asked == [], "nothing is picked"
    pane.view.pick(3)
    qtbot.keyClick(pane.view, Qt.Key.Key_F10, _SHIFT)
    port = pane.view.viewport()
    middle = port.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, port.mapToGlobal(middle))
    QApplication.sendEvent(port, event)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, _SHIFT)
    pane.view.verticalScrollBar().setValue(100 * 102)
    qtbot.keyClick(pane.view, Qt.Key.Key_F10, _SHIFT)
    assert asked == [197, 197, 0]
    assert port.rect().contains(pane.view.visualRect(pane.view.currentIndex())), "the menu is beside its row"


def test_a_right_click_into_several_is_for_all_of_them(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    pane.view.setFocus()
    pane.view.pick(1)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, _SHIFT)
    asked: list[int] = []
    pane.menu_wanted.connect(lambda article, where: asked.append(article))
    port = pane.view.viewport()
    for row in (2, 4):
        where = pane.view.visualRect(pane.model.index(row, 0)).center()
        QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, port.mapToGlobal(where)))
    assert asked == [0, 46]
    assert pane.view.count_picked() == 2


# Cleaning up


def test_what_was_read_stays_until_the_list_is_cleaned_up(qtbot: QtBot, show: Show) -> None:
    library = Library(100)
    pane = show(library, Query(Scope.UNREAD))
    pane.view.pick(3)
    assert pane.view.current() == 94
    for article in (100, 96, 94, 92, 50):
        library.set(article, unread=False)
    pane.apply(Changes(state=(100, 96, 94, 92, 50)))
    assert pane.model.rowCount() == 50
    place = pane.view.visualRect(pane.view.currentIndex()).top()
    cleaned: list[int] = []
    with qtbot.assertNotEmitted(pane.chosen):
        pane.model.clean_up(94, cleaned.append)
    assert cleaned == [4]
    assert pane.model.rowCount() == 46
    assert (pane.view.current(), pane.view.currentIndex().row()) == (94, 1)
    assert pane.view.visualRect(pane.view.currentIndex()).top() <= place
    pane.model.clean_up(94, cleaned.append)
    assert cleaned == [4, 0]


def test_cleaning_up_waits_for_the_list_and_for_what_comes(show: Show) -> None:
    library = Library(3_000)
    ask = Later(library)
    pane = show(library, Query(Scope.UNREAD), ask=ask)
    cleaned: list[int] = []
    library.set(2_998, unread=False)
    pane.model.clean_up(0, cleaned.append)
    library.set(2_998, unread=True)
    ask.answer(Kind.LIST)
    library.set(2_996, unread=False)
    pane.apply(Changes(state=(2_996,), new=library.add_on_top(2)))
    ask.answer(Kind.CHANGE)  # The rows move while it is asked.
    ask.answer(Kind.CLEAN)
    assert cleaned == []
    ask.answer(Kind.CLEAN)
    assert cleaned == [1]
    assert pane.model.rowCount() == 1_500 + 1 - 1


def test_a_long_list_is_cleaned_up_alike(show: Show) -> None:
    library = Library(12_000)
    pane = show(library, Query(Scope.UNREAD))
    pane.view.verticalScrollBar().setValue(3_000 * 102 + 9)
    kept = pane.model.id_at(3_001)
    read = [article for article in range(2, 12_001, 2) if article % 10 and article != kept]
    for article in read:
        library.set(article, unread=False)
    cleaned: list[int] = []
    pane.model.clean_up(0, cleaned.append)
    assert cleaned == [len(read)]
    assert pane.model.rowCount() == 6_000 - len(read)


# Density


def test_dense_rows_are_of_one_line_and_the_row_looked_at_stays(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5_000))
    pane.view.pick(100)
    pane.view.verticalScrollBar().setValue(98 * 102 + 31)
    where = pane.view.visualRect(pane.view.currentIndex()).top()
    with qtbot.waitSignal(pane.compacted) as told:
        pane.header.compact_wanted.connect(pane.toggle_compact)
        next(one for one in pane.header.sort_button.menu().actions() if one.text() == "Compact rows").trigger()
    assert told.args == [True]
    assert pane.view.rowHeight(0) == 44
    assert pane.view.visualRect(pane.view.currentIndex()).top() == where
    pane.toggle_compact()
    assert pane.view.rowHeight(0) == 102
    assert pane.view.visualRect(pane.view.currentIndex()).top() == where


def test_without_a_current_row_the_top_stays(show: Show) -> None:
    pane = show(Library(5_000))
    pane.set_compact(True)
    assert pane.view.rowAt(0) == 0
    pane.view.verticalScrollBar().setValue(700 * 44)
    pane.set_compact(False)
    assert pane.view.rowAt(0) == 700


def test_dense_rows_mark_what_was_searched_for(show: Show) -> None:
    library = Library(40)
    pane = show(library)
    pane.set_compact(True)
    pane.open(Query(search="3"))
    pane.view.viewport().grab()
    lines = pane._delegate._kit.breaker._lines
    assert lines[33].title.lineCount() == 1
    assert len(lines[33].marks) == 1
    assert len(lines[3].marks) == 1


# Time


def test_the_time_words_are_renewed_while_they_are_seen(show: Show) -> None:
    pane = show(Library(5))
    assert pane.view._clock.isActive()
    pane.hide()
    assert not pane.view._clock.isActive()
    pane.show()
    assert pane.view._clock.isActive()
    assert pane.view._clock.interval() == 60_000
