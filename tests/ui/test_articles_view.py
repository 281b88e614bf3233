# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.lines import Faces, LineBreaker, is_right_to_left
from desktop_reader.ui.articles.pane import ArticlePane
from tests.ui.articles_fake import NOON, Later, Library

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BIG = 200_000
Show = Callable[..., ArticlePane]


def top(pane: ArticlePane) -> tuple[int, int]:
    """The article at the top of the view, and how far it is scrolled out."""
    row = pane.view.rowAt(0)
    return pane.model.id_at(row), pane.view.rowViewportPosition(row)


def click(qtbot: QtBot, pane: ArticlePane, row: int, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    where = pane.view.visualRect(pane.model.index(row, 0)).center()
    qtbot.mouseClick(pane.view.viewport(), button, pos=where)


# Reading on


def test_a_click_chooses(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(BIG))
    with qtbot.waitSignal(pane.chosen) as told:
        click(qtbot, pane, 2)
    assert told.args == [BIG - 2]
    assert pane.view.current() == BIG - 2


def test_the_keyboard_walks(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(BIG))
    view = pane.view
    heard: list[int] = []
    pane.chosen.connect(heard.append)
    view.pick(0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
    assert heard == [BIG, BIG - 1, BIG - 2, BIG - 1, 1, BIG]
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert BIG - 8 <= view.current() <= BIG - 5


def test_letters_and_space_are_left_to_the_window(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(1)
    library.asked.clear()
    for key in (Qt.Key.Key_J, Qt.Key.Key_Space, Qt.Key.Key_A):
        qtbot.keyClick(pane.view, key)
    assert pane.view.current() == BIG - 1
    assert library.asked == []  # Qt's own search by letters would have read every title


def test_steps_without_telling(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    pane.view.pick(0)
    with qtbot.assertNotEmitted(pane.chosen):
        assert pane.view.step(1, tell=False)
    assert pane.view.current() == 49
    assert not pane.view.step(-5)
    pane.view.step_to_unread()
    assert pane.view.current() == 48


def test_enter_and_a_double_click_want_it_open(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    pane.view.pick(3)
    with qtbot.waitSignal(pane.open_wanted) as told:
        qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert told.args == [47]
    with qtbot.waitSignal(pane.open_wanted) as told:
        where = pane.view.visualRect(pane.model.index(1, 0)).center()
        qtbot.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told.args == [49]


def test_a_right_click_chooses_nothing_but_knows_its_row(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(50))
    pane.view.pick(0)
    where = pane.view.visualRect(pane.model.index(2, 0)).center()
    with qtbot.assertNotEmitted(pane.chosen), qtbot.waitSignal(pane.menu_wanted) as told:
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.RightButton, pos=where)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, pane.view.viewport().mapToGlobal(where))
        QApplication.sendEvent(pane.view.viewport(), event)
    assert told.args is not None
    assert told.args[0] == 48
    assert pane.view.picked() == [50]


def test_many_are_picked_in_the_order_of_the_list(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(BIG))
    pane.view.pick(4)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.picked() == [BIG - 4, BIG - 5, BIG - 6]
    qtbot.keyClick(pane.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(pane.view.picked()) == BIG


# Keeping the place


def test_new_articles_push_nothing_away(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(100_000)
    pane.view.verticalScrollBar().setValue(100_000 * 102 + 37)
    before = top(pane)
    new = library.add_on_top(30)
    with qtbot.assertNotEmitted(pane.chosen), qtbot.waitSignal(pane.arrived) as told:
        pane.apply(Changes(new=new))
    assert told.args == [30]
    assert top(pane) == before == (100_000, -37)
    assert pane.view.current() == 100_000
    assert pane.model.rowCount() == BIG + 30


def test_at_the_top_new_articles_are_seen(show: Show) -> None:
    library = Library(1_000)
    pane = show(library)
    pane.apply(Changes(new=library.add_on_top(2)))
    assert top(pane) == (1_002, 0)


def test_many_scattered_ones_keep_place_and_selection_too(qtbot: QtBot, show: Show) -> None:
    library = Library(2_000)
    pane = show(library)
    pane.view.pick(1_000)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    pane.view.verticalScrollBar().setValue(998 * 102 + 5)
    before = top(pane)
    new = tuple(range(5_000, 5_200))
    for place, article in enumerate(new):
        library.listed.insert(place * 4, article)
    with qtbot.assertNotEmitted(pane.chosen):
        pane.apply(Changes(new=new))
    assert top(pane) == before
    assert pane.view.picked() == [1_000, 999]
    assert pane.view.current() == 999


def test_removing_what_is_above_moves_nothing(show: Show) -> None:
    library = Library(1_000)
    pane = show(library)
    pane.view.verticalScrollBar().setValue(500 * 102 + 11)
    before = top(pane)
    library.remove(990, 991, 700)
    pane.apply(Changes(removed=(990, 991, 700)))
    assert top(pane) == before


def test_when_the_open_article_goes_nobody_opens_its_neighbour(qtbot: QtBot, show: Show) -> None:
    library = Library(100)
    pane = show(library)
    pane.view.pick(10)
    heard: list[int] = []
    pane.chosen.connect(heard.append)
    library.remove(90)
    pane.apply(Changes(removed=(90,)))
    assert heard == [0]
    assert pane.view.current() == 0
    qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    assert heard[-1] in (88, 89)


def test_the_rest_of_the_list_comes_without_a_jump(show: Show) -> None:
    library = Library(BIG)
    ask = Later(library)
    pane = show(library, ask=ask)
    pane.view.verticalScrollBar().setValue(90_000 * 102 + 3)
    QApplication.processEvents()
    assert top(pane) == (0, -3)  # not known yet: blank
    library.add_on_top(5)
    ask.answer()
    assert top(pane) == (BIG - 90_000, -3)


# Painting


def test_a_state_change_paints_that_row_alone(qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(BIG)
    pane = show(library)
    painted: list[int] = []
    paint = ArticleDelegate.paint

    def noted(self: ArticleDelegate, painter: object, option: object, index: object) -> None:
        painted.append(index.row())  # type: ignore[attr-defined]
        paint(self, painter, option, index)  # type: ignore[arg-type]

    monkeypatch.setattr(ArticleDelegate, "paint", noted)
    library.set(BIG - 3, starred=True, unread=True)
    pane.apply(Changes(state=(BIG - 3,)))
    QApplication.processEvents()
    assert painted == [3]


def test_rows_are_as_high_as_the_design_says(show: Show) -> None:
    pane = show(Library(5))
    assert pane.view.rowHeight(0) == 102


def pixels(pane: ArticlePane, row: int) -> bytes:
    box = pane.view.visualRect(pane.model.index(row, 0))
    image = pane.view.viewport().grab(box).toImage()  # Has to outlive its bits.
    return bytes(image.constBits())


def test_unread_starred_and_pictures_are_seen(show: Show) -> None:
    library = Library(3)
    library.set(3, unread=False)
    pane = show(library)
    plain = pixels(pane, 0)
    seen = [plain]
    for changed in ({"unread": True}, {"starred": True}, {"title": "Another"}, {"image": "https://example.org/a"}):
        library.set(3, **changed)
        pane.apply(Changes(state=(3,)))
        seen.append(pixels(pane, 0))
    assert len(set(seen)) == 4  # a picture that nobody fetches takes no room


def test_hostile_words_are_painted(show: Show) -> None:
    library = Library(4)
    library.set(4, title="<b>bold</b>" * 50_000, snippet="x" * 1_000_000, feed_title="\u202e\u0000\n" * 900)
    library.set(3, title="👩‍👩‍👧‍👦" * 200, snippet="\ud800 lone", published_at=2**60)
    library.set(2, title="", snippet="", feed_title="")
    pane = show(library)
    assert pixels(pane, 0)
    assert pixels(pane, 1)
    assert pixels(pane, 2)


def lines_of(row: ArticleRow, width: int = 250) -> tuple[list[str], list[str]]:
    lines = LineBreaker(Faces()).lines(row, width, 150)

    def texts(layout: object) -> list[str]:
        text = layout.text()  # type: ignore[attr-defined]
        coded = text.encode("utf-16-le")
        spans = [layout.lineAt(i) for i in range(layout.lineCount())]  # type: ignore[attr-defined]
        return [coded[2 * s.textStart() : 2 * (s.textStart() + s.textLength())].decode("utf-16-le") for s in spans]

    return texts(lines.title), texts(lines.snippet)


ROW = Library(1).row(1)


@pytest.mark.parametrize(
    ("title", "snippet", "shape"),
    [
        ("Short", "word " * 60, (1, 2)),
        ("A title that is long enough for two lines here", "word " * 60, (2, 1)),
        ("long " * 60, "word " * 60, (2, 1)),
        ("", "A post without a title " * 9, (2, 0)),
        ("Only a title", "", (1, 0)),
        ("米政府「北朝鮮兵士3000人がロシア東部で訓練」と発表、東部の施設で", "記者団" * 40, (2, 1)),
        ("emoji 😀 " * 40, "s", (2, 1)),
    ],
)
def test_three_lines_in_all(qapp: object, title: str, snippet: str, shape: tuple[int, int]) -> None:
    above, below = lines_of(replace(ROW, title=title, snippet=snippet))
    assert (len(above), len(below)) == shape
    if len((title or snippet).split()) > 50:
        assert above[-1].endswith("…")
        assert above[-1].startswith(above[0][:4])  # goes on where the first line ended


def test_arabic_begins_on_the_right(qapp: object) -> None:
    row = replace(ROW, title="مركبة جديدة", snippet="أعلنت")
    lines = LineBreaker(Faces()).lines(row, 250, 150)
    line = lines.title.lineAt(0)
    assert line.naturalTextRect().right() == pytest.approx(250, abs=2)
    assert is_right_to_left("«123 مركبة")
    assert not is_right_to_left("NHK مركبة")
    assert not is_right_to_left("123 …")


def test_lines_are_kept_until_something_is_different(qapp: object) -> None:
    breaker = LineBreaker(Faces())
    first = breaker.lines(ROW, 250, 150)
    assert breaker.lines(replace(ROW, starred=True, read_count=4), 250, 150) is first
    assert breaker.lines(ROW, 251, 150) is not first
    read = breaker.lines(replace(ROW, unread=True), 251, 150)
    assert read.title.font().weight() == QFont.Weight.DemiBold


def test_of_many_rows_the_lines_of_few_are_kept(qapp: object) -> None:
    breaker = LineBreaker(Faces())
    first, last = (breaker.lines(replace(ROW, id=number), 250, 150) for number in (1, 160))
    assert breaker.lines(replace(ROW, id=1), 250, 150) is first, "a tall screen has room for so many at once"
    for number in range(2, 400):
        breaker.lines(replace(ROW, id=number), 250, 150)
    assert len(breaker._lines) == 160
    assert breaker.lines(replace(ROW, id=1), 250, 150) is not first
    assert breaker.lines(replace(ROW, id=160), 250, 150) is not last


# Header, search, and what stands there when nothing does


def test_typing_is_told_once(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5))
    heard: list[str] = []
    pane.search_changed.connect(heard.append)
    qtbot.keyClicks(pane.search, "moon", delay=5)
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["moon"], timeout=1_000)
    qtbot.keyClicks(pane.search, " ")
    qtbot.wait(160)
    assert heard == ["moon"]  # a blank is no other search
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert heard == ["moon", ""]
    assert pane.search.text() == ""


def test_enter_searches_at_once_and_leads_to_the_list(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5))
    pane.seek()
    qtbot.keyClicks(pane.search, "sun")
    with qtbot.waitSignal(pane.search_changed, timeout=50) as told:
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert told.args == ["sun"]
    assert pane.view.hasFocus() or pane.focusWidget() is pane.view


def test_the_cross_clears(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5))
    pane.open(Query(search="3"))
    assert pane.search.text() == "3"
    with qtbot.waitSignal(pane.search_changed) as told:
        qtbot.mouseClick(pane.search._cross, Qt.MouseButton.LeftButton)
    assert told.args == [""]


def test_opening_a_search_is_not_told_as_typing(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(30))
    with qtbot.assertNotEmitted(pane.search_changed, wait=160):
        pane.open(Query(search="3"))
        pane.open(Query())
    assert pane.search.text() == ""


def test_sorting_and_filtering_are_told(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5))
    pane.open(Query(sort=Sort.FEED))
    words = {action.text(): action for action in pane.header.sort_button.menu().actions()}
    with qtbot.waitSignal(pane.sort_chosen) as told:
        words["Title"].trigger()
    assert told.args == [Sort.TITLE, False]
    pane.open(Query(sort=Sort.TITLE))
    assert (words["A to Z"].isChecked(), words["Z to A"].isChecked()) == (True, False)
    with qtbot.waitSignal(pane.sort_chosen) as told:
        words["Z to A"].trigger()
    assert told.args == [Sort.TITLE, True]
    with qtbot.waitSignal(pane.unread_only_toggled) as told:
        pane.header.filter_button.menu().actions()[0].trigger()
    assert told.args == [True]
    with qtbot.waitSignal(pane.mark_all_wanted):
        qtbot.mouseClick(pane.header.mark_button, Qt.MouseButton.LeftButton)


def test_menus_follow_the_query_without_a_word(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(5))
    with qtbot.assertNotEmitted(pane.sort_chosen), qtbot.assertNotEmitted(pane.unread_only_toggled):
        pane.open(Query(sort=Sort.WORDS, reverse=True, unread_only=True))
    ticked = [action.text() for action in pane.header.sort_button.menu().actions() if action.isChecked()]
    assert ticked == ["Length", "Shortest first"]
    assert pane.header.sort_button.accessibleDescription() == "Length, Shortest first"
    assert pane.header.filter_button.accessibleDescription() == "Unread only"
    assert pane.header.filter_button.menu().actions()[0].isChecked()


def test_the_heading_counts(show: Show) -> None:
    pane = show(Library(30))
    heading = pane.header.heading
    pane.show_heading("Today", 12)
    assert heading.accessibleName() == "Today, 12 unread"
    pane.show_heading("Today", 0)
    assert heading.accessibleName() == "Today, All read"
    pane.open(Query(search="3"))
    assert heading.accessibleName() == "Today, 4 results"
    pane.open(Query(search="30"))
    assert heading.accessibleName() == "Today, 1 result"


def test_an_empty_list_says_why(show: Show) -> None:
    library = Library(3, all_read=True)
    pane = show(library)
    assert pane.empty.isHidden()
    pane.open(Query(search="zebra"))
    assert not pane.empty.isHidden()
    assert pane.empty.accessibleName() == "No results"
    assert "zebra" in pane.empty.accessibleDescription()
    pane.open(Query(Scope.UNREAD, unread_only=True))
    assert pane.empty.accessibleName() == "All read"
    pane.show_empty("add", "Welcome", "Add your first feed.")
    assert pane.empty.accessibleName() == "Welcome"
    pane.open(Query())
    assert pane.empty.isHidden()
    library.remove(1, 2, 3)
    pane.apply(Changes(removed=(1, 2, 3)))
    assert not pane.empty.isHidden()


def test_a_screen_reader_finds_the_rows(show: Show) -> None:
    library = Library(BIG)
    library.set(BIG - 1, title="A headline", feed_title="NHK World", published_at=NOON - 7_200, unread=True)
    pane = show(library)
    table = QAccessible.queryAccessibleInterface(pane.view)
    assert table.text(QAccessible.Text.Name) == "Articles"
    said = [table.child(place).text(QAccessible.Text.Name) for place in range(6)]
    assert "Unread, A headline, NHK World, 2 hours ago" in said


def test_the_keyboard_has_a_ring_and_the_mouse_has_not(qtbot: QtBot, show: Show) -> None:
    pane = show(Library(10))
    click(qtbot, pane, 0)
    pane.view.setFocus()
    by_mouse = pixels(pane, 0)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert pixels(pane, 0) != by_mouse
    assert pane.view.rect().contains(QRect(QPoint(0, 0), pane.view.viewport().size()))
