"""News: what is gathered, when it is told, what the buttons of a notice do, and where it is chosen."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTime, Signal
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.settings import Settings
from desktop_reader.ui.commands import menus
from desktop_reader.ui.notifying.service import LATER, OPEN, READ
from desktop_reader.ui.notifying.tally import MOST, Tally
from desktop_reader.ui.notifying.telling import Telling
from desktop_reader.ui.preferences.notifications import NotificationsPage
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "systemTrayWindowChanged", r"raise\(\)")
NOON = datetime(2024, 10, 24, 12)
linux = pytest.mark.skipif(sys.platform != "linux", reason="there is no D-Bus on this system")


# Telling


class FakeNotices(QObject):
    """Keeps what is shown."""

    chosen = Signal(str, str)
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []
        self.withdrawn = 0

    def show(self, title: str, body: str) -> None:
        self.shown.append((title, body))

    def withdraw(self) -> None:
        self.withdrawn += 1


class Teller:
    """A program with a clock and notices of its own."""

    def __init__(self, program: Application, file: Path) -> None:
        self.program = program
        self.file = file
        self.now = NOON
        self.present = False
        self.notices = FakeNotices()
        self.wanted: list[tuple[int, int, str]] = []
        self.begin()

    def begin(self) -> None:
        """As at a start of the program."""
        self.telling = Telling(
            self.program.window.desk,
            self.notices,
            self.file,
            self.program.choices.chosen,
            present=lambda: self.present,
            clock=lambda: self.now,
        )
        self.telling._soon.setInterval(0)
        self.telling.wanted.connect(lambda *what: self.wanted.append(what))

    def refresh(self, *articles: int) -> None:
        """A refresh brings these."""
        worker = self.program.worker
        worker.progress.emit(0, 3)
        worker.changed.emit(Changes(new=articles))
        worker.progress.emit(0, 0)

    @property
    def shown(self) -> list[tuple[str, str]]:
        return self.notices.shown

    @property
    def waiting(self) -> list[int]:
        return self.telling._tally.due(datetime(2100, 1, 1))


@pytest.fixture
def teller(start: Start, tmp_path: Path) -> Teller:
    program = start(notify=True, notices_a_day=2)
    program.surroundings.telling.set_rules(program.choices.chosen.__class__())  # Another one tells in these tests.
    return Teller(program, tmp_path / "notices.json")


def title(number: int) -> str:
    return f"Article {number - 1:02} of the lighthouse"


def test_a_refresh_is_told_of_once(teller: Teller, qtbot: QtBot) -> None:
    teller.program.worker.progress.emit(0, 3)
    teller.program.worker.changed.emit(Changes(new=(1,)))
    teller.program.worker.changed.emit(Changes(new=(4,)))
    settle()
    assert teller.shown == [], "not before it is over"
    teller.program.worker.progress.emit(0, 0)
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown == [("Ferry: 2 new articles", f"{title(1)}\n{title(4)}")]


def test_several_feeds_share_a_notice(teller: Teller, qtbot: QtBot) -> None:
    teller.refresh(1, 5, 6)
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown[0][0] == "3 new articles in 3 feeds"


def test_what_is_read_by_then_and_what_comes_outside_a_refresh_is_not_told(teller: Teller, qtbot: QtBot) -> None:
    teller.program.worker.changed.emit(Changes(new=(1,)))  # Somebody subscribed to a feed.
    teller.refresh(2, 4)  # The second is read.
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown == [("Ferry", title(4))]


def test_the_first_articles_of_a_feed_are_no_news(teller: Teller, qtbot: QtBot) -> None:
    ferry = tuple(range(1, 41, 3))
    teller.refresh(*ferry, 5)
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown == [("Light", title(5))]


def test_whoever_looks_at_the_window_is_told_nothing(teller: Teller, qtbot: QtBot) -> None:
    teller.present = True
    teller.refresh(1)
    settle()
    teller.present = False
    teller.refresh(4)
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown == [("Ferry", title(4))]


def test_a_feeds_own_wish(teller: Teller, qtbot: QtBot) -> None:
    ferry = next(feed for feed in teller.program.reader.feeds() if feed.title == "Ferry")
    teller.program.choices.choose({"feed_notices": {ferry.uuid: False}})
    teller.telling.set_rules(teller.program.choices.chosen)
    teller.refresh(1, 5)
    qtbot.waitUntil(lambda: bool(teller.shown))
    assert teller.shown == [("Light", title(5))]


def test_news_join_those_of_a_notice_that_stands(teller: Teller, qtbot: QtBot) -> None:
    teller.refresh(1)
    qtbot.waitUntil(lambda: len(teller.shown) == 1)
    teller.refresh(4)
    qtbot.waitUntil(lambda: len(teller.shown) == 2)
    assert teller.shown[1] == ("Ferry: 2 new articles", f"{title(1)}\n{title(4)}")


def _has_shown(teller: Teller, count: int) -> bool:
    return len(teller.shown) == count


def test_beyond_the_days_number_all_waits_for_the_digest(teller: Teller, qtbot: QtBot) -> None:
    for number, article in enumerate((1, 4), 1):
        teller.refresh(article)
        qtbot.waitUntil(partial(_has_shown, teller, number))
        teller.notices.gone.emit()
    teller.refresh(5)
    qtbot.waitUntil(lambda: teller.waiting == [5])
    teller.refresh(7)
    qtbot.waitUntil(lambda: teller.waiting == [5, 7])
    teller.now = NOON.replace(hour=18)
    teller.telling.look()
    settle()
    assert len(teller.shown) == 2
    teller.now = NOON.replace(hour=19)
    teller.telling.look()
    qtbot.waitUntil(lambda: len(teller.shown) == 3)
    assert teller.shown[2][0] == "2 new articles in 2 feeds"
    assert teller.waiting == []
    teller.now = NOON + timedelta(days=1)
    teller.refresh(8)
    qtbot.waitUntil(lambda: len(teller.shown) == 4)


def test_quiet_hours_put_off_and_a_restart_forgets_nothing(teller: Teller, qtbot: QtBot) -> None:
    teller.program.choices.choose({"quiet_hours": True})
    teller.telling.set_rules(teller.program.choices.chosen)
    teller.now = NOON.replace(hour=23)
    teller.refresh(1)
    qtbot.waitUntil(lambda: teller.waiting == [1])
    assert teller.shown == []
    teller.now += timedelta(hours=8)
    teller.begin()
    teller.telling.look()
    teller.telling.look()
    qtbot.waitUntil(lambda: len(teller.shown) == 1)
    settle()
    assert teller.shown == [("Ferry", title(1))], "once, though it looked twice"


def test_open_shows_the_newest(teller: Teller, qtbot: QtBot) -> None:
    teller.refresh(4, 1)
    qtbot.waitUntil(lambda: bool(teller.shown))
    teller.notices.chosen.emit(OPEN, "token")
    ferry = teller.program.reader.rows([1])[1].feed_id
    assert teller.wanted == [(1, ferry, "token")]
    assert teller.notices.withdrawn == 1


def test_the_article_is_shown_in_its_list(start: Start, qtbot: QtBot) -> None:
    program = start()
    row = program.reader.rows([5])[5]
    program.window.hide()
    program.surroundings.telling.wanted.emit(5, row.feed_id, "")
    assert program.window.isVisible()
    assert program.browsing.article == 5
    assert (program.browsing.query.scope, program.browsing.query.target) == (Scope.FEED, row.feed_id)
    qtbot.waitUntil(lambda: program.window.articles.view.current() == 5)
    program.surroundings.telling.wanted.emit(8, 0, "")
    assert program.browsing.query == Query(Scope.UNREAD)
    qtbot.waitUntil(lambda: program.window.articles.view.current() == 8)


def test_mark_as_read_marks_all_that_was_told(teller: Teller, qtbot: QtBot) -> None:
    teller.refresh(1, 4)
    qtbot.waitUntil(lambda: bool(teller.shown))
    teller.notices.chosen.emit(READ, "")
    rows = teller.program.reader.rows
    qtbot.waitUntil(lambda: not rows([1])[1].unread and not rows([4])[4].unread)
    assert rows([5])[5].unread


def test_later_is_told_again_in_an_hour_unless_it_is_read_by_then(teller: Teller, qtbot: QtBot) -> None:
    teller.refresh(1, 2, 4)
    qtbot.waitUntil(lambda: bool(teller.shown))
    teller.notices.chosen.emit(LATER, "")
    assert sorted(teller.waiting) == [1, 4]
    teller.now += timedelta(minutes=59)
    teller.telling.look()
    settle()
    assert len(teller.shown) == 1
    teller.now += timedelta(minutes=1)
    teller.telling.look()
    qtbot.waitUntil(lambda: len(teller.shown) == 2)
    assert teller.shown[1] == teller.shown[0]
    assert teller.waiting == []


def test_without_any_wish_nothing_is_gathered(start: Start, tmp_path: Path) -> None:
    teller = Teller(start(), tmp_path / "notices.json")
    teller.refresh(1)
    settle()
    assert teller.telling._came == []
    assert not teller.file.exists()


# The tally


@pytest.mark.parametrize(
    "garbage",
    [b"", b"[]", b"{", b'{"day": 7}', b'{"day": "2024-10-24", "told": "x"}', b"\xff", b"[" * 100_000,
     b'{"day": "2024-10-24", "told": 1, "library": "a", "waiting": [[1, NaN], [2]]}'],
)  # fmt: skip
def test_a_tally_that_makes_no_sense_counts_as_empty(tmp_path: Path, garbage: bytes) -> None:
    file = tmp_path / "notices.json"
    file.write_bytes(garbage)
    tally = Tally(file, "a")
    assert tally.next_at is None
    tally.put_off([1], NOON)
    assert Tally(file, "a").due(NOON) == [1]


def test_what_waits_is_of_one_library_and_bounded(tmp_path: Path) -> None:
    file = tmp_path / "notices.json"
    tally = Tally(file, "a")
    tally.count(NOON.date())
    tally.put_off(range(3 * MOST), NOON)
    again = Tally(file, "a")
    assert again.due(NOON) == list(range(2 * MOST, 3 * MOST))
    other = Tally(file, "b")
    assert other.due(NOON) == []
    assert other.told(NOON.date()) == 1, "a day's number is the reader's, not the library's"


def test_a_home_that_cannot_be_written_troubles_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    tally = Tally(tmp_path / "file" / "notices.json", "a")
    tally.count(NOON.date())
    tally.put_off([1], NOON)
    assert tally.due(NOON) == [1]


# Where it is chosen


def test_a_feeds_menu_turns_it_on_for_that_feed(start: Start) -> None:
    program = start()
    feed = program.reader.feeds()[0]
    for wanted in (True, False):
        menu = QMenu(program.window)
        menus.sidebar_menu(program.window.desk, program.window.deck, "feed", feed.id, menu)
        line = next(one for one in menu.actions() if one.text() == "Notify of new articles")
        assert line.isChecked() is not wanted
        line.trigger()
        assert program.choices.chosen.feed_notices == {feed.uuid: wanted}
        menu.deleteLater()


def test_waking_up_looks_at_all_that_has_a_time(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    looked: list[str] = []
    monkeypatch.setattr(type(program.worker), "hold", lambda worker, on: looked.append(f"worker {on}"))
    due = time.time() - 60
    program.surroundings.telling._tally.put_off([], datetime.fromtimestamp(due))
    program.surroundings._slept("org.freedesktop.login1.Manager", "PrepareForSleep", (True,))
    assert looked == []
    program.surroundings._slept("org.freedesktop.login1.Manager", "PrepareForSleep", (False,))
    assert looked == ["worker False"]


def test_the_page_of_the_preferences(qtbot: QtBot) -> None:
    page = NotificationsPage()
    qtbot.addWidget(page)
    chosen: list[dict[str, object]] = []
    page.chosen.connect(chosen.append)
    page.show_settings(Settings(feed_notices={"a": True, "b": False}))
    page.show()
    assert chosen == [], "showing chooses nothing"
    assert page.own.text() == "On for 1 feed: the menu of a feed changes that."
    assert not page.begin.isEnabled()
    page.show_settings(Settings(notify=True, feed_notices={"a": True, "b": False}, quiet_hours=True))
    assert page.own.text() == "1 feed left out: the menu of a feed changes that."
    assert page.begin.isEnabled()
    assert (page.begin.time(), page.end.time()) == (QTime(22, 0), QTime(7, 0))
    page.begin.setTime(QTime(23, 30))
    page.a_day.setValue(0)
    page.notify.click()
    assert chosen == [{"quiet_from": 23 * 60 + 30}, {"notices_a_day": 0}, {"notify": False}]
    assert page.begin.accessibleName() == "From"
