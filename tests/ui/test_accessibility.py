"""The window for those who hear it, who have no mouse, and who need large letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QFont, QFontDatabase, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QScrollBar,
    QSplitterHandle,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.inspector.changes import ChangesDialog
from desktop_reader.ui.theme import fonts
from tests.ui.program import Start, press, resize, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

QT_OWN = ("qt_spinbox_lineedit", "qt_calendar", "qt_tabwidget_stackedwidget")


def spoken(widget: QWidget) -> str:
    """The name that a screen reader gets."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface is not None else ""


def takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def controls(root: QWidget) -> list[QWidget]:
    """Everything in a window that takes the keyboard or a click, without what Qt makes for itself."""
    own = (QScrollBar, QSplitterHandle)
    found = [one for one in root.findChildren(QWidget) if takes_focus(one) or isinstance(one, QAbstractButton)]
    return [
        one
        for one in found
        if not isinstance(one, own)
        and not one.objectName().startswith("qt_")
        and one.window() is root
        and one.isVisibleTo(root)
    ]


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def nameless(root: QWidget) -> list[str]:
    return [described(one) for one in controls(root) if not spoken(one).strip()]


# Names.


def test_every_control_of_the_window_has_a_name(start: Start) -> None:
    program = start(size=(1600, 900))
    program.window.articles.view.pick(0)
    settle()
    assert nameless(program.window) == []
    assert len(controls(program.window)) >= 15
    press(program, "/")
    assert nameless(program.window) == []


def test_so_it_has_when_the_library_is_empty(start: Start) -> None:
    assert nameless(start(filled=False).window) == []


COMMANDS = (
    "feed.add",
    "folder.add",
    "feed.about",
    "app.preferences",
    "app.keys",
    "app.palette",
    "article.find",
    "view.text",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_control_of_every_dialog_has_a_name(start: Start, command: str) -> None:
    program = start(size=(1280, 800))
    window = program.window
    feed = program.reader.feeds()[0]
    program.browsing.look(Query(Scope.FEED, feed.id))
    window.articles.view.pick(0)
    settle()
    assert command in window.deck.commands
    found: list[str] = []

    def look() -> None:
        for one in QApplication.topLevelWidgets():
            if one.isVisible():
                found.extend(pages(one))
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and isinstance(one, QDialog):
                one.close()

    QTimer.singleShot(50, look)  # Some dialogs wait for the answer.
    window.deck.action(command).trigger()
    QTest.qWait(120)
    assert found == []


@pytest.mark.parametrize("deed", ["keep", "access"])
def test_so_it_has_in_the_dialogs_of_a_feed(start: Start, deed: str) -> None:
    program = start()
    getattr(FeedDeeds(program.window.desk), deed)(program.reader.feeds()[0].id)
    QTest.qWait(100)
    dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible() and isinstance(one, QDialog)]
    assert len(dialogs) == 1
    assert list(pages(dialogs[0])) == []
    dialogs[0].close()


def test_so_it_has_where_changes_are_shown(start: Start, qtbot: QtBot) -> None:
    dialog = ChangesDialog(start(filled=False).theme, "An article", "", "One.", "Two.")
    qtbot.addWidget(dialog)
    dialog.show()
    assert nameless(dialog) == []


def pages(root: QWidget) -> Iterator[str]:
    """What has no name, page by page where there are pages."""
    yield from nameless(root)
    for tabs in root.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            yield from nameless(root)
    if isinstance(root, QDialog):
        for listed in root.findChildren(QListView):
            for number in range(listed.model().rowCount() if listed.isVisible() else 0):
                listed.setCurrentIndex(listed.model().index(number, 0))
                yield from nameless(root)


# Sentences.


def rows(view: QAbstractItemView) -> list[str]:
    model = view.model()
    return [str(model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for number in range(model.rowCount())]


def test_a_row_of_the_list_tells_all_that_is_seen(start: Start) -> None:
    program = start()
    program.browsing.look(Query(Scope.ALL))
    settle()
    said = rows(program.window.articles.view)
    assert said[0].startswith("Unread, Starred, Article 00 of the lighthouse, Ferry, ")
    assert said[1].startswith("Article 01 of the lighthouse, Light, ")
    assert "2024" in said[0]


def test_a_row_of_the_sidebar_tells_name_number_and_health(start: Start) -> None:
    program = start()
    view = program.window.sidebar.view
    model = program.window.sidebar.model
    folder = next(model.index(n, 0) for n in range(model.rowCount()) if model.hasChildren(model.index(n, 0)))
    assert folder.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Harbour, folder, 38 unread")
    ferry = model.index(0, 0, folder)
    assert "Ferry" in ferry.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "unread" in ferry.data(Qt.ItemDataRole.AccessibleTextRole)
    gone = next(model.index_for(Query(Scope.FEED, feed.id)) for feed in program.reader.feeds() if feed.title == "Gone")
    role = Qt.ItemDataRole
    told = f"{gone.data(role.AccessibleTextRole)} {gone.data(role.AccessibleDescriptionRole)}"
    assert "Gone" in told
    assert "did not answer in time" in told
    assert spoken(view) == "Feeds"


# The keyboard.


def tabbed(program: Application) -> Iterator[QWidget]:
    """Everything that Tab comes to, once around; in an article it goes from link to link first."""
    first: QWidget | None = None
    before: QWidget | None = None
    for _ in range(200):
        press(program, "Tab")
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is not before:
            if focus is first:
                return
            first = first or focus
            yield focus
        before = focus
    raise AssertionError("Tab does not come round.")


def test_tab_comes_to_everything_and_back(start: Start) -> None:
    program = start(size=(1600, 900))
    window = program.window
    window.articles.view.pick(0)
    window.articles.view.setFocus()
    QTest.qWait(300)
    met = list(tabbed(program))
    reachable = {one for one in controls(window) if takes_focus(one) and one.isVisible() and one.isEnabled()}
    missed = [described(one) + " " + spoken(one) for one in reachable - set(met)]
    assert missed == []
    panes = [window.reading, window.sidebar, window.articles]
    order = [next(n for n, pane in enumerate(panes) if pane.isAncestorOf(one)) for one in met]
    turns = [a for a, b in zip(order, [*order[1:], order[0]], strict=True) if a != b]
    assert len(turns) == 3, "each pane is left only once"


def test_shift_tab_goes_the_same_way_back(start: Start) -> None:
    program = start()
    program.window.articles.view.setFocus()
    way = []
    for _ in range(6):
        way.append(QApplication.focusWidget())
        press(program, "Tab")
    for one in reversed(way):
        press(program, "Shift+Tab")
        assert QApplication.focusWidget() is one


def accent_pixels(image: QImage, accent: QColor) -> int:
    return sum(image.pixelColor(x, y) == accent for x in range(0, image.width()) for y in range(0, image.height()))


def test_whoever_has_the_keyboard_shows_it(start: Start) -> None:
    """By a ring in the accent: what is reached by Tab has more of that colour than without."""
    program = start(size=(1600, 700))
    window = program.window
    window.articles.view.pick(0)
    window.articles.view.setFocus()
    QTest.qWait(400)
    accent = QColor(program.theme.tokens.accent)
    met = 0
    unseen = []
    for focus in tabbed(program):
        met += 1
        at = focus.mapTo(window, QPoint(0, 0))
        around = focus.rect().translated(at).adjusted(-3, -3, 3, 3).intersected(window.rect())
        with_it = accent_pixels(window.grab(around).toImage(), accent)
        window.setFocus()
        without = accent_pixels(window.grab(around).toImage(), accent)
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        if with_it <= without + 20:
            unseen.append(f"{described(focus)} {spoken(focus)}: {with_it} and {without}")
    assert met >= 12
    assert unseen == []


# Large letters.


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system's letters are twice as large as they usually are."""

    def system(kind: QFontDatabase.SystemFont) -> QFont:
        font = QFont(fonts.SANS)
        font.setPixelSize(30)
        return font

    monkeypatch.setattr(QFontDatabase, "systemFont", staticmethod(system))
    yield
    usual = QFont(fonts.SANS)
    usual.setPixelSize(12)
    fonts.follow(usual)


def test_large_letters_make_rows_and_bars_grow(start: Start, large: None) -> None:
    program = start(size=(2200, 1400))
    window = program.window
    assert fonts.scaled(13) == 26
    assert QApplication.font().pixelSize() == 26
    assert window.articles.view.rowHeight(0) > 150
    assert window.articles.header.height() == 104
    assert window.articles.search.height() >= QFontMetrics(window.articles.search.font()).height() + 8
    first = window.sidebar.model.index(0, 0)
    assert window.sidebar.view.visualRect(first).height() >= QFontMetrics(fonts.ui(13)).height()
    resize(program, 1800)
    assert window.panes.room.value == "narrow"


def cut(root: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit."""
    found = []
    for one in root.findChildren(QWidget):
        if not one.isVisible() or one.window() is not root or not isinstance(one, (QLabel, QAbstractButton, QLineEdit)):
            continue
        tall = QFontMetrics(one.font()).height()
        wordy = bool(one.text()) and not (isinstance(one, QLabel) and (one.wordWrap() or not one.pixmap().isNull()))
        if wordy and one.height() < tall - 1:
            found.append(f"{described(one)}: {one.text()!r} is {tall} high in {one.height()}")
    return found


def test_large_letters_are_not_cut(start: Start, large: None) -> None:
    program = start(size=(3200, 1800))
    program.window.articles.view.pick(0)
    settle()
    assert cut(program.window) == []
    for command in ("feed.add", "app.preferences"):
        program.window.deck.action(command).trigger()
        settle()
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and isinstance(one, QDialog):
                assert cut(one) == []
                one.close()
        settle()


def test_the_text_of_articles_is_made_larger_and_smaller_by_keys(start: Start) -> None:
    program = start()
    program.window.articles.view.pick(0)
    settle()
    view = program.window.reading.view
    usual = view.page_style.px
    press(program, "Ctrl++", "Ctrl++")
    assert view.page_style.px == usual + 2
    press(program, "Ctrl+-")
    assert view.page_style.px == usual + 1
    press(program, "Ctrl+0")
    assert view.page_style.px == usual


# Movement.


def test_pages_glide_unless_somebody_wants_them_not_to(start: Start) -> None:
    program = start()
    view, motion = program.window.reading.view, program.choices.motion
    assert not view.reduced_motion
    motion.learn("org.gnome.desktop.interface", "enable-animations", False)
    assert view.reduced_motion
    motion.learn("org.gnome.desktop.interface", "enable-animations", True)
    assert not view.reduced_motion
    again = start(filled=False, reduce_motion=True)
    assert again.window.reading.view.reduced_motion


def test_without_movement_a_page_is_there_at_once(start: Start) -> None:
    program: Application = start(size=(1000, 420), reduce_motion=True)
    program.window.articles.view.pick(0)
    settle()
    bar = program.window.reading.view.verticalScrollBar()
    press(program, "Space")
    at_once = bar.value()
    assert at_once > 100
    QTest.qWait(250)
    assert bar.value() == at_once
