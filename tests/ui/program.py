"""The whole program on a small library of its own, for tests of the window as one. Import the fixture that you need."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.errors import FetchError
from desktop_reader.jobs.mark import MarkRead, Star
from desktop_reader.library import connect, search
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import HOUR, NOW, answered, came, entry, folder, follow, indexed, made, opened

Start = Callable[..., Application]
LONG = "The keeper of the lighthouse wrote down every ship that passed, its name, its course and the weather. " * 12


def fill(library: Writer) -> None:
    """Three feeds in a folder, one that fails, forty articles of which some are read and one is starred."""
    harbour = folder(library, "Harbour")
    feeds = [
        follow(library, f"https://{name}.example/feed", harbour, title=name) for name in ("Ferry", "Light", "Tide")
    ]
    failing = follow(library, "https://gone.example/feed", title="Gone")
    for number in range(40):
        at = NOW - number * HOUR
        title = f"Article {number:02} of the lighthouse"
        body = f"<h2>Weather</h2><p>{LONG}</p><p><a href='https://example.org/{number}'>The log</a></p>"
        came(
            library,
            feeds[number % 3],
            entry(f"g{number}", f"https://a.example/{number}", title, LONG, at, html=body),
        )
    answered(library, failing, error=FetchError(Problem.TIMED_OUT, "20 s"))
    MarkRead((2, 3)).run(library)
    Star((1,)).run(library)
    indexed(library)


@cache
def _filled() -> tuple[bytes, bytes]:
    """Made once: all tests begin with the same."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "library.db"
        with opened(path) as library:
            fill(library)
        return path.read_bytes(), search.place(path).read_bytes()


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    """``start(filled=True, **settings)`` shows the window; whatever is open at the end of the test is closed."""
    open_ones: list[Application] = []

    def begin(*, filled: bool = True, size: tuple[int, int] = (1280, 800), **chosen: object) -> Application:
        said = {"refresh_minutes": 0, "read_after_seconds": 3600.0, "scheme": "light"} | chosen
        settings.save(settings.Settings(**said), paths.config() / "settings.json")  # type: ignore[arg-type]
        path = tmp_path / "program.db"
        if filled and not path.exists():
            for file, content in zip((path, search.place(path)), _filled(), strict=True):
                file.write_bytes(content)
        if not path.exists():
            made(path.parent, path.name)
        connect.prepare(path)
        program = Application(path, qapp)
        open_ones.append(program)
        program.start()
        resize(program, *size)
        program.window.activateWindow()
        settle()
        return program

    yield begin
    for program in open_ones:
        program.window.close()
        program.close()
        program.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@contextlib.contextmanager
def showing_all(qtbot: QtBot, path: Path, rows: int) -> Iterator[Application]:
    """The whole program on the library at ``path``, once all of its ``rows`` articles are listed."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Application(path, app)
    program.start()
    program.worker.start()
    program.browsing.look(Query(Scope.ALL))
    qtbot.waitUntil(lambda: program.window.articles.model.rowCount() == rows)
    yield program
    program.window.close()
    program.close()
    program.window.deleteLater()
    app.processEvents()
    program.reader.close()


def settle() -> None:
    """Lets all that was posted happen."""
    for _ in range(5):
        QApplication.processEvents()


def resize(program: Application, width: int, height: int = 800) -> None:
    """As a hand at the window's edge does."""
    program.window.resize(width, height)
    settle()


def press(program: Application, *strokes: str) -> None:
    """Keys go to whoever has the keyboard."""
    if QApplication.activeWindow() is None:
        program.window.activateWindow()  # As a window manager does when a dialog is closed.
        settle()
    for stroke in strokes:
        target = QApplication.focusWidget() or program.window
        combination = QKeySequence(stroke)[0]  # type: ignore[index]
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        settle()


def click(widget: QWidget, where: QPoint | None = None) -> None:
    """The left button."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where or widget.rect().center())
    settle()
