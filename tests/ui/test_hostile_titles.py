"""Titles and names that want to be more than words, at every place of the real window where one is shown.

They come once as a feed brings them, and once in a library that somebody made by hand, past the parser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as Rich
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.label import AddLabel
from desktop_reader.records.notice import News, escaped, without_markup
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.article_menu import article_menu
from desktop_reader.ui.commands.menus import sidebar_menu
from desktop_reader.ui.notifying.words import said
from desktop_reader.ui.sharing.letter import mailto
from desktop_reader.worker.tasks import DigestFeed
from tests.documents import Item, rss
from tests.library_fixtures import NOW, came, entry, folder, follow, indexed, opened
from tests.shared import SHARED
from tests.ui.program import Start, settle, start

__all__ = ["start"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "does not support")

OWN = [
    'invoice \u202egpj.exe',
    "a\x00b \x07c",
    "line1\nline2\r\nline3\t tab",
    '<img src="file:///etc/passwd"><b>bold</b>',
    "Save && Exit &File",
    "<html><body><h1>large</h1></body></html>",
    "%s %n {0} {title} {feed} %(x)s ${HOME} `id`",
    "T" * 100_000,
    "a" + "\u0301" * 2_000,
    "\u2066\u2067 half open",
    "file:///etc/passwd",
    "&lt;b&gt;&amp;&copy;",
]  # fmt: skip
_TURNING = re.compile("[\u202a-\u202e]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TAGS = re.compile(r"<(?:img|b|h1|html|body)\b", re.I)


def titles() -> list[str]:
    file = SHARED / "hostile" / "titles.jsonl"
    others = []
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            others = [json.loads(line)["title"] for line in lines]
    return OWN + [one[:20_000].encode("utf-8", "replace").decode() for one in others]


def fill(number: int, title: str, library: Any) -> None:
    inside = folder(library, title or "-")
    feed = follow(library, f"https://e{number}.example/feed", inside, title=title)
    body = "<p>Words that can be read, and some more of them to be summed up here.</p>" * 3
    came(library, feed, entry(f"g{number}", f"https://e.example/{number}", title, body, NOW - number, author=title))


@pytest.fixture
def program(start: Start, tmp_path: Any) -> Application:
    with opened(tmp_path / "program.db") as library:
        for number, title in enumerate(titles()):
            fill(number, title, library)
        indexed(library)
    return start(filled=False, size=(1600, 900))


def faults(program: Application) -> Iterator[str]:
    """Everything on the screen that takes a title for more than words."""
    for widget in QApplication.allWidgets():
        name = f"{type(widget).__name__} {widget.objectName()}"
        yield from _of_tip(name, widget.toolTip())
        if isinstance(widget, QLabel):
            plain = widget.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.MarkdownText)
            if not plain and Rich.mightBeRichText(widget.text()) and _TAGS.search(widget.text()):
                yield f"{name} shows HTML: {widget.text()[:60]!r}"
        if isinstance(widget, QDialog) or widget.isWindow():
            heading = widget.windowTitle()
            if _CONTROL.search(heading) or _TURNING.search(heading) or len(heading) > 500:
                yield f"{name} is called {heading[:60]!r}"
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for index in _indexes(model):
                yield from _of_tip(name, str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
        for action in widget.actions() if isinstance(widget, QMenu) else ():
            yield from _of_action(name, action)
        if isinstance(widget, QAbstractButton):
            yield from _of_mnemonic(name, widget.text())


def _of_tip(name: str, tip: str) -> Iterator[str]:
    if Rich.mightBeRichText(tip) and _TAGS.search(tip):
        yield f"the tooltip of {name} is HTML: {tip[:60]!r}"


def _of_action(name: str, action: QAction) -> Iterator[str]:
    yield from _of_mnemonic(name, action.text())
    if len(action.text()) > 300:
        yield f"{name} is as wide as {len(action.text())} letters"


def _of_mnemonic(name: str, text: str) -> Iterator[str]:
    if "&File" in text.replace("&&", ""):
        yield f"{name} underlines a letter: {text[:60]!r}"


def _indexes(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    parent = parent or QModelIndex()
    for row in range(min(60, model.rowCount(parent))):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield index
        yield from _indexes(model, model.index(row, 0, parent))


def test_in_the_list_the_sidebar_the_page_and_the_inspector(program: Application, qtbot: QtBot) -> None:
    window = program.window
    window.sidebar.view.expandAll()
    count = window.articles.model.rowCount()
    assert count == len(titles())
    for row in range(count):
        window.articles.view.pick(row)
        settle()
        window.grab()
        assert "�" not in window.reading.view.toPlainText()[:50]
        assert sorted(set(faults(program))) == []
    assert window.windowTitle() == "Desktop Reader"


def test_in_menus(program: Application, qtbot: QtBot) -> None:
    desk, deck = program.window.desk, program.window.deck
    with qtbot.waitSignal(program.worker.changed, timeout=20_000):
        program.worker.submit(AddLabel("A <b>&File {title}", "blue"))
    some = [feed.id for feed in program.reader.feeds()]
    for row in range(program.window.articles.model.rowCount()):
        program.window.articles.view.pick(row)
        menu = QMenu(program.window)
        article_menu(desk, deck, program.browsing.article, menu)
        for kind, number in (("feed", some[row % len(some)]), ("folder", row + 1)):
            sidebar_menu(desk, deck, kind, number, menu)
        for each in (menu, *menu.findChildren(QMenu)):
            each.aboutToShow.emit()
        assert sorted(set(faults(program))) == []
        menu.deleteLater()
        settle()


def test_in_dialogs(program: Application, qtbot: QtBot) -> None:
    for number, feed in enumerate(program.reader.feeds()):
        program.browsing.look(Query(Scope.FEED, feed.id))
        settle()
        names = ["feed.about", "library.export", *(["library.statistics"] if not number else [])]
        for name in names:
            if name in program.window.deck.commands:
                program.window.deck.action(name).trigger()
                settle()
                assert sorted(set(faults(program))) == []
                for dialog in program.window.findChildren(QDialog):
                    dialog.reject()
                    dialog.deleteLater()
                settle()


def test_in_notices() -> None:
    news = [News(n, title, n, title) for n, title in enumerate(titles())]
    for some in ([one] for one in news):
        words = said(some)
        for text in (words.title, *words.body.split("\n")):
            assert not _TURNING.search(text)
            assert not _CONTROL.search(text)
            assert len(text) < 400
            assert not re.search(r"<\w|&\w+;", without_markup(text))
            assert unescape(escaped(text)) == text
            assert "<" not in escaped(text)
    assert len(said(news).body.split("\n")) <= 5


def test_in_letters_each_title_is_one_line() -> None:
    for title in titles():
        address = mailto([(title, "https://e.org/")])
        assert address.startswith("mailto:?")
        assert len(address) < 4_000
        assert not re.search(r"[\s<>&]", address.partition("&body=")[0].removeprefix("mailto:?"))


def test_as_feeds_bring_them_they_are_one_line_of_plain_words() -> None:
    unfit = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # No XML can hold them.
    items = [Item(n, title=unfit.sub("", one), html="<p>a</p>") for n, one in enumerate(titles())]
    digest = DigestFeed(rss(items), "https://e.org/feed").run()
    assert len(digest.entries) == len(items)
    for one in digest.entries:
        assert not _CONTROL.search(one.title)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\n\r]", one.title)
        assert len(one.title) <= 10_000
