"""The pictures of rows: asked for when rows are looked at, few at a time, arriving without a jump."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.articles.thumbnails import SIDE, Done, Thumbnails, cropped
from desktop_reader.ui.theme.theme import Theme
from tests.ui.articles_fake import NOON, Library, Now

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def encoded(width: int, height: int, left: str, right: str = "") -> bytes:
    """A PNG, its left half in one colour, the rest in another."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(right or left))
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, QColor(left))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


RED = encoded(80, 40, "#FF0000")


class Server:
    """Answers when told to."""

    def __init__(self, files: Callable[[str], bytes | None] = lambda url: RED) -> None:
        self.files = files
        self.asked: list[str] = []
        self.waiting: list[Callable[[], None]] = []

    def fetch(self, url: str, done: Done) -> None:
        self.asked.append(url)
        self.waiting.append(lambda: done(self.files(url)))

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()


class Pictured(Library):
    """Each article has a picture of its own."""

    def row(self, article: int):  # type: ignore[no-untyped-def]
        if article not in self.own:
            self.own[article] = super().row(article)
            self.set(article, image=f"https://example.org/{article}")
        return self.own[article]


def shown(qtbot: QtBot, library: Library, server: Server, allowed: bool = True) -> ArticlePane:
    pane = ArticlePane(
        library, Now(library), Theme("light"), thumbnails=Thumbnails(server.fetch, allowed), clock=lambda: NOON
    )
    qtbot.addWidget(pane)
    pane.resize(336, 700)
    pane.open(Query())
    pane.show()
    QApplication.processEvents()
    return pane


def colour(pane: ArticlePane, row: int) -> str:
    box = pane.view.visualRect(pane.model.index(row, 0))
    return pane.view.viewport().grab().toImage().pixelColor(box.right() - 18 - SIDE // 2, box.top() + 60).name()


def test_rows_that_are_seen_get_their_pictures(qtbot: QtBot) -> None:
    server = Server()
    pane = shown(qtbot, Pictured(1_000), server)
    assert server.asked == [], "not before it is known that they are looked at"
    qtbot.waitUntil(lambda: bool(server.asked))
    assert set(server.asked) <= {f"https://example.org/{article}" for article in range(993, 1_001)}
    while server.waiting:
        server.answer()
        qtbot.wait(30)
    assert len(server.asked) == len(set(server.asked)) == len(pane._glance.rows())
    assert colour(pane, 0) == colour(pane, 4) == "#ff0000"


def test_scrolling_past_thousands_asks_for_the_last_few(qtbot: QtBot) -> None:
    server = Server()
    pane = shown(qtbot, Pictured(10_000), server)
    for row in range(0, 9_000, 30):
        pane.view.verticalScrollBar().setValue(row * 102)
        QApplication.processEvents()
    passed = len(server.asked)  # On a machine that is busy some rows stand still long enough.
    assert passed <= 6
    pane.view.verticalScrollBar().setValue(5_000 * 102)
    while server.waiting:
        server.answer()
    seen = {f"https://example.org/{10_000 - row}" for row in range(5_000, 5_008)}
    qtbot.waitUntil(lambda: seen & set(server.asked) == set(server.asked[passed:]) and len(server.waiting) == 6)


def test_what_does_not_answer_does_not_keep_others_waiting(qtbot: QtBot) -> None:
    server = Server()
    pane = shown(qtbot, Pictured(10_000), server)
    for place in range(6):
        pane.view.verticalScrollBar().setValue(place * 100 * 102)
        qtbot.wait(130)
    assert len(server.asked) == 24, "six of each place, as long as there are not too many in all"
    server.answer()
    qtbot.waitUntil(lambda: len(server.asked) > 24)
    assert f"https://example.org/{10_000 - 500}" in server.asked


def test_nothing_moves_when_they_come_or_fail(qtbot: QtBot) -> None:
    library = Pictured(3)
    library.set(2, image="https://example.org/none")
    server = Server(lambda url: None if url.endswith("none") else RED)
    pane = shown(qtbot, library, server)
    words = pane._delegate._kit.breaker
    before = {article: words._lines[article].shape for article in (1, 2, 3)}
    waiting = colour(pane, 1)
    qtbot.waitUntil(lambda: len(server.asked) == 3)
    server.answer()
    qtbot.waitUntil(lambda: colour(pane, 0) == "#ff0000")
    qtbot.waitUntil(lambda: pane.thumbnails.failed("https://example.org/none"))
    QApplication.processEvents()
    assert {article: words._lines[article].shape for article in (1, 2, 3)} == before
    assert colour(pane, 1) != "#ff0000"
    assert waiting == "#eef0f3"


def test_one_that_failed_leaves_its_room_to_the_words_when_the_list_is_opened_again(qtbot: QtBot) -> None:
    now = [0.0]
    server = Server(lambda url: b"no picture")
    library = Pictured(1)
    pane = ArticlePane(library, Now(library), Theme("light"), thumbnails=Thumbnails(server.fetch, clock=lambda: now[0]))
    qtbot.addWidget(pane)
    pane.resize(336, 700)
    pane.open(Query())
    pane.show()
    qtbot.waitUntil(lambda: bool(server.asked))
    server.answer()
    url = "https://example.org/1"
    qtbot.waitUntil(lambda: pane.thumbnails.failed(url))
    assert pane.thumbnails.has_room(url)
    pane.open(Query())
    assert not pane.thumbnails.has_room(url)
    qtbot.wait(150)
    assert server.asked == [url], "once is enough for a while"
    now[0] = 3_600
    pane.open(Query())
    qtbot.waitUntil(lambda: server.asked == [url, url])


def test_who_wants_none_gets_none_until_they_do(qtbot: QtBot) -> None:
    server = Server()
    pane = shown(qtbot, Pictured(3), server, allowed=False)
    qtbot.wait(150)
    assert server.asked == []
    assert not pane.thumbnails.has_room("https://example.org/1")
    pane.thumbnails.allow(True)
    qtbot.waitUntil(lambda: len(server.asked) == 3)
    server.answer()
    qtbot.waitUntil(lambda: colour(pane, 0) == "#ff0000")
    pane.thumbnails.allow(False)
    assert colour(pane, 0) != "#ff0000"


def test_compact_rows_have_none(qtbot: QtBot) -> None:
    server = Server()
    pane = shown(qtbot, Pictured(3), server)
    pane.set_compact(True)
    qtbot.wait(150)
    assert server.asked == []


def test_another_picture_is_asked_for(qtbot: QtBot) -> None:
    server = Server()
    library = Pictured(1)
    pane = shown(qtbot, library, server)
    qtbot.waitUntil(lambda: bool(server.asked))
    library.set(1, image="https://example.org/other")
    pane.apply(Changes(updated=(1,)))
    qtbot.waitUntil(lambda: server.asked == ["https://example.org/1", "https://example.org/other"])


def test_no_more_is_kept_than_is_said(qtbot: QtBot) -> None:
    thumbnails = Thumbnails(lambda url, done: done(RED), kept_bytes=4 * SIDE * SIDE * 3)
    for number in range(8):
        with qtbot.waitSignal(thumbnails.arrived):
            thumbnails.look([str(number)], 1.0)
    assert [number for number in range(8) if thumbnails.picture(str(number), 1.0)] == [5, 6, 7]
    assert thumbnails.picture("7", 2.0) is None, "another screen, other pixels"


@pytest.mark.parametrize(
    ("data", "middle"),
    [
        (encoded(300, 100, "#0000FF"), "#0000ff"),
        (encoded(10, 400, "#00FF00"), "#00ff00"),
        (encoded(1, 1, "#FF0000"), "#ff0000"),
        (encoded(5_000, 1, "#0000FF"), "#0000ff"),
    ],
    ids=["wide", "high", "one pixel", "a line"],
)
def test_the_middle_fills_the_square(qapp: QApplication, data: bytes, middle: str) -> None:
    image = cropped(data, 112)
    assert image is not None
    assert (image.width(), image.height()) == (112, 112)
    assert image.pixelColor(56, 56).name() == middle
    assert image.pixelColor(0, 0).alpha() == 0, "its corners are round"
    assert image.pixelColor(56, 0).alpha() == 255


def test_both_halves_are_seen(qapp: QApplication) -> None:
    image = cropped(encoded(200, 100, "#FF0000", "#0000FF"), SIDE)
    assert image is not None
    assert (image.pixelColor(10, 28).name(), image.pixelColor(45, 28).name()) == ("#ff0000", "#0000ff")


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", RED[:40], b"\x89PNG" * 9])
def test_what_is_no_picture_is_none(qapp: QApplication, data: bytes) -> None:
    assert cropped(data, SIDE) is None


def test_the_rows_in_sight_are_known(qtbot: QtBot) -> None:
    pane = shown(qtbot, Pictured(3), Server())
    assert pane._glance.rows() == range(3)
    pane = shown(qtbot, Pictured(100), Server())
    pane.view.verticalScrollBar().setValue(10 * 102 + 50)
    rows = pane._glance.rows()
    assert rows[0] == 10
    assert pane.view.visualRect(pane.model.index(rows[-1], 0)).contains(QPoint(5, pane.view.viewport().height() - 1))
