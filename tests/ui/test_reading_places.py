"""Whoever comes back to an article goes on where it was left, also after a restart; bounded, and never in the way."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader import paths
from desktop_reader.app import Application
from desktop_reader.ui import reading_places
from desktop_reader.ui.reading_places import MOST, ReadingPlaces, _load
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.spot import BEGINNING, Spot
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.program import Start, press, settle, start
from tests.ui.test_viewer_page import article

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

LONG = "".join(f"<p>Paragraph {n} says at some length what has to be said of the number {n}.</p>" for n in range(90))


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    return made(qtbot)


def made(qtbot: QtBot) -> ArticleView:
    widget = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(widget)
    widget.resize(760, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def show(view: ArticleView, name: str, **other: Any) -> None:
    view.show_article(article(LONG, **({"id": sum(map(ord, name)), "uuid": name} | other)))
    QApplication.processEvents()


def top_line(view: ArticleView) -> str:
    return view.cursorForPosition(QPoint(60, 4)).block().text()


def scroll_to(view: ArticleView, words: str) -> None:
    cursor = view.document().find(words)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + view.cursorRect(cursor).top())


def test_coming_back_goes_on_where_it_was_left(view: ArticleView, tmp_path: Path) -> None:
    ReadingPlaces(tmp_path / "places.json", view)
    show(view, "one")
    scroll_to(view, "Paragraph 30 ")
    where = view.verticalScrollBar().value()
    show(view, "two")
    assert view.verticalScrollBar().value() == 0
    show(view, "one")
    assert abs(view.verticalScrollBar().value() - where) <= 1
    assert view.passed > 0.2


def test_it_is_there_after_a_restart_and_in_another_width_and_size(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "places.json"
    view = made(qtbot)
    places = ReadingPlaces(file, view)
    show(view, "one")
    scroll_to(view, "Paragraph 50 ")
    places.close()
    again = made(qtbot)
    again.resize(520, 700)
    again.set_px(22)
    ReadingPlaces(file, again)
    show(again, "one", id=7)  # Another library has other numbers; the uuid is the same.
    assert "Paragraph 50 " in top_line(again)


def test_who_has_read_to_the_end_begins_at_the_top(view: ArticleView, tmp_path: Path) -> None:
    places = ReadingPlaces(tmp_path / "places.json", view)
    show(view, "one")
    scroll_to(view, "Paragraph 30 ")
    show(view, "two")
    show(view, "one")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.passed == 1
    show(view, "two")
    assert places.recall(article(uuid="one")) == BEGINNING
    show(view, "one")
    assert view.verticalScrollBar().value() == 0


def test_an_article_that_became_longer_is_about_where_it_was(view: ArticleView, tmp_path: Path) -> None:
    ReadingPlaces(tmp_path / "places.json", view)
    show(view, "one")
    scroll_to(view, "Paragraph 45 ")
    show(view, "two")
    view.show_article(article(LONG + LONG, id=3, uuid="one"))
    bar = view.verticalScrollBar()
    assert 0.4 < bar.value() / bar.maximum() < 0.6


def test_only_the_newest_are_kept(view: ArticleView, tmp_path: Path) -> None:
    file = tmp_path / "places.json"
    places = ReadingPlaces(file, view)
    for number in range(MOST + 20):
        places.keep(article(uuid=f"u{number}"), Spot(3, 0.5, 9))
    places.keep(article(uuid="u25"), Spot(4, 0.5, 9))
    places.keep(article(uuid="another"), Spot(1, 0.0, 9))
    places.close()
    kept = json.loads(file.read_text())
    assert len(kept) == MOST
    assert "u25" in kept
    assert "u21" in kept
    assert "u20" not in kept
    assert list(kept)[-1] == "another"
    assert file.stat().st_size < 60 * MOST


def test_the_disk_is_written_by_another_thread(
    view: ArticleView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[threading.Thread] = []
    held = threading.Event()

    def slow(path: Path, data: bytes, **_: object) -> None:
        wrote.append(threading.current_thread())
        held.wait(5)

    monkeypatch.setattr(reading_places, "write_safely", slow)
    places = ReadingPlaces(tmp_path / "places.json", view)
    places._later.setInterval(0)
    places.keep(article(uuid="one"), Spot(1, 0.0, 9))
    qtbot.waitUntil(lambda: len(wrote) == 1)
    places.keep(article(uuid="two"), Spot(1, 0.0, 9))  # The disk is still busy; the window is not.
    qtbot.wait(20)
    assert len(wrote) == 1
    assert threading.main_thread() not in wrote
    held.set()
    places.close()


def test_a_disk_that_takes_nothing_troubles_nobody(view: ArticleView, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    places = ReadingPlaces(tmp_path / "file" / "places.json", view)
    places.keep(article(uuid="one"), Spot(1, 0.0, 9))
    places.close()
    assert places.recall(article(uuid="one")) == Spot(1, 0.0, 9)


LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
JSON = st.recursive(LEAVES, st.lists, max_leaves=5)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4) | JSON)
def test_a_file_that_makes_no_sense_counts_as_empty(kept: Any) -> None:
    class Told(type(Path())):  # type: ignore[misc]
        def read_text(self, *_: Any, **__: Any) -> str:
            return json.dumps(kept)

    for spot in _load(Told(__file__)).values():
        assert 0 <= spot.number < spot.of


def test_a_file_that_is_no_text_counts_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "places.json"
    for data in (b"\xff\xfe", b"[" * 100_000, b"{}" + b" " * 2_000_000, b'{"a": [1, NaN, 3]}', b'{"a": [5, 0.1, 3]}'):
        file.write_bytes(data)
        assert _load(file) == {}


def park(program: Application) -> int:
    program.window.articles.view.pick(6)
    settle()
    bar = program.window.reading.view.verticalScrollBar()
    bar.setValue(300)
    settle()
    return bar.value()


def test_the_program_remembers(start: Start) -> None:
    program = start(size=(1000, 500), body_px=30)
    where = park(program)
    assert where == 300
    program.window.close()
    assert (paths.config() / "places.json").is_file()
    again = start(size=(1000, 500), filled=False, body_px=30)
    again.window.articles.view.pick(0)
    settle()
    assert again.window.reading.view.verticalScrollBar().value() == 0
    again.window.articles.view.pick(6)
    settle()
    assert abs(again.window.reading.view.verticalScrollBar().value() - where) <= 2


def test_space_goes_on_to_the_next_unread_and_shift_space_back(start: Start) -> None:
    program = start(size=(1280, 500), reduce_motion=True)
    program.inspecting.show(False)
    program.window.articles.view.pick(0)
    program.window.articles.view.setFocus()
    settle()
    view = program.window.reading.view
    first = view.article
    assert first is not None
    press(program, "Space")
    down = view.verticalScrollBar().value()
    assert down > 0
    press(program, "Shift+Space")
    assert view.verticalScrollBar().value() == 0
    for _ in range(30):
        press(program, "Space")
        assert view.article is not None
        if view.article.id != first.id:
            break
    assert view.article is not None
    assert view.article.id != first.id
    assert view.article.unread
    assert view.verticalScrollBar().value() == 0


def test_the_line_under_the_bar_grows_with_the_reading(start: Start) -> None:
    program = start(size=(1280, 500), body_px=30)
    park(program)
    reading = program.window.reading
    line, bar = reading.progress, reading.view.verticalScrollBar()
    assert 0 < line.passed < 1
    assert (line.height(), line.width()) == (2, reading.width())
    middle = line.grab().toImage()
    edge = round(line.passed * line.width())
    accent = program.theme.reader.accent
    assert middle.pixelColor(edge - 3, 0).name().upper() == accent
    assert middle.pixelColor(edge + 3, 0).name().upper() != accent
    bar.setValue(bar.maximum())
    settle()
    assert line.passed == 1
    program.window.articles.view.pick(0)
    settle()
    assert line.passed == 0
