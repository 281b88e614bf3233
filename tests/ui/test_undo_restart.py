"""What was done before the program was closed is taken back after it was opened again."""

from __future__ import annotations

import time
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.mark import MarkRead, Star, Unstar
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands import marked
from desktop_reader.ui.notice import Notice
from tests.library_fixtures import opened, rows
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]


def do(program: Application, qtbot: QtBot, mark: type, *ids: int) -> None:
    """A deed as the commands do it."""
    done: list[Changes | Exception] = []
    program.worker.submit(mark(ids), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert isinstance(done[0], Changes)
    program.window.undo.push(marked.deed(mark, done[0]))


def again(start: Start, program: Application, qtbot: QtBot, kept: int) -> Application:
    """Closed and opened again; so many deeds are known then."""
    program.window.close()
    program.close()
    later = start()
    qtbot.waitUntil(lambda: len(later.window.undo._past) == kept)
    return later


def read(path: Path) -> list[int]:
    return [number for (number,) in rows(path, "SELECT id FROM state WHERE is_read = 1 ORDER BY id")]


def starred(path: Path) -> list[tuple[int, int]]:
    return rows(path, "SELECT id, starred_at FROM state WHERE starred = 1 ORDER BY id")


def test_deeds_are_taken_back_in_their_order(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    path, program = tmp_path / "program.db", start()
    before, stars = read(path), starred(path)
    do(program, qtbot, MarkRead, 7, 8)
    do(program, qtbot, Unstar, 1)
    assert (read(path), starred(path)) == ([*before, 7, 8], [])
    program = again(start, program, qtbot, 2)
    do(program, qtbot, MarkRead, 9)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: read(path) == [*before, 7, 8])
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: starred(path) == stars)
    assert read(path) == [*before, 7, 8]
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: read(path) == before)
    qtbot.waitUntil(lambda: rows(path, "SELECT id FROM deed") == [])
    assert not program.window.undo.can_undo


def test_done_again_it_is_kept_again(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    path, program = tmp_path / "program.db", start()
    before = read(path)
    do(program, qtbot, MarkRead, 7, 8)
    program = again(start, program, qtbot, 1)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: read(path) == before)
    press(program, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: read(path) == [*before, 7, 8])
    program = again(start, program, qtbot, 1)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: read(path) == before)
    program = again(start, program, qtbot, 0)
    assert not program.window.undo.can_undo


def test_what_is_gone_says_so(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    path, program = tmp_path / "program.db", start()
    do(program, qtbot, Star, 7)
    program.window.close()
    program.close()
    with opened(path) as library:
        library.delete((7,))
    said: list[str] = []
    program = start()
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    program.window.undo.told.connect(lambda deed, done: said.append(deed.words))
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: bool(said))  # Told after those who were there before.
    notice = program.window.findChild(Notice)
    assert notice is not None
    assert "cannot be taken back any more" in notice.accessibleName()


def test_after_a_day_it_is_too_late(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    path, program = tmp_path / "program.db", start()
    do(program, qtbot, MarkRead, 7)
    program.window.close()
    program.close()
    with opened(path) as library, library.transaction() as live:
        live.exec_driver_sql("UPDATE deed SET at = ?", (int(time.time()) - 86_401,))
    program = start()
    qtbot.waitUntil(lambda: rows(path, "SELECT id FROM deed") == [])
    settle()
    assert not program.window.undo.can_undo
