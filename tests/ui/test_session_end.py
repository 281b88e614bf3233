"""The session ends, or may end without a word: all is on the disk by then, and the program goes on until it is told."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.ui import window_state
from desktop_reader.ui.window_state import WindowState
from tests.ui.program import Start, resize, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

End = Callable[[Application], None]


def committed(program: Application) -> None:
    """As a session manager asks, that of Windows or macOS say. Nobody but Qt can make one to hand over."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.commitDataRequest.emit(None)


def left(program: Application) -> None:
    """The reader goes to another program, and stays there for a moment."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    timer = program.surroundings._left
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert timer.isActive()
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert not timer.isActive(), "who comes back at once has not left"
    timer.setInterval(0)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    settle()


def spots() -> dict[str, list[float]]:
    file = paths.config() / "places.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def kept() -> WindowState:
    return window_state.load(paths.config() / "window.json")


def read_a_little(program: Application, number: int, to: float) -> str:
    """Opens an article and scrolls; its uuid."""
    program.browsing.open(number)
    settle()
    bar = program.window.reading.view.verticalScrollBar()
    assert bar.maximum() > 100
    bar.setValue(round(bar.maximum() * to))
    settle()
    article = program.reader.article(number)
    assert article is not None
    return article.uuid


@pytest.mark.parametrize("ends", [committed, left])
def test_all_is_kept_and_the_program_goes_on(start: Start, qtbot: QtBot, ends: End) -> None:
    program = start(size=(1100, 500))
    uuid = read_a_little(program, 5, 0.3)
    program.choices.choose({"quiet_hours": True})
    program.window.holding.pause_for_an_hour()
    assert spots() == {}
    ends(program)

    assert list(spots()) == [uuid]
    assert kept().article == 5
    chosen = settings.load(paths.config() / "settings.json")
    assert chosen.quiet_hours
    assert chosen.paused_until > 0

    assert not program._closed, "somebody else may refuse the end"
    assert program.window.isVisible()
    resize(program, 1000, 480)
    other = read_a_little(program, 6, 0.2)
    before = kept().geometry
    ends(program)
    assert set(spots()) == {uuid, other}
    assert kept().article == 6
    assert kept().geometry != before
    with qtbot.waitSignal(program.window.closed):
        program.window.close()
    ends(program)  # What is closed has kept all, and knows nothing more.
    assert kept().article == 6


def test_what_is_as_it_was_is_not_written_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    written: list[WindowState] = []
    monkeypatch.setattr(window_state, "save", lambda state, file: written.append(state))
    for _ in range(3):
        program.keep()
    assert len(written) == 1
    program.browsing.open(7)
    settle()
    program.keep()
    assert [state.article for state in written] == [0, 7]
