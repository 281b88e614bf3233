"""The buttons of the row under the mouse: they follow it, do what they say, and nothing else moves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop_reader.ui.articles.pane import ArticlePane
from tests.ui.articles_fake import Library
from tests.ui.conftest import Show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_NONE, _LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


def mouse(
    pane: ArticlePane, kind: QEvent.Type, where: QPoint, button: Qt.MouseButton = _NONE, held: Qt.MouseButton = _NONE
) -> None:
    port = pane.view.viewport()
    event = QMouseEvent(
        kind, QPointF(where), QPointF(port.mapToGlobal(where)), button, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(port, event)


def move(pane: ArticlePane, where: QPoint) -> None:
    mouse(pane, QEvent.Type.MouseMove, where)


def click(pane: ArticlePane, press: QPoint, release: QPoint | None = None) -> None:
    mouse(pane, QEvent.Type.MouseButtonPress, press, _LEFT, _LEFT)
    mouse(pane, QEvent.Type.MouseButtonRelease, release or press, _LEFT)


def button(pane: ArticlePane, row: int, deed: str) -> QPoint:
    """The middle of a row's button, looked for as somebody would: from the right."""
    box = pane.view.visualRect(pane.model.index(row, 0))
    top = box.top() + pane._delegate._rows.head[0] + pane._delegate._rows.head[1] // 2
    found = [
        x for x in range(box.left(), box.right()) if pane._delegate.deed_at(pane.view, row, QPoint(x, top)) == deed
    ]
    assert len(found) == 24
    return QPoint(found[12], top)


@pytest.mark.parametrize("compact", [False, True])
def test_a_button_does_its_deed_and_opens_nothing(qtbot: QtBot, show: Show, compact: bool) -> None:
    pane = show(Library(50))
    pane.set_compact(compact)
    for deed, row in (("star", 2), ("read", 4)):
        where = button(pane, row, deed)
        move(pane, where)
        with qtbot.assertNotEmitted(pane.chosen), qtbot.waitSignal(pane.deed_wanted) as told:
            click(pane, where)
        assert told.args == [deed, 50 - row]
    assert pane.view.picked() == []


def test_beside_the_buttons_a_click_opens(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    where = button(pane, 2, "read") - QPoint(30, 0)
    move(pane, where)
    with qtbot.assertNotEmitted(pane.deed_wanted), qtbot.waitSignal(pane.chosen) as told:
        click(pane, where)
    assert told.args == [48]


def test_who_lets_go_elsewhere_thought_better_of_it(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    star, read = button(pane, 2, "star"), button(pane, 2, "read")
    with qtbot.assertNotEmitted(pane.deed_wanted), qtbot.assertNotEmitted(pane.chosen):
        click(pane, star, read)
        click(pane, star, button(pane, 3, "star"))


def test_they_are_where_the_mouse_is(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    quick = pane._delegate.quick
    bare = pane.view.viewport().grab().toImage()
    move(pane, QPoint(40, 3 * 102 + 50))
    assert (quick.row, quick.deed) == (3, "")
    shown = pane.view.viewport().grab().toImage()
    box = pane.view.visualRect(pane.model.index(3, 0))
    outside = [
        (x, y) for y in range(0, shown.height(), 3) for x in range(0, shown.width(), 3) if not box.contains(x, y)
    ]
    assert all(bare.pixel(x, y) == shown.pixel(x, y) for x, y in outside)
    left = range(box.left(), box.right() - 100)
    assert all(bare.pixel(x, y) == shown.pixel(x, y) for x in left for y in range(box.top(), box.bottom(), 2))
    assert bare != shown
    pane.view.verticalScrollBar().setValue(102)
    assert quick.row == 4, "another row came under the mouse"
    QApplication.sendEvent(pane.view.viewport(), QEvent(QEvent.Type.Leave))
    assert quick.row == -1


def test_they_tell_what_they_do(show: Show) -> None:
    library = Library(50)
    library.set(48, starred=True, unread=False)
    pane = show(library)
    for deed, words in (("star", "Remove star"), ("read", "Mark as unread")):
        where = button(pane, 2, deed)
        move(pane, where)
        event = QHelpEvent(QEvent.Type.ToolTip, where, pane.view.viewport().mapToGlobal(where))
        QApplication.sendEvent(pane.view.viewport(), event)
        assert QToolTip.text() == words
    QToolTip.hideText()


def test_where_nothing_may_be_written_there_are_none(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    where = button(pane, 2, "star")
    pane.view.hover.enabled = False
    move(pane, where)
    with qtbot.assertNotEmitted(pane.deed_wanted), qtbot.waitSignal(pane.chosen):
        click(pane, where)
    assert pane._delegate.quick.row == -1
