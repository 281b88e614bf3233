"""Pictures: asked for when near, measured, shaped, refused when too large, arriving without a jump."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.ui.decoding import measured
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.decorations import Places, _words, picture_rect
from desktop_reader.ui.viewer.pictures import Done, Pictures, Why, shaped
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from desktop_reader.worker.cache import Cache
from desktop_reader.worker.images import Images, Missing
from tests.servers import Site
from tests.ui.test_viewer_page import article
from tests.worker.test_images import at_home

__all__ = ["at_home"]


def picture(width: int, height: int, form: str = "PNG", colour: str = "#FF0000") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class Server:
    """Answers when told to, so that a test decides when a picture comes."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[str] = []
        self._waiting: list[Callable[[], None]] = []

    def fetch(self, url: str, done: Done) -> None:
        self.asked.append(url)
        self._waiting.append(lambda: done(self.files.get(url)))

    def answer(self, qtbot: QtBot) -> None:
        while self._waiting:
            self._waiting.pop(0)()
        qtbot.wait(60)


def seen(qtbot: QtBot, server: Server, html: str, width: int = 760, why: Why | None = None) -> ArticleView:
    view = ArticleView(PageStyle(LIGHT), Pictures(server.fetch, missing=why))
    qtbot.addWidget(view)
    view.resize(width, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_article(article(html))
    QApplication.processEvents()
    return view


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (lambda: picture(30, 20), QSize(30, 20)),
        (lambda: picture(64, 48, "JPEG"), QSize(64, 48)),
        (lambda: picture(5000, 4000), None),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'></svg>", None),
        (lambda: b"<html>not found</html>", None),
        (lambda: b"\x89PNG\r\n\x1a\n", None),
        (bytes, None),
        (lambda: bytes(5_000_001), None),
    ],
)
def test_what_counts_as_a_picture(data: Callable[[], bytes], size: QSize | None) -> None:
    assert measured(data()) == size


def test_shaping_gives_exact_pixels_and_round_corners() -> None:
    image = shaped(picture(400, 300), QSize(200, 150), 2.0)
    assert image is not None
    assert (image.width(), image.height(), image.devicePixelRatio()) == (400, 300, 2.0)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(399, 299).alpha() == 0
    assert image.pixelColor(200, 150).name() == "#ff0000"
    assert shaped(b"broken", QSize(10, 10), 1.0) is None
    cut = picture(300, 300, "PNG")[:120]
    assert shaped(cut, QSize(10, 10), 1.0) is None


def test_a_picture_comes_and_is_painted(qtbot: QtBot) -> None:
    server = Server({"https://e.org/a.png": picture(400, 200)})
    view = seen(
        qtbot, server, "<p>above</p><img src='https://e.org/a.png' width='400' height='200' alt='red'><p>below</p>"
    )
    shown = view.sheet.pictures[0]
    where = picture_rect(Places(view.sheet), shown)
    middle = where.center().toPoint() + view.viewport().pos()
    assert view.grab().toImage().pixelColor(middle + QPoint(60, 60)).name().upper() == LIGHT.picture
    assert server.asked == ["https://e.org/a.png"]
    server.answer(qtbot)
    qtbot.waitUntil(lambda: view.grab().toImage().pixelColor(middle).name() == "#ff0000", timeout=2000)
    assert (where.width(), where.height()) == (400, 200)
    view.selectAll()
    assert view.grab().toImage().pixelColor(middle).name() != "#ff0000"


def test_pictures_far_below_are_asked_for_when_they_come_near(qtbot: QtBot) -> None:
    server = Server({})
    view = seen(qtbot, server, "<p>words</p>" * 150 + "<img src='https://e.org/a.png'>")
    assert server.asked == []
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert server.asked == ["https://e.org/a.png"]


def test_pictures_arrive_without_a_jump(qtbot: QtBot) -> None:
    files = {f"https://e.org/{n}.png": picture(*size) for n, size in enumerate(((900, 1400), (40, 20), (300, 300)))}
    server = Server(files)
    html = "".join(f"<p>before {n}</p><img src='{url}' alt=''>" for n, url in enumerate(files))
    view = seen(qtbot, server, html + "<p>the line being read</p>" + "<p>after</p>" * 60)
    height = view.document().size().height()
    cursor = view.document().find("being read")
    view.verticalScrollBar().setValue(view.cursorRect(cursor).top() - 1)
    before = view.cursorRect(view.document().find("being read")).top()
    server.answer(qtbot)
    qtbot.waitUntil(lambda: all(picture.natural is not None for picture in view.sheet.pictures), timeout=2000)
    assert view.document().size().height() != height
    assert abs(view.cursorRect(view.document().find("being read")).top() - before) <= 1
    widths = [picture.shown.width() for picture in view.sheet.pictures]
    assert widths == [round(view.sheet.column), 40, 300]


def test_a_missing_picture_leaves_its_words_in_a_low_block(qtbot: QtBot) -> None:
    server = Server({})
    view = seen(qtbot, server, "<img src='https://e.org/none.png' alt='What it would show'><p>below</p>")
    waiting = view.sheet.pictures[0].shown.height()
    blank = view.grab().toImage()
    server.answer(qtbot)
    shown = view.sheet.pictures[0]
    assert shown.failed
    assert shown.shown.height() < waiting / 3
    where = picture_rect(Places(view.sheet), shown).translated(view.viewport().pos()).toRect()
    image = view.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(where.left(), where.right(), 2)
        for y in range(where.top(), where.bottom())
    }
    assert len(colours) > 10
    assert image != blank


def test_without_a_way_to_fetch_pictures_are_simply_missing(qtbot: QtBot) -> None:
    view = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.show_article(article("<img src='https://e.org/a.png' alt='x'>"))
    assert view.sheet.pictures[0].failed


def test_another_width_shapes_the_picture_anew_without_asking_again(qtbot: QtBot) -> None:
    url = "https://e.org/a.jpg"
    server = Server({url: picture(1600, 800, "JPEG")})
    pictures = Pictures(server.fetch)
    view = ArticleView(PageStyle(LIGHT), pictures)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.show_article(article(f"<img src='{url}'>"))
    server.answer(qtbot)

    def sharp() -> bool:
        image = pictures.picture(url)
        return image is not None and image.width() == view.sheet.pictures[0].shown.width()

    qtbot.waitUntil(sharp, timeout=2000)
    assert view.sheet.pictures[0].shown == QSize(586, 293)
    view.resize(500, 600)
    QApplication.processEvents()
    assert view.sheet.pictures[0].shown.width() < 586
    qtbot.waitUntil(sharp, timeout=2000)
    assert server.asked == [url]


def test_an_answer_from_another_thread_is_taken_in_this_one(qtbot: QtBot) -> None:
    url = "https://e.org/a.png"
    data = picture(20, 10)
    pictures = Pictures(lambda _, done: threading.Thread(target=done, args=(data,)).start())
    told: list[threading.Thread] = []
    pictures.arrived.connect(lambda _: told.append(threading.current_thread()))
    with qtbot.waitSignal(pictures.arrived, timeout=2000):
        pictures.want(url, QSize(20, 10), 1.0)
    assert pictures.natural(url) == QSize(20, 10)
    assert set(told) == {threading.main_thread()}


def test_a_picture_that_failed_is_asked_for_again_with_the_next_article(qtbot: QtBot) -> None:
    server = Server({})
    view = seen(qtbot, server, "<img src='https://e.org/a.png'>")
    server.answer(qtbot)
    view.verticalScrollBar().setValue(1)
    assert len(server.asked) == 1
    view.show_article(article("<img src='https://e.org/a.png'>", id=2))
    assert len(server.asked) == 2


def test_a_picture_that_cannot_be_decoded_fails_quietly(qtbot: QtBot) -> None:
    broken = picture(300, 200)[:150]
    server = Server({"https://e.org/a.png": broken})
    view = seen(qtbot, server, "<img src='https://e.org/a.png' alt='x'>")
    server.answer(qtbot)
    qtbot.waitUntil(lambda: view.sheet.pictures[0].failed, timeout=2000)
    view.grab()


@pytest.mark.parametrize(
    ("alt", "why", "said"),
    [
        ("A fox", Missing.CUT_OFF, "A fox · No connection"),
        ("", Missing.CUT_OFF, "No connection"),
        ("", Missing.OFF, "Pictures are switched off"),
        ("A fox", Missing.GONE, "A fox · The picture is gone"),
        ("", None, "Picture not available"),
    ],
)
def test_a_missing_picture_says_what_it_would_show_and_why_it_does_not(
    qtbot: QtBot, alt: str, why: Missing | None, said: str
) -> None:
    server = Server({})
    view = seen(qtbot, server, f"<img src='https://e.org/a.png' alt='{alt}'>", why=lambda _: why)
    server.answer(qtbot)
    shown = view.sheet.pictures[0]
    assert shown.failed
    assert _words(shown) == said
    view.grab()


def test_a_picture_that_is_a_link_opens_it(qtbot: QtBot) -> None:
    server = Server({"https://e.org/a.png": picture(400, 200)})
    html = "<p>x</p><a href='https://e.org/page'><img src='https://e.org/a.png' width='400' height='200'></a><p>y</p>"
    view = seen(qtbot, server, html)
    told: list[str] = []
    view.link_clicked.connect(told.append)
    where = picture_rect(Places(view.sheet), view.sheet.pictures[0]).toRect()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    assert told == ["https://e.org/page"]


@pytest.mark.usefixtures("at_home")
def test_pictures_of_an_article_that_was_read_are_there_without_a_network(
    qtbot: QtBot, site: Site, tmp_path: Path
) -> None:
    site.serve("/a.png", picture(400, 200), headers=(("Content-Type", "image/png"),))
    address = site.url("/a.png")

    def session(page: str) -> tuple[ArticleView, Images]:
        images = Images(lambda: True, Cache(tmp_path / "pictures", 1_000_000))
        view = ArticleView(PageStyle(LIGHT), Pictures(images.fetch, missing=images.missing))
        qtbot.addWidget(view)
        view.resize(760, 600)
        view.show()
        view.show_article(article(page))
        return view, images

    def drawn(view: ArticleView) -> bool:
        where = picture_rect(Places(view.sheet), view.sheet.pictures[0]).center().toPoint()
        return view.viewport().grab().toImage().pixelColor(where).name() == "#ff0000"

    first, images = session(f"<img src='{address}'>")
    qtbot.waitUntil(lambda: drawn(first), timeout=5000)
    images.close()
    site.close()
    later, images = session(f"<img src='{address}'><img src='{address}?new' alt='Never seen'>")
    qtbot.waitUntil(lambda: drawn(later) and later.sheet.pictures[1].failed, timeout=5000)
    assert _words(later.sheet.pictures[1]).startswith("Never seen · ")
    images.close()


def test_icons_stay_in_their_line(qtbot: QtBot) -> None:
    server = Server({})
    view = seen(qtbot, server, "<p>a <img src='https://e.org/i.png' width='18' height='18'> b</p><p>next</p>")
    shown = view.sheet.pictures[0]
    assert not shown.own_line
    assert shown.shown == QSize(18, 18)
    block = view.document().findBlockByNumber(shown.block)
    assert block.text() == "a \ufffc b"
    assert block.blockFormat().alignment() & Qt.AlignmentFlag.AlignLeft
