# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""Articles are pulled out of the list and dropped onto a label of the sidebar; the details tell their labels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.label import AddLabel, PutLabel
from desktop_reader.library.labels import labels
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.articles.pulling import Pulling
from desktop_reader.ui.dragged import ARTICLES
from desktop_reader.ui.inspecting import Inspecting
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.sidebar.tree import Key, Kind
from tests.ui.test_menus import ids, outside, window

__all__ = ["outside", "window"]  # Fixtures.

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, COPY = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


@pytest.fixture
def dragged(qtbot: QtBot, window: Application) -> list[int]:
    """How many rows each drag had; and there are two labels."""
    for title in ("Read later", "Recipes"):
        window.worker.submit(AddLabel(title), lambda _: None)
    qtbot.waitUntil(lambda: len(window.window.sidebar.model.shelf.labels) == 2)
    pulling = window.window.articles.view.findChild(Pulling)
    assert pulling is not None
    found: list[int] = []

    def drag(data: QMimeData, picture: QPixmap) -> None:
        assert not picture.isNull()
        found.append(int(bytes(data.data(ARTICLES).data())))

    pulling.drag = drag
    return found


def mouse(window: Application, kind: QEvent.Type, row: int, x: int, y: int = 0) -> None:
    view = window.window.articles.view
    where = QPointF(view.visualRect(view.model().index(row, 0)).center() + QPoint(x, y))
    button = NO_BUTTON if kind == QEvent.Type.MouseMove else LEFT
    buttons = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT
    event = QMouseEvent(kind, where, QPointF(view.viewport().mapToGlobal(where)), button, buttons, PLAIN)
    QApplication.sendEvent(view.viewport(), event)


def pull(window: Application, row: int, x: int, y: int = 0) -> None:
    mouse(window, QEvent.Type.MouseButtonPress, row, 0)
    for part in range(1, 5):
        mouse(window, QEvent.Type.MouseMove, row, x * part // 4, y * part // 4)
    mouse(window, QEvent.Type.MouseButtonRelease, row, x, y)


def picked(window: Application) -> list[int]:
    view = window.window.articles.view
    return [index.row() for index in view.selectionModel().selectedRows()]


def drop(window: Application, title: str) -> bool:
    """As Qt does it; a real drag would wait for a mouse."""
    view = window.window.sidebar.view
    number = next((one.id for one in labels(window.reader) if one.title == title), 0)
    key = Key(Kind.LABEL, number) if number else Key(Kind.UNREAD)
    data = QMimeData()
    data.setData(ARTICLES, b"1")
    where = view.visualRect(view.model().index_of(key)).center()  # type: ignore[attr-defined]
    enter = QDragEnterEvent(where, COPY, data, LEFT, PLAIN)
    view.dragEnterEvent(enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(where, COPY, data, LEFT, PLAIN)
    view.dragMoveEvent(move)
    view.grab()  # With the sign of where it would drop.
    end = QDropEvent(QPointF(where), COPY, data, LEFT, PLAIN)
    view.dropEvent(end)
    assert end.isAccepted() == move.isAccepted()
    return end.isAccepted()


def labelled(window: Application, title: str) -> list[str]:
    number = next(one.id for one in labels(window.reader) if one.title == title)
    reader = window.reader
    return sorted(row.title for row in reader.rows(list(reader.all_ids(Query(Scope.LABEL, number)))).values())


def test_a_row_is_pulled_out_sideways(window: Application, dragged: list[int]) -> None:
    pull(window, 2, -80)
    assert dragged == [1]
    assert picked(window) == [2], "the press chose it"


def test_pulled_up_or_down_the_mouse_picks_rows(window: Application, dragged: list[int]) -> None:
    height = window.window.articles.view.rowHeight(0)
    pull(window, 0, 4, 2 * height)
    assert dragged == []
    assert picked(window) == [0, 1, 2]


def test_of_several_rows_all_are_pulled(window: Application, dragged: list[int]) -> None:
    view = window.window.articles.view
    view.pick(1)
    view.extend(3)
    pull(window, 2, 80, 6)
    assert dragged == [3]
    assert picked(window) == [1, 2, 3]


def test_a_click_on_one_of_several_chooses_it(window: Application, dragged: list[int]) -> None:
    view = window.window.articles.view
    view.pick(1)
    view.extend(3)
    pull(window, 2, 3, 2)
    assert dragged == []
    assert picked(window) == [2]
    assert window.browsing.article == view.current()


def test_a_pull_down_from_one_of_several_picks_anew(window: Application, dragged: list[int]) -> None:
    view = window.window.articles.view
    view.pick(0)
    view.extend(3)
    pull(window, 2, 0, view.rowHeight(0))
    assert dragged == []
    assert picked(window) == [2, 3]


def test_what_is_dropped_onto_a_label_has_it_and_can_be_taken_back(
    qtbot: QtBot, window: Application, dragged: list[int]
) -> None:
    view = window.window.articles.view
    view.pick(0)
    view.extend(1)
    assert drop(window, "Recipes")
    qtbot.waitUntil(lambda: labelled(window, "Recipes") == ["Note 5", "The lamp"])
    assert labelled(window, "Read later") == []
    assert not drop(window, "No such label"), "nowhere else"
    qtbot.waitUntil(lambda: bool(window.window.undo._past))
    window.window.undo.undo()
    qtbot.waitUntil(lambda: labelled(window, "Recipes") == [])


def test_the_sign_goes_when_the_mouse_leaves(window: Application, dragged: list[int]) -> None:
    view = window.window.sidebar.view
    window.window.articles.view.pick(0)
    data = QMimeData()
    data.setData(ARTICLES, b"1")
    where = view.visualRect(view.model().index_of(Key(Kind.LABEL, 1))).center()  # type: ignore[attr-defined]
    move = QDragMoveEvent(where, COPY, data, LEFT, PLAIN)
    view.dragMoveEvent(move)
    assert view._above_label
    view.dragLeaveEvent(QDragLeaveEvent())
    assert not view._above_label
    assert view._drop is None
    view.takes_articles = False  # As where the library is only read.
    enter = QDragEnterEvent(where, COPY, data, LEFT, PLAIN)
    view.dragEnterEvent(enter)
    assert not enter.isAccepted()
    view.dropEvent(QDropEvent(QPointF(where), COPY, data, LEFT, PLAIN))
    assert labelled(window, "Read later") == []


def inspector(window: Application) -> Inspector:
    found = window.window.findChild(Inspecting)
    assert found is not None
    return found.inspector


def test_the_details_show_the_labels_and_lead_to_them(qtbot: QtBot, window: Application, dragged: list[int]) -> None:
    window.window.resize(1600, 900)
    lamp = ids(window)["The lamp"]
    window.browsing.open(lamp)
    details = inspector(window).details
    qtbot.waitUntil(details.isVisible)
    assert not details.labels.isVisible()
    for label in labels(window.reader):
        window.worker.submit(PutLabel(label.id, (lamp,)), lambda _: None)
    qtbot.waitUntil(lambda: [chip.text() for chip in details.labels.chips] == ["Read later", "Recipes"])
    qtbot.waitUntil(details.labels.isVisible)
    one, other = details.labels.chips
    assert other.accessibleName() == "All articles labelled “Recipes”"
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.ringed
    details.grab()
    QTest.mouseClick(other, LEFT)
    assert window.browsing.query == Query(Scope.LABEL, other.label.id)


def test_many_labels_take_as_many_lines_as_they_need(qtbot: QtBot, window: Application, dragged: list[int]) -> None:
    window.window.resize(1600, 900)
    lamp = ids(window)["The lamp"]
    for title in (f"A label called {n}" for n in range(9)):
        window.worker.submit(AddLabel(title), lambda _: None)
    window.worker.submit(AddLabel("w" * 80), lambda _: None)
    qtbot.waitUntil(lambda: len(labels(window.reader)) == 12)
    for label in labels(window.reader):
        window.worker.submit(PutLabel(label.id, (lamp,)), lambda _: None)
    window.browsing.open(lamp)
    chips = inspector(window).details.labels
    qtbot.waitUntil(lambda: len(chips.chips) == 12 and chips.chips[-1].geometry().bottom() <= chips.height())
    room = chips.rect()
    places = [chip.geometry() for chip in chips.chips]
    assert all(room.contains(place) for place in places)
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[:at])
