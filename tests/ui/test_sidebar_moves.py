"""Where rows go: by the keyboard, step by step, and for any tree and any drop."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.mark import MarkAllRead
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.sidebar.moves import Move, dropped, stepped
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.sidebar.tree import Key, Kind, Node, walk
from tests.ui.program import Start, press, settle, start
from tests.ui.test_sidebar import at, edge, library, pane

__all__ = ["library", "pane", "start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def grow(shape: list[tuple[int, bool]]) -> Node:
    """A tree of ``shape``: of each row the folder that it is in (a number below its own), and whether it is one."""
    root = Node(Key(Kind.HEADING), "")
    folders = [root]
    feeds: list[tuple[Node, Node]] = []
    for number, (inside, is_folder) in enumerate(shape, 1):
        parent = folders[inside % len(folders)]
        node = Node(Key(Kind.FOLDER if is_folder else Kind.FEED, number), str(number))
        if is_folder:
            folders.append(parent.add(node))
        else:
            feeds.append((parent, node))
    for parent, node in feeds:
        parent.add(node)
    return root


def moved(root: Node, key: Key, folder: int | None, position: int) -> None:
    """What the library makes of it."""
    nodes = {node.key: node for node in walk(root)}
    node = nodes[key]
    target = root if folder is None else nodes[Key(Kind.FOLDER, folder)]
    assert node.parent is not None
    node.parent.children.remove(node)
    alike = [one for one in target.children if one.key.kind is key.kind]
    assert 0 <= position <= len(alike)
    others = [one for one in target.children if one.key.kind is not key.kind]
    alike.insert(position, node)
    ordered = alike + others if key.kind is Kind.FOLDER else others + alike
    target.children.clear()
    for one in ordered:
        target.add(one)
    for parent in (root, *walk(root)):
        for row, one in enumerate(parent.children):
            one.row = row


SHAPES = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=12)


@given(SHAPES, st.data())
def test_a_dropped_row_stands_where_the_line_was(shape: list[tuple[int, bool]], data: st.DataObject) -> None:
    root = grow(shape)
    every = walk(root)
    node = data.draw(st.sampled_from(every))
    target = data.draw(st.sampled_from([root, *(one for one in every if one.key.kind is Kind.FOLDER)]))
    row = data.draw(st.integers(-1, len(target.children)))
    before = target.children if row < 0 else target.children[:row]
    ahead = [one for one in before if one.key.kind is node.key.kind and one is not node]
    behind = [one for one in target.children if one.key.kind is node.key.kind and one is not node and one not in ahead]
    place = dropped(node, target, row)
    inside = {id(one) for one in [node, *walk(node)]}
    if id(target) in inside:
        assert place is None
        return
    old = [one for one in target.children if one.key.kind is node.key.kind]
    if place is not None:
        moved(root, *place)
    assert [one for one in target.children if one.key.kind is node.key.kind] == [*ahead, node, *behind]
    assert (place is None) == (old == [*ahead, node, *behind])
    assert len(walk(root)) == len(every)


@given(SHAPES, st.data())
def test_every_step_can_be_taken_back_by_its_opposite(shape: list[tuple[int, bool]], data: st.DataObject) -> None:
    root = grow(shape)
    node = data.draw(st.sampled_from(walk(root)))
    there, back = data.draw(st.sampled_from([(Move.UP, Move.DOWN), (Move.DOWN, Move.UP), (Move.OUT, Move.INTO)]))
    every = [(one.key, one.parent) for one in walk(root)]
    place = stepped(node, there)
    if place is None:
        return
    last = (
        node.parent is not None and node is [one for one in node.parent.children if one.key.kind is node.key.kind][-1]
    )
    moved(root, *place)
    assert len(walk(root)) == len(every)
    again = stepped(node, back)
    if there is Move.OUT and (not last or node.key.kind is Kind.FEED):
        return  # It comes back as the last, into the folder just above.
    assert again is not None
    moved(root, *again)
    assert [(one.key, one.parent) for one in walk(root)] == every


def test_smart_rows_take_no_step() -> None:
    root = Node(Key(Kind.HEADING), "")
    today = root.add(Node(Key(Kind.TODAY), "Today"))
    assert [stepped(today, move) for move in Move] == [None] * 4


def test_between_an_open_folder_and_its_first_row_is_in_the_folder(qtbot: QtBot, pane: SidebarPane) -> None:
    """Qt would put the row behind the folder with all that is in it, far below the line that was shown."""
    view = pane.view
    where = edge(pane, Kind.FOLDER, 1, below=True)
    data = pane.model.mimeData([at(pane, Kind.FEED, 5)])
    buttons, keys, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
    view.dragEnterEvent(QDragEnterEvent(where, move, data, buttons, keys))
    view.dragMoveEvent(QDragMoveEvent(where, move, data, buttons, keys))
    assert view._drop is not None
    assert view._drop[2] == 1  # As far in as it would stand.
    with qtbot.waitSignal(pane.move_wanted, timeout=500) as told:
        view.dropEvent(QDropEvent(where.toPointF(), move, data, buttons, keys))
    assert told.args == ["feed", 5, 1, 0]
    assert view._drop is None


# In the program


def titles(program: Application) -> list[str]:
    model = program.window.sidebar.model
    return [f"{'  ' * node.depth}{node.title}" for node in model._nodes if node.key.kind in (Kind.FOLDER, Kind.FEED)]


def stands(program: Application, wanted: list[str]) -> bool:
    return titles(program) == wanted


def has(program: Application, title: str) -> bool:
    return title in titles(program)


@pytest.fixture
def program(start: Start, qtbot: QtBot) -> Application:
    program = start()
    program.worker.start()
    program.window.sidebar.view.setFocus()
    settle()
    return program


def choose(program: Application, title: str) -> None:
    feed = next(one for one in program.reader.feeds() if one.title == title)
    program.browsing.look(Query(Scope.FEED, target=feed.id))
    program.window.sidebar.view.setFocus()


def test_keys_move_a_feed_and_undo_brings_it_back(qtbot: QtBot, program: Application) -> None:
    assert titles(program) == ["Harbour", "  Ferry", "  Light", "  Tide", "Gone"]
    choose(program, "Light")
    done: list[str] = []
    program.window.undo.done.connect(done.append)
    stations = [titles(program)]
    for keys, after in (
        ("Alt+Up", ["Harbour", "  Light", "  Ferry", "  Tide", "Gone"]),
        ("Alt+Down", ["Harbour", "  Ferry", "  Light", "  Tide", "Gone"]),
        ("Alt+Shift+Left", ["Harbour", "  Ferry", "  Tide", "Light", "Gone"]),
        ("Alt+Down", ["Harbour", "  Ferry", "  Tide", "Gone", "Light"]),
        ("Alt+Shift+Right", ["Harbour", "  Ferry", "  Tide", "  Light", "Gone"]),
    ):
        press(program, keys)
        qtbot.waitUntil(partial(stands, program, after))
        qtbot.waitUntil(lambda: len(done) == len(stations))
        stations.append(after)
        assert program.window.sidebar.model.node(program.window.sidebar.view.currentIndex()).title == "Light"
    for before in reversed(stations[:-1]):
        press(program, "Ctrl+Z")
        qtbot.waitUntil(partial(stands, program, before))


def test_at_an_end_there_is_no_step_and_nothing_is_said(qtbot: QtBot, program: Application) -> None:
    choose(program, "Ferry")
    before = titles(program)
    said: list[str] = []
    program.window.undo.done.connect(said.append)
    press(program, "Alt+Up", "Alt+Shift+Right")
    qtbot.wait(100)
    assert (titles(program), said) == (before, [])


def test_f2_renames_in_place_and_undo_gives_the_old_name_back(qtbot: QtBot, program: Application) -> None:
    choose(program, "Light")
    press(program, "F2")
    field = program.window.sidebar.view.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "Lamp")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "  Lamp" in titles(program) and program.window.undo.can_undo)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: "  Light" in titles(program))


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [("", "Light", "The feed has its own name again"), ("Lamp", "Lamp", "Renamed to “Lamp”")],
)
def test_a_feed_without_a_name_has_its_own_again(
    qtbot: QtBot, program: Application, typed: str, name: str, said: str
) -> None:
    choose(program, "Light")
    told: list[str] = []
    program.window.undo.done.connect(told.append)
    for text, wanted in (("Beacon", "  Beacon"), (typed, f"  {name}")):
        press(program, "F2")
        field = program.window.sidebar.view.findChild(QLineEdit)
        assert field is not None
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(has, program, wanted))
        settle()
    assert told[-1] == said


def test_a_folder_needs_a_name_and_that_is_said(qtbot: QtBot, program: Application) -> None:
    said: list[str] = []
    program.window.sidebar.refused.connect(said.append)
    program.browsing.look(Query(Scope.FOLDER, target=1))
    program.window.sidebar.view.setFocus()
    press(program, "F2")
    field = program.window.sidebar.view.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "   ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert said == ["A folder needs a name."]
    assert titles(program)[0] == "Harbour"


def test_escape_gives_a_name_up(qtbot: QtBot, program: Application) -> None:
    choose(program, "Light")
    press(program, "F2")
    field = program.window.sidebar.view.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert "  Light" in titles(program)
    assert not program.window.undo.can_undo


@pytest.mark.parametrize("typed", ["", "Lamp"])
def test_a_number_changes_while_a_row_is_renamed_and_what_is_typed_stays(
    qtbot: QtBot, program: Application, typed: str
) -> None:
    choose(program, "Light")
    index = program.window.sidebar.view.currentIndex()
    node = program.window.sidebar.model.node(index)
    press(program, "F2")
    field = program.window.sidebar.view.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, typed)
    before = node.count
    program.worker.submit(MarkAllRead(Query(Scope.FEED, target=node.key.id)))
    qtbot.waitUntil(lambda: node.count == 0)
    assert before
    assert program.window.sidebar.view.findChildren(QLineEdit) == [field]
    assert (field.text(), field.selectedText()) == ((typed, "") if typed else ("Light", "Light"))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert (node.title, node.count) == ("Light", 0)


@pytest.mark.parametrize("key", ["F2", "Del", "Alt+Up"])
def test_the_keys_of_the_sidebar_are_not_heard_in_the_list(qtbot: QtBot, program: Application, key: str) -> None:
    choose(program, "Light")
    program.window.articles.view.setFocus()
    before = titles(program)
    press(program, key)
    qtbot.wait(50)
    assert titles(program) == before
    assert program.window.sidebar.view.findChild(QLineEdit) is None
