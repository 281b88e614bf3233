"""The command palette: what fits what was typed, and Enter does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.query import Scope
from desktop_reader.ui.palette.bare import THING
from desktop_reader.ui.palette.entries import Entry, fitting
from desktop_reader.ui.palette.match import fold, match
from desktop_reader.ui.palette.offers import Offers
from desktop_reader.ui.palette.palette import Palette
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def marked(typed: str, name: str) -> str:
    """The name with the letters that were typed in capitals."""
    found = match(typed, name)
    return "" if found is None else "".join(c.upper() if at in found.places else c for at, c in enumerate(name))


@pytest.mark.parametrize(
    ("typed", "name", "seen"),
    [
        ("mar", "mark all as read", "MARk all as read"),
        ("maar", "mark all as read", "MArk All as Read"),
        ("read all", "mark all as read", "mark ALL as READ"),
        ("ur", "mark all as unread", "mark all as UnRead"),
        ("cafe", "café notes", "CAFÉ notes"),
        ("strasse", "straße", ""),
        ("stras", "straße", "STRASSe"),
        ("sho", "previous, without opening", ""),
        ("xyz", "mark all as read", ""),
        ("", "mark all as read", "mark all as read"),
    ],
)
def test_letters_are_found_where_words_begin(typed: str, name: str, seen: str) -> None:
    assert marked(typed, name) == seen


def test_a_whole_word_goes_before_a_beginning_and_that_before_the_middle_and_scattered_letters() -> None:
    names = ["start here over", "start", "restart", "starting", "a start"]
    scores = {name: found.score for name in names if (found := match("start", name)) is not None}
    assert sorted(scores, key=lambda name: -scores[name]) == [
        "start",
        "a start",
        "start here over",
        "starting",
        "restart",
    ]


@given(st.text(max_size=12), st.text(max_size=40))
def test_any_words_match_or_do_not(typed: str, name: str) -> None:
    found = match(typed, name)
    assert len(fold(name)) == len(name)
    if found is not None:
        assert all(0 <= at < len(name) for at in found.places)
        assert set(fold(typed).replace(" ", "")) >= {fold(name)[at] for at in found.places}


@given(st.text(min_size=1, max_size=30))
def test_a_name_fits_itself(name: str) -> None:
    assert match(name, name) is not None


def entry(name: str, words: str, place: str = "") -> Entry:
    return Entry(name, words, place, lambda: None)


def test_without_words_the_latest_come_first_and_with_words_the_best() -> None:
    some = [entry("a", "Star"), entry("b", "Start over"), entry("c", "Copy", "Stars"), entry("feed:1", "Star News")]
    assert [one.name for one in fitting(some, "", ["c", "b"])] == ["c", "b", "a", "feed:1"]
    assert [one.name for one in fitting(some, "star", [])] == ["a", "feed:1", "b", "c"]
    assert [one.letters for one in fitting(some, "sta", [])][:1] == [(0, 1, 2)]


@pytest.fixture
def program(start: Start) -> Application:
    return start()


def shown(program: Application) -> list[Palette]:
    return [one for one in program.window.findChildren(Palette) if one.isVisible()]


def palette(program: Application) -> Palette:
    press(program, "Ctrl+Shift+P")
    (found,) = shown(program)
    assert found.field.hasFocus()
    return found


def rows(card: Palette) -> list[Entry]:
    model = card.list.model()
    return [model.index(row, 0).data(THING) for row in range(model.rowCount())]


def test_a_command_is_given_by_a_part_of_its_name(program: Application) -> None:
    program.window.articles.view.setFocus()
    card = palette(program)
    QTest.keyClicks(card.field, "starred")
    assert rows(card)[0].name == "view.starred"
    press(program, "Return")
    assert program.browsing.query.scope is Scope.STARRED
    assert shown(program) == []
    assert program.window.articles.view.hasFocus(), "the keyboard is where it was"
    again = palette(program)
    assert rows(again)[0].name == "view.starred", "what was given last comes first"
    press(program, "Esc")
    assert shown(program) == []


def test_a_feed_and_a_folder_are_gone_to_by_name(program: Application) -> None:
    card = palette(program)
    QTest.keyClicks(card.field, "tide")
    first = rows(card)[0]
    assert (first.words, first.place) == ("Tide", "Harbour")
    press(program, "Return")
    feed = next(feed for feed in program.reader.feeds() if feed.title == "Tide")
    assert (program.browsing.query.scope, program.browsing.query.target) == (Scope.FEED, feed.id)
    card = palette(program)
    QTest.keyClicks(card.field, "harb")
    press(program, "Return")
    assert program.browsing.query.scope == Scope.FOLDER


def test_what_is_no_name_is_searched_for(program: Application) -> None:
    card = palette(program)
    QTest.keyClicks(card.field, "qqq lighthouse")
    assert [one.name for one in rows(card)] == ["search"]
    press(program, "Return")
    assert program.browsing.query.search == "qqq lighthouse"
    assert program.window.articles.search.text() == "qqq lighthouse"


def test_the_arrows_go_round_and_are_heard(program: Application) -> None:
    card = palette(program)
    count = card.list.model().rowCount()
    press(program, "Up")
    assert card.list.currentIndex().row() == count - 1
    press(program, "Down", "Down")
    assert card.list.currentIndex().row() == 1
    press(program, "PgDown")
    assert card.list.currentIndex().row() == 10
    assert card.field.hasFocus()
    said = card.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert rows(card)[10].words in said
    assert card.accessibleName()
    assert card.field.accessibleName()
    assert card.list.accessibleName()
    press(program, "Tab")
    assert card.field.hasFocus(), "the keyboard stays on the card"


def test_the_mouse_picks_and_a_click_beside_puts_away(program: Application) -> None:
    card = palette(program)
    QTest.keyClicks(card.field, "starred")
    box = card.list.visualRect(card.list.model().index(0, 0))
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    settle()
    assert program.browsing.query.scope is Scope.STARRED
    card = palette(program)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(4, card.height() - 4))
    settle()
    assert shown(program) == []


def test_another_command_that_takes_the_keyboard_puts_it_away(program: Application) -> None:
    palette(program)
    program.window.deck.action("view.search").trigger()
    settle()
    assert shown(program) == []
    assert program.window.articles.search.hasFocus()


def test_commands_that_cannot_be_given_are_left_out(program: Application) -> None:
    names = {one.name for one in rows(palette(program))}
    assert "app.undo" not in names, "there is nothing to undo"
    assert "feed.add" in names
    assert "app.palette" not in names


def test_while_the_library_is_only_read_it_says_why(program: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.window.deck, "read_only", True)
    card = palette(program)
    QTest.keyClicks(card.field, "add a feed")
    refused = rows(card)[0]
    assert (refused.name, refused.refusal) == ("feed.add", "This library is open for reading only.")
    assert refused.refusal in refused.spoken
    press(program, "Return")
    assert card.isVisible()
    assert QApplication.activeModalWidget() is None


def test_it_stays_in_a_window_that_changes_its_size(program: Application) -> None:
    card = palette(program)
    for size in ((640, 420), (1900, 1000), (700, 430)):
        program.window.resize(*size)
        settle()
        assert card.rect() == program.window.rect()
        assert program.window.rect().contains(card._card)
        assert card.list.height() > 100


def offers(program: Application) -> Offers:
    (found,) = program.window.findChildren(Offers)
    return found


def offered(program: Application) -> list[str]:
    rows = offers(program)
    return [rows.model().index(row, 0).data() for row in range(rows.model().rowCount())] if rows.isVisible() else []


def test_the_search_offers_feeds_and_folders_by_name_above_the_articles(program: Application) -> None:
    field = program.window.articles.search
    press(program, "/")
    QTest.keyClicks(field, "t")
    assert offered(program) == [], "one letter is in every name"
    QTest.keyClicks(field, "i")
    assert offered(program) == ["Tide"]
    press(program, "Down")
    assert field.hasFocus()
    press(program, "Return")
    tide = next(feed for feed in program.reader.feeds() if feed.title == "Tide")
    assert (program.browsing.query.scope, program.browsing.query.target) == (Scope.FEED, tide.id)
    assert (field.text(), program.browsing.query.search) == ("", "")
    assert offered(program) == []
    assert program.window.articles.view.hasFocus()


def test_enter_searches_as_long_as_no_feed_is_gone_to_and_down_leads_on_to_the_articles(
    qtbot: QtBot, program: Application
) -> None:
    field, view = program.window.articles.search, program.window.articles.view
    press(program, "Ctrl+K")
    QTest.keyClicks(field, "light")
    assert offered(program) == ["Light"]
    press(program, "Return")
    assert program.browsing.query.search == "light"
    assert view.hasFocus()
    press(program, "/", "Down", "Up")
    assert field.hasFocus()
    press(program, "Return")
    assert program.browsing.query.search == "light"
    press(program, "/", "Down", "Down")
    assert view.hasFocus()
    assert offered(program) == ["Light"], "nothing moves while one looks at what was found"
    press(program, "/")
    QTest.mouseClick(
        offers(program).viewport(), Qt.MouseButton.LeftButton, pos=offers(program).visualRect(first(program)).center()
    )
    settle()
    assert program.browsing.query.scope == Scope.FEED


def first(program: Application) -> QModelIndex:
    return offers(program).model().index(0, 0)


def test_hints_where_no_article_is_shown_follow_the_keys(program: Application) -> None:
    program.choices.choose({"keys": {"article.star": ["B"], "article.next": []}})
    said = program.window.reading.empty.accessibleName()
    assert "B: star." in said
    assert "next article" not in said
