"""The popover of the text, as a person uses it: every choice at work at once, kept, and the keyboard given back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.ui.viewer.style import LARGEST, SMALLEST
from desktop_reader.ui.viewer.text_popover import TextPopover
from tests.ui.program import Start, click, press, resize, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def button(program: Application) -> QToolButton:
    return program.window.reading._buttons["view.text"]


def opened(program: Application) -> TextPopover:
    """The popover, opened by its button."""
    program.window.articles.view.pick(4)
    settle()
    click(button(program))
    popover = program.window.reading.text
    assert popover is not None
    assert popover.isVisible()
    return popover


def kept(program: Application) -> settings.Settings:
    """What a next start would find."""
    program.choices.save_now()
    return settings.load(paths.config() / "settings.json")


def test_it_stands_below_its_button_within_the_window(start: Start) -> None:
    for width in (1280, 700):
        program = start(size=(width, 800))
        popover = opened(program)
        card = popover._card().toRect().translated(popover.pos())
        assert popover.parent() is program.window
        assert program.window.rect().contains(card)
        assert card.width() == 296
        below = button(program).mapTo(program.window, QPoint()).y() + button(program).height()
        assert card.top() >= below
        assert button(program).isChecked()


def test_each_paper_is_shown_at_once_and_kept(start: Start) -> None:
    program = start()
    popover = opened(program)
    view = program.window.reading.view
    view.verticalScrollBar().setValue(120)
    for swatch in popover.papers.choices:
        click(swatch)
        assert swatch.isChecked()
        assert view.page_style.tokens.name == swatch.value
        shown = view.grab().toImage().pixelColor(3, 300).name().upper()
        assert shown == view.page_style.tokens.page
        assert abs(view.verticalScrollBar().value() - 120) <= 1
        assert kept(program).paper == swatch.value
        assert not popover.match.isChecked()
    assert program.theme.tokens.name == "light"  # The window is no paper.
    QTest.mouseClick(popover.match, Qt.MouseButton.LeftButton, pos=QPoint(8, popover.match.height() // 2))
    assert kept(program).paper == "match"
    assert view.page_style.tokens.name == "light"
    assert not any(swatch.isChecked() for swatch in popover.papers.choices)


def test_without_matching_the_paper_stays_what_it_is(start: Start) -> None:
    program = start(scheme="dark")
    popover = opened(program)
    assert popover.match.isChecked()
    QTest.mouseClick(popover.match, Qt.MouseButton.LeftButton, pos=QPoint(8, popover.match.height() // 2))
    assert kept(program).paper == "dark"
    assert [swatch.value for swatch in popover.papers.choices if swatch.isChecked()] == ["dark"]


def test_face_width_and_size_change_the_page(start: Start) -> None:
    program = start(size=(1440, 900))
    popover = opened(program)
    view = program.window.reading.view
    click(popover.faces.choices[1])
    assert view.document().defaultFont().family() == "Inter"
    columns = []
    for choice in popover.measures.choices:
        click(choice)
        columns.append(view.column)
    assert columns == sorted(set(columns))
    popover.size_slider.setFocus()
    press(program, "Home")
    assert view.page_style.px == SMALLEST
    press(program, "End")
    assert view.page_style.px == LARGEST
    press(program, "Left")
    assert view.page_style.px == LARGEST - 1
    assert popover.px.text() == f"{LARGEST - 1} px"
    now = kept(program)
    assert (now.face, now.measure, now.body_px) == ("sans", "wide", LARGEST - 1)
    press(program, "Ctrl+0")
    assert (view.page_style.px, popover.size_slider.value(), kept(program).body_px) == (17, 17, 0)


def test_what_was_chosen_is_there_after_a_restart(start: Start) -> None:
    program = start(measure="narrow", face="sans", paper="sepia", body_px=21)
    style = program.window.reading.view.page_style
    assert (style.measure, style.serif, style.tokens.name, style.px) == (28.0, False, "sepia", 21)


@pytest.mark.parametrize("measure", ["", "huge", "COMFORTABLE"])
def test_a_width_that_is_none_is_the_usual_one(start: Start, measure: str) -> None:
    assert start(measure=measure).window.reading.view.page_style.measure == 34.5


def test_the_keyboard_is_enough(start: Start) -> None:
    program = start()
    program.window.articles.view.pick(4)
    program.window.articles.view.setFocus()
    settle()
    program.window.deck.action("view.text").trigger()
    settle()
    popover = program.window.reading.text
    assert popover is not None
    assert QApplication.focusWidget() is popover.match
    stops = []
    for _ in range(5):
        press(program, "Tab")
        stops.append(QApplication.focusWidget())
    assert stops[:3] == [popover.faces.choices[0], popover.measures.choices[1], popover.size_slider]
    assert stops[3] in popover.papers.choices
    assert stops[4] is popover.match
    press(program, "Shift+Tab", "Space")
    assert program.choices.chosen.paper == "light"
    press(program, "Right")
    assert program.choices.chosen.paper == "sepia"
    press(program, "Escape")
    assert popover.isHidden()
    assert QApplication.focusWidget() is program.window.articles.view
    assert not button(program).isChecked()


def test_a_click_beside_it_puts_it_away_and_does_what_it_does(start: Start) -> None:
    program = start()
    popover = opened(program)
    click(button(program))
    assert popover.isHidden()
    click(button(program))
    assert popover.isVisible()
    starred = program.window.reading._buttons["view.inspector"]
    before = program.inspecting.wanted
    click(starred)
    assert popover.isHidden()
    assert program.inspecting.wanted is not before


def test_it_goes_when_the_reader_goes_on(start: Start) -> None:
    program = start()
    popover = opened(program)
    press(program, "J")
    assert popover.isHidden()


def test_a_wide_window_has_larger_letters_until_the_reader_chooses(start: Start) -> None:
    program = start(size=(1280, 800))
    program.window.articles.view.pick(4)
    view = program.window.reading.view
    assert view.page_style.px == 17
    resize(program, 1500)
    assert view.page_style.px == 18
    resize(program, 1499)
    assert view.page_style.px == 17
    press(program, "Ctrl++")
    resize(program, 1600)
    assert view.page_style.px == 18
    assert program.choices.chosen.body_px == 18
    resize(program, 1200)
    assert view.page_style.px == 18
    press(program, "Ctrl+0")
    assert view.page_style.px == 17
