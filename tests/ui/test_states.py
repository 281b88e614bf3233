"""The window when things are not as usual: the first start, a failing feed, no network, nothing found, slow answers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.library import lock
from desktop_reader.library.writer import Writer
from desktop_reader.paths import resource
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Kind
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.dialogs.feed import FeedDialog
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.ui.sidebar import tree
from desktop_reader.ui.sidebar.said import number
from desktop_reader.ui.sidebar.tree import Key
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.welcome.page import Welcome
from desktop_reader.ui.welcome.starters import MOST, TOPICS, Starter, offered, starters
from tests.library_fixtures import came, entry, follow
from tests.ui.articles_fake import NOON
from tests.ui.articles_fake import Library as FakeLibrary
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


# The first start


def welcome(program: Any) -> Welcome:
    found = program.window.panes.findChild(Welcome)
    assert isinstance(found, Welcome)
    return found


def test_a_new_library_begins_with_a_welcome_that_goes_with_the_first_feed(qtbot: QtBot, start: Start) -> None:
    program = start(filled=False)
    page = welcome(program)
    assert page.isVisible()
    qtbot.waitUntil(page.add_button.hasFocus)
    panes = program.window.panes
    covered = program.window.articles.geometry() | program.window.reading.geometry()
    assert page.geometry().topLeft() == program.window.articles.mapTo(panes, program.window.articles.rect().topLeft())
    assert page.size() == covered.size()
    program.worker.start()
    press(program, "Tab", "Tab", "Space")  # Past the other button to the first tick.
    chosen = [one for tick, one in page.ticks if tick.isChecked()]
    assert len(chosen) == 1
    assert page.follow_button.text() == "Follow this feed"
    page.ticks[1][0].setChecked(True)
    assert page.follow_button.text() == "Follow 2 feeds"
    while not page.follow_button.hasFocus():
        press(program, "Tab")
    press(program, "Space")
    qtbot.waitUntil(lambda: len(program.reader.feeds()) == 2)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert {feed.url for feed in program.reader.feeds()} == {chosen[0].address, page.ticks[1][1].address}
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    program.worker.stop_refresh()
    program.window.undo.undo()
    qtbot.waitUntil(lambda: program.reader.feeds() == [])
    qtbot.waitUntil(page.isVisible)


def test_its_buttons_add_and_import(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start(filled=False)
    page = welcome(program)
    asked: list[str] = []
    monkeypatch.setattr("desktop_reader.ui.states.import_opml", lambda desk: asked.append("import"))
    page.import_button.click()
    assert asked == ["import"]
    page.add_button.click()
    dialog = program.window.findChild(SubscribeDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_a_library_with_feeds_has_no_welcome(start: Start) -> None:
    program = start()
    assert program.window.panes.findChild(Welcome) is None
    assert program.window.articles.isEnabled()


def test_who_may_only_read_is_offered_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "is_only_read", lambda path: True)
    page = welcome(start(filled=False))
    assert page.isVisible()
    assert not page.add_button.isVisible()
    assert page.ticks == []


def test_in_a_narrow_window_a_button_brings_the_sidebar(start: Start) -> None:
    program = start(filled=False, size=(800, 700))
    page = welcome(program)
    assert page.panel_button.isVisible()
    page.panel_button.click()
    settle()
    assert program.window.sidebar.isVisible()
    assert program.window.panes.drawer.is_open


def test_starters_are_whole_and_each_is_there_once() -> None:
    every = starters()
    assert len({one.address for one in every}) == len({one.title for one in every}) == len(every)
    for one in every:
        assert one.topic in TOPICS
        assert one.address.startswith("https://")
        assert one.site.startswith("https://")
        assert len(one.language) == 2
    assert json.loads(resource("starters.json").read_text(encoding="utf-8")).keys() == {"about", "feeds"}


@pytest.mark.parametrize("language", ["en", "de", "ja", "fr", "xx", ""])
def test_the_readers_own_language_comes_first_and_every_topic_has_some(language: str) -> None:
    every = starters()
    found = offered(every, language)
    shown = [one for some in found.values() for one in some]
    own = [one for one in every if one.language == language]
    assert len(shown) == len(set(shown)) == MOST
    assert set(own) <= set(shown) or len(own) >= MOST
    assert {one.language for one in shown} <= {language, "en"}
    assert list(found) == list(TOPICS)
    assert all(one.topic == topic for topic, some in found.items() for one in some)


def test_few_starters_are_offered_as_they_are() -> None:
    one = Starter("news", "en", "A", "https://a.example/", "https://a.example/")
    assert offered([one], "de") == {"news": [one]}
    assert offered([], "de") == {}


# A feed that fails


def fails(program: Any) -> int:
    return next(int(feed.id) for feed in program.reader.feeds() if not feed.health.ok)


def test_above_the_list_of_a_failing_feed_stands_why_and_what_one_can_do(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    program.worker.start()
    strip, gone = program.window.articles.strip, fails(program)
    assert not strip.isVisible()
    program.browsing.look(Query(Scope.FEED, target=gone))
    assert strip.isVisible()
    assert strip.words.text() == "The server did not answer in time (20 s). It may be back later."
    first, about = strip.findChildren(QPushButton)
    assert (first.text(), about.text()) == ("Try again", "About it…")
    asked: list[list[int]] = []
    monkeypatch.setattr(program.worker, "refresh", asked.append)
    first.click()
    assert asked == [[gone]]
    about.click()
    dialog = program.window.findChild(FeedDialog)
    assert dialog is not None
    dialog.reject()
    program.browsing.look(Query(Scope.UNREAD))
    assert not strip.isVisible()


def test_the_words_of_a_server_are_shown_as_words_and_buttons_find_room(qtbot: QtBot, start: Start) -> None:
    program = start()
    strip = program.window.articles.strip
    pressed: list[str] = []
    strip.show_words(
        "<b>no</b> " * 40,
        [("A rather long deed for so few pixels", lambda: pressed.append("a")), ("And one more", lambda: None)],
    )
    settle()
    one, other = strip.findChildren(QPushButton)
    assert strip.words.textFormat() == Qt.TextFormat.PlainText
    assert other.y() >= one.geometry().bottom()
    assert strip.rect().contains(one.geometry())
    assert strip.rect().contains(other.geometry())
    assert strip.height() >= strip.heightForWidth(strip.width())
    one.click()
    assert pressed == ["a"]


# Feeds that are quiet or slow


def test_a_quiet_feed_has_a_faint_sign_and_a_sentence(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    watch, model = program.states.watch, program.window.sidebar.model
    made: list[int] = []
    program.worker.submit(Happen(quiet, made))
    qtbot.waitUntil(lambda: bool(made) and model.index_of(Key(tree.Kind.FEED, made[0])).isValid())
    (feed,) = made
    watch.look()
    qtbot.waitUntil(lambda: feed in watch.conditions)
    assert watch.conditions[feed].kind is Kind.QUIET
    node = model.node(model.index_of(Key(tree.Kind.FEED, feed)))
    note = model.note(node)
    assert note.sign == "clock"
    assert "it used to post" in note.sentence
    assert note.helps == "What helps: Open the site"
    index = model.index_of(Key(tree.Kind.FEED, feed))
    assert note.sentence in index.data(Qt.ItemDataRole.ToolTipRole)
    assert ", Quiet, " in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == f"{note.sentence} {note.helps}"
    gone = model.node(model.index_of(Key(tree.Kind.FEED, fails(program))))
    assert model.note(gone).helps == "What helps: Ask again now · Open the site"
    assert gone.trouble


@dataclass(frozen=True)
class Happen:
    """Something that happens to the library behind the window's back."""

    deed: Callable[[Writer], int]
    made: list[int]

    def run(self, library: Writer) -> Changes:
        self.made.append(self.deed(library))
        return Changes(tree=True)


def quiet(library: Writer) -> int:
    """A feed that was daily, and has been silent for two months."""
    now = int(time.time())
    feed = follow(library, "https://quiet.example/", title="Quiet")
    day = 86_400
    came(library, feed, *(entry(f"q{n}", title=f"Q{n}", at=now - (60 + n) * day) for n in range(8)), now=now)
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ? WHERE feed_id = ?", (now - 60, feed))
    return feed


@pytest.mark.parametrize(("count", "said"), [(0, "0"), (248, "248"), (99_999, "99,999"), (1_234_567, "99,999+")])
def test_a_large_counter_leaves_room_for_the_title(count: int, said: str) -> None:
    assert number(count) == said


# No network


def test_no_network_is_a_quiet_line_that_goes_by_itself(qtbot: QtBot, start: Start) -> None:
    program = start()
    foot = program.window.sidebar.foot
    before = foot.words
    program.worker.offline.emit(True)
    assert foot.words == "No network\nLooks again by itself"
    assert foot.accessibleName() == "No network. Looks again by itself"
    program.window.sidebar.show_progress(1, 3)
    assert foot.words == "Refreshing 1 of 3…"
    program.window.sidebar.show_updated(None)
    program.worker.offline.emit(False)
    assert foot.words in (before, "Not updated yet")


# Nothing found


def test_a_search_that_finds_nothing_here_goes_on_everywhere(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    program.browsing.look(Query(Scope.FEED, target=fails(program), search="lighthouse"))
    empty = program.window.articles.empty
    qtbot.waitUntil(empty.isVisible)
    qtbot.waitUntil(lambda: empty.button.isVisible())
    assert empty.button.text() == "Search everything instead"
    assert empty.rect().contains(empty.button.geometry())
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert (program.browsing.query.scope, program.browsing.query.search) == (Scope.ALL, "lighthouse")
    qtbot.waitUntil(lambda: program.window.articles.model.rowCount() == 40)
    program.browsing.look(replace(program.browsing.query, search="nowhere at all"))
    qtbot.waitUntil(empty.isVisible)
    assert not empty.button.isVisible()


# Slow answers


class Slowly:
    """Answers when it is told to."""

    def __init__(self, library: FakeLibrary) -> None:
        self.library = library
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, question: Any, answered: Any, /, kind: Any = None) -> None:
        self.waiting.append(lambda: answered(question(self.library)))

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()


def test_grey_bars_come_only_when_an_answer_takes_long(qtbot: QtBot) -> None:
    library = FakeLibrary(30)
    ask = Slowly(library)
    pane = ArticlePane(library, ask, Theme("light"), clock=lambda: NOON)
    qtbot.addWidget(pane)
    pane.resize(336, 800)
    pane.show()
    pane.open(Query(Scope.ALL))
    ask.answer()
    assert pane.view.isVisible()
    pane.view.setFocus()
    pane.open(Query(Scope.UNREAD, sort=Sort.TITLE))
    assert not pane.loading.isVisible()
    qtbot.waitUntil(pane.loading.isVisible)
    before = pane.loading.grab().toImage()
    assert before.pixelColor(40, 18) != before.pixelColor(5, 5)
    while ask.waiting:
        ask.answer()
    assert not pane.loading.isVisible()
    assert pane.view.isVisible()
    pane.open(Query(Scope.ALL))
    while ask.waiting:
        ask.answer()
    qtbot.wait(200)
    assert not pane.loading.isVisible()
