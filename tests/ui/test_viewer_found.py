# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""The words of a search in the article: where they are marked, how one goes from one to the next, when they go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.records.query import Query, Scope
from desktop_reader.records.search import Term
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.search_marks import SearchMarks
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.articles_fake import NOON, Library, Now
from tests.ui.test_viewer_page import article

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

MOON = (Term("moon"),)
LONG = "".join(f"<p>Paragraph {n} says at length what has to be said about it, and no more.</p>" for n in range(60))


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    widget = ArticleView(PageStyle(LIGHT))
    widget.reduced_motion = True
    qtbot.addWidget(widget)
    widget.resize(760, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def hits(view: ArticleView) -> list[str]:
    """The marked words as they stand in the document."""
    found = []
    for number, begin, end in view.found.hits:
        cursor = QTextCursor(view.document().findBlockByNumber(number))
        start = cursor.position()
        cursor.setPosition(start + begin)
        cursor.setPosition(start + end, QTextCursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText())
    return found


def tints(view: ArticleView, colour: str) -> int:
    """How many pixels of the page have this colour."""
    picture, wanted = view.viewport().grab().toImage(), QColor(colour).rgb()
    return sum(picture.pixel(x, y) == wanted for y in range(picture.height()) for x in range(0, picture.width(), 2))


def test_headline_author_and_text_are_marked_and_nothing_else(view: ArticleView) -> None:
    html = (
        "<p>😀 A Moon, <b>mo</b>on and moonlight.</p><ul><li>moon</li></ul><pre>moon = 1</pre>"
        "<table><tr><th>moon</th><th>x</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    view.show_article(article(html, title="To the moon", author="M. Moon", feed_title="Moon News"))
    assert tints(view, LIGHT.mark) == 0
    view.found.mark(MOON)
    assert hits(view) == ["moon", "Moon", "Moon", "moon", "moon", "moon", "moon"]
    assert tints(view, LIGHT.mark) > 100
    view.show_article(article("<p>moon</p>", id=2, author="", url="https://moon.example.org/"))
    assert hits(view) == []  # another article, which nobody has searched
    view.found.mark(MOON)
    assert hits(view) == ["moon"]


def test_marks_follow_the_page_into_another_dress(view: ArticleView) -> None:
    view.show_article(article("<p>The moon.</p>"))
    view.found.mark(MOON)
    view.set_tokens(DARK)
    assert hits(view) == ["moon"]
    assert tints(view, DARK.mark) > 50


def test_the_page_opens_at_its_top_and_keys_go_from_mark_to_mark(view: ArticleView) -> None:
    view.show_article(article(f"<p>moon</p>{LONG}<p>the moon here</p>{LONG}<p>moon, last</p>", id=7))
    view.found.mark(MOON)
    bar = view.verticalScrollBar()
    assert bar.value() == 0
    assert tints(view, LIGHT.mark_now) == 0
    assert view.found.step(1)
    assert bar.value() == 0  # the first is in sight
    assert tints(view, LIGHT.mark_now) > 50
    places = []
    for _ in range(3):
        assert view.found.step(1)
        places.append(bar.value())
        assert tints(view, LIGHT.mark_now) > 50
    assert 0 < places[0] < places[1]
    assert places[2] < view.viewport().height()  # round the end
    view.found.step(-1)
    assert bar.value() == places[1]


def test_the_first_step_begins_where_one_reads(view: ArticleView) -> None:
    view.show_article(article(f"<p>moon one</p>{LONG}<p>moon two</p>{LONG}<p>moon three</p>", id=7))
    view.found.mark(MOON)
    view.verticalScrollBar().setValue(400)
    view.found.step(1)
    assert view.found.now == view.found.hits[1]
    view.found.mark(())
    view.found.mark(MOON)
    view.verticalScrollBar().setValue(400)
    view.found.step(-1)
    assert view.found.now == view.found.hits[0]


def test_the_letters_of_the_mark_gone_to_can_be_read(view: ArticleView) -> None:
    view.set_tokens(DARK)
    view.show_article(article("<p>The <a href='https://example.org'>moon</a>.</p>"))
    view.found.mark(MOON)
    view.found.step(1)
    (letters,) = view.extraSelections()
    assert letters.cursor.selectedText() == "moon"
    assert letters.format.foreground().color() == QColor(DARK.mark_text)
    view.found.mark((Term("the"),))
    assert view.extraSelections() == []


def test_nothing_is_there_to_go_to(view: ArticleView) -> None:
    assert not view.found.step(1)
    view.found.mark(MOON)
    view.show_article(article("<p>The sun.</p>"))
    view.found.mark(MOON)
    assert not view.found.step(1)


def test_escape_takes_the_marks_away(view: ArticleView, qtbot: QtBot) -> None:
    view.show_article(article("<p>The moon.</p>"))
    view.found.mark(MOON)
    view.found.step(1)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert hits(view) == []
    assert tints(view, LIGHT.mark) == tints(view, LIGHT.mark_now) == 0


def test_marking_alters_nothing_that_is_copied(view: ArticleView) -> None:
    view.show_article(article("<p>The moon.</p>"))
    before = view.toPlainText()
    view.found.mark(MOON)
    view.found.step(1)
    assert view.toPlainText() == before
    assert not view.textCursor().hasSelection()


def test_sentences_behind_an_emoji_are_marked_where_they_are(view: ArticleView) -> None:
    view.show_article(article("<p>😀😀😀 Before. The moon rose.</p>"))
    view.mark_sentences(["The moon rose."])
    ((begin, end),) = next(iter(view._quoted._ranges.values()))
    text = view.document().lastBlock().text().encode("utf-16-le")
    assert "The moon rose." in text[2 * begin : 2 * end].decode("utf-16-le")


class Searched:
    """Pane, browsing and view as the window connects them."""

    def __init__(self, qtbot: QtBot, view: ArticleView) -> None:
        library = Library(30)
        self.browsing = Browsing()
        self.pane = ArticlePane(library, Now(library), Theme("light"), clock=lambda: NOON)
        qtbot.addWidget(self.pane)
        self.pane.resize(336, 600)
        self.view = view
        self.pane.chosen.connect(self.browsing.open)
        self.owner = QObject()
        self.marks = SearchMarks(self.browsing, self.pane, view.found, self.owner)
        self.browsing.query_changed.connect(self.pane.open)
        self.browsing.article_changed.connect(
            lambda number: view.show_article(replace(article("<p>Article 1 and article 11.</p>"), id=number))
        )
        self.browsing.look(Query(Scope.ALL))
        self.pane.show()
        QApplication.processEvents()

    def search(self, text: str) -> None:
        self.browsing.look(replace(self.browsing.query, search=text))


@pytest.fixture
def searched(qtbot: QtBot, view: ArticleView) -> Searched:
    return Searched(qtbot, view)


def test_an_article_opened_from_a_search_is_marked_until_the_search_ends(searched: Searched) -> None:
    searched.search("11")
    searched.pane.view.pick(0)
    assert hits(searched.view) == ["11"]
    searched.search("1")
    assert hits(searched.view) == ["1", "11"[:1]]
    searched.search("")
    assert hits(searched.view) == []


def test_what_was_open_before_is_left_alone_while_somebody_types(searched: Searched) -> None:
    searched.pane.view.pick(0)
    searched.search("1")
    assert hits(searched.view) == []
    searched.pane.view.pick(1)
    assert hits(searched.view) != []


def test_an_article_opened_from_elsewhere_is_not_marked(searched: Searched) -> None:
    searched.search("1")
    searched.pane.view.pick(0)
    searched.browsing.open(5)
    assert hits(searched.view) == []
    searched.search("11")
    assert hits(searched.view) == []
