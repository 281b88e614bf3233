"""A picture of the article opened large: by mouse, by keyboard, from the menu; out of what is here already."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui.large_picture import LargePicture
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.decorations import Places, picture_rect
from desktop_reader.ui.viewer.pictures import Done, Pictures
from desktop_reader.ui.viewer.style import PageStyle
from tests.ui.test_viewer_page import article
from tests.ui.test_viewer_pictures import picture

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

A = "https://a.example"
FILES = {
    f"{A}/wide.png": picture(1600, 800, colour="#204060"),
    f"{A}/small.png": picture(200, 120, colour="#602040"),
    f"{A}/linked.png": picture(300, 200, colour="#406020"),
    f"{A}/dot.png": picture(12, 12),
}
HTML = (
    f"<p>One.</p><p><img src='{A}/wide.png' width='1600' height='800' alt='The  quay'></p>"
    f"<figure><img src='{A}/small.png' width='200' height='120' alt='A boat'>"
    "<figcaption>The  ferry at <em>dawn</em></figcaption></figure>"
    f"<p><a href='https://example.org/far'><img src='{A}/linked.png' width='300' height='200'></a></p>"
    f"<p>Two <img src='{A}/dot.png' width='12' height='12'> dots.</p>"
    f"<p><img src='{A}/gone.png' width='90' height='90'></p>"
)


class Window:
    """A reading pane in a window; ``asked`` are the pictures that were wanted, each time."""

    def __init__(self, qtbot: QtBot) -> None:
        self.asked: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.theme = Theme("light")
        self.pane = ReadingPane(self.theme, PageStyle(LIGHT), Pictures(self._fetch), self.window)
        self.view = self.pane.view
        self.window.resize(1000, 900)
        self.pane.setGeometry(self.window.rect())
        self.window.show()
        self.window.activateWindow()
        self.pane.show_article(article(HTML))
        QApplication.processEvents()
        wanted = [f"{A}/wide.png", f"{A}/small.png", f"{A}/linked.png"]
        qtbot.waitUntil(lambda: all(self.view.pictures.picture(one) is not None for one in wanted))
        qtbot.waitUntil(lambda: self.view.pictures.failed(f"{A}/gone.png"))
        self.view.setFocus()
        self.asked.clear()

    def _fetch(self, url: str, done: Done) -> None:
        self.asked.append(url)
        threading.Thread(target=lambda: done(FILES.get(url))).start()

    def middle(self, number: int) -> QPoint:
        """Of a picture, in the viewport."""
        sheet = self.view.sheet
        where = picture_rect(Places(sheet), sheet.pictures[number]).center().toPoint()
        return where - QPoint(0, self.view.verticalScrollBar().value())

    def click(self, number: int) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.middle(number))

    @property
    def open(self) -> LargePicture | None:
        """What lies over the window."""
        found = [one for one in self.window.findChildren(LargePicture) if one.isVisible()]
        return found[0] if found else None

    def opened(self, qtbot: QtBot) -> LargePicture:
        """The same, drawn."""
        large = self.open
        assert large is not None
        qtbot.waitUntil(lambda: large.ready)
        return large


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Window]:
    window = Window(qtbot)
    yield window
    window.window.close()


def colour(widget: QWidget, where: QPoint) -> str:
    return QColor(widget.grab().toImage().pixelColor(where)).name()


def test_a_click_shows_it_as_large_as_there_is_room_for(qtbot: QtBot, shown: Window) -> None:
    shown.click(0)
    large = shown.opened(qtbot)
    assert large.size() == shown.window.size()
    assert large.hasFocus()
    place = large.place
    assert place.width() == 1000 - 48, "as wide as the window but for its edges"
    assert abs(place.height() - place.width() / 2) <= 1
    assert colour(large, place.center()) == "#204060"
    assert colour(large, QPoint(3, 3)) == LIGHT.page.lower()
    assert large.accessibleName() == large.words == "The quay · 1 of 3"
    QTest.mouseClick(large, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert shown.open is None
    assert shown.view.hasFocus()
    assert shown.asked == [], "it was here already"


def test_one_that_is_small_keeps_its_size(qtbot: QtBot, shown: Window) -> None:
    shown.click(1)
    large = shown.opened(qtbot)
    assert large.place.size() == QSize(200, 120)
    assert large.words == "The ferry at dawn · 2 of 3", "its caption, as on the page"
    assert QRect(large.rect()).contains(large.place)
    shown.window.resize(700, 500)
    shown.pane.setGeometry(shown.window.rect())
    QApplication.processEvents()
    assert large.size() == QSize(700, 500)
    assert large.place.center() == large.rect().center()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_by_keyboard_alone(qtbot: QtBot, shown: Window, key: Qt.Key) -> None:
    chosen = []
    for _ in range(4):
        QTest.keyClick(shown.view, Qt.Key.Key_Tab)
        if not shown.view.link_chosen():
            break
        chosen.append(shown.view.textCursor().selectionStart())
    pictures = shown.view.sheet.pictures
    assert chosen == [pictures[number].position for number in (0, 1, 2)], "not the dot, not the one that is gone"
    shown.view.setFocus()
    QTest.keyClick(shown.view, Qt.Key.Key_Tab)
    QTest.keyClick(shown.view, Qt.Key.Key_Tab)
    QTest.keyClick(shown.view, Qt.Key.Key_Return)
    large = shown.opened(qtbot)
    QTest.keyClick(large, Qt.Key.Key_Left)
    assert shown.opened(qtbot).words.startswith("The quay")
    for _ in range(5):
        QTest.keyClick(large, Qt.Key.Key_Right)
    assert shown.opened(qtbot).words == "3 of 3"
    QTest.keyClick(large, Qt.Key.Key_Tab)
    assert large.close_button.hasFocus()
    QTest.keyClick(large, key)
    assert shown.open is None
    assert shown.view.hasFocus()


def test_a_picture_that_is_a_link_stays_one(qtbot: QtBot, shown: Window) -> None:
    followed: list[str] = []
    shown.view.link_clicked.connect(followed.append)
    shown.click(2)
    assert followed == ["https://example.org/far"]
    assert shown.open is None
    menu = shown.view.menu_at(shown.middle(2))
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["Open picture", "Open link"]
    menu.actions()[0].trigger()
    assert shown.opened(qtbot).words == "3 of 3"


def test_what_is_small_or_gone_is_not_opened(shown: Window) -> None:
    for number in (3, 4):
        shown.click(number)
        assert shown.open is None
        assert "Open picture" not in [one.text() for one in shown.view.menu_at(shown.middle(number)).actions()]
    shown.view.picture_clicked.emit(99)
    assert shown.open is None


def test_pictures_are_not_copied_as_links(shown: Window) -> None:
    shown.view.selectAll()
    data = shown.view.createMimeDataFromSelection()
    assert "picture:" not in data.html()
    assert "example.org/far" not in data.text()


def test_it_follows_the_theme(qtbot: QtBot, shown: Window) -> None:
    shown.click(0)
    large = shown.opened(qtbot)
    shown.theme.scheme = "dark"
    assert colour(large, QPoint(3, 3)) == shown.theme.tokens.page.lower() != LIGHT.page.lower()
