# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed, FeedCount, Folder
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.sidebar.model import midnight
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.sidebar.tree import Key, Kind
from desktop_reader.ui.theme.theme import Theme

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

HOSTILE = '<img src="https://example.org/x.png"><b>Feed</b> & more'


@dataclass
class Numbers:
    today: int = 12
    unread: int = 248
    starred: int = 3


def feed(number: int, title: str, folder: int | None, position: int, unread: int, health: Health = Health()) -> Feed:  # noqa: B008
    return Feed(
        number, f"uuid-{number}", str(number), "c", title, "https://example.org", None, folder, position,
        99, unread, 0, 0, 0, None, None, health,
    )  # fmt: skip


@dataclass
class Library:
    """News (NHK World, Meridian), Science (Quanta) with Space in it (Moonshot), and two feeds in no folder."""

    numbers: Numbers = field(default_factory=Numbers)
    of_folders: dict[int, Folder] = field(
        default_factory=lambda: {
            1: Folder(1, "news", "News", None, 0),
            2: Folder(2, "science", "Science", None, 1),
            3: Folder(3, "space", "Space", 2, 0),
        }
    )
    of_feeds: dict[int, Feed] = field(
        default_factory=lambda: {
            1: feed(1, "NHK World", 1, 0, 14),
            2: feed(2, "Meridian Wire", 1, 1, 51),
            3: feed(3, "Quanta Quarterly", 2, 0, 3),
            4: feed(4, "Moonshot", 3, 0, 22),
            5: feed(5, "Energy Desk", None, 0, 8),
            6: feed(6, HOSTILE, None, 1, 2, Health(Problem.NOT_A_FEED)),
        }
    )

    def folders(self) -> list[Folder]:
        return list(self.of_folders.values())

    def feeds(self) -> list[Feed]:
        return list(self.of_feeds.values())

    def feed_counts(self, numbers: Iterable[int]) -> list[FeedCount]:
        feeds = [self.of_feeds[number] for number in numbers if number in self.of_feeds]
        return [FeedCount(feed.id, feed.title, feed.unread, feed.health) for feed in feeds]

    def smart_counts(self, since_at: int = 0) -> Numbers:
        assert since_at == midnight()
        return self.numbers

    def set(self, number: int, **changed: Any) -> None:
        self.of_feeds[number] = replace(self.of_feeds[number], **changed)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def pane(qtbot: QtBot, library: Library) -> SidebarPane:
    pane = SidebarPane(library, Theme("light"), clock=lambda: 1_000_000.0)
    qtbot.addWidget(pane)
    pane.resize(216, 700)
    pane.show()
    QApplication.processEvents()
    return pane


def at(pane: SidebarPane, kind: Kind, number: int = 0) -> QModelIndex:
    index = pane.model.index_of(Key(kind, number))
    assert index.isValid()
    return index


def middle(pane: SidebarPane, kind: Kind, number: int = 0) -> QPoint:
    return pane.view.visualRect(at(pane, kind, number)).center()


def click(qtbot: QtBot, pane: SidebarPane, kind: Kind, number: int = 0) -> None:
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, kind, number))


# Choosing


def test_a_click_says_what_to_show(qtbot: QtBot, pane: SidebarPane) -> None:
    for kind, number, query in (
        (Kind.TODAY, 0, Query(Scope.TODAY, since_at=midnight())),
        (Kind.STARRED, 0, Query(Scope.STARRED)),
        (Kind.FOLDER, 2, Query(Scope.FOLDER, target=2)),
        (Kind.FEED, 4, Query(Scope.FEED, target=4)),
    ):
        with qtbot.waitSignal(pane.selected) as told:
            click(qtbot, pane, kind, number)
        assert told.args == [query]


def test_the_keyboard_walks_over_the_label(qtbot: QtBot, pane: SidebarPane) -> None:
    heard: list[Query] = []
    pane.selected.connect(heard.append)
    pane.show_query(Query(Scope.UNREAD))
    for _ in range(3):
        qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    assert [(query.scope, query.target) for query in heard] == [
        (Scope.STARRED, None), (Scope.FOLDER, 1), (Scope.FEED, 1),
    ]  # fmt: skip
    assert pane.view.step_feed(-2)
    assert heard[-1] == Query(Scope.FOLDER, target=1)
    qtbot.keyClick(pane.view, Qt.Key.Key_J)  # the window's
    assert heard[-1] == Query(Scope.FOLDER, target=1)


def test_showing_a_query_tells_nothing(qtbot: QtBot, pane: SidebarPane) -> None:
    with qtbot.assertNotEmitted(pane.selected):
        pane.show_query(Query(Scope.FEED, target=3))
    assert pane.view.currentIndex() == at(pane, Kind.FEED, 3)
    with qtbot.assertNotEmitted(pane.selected):
        pane.show_query(Query(Scope.ALL))
    assert not pane.view.selectionModel().hasSelection()


def test_folders_open_and_close(qtbot: QtBot, pane: SidebarPane) -> None:
    heard: list[set[int]] = []
    pane.folded.connect(heard.append)
    with qtbot.assertNotEmitted(pane.selected):
        chevron = QPoint(22, middle(pane, Kind.FOLDER, 1).y())
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=chevron)
    assert heard == [{1}]
    assert not pane.view.isExpanded(at(pane, Kind.FOLDER, 1))
    pane.show_query(Query(Scope.FOLDER, target=1))
    qtbot.keyClick(pane.view, Qt.Key.Key_Right)
    assert heard == [{1}, set()]
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert heard[-1] == {1}
    pane.view.show_closed({2})
    assert pane.view.isExpanded(at(pane, Kind.FOLDER, 1))
    assert not pane.view.isExpanded(at(pane, Kind.FOLDER, 2))


def test_the_menu_is_for_the_row_under_the_mouse(qtbot: QtBot, pane: SidebarPane) -> None:
    pane.show_query(Query(Scope.UNREAD))
    where = middle(pane, Kind.FEED, 2)
    with qtbot.assertNotEmitted(pane.selected), qtbot.waitSignal(pane.menu_wanted) as told:
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.RightButton, pos=where)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, pane.view.viewport().mapToGlobal(where))
        QApplication.sendEvent(pane.view.viewport(), event)
    assert told.args is not None
    assert told.args[:2] == ["feed", 2]
    assert pane.view.currentIndex() == at(pane, Kind.UNREAD)


# Reading again


def test_other_counters_reset_nothing(qtbot: QtBot, pane: SidebarPane, library: Library) -> None:
    library.set(4, unread=21)
    library.numbers.unread = 247
    told: list[str] = []
    pane.model.dataChanged.connect(lambda first, last: told.append(first.data()))
    with qtbot.assertNotEmitted(pane.model.modelReset):
        pane.apply(Changes(state=(77,), feeds=frozenset({4})))
    assert told == ["Unread", "Science", "Space", "Moonshot"]


def test_a_reset_keeps_what_is_seen(qtbot: QtBot, pane: SidebarPane, library: Library) -> None:
    for number in range(100, 160):
        library.of_feeds[number] = feed(number, f"Feed {number}", None, number, 1)
    pane.refresh()
    pane.view.setExpanded(at(pane, Kind.FOLDER, 1), False)
    pane.show_query(Query(Scope.FEED, target=150))
    pane.view.verticalScrollBar().setValue(300)
    library.of_folders[9] = Folder(9, "new", "New", None, 9)
    with qtbot.waitSignal(pane.model.modelReset), qtbot.assertNotEmitted(pane.selected):
        pane.apply(Changes(tree=True))
    assert pane.view.currentIndex() == at(pane, Kind.FEED, 150)
    assert pane.view.selectionModel().isSelected(at(pane, Kind.FEED, 150))
    assert pane.view.verticalScrollBar().value() == 300
    assert not pane.view.isExpanded(at(pane, Kind.FOLDER, 1))
    assert pane.view.isExpanded(at(pane, Kind.FOLDER, 2))
    assert pane.view.isExpanded(at(pane, Kind.FOLDER, 9))


def test_titles_and_numbers_for_the_list(pane: SidebarPane) -> None:
    query = Query(Scope.FOLDER, target=2)
    assert (pane.title_of(query), pane.unread_of(query)) == ("Science", 25)
    assert pane.unread_of(Query(Scope.STARRED)) is None
    assert pane.title_of(Query(Scope.ALL)) == ""


def test_qt_finds_no_fault(qtmodeltester: ModelTester, pane: SidebarPane) -> None:
    qtmodeltester.check(pane.model, force_py=True)


# Moving


def drop(pane: SidebarPane, kind: Kind, number: int, where: QPoint) -> None:
    """What arrives when the row is let go there; Qt's own loop of dragging waits for a real mouse."""
    data = pane.model.mimeData([at(pane, kind, number)])
    buttons, keys, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    view = pane.view
    view.setDragDropMode(view.DragDropMode.DragDrop)  # InternalMove wants a source, which an event made here has not
    before = view.viewport().grab().toImage()
    view.dragEnterEvent(QDragEnterEvent(where, move, data, buttons, keys))
    view.dragMoveEvent(QDragMoveEvent(where, move, data, buttons, keys))
    allowed = view._drop is not None
    assert (view.viewport().grab().toImage() != before) is allowed  # a sign shows where it would go
    view.dropEvent(QDropEvent(QPointF(where), move, data, buttons, keys))


def edge(pane: SidebarPane, kind: Kind, number: int, *, below: bool = False) -> QPoint:
    row = pane.view.visualRect(at(pane, kind, number))
    return QPoint(100, row.bottom() if below else row.top())


@pytest.mark.parametrize(
    ("kind", "number", "target", "wanted"),
    [
        (Kind.FEED, 5, (Kind.FOLDER, 1, None), ["feed", 5, 1, 2]),  # onto a folder: last in it
        (Kind.FEED, 5, (Kind.FEED, 2, False), ["feed", 5, 1, 1]),  # between two feeds
        (Kind.FEED, 1, (Kind.FEED, 2, True), ["feed", 1, 1, 1]),  # down by one
        (Kind.FEED, 4, (Kind.FEED, 5, True), ["feed", 4, None, 1]),  # out of its folder
        (Kind.FOLDER, 1, (Kind.FOLDER, 3, None), ["folder", 1, 3, 0]),  # folders nest
        (Kind.FOLDER, 3, (Kind.FOLDER, 1, False), ["folder", 3, None, 0]),
        (Kind.FOLDER, 3, (Kind.FEED, 6, True), ["folder", 3, None, 2]),
    ],
)
def test_a_dropped_row_wants_to_move(
    qtbot: QtBot,
    pane: SidebarPane,
    kind: Kind,
    number: int,
    target: tuple[Kind, int, bool | None],
    wanted: list[object],
) -> None:
    over, to, below = target
    where = middle(pane, over, to) if below is None else edge(pane, over, to, below=below)
    before = pane.model.rowCount(QModelIndex())
    with qtbot.waitSignal(pane.move_wanted, timeout=500) as told:
        drop(pane, kind, number, where)
    assert told.args == wanted
    assert pane.model.rowCount(QModelIndex()) == before  # the library moves it, not the model


@pytest.mark.parametrize(
    ("kind", "number", "over", "to"),
    [
        (Kind.FOLDER, 2, Kind.FOLDER, 3),  # into itself
        (Kind.FEED, 4, Kind.FOLDER, 3),  # where it is
        (Kind.FEED, 3, Kind.FOLDER, 2),
    ],
)
def test_moves_that_make_no_sense_are_refused(
    qtbot: QtBot, pane: SidebarPane, kind: Kind, number: int, over: Kind, to: int
) -> None:
    data = pane.model.mimeData([at(pane, kind, number)])
    assert not pane.model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, at(pane, over, to))
    with qtbot.assertNotEmitted(pane.move_wanted):
        drop(pane, kind, number, middle(pane, over, to))


def test_strangers_cannot_be_dropped(pane: SidebarPane) -> None:
    foreign = QMimeData()
    foreign.setText("feed:1")
    assert not pane.model.canDropMimeData(foreign, Qt.DropAction.MoveAction, -1, -1, at(pane, Kind.FOLDER, 1))
    foreign.setData(pane.model.mimeTypes()[0], b"feed:999\xff")
    assert not pane.model.canDropMimeData(foreign, Qt.DropAction.MoveAction, -1, -1, at(pane, Kind.FOLDER, 1))


def test_smart_rows_stay_where_they_are(pane: SidebarPane) -> None:
    flag = Qt.ItemFlag
    for kind in (Kind.TODAY, Kind.HEADING):
        assert not pane.model.flags(at(pane, kind)) & (flag.ItemIsDragEnabled | flag.ItemIsEditable)


# Renaming


def editor(pane: SidebarPane) -> QLineEdit:
    fields = pane.view.viewport().findChildren(QLineEdit)
    assert len(fields) == 1
    return fields[0]


def test_f2_renames(qtbot: QtBot, pane: SidebarPane) -> None:
    pane.show_query(Query(Scope.FEED, target=1))
    qtbot.keyClick(pane.view, Qt.Key.Key_F2)
    field = editor(pane)
    assert field.text() == "NHK World"
    field.selectAll()
    qtbot.keyClicks(field, "  NHK   News ")
    with qtbot.waitSignal(pane.rename_wanted) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["feed", 1, "NHK News"]
    assert pane.title_of(Query(Scope.FEED, target=1)) == "NHK World"


def test_escape_and_no_name_rename_nothing(qtbot: QtBot, pane: SidebarPane) -> None:
    with qtbot.assertNotEmitted(pane.rename_wanted):
        pane.view.rename("folder", 2)
        qtbot.keyClicks(editor(pane), "x")
        qtbot.keyClick(editor(pane), Qt.Key.Key_Escape)
        assert not pane.model.setData(at(pane, Kind.FOLDER, 2), "  ")
        assert not pane.model.setData(at(pane, Kind.FOLDER, 2), "Science")


def test_what_is_being_typed_outlives_a_refresh(qtbot: QtBot, pane: SidebarPane, library: Library) -> None:
    pane.view.rename("feed", 1)
    field = editor(pane)
    qtbot.keyClicks(field, "Half a na")
    library.of_folders[9] = Folder(9, "new", "New", None, 9)
    with qtbot.assertNotEmitted(pane.model.modelReset):
        pane.apply(Changes(tree=True))
    assert field.text() == "Half a na"
    with qtbot.waitSignal(pane.model.modelReset):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert pane.model.index_of(Key(Kind.FOLDER, 9)).isValid()


# Words


def test_accessible_words(pane: SidebarPane, library: Library) -> None:
    def said(kind: Kind, number: int = 0) -> object:
        return at(pane, kind, number).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said(Kind.FEED, 1) == "NHK World, 14 unread"
    assert said(Kind.FOLDER, 1) == "News, folder, 65 unread"
    assert said(Kind.STARRED) == "Starred, 3 starred"
    assert said(Kind.TODAY) == "Today, 12 unread"
    assert said(Kind.FEED, 6) == f"{HOSTILE}, cannot be refreshed, 2 unread"
    tree = QAccessible.queryAccessibleInterface(pane.view)
    assert "NHK World, 14 unread" in [
        tree.child(place).text(QAccessible.Text.Name) for place in range(tree.childCount())
    ]


def test_a_tooltip_is_plain_text_whatever_a_feed_calls_itself(pane: SidebarPane) -> None:
    sentence = "There is a web page at this address, not a feed. Check the address, or add the site anew."
    tip = at(pane, Kind.FEED, 6).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<p>")  # so that Qt does not decide by what the feed says
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText().splitlines() == [HOSTILE, sentence]
    assert "\ufffc" not in document.toPlainText()


def test_the_tooltip_is_shown_for_failing_and_for_long_rows_only(
    qtbot: QtBot, pane: SidebarPane, library: Library
) -> None:
    def tip(number: int) -> str:
        where = middle(pane, Kind.FEED, number)
        event = QHelpEvent(QEvent.Type.ToolTip, where, pane.view.viewport().mapToGlobal(where))
        QApplication.sendEvent(pane.view.viewport(), event)
        return QToolTip.text() if QToolTip.isVisible() else ""

    library.set(2, title="A feed with a name that is longer than any sidebar")
    pane.refresh()
    assert tip(1) == ""
    assert "web page" in tip(6)
    assert "longer than any" in tip(2)
    tip(1)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


# Head and foot


def test_the_buttons_tell(qtbot: QtBot, pane: SidebarPane) -> None:
    pane.show_progress(1, 2)
    for button, signal in (
        (pane.panel_button, pane.panel_wanted),
        (pane.refresh_button, pane.refresh_wanted),
        (pane.add_button, pane.add_wanted),
        (pane.foot.stop_button, pane.stop_wanted),
    ):
        assert button.isVisible()
        assert button.accessibleName()
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    pane.show_updated(1_000_000 - 130)
    assert not pane.foot.stop_button.isVisible()
    with qtbot.waitSignal(pane.settings_wanted):
        qtbot.mouseClick(pane.foot.settings_button, Qt.MouseButton.LeftButton)


def test_the_foot_says_how_far_it_is(pane: SidebarPane) -> None:
    pane.show_progress(14, 38)
    assert pane.foot.accessibleName() == "Refreshing 14 of 38…"
    some = pane.foot.grab().toImage()
    pane.show_progress(38, 38)
    assert pane.foot.grab().toImage() != some
    pane.show_updated(1_000_000 - 130)
    assert pane.foot.accessibleName() == "Updated 2 minutes ago"
    pane.show_progress(0, 0)
    assert not pane.foot.grab().isNull()


def test_the_foot_says_quietly_that_articles_become_better(pane: SidebarPane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_reader.ui.sidebar.foot.QLocale", lambda: QLocale("en_US"))
    pane.show_updated(1_000_000 - 130)
    pane.show_improved(12_000, 100_000)
    assert pane.foot.accessibleName() == "Improving articles: 12,000 of 100,000"
    assert not pane.foot.stop_button.isVisible()
    pane.show_progress(14, 38)
    assert pane.foot.accessibleName() == "Refreshing 14 of 38…"
    pane.show_updated(1_000_000 - 130)
    assert pane.foot.accessibleName() == "Improving articles: 12,000 of 100,000"
    pane.show_improved(0, 0)
    assert pane.foot.accessibleName() == "Updated 2 minutes ago"


def test_rows_have_the_heights_of_the_design(pane: SidebarPane) -> None:
    heights = [pane.view.visualRect(at(pane, kind, number)).height() for kind, number in (
        (Kind.TODAY, 0), (Kind.FOLDER, 1), (Kind.FEED, 1),
    )]  # fmt: skip
    assert heights == [32, 30, 30]


def test_the_theme_changes_in_the_same_frame(qapp: QApplication, qtbot: QtBot, library: Library) -> None:
    theme = Theme("light")
    pane = SidebarPane(library, theme)
    qtbot.addWidget(pane)
    pane.resize(216, 300)
    pane.show()
    light = pane.grab().toImage().pixelColor(3, 290).name()
    theme._scheme = "dark"
    theme.changed.emit()
    assert (light, pane.grab().toImage().pixelColor(3, 290).name()) == ("#f2f3f5", "#17181b")
    assert pane.grab().toImage().pixelColor(3, 60).name() == "#17181b"
