"""The inspector's two places: docked at the window's side, and in the flow under the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui.inspector.dock import WIDTH, Dock
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.inspector.prose import Prose
from desktop_reader.ui.inspector.value import Heading
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import DARK, LIGHT, SEPIA
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.inspector_fake import ARTICLE, INSIGHT, OTHER, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def inspector(qtbot: QtBot, theme: Theme) -> Inspector:
    widget = Inspector(theme)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def dock(qtbot: QtBot, theme: Theme, inspector: Inspector) -> Dock:
    dock = Dock(theme)
    qtbot.addWidget(dock)
    dock.resize(WIDTH, 900)
    dock.show()
    qtbot.waitExposed(dock)
    return dock


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, inspector: Inspector) -> Iterator[ArticleView]:
    view = ArticleView(PageStyle(theme.reader))
    view.reduced_motion = True
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_article(ARTICLE)
    inspector.set_columns(2)
    inspector.height_changed.connect(view.place_footer)
    view.set_footer(inspector)
    inspector.show_article(ARTICLE)
    settle()
    yield view
    view.set_footer(None)


def corner(inspector: Inspector, view: ArticleView) -> QPoint:
    """Where it begins in what is seen of the page."""
    return inspector.mapTo(view.viewport(), QPoint())


def to_the_end(view: ArticleView) -> None:
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    settle()


def lowest(inspector: Inspector) -> int:
    """Where the last section's own room ends."""
    sections = (inspector.readings, inspector.details)
    return max(section.mapTo(inspector, QPoint(0, section.height())).y() for section in sections)


def nothing_is_cut(inspector: Inspector) -> bool:
    proses = [prose for prose in inspector.findChildren(Prose) if prose.isVisible()]
    return bool(proses) and all(prose.height() >= prose.document().size().height() for prose in proses)


# Docked.


def test_the_scroll_bar_comes_and_goes_without_another_line_breaking(dock: Dock, inspector: Inspector) -> None:
    dock.hold(inspector)
    inspector.show_article(ARTICLE)
    inspector.show_insight(INSIGHT)
    settle()
    assert not dock.verticalScrollBar().isVisible()
    width, tall = inspector.summary.width(), inspector.summary.prose.height()
    assert width == WIDTH - 40
    dock.resize(WIDTH, 400)
    settle()
    assert dock.verticalScrollBar().isVisible()
    assert (inspector.summary.width(), inspector.summary.prose.height()) == (width, tall)
    assert dock.verticalScrollBar().maximum() >= lowest(inspector) - 400
    assert dock.horizontalScrollBar().maximum() == 0
    assert nothing_is_cut(inspector)


def test_the_keyboard_scrolls_the_dock(dock: Dock, inspector: Inspector) -> None:
    dock.hold(inspector)
    inspector.show_article(ARTICLE)
    inspector.show_insight(INSIGHT)
    dock.resize(WIDTH, 400)
    settle()
    inspector.details.open.setFocus(Qt.FocusReason.TabFocusReason)
    place = inspector.details.open.mapTo(dock.viewport(), QPoint(0, 0)).y()
    assert 0 <= place <= 400 - 24
    dock.show_from_top()
    assert dock.verticalScrollBar().value() == 0


def test_unfolding_makes_room(dock: Dock, inspector: Inspector) -> None:
    dock.hold(inspector)
    inspector.show_article(ARTICLE)
    inspector.show_insight(INSIGHT)
    settle()
    before = lowest(inspector)
    inspector.statistics.read_count.click()
    settle()
    assert lowest(inspector) > before + 30
    assert nothing_is_cut(inspector)
    inspector.statistics.read_count.click()
    settle()
    assert lowest(inspector) == before


# In the flow.


def test_two_columns_stand_side_by_side_and_are_equally_wide(view: ArticleView, inspector: Inspector) -> None:
    inspector.show_insight(INSIGHT)
    settle()
    assert inspector.width() == round(view.sheet.column)
    assert inspector.summary.y() == inspector.statistics.y()
    assert inspector.statistics.x() > inspector.summary.geometry().right()
    assert abs(inspector.summary.width() - inspector.details.width()) <= 1
    inspector.set_columns(1)
    settle()
    assert inspector.statistics.y() > inspector.readings.y()
    assert inspector.summary.width() == inspector.width()


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("width", [420, 560, 760, 1100])
def test_it_is_given_the_height_it_needs(view: ArticleView, inspector: Inspector, columns: int, width: int) -> None:
    inspector.set_columns(columns)
    view.resize(width, 600)
    for insight in (INSIGHT, replace(INSIGHT, summary="Short.", similar=()), INSIGHT):
        inspector.show_insight(insight)
        settle()
        assert inspector.height() == inspector.heightForWidth(inspector.width())
        assert lowest(inspector) <= inspector.height() <= lowest(inspector) + 1
        assert nothing_is_cut(inspector)
    to_the_end(view)
    assert corner(inspector, view).y() + inspector.height() <= view.viewport().height()


def test_no_fact_moves_when_the_answer_comes(view: ArticleView, inspector: Inspector) -> None:
    to_the_end(view)
    places = [section.pos() for section in (inspector.readings, inspector.statistics, inspector.details)]
    place = corner(inspector, view)
    inspector.show_insight(INSIGHT)
    settle()
    assert [s.pos() for s in (inspector.readings, inspector.statistics, inspector.details)] == places
    assert corner(inspector, view) == place


def test_the_keyboard_brings_it_into_sight(view: ArticleView, inspector: Inspector) -> None:
    inspector.show_insight(INSIGHT)
    settle()
    assert corner(inspector, view).y() > view.viewport().height()
    for part in (inspector.details.open, inspector.readings.rows[4], inspector.summary.quotes):
        part.setFocus(Qt.FocusReason.TabFocusReason)
        place = part.mapTo(view.viewport(), QPoint(0, 0)).y()
        assert 0 <= place <= view.viewport().height() - part.height()


def test_the_article_is_not_disturbed_by_what_is_done_here(view: ArticleView, inspector: Inspector) -> None:
    inspector.show_insight(INSIGHT)
    to_the_end(view)
    between = QPoint(inspector.width() // 2, 10)
    QTest.mousePress(inspector, LEFT, pos=between)
    QTest.mouseMove(inspector, QPoint(between.x(), -200))
    QTest.mouseRelease(inspector, LEFT, pos=QPoint(between.x(), -200))
    QTest.mouseDClick(inspector, LEFT, pos=between)
    assert not view.textCursor().hasSelection()
    assert inspector.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_space_and_the_wheel_scroll_the_article_from_here_too(view: ArticleView, inspector: Inspector) -> None:
    inspector.show_insight(INSIGHT)
    to_the_end(view)
    bar = view.verticalScrollBar()
    prose = inspector.summary.prose
    QTest.mouseClick(prose.viewport(), LEFT, pos=QPoint(20, 10))
    assert QApplication.focusWidget() is prose
    before = bar.value()
    QTest.keyClick(view.windowHandle(), Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() < before
    to_the_end(view)
    at_end = bar.value()
    window = view.windowHandle()
    assert window is not None
    place = QPointF(prose.viewport().mapTo(view, QPoint(20, 10)))
    QTest.wheelEvent(window, place, QPoint(0, 240))
    assert bar.value() < at_end


# From one place to the other.


def heading_colour(inspector: Inspector) -> QColor:
    heading = inspector.findChild(Heading)
    assert isinstance(heading, QWidget)
    return heading.palette().color(heading.foregroundRole())


def test_it_moves_between_its_places_and_keeps_what_it_shows(
    dock: Dock, view: ArticleView, inspector: Inspector
) -> None:
    inspector.show_insight(INSIGHT)
    view.set_footer(None)
    dock.hold(inspector)
    settle()
    assert inspector.docked
    assert inspector.isVisible()
    assert inspector.width() == WIDTH - dock.verticalScrollBar().sizeHint().width()
    assert inspector.statistics.y() > inspector.readings.y()
    assert dock.release() is inspector
    assert dock.release() is None
    inspector.set_columns(2)
    view.set_footer(inspector)
    settle()
    assert not inspector.docked
    assert inspector.width() == round(view.sheet.column)
    assert inspector.readings.heading.text() == "Similar Readings (5 items)"


def test_it_takes_the_colours_of_what_it_stands_on(
    dock: Dock, inspector: Inspector, theme: Theme, qtbot: QtBot
) -> None:
    dock.hold(inspector)
    dock.release()
    inspector.set_columns(2)
    theme.paper = "sepia"
    view = ArticleView(PageStyle(theme.reader))
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    view.show_article(ARTICLE)
    view.set_footer(inspector)
    inspector.show_article(ARTICLE)
    inspector.show_insight(INSIGHT)
    settle()
    view.place_footer()
    to_the_end(view)
    role = QPalette.ColorRole
    assert heading_colour(inspector) == QColor(SEPIA.text)
    assert inspector.summary.prose.palette().color(role.Text) == QColor(SEPIA.text2)
    ground = view.grab(view.viewport().geometry()).toImage()
    place = corner(inspector, view)
    assert ground.pixelColor(place + QPoint(inspector.width() // 2, 12)) == QColor(SEPIA.page)
    assert ground.pixelColor(place + QPoint(5, 0)) == QColor(SEPIA.line)
    view.set_footer(None)
    dock.hold(inspector)
    settle()
    assert heading_colour(inspector) == QColor(LIGHT.text)
    assert dock.grab().toImage().pixelColor(160, 8) == QColor(LIGHT.panel)
    assert dock.grab().toImage().pixelColor(0, 100) == QColor(LIGHT.line)
    theme.scheme = "dark"
    settle()
    assert heading_colour(inspector) == QColor(DARK.text)
    assert dock.grab().toImage().pixelColor(160, 8) == QColor(DARK.panel)


def test_from_right_to_left_names_stand_at_the_right(
    qtbot: QtBot, qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        dock = Dock(theme)
        qtbot.addWidget(dock)
        inspector = Inspector(theme)
        dock.hold(inspector)
        dock.resize(WIDTH, 500)
        dock.show()
        inspector.show_article(OTHER)
        inspector.show_insight(replace(INSIGHT, article=OTHER.id))
        settle()
        details = inspector.details
        assert details.copy.mapTo(dock, QPoint(0, 0)).x() < details.id.mapTo(dock, QPoint(0, 0)).x()
        assert details.mapTo(dock, QPoint(details.width(), 0)).x() == WIDTH - 20
        assert details.created.alignment() & Qt.AlignmentFlag.AlignRight
        dock.grab()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
