"""A new folder is there at once, and its name is typed in its row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui.sidebar.tree import Key, Kind
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def titles(program: Application) -> list[str]:
    """Of all folders."""
    return [folder.title for folder in program.reader.folders()]


def fields(program: Application) -> list[QLineEdit]:
    """In which a name is typed; those that are done with go a little later."""
    return [one for one in program.window.sidebar.view.findChildren(QLineEdit) if one.isVisible()]


def add(qtbot: QtBot, program: Application) -> QLineEdit:
    """By the command; the field that asks for the name, which has the keyboard."""
    before = len(titles(program))
    program.window.deck.action("folder.add").trigger()
    qtbot.waitUntil(lambda: len(titles(program)) == before + 1)
    qtbot.waitUntil(lambda: any(field.text().startswith("New folder") for field in fields(program)))
    settle()  # The window hears of the new folder as well, and must not take the field away.
    (field,) = fields(program)
    assert QApplication.focusWidget() is field
    assert field.isVisible()
    return field


def test_escape_leaves_the_name_and_the_next_one_is_numbered(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    assert add(qtbot, program).selectedText() == "New folder"
    press(program, "Escape")
    add(qtbot, program)
    press(program, "S", "e", "a", "Return")
    qtbot.waitUntil(lambda: titles(program) == ["Harbour", "New folder", "sea"])
    assert add(qtbot, program).text() == "New folder 2"
    press(program, "Escape")
    assert program.window.sidebar.view.hasFocus()


def test_two_at_once_have_two_names(qtbot: QtBot, start: Start) -> None:
    program = start()
    said: list[str] = []
    program.window.undo.done.connect(said.append)
    for _ in range(2):
        program.window.deck.action("folder.add").trigger()
    program.worker.start()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert titles(program) == ["Harbour", "New folder", "New folder 2"]
    assert said == ["Folder “New folder” added", "Folder “New folder 2” added"]
    assert [field.text() for field in fields(program)] == ["New folder 2"]


def test_another_one_leaves_the_first_with_what_was_typed(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    qtbot.keyClicks(add(qtbot, program), "Sea")
    assert add(qtbot, program).text() == "New folder 2"
    press(program, "Escape")
    qtbot.waitUntil(lambda: titles(program) == ["Harbour", "Sea", "New folder 2"])


def test_it_is_taken_back_and_done_again(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    add(qtbot, program)
    press(program, "Escape")
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: titles(program) == ["Harbour"])
    press(program, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: titles(program) == ["Harbour", "New folder"])


@pytest.mark.parametrize("wide", [800, 1280])
def test_the_sidebar_comes_where_it_was_hidden(qtbot: QtBot, start: Start, wide: int) -> None:
    program = start(size=(wide, 800))
    program.worker.start()
    program.window.panes.show_sidebar(False)
    assert not program.window.sidebar.isVisible()
    add(qtbot, program)
    assert program.window.sidebar.isVisible()
    press(program, "Escape")
    assert program.window.sidebar.isVisible()


def test_a_folder_that_is_closed_opens_for_the_one_in_it(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    sidebar = program.window.sidebar
    (harbour,) = program.reader.folders()
    index = sidebar.model.index_of(Key(Kind.FOLDER, harbour.id))
    sidebar.view.setExpanded(index, False)
    sidebar.view.setCurrentIndex(index)
    from desktop_reader.ui.commands.organise import Organising

    Organising(program.window.desk).add_folder(harbour.id)
    qtbot.waitUntil(lambda: bool(sidebar.view.findChildren(QLineEdit)))
    settle()
    (field,) = sidebar.view.findChildren(QLineEdit)
    assert field.isVisible()
    assert sidebar.view.isExpanded(sidebar.model.index_of(Key(Kind.FOLDER, harbour.id)))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert program.reader.folders()[-1].parent_id == harbour.id
