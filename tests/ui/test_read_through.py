"""An article that is opened and seen to its end is read through: once a visit, and only after it counted as opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui.read_through import END, ReadingThrough
from tests.library_fixtures import came, entry, follow, opened, rows
from tests.ui.program import Start, fill, settle, start

__all__ = ["start"]
SHORT, LONG = 41, 42


def begin(start: Start, tmp_path: Path, seconds: float = 0.0) -> Application:
    """The small library, with a short article and one of many pages."""
    with opened(tmp_path / "program.db") as library:
        fill(library)
        feed = follow(library, "https://more.example/feed", title="More")
        came(library, feed, entry("short", title="Short", text="Two words."))
        html = "".join(f"<p>Paragraph {number}. {'Many words stand in it. ' * 30}</p>" for number in range(60))
        came(library, feed, entry("long", title="Long", text="Many words.", html=html))
    return start(read_after_seconds=seconds)


def visits(tmp_path: Path) -> list[tuple[int, int]]:
    return rows(tmp_path / "program.db", "SELECT article_id, through FROM visit ORDER BY article_id, opened_at")


def moment(program: Application) -> QTimer:
    """Runs while the end is in sight."""
    watcher = program.window.reading.view.findChild(ReadingThrough)
    assert isinstance(watcher, ReadingThrough)
    return watcher._moment


def test_a_short_article_is_read_through_when_it_was_shown_wholly(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path)
    program.browsing.open(SHORT)
    qtbot.waitUntil(lambda: visits(tmp_path) == [(SHORT, 1)])
    assert rows(tmp_path / "program.db", "SELECT count(*) FROM visit WHERE article_id <> ?", SHORT) == [(0,)]


def test_a_long_one_when_its_end_was_in_sight_for_a_moment(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path)
    program.browsing.open(LONG)
    view = program.window.reading.view
    qtbot.waitUntil(lambda: visits(tmp_path) == [(LONG, 0)])
    bar = view.verticalScrollBar()
    assert bar.maximum() > 3 * view.height()
    assert not moment(program).isActive()
    bar.setValue(bar.maximum() // 2)
    settle()
    assert not moment(program).isActive()
    bar.setValue(bar.maximum())
    assert view.passed >= END
    assert moment(program).isActive()
    bar.setValue(0)
    settle()
    assert not moment(program).isActive(), "who passes the end by has not read it"
    assert visits(tmp_path) == [(LONG, 0)]
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: visits(tmp_path) == [(LONG, 1)])
    bar.setValue(0)
    bar.setValue(bar.maximum())
    assert not moment(program).isActive(), "once a visit"


def test_what_did_not_count_as_opened_is_not_read_through(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path, seconds=3600.0)
    program.browsing.open(SHORT)
    settle()
    assert not moment(program).isActive()
    assert visits(tmp_path) == []


def test_another_article_ends_the_moment(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path)
    program.browsing.open(SHORT)
    qtbot.waitUntil(lambda: moment(program).isActive())
    program.browsing.open(LONG)
    qtbot.waitUntil(lambda: (LONG, 0) in visits(tmp_path))
    assert not moment(program).isActive()
    assert visits(tmp_path) == [(SHORT, 0), (LONG, 0)]
