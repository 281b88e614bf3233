"""The page "Keys" of the preferences: recording, conflicts, taking away, resetting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.settings import Settings
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.keys.chosen import in_force
from desktop_reader.ui.preferences.keys import KeysPage
from desktop_reader.ui.theme.theme import Theme

_NONE = Qt.KeyboardModifier.NoModifier
COMMANDS = [
    Command("article.open", "Open original", lambda: None, ("V",)),
    Command("article.star", "<b>Star</b>", lambda: None, ("S",)),
    Command("article.copy_link", "Copy link…", lambda: None, ("Ctrl+Shift+C",)),
    Command("article.mark_all", "Mark all as read", lambda: None, ("Shift+A",), group="list"),
    Command("view.all", "All articles", lambda: None, ("G, A",)),
]


class Page:
    """The page, and the settings that it works on."""

    def __init__(self, qtbot: QtBot) -> None:
        self.page = KeysPage(COMMANDS, Theme("light"))
        qtbot.addWidget(self.page)
        self.settings = Settings()
        self.page.show_settings(self.settings)
        self.page.chosen.connect(self._choose)
        self.page.show()
        self.page.activateWindow()
        QTest.qWaitForWindowActive(self.page)

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        return in_force(COMMANDS, self.settings.preset, self.settings.keys)

    @property
    def told(self) -> str:
        return self.page.told.text()

    def find(self, words: str) -> None:
        self.page.filter.clear()
        QTest.keyClicks(self.page.filter, words)

    def record(self, *keys: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        self.page.add.click()
        assert self.page.recorder.hasFocus()
        for key in keys:
            QTest.keyClick(self.page.recorder, key, held)

    def _choose(self, others: dict[str, object]) -> None:
        self.settings = replace(self.settings, **others)  # type: ignore[arg-type]
        self.page.show_settings(self.settings)


@pytest.fixture
def page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr("desktop_reader.ui.keys.recorder._PATIENCE_MS", 60)
    return Page(qtbot)


def test_keys_are_added_and_taken_away(qtbot: QtBot, page: Page) -> None:
    page.find("open original")
    assert page.page.list.current == "article.open"
    page.record(Qt.Key.Key_O)
    qtbot.waitUntil(lambda: page.told == "O added.")
    assert list(page.keys["article.open"]) == ["V", "O"]
    assert page.settings.keys == {"article.open": ["V", "O"]}
    chip = next(one for one in page.page.findChildren(QPushButton) if one.text() == "V" and one.isVisible())
    chip.click()
    assert list(page.keys["article.open"]) == ["O"]
    assert page.page.reset.isEnabled()
    page.page.reset.click()
    assert list(page.keys["article.open"]) == ["V"]
    assert page.settings.keys == {}
    assert not page.page.reset.isEnabled()


def test_a_sequence_is_recorded(qtbot: QtBot, page: Page) -> None:
    page.find("copy link")
    page.record(Qt.Key.Key_G, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: page.told == "G L added.")
    assert page.keys["article.copy_link"] == ("Ctrl+Shift+C", "G, L")


def test_signs_are_recorded_as_they_are_written(qtbot: QtBot, page: Page) -> None:
    page.find("copy link")
    page.record(Qt.Key.Key_Question, held=Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.told == "? added.")
    assert page.keys["article.copy_link"] == ("Ctrl+Shift+C", "?")


def test_a_key_in_use_is_told_and_can_be_taken_over(qtbot: QtBot, page: Page) -> None:
    page.find("open original")
    page.record(Qt.Key.Key_S)
    qtbot.waitUntil(page.page.take.isVisible)
    assert page.told == "S is in use: “<b>Star</b>”."
    assert page.page.told.textFormat() is Qt.TextFormat.PlainText
    assert page.settings.keys == {}, "nothing has happened yet"
    assert page.page.take.hasFocus()
    page.page.take.click()
    assert (page.keys["article.open"], page.keys["article.star"]) == (("V", "S"), ())
    assert "Star" in page.told
    page.find("star")
    page.page.reset.click()
    assert (page.keys["article.open"], page.keys["article.star"]) == (("V",), ("S",))


def test_a_key_that_begins_a_sequence_is_in_use(qtbot: QtBot, page: Page) -> None:
    page.find("open original")
    page.record(Qt.Key.Key_G)
    qtbot.waitUntil(page.page.take.isVisible)
    assert "All articles" in page.told
    page.find("copy link")
    assert not page.page.take.isVisible(), "another command was picked"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_keys_that_move_are_refused_where_they_are_pressed(page: Page, key: Qt.Key) -> None:
    page.find("open original")
    page.record(key)
    assert "Hold Ctrl or Alt" in page.told
    assert page.settings.keys == {}
    assert page.page.add.hasFocus()


def test_escape_and_leaving_give_up(page: Page) -> None:
    page.find("open original")
    page.page.add.click()
    QTest.keyClick(page.page.recorder, Qt.Key.Key_Escape)
    assert not page.page.recorder.isVisible()
    assert page.page.isVisible()
    page.record(Qt.Key.Key_O)
    page.page.filter.setFocus()
    assert not page.page.recorder.isVisible()
    QTest.qWait(120)
    assert page.settings.keys == {}


def test_commands_are_found_by_words_and_keys(page: Page) -> None:
    page.find("shift+a")
    listed = page.page.list
    assert listed.current == "article.mark_all"
    visible = [listed.item(row) for row in range(listed.count()) if not listed.item(row).isHidden()]
    assert len(visible) == 2, "the group and the command"
    page.find("zzzz")
    assert listed.current == ""
    assert not page.page.add.isEnabled()


def test_enter_in_the_list_records_and_rows_are_heard(page: Page) -> None:
    page.find("copy")
    page.page.list.setFocus()
    item = page.page.list.currentItem()
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Copy link, Ctrl+Shift+C"
    QTest.keyClick(page.page.list, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.page.recorder
    page.page.grab()
