"""The window's panes at each width: where they stand, what is kept over the borders, and the drawer of a narrow one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSplitterHandle, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui import remembering
from desktop_reader.ui.crowding import Crowding
from desktop_reader.ui.panes import Room
from tests.ui.program import Start, click, press, resize, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def places(program: Application) -> dict[str, tuple[int, int]]:
    """Left edge and width of what is seen, in the window."""
    window = program.window
    panes = {
        "sidebar": window.sidebar,
        "list": window.articles,
        "page": window.reading,
        "dock": program.inspecting.dock,
    }
    return {
        name: (pane.mapTo(window, QPoint(0, 0)).x(), pane.width())
        for name, pane in panes.items()
        if pane.isVisibleTo(window)
    }


def drag(program: Application, handle: int, by: int) -> None:
    """The line between two panes."""
    line = program.window.panes.splitter.handle(handle)
    assert isinstance(line, QSplitterHandle)
    middle = QPoint(line.width() // 2, line.height() // 2)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(line, middle + QPoint(by, 0))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    settle()


# Where they stand.


@pytest.mark.parametrize("width", [1500, 1920])
def test_a_wide_window_has_all_panes_and_the_inspector_beside_the_page(start: Start, width: int) -> None:
    program = start(size=(width, 900))
    program.window.articles.view.pick(0)
    settle()
    assert program.window.panes.room is Room.WIDE
    assert places(program) == {
        "sidebar": (0, 244),
        "list": (245, 388),
        "page": (634, width - 634),
        "dock": (width - 320, 320),
    }


@pytest.mark.parametrize("width", [1000, 1280, 1499])
def test_a_usual_window_has_three_panes_and_the_inspector_under_the_text(start: Start, width: int) -> None:
    program = start(size=(width, 800))
    program.window.articles.view.pick(0)
    settle()
    assert places(program) == {"sidebar": (0, 216), "list": (217, 336), "page": (554, width - 554)}
    assert program.window.reading.view.viewport().isAncestorOf(program.inspecting.inspector)


@pytest.mark.parametrize("width", [640, 920, 999])
def test_a_narrow_window_has_list_and_page_and_a_button_for_the_feeds(start: Start, width: int) -> None:
    program = start(size=(width, 420))
    assert places(program) == {"list": (0, 320), "page": (321, width - 321)}
    assert program.window.articles.header.panel_button.isVisible()
    resize(program, 1000)
    assert not program.window.articles.header.panel_button.isVisible()


def test_at_its_smallest_the_window_cuts_nothing_off(start: Start) -> None:
    program = start(size=(640, 420))
    program.window.articles.view.pick(0)
    settle()
    window = program.window
    assert window.minimumSize() == QSize(640, 420)
    assert window.size() == QSize(640, 420)
    inside = QRect(QPoint(0, 0), window.size())
    for button in window.findChildren(QToolButton):
        if button.isVisible():
            assert inside.contains(QRect(button.mapTo(window, QPoint(0, 0)), button.size())), button.accessibleName()


def test_buttons_without_room_stand_in_the_menu_as_long_as_they_have_none(qtbot: QtBot) -> None:
    row, menu = QWidget(), QMenu()
    qtbot.addWidget(row)
    line = QHBoxLayout(row)
    line.setSpacing(2)
    crowding = Crowding(row, line, ("star", "read"))
    actions = {name: QAction(name, row) for name in ("share", "star", "find", "read")}
    buttons = {}
    for name, action in actions.items():
        buttons[name] = QToolButton()
        buttons[name].setFixedSize(32, 32)
        line.addWidget(buttons[name])
        crowding.add(buttons[name], action, name)
    last = QToolButton()
    last.setFixedSize(32, 32)
    line.addWidget(last)
    menu.addAction("Quit")
    menu.addAction(actions["find"])
    crowding.extend(menu)
    row.show()

    def state(buttons_wide: int) -> tuple[set[str], list[str]]:
        margins = line.contentsMargins()
        row.resize(34 * buttons_wide - 2 + margins.left() + margins.right(), 52)
        settle()
        menu.aboutToShow.emit()
        shown = {name for name, button in buttons.items() if button.isVisible()}
        return shown, [action.text() for action in menu.actions()]

    assert state(5) == ({"share", "star", "find", "read"}, ["Quit", "find"])
    assert state(4) == ({"share", "star", "read"}, ["Quit", "find"])
    assert state(3) == ({"star", "read"}, ["share", "", "Quit", "find"])
    assert state(2) == ({"star"}, ["share", "read", "", "Quit", "find"])
    assert last.isVisible()
    assert state(5) == ({"share", "star", "find", "read"}, ["Quit", "find"])


# What is kept.


def test_what_was_dragged_is_kept_for_each_amount_of_room(start: Start) -> None:
    program = start(size=(1280, 800))
    drag(program, 1, 44)
    drag(program, 2, 30)
    usual = places(program)
    assert usual["sidebar"][1] == pytest.approx(260, abs=3)
    assert usual["list"][1] == pytest.approx(322, abs=3)
    resize(program, 1600)
    assert places(program)["sidebar"] == (0, 244)
    assert places(program)["list"] == (245, 388)
    drag(program, 1, 40)
    wide = places(program)["sidebar"]
    assert wide[1] == pytest.approx(284, abs=3)
    resize(program, 800)
    drag(program, 1, 20)
    narrow = places(program)["list"]
    assert narrow[1] == pytest.approx(340, abs=3)
    resize(program, 1280)
    assert places(program) == usual
    resize(program, 1600)
    assert places(program)["sidebar"] == wide
    resize(program, 999)
    assert places(program)["list"] == narrow


def test_it_is_kept_over_a_restart(start: Start) -> None:
    program = start(size=(1280, 800))
    drag(program, 1, 44)
    sidebar, listed = places(program)["sidebar"][1], places(program)["list"][1]
    assert sidebar > 240
    press(program, "F9")
    state = remembering.state_of(program.window, program.inspecting)
    assert (state.usual, state.wide, state.narrow, state.sidebar) == ((sidebar, listed), (), (), False)
    again = start(filled=False, size=(1280, 800))
    remembering.restore(again.window, again.inspecting, replace(state, geometry=""))
    settle()
    assert places(again)["list"] == (0, listed)
    press(again, "F9")
    assert places(again)["sidebar"] == (0, sidebar)


def test_the_sidebar_that_was_hidden_stays_hidden_at_every_width(start: Start) -> None:
    program = start(size=(1280, 800))
    press(program, "F9")
    assert "sidebar" not in places(program)
    assert program.window.articles.header.panel_button.isVisible()
    for width in (1600, 900, 1280):
        resize(program, width)
        assert "sidebar" not in places(program)
    click(program.window.articles.header.panel_button)
    assert places(program)["sidebar"] == (0, 216)


def test_over_the_borders_and_back_nothing_is_lost(start: Start) -> None:
    program = start(size=(1280, 420))
    window = program.window
    view, page = window.articles.view, window.reading.view
    window.sidebar.view.setCurrentIndex(window.sidebar.model.index_for(Query(Scope.ALL)))
    press(program, "G", "A")
    view.pick(9)
    view.verticalScrollBar().setValue(500)
    settle()
    page.verticalScrollBar().setValue(300)
    article, listed = program.browsing.article, view.verticalScrollBar().value()
    for width in (999, 640, 1000, 1499, 1500, 1920, 998, 1280):
        resize(program, width, 420)
        assert program.browsing.article == article
        assert view.current() == article
        assert view.verticalScrollBar().value() == listed
    assert abs(page.verticalScrollBar().value() - 300) < 60


class Paints(QObject):
    """Counts what is painted, and how wide it was then."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.seen: dict[QWidget, list[int]] = {widget: [] for widget in watched}
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seen[watched].append(watched.width())
        return False


@pytest.fixture
def paints(start: Start) -> Iterator[tuple[Application, Paints]]:
    program = start(size=(1280, 800))
    program.window.articles.view.pick(0)
    settle()
    window = program.window
    watched = (window.sidebar, window.articles, window.reading, window.articles.view.viewport())
    paints = Paints(*watched, window.reading.view.viewport())
    yield program, paints
    for widget in paints.seen:
        widget.removeEventFilter(paints)


@pytest.mark.parametrize("width", [999, 1499, 1500, 1920, 640])
def test_nothing_is_painted_at_a_width_that_it_does_not_keep(paints: tuple[Application, Paints], width: int) -> None:
    program, painted = paints
    for seen in painted.seen.values():
        seen.clear()
    resize(program, width)
    for widget, widths in painted.seen.items():
        if widget.isVisible():
            assert set(widths) == {widget.width()}, widget
            assert len(widths) <= 2, widget
        else:
            assert widths == []


# The drawer of a narrow window.


@pytest.fixture
def narrow(start: Start) -> Application:
    return start(size=(800, 600))


def test_the_button_opens_the_drawer_over_the_list(narrow: Application) -> None:
    window = narrow.window
    click(window.articles.header.panel_button)
    assert places(narrow) == {"sidebar": (0, 244), "list": (0, 320), "page": (321, 479)}
    assert window.sidebar.height() == 600
    assert window.sidebar.view.hasFocus()
    assert window.childAt(100, 300) is window.sidebar.view.viewport()


@pytest.mark.parametrize("way", ["escape", "outside", "key", "button"])
def test_the_drawer_closes_and_the_list_has_the_keyboard(narrow: Application, way: str) -> None:
    window = narrow.window
    press(narrow, "F9")
    assert window.panes.drawer.is_open
    if way == "escape":
        press(narrow, "Esc")
    elif way == "outside":
        click(window.panes.drawer, QPoint(600, 300))
    elif way == "key":
        press(narrow, "F9")
    else:
        click(window.sidebar.panel_button)
    assert not window.panes.drawer.is_open
    assert window.articles.view.hasFocus()


def test_a_feed_that_is_clicked_is_shown_and_the_drawer_goes(narrow: Application) -> None:
    window = narrow.window
    press(narrow, "F9")
    view = window.sidebar.view
    everything = window.sidebar.model.index_for(Query(Scope.STARRED))
    click(view.viewport(), view.visualRect(everything).center())
    assert narrow.browsing.query.scope is Scope.STARRED
    assert not window.panes.drawer.is_open


def test_the_arrows_look_through_feeds_and_enter_goes_on_in_the_list(narrow: Application) -> None:
    window = narrow.window
    press(narrow, "F9", "Home", "Down", "Down")
    assert window.panes.drawer.is_open
    assert narrow.browsing.query.scope is Scope.STARRED
    press(narrow, "Return")
    assert not window.panes.drawer.is_open
    assert window.articles.view.hasFocus()


def test_enter_opens_and_closes_a_folder_in_the_drawer(narrow: Application) -> None:
    window = narrow.window
    press(narrow, "F9", "Home", "Down", "Down", "Down")
    view = window.sidebar.view
    assert window.sidebar.model.hasChildren(view.currentIndex())
    was = view.isExpanded(view.currentIndex())
    press(narrow, "Return")
    assert window.panes.drawer.is_open
    assert view.isExpanded(view.currentIndex()) is not was


def test_whoever_goes_on_elsewhere_leaves_no_drawer_open(narrow: Application) -> None:
    press(narrow, "F9")
    press(narrow, "/")
    assert narrow.window.articles.search.hasFocus()
    assert not narrow.window.panes.drawer.is_open


def test_a_window_that_becomes_wider_puts_the_drawer_back(narrow: Application) -> None:
    window = narrow.window
    press(narrow, "F9")
    resize(narrow, 1100)
    assert not window.panes.drawer.is_open
    assert places(narrow)["sidebar"] == (0, 216)
    assert window.sidebar.view.hasFocus()
    resize(narrow, 800)
    assert "sidebar" not in places(narrow)
    assert window.articles.view.hasFocus()


def test_from_right_to_left_the_drawer_comes_from_the_right(start: Start, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        program = start(size=(800, 600))
        press(program, "F9")
        assert places(program)["sidebar"] == (800 - 244, 244)
        left, wide = places(program)["list"]
        assert (abs(left - 480) <= 1, wide) == (True, 320)  # Qt's splitter is one off, mirrored.
        program.window.grab()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


# From pane to pane.


@pytest.mark.parametrize(("width", "stops"), [(1280, "sidebar list page inspector"), (800, "list page inspector")])
def test_one_key_goes_from_pane_to_pane_and_back(start: Start, width: int, stops: str) -> None:
    program = start(size=(width, 800))
    window = program.window
    window.articles.view.pick(0)
    window.articles.view.setFocus()
    settle()
    panes = {
        "inspector": program.inspecting.inspector,
        "sidebar": window.sidebar,
        "list": window.articles,
        "page": window.reading,
    }

    def here() -> str:
        focus = QApplication.focusWidget()
        return next(name for name, pane in panes.items() if focus is not None and pane.isAncestorOf(focus))

    way = []
    for _ in stops.split():
        press(program, "F6")
        way.append(here())
    order = stops.split()
    begin = order.index("list") + 1
    assert way == order[begin:] + order[:begin]
    back = []
    for _ in stops.split():
        press(program, "Shift+F6")
        back.append(here())
    assert back == [*reversed(way[:-1]), "list"]
