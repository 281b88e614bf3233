"""The card with all keys: made from the commands, searched, scrolled and put away with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from desktop_reader.app import Application
from desktop_reader.ui.dialogs.keys import KeysCard
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


@pytest.fixture
def program(start: Start) -> Application:
    return start()


def shown(program: Application) -> list[KeysCard]:
    return [one for one in program.window.findChildren(KeysCard) if one.isVisible()]


def card(program: Application) -> KeysCard:
    program.window.articles.view.setFocus()
    press(program, "?")
    (found,) = shown(program)
    return found


def names(card: KeysCard) -> set[str]:
    return {one.name for some in card.sheet.lines.values() for one, _ in some}


def test_it_has_every_command_with_keys_and_those_of_the_list(program: Application) -> None:
    found = card(program)
    deck = program.window.deck
    assert names(found) == {name for name in deck.commands if deck.keys(name)}
    lines = {one.name: keys for some in found.sheet.lines.values() for one, keys in some}
    assert lines["article.open"] == ("V", "Return")
    assert lines["view.starred"] == ("G, S",)
    assert "Starred: G S" in found.sheet.accessibleDescription()


def test_it_shows_the_keys_in_force(program: Application) -> None:
    program.choices.choose({"keys": {"article.star": ["B"]}})
    lines = {one.name: keys for some in card(program).sheet.lines.values() for one, keys in some}
    assert lines["article.star"] == ("B",)


def test_it_is_searched_by_words_and_by_keys(program: Application) -> None:
    found = card(program)
    assert found.field.hasFocus()
    QTest.keyClicks(found.field, "refresh all")
    assert names(found) == {"feed.refresh_all"}
    found.field.selectAll()
    QTest.keyClicks(found.field, "f9")
    assert names(found) == {"view.sidebar"}
    found.field.selectAll()
    QTest.keyClicks(found.field, "zzzz")
    assert names(found) == set()
    found.grab()
    assert program.browsing.article == 0, "letters that are typed give no commands"


def test_columns_fit_the_window_and_nothing_is_out_of_reach(program: Application) -> None:
    found = card(program)
    for width in (640, 1000, 1280, 1900):
        fits(program, found, width)


def fits(program: Application, found: KeysCard, width: int) -> None:
    program.window.resize(width, 500)
    settle()
    assert found.sheet.width() <= found._card.width() <= width
    bar = found._scroll.verticalScrollBar()
    high = found.sheet.height()
    assert high - found._scroll.viewport().height() <= bar.maximum()
    placed = found.sheet._placed(found.sheet._columns())
    assert {group for group, _, _ in placed} == set(found.sheet.lines)
    for group, column, top in placed:
        assert top + found.sheet._high(group) <= high
        after = [t for g, c, t in placed if c == column and t > top]
        assert not after or top + found.sheet._high(group) <= min(after)
    if bar.maximum():
        press(program, "PgDown")
        assert bar.value() > 0


def test_escape_puts_it_away_and_the_keyboard_is_back(program: Application) -> None:
    card(program)
    press(program, "Esc")
    assert shown(program) == []
    assert program.window.articles.view.hasFocus()
    press(program, "?", "Ctrl+Shift+P")
    assert shown(program) == [], "one card at a time"
