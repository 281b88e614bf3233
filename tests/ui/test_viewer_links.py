"""Links of an article by mouse and by keyboard: told, shown, opened in front or behind, never followed by the pane."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui import background
from desktop_reader.ui.background import open_behind
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.link_bubble import LinkBubble, readable
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.program import Start, settle, start
from tests.ui.test_viewer_page import article

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

ONE, TWO = "https://example.org/one", "https://example.org/two"
HTML = f"<p>See <a href='{ONE}'>the first link</a> and <a href='{TWO}'>the second link</a>.</p>" + "<p>words</p>" * 60
LOW = HTML + "<p><a href='https://example.org/low'>far below</a></p>" + "<p>words</p>" * 30


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ArticleView]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, page, after = QPushButton("before"), ArticleView(PageStyle(LIGHT)), QPushButton("after")
    for widget in (before, page, after):
        column.addWidget(widget)
    window.resize(760, 600)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    page.reduced_motion = True
    page.show_article(article(HTML))
    QApplication.processEvents()
    yield page
    window.close()


def told(view: ArticleView) -> list[tuple[str, str]]:
    """What is asked for from here on, and how."""
    said: list[tuple[str, str]] = []
    view.link_clicked.connect(lambda address: said.append(("front", address)))
    view.link_opened_behind.connect(lambda address: said.append(("behind", address)))
    return said


def on(view: ArticleView, words: str) -> QPoint:
    cursor = view.document().find(words)
    cursor.setPosition((cursor.selectionStart() + cursor.selectionEnd()) // 2)
    return view.cursorRect(cursor).center()


def bubble(view: ArticleView) -> LinkBubble:
    found = view.findChild(LinkBubble)
    assert isinstance(found, LinkBubble)
    return found


def test_a_click_opens_in_front_ctrl_and_the_middle_button_behind(view: ArticleView) -> None:
    said = told(view)
    left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    port, point = view.viewport(), on(view, "first link")
    QTest.mouseClick(port, left, none, point)
    QTest.mouseClick(port, left, ctrl, point)
    QTest.mouseClick(port, middle, none, on(view, "second link"))
    QTest.mouseClick(port, middle, none, on(view, "words"))
    assert said == [("front", ONE), ("behind", ONE), ("behind", TWO)]
    QTest.mousePress(port, middle, none, point)
    QTest.mouseRelease(port, middle, none, on(view, "second link"))
    assert len(said) == 3
    assert view.toPlainText().startswith("A feed")
    assert view.article is not None


def test_tab_goes_through_the_links_and_enter_opens(view: ArticleView) -> None:
    said = told(view)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.textCursor().selectedText() == "the first link"
    assert bubble(view).words.replace("\u200e", "") == ONE
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert said == [("front", ONE), ("behind", TWO)]
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.textCursor().selectedText() == "the first link"
    assert bubble(view).isVisible()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert isinstance(now, QPushButton)
    assert now.text() == "after"
    assert not bubble(view).isVisible()
    assert len(said) == 2


def test_tab_begins_with_what_is_seen(view: ArticleView) -> None:
    view.show_article(article(LOW, id=2))
    view.setFocus()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.textCursor().selectedText() == "far below"


def test_the_link_with_the_keyboard_has_a_ring(view: ArticleView) -> None:
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    image = view.viewport().grab().toImage()
    cursor = view.document().find("the first link")
    cursor.setPosition(cursor.selectionStart())
    edge = view.cursorRect(cursor)
    row = {image.pixelColor(x, edge.center().y()).name().upper() for x in range(edge.left() - 3, edge.left() + 4)}
    assert LIGHT.accent in row


def test_enter_is_not_taken_from_commands_where_no_link_has_it(view: ArticleView) -> None:
    from PySide6.QtGui import QKeyEvent

    def taken() -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        asked.ignore()
        view.event(asked)
        return asked.isAccepted()

    view.setFocus()
    assert not taken()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert taken()


def test_the_bubble_stands_in_the_corner_and_keeps_the_address_whole(view: ArticleView) -> None:
    view.highlighted.emit(QUrl(ONE))
    found = bubble(view)
    assert found.isVisible()
    assert view.rect().contains(found.geometry())
    assert (found.x(), view.height() - found.geometry().bottom() - 1) == (10, 10)
    assert found.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    view.highlighted.emit(QUrl("https://example.org/" + "x" * 3000))
    assert found.width() <= 560
    view.resize(300, 400)
    assert view.rect().contains(found.geometry())
    view.highlighted.emit(QUrl("file:///etc/passwd"))
    assert not found.isVisible()
    view.highlighted.emit(QUrl(ONE))
    view.show_article(article("<p>another</p>", id=9))
    assert not found.isVisible()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/a?b=c&d=%20e#f", "https://example.org/a?b=c&d=%20e#f"),
        ("https://ja.wikipedia.org/wiki/%E7%8C%AB", "https://ja.wikipedia.org/wiki/猫"),
        ("https://xn--e1afmkfd.example/%D0%BF", "https://xn--e1afmkfd.example/п"),
        ("https://e.org/%E2%80%AEgpj.exe", "https://e.org/%E2%80%AEgpj.exe"),
        ("https://e.org/%E2%80%8B%C2%AD%00%0A%7F", "https://e.org/%E2%80%8B%C2%AD%00%0A%7F"),
        ("https://e.org/%2F%2e%3A", "https://e.org/%2F%2E%3A"),
        ("https://e.org/%ff%FE", "https://e.org/%ff%FE"),
        ("https://good.org@evil.org/%40", "https://good.org@evil.org/%40"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_what_is_read_is_where_it_leads(address: str, said: str) -> None:
    assert readable(address).replace("\u200e", "") == said


@given(st.text(max_size=40))
def test_nothing_that_cannot_be_seen_is_shown(path: str) -> None:
    encoded = QUrl(f"https://example.org/{path}").toString(QUrl.ComponentFormattingOption.FullyEncoded)
    for sign in readable(encoded).replace("\u200e", ""):
        assert unicodedata.category(sign)[0] in "LNMPS"


def test_right_to_left_words_stay_where_they_stand() -> None:
    shown = readable("https://example.org/%D7%90/%D7%91")
    assert shown == "https://example.org/\u200eא/\u200eב"


# The browser.


class Handed:
    """What was given to the system."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, found: str | None, system: str = "linux") -> None:
        self.opened: list[str] = []
        self.begun: list[tuple[str, list[str], bool]] = []
        handed = self

        class Process(QProcess):
            def startDetached(self) -> Any:
                token = self.processEnvironment().contains("XDG_ACTIVATION_TOKEN")
                handed.begun.append((self.program(), self.arguments(), token))
                return True, 1

        def opened(url: QUrl) -> bool:
            self.opened.append(url.toString())
            return True

        monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "secret")
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setattr(shutil, "which", lambda name: found and f"{found}/{name}")
        monkeypatch.setattr(background, "QProcess", Process)
        monkeypatch.setattr(QDesktopServices, "openUrl", opened)


def test_on_linux_no_token_brings_the_browser_to_the_front(view: ArticleView, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = Handed(monkeypatch, "/usr/bin")
    assert open_behind(ONE, view.window())
    assert handed.begun == [("/usr/bin/xdg-open", [ONE], False)]
    assert handed.opened == []


def test_a_mac_is_told_to_stay(view: ArticleView, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = Handed(monkeypatch, "/usr/bin", "darwin")
    assert open_behind(ONE, view.window())
    assert handed.begun == [("/usr/bin/open", ["-g", ONE], False)]


@pytest.mark.parametrize("system", ["win32", "linux"])
def test_elsewhere_the_system_opens_it(view: ArticleView, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    handed = Handed(monkeypatch, None, system)
    assert open_behind(ONE, view.window())
    assert handed.opened == [ONE]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "-g", "", "ssh://x", "data:,x"])
def test_nothing_else_is_handed_out(view: ArticleView, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    handed = Handed(monkeypatch, "/usr/bin")
    assert not open_behind(address, view.window())
    assert (handed.begun, handed.opened) == ([], [])


def test_the_window_asks_for_the_keyboard_once(
    view: ArticleView, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    Handed(monkeypatch, "/usr/bin")
    window = view.window()
    asked: list[int] = []
    monkeypatch.setattr(type(window), "activateWindow", lambda _: asked.append(1))
    open_behind(ONE, window)
    for _ in range(2):
        QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
        qtbot.wait(5)
    assert len(asked) == 1


def test_in_the_window_a_middle_click_opens_behind(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    program.window.articles.view.pick(5)
    settle()
    handed = Handed(monkeypatch, "/usr/bin")
    view = program.window.reading.view
    shown = view.article
    cursor = view.document().find("The log")
    view.setTextCursor(cursor)
    settle()
    point = on(view, "The log")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, point)
    ((_, (address,), _),) = handed.begun
    assert shown is not None
    assert f'href="{address}"' in shown.html
    assert view.article is shown
