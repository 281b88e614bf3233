"""A story that several feeds tell: one row in the window, read at once, each source a click away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.library import telling
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from tests.ui.program import Start, press, start

__all__ = ["start"]

STORY = (1, 2, 3)  # Three articles, one of each feed.


def told(program: Application, *numbers: int) -> None:
    """What the understanding finds out a little later, and what the window hears of it."""

    class Tell:
        def run(self, library: Writer) -> Changes:
            with library.transaction() as live:
                for number in numbers:
                    live.exec_driver_sql("INSERT OR REPLACE INTO story VALUES (?, ?)", (number, numbers[0]))
            return Changes(state=numbers[:1], folded=numbers[1:])

    program.worker.submit(Tell())


def listed(program: Application) -> list[int]:
    model = program.window.articles.model
    return [model.id_at(row) for row in range(model.rowCount())]


def unread(program: Application) -> set[int]:
    return {number for (number,) in program.reader.select("SELECT id FROM state WHERE is_read = 0")}


@pytest.fixture
def program(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setattr(telling, "tell", lambda *_: Changes())  # Here the stories are made up.
    program = start(read_after_seconds=0.05)
    program.worker.start()
    program.browsing.look(Query(Scope.ALL))
    qtbot.waitUntil(lambda: len(listed(program)) == 40)
    press(program, "J")  # What is being read keeps its row.
    qtbot.waitUntil(lambda: program.browsing.article == 1)
    return program


def test_a_story_is_one_row_that_says_how_many_tell_it(program: Application, qtbot: QtBot) -> None:
    told(program, *STORY)
    qtbot.waitUntil(lambda: not {2, 3} & set(listed(program)))
    assert listed(program)[0] == 1
    model = program.window.articles.model
    row = model.row(0)
    assert row is not None
    assert row.sources == 3
    assert "3 source" in model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)


def test_what_is_being_read_keeps_its_row(program: Application, qtbot: QtBot) -> None:
    told(program, 4, 1)
    told(program, 5, 6)
    qtbot.waitUntil(lambda: 6 not in listed(program))
    assert listed(program)[0] == 1


def test_reading_one_reads_all_and_can_be_taken_back(program: Application, qtbot: QtBot) -> None:
    told(program, 4, 5, 6)
    qtbot.waitUntil(lambda: 6 not in listed(program))
    before = unread(program)
    assert {4, 5, 6} <= before
    program.browsing.open(4)
    qtbot.waitUntil(lambda: not {4, 5, 6} & unread(program))
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: {5, 6} <= unread(program))
    assert 4 not in unread(program), "that one was read"


def test_the_key_marks_all_of_a_row(program: Application, qtbot: QtBot) -> None:
    told(program, 7, 8)
    qtbot.waitUntil(lambda: 8 not in listed(program))
    view = program.window.articles.view
    done: list[str] = []
    program.window.undo.done.connect(done.append)
    view.setFocus()
    view.pick_article(7, tell=False)
    qtbot.waitUntil(lambda: view.picked() == [7] and view.hasFocus())
    press(program, "M")
    qtbot.waitUntil(lambda: not {7, 8} & unread(program) and len(done) == 1)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: {7, 8} <= unread(program))


def test_each_source_is_a_click_away(program: Application, qtbot: QtBot) -> None:
    told(program, *STORY)
    program.inspecting.show(True)
    program.browsing.open(0)
    program.browsing.open(1)
    sources = program.inspecting.inspector.sources
    qtbot.waitUntil(lambda: len(sources.links) == 2 and sources.isVisible())
    assert [link.text() for link in sources.links] == ["Light", "Tide"]
    qtbot.mouseClick(sources.links[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.browsing.article == 3)
    program.browsing.open(20)
    qtbot.waitUntil(lambda: not sources.isVisible())


def test_whoever_does_not_want_it_has_each_row(program: Application, qtbot: QtBot) -> None:
    told(program, *STORY)
    qtbot.waitUntil(lambda: len(listed(program)) == 38)
    program.choices.choose({"fold_stories": False})
    qtbot.waitUntil(lambda: len(listed(program)) == 40)
    program.choices.choose({"fold_stories": True})
    qtbot.waitUntil(lambda: len(listed(program)) == 38)
