"""The rules of type, read from the laid-out document: everything follows from the body's size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.tokens import LIGHT, SEPIA
from desktop_reader.ui.viewer.style import LARGEST, SMALLEST, PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.test_viewer_page import article

JAPANESE = "少なくとも三千人の兵士が訓練を受けていると述べた。"
HTML = (
    "<p>first</p><p>body with <code>code()</code> and <kbd>Ctrl</kbd></p><h2>two</h2><h3>three</h3><h4>four</h4>"
    "<blockquote><p>quote</p></blockquote><ul><li>item</li><li>last item</li></ul><pre>x = 1\ny = 2</pre>"
    "<figure><img src='https://e.org/a.png' width='100' height='50'><figcaption>caption</figcaption></figure>"
    "<table><tr><th>Head</th><th>Sum</th></tr><tr><td>cell</td><td>12</td></tr></table><p>end</p>"
)


def shown(qtbot: QtBot, style: PageStyle, html: str = HTML, **other: str) -> ArticleView:
    view = ArticleView(style)
    qtbot.addWidget(view)
    view.resize(1300, 900)
    view.show()
    view.show_article(article(html, author="Me", **other))
    QApplication.processEvents()
    return view


def block(view: ArticleView, words: str) -> QTextBlock:
    return view.document().find(words).block()


def px(view: ArticleView, words: str) -> int:
    return view.document().find(words).charFormat().font().pixelSize()


def line(view: ArticleView, words: str) -> float:
    return block(view, words).blockFormat().lineHeight()


def room(view: ArticleView, words: str) -> tuple[float, float]:
    form = block(view, words).blockFormat()
    return form.topMargin(), form.bottomMargin()


@pytest.mark.parametrize("b", [SMALLEST, 17, 18, LARGEST])
def test_sizes_and_lines_follow_from_the_body(qtbot: QtBot, b: int) -> None:
    view = shown(qtbot, PageStyle(LIGHT, px=b), title="A headline")
    for words, size, height in (
        ("A feed", 0.72, 1.5),
        ("A headline", 2.0, 1.18),
        ("Me", 0.75, 1.5),
        ("two", 1.44, 1.28),
        ("three", 1.19, 1.3),
        ("four", 0.88, 1.35),
        ("caption", 0.75, 1.5),
    ):
        assert px(view, words) == round(b * size), words
        assert line(view, words) == round(b * size * height), words
    for words in ("body with", "quote", "item"):
        assert view.document().find(words).charFormat().font().pixelSize() in (-1, b)
        assert line(view, words) == round(1.6 * b), words
    assert px(view, "code()") == round(0.84 * b)
    assert px(view, "Ctrl") == px(view, "x = 1") == round(0.74 * b)
    assert px(view, "cell") == round(0.778 * b)
    assert view.document().defaultFont().pixelSize() == b
    assert view.column == round(34.5 * b)
    for words in ("A headline", "two", "three"):
        assert not view.document().find(words).charFormat().hasProperty(QTextFormat.Property.FontSizeAdjustment)


def test_the_room_around_things(qtbot: QtBot) -> None:
    b = 20
    view = shown(qtbot, PageStyle(LIGHT, px=b), title="A headline")
    for words, above, below in (
        ("A feed", 0, 0.6),
        ("A headline", 0, 0.7),
        ("Me", 0, 1.9),
        ("body with", 0, 1.0),
        ("two", 1.9, 0.55),
        ("three", 1.6, 0.4),
        ("four", 1.3, 0.3),
        ("last item", 0, 1.0),
        ("item", 0, 0.34),
        ("caption", 0, 1.6),
    ):
        assert room(view, words) == (round(b * above), round(b * below)), words
    assert room(view, "x = 1")[0] == round(0.75 * b) + round(0.8 * b)
    assert room(view, "y = 2")[1] == round(1.2 * b) + round(0.8 * b)
    assert room(view, "quote")[1] >= round(1.4 * b)
    assert block(view, "quote").blockFormat().leftMargin() == round(1.25 * b)
    assert view.document().rootFrame().frameFormat().topMargin() == round(2.2 * b)
    assert block(view, "caption").previous().blockFormat().bottomMargin() == round(0.6 * b)


def test_faces(qtbot: QtBot) -> None:
    view = shown(qtbot, PageStyle(SEPIA), title="A headline")

    def face(words: str) -> str:
        return view.document().find(words).charFormat().font().family()

    assert view.document().defaultFont().family() == fonts.SERIF
    assert {face(words) for words in ("A headline", "two", "three")} == {fonts.DISPLAY}
    assert {face(words) for words in ("A feed", "Me", "four", "caption", "cell", "Ctrl")} == {fonts.SANS}
    assert {face(words) for words in ("code()", "x = 1")} == {fonts.MONO}
    assert block(view, "body with").blockFormat().alignment() & Qt.AlignmentFlag.AlignLeft
    view.set_style(PageStyle(SEPIA, serif=False))
    assert face("A headline") == view.document().defaultFont().family() == fonts.SANS


def test_other_scripts_have_their_own_lines(qtbot: QtBot) -> None:
    japanese = shown(
        qtbot,
        PageStyle(LIGHT, px=20),
        "<p>少なくとも三千人の兵士が訓練を受けていると述べた。</p>",
        title="米政府の発表",
    )
    assert line(japanese, "少なくとも") == 36
    assert line(japanese, "米政府") == round(20 * 2 * 1.34)
    assert japanese.column == 760
    arabic = shown(qtbot, PageStyle(LIGHT, px=20), "<p>أعلنت وكالة الفضاء يوم الأربعاء</p>", title="مركبة جديدة")
    assert arabic.document().defaultFont().pixelSize() == 22
    assert line(arabic, "أعلنت") == round(22 * 1.72)
    assert line(arabic, "مركبة") == round(20 * 2 * 1.4)


LONG = "Ten days of staring at nothing in the darkest corner of the sky and what it told them"


def test_a_latin_headline_is_balanced_and_a_japanese_one_is_not(qtbot: QtBot) -> None:
    view = shown(qtbot, PageStyle(LIGHT), title=LONG)
    title = block(view, "Ten days")
    layout = title.layout()
    widths = [layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount())]
    assert len(widths) > 1
    assert min(widths) > 0.75 * max(widths)
    assert title.blockFormat().rightMargin() > 0
    japanese = shown(
        qtbot,
        PageStyle(LIGHT),
        "<p>本文</p>",
        title=JAPANESE * 2,
    )
    assert block(japanese, "少なくとも").blockFormat().rightMargin() == 0


@pytest.mark.parametrize(("width", "pad"), [(1300, 40), (640, 40), (520, 24), (360, 24)])
def test_the_column_keeps_its_distance(qtbot: QtBot, width: int, pad: int) -> None:
    view = shown(qtbot, PageStyle(LIGHT))
    bar = view.verticalScrollBar().width()
    view.resize(width + bar, 700)
    QApplication.processEvents()
    assert view.column == min(round(17 * 34.5), width - 2 * pad)
    assert view.horizontalScrollBar().maximum() == 0
