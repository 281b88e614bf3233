"""The passing notice: says it, offers to take it back, goes, and is never in the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.ui.notice import Notice
from desktop_reader.ui.theme.theme import Theme


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    return window


@pytest.fixture
def notice(window: QMainWindow) -> Notice:
    return Notice(Theme("light"), window)


def words(notice: Notice) -> QLabel:
    return notice.findChildren(QLabel)[0]


def button(notice: Notice) -> QPushButton:
    return notice.findChildren(QPushButton)[0]


def inside(notice: Notice, window: QMainWindow) -> bool:
    return window.rect().contains(notice.geometry())


def test_it_says_it_and_offers_to_take_it_back_once(qtbot: QtBot, notice: Notice) -> None:
    acts: list[int] = []
    assert not notice.isVisible()
    notice.say("7 articles marked as read", "Undo", lambda: acts.append(1))
    assert notice.isVisible()
    assert (words(notice).text(), button(notice).text()) == ("7 articles marked as read", "Undo")
    qtbot.mouseClick(button(notice), Qt.MouseButton.LeftButton)
    assert acts == [1]
    assert not notice.isVisible()


def test_without_a_deed_there_is_no_button_not_even_that_of_the_last_notice(qtbot: QtBot, notice: Notice) -> None:
    acts: list[int] = []
    notice.say("one", "Undo", lambda: acts.append(1))
    notice.say("two")
    assert not button(notice).isVisible()
    button(notice).click()
    assert acts == []


def test_it_goes_by_itself_and_a_new_one_gets_its_whole_time(qtbot: QtBot, notice: Notice) -> None:
    notice._timer.setInterval(150)
    notice.say("one")
    qtbot.wait(100)
    notice.say("two")
    qtbot.wait(100)
    assert notice.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=2000)


def test_it_waits_while_somebody_points_at_it(qtbot: QtBot, notice: Notice) -> None:
    notice._timer.setInterval(100)
    notice.say("one", "Undo", lambda: None)
    QApplication.sendEvent(notice, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    qtbot.wait(250)
    assert notice.isVisible()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    assert notice.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=2000)


def test_hostile_words_are_words(notice: Notice) -> None:
    notice.say("<img src=x><b>bold</b> &amp; <a href='http://example.org'>link</a>")
    assert words(notice).textFormat() is Qt.TextFormat.PlainText
    assert words(notice).text().startswith("<img src=x><b>bold</b> &amp;")


@pytest.mark.parametrize("width", [640, 700, 900, 2400])
@pytest.mark.parametrize("text", ["short", "word " * 400, "x" * 4000, "line\n" * 60])
def test_it_fits_the_window_however_much_there_is_to_say(
    qtbot: QtBot, window: QMainWindow, notice: Notice, width: int, text: str
) -> None:
    window.resize(width, 500)
    notice.say(text, "A rather long word for taking back", lambda: None)
    assert inside(notice, window)
    assert notice.height() < 80
    assert notice.accessibleName() == text, "the whole of it for those who listen"


def test_it_stays_in_its_place_when_the_window_changes(qtbot: QtBot, window: QMainWindow, notice: Notice) -> None:
    notice.say("one")
    window.resize(1300, 900)
    qtbot.waitUntil(lambda: window.width() == 1300)
    assert abs(notice.geometry().center().x() - 650) < 3
    assert notice.geometry().bottom() > 800


def test_it_never_takes_the_keyboard(qtbot: QtBot, window: QMainWindow, notice: Notice) -> None:
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    notice.say("one", "Undo", lambda: None)
    qtbot.mouseClick(button(notice), Qt.MouseButton.LeftButton)
    assert field.hasFocus()
