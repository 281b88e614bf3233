"""What a selection becomes on the clipboard: clean words with the marks of lists, and HTML that says what they are."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.copied_html import mime
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.test_viewer_page import article

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

EVERYTHING = (
    "<h2>Head <i>line</i></h2>"
    "<p>Em\u00adbedded <a href='https://example.org/?a=1&amp;b=2'>the <b>link</b></a>, <code>co_de()</code> and"
    " <kbd>Ctrl</kbd>, H<sub>2</sub>O, <s>gone</s>.<br>Second&nbsp;line</p>"
    "<p><img src='https://e.org/a.png' alt='pic' width='20' height='20'>beside</p>"
    "<ul><li>one<br>more<ul><li>in<ul><li>deep</li></ul></li></ul></li><li><p>two</p><p>goes on</p></li></ul>"
    "<ol start='9'><li>nine</li><li>ten</li></ol>"
    "<blockquote><p>Said.</p><blockquote><p>Deeper.</p></blockquote></blockquote>"
    "<pre>def f(x):\n\n    return x &lt; 1\n\n\n# end</pre>"
    "<table><tr><th>Land</th><th>Sum</th><th>More</th></tr><tr><td>A</td><td></td><td><p>x</p><p>y</p></td></tr>"
    "<tr><td><b>B</b></td><td>22</td><td>z</td></tr></table><p>End.</p>"
)
TEXT = """A feed

Title

Me · Oct. 24, 2024 · 1 min read

Head line

Embedded the link, co_de() and Ctrl, H2O, gone.
Second line

beside

• one
  more
  ◦ in
    – deep
• two
  goes on
9. nine
10. ten

Said.

Deeper.

def f(x):

    return x < 1


# end

Land\tSum\tMore
A\t\tx y
B\t22\tz

End."""


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    widget = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(widget)
    widget.resize(760, 600)
    widget.show()
    widget.activateWindow()
    qtbot.waitExposed(widget)
    widget.setFocus()
    return widget


def copy_all(view: ArticleView, html: str) -> tuple[str, str]:
    """Ctrl+A, Ctrl+C."""
    view.show_article(article(html, title="Title", author="Me"))
    QApplication.processEvents()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    return data.text(), data.html()


class Tags(HTMLParser):
    """Fails on tags that are not closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
            self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(html: str) -> set[str]:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return set(tags.seen)


def test_everything_is_copied_as_clean_words(view: ArticleView) -> None:
    text, _ = copy_all(view, EVERYTHING)
    assert text == TEXT


def test_everything_is_copied_as_clean_html(view: ArticleView) -> None:
    _, html = copy_all(view, EVERYTHING)
    assert check(html) >= {
        "h1",
        "h2",
        "p",
        "a",
        "code",
        "kbd",
        "sub",
        "s",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
    }
    assert "style" not in html
    assert "<img" not in html
    assert not re.search("[\ufffc\u2066-\u2069\u200b\u00ad]", html)
    assert '<a href="https://example.org/?a=1&amp;b=2">the </a>' in html
    assert "<ul><li>one<br>more<ul><li>in<ul><li>deep</li></ul></li></ul></li><li>two<p>goes on</p></li></ul>" in html
    assert '<ol><li value="9">nine</li><li value="10">ten</li></ol>' in html
    assert "<blockquote><p>Said.</p><blockquote><p>Deeper.</p></blockquote></blockquote>" in html
    assert "<pre>def f(x):\n\n    return x &lt; 1\n\n\n# end</pre>" in html
    assert "<tr><th>Land</th><th>Sum</th><th>More</th></tr><tr><td>A</td><td></td><td>x y</td></tr>" in html
    assert "<h2>Head <i>line</i></h2>" in html


def select(view: ArticleView, first: str, last: str) -> None:
    cursor = view.document().find(first)
    end = view.document().find(last).selectionEnd()
    cursor.setPosition(cursor.selectionStart())
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.copy()


def test_a_word_of_an_item_is_just_the_word(view: ArticleView) -> None:
    copy_all(view, EVERYTHING)
    select(view, "nine", "nine")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "nine"
    assert data.html().endswith("<span>nine</span>")
    select(view, "ore", "deep")  # from within the first item
    assert QGuiApplication.clipboard().text() == "ore\n  ◦ in\n    – deep"
    select(view, "return", "end")
    assert QGuiApplication.clipboard().text() == "return x < 1\n\n\n# end"
    select(view, "Sum", "22")
    assert QGuiApplication.clipboard().text().splitlines()[1] == "A\t\tx y"


def test_signs_beyond_the_first_plane_are_whole(view: ArticleView) -> None:
    copy_all(view, "<p>😀a😀b <b>😀</b>c</p>")
    select(view, "b 😀", "😀c")
    assert QGuiApplication.clipboard().text() == "b 😀c"


def test_tables_from_right_to_left_are_read_so(view: ArticleView) -> None:
    words = "أعلنت وكالة الفضاء يوم الأربعاء"
    text, html = copy_all(
        view,
        f"<p>{words}</p><table dir=rtl><tr><th>الأول</th><th>الثاني</th></tr><tr><td>١</td><td>٢</td></tr></table>",
    )
    assert text.endswith("الأول\tالثاني\n١\t٢")
    assert "<td>١</td><td>٢</td>" in html


def test_code_lines_that_lie_together_are_lines(view: ArticleView) -> None:
    code = "\n".join(f"{'    ' * (n % 3)}line_{n}()" for n in range(4_000))
    text, _ = copy_all(view, f"<p>Before</p><pre>{code}</pre><p>After</p>")
    assert text.endswith(f"Before\n\n{code}\n\nAfter")


PIECES = st.sampled_from(
    [
        "<p>a</p>",
        "<ul><li>b<ol><li>c</li></ol></li></ul>",
        "<blockquote>",
        "</blockquote>",
        "<pre>x\n y</pre>",
        "d<br>",
        "<table><tr><td>e</td><td>f</td></tr></table>",
        "<ol>",
        "<li>g",
        "</ol>",
        "<h3>h</h3>",
        "<p>&lt;i&gt; &amp;</p>",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_the_html_of_any_page_is_whole(qapp: QApplication, pieces: list[str]) -> None:
    view = ArticleView(PageStyle(LIGHT))
    view.show_article(article("".join(pieces)))
    view.selectAll()
    data = mime(view.sheet, view.textCursor())
    check(data.html())
    said = re.sub(r"\s", "", re.sub(r"<[^>]*>", "", data.html().replace("&lt;", "‹").replace("&gt;", "›")))
    bare = re.sub(
        r"\s", "", re.sub(r"^ *(?:[•◦–]|\d+\.) ", "", data.text(), flags=re.M).replace("<", "‹").replace(">", "›")
    )
    assert said.replace("&amp;", "&") == bare
    view.deleteLater()
