# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""A search on the screen: what is typed and told, how many were found, and the marks in the rows of the list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.errors import LibraryError
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.records.search import Found, Term
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.lines import Faces, LineBreaker
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.articles.search_hints import SearchHints
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import DARK, LIGHT, Tokens
from tests.ui.articles_fake import NOON, Later, Library, Now
from tests.ui.test_theme import too_faint

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")

Show = Callable[..., ArticlePane]


class Texts(Library):
    """A library whose articles are found whatever is searched for, and have excerpts."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.excerpts: list[int] = []
        self.broken = False

    def _in(self, query: Query) -> array[int]:
        return array("q") if "nothing" in query.search else self.listed

    def excerpt(self, article: int, terms: Sequence[Term]) -> str:
        self.excerpts.append(article)
        if self.broken:
            raise LibraryError("It cannot be read.")
        return f"…far down in it the moon {article} rose"


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def make(library: Library, ask: Now | None = None, scheme: str = "light") -> ArticlePane:
        excerpt = library.excerpt if isinstance(library, Texts) else lambda article, terms: ""
        pane = ArticlePane(library, ask or Now(library), Theme(scheme), excerpt=excerpt, clock=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(336, 800)
        pane.search_changed.connect(lambda text: pane.open(Query(Scope.ALL, search=text)))
        pane.open(Query())
        pane.show()
        QApplication.processEvents()
        return pane

    return make


def search(pane: ArticlePane, text: str) -> None:
    pane.open(Query(search=text))
    QApplication.processEvents()


def image(pane: ArticlePane, row: int = 0) -> QImage:
    box = pane.view.visualRect(pane.model.index(row, 0))
    return pane.view.viewport().grab(box).toImage()


def tinted(picture: QImage, tokens: Tokens = LIGHT, box: QRect | None = None) -> int:
    """How many pixels have the colour of a mark."""
    mark = QColor(tokens.mark).rgb()
    box = box or picture.rect()
    return sum(
        picture.pixel(x, y) == mark
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


# The rows


def test_a_row_shows_where_the_words_are(show: Show) -> None:
    library = Texts(30)
    pane = show(library)
    before = image(pane)
    assert tinted(before) == 0
    assert library.excerpts == []  # nothing is searched
    search(pane, "moon")
    assert tinted(image(pane)) > 50
    painted = len(library.excerpts)
    assert 7 <= painted <= 9  # rows that are seen, no others
    pane.view.viewport().repaint()
    assert len(library.excerpts) == painted
    search(pane, "")
    assert image(pane) == before


def test_other_words_are_other_excerpts_and_so_are_other_texts(show: Show) -> None:
    library = Texts(3)
    pane = show(library)
    search(pane, "moon")
    search(pane, "moon rose")
    assert library.excerpts == [3, 2, 1, 3, 2, 1]
    pane.apply(Changes(updated=(2,)))
    pane.view.viewport().repaint()
    assert library.excerpts[6:] == [2]


def test_a_title_that_has_all_words_needs_no_excerpt(show: Show) -> None:
    library = Texts(2)
    library.set(2, title="The Moon, at last")
    pane = show(library)
    search(pane, "moon")
    assert library.excerpts == [1]
    head, foot = QRect(0, 0, 336, 68), QRect(0, 68, 336, 34)
    assert tinted(image(pane, 0), box=head) > 50
    assert tinted(image(pane, 0), box=foot) == 0
    assert tinted(image(pane, 1), box=head) == 0
    assert tinted(image(pane, 1), box=foot) > 50


def test_an_author_who_was_searched_for_is_named(show: Show) -> None:
    library = Texts(2)
    library.set(2, author="Maria Garcia")
    library.set(1, author="Maria Garcia", title="")
    pane = show(library)
    first_line = QRect(40, 0, 240, 30)
    search(pane, "moon")
    assert tinted(image(pane, 0), box=first_line) == 0
    search(pane, "author:garcia")
    assert tinted(image(pane, 0), box=first_line) > 50


def test_what_cannot_be_read_is_painted_as_ever(show: Show) -> None:
    library = Texts(3)
    library.broken = True
    pane = show(library)
    before = image(pane)
    search(pane, "zebra")
    assert image(pane) == before


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_marked_words_can_be_read(show: Show, tokens: Tokens) -> None:
    assert not too_faint(tokens, 4.5, "text text2", "mark")
    pane = show(Texts(3), scheme=tokens.name)
    search(pane, "moon")
    pane.view.pick(0)
    assert tinted(image(pane, 0), tokens) > 50  # on the tint of a row that is picked
    assert tinted(image(pane, 1), tokens) > 50


BREAKER_ROW = Library(1).row(1)


def marks_of(title: str, typed: str, width: int = 250) -> list[tuple[float, float, float]]:
    """The sides and the top of each box in a title."""
    row = replace(BREAKER_ROW, title=title, snippet="")
    lines = LineBreaker(Faces()).lines(row, width, 150, "", parse(typed + " ").terms)
    return [(box.left(), box.right(), box.top()) for box in lines.marks]


def test_boxes_stand_behind_the_words(qapp: object) -> None:
    ((left, right, top),) = marks_of("A moon rises", "moon ")
    faces = Faces()
    before, word = (faces.unread.metrics.horizontalAdvance(text) for text in ("A ", "moon"))
    assert left == pytest.approx(before - 1.5, abs=1)
    assert right == pytest.approx(before + word + 1.5, abs=1.5)
    assert top == 1
    assert [box[2] for box in marks_of("moon " * 30, "moon ")][-1] > 19  # in the second line as well
    assert len(marks_of("😀😀 moon 😀 moon", "moon")) == 2


def test_a_word_of_another_direction_has_its_box_around_all_of_it(qapp: object) -> None:
    ((left, right, _),) = marks_of("مركبة moon الفضائية", "moon")
    assert right - left == pytest.approx(Faces().unread.metrics.horizontalAdvance("moon") + 3, abs=2)
    ((left, right, _),) = marks_of("مركبة القمر", "القمر")
    assert left < right <= 250 - Faces().unread.metrics.horizontalAdvance("مركبة") + 4


def test_the_sign_of_what_was_left_out_is_never_marked(qapp: object) -> None:
    """However narrow the row, boxes end before the "…"."""
    title = "Many many words until the row is full and then moonmoonmoon and moon"
    for width in range(60, 400, 7):
        row_end = width + 2
        assert all(right <= row_end for _, right, _ in marks_of(title, "moonmoonmoon moon", width))
    assert marks_of("full " * 200 + "moon", "moon") == []


# How many there are


def heading(pane: ArticlePane) -> str:
    return pane.header.heading.accessibleName()


@pytest.fixture
def german() -> Iterator[None]:
    """Figures are grouped as there."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
def test_the_count_says_how_sure_it_is(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Texts(12_345)
    ask = Later(library)
    pane = show(library, ask)
    pane.show_heading("All", 7)
    before = heading(pane)
    search(pane, "moon")
    pane.show_heading("All", 7)
    assert heading(pane) == before  # no flicker while the first answer is on its way
    ask.answer()
    assert heading(pane) == "All, about 12.000 results"
    monkeypatch.setattr(library, "found", lambda query: Found(library.listed[:3], False, 0))
    search(pane, "moon rose")
    ask.answer()
    assert heading(pane) == "All, Searching older articles…"
    monkeypatch.undo()
    library.quickly = 20_000
    search(pane, "moon")
    ask.answer()
    assert heading(pane) == "All, 12.345 results"


def test_nothing_yet_is_not_nothing(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Texts(5)
    pane = show(library)
    monkeypatch.setattr(library, "found", lambda query: Found(array("q"), False, 0))
    search(pane, '"the moon"')
    assert pane.empty.accessibleName() == "Searching…"
    monkeypatch.undo()
    search(pane, "nothing of it")
    assert pane.empty.accessibleName() == "No results"
    assert "nothing of it" in pane.empty.accessibleDescription()


# The field


def test_what_is_not_understood_is_told_where_it_stands(qtbot: QtBot, show: Show) -> None:
    pane = show(Texts(5))
    assert pane.complaint.isHidden()
    pane.search.setFocus()
    qtbot.keyClicks(pane.search, "moon before:20x4 rose")
    qtbot.waitUntil(lambda: not pane.complaint.isHidden(), timeout=2_000)
    assert "“20x4” is no date" in pane.complaint.text()
    assert pane.search.accessibleDescription() == pane.complaint.text()
    marked = bytes(pane.search.grab().toImage().constBits())
    qtbot.keyClicks(pane.search, "s")
    assert bytes(pane.search.grab().toImage().constBits()) != marked
    pane.search.setText("moon")
    qtbot.waitUntil(lambda: pane.complaint.isHidden(), timeout=2_000)


def test_the_wave_is_under_the_wrong_word(show: Show) -> None:
    pane = show(Texts(5))
    field = pane.search

    def warned(spans: list[tuple[int, int]]) -> list[int]:
        """The columns of pixels in the lower half that are nearly of the colour of a warning."""
        field.show_mistakes(spans)
        picture, warn = field.grab().toImage(), QColor(LIGHT.warn)

        def near(colour: QColor) -> bool:
            red, green, blue = colour.red() - warn.red(), colour.green() - warn.green(), colour.blue() - warn.blue()
            return abs(red) + abs(green) + abs(blue) < 90

        rows = range(picture.height() // 2, picture.height())
        return [x for x in range(picture.width()) if any(near(picture.pixelColor(x, y)) for y in rows)]

    field.setText("𝗮 wrong end")
    field.setCursorPosition(0)
    assert warned([]) == []
    whole, word = warned([(0, 11)]), warned([(2, 7)])
    assert whole[0] < word[0] < word[-1] < whole[-1]
    field.setText("begin " + "x" * 300 + " wrong")
    there = warned([(307, 312)])
    assert there
    assert there[-1] <= field.width() - 24  # scrolled into sight, and not over the buttons
    assert warned([(0, 5)]) == []  # scrolled out of sight


def test_escape_gives_the_list_back(qtbot: QtBot, show: Show) -> None:
    pane = show(Texts(300))
    pane.view.pick(40)
    pane.seek()
    qtbot.keyClicks(pane.search, "moon")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.model.query.search == "moon"
    pane.seek()
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.model.query.search == ""
    assert pane.view.current() == 260
    assert pane.view.visualRect(pane.view.currentIndex()).top() >= 0
    assert pane.focusWidget() is pane.view


def test_escape_in_the_list_ends_a_search_at_the_result_that_is_read(qtbot: QtBot, show: Show) -> None:
    pane = show(Texts(300))
    search(pane, "moon")
    pane.view.pick(100)
    with qtbot.waitSignal(pane.search_changed) as told:
        qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert told.args == [""]
    assert pane.view.current() == 200
    with qtbot.assertNotEmitted(pane.search_changed):
        qtbot.keyClick(pane.view, Qt.Key.Key_Escape)


def test_the_question_mark_tells_what_can_be_typed(qtbot: QtBot, show: Show) -> None:
    pane = show(Texts(5))
    assert not pane.search._help.isVisibleTo(pane.search)
    search(pane, "moon")
    assert pane.search._help.isVisibleTo(pane.search)
    qtbot.mouseClick(pane.search._help, Qt.MouseButton.LeftButton)
    (hints,) = pane.findChildren(SearchHints)
    assert hints.isVisible()
    qtbot.keyClick(hints, Qt.Key.Key_Escape)
    assert not hints.isVisible()


def test_every_hint_is_understood(show: Show) -> None:
    pane = show(Texts(1))
    hints = SearchHints(Theme("light"), pane)
    for typed, _ in hints._lines():
        search_of = parse(typed + " ")
        assert search_of.tree is not None
        assert search_of.mistakes == ()


# The order


def action(pane: ArticlePane, words: str) -> Any:
    return next(one for one in pane.header.sort_button.menu().actions() if one.text() == words)


def test_best_match_is_an_order_of_searches_alone(show: Show) -> None:
    pane = show(Texts(5))
    assert not action(pane, "Best match").isVisible()
    pane.open(Query(search="moon", sort=Sort.BEST))
    assert action(pane, "Best match").isVisible()
    assert action(pane, "Best match").isChecked()
    pane.open(Query(sort=Sort.BEST))
    assert action(pane, "Date").isChecked()


def test_a_search_begins_with_the_best_and_gives_the_order_back(qapp: object) -> None:
    browsing = Browsing()
    seen: list[Query] = []
    browsing.query_changed.connect(seen.append)
    browsing.look(Query(Scope.ALL, sort=Sort.TITLE, reverse=True))
    browsing.look(replace(browsing.query, search="moon"))
    assert (browsing.query.sort, browsing.query.reverse) == (Sort.BEST, False)
    assert browsing.order == (Sort.TITLE, True)
    browsing.look(replace(browsing.query, search="moon rose"))
    assert browsing.query.sort is Sort.BEST
    browsing.look(replace(browsing.query, sort=Sort.DATE))
    assert browsing.order == (Sort.TITLE, True)
    browsing.look(replace(browsing.query, search=""))
    assert (browsing.query.sort, browsing.query.reverse) == (Sort.TITLE, True)
    assert [query.search for query in seen] == ["", "moon", "moon rose", "moon rose", ""]
    assert browsing.order == (Sort.TITLE, True)


def test_an_order_that_is_asked_for_is_kept(qapp: object) -> None:
    browsing = Browsing()
    browsing.look(Query(Scope.ALL, search="moon", sort=Sort.WORDS))
    assert browsing.query == Query(Scope.ALL, search="moon", sort=Sort.WORDS)
    browsing.look(Query(Scope.STARRED, sort=Sort.TITLE))
    assert browsing.query == Query(Scope.STARRED, sort=Sort.TITLE)


def test_the_field_is_mirrored_with_the_window(show: Show) -> None:
    pane = show(Texts(5))
    search(pane, "moon")
    left_to_right = pane.search._cross.pos()
    pane.search.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    mirrored = pane.search._cross.pos()
    assert mirrored.x() == pane.search.width() - left_to_right.x() - 24
    assert pane.search._keep.pos() == QPoint(mirrored.x() + 24, mirrored.y())
    assert pane.search._help.pos() == QPoint(mirrored.x() + 48, mirrored.y())
