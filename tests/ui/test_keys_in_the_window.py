"""Keys as fingers press them: in the list, in fields, one after the other, on buttons, on other keyboards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.query import Scope
from desktop_reader.ui.articles.search_field import SearchField
from desktop_reader.ui.commands.command import Command, Deck
from desktop_reader.ui.keys.recorder import Recorder
from desktop_reader.ui.keys.sequences import parts
from desktop_reader.ui.theme.theme import Theme
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")


def editable() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    return box


FIELDS: dict[str, Callable[[], QWidget]] = {
    "line": QLineEdit,
    "text": QTextEdit,
    "plain text": QPlainTextEdit,
    "whole number": QSpinBox,
    "number": QDoubleSpinBox,
    "editable choice": editable,
    "search": lambda: SearchField(Theme("light")),
    "recorder": Recorder,
}


class Board:
    """A window with commands that only say that they were given, a list, and fields to type in."""

    def __init__(self, qtbot: QtBot, commands: list[Command]) -> None:
        self.given: list[str] = []
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        inside = QWidget()
        self.window.setCentralWidget(inside)
        self.column = QVBoxLayout(inside)
        self.list = QListWidget()
        self.list.addItems(["alpha", "beta"])
        self.column.addWidget(self.list)
        self.deck = Deck(self.window, [replace(one, run=self._saying(one.name)) for one in commands])
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def put(self, widget: QWidget) -> QWidget:
        self.column.addWidget(widget)
        widget.show()
        widget.setFocus()
        settle()
        return QApplication.focusWidget() or widget

    def stroke(self, keys: str) -> None:
        """All presses of a sequence, to whoever has the keyboard."""
        for each in range(QKeySequence(keys).count()):
            combination = QKeySequence(keys)[each]  # type: ignore[index]
            QTest.keyClick(
                QApplication.focusWidget() or self.window, combination.key(), combination.keyboardModifiers()
            )

    def _saying(self, name: str) -> Callable[[], object]:
        return lambda: self.given.append(name)


@pytest.fixture
def all_commands(start: Start) -> list[Command]:
    return [replace(one, enabled=lambda: True) for one in start().window.deck.commands.values()]


def bare(keys: str) -> bool:
    """Keys that write something, pressed alone or with Shift."""
    first = parts(keys)[0]
    held = first & (Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.AltModifier.value)
    return not held and first & 0x01FFFFFF < Qt.Key.Key_Escape.value


def test_no_key_that_writes_gives_a_command_while_something_is_written(
    qtbot: QtBot, all_commands: list[Command]
) -> None:
    board = Board(qtbot, all_commands)
    some = [keys for one in all_commands for keys in one.keys if bare(keys)]
    assert len(some) > 20
    for what, make in FIELDS.items():
        board.put(make())
        for keys in some:
            board.stroke(keys)
            assert board.given == [], f"{keys} in {what}"
        QTest.qWait(1)
    board.list.setFocus()
    for one in all_commands:
        for keys in one.keys:
            board.given.clear()
            board.stroke(keys)
            assert board.given == [one.name], keys


def test_a_second_key_is_not_taken_from_a_field_that_was_gone_to(qtbot: QtBot) -> None:
    """Qt's own sequences do that, and give the command."""
    board = Board(qtbot, [Command("view.all", "All", lambda: None, ("G, A",)), Command("a", "A", lambda: None, ("A",))])
    field = QLineEdit()
    board.put(field)
    board.list.setFocus()
    board.stroke("G")
    field.setFocus()
    board.stroke("A")
    assert (field.text(), board.given) == ("a", [])
    board.list.setFocus()
    board.stroke("G, A")
    board.stroke("A")
    assert board.given == ["view.all", "a"]


def test_a_second_key_that_fits_nothing_is_a_key_for_itself_and_patience_ends(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_reader.ui.keys.chains._PATIENCE_MS", 30)
    sets = {"view.all": ("G, A",), "deep": ("G, B, C",), "a": ("A",), "j": ("J",), "g": ("X",)}
    board = Board(qtbot, [Command(name, name, lambda: None, keys) for name, keys in sets.items()])
    board.list.setFocus()
    board.stroke("G")
    board.stroke("J")
    assert board.given == ["j"]
    board.stroke("G, B, C")
    assert board.given == ["j", "deep"]
    board.stroke("G")
    qtbot.waitUntil(lambda: not board.deck._chains.waiting)
    board.stroke("A")
    assert board.given == ["j", "deep", "a"]
    board.stroke("G")
    QTest.mouseClick(board.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    board.stroke("A")
    assert board.given == ["j", "deep", "a", "a"]


def test_a_button_that_has_the_keyboard_is_pressed_with_space(qtbot: QtBot) -> None:
    board = Board(qtbot, [Command("article.page", "Page", lambda: None, ("Space",))])
    for kind in (QPushButton, QToolButton):
        button = kind()
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        pressed: list[bool] = []
        button.clicked.connect(lambda _=False, pressed=pressed: pressed.append(True))
        board.put(button)
        board.stroke("Space")
        assert len(pressed) == 1
        assert board.given == []
    board.list.setFocus()
    board.stroke("Space")
    assert board.given == ["article.page"]


def test_a_second_key_on_a_cyrillic_keyboard_is_known_by_its_place(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    board = Board(
        qtbot, [Command("view.all", "All", lambda: None, ("G, A",)), Command("x", "X", lambda: None, ("G, ?",))]
    )
    board.list.setFocus()
    board.stroke("G")  # The first one is Qt's matter.
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        QApplication.sendEvent(board.list, QKeyEvent(kind, 0x424, Qt.KeyboardModifier.NoModifier, 38, 0, 0, "ф"))
    assert board.given == ["view.all"]
    board.stroke("G")
    QTest.keyClick(board.list, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert board.given == ["view.all", "x"], "Shift that a sign needs does not count"


def test_signs_of_altgr_and_dead_keys_give_nothing(qtbot: QtBot, all_commands: list[Command]) -> None:
    board = Board(qtbot, all_commands)
    board.list.setFocus()
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for key, text in ((Qt.Key.Key_At, "@"), (Qt.Key.Key_BraceLeft, "{"), (Qt.Key.Key_AsciiTilde, "~")):
        for held in (altgr, Qt.KeyboardModifier.GroupSwitchModifier):
            QTest.sendKeyEvent(QTest.KeyAction.Click, board.list, key, text, held)
    for dead in (Qt.Key.Key_Dead_Acute, Qt.Key.Key_Dead_Circumflex, Qt.Key.Key_Multi_key):
        QTest.sendKeyEvent(QTest.KeyAction.Click, board.list, dead, "", Qt.KeyboardModifier.NoModifier)
    assert board.given == []


@pytest.fixture
def program(start: Start) -> Application:
    return start()


def test_keys_can_be_changed_while_the_window_is_open(program: Application) -> None:
    window, choices = program.window, program.choices
    window.articles.view.setFocus()
    press(program, "G", "S")
    assert program.browsing.query.scope is Scope.STARRED
    choices.choose({"keys": {"view.starred": ["Y"], "view.today": ["G, S"]}})
    press(program, "Y")
    assert program.browsing.query.scope is Scope.STARRED
    press(program, "G", "S")
    assert str(program.browsing.query.scope) == "today"
    choices.choose({"preset": "netnewswire", "keys": {}})
    assert window.deck.keys("article.open") == ("B",)
    choices.choose({"keys": {"view.search": ["Alt+F"]}})
    assert window.articles.search._key == "Alt F"


def test_the_tips_of_buttons_follow_the_keys(program: Application) -> None:
    program.choices.choose({"keys": {"article.star": ["B"]}})
    button = next(b for b in program.window.reading.findChildren(QToolButton) if b.accessibleName() == "Star")
    assert button.toolTip() == "Star (B)"


def test_every_deed_of_every_menu_can_be_reached_with_the_keyboard(program: Application) -> None:
    """F10 opens the menu with all commands; the menu key that of the row that has the keyboard."""
    window = program.window
    deck = window.deck
    window.articles.view.setFocus()
    window.articles.view.step(1)
    settle()

    def popped() -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def by_menu_key(widget: QWidget) -> list[str]:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(20, 20), widget.mapToGlobal(QPoint(20, 20)))
        QApplication.sendEvent(QApplication.focusWidget() or widget, event)
        settle()
        menu = popped()
        words = [action.text() for action in menu.actions() if not action.isSeparator()]
        QTest.keyClick(menu, Qt.Key.Key_Down)
        assert menu.activeAction() is not None
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        settle()
        return words

    assert len(by_menu_key(window.articles.view)) > 4
    window.sidebar.view.setFocus()
    feed = window.sidebar.model.index_for(
        replace(program.browsing.query, scope=Scope.FEED, target=program.reader.feeds()[0].id)
    )
    window.sidebar.view.setCurrentIndex(feed)
    settle()
    window.sidebar.view.setFocus()
    assert len(by_menu_key(window.sidebar.view)) > 6
    shown: list[str] = []

    def look() -> None:
        shown.extend(action.text() for action in popped().actions())
        popped().close()

    QTimer.singleShot(50, look)
    deck.action("app.menu").trigger()
    assert len(shown) > 8
    assert deck.keys("app.menu") == ("F10",)
