"""The reading pane as a widget: what it shows, tells, refuses and copies, and where the reader's eye stays."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QGuiApplication, QPixmap, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_reader.records.article import Article
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer.decorations import Places
from desktop_reader.ui.viewer.empty import EmptyPage
from desktop_reader.ui.viewer.sheet import SIDE
from desktop_reader.ui.viewer.style import LARGEST, SMALLEST, PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.shared import SHARED, needs_shared
from tests.ui.test_viewer_page import article

LINES = [f"Paragraph {n} says at some length what has to be said about the number {n}, and no more." for n in range(80)]
LONG = "".join(f"<p>{line}</p>" for line in LINES)
RICH = (
    "<h2>Head</h2><p>See <a href='https://example.org/a'>the link</a> and <code>code()</code>, <kbd>Ctrl</kbd>.</p>"
    "<blockquote><p>Said.</p><blockquote><p>Deeper.</p></blockquote></blockquote><hr>"
    "<ul><li>one<ul><li>two</li></ul></li></ul><ol start='9'><li>nine</li><li>ten</li></ol>"
    "<pre>def f(x):\n    return x\n</pre><table><tr><th>Land</th><th>Sum</th></tr><tr><td>A</td><td>1.5</td></tr>"
    "<tr><td>B</td><td>22</td></tr></table><p>End.</p>"
)


class Recording(ArticleView):
    """Writes down every resource that the document asks for."""

    def __init__(self) -> None:
        super().__init__(PageStyle(LIGHT))
        self.asked: list[str] = []
        self.reduced_motion = True

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        self.asked.append(str(url))
        return super().loadResource(kind, url)


@pytest.fixture
def view(qtbot: QtBot) -> Recording:
    widget = Recording()
    qtbot.addWidget(widget)
    widget.resize(760, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def show(view: ArticleView, html: str, **other: Any) -> Article:
    shown = article(html, **other)
    view.show_article(shown)
    QApplication.processEvents()
    view.grab()
    return shown


def top_line(view: ArticleView) -> str:
    """What stands at the upper edge."""
    return view.cursorForPosition(QPoint(40, 4)).block().text()


def test_it_shows_the_article_and_clears(view: Recording) -> None:
    show(view, RICH, title="The title", author="Somebody")
    text = view.toPlainText()
    for words in (
        "A feed",
        "The title",
        "Somebody",
        "See the link and code()",
        "Deeper.",
        "    return x",
        "22",
        "End.",
    ):
        assert words in text
    assert view.textCursor().position() == 0
    view.show_article(None)
    assert view.toPlainText() == ""
    assert view.article is None


def test_links_are_told_and_never_followed(view: Recording) -> None:
    show(view, "<p><a href='https://example.org/x?a=1&amp;b=%20c'>linklinklink</a></p>")
    told: list[str] = []
    view.link_clicked.connect(told.append)
    cursor = QTextCursor(view.document().findBlockByNumber(3))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, 4)
    point = view.cursorRect(cursor).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert told == ["https://example.org/x?a=1&b=%20c"]
    before = view.toPlainText()
    for address in ("javascript:alert(1)", "file:///etc/hostname", "qrc:/x", "ssh://host", "data:text/html,x", "#top"):
        view.anchorClicked.emit(QUrl(address))
    view.anchorClicked.emit(QUrl("mailto:a@example.org"))
    assert told[1:] == ["mailto:a@example.org"]
    assert view.toPlainText() == before


def test_hovering_tells_the_address_and_leaving_tells_nothing(view: Recording) -> None:
    told: list[str] = []
    view.link_hovered.connect(told.append)
    view.highlighted.emit(QUrl("https://example.org/"))
    view.highlighted.emit(QUrl("file:///etc/passwd"))
    view.highlighted.emit(QUrl())
    assert told == ["https://example.org/", "", ""]


def test_no_source_can_be_opened(view: Recording, tmp_path: Any) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("<p>secret</p>")
    show(view, "<p>shown</p>")
    view.setSource(QUrl.fromLocalFile(str(secret)))
    view.reload()
    view.backward()
    assert "secret" not in view.toPlainText()
    assert "shown" in view.toPlainText()


def test_whatever_is_asked_for_the_answer_is_empty(view: Recording, tmp_path: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for kind in (1, 2, 3, 4):
        answer = view.loadResource(kind, QUrl.fromLocalFile(str(secret)))
        assert answer == b"" or (hasattr(answer, "width") and answer.width() == 1)


HOSTILE = [
    '<img src="/etc/hostname"><img src="file:///etc/hostname"><img src=""><img src="https://e.org/a.png">',
    '<link rel="stylesheet" href="http://evil.example/x.css"><style>@import "http://evil.example/y.css";</style>',
    '<table background="http://evil.example/b.png"><tr><td style="background-image:url(file:///etc/hostname)">x</td></tr>',
    '<body background="file:///etc/hostname"><iframe src="file:///etc/passwd"></iframe>',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_no_document_loads_anything(view: Recording, html: str) -> None:
    show(view, f"{html}<p>the end</p>", title="<img src=x>", author="<link href=x rel=stylesheet>")
    view.selectAll()
    view.copy()
    assert view.asked == []


@needs_shared
def test_hostile_payloads_load_nothing(view: Recording) -> None:
    lines = (SHARED / "hostile" / "payloads.jsonl").read_text(encoding="utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    told: list[str] = []
    view.link_clicked.connect(told.append)
    for number, payload in enumerate(payloads[:: max(1, len(payloads) // 60)]):
        show(view, payload, id=number + 10, title=payload[:200], author=payload[:50])
    assert view.asked == []
    assert told == []


def test_hostile_depth_and_size_do_not_hang(view: Recording) -> None:
    cases = (
        "<table><tr><td>" * 50 + "x",
        "<div>" * 5000 + "x",
        "<blockquote>" * 60 + "x",
        "<ul><li>" * 60 + "x",
        "<p>word</p>" * 50_000,
        "x" * 500_000,
        '<a "' * 20_000,
    )
    for number, html in enumerate(cases):
        start = time.process_time()
        show(view, html, id=number + 10)
        assert time.process_time() - start < 4, html[:20]


def test_space_reads_on_to_the_end_and_says_so(view: Recording) -> None:
    show(view, LONG)
    ends: list[int] = []
    view.at_end.connect(lambda: ends.append(1))
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Space)
    page = view.viewport().height()
    assert page * 0.8 < bar.value() < page
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0
    for _ in range(40):
        if bar.value() == bar.maximum():
            break
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert bar.value() == bar.maximum()
    assert ends == []
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert ends == [1]


def test_space_on_a_short_article_is_its_end(view: Recording, qtbot: QtBot) -> None:
    show(view, "<p>short</p>")
    with qtbot.waitSignal(view.at_end, timeout=500):
        QTest.keyClick(view, Qt.Key.Key_Space)


def test_paging_glides_and_hurrying_goes_pages_further(view: Recording, qtbot: QtBot) -> None:
    show(view, LONG)
    view.reduced_motion = False
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert bar.value() < 300
    QTest.keyClick(view, Qt.Key.Key_Space)
    two = 2 * (view.viewport().height() - 2 * view.page_style.line(view.script))
    qtbot.waitUntil(lambda: bar.value() == two, timeout=2000)


def test_copy_gives_words_alone(view: Recording) -> None:
    zero = "\u200b"
    show(
        view,
        f"<p>One{zero} two&nbsp;three<br>four</p>"
        "<p><img src='https://e.org/a.png' alt='pic' width='20' height='20'>five</p>"
        "<ul><li>a</li><li>b</li></ul><pre>x = 1\n\n  y</pre><table><tr><th>K</th><th>V</th></tr>"
        "<tr><td>k</td><td>1</td></tr></table>",
        title="Title",
        author="Me",
    )
    view.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().mimeData().text() == (
        "A feed\n\nTitle\n\nMe · Oct. 24, 2024 · 1 min read\n\nOne two three\nfour\n\nfive\n\n"
        "• a\n• b\n\nx = 1\n\n  y\n\n"
        "K\tV\nk\t1"
    )


def test_copying_a_part_gives_the_part(view: Recording) -> None:
    show(view, "<p>Hello world</p><p>Again</p>")
    cursor = view.document().find("world")
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "world"
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "world\n\nAgain"


def test_the_menu_is_plain(view: Recording) -> None:
    show(view, "<p><a href='https://example.org/'>linklinklinklink</a></p><p>no link here</p>")
    told: list[str] = []
    view.link_clicked.connect(told.append)
    on_link = view.cursorRect(view.document().find("klin")).center()
    actions = {action.text(): action for action in view.menu_at(on_link).actions() if action.text()}
    assert list(actions) == ["Open link", "Open link in the background", "Copy link address", "Copy", "Select all"]
    assert not actions["Copy"].isEnabled()
    actions["Copy link address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://example.org/"
    actions["Open link"].trigger()
    assert told == ["https://example.org/"]
    beside = view.cursorRect(view.document().find("no link")).center()
    assert [action.text() for action in view.menu_at(beside).actions()] == ["Copy", "Select all"]


def test_dragged_files_are_refused(view: Recording) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/etc/hostname")])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.setAccepted(True)
    view.dragEnterEvent(event)
    assert not event.isAccepted()
    assert not view.acceptDrops()
    assert not view.viewport().acceptDrops()
    assert event.type() == QEvent.Type.DragEnter


ARABIC = "<p>أعلنت وكالة الفضاء يوم الأربعاء أن المركبة وصلت إلى مدارها حول القمر بعد رحلة استغرقت خمسة أيام.</p>"
JAPANESE = (
    "<p>ホワイトハウスのカービー大統領補佐官は23日、"
    "少なくとも3000人の北朝鮮兵士がロシア東部の施設で訓練を受けていると述べた。</p>"
)


def test_arabic_is_set_from_the_right(view: Recording) -> None:
    show(
        view,
        ARABIC + "<blockquote><p>قالت المديرة</p></blockquote><ul><li>واحد</li></ul>",
        title="مركبة جديدة تدخل مدار القمر",
    )
    block = view.document().findBlockByNumber(1)
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft
    line = view.document().findBlockByNumber(3).layout().lineAt(0)
    assert line.naturalTextRect().right() > 0.95 * line.width()
    assert view.document().findBlockByNumber(4).blockFormat().rightMargin() > 0
    assert view.horizontalScrollBar().maximum() == 0


def test_japanese_has_a_wider_column_and_higher_lines(view: Recording) -> None:
    view.resize(1200, 600)
    show(view, LONG, id=1)
    latin, latin_line = view.viewport().width(), view.document().findBlockByNumber(3).blockFormat().lineHeight()
    show(view, JAPANESE * 3, id=2, title="米政府「北朝鮮兵士がロシア東部で訓練」")
    assert view.viewport().width() > latin
    assert view.document().findBlockByNumber(3).blockFormat().lineHeight() > latin_line
    assert view.document().findBlockByNumber(3).layout().lineCount() >= 2
    assert view.horizontalScrollBar().maximum() == 0


def park(view: ArticleView, words: str) -> int:
    """Scrolls until a paragraph stands near the upper edge; gives its height in the window."""
    cursor = view.document().find(words)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + view.cursorRect(cursor).top() - 3)
    return view.cursorRect(view.document().find(words)).top()


@pytest.mark.parametrize(
    "change",
    [
        lambda style: replace(style, tokens=DARK),
        lambda style: replace(style, px=24),
        lambda style: replace(style, serif=False),
        lambda style: replace(style, measure=25.0),
    ],
)
def test_a_change_of_style_keeps_the_reading_position(
    view: Recording, change: Callable[[PageStyle], PageStyle]
) -> None:
    show(view, LONG)
    before = park(view, "Paragraph 40 ")
    view.set_style(change(view.page_style))
    QApplication.processEvents()
    after = view.cursorRect(view.document().find("Paragraph 40 ")).top()
    assert abs(after - before) <= 4
    assert "Paragraph 40 " in top_line(view)


def test_a_new_width_keeps_the_reading_position(view: Recording) -> None:
    show(view, LONG)
    park(view, "Paragraph 40 ")
    view.resize(480, 600)
    QApplication.processEvents()
    assert "Paragraph 40 " in top_line(view)


def test_the_same_article_keeps_its_place_and_another_begins_at_the_top(view: Recording) -> None:
    shown = show(view, LONG)
    park(view, "Paragraph 40 ")
    view.show_article(replace(shown, read_count=2, starred=True))
    assert "Paragraph 40 " in top_line(view)
    view.show_article(replace(shown, id=77))
    assert view.verticalScrollBar().value() == 0


def test_tokens_reach_the_page(view: Recording) -> None:
    show(view, "<p>words</p>")
    view.set_tokens(DARK)
    image = view.grab().toImage()
    assert image.pixelColor(5, 300).name().upper() == DARK.page
    assert image.pixelColor(300, image.height() - 20).name().upper() == DARK.page


def test_zoom_stays_within_its_bounds_and_tells(view: Recording) -> None:
    show(view, LONG)
    told: list[int] = []
    view.zoomed.connect(told.append)
    view.zoom(1)
    view.zoom(100)
    view.zoom(1)
    view.zoom(-100)
    view.zoom(0)
    assert told == [18, LARGEST, SMALLEST, 0]
    assert view.page_style.px == 17


def test_the_column_is_centred_and_never_wider_than_it_should_be(view: Recording) -> None:
    show(view, LONG)
    for width in (1400, 900, 500, 380):
        view.resize(width, 500)
        QApplication.processEvents()
        place = Places(view.sheet)
        left = view.viewport().x() + place.origin(view.document().findBlockByNumber(3)).x()
        room = width - view.verticalScrollBar().width()
        assert abs((left + view.sheet.column / 2) - room / 2) <= 1
        assert view.sheet.column == min(round(17 * 34.5), room - 2 * (24 if room <= 520 else 40))


def test_a_headline_is_balanced(view: Recording) -> None:
    show(view, "<p>x</p>", title="Winter Begins with Storage at 95 Per Cent")
    lines = view.document().findBlockByNumber(1).layout()
    widths = [lines.lineAt(n).naturalTextWidth() for n in range(lines.lineCount())]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_a_wide_table_fits_and_its_figures_stand_right(view: Recording) -> None:
    heads = ("Country", "Capacity", "In store", "Full", "Week", "Year", "Injection", "Withdrawal", "Source")
    row = ("Netherlands", "143.9", "131.2", "91.2 %", "−0.1", "−6.4", "96", "117", "AGSI")
    html = "<table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"
    html += ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>") * 3 + "</table><p>after</p>"
    show(view, html)
    assert view.horizontalScrollBar().maximum() == 0
    table = view.sheet.tables[0].table
    for column, right in ((0, False), (1, True), (4, True), (8, False)):
        block = table.cellAt(2, column).firstCursorPosition().block()
        assert bool(block.blockFormat().alignment() & Qt.AlignmentFlag.AlignRight) is right
        assert block.layout().lineCount() == 1
    assert table.cellAt(1, 0).firstCursorPosition().charFormat().font().pixelSize() >= 11


def test_marks_and_decorations_are_found(view: Recording) -> None:
    show(view, RICH)
    sheet = view.sheet
    assert sorted(map(str, sheet.marks.values())) == ["1", "10.", "2", "9."]
    assert [level for _, _, level in sorted(sheet.quotes)] == [0, 1]
    assert len(sheet.code) == len(sheet.rules) == len(sheet.tables) == 1
    assert [key for pills in sheet.pills.values() for _, _, key in pills] == [False, True]
    first, last, _, _ = sheet.code[0]
    assert [view.document().findBlockByNumber(n).text() for n in (first, last)] == ["def f(x):", "    return x"]


def test_a_footer_lies_under_the_text_and_scrolls_with_it(view: Recording) -> None:
    show(view, LONG)
    footer = QLabel("footer")
    footer.setMinimumHeight(200)
    view.set_footer(footer)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    QApplication.processEvents()
    last = view.cursorRect(QTextCursor(view.document().lastBlock())).bottom()
    before = footer.mapTo(view.viewport(), QPoint()).y()
    assert last < before
    assert before + footer.height() < view.viewport().height()
    assert footer.width() == round(view.sheet.column)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 50)
    assert footer.mapTo(view.viewport(), QPoint()).y() == before + 50


def test_the_sign_of_the_feed_stands_before_its_name(view: Recording) -> None:
    show(view, "<p>x</p>")
    red = QPixmap(16, 16)
    red.fill(QColor("#FF0000"))
    asked: list[str] = []

    def sign(shown: Article, ratio: float) -> QPixmap:
        asked.append(shown.feed_title)
        return red

    view.set_signs(sign)
    assert asked == ["A feed"]
    place = Places(view.sheet)
    block = view.document().findBlockByNumber(0)
    left = view.viewport().x() + SIDE + 8
    y = round(place.origin(block).y()) + 9
    assert view.grab().toImage().pixelColor(left, y).name() == "#ff0000"
    assert block.layout().lineAt(0).x() + place.origin(block).x() == SIDE + 24


def test_it_speaks_to_assistive_technology(view: Recording) -> None:
    show(view, RICH)
    assert view.accessibleName() == "Article"
    assert view.document().findBlockByNumber(1).blockFormat().headingLevel() == 1


def test_the_empty_page_says_what_to_do(qtbot: QtBot) -> None:
    page = EmptyPage(LIGHT)
    qtbot.addWidget(page)
    page.resize(500, 600)
    page.set_hints((("K", "back"),))
    page.set_tokens(DARK)
    image = page.grab().toImage()
    assert image.pixelColor(2, 2).name().upper() == DARK.page
    painted = {image.pixelColor(x, y).name().upper() for x in range(0, 500, 2) for y in range(0, 600, 2)}
    assert DARK.idle in painted
    assert DARK.field in painted
    assert "Nothing selected" in page.accessibleName()
    assert "K: back" in page.accessibleName()


def test_wheel_with_ctrl_zooms(view: Recording) -> None:
    show(view, LONG)
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)
    assert view.page_style.px == 18
