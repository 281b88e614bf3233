"""New articles never move what is looked at; a pill tells of those above, and leads to them."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_reader.library import lists
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.ui.articles.arrivals import Arrivals
from desktop_reader.ui.articles.moves import Change
from desktop_reader.ui.articles.pane import ArticlePane
from tests.ui.articles_fake import Library
from tests.ui.conftest import Show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def arrive(pane: ArticlePane, library: Library, count: int) -> None:
    pane.apply(Changes(new=library.add_on_top(count)))


def top(pane: ArticlePane) -> tuple[int, int]:
    row = pane.view.rowAt(0)
    return pane.model.id_at(row), pane.view.rowViewportPosition(row)


def told(pane: ArticlePane) -> str:
    return "" if pane.pill.isHidden() else pane.pill.text()


def test_who_reads_at_the_top_stays_where_he_is(qtbot: QtBot, show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.pick(0)
    arrive(pane, library, 12)
    assert top(pane) == (100, 0)
    assert told(pane) == "12 new"
    arrive(pane, library, 1_300)
    assert (top(pane), told(pane)) == ((100, 0), "1,312 new")
    assert pane.pill.accessibleName() == "1,312 new"
    qtbot.mouseClick(pane.pill, Qt.MouseButton.LeftButton)
    assert (top(pane), told(pane)) == ((1_412, 0), "")
    assert pane.view.current() == 100


def test_home_leads_there_too(qtbot: QtBot, show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.pick(3)
    arrive(pane, library, 5)
    assert told(pane) == "5 new"
    qtbot.keyClick(pane.view, Qt.Key.Key_Home)
    assert (top(pane), told(pane), pane.view.current()) == ((105, 0), "", 105)


def test_those_that_are_come_upon_are_new_no_more(show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.verticalScrollBar().setValue(40 * 102 + 7)
    arrive(pane, library, 10)
    assert told(pane) == "10 new"
    pane.view.verticalScrollBar().setValue(4 * 102)
    assert told(pane) == "4 new"
    pane.view.verticalScrollBar().setValue(50 * 102)
    assert told(pane) == "4 new", "those below have been seen"
    arrive(pane, library, 2)
    assert told(pane) == "6 new"
    pane.open(Query())
    assert told(pane) == ""


def test_what_goes_again_is_not_told(show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.verticalScrollBar().setValue(40 * 102)
    arrive(pane, library, 3)
    library.remove(102, 90)
    pane.apply(Changes(removed=(102, 90)))
    assert told(pane) == "2 new"
    assert top(pane)[0] == 60


def test_what_comes_below_is_not_told(show: Show) -> None:
    library = Library(100)
    pane = show(library, Query(reverse=True))
    pane.view.verticalScrollBar().setValue(10 * 102)
    arrive(pane, library, 3)
    assert pane.model.rowCount() == 103
    assert told(pane) == ""


def test_where_nobody_has_begun_to_read_they_are_simply_shown(show: Show) -> None:
    library = Library(100)
    pane = show(library)
    arrive(pane, library, 5)
    assert (top(pane), told(pane)) == ((105, 0), "")


def test_the_pill_is_in_the_middle_of_the_list(show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.pick(0)
    arrive(pane, library, 5)
    for width in (336, 500):
        pane.resize(width, 700)
        assert abs(pane.pill.geometry().center().x() - pane.view.geometry().center().x()) <= 1
    assert pane.view.geometry().contains(pane.pill.geometry())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rows_are_followed_wherever_they_go(data: st.DataObject) -> None:
    """Against a list that simply marks which of its articles are new and unseen."""
    listed = array("q", range(data.draw(st.integers(0, 12))))
    unseen: set[int] = set()
    fresh, arrivals = 100, Arrivals()
    for _ in range(data.draw(st.integers(1, 6))):
        gone = sorted(data.draw(st.sets(st.integers(0, max(0, len(listed) - 1)), max_size=4))) if listed else []
        left = lists.without(listed, gone)
        places = sorted(data.draw(st.lists(st.integers(0, len(left)), max_size=3)))
        runs = []
        for place in places:
            count = data.draw(st.integers(1, 3))
            runs.append((place, list(range(fresh, fresh + count))))
            fresh += count
        unseen |= {article for _, articles in runs for article in articles}
        listed = lists.with_runs(left, runs)
        unseen &= set(listed)
        arrivals.move(Change(listed, gone, [(row, len(articles)) for row, articles in runs]))
        row = data.draw(st.integers(0, len(listed)))
        arrivals.see(row)
        unseen -= set(listed[row:])
        assert arrivals.count == len(unseen)
