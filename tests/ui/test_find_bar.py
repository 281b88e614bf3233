"""Find in the article, as a person does it: the bar, its keys, the marks, the ticks in the scroll bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_reader.app import Application
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer.find_bar import FindBar
from desktop_reader.ui.viewer.ticks import TickedBar
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.program import Start, click, press, resize, settle, start
from tests.ui.test_viewer_found import hits
from tests.ui.test_viewer_page import article

__all__ = ["start"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FILLER = "".join(f"<p>Paragraph {n} says at length what has to be said about it, and no more.</p>" for n in range(40))
KEYS = f"<p>A keyhole, a KEY, a clé.</p>{FILLER}<p>The key.</p>{FILLER}<p>monkey</p><pre>cmp_to_key=1</pre>"


@pytest.fixture
def program(start: Start) -> Application:
    program = start()
    program.window.reading.view.reduced_motion = True
    program.window.articles.view.pick(0)
    settle()
    program.window.reading.show_article(article(KEYS, id=1, title="You wanted a key", feed_title="Keys"))
    settle()
    return program


def parts(program: Application) -> tuple[FindBar, ArticleView]:
    return program.window.reading.find_bar, program.window.reading.view


def find(program: Application, words: str) -> FindBar:
    press(program, "Ctrl+F")
    bar, _ = parts(program)
    assert QApplication.focusWidget() is bar.field
    QTest.keyClicks(bar.field, words)
    settle()
    return bar


def tick_rows(view: ArticleView) -> int:
    """Rows of the scroll bar with the colour of a hit."""
    picture = view.verticalScrollBar().grab().toImage()
    colour, x = QColor(view.page_style.tokens.mark_now).rgb(), picture.width() - 2
    return sum(picture.pixel(x, y) == colour for y in range(picture.height()))


def press_tab() -> None:
    now = QApplication.focusWidget()
    assert now is not None
    QTest.keyClick(now, Qt.Key.Key_Tab)


def test_what_is_typed_is_found_everywhere_also_within_words(program: Application) -> None:
    bar = find(program, "key")
    assert hits(parts(program)[1]) == ["Key", "key", "key", "KEY", "key", "key", "key"]
    assert bar.count.text() == "1 of 7"
    assert (bar.width(), bar.height()) == (340, 40)


def test_accents_width_and_signs_do_not_matter_but_signs_that_are_typed_do(program: Application) -> None:
    bar = find(program, "CLE")
    assert hits(parts(program)[1]) == ["clé"]
    bar.field.setText("to_key=")
    assert hits(parts(program)[1]) == ["to_key="]
    bar.field.setText("a  key")
    assert hits(parts(program)[1]) == ["a key", "A key", "a KEY"]


def test_enter_and_f3_go_on_and_back_round_the_ends(program: Application) -> None:
    bar, (_, view) = find(program, "the key."), parts(program)
    assert bar.count.text() == "1 of 1"
    place = view.verticalScrollBar().value()
    assert place > 0
    bar.field.setText("key")
    assert view.verticalScrollBar().value() == place  # it goes on from where it is
    assert bar.count.text() == "5 of 7"
    said = []
    for stroke in ("Return", "F3", "Return", "Shift+Return", "Shift+F3"):
        press(program, stroke)
        said.append(bar.count.text())
    assert said == ["6 of 7", "7 of 7", "1 of 7", "7 of 7", "6 of 7"]
    click(bar.down)
    assert bar.count.text() == "7 of 7"
    click(bar.up)
    assert bar.count.text() == "6 of 7"


def test_the_hit_is_not_under_the_bar(program: Application) -> None:
    bar, (_, view) = find(program, "Paragraph"), parts(program)
    for _ in range(90):
        press(program, "Return")
        number, begin, _ = view.found.now or (0, 0, 0)
        cursor = QTextCursor(view.document().findBlockByNumber(number))
        cursor.setPosition(cursor.position() + begin)
        line = view.cursorRect(cursor).translated(view.viewport().mapTo(view, view.viewport().rect().topLeft()))
        assert line.top() + view.y() > bar.geometry().bottom() or view.verticalScrollBar().value() == 0
        assert line.bottom() < view.height()


def test_nothing_found_is_said_and_going_back_a_letter_finds_again(program: Application) -> None:
    bar, (_, view) = find(program, "keyx"), parts(program)
    assert bar.count.text() == "Nothing found"
    assert not bar.up.isEnabled()
    assert not bar.down.isEnabled()
    assert tick_rows(view) == 0
    press(program, "Backspace")
    assert bar.count.text() == "1 of 7"
    assert bar.up.isEnabled()
    bar.field.clear()
    assert bar.count.text() == ""
    assert hits(view) == []


def test_escape_puts_it_away_and_the_article_has_the_keyboard(program: Application) -> None:
    bar, (_, view) = find(program, "key"), parts(program)
    press(program, "Escape")
    assert not bar.isVisible()
    assert QApplication.focusWidget() is view
    assert hits(view) == []
    assert view.extraSelections() == []
    press(program, "Ctrl+F")
    assert bar.field.text() == "key"
    assert bar.field.selectedText() == "key"
    view.setFocus()
    press(program, "Escape")  # from the article, too
    assert not bar.isVisible()
    press(program, "F3")  # nothing is marked: what is looked for?
    assert bar.isVisible()
    bar.away.setFocus()
    press(program, "Escape")
    assert not bar.isVisible()


def test_what_is_selected_is_looked_for(program: Application) -> None:
    bar, view = parts(program)
    view.setTextCursor(view.document().find("monkey"))
    press(program, "Ctrl+F")
    assert bar.field.text() == "monkey"
    assert bar.count.text() == "1 of 1"


def test_single_letters_are_typed_and_give_no_commands(program: Application) -> None:
    shown = program.browsing.article
    bar = find(program, "jmskn")
    assert bar.field.text() == "jmskn"
    assert program.browsing.article == shown


def test_zoom_and_theme_keep_the_hit(program: Application) -> None:
    bar, (_, view) = find(program, "key"), parts(program)
    press(program, "Return", "Return")
    view.zoom(3)
    settle()
    assert bar.count.text() == "3 of 7"
    program.theme.scheme = "dark"
    settle()
    assert bar.count.text() == "3 of 7"
    assert view.extraSelections()[0].format.foreground().color() == QColor(DARK.mark_text)
    assert tick_rows(view) > 0


def test_another_article_is_searched_and_left_at_its_top(program: Application) -> None:
    bar, (_, view) = find(program, "key"), parts(program)
    program.window.reading.show_article(article(f"{FILLER}<p>One key and a key.</p>", id=2, title="T", feed_title="F"))
    settle()
    assert bar.count.text().startswith("2 hit")
    assert view.verticalScrollBar().value() == 0
    press(program, "Return")
    assert bar.count.text() == "1 of 2"
    program.window.reading.show_article(None)
    settle()
    assert not bar.isVisible()
    press(program, "Ctrl+F")
    assert not bar.isVisible()


def test_the_marks_of_a_search_come_back_when_the_bar_goes(program: Application) -> None:
    from desktop_reader.records.search import Term

    view = parts(program)[1]
    view.found.mark((Term("paragraph"),))
    count = len(hits(view))
    find(program, "monkey")
    assert hits(view) == ["monkey"]
    press(program, "Escape")
    assert len(hits(view)) == count > 50


def test_ticks_stand_where_the_hits_are(program: Application) -> None:
    view = parts(program)[1]
    bar = view.verticalScrollBar()
    assert isinstance(bar, TickedBar)
    assert tick_rows(view) == 0
    find(program, "the key.")
    settle()
    assert len(bar.ticks.heights) == 1
    share = bar.ticks.heights[0] / (bar.maximum() + bar.pageStep())
    assert 0.35 < share < 0.6  # in the middle of the page
    assert 3 <= tick_rows(view) <= 5
    before = bar.place(bar.ticks.heights[0])
    resize(program, 1000, 600)
    assert 0 < bar.place(bar.ticks.heights[0]) < before
    press(program, "Escape")
    settle()
    assert tick_rows(view) == 0


def test_ten_thousand_hits_are_a_thousand_ticks_at_most(program: Application) -> None:
    view = parts(program)[1]
    program.window.reading.show_article(article("<p>" + "e e e e e e e e e e " * 300 + "</p>" + FILLER * 20, id=3))
    find(program, "e")
    settle()
    assert len(view.found.hits) > 5_000
    assert len(view.verticalScrollBar().ticks.heights) <= 1_001  # type: ignore[attr-defined]


def test_it_keeps_to_the_corner_of_a_narrow_page(program: Application) -> None:
    bar = find(program, "key")
    for width in (1600, 1000, 640):
        resize(program, width)
        view = parts(program)[1]
        assert view.geometry().contains(bar.geometry())
        assert view.geometry().right() - bar.geometry().right() <= 28


def test_every_part_has_a_name_and_is_reached_by_tab(program: Application) -> None:
    bar = find(program, "key")
    assert bar.field.accessibleName()
    seen = []
    for _ in range(3):
        press_tab()
        now = QApplication.focusWidget()
        assert isinstance(now, QToolButton)
        assert now.accessibleName()
        seen.append(now)
    assert seen == [bar.up, bar.down, bar.away]


def test_marks_hug_the_words_in_light(program: Application) -> None:
    view = parts(program)[1]
    find(program, "key")
    picture, wanted = view.viewport().grab().toImage(), QColor(LIGHT.mark_now).rgb()
    rows = [y for y in range(picture.height()) if any(picture.pixel(x, y) == wanted for x in range(picture.width()))]
    assert 6 < rows[-1] - rows[0] < 2 * view.page_style.px  # one word, in the name of the feed
