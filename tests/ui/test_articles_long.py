# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""The list on the screen with 200,000 articles: what is painted, and how little is asked for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles.asking import Kind
from desktop_reader.ui.articles.delegate import ArticleDelegate
from desktop_reader.ui.articles.pane import ArticlePane
from tests.ui.articles_fake import Later, Library

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BIG = 200_000
MIDDLE = 100_000 * 102 + 37
Key = Qt.Key
Show = Callable[..., ArticlePane]


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that are painted."""
    rows: list[int] = []
    paint = ArticleDelegate.paint

    def noted(self: ArticleDelegate, painter: object, option: object, index: object) -> None:
        rows.append(index.row())  # type: ignore[attr-defined]
        paint(self, painter, option, index)  # type: ignore[arg-type]

    monkeypatch.setattr(ArticleDelegate, "paint", noted)
    return rows


def on_screen(pane: ArticlePane) -> list[int]:
    """The articles whose rows are seen."""
    view = pane.view
    first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
    return [pane.model.id_at(row) for row in range(first, (pane.model.rowCount() if last < 0 else last + 1))]


def picture(pane: ArticlePane) -> bytes:
    image = pane.view.viewport().grab().toImage()  # Has to outlive its bits.
    return bytes(image.constBits())


def scroll(pane: ArticlePane, to: int) -> None:
    pane.view.verticalScrollBar().setValue(to)
    QApplication.processEvents()


def wheel(pane: ArticlePane) -> None:
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.view.viewport(), event)


# What is painted and what is asked


def test_opening_paints_one_screen_and_fetches_little_more(show: Show, painted: list[int]) -> None:
    library = Library(BIG)
    pane = show(library)
    assert set(painted) == set(range(len(on_screen(pane))))
    assert library.fetched == 20
    assert library.asked.count("head") == 1
    assert pane.view.verticalScrollBar().maximum() == BIG * 102 - pane.view.viewport().height()


def test_every_frame_paints_what_is_seen_and_fetches_its_neighbours(show: Show, painted: list[int]) -> None:
    library = Library(BIG)
    pane = show(library)
    for place in range(1, 40):
        painted.clear()
        library.asked.clear()
        library.fetched = 0
        scroll(pane, place * 7_919 % BIG * 102)
        assert len(painted) <= 9
        assert set(library.asked) <= {"rows"}
        assert library.fetched <= 128
        assert on_screen(pane)[0] == BIG - place * 7_919 % BIG


def test_pages_wheel_end_and_home_ask_for_nothing_but_rows(qtbot: QtBot, show: Show, painted: list[int]) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(0)
    library.asked.clear()
    library.fetched = 0
    seen = []
    for key in [Key.Key_End, *[Key.Key_PageUp] * 10, Key.Key_Home, *[Key.Key_PageDown] * 10]:
        qtbot.keyClick(pane.view, key)
        QApplication.processEvents()
        assert pane.view.current() in on_screen(pane)
        seen.append(pane.view.current())
    assert seen[0] == 1
    assert seen[11] == BIG
    for _ in range(20):
        wheel(pane)
        QApplication.processEvents()
    assert set(library.asked) == {"rows"}
    assert library.fetched <= 5 * 64 + 2 * 64
    assert max(painted) == BIG - 1


def test_keys_typed_ahead_all_count_and_fetch_pages_not_rows(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(0)
    library.asked.clear()
    heard: list[int] = []
    pane.chosen.connect(heard.append)
    for _ in range(100):
        qtbot.keyClick(pane.view, Key.Key_Down)
    assert heard == list(range(BIG - 1, BIG - 101, -1))
    QApplication.processEvents()
    assert library.asked.count("rows") <= 2


@pytest.mark.parametrize(
    "query",
    [
        Query(Scope.UNREAD),
        Query(Scope.FEED, target=3),
        Query(Scope.UNREAD, reverse=True),
        Query(sort=Sort.TITLE),
        Query(Scope.FEED, target=3, sort=Sort.TITLE),
        Query(search="77"),
    ],
    ids=str,
)
def test_filters_sorts_and_searches_show_their_own_top(show: Show, query: Query) -> None:
    library = Library(BIG)
    pane = show(library)
    scroll(pane, MIDDLE)
    library.fetched = 0
    pane.open(query)
    QApplication.processEvents()
    expected = list(library._in(query))
    seen = on_screen(pane)
    assert len(seen) > 5
    assert seen == expected[: len(seen)]
    assert library.fetched <= 64


# While the ids are still arriving


def test_everywhere_near_an_end_can_be_seen_before_the_list_is_whole(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library, ask=Later(library))
    pane.view.pick(0)
    for key, row in ((Key.Key_End, BIG - 1), (Key.Key_PageUp, BIG - 8), (Key.Key_Home, 0), (Key.Key_PageDown, 7)):
        qtbot.keyClick(pane.view, key)
        QApplication.processEvents()
        assert abs(pane.view.currentIndex().row() - row) <= 1
        assert 0 not in on_screen(pane)
    assert "all_ids" not in library.asked


def test_the_middle_stays_blank_until_then_and_asks_for_nothing(show: Show, painted: list[int]) -> None:
    library = Library(BIG)
    ask = Later(library)
    pane = show(library, ask=ask)
    library.asked.clear()
    for place in range(50_000, 150_000, 5_000):
        scroll(pane, place * 102)
    assert set(on_screen(pane)) == {0}
    assert library.asked == []
    painted.clear()
    ask.answer()
    QApplication.processEvents()
    assert on_screen(pane)[0] == BIG - 145_000
    assert len(painted) <= 9


def test_a_row_that_is_picked_before_it_is_known_is_told_when_it_is(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    ask = Later(library)
    pane = show(library, ask=ask)
    scroll(pane, MIDDLE)
    heard: list[int] = []
    pane.chosen.connect(heard.append)
    pane.view.pick(100_003)
    assert heard == []
    ask.answer()
    assert heard == [BIG - 100_003]
    qtbot.keyClick(pane.view, Key.Key_Down)
    assert heard == [BIG - 100_003, BIG - 100_004]


def test_an_article_is_picked_when_its_row_is_known_unless_the_reader_went_elsewhere(show: Show) -> None:
    library = Library(BIG)
    ask = Later(library)
    pane = show(library, ask=ask)
    pane.view.pick_article(77, tell=False)
    ask.answer()
    ask.answer(Kind.PLACE)
    assert pane.view.current() == 77
    assert 77 in on_screen(pane)
    pane.view.pick_article(150_000)
    pane.view.pick(BIG - 1)
    ask.answer(Kind.PLACE)
    assert pane.view.current() == 1


def test_the_next_unread_one_is_found_wherever_it_is(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG, all_read=True)
    library.set(9, unread=True)
    pane = show(library)
    pane.view.pick(5)
    said: list[str] = []
    library.fetched = 0
    pane.view.step_to_unread(lambda: said.append("nothing"))
    assert pane.view.current() == 9
    library.set(9, unread=False)
    pane.apply(Changes(state=(9,)))
    pane.view.step_to_unread(lambda: said.append("nothing"))
    assert said == ["nothing"]
    assert library.fetched <= 4 * 64


# New and removed articles


def test_new_ones_on_top_leave_every_pixel_where_it_is(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(100_002)
    scroll(pane, MIDDLE)
    before, seen = picture(pane), on_screen(pane)
    with qtbot.assertNotEmitted(pane.chosen), qtbot.assertNotEmitted(pane.model.modelReset):
        pane.apply(Changes(new=library.add_on_top(30)))
    assert on_screen(pane) == seen
    assert picture(pane) == before
    assert pane.view.picked() == [BIG - 100_002]
    assert pane.model.rowCount() == BIG + 30


def test_scattered_ones_leave_every_pixel_too(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(100_002)
    qtbot.keyClick(pane.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    scroll(pane, MIDDLE)
    before, picked = picture(pane), pane.view.picked()
    for number in range(30):
        library.listed.insert(number * 3_000, BIG + 1 + number)
    library.remove(BIG, BIG - 50_000, 5)
    with qtbot.assertNotEmitted(pane.chosen):
        pane.apply(Changes(new=tuple(range(BIG + 1, BIG + 31)), removed=(BIG, BIG - 50_000, 5)))
    assert picture(pane) == before
    assert pane.view.picked() == picked
    qtbot.keyClick(pane.view, Key.Key_Down)
    assert pane.view.current() == picked[-1] - 1


def test_at_the_very_top_new_ones_are_seen(show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.apply(Changes(new=library.add_on_top(30)))
    QApplication.processEvents()
    assert on_screen(pane)[:5] == list(range(BIG + 30, BIG + 25, -1))


def test_everything_is_picked_and_what_comes_later_is_not(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    pane.view.pick(0)
    qtbot.keyClick(pane.view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    library.listed.insert(3, BIG + 1)
    library.listed.insert(100_000, BIG + 2)
    pane.apply(Changes(new=(BIG + 1, BIG + 2)))
    picked = pane.view.picked()
    assert len(picked) == BIG
    assert not {BIG + 1, BIG + 2} & set(picked)


def test_one_that_is_removed_above_below_or_here(show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    scroll(pane, MIDDLE)
    before, seen = picture(pane), on_screen(pane)
    library.remove(BIG, 1)
    pane.apply(Changes(removed=(BIG, 1)))
    assert picture(pane) == before
    library.remove(seen[3])
    pane.apply(Changes(removed=(seen[3],)))
    assert on_screen(pane)[: len(seen) - 1] == seen[:3] + seen[4:]


def test_thousands_are_removed_in_one_piece(qtbot: QtBot, show: Show) -> None:
    library = Library(BIG)
    pane = show(library)
    scroll(pane, MIDDLE)
    gone = set(range(2, BIG, 2))
    row = pane.view.rowAt(0)
    top = next(article for article in (pane.model.id_at(row), pane.model.id_at(row + 1)) if article not in gone)
    library.listed = type(library.listed)("q", (article for article in library.listed if article not in gone))
    with qtbot.waitSignal(pane.model.modelReset):
        pane.apply(Changes(removed=tuple(gone)))
    assert pane.model.rowCount() == len(library.listed)
    assert on_screen(pane)[0] == top
