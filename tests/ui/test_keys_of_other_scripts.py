"""Commands by single letters on keyboards that write Cyrillic, Greek, Hebrew or Arabic and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTextBrowser, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.records.query import Scope
from desktop_reader.ui.commands.command import Command, Deck
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

NOTHING, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
# What stands on the key J, on A, on G and on K.
SCRIPTS = {"Cyrillic": "ОФПЛ", "Greek": "ΞΑΓΚ", "Hebrew": "חשעל", "Arabic": "تشلن"}
SCANNED = {"J": 44, "A": 38, "G": 42, "K": 45}
VIRTUAL_ON_MAC = {"J": 38, "A": 0, "G": 5, "K": 40}


def stroke(
    to: QWidget, written: str, held: Qt.KeyboardModifier = NOTHING, scan: int = 0, virtual: int = 0, again: bool = False
) -> None:
    """As a window system sends it: first the question whether somebody has a use of their own for it."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        text = "" if held & CTRL else written
        event = QKeyEvent(kind, ord(written.upper()), held, scan, virtual, 0, text, again)
        event.setAccepted(kind != QEvent.Type.ShortcutOverride)
        QApplication.sendEvent(to, event)


class Window:
    """With four commands that say that they were given."""

    def __init__(self, qtbot: QtBot, inside: QWidget) -> None:
        self.given: list[str] = []
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.inside = inside
        self.window.setCentralWidget(inside)
        keys = {"next": "J", "all": "Shift+A", "go": "G, A", "search": "Ctrl+K"}
        commands = [Command(name, name, self._saying(name), (some,)) for name, some in keys.items()]
        self.deck = Deck(self.window, commands)
        self.window.show()
        inside.setFocus()

    def _saying(self, name: str) -> Callable[[], object]:
        return lambda: self.given.append(name)


@pytest.fixture(params=["xcb", "wayland-egl", "windows", "cocoa"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: request.param)
    return str(request.param)


def places(system: str, letter: str) -> dict[str, Any]:
    """What a system tells of the key beside what it writes."""
    if system == "windows":
        return {"virtual": ord(letter)}
    return {"virtual": VIRTUAL_ON_MAC[letter]} if system == "cocoa" else {"scan": SCANNED[letter]}


@pytest.mark.parametrize("script", SCRIPTS)
def test_keys_are_known_by_their_place(qtbot: QtBot, system: str, script: str) -> None:
    window = Window(qtbot, QTextBrowser())
    j, a, g, k = list(SCRIPTS[script].lower())
    to = window.inside
    stroke(to, j, **places(system, "J"))
    stroke(to, a, SHIFT, **places(system, "A"))
    stroke(to, k, CTRL, **places(system, "K"))
    stroke(to, g, **places(system, "G"))
    stroke(to, a, **places(system, "A"))
    assert window.given == ["next", "all", "search", "go"]
    stroke(to, k, **places(system, "K"))
    stroke(to, "」", **places(system, "J") | {"scan": 0, "virtual": 0x200})
    assert window.given == ["next", "all", "search", "go"], "K alone and unknown keys give nothing"


@pytest.mark.parametrize("field", [QLineEdit, QTextEdit])
def test_in_a_field_they_are_letters(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, field: type[QLineEdit | QTextEdit]
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    window = Window(qtbot, field())
    for written, held, letter in (("о", NOTHING, "J"), ("Ф", SHIFT, "A"), ("п", NOTHING, "G"), ("ф", NOTHING, "A")):
        stroke(window.inside, written, held, SCANNED[letter])
    assert window.given == []
    inside = window.inside
    assert (inside.text() if isinstance(inside, QLineEdit) else inside.toPlainText()) == "оФпф"  # type: ignore[attr-defined]
    stroke(window.inside, "л", CTRL, SCANNED["K"])
    assert window.given == ["search"], "with Ctrl nothing is written"


def test_a_hebrew_capital_is_the_letter_with_shift(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt takes it for the letter alone, for Shift made it Latin."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    window = Window(qtbot, QTextBrowser())
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_A, SHIFT, 38, 0, 0, "A")
    asked.ignore()
    QApplication.sendEvent(window.inside, asked)
    assert asked.isAccepted(), "Qt's shortcuts are not asked"
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_K, SHIFT, 45, 0, 0, "K")
    asked.ignore()
    QApplication.sendEvent(window.inside, asked)
    assert not asked.isAccepted(), "nothing is known for it"
    stroke(window.inside, "A", SHIFT, 38)
    assert window.given == ["all"]


def test_a_command_that_cannot_be_given_is_not(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    window = Window(qtbot, QTextBrowser())
    window.deck.commands = {name: replace(one, enabled=lambda: False) for name, one in window.deck.commands.items()}
    window.deck.renew()
    stroke(window.inside, "о", NOTHING, SCANNED["J"])
    assert window.given == []


def test_a_key_that_is_held_goes_on_but_begins_no_sequence_twice(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    window = Window(qtbot, QTextBrowser())
    for again in (False, True, True):
        stroke(window.inside, "о", NOTHING, SCANNED["J"], again=again)
    assert window.given == ["next"] * 3
    stroke(window.inside, "п", NOTHING, SCANNED["G"], again=True)
    stroke(window.inside, "ф", NOTHING, SCANNED["A"])
    assert window.given == ["next"] * 3


def test_the_whole_window_is_used_so(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    window = program.window
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    for pane in (window.articles.view, window.sidebar.view):
        pane.setFocus()
        settle()
        before = program.browsing.article
        stroke(pane, "о", NOTHING, SCANNED["J"])
        settle()
        assert program.browsing.article not in (0, before)
    window.reading.view.setFocus()
    before = program.browsing.article
    stroke(window.reading.view, "о", NOTHING, SCANNED["J"])
    assert program.browsing.article != before
    stroke(window.articles.view, "п", NOTHING, SCANNED["G"])
    stroke(window.articles.view, "ы", NOTHING, 39)
    assert program.browsing.query.scope is Scope.STARRED
    stroke(window.articles.view, "л", CTRL, SCANNED["K"])
    assert QApplication.focusWidget() is window.articles.search
    stroke(window.articles.search, "о", NOTHING, SCANNED["J"])
    assert window.articles.search.text() == "о"
