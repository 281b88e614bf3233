"""Notices: what is gathered and told, what their buttons do, and that no bus can do the window harm."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTime, Signal
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.records.changes import Changes
from desktop_reader.records.notice import News
from desktop_reader.records.query import Query, Scope
from desktop_reader.settings import Settings
from desktop_reader.ui.commands import menus
from desktop_reader.ui.notifying.bus import BUS, Answered, Bus, Place
from desktop_reader.ui.notifying.service import LATER, OPEN, READ, SERVICE, Service
from desktop_reader.ui.notifying.tally import MOST, Tally
from desktop_reader.ui.notifying.telling import Telling
from desktop_reader.ui.notifying.words import Said, said
from desktop_reader.ui.preferences.notifications import NotificationsPage
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "systemTrayWindowChanged", r"raise\(\)")
NOON = datetime(2024, 10, 24, 12)
linux = pytest.mark.skipif(sys.platform != "linux", reason="there is no D-Bus on this system")


# What a notice says


def news(count: int, feeds: int = 1, title: str = "Title") -> list[News]:
    return [News(n, f"{title} {n}", n % feeds, f"Feed {n % feeds}") for n in range(count)]


@pytest.mark.parametrize(
    ("some", "words"),
    [
        (news(1), Said("Feed 0", "Title 0")),
        (news(2), Said("Feed 0: 2 new articles", "Title 0\nTitle 1")),
        (news(5), Said("Feed 0: 5 new articles", "Title 0\nTitle 1\nTitle 2\nTitle 3\nTitle 4")),
        (news(12), Said("Feed 0: 12 new articles", "Title 0\nTitle 1\nTitle 2\nTitle 3\nand 8 more")),
        (news(2, 2), Said("2 new articles in 2 feeds", "Feed 0: Title 0\nFeed 1: Title 1")),
        ([News(1, "\u202e \x00", 1, "")], Said("Untitled feed", "Untitled article")),
    ],
)
def test_the_words(qapp: object, some: list[News], words: Said) -> None:
    assert said(some) == words


def test_a_flood_of_words_stays_a_few_lines(qapp: object) -> None:
    long = [News(n, "word " * 10_000, n, "feed " * 10_000) for n in range(2_000)]
    title, body = said(long)
    assert len(title) < 100
    assert len(body) < 5 * 200
    assert body.count("\n") == 4


# The service


class FakeBus(QObject):
    """Keeps what is asked."""

    heard = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, tuple[Any, ...], Answered]] = []

    def ask(
        self, place: Place, member: str, signature: str, values: tuple[Any, ...], answered: Answered = lambda _: None
    ) -> None:
        assert place == SERVICE
        self.asked.append((member, values, answered))

    def answer(self, member: str, *values: object) -> tuple[Any, ...]:
        """To what was asked last; None for nothing. What it was asked with."""
        name, asked, answered = self.asked.pop(0)
        assert name == member
        answered(None if values == (None,) else values)
        return asked


@pytest.fixture
def bus(qapp: object) -> FakeBus:
    return FakeBus()


@pytest.fixture
def service(bus: FakeBus) -> Service:
    return Service(bus)  # type: ignore[arg-type]


def test_buttons_and_markup_only_where_they_are_understood(bus: FakeBus, service: Service) -> None:
    service.show("A <b>", "1 < 2 & 3")
    bus.answer("GetCapabilities", ["body"])
    values = bus.answer("Notify", 7)
    assert values[3:6] == ("A <b>", "1 < 2 & 3", [])
    service.forget()
    service.show("A <b>", "1 < 2 & 3")
    bus.answer("GetCapabilities", ["body", "body-markup", "actions"])
    values = bus.answer("Notify", 8)
    assert values[4] == "1 &lt; 2 &amp; 3"
    assert values[5] == ["default", "Open", "read", "Mark as read", "later", "Later"]
    assert values[6]["desktop-entry"] == ("s", "org.desktop_reader.DesktopReader")


def test_a_later_notice_takes_the_place_of_one_that_stands(bus: FakeBus, service: Service) -> None:
    service.show("A", "a")
    bus.answer("GetCapabilities", [])
    assert bus.answer("Notify", 7)[1] == 0
    service.show("B", "b")
    assert bus.answer("Notify", 7)[1] == 7
    bus.heard.emit(SERVICE.interface, "NotificationClosed", (7, 1))
    service.show("C", "c")
    assert bus.answer("Notify", 8)[1] == 0
    service.withdraw()
    assert bus.asked[0][:2] == ("CloseNotification", (8,))


def test_a_button_is_told_with_its_token(bus: FakeBus, service: Service, qtbot: QtBot) -> None:
    service.show("A", "a")
    bus.answer("GetCapabilities", ["actions"])
    bus.answer("Notify", 7)
    heard: list[tuple[str, str]] = []
    service.chosen.connect(lambda *what: heard.append(what))
    bus.heard.emit(SERVICE.interface, "ActivationToken", (7, "token"))
    bus.heard.emit(SERVICE.interface, "ActionInvoked", (7, "default"))
    bus.heard.emit(SERVICE.interface, "NotificationClosed", (7, 2))
    bus.heard.emit(SERVICE.interface, "ActionInvoked", (7, "read"))  # From the list of notices that went.
    assert heard == [(OPEN, "token"), (READ, "")]


@pytest.mark.parametrize(
    "values", [(), (8, "default"), (7, "format the disk"), (7, b"default"), ("7", "default"), (7,), (0, "default")]
)
def test_a_rude_service_is_not_heard(bus: FakeBus, service: Service, qtbot: QtBot, values: tuple[Any, ...]) -> None:
    service.show("A", "a")
    bus.answer("GetCapabilities", ["actions"])
    bus.answer("Notify", 7)
    with qtbot.assertNotEmitted(service.chosen):
        bus.heard.emit(SERVICE.interface, "ActionInvoked", values)


@pytest.mark.parametrize("answer", [None, "seven", (), 3.5])
def test_where_nobody_shows_it_that_is_told(bus: FakeBus, service: Service, answer: object) -> None:
    failed: list[tuple[str, str]] = []
    service.failed.connect(lambda *words: failed.append(words))
    service.show("A", "a")
    bus.answer("GetCapabilities", None)
    assert failed == [("A", "a")]
    service.show("B", "b")
    bus.answer("GetCapabilities", {"not": "a list"})
    bus.answer("Notify", answer)
    assert failed == [("A", "a"), ("B", "b")]


# The bus


class Server:
    """Something that listens where a bus should be, and does ``what`` with each caller."""

    def __init__(self, folder: Path, what: str) -> None:
        self.path = str(folder / "bus")
        self._what = what
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(self.path)
        self._socket.listen()
        self._callers: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX) as last:
            last.connect(self.path)
        self._thread.join()
        for one in (*self._callers, self._socket):
            one.close()

    def _serve(self) -> None:
        caller, _ = self._socket.accept()
        self._callers.append(caller)
        if self._what == "closes":
            caller.close()
        elif self._what == "talks nonsense":
            caller.recv(1000)
            caller.sendall(os.urandom(3000))
        elif self._what == "lets in and is silent":
            caller.recv(1000)
            caller.sendall(b"OK 1234deadbeef\r\n")
        elif self._what == "lets in and talks nonsense":
            caller.recv(1000)
            caller.sendall(b"OK 1234deadbeef\r\n")
            caller.recv(1000)
            caller.sendall(b"l\x02\x00\x01" + b"\xff" * 500)
        self._callers.append(self._socket.accept()[0])


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "none"))


def ask_and_wait(qtbot: QtBot, bus: Bus) -> object:
    answers: list[object] = []
    bus.ask(BUS, "NameHasOwner", "s", ("x",), answers.append)
    bus.begin()
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    "address", ["", "unix:path=/nowhere/bus", "tcp:host=localhost,port=1", "nonsense", "autolaunch:"]
)
def test_no_bus_is_no_answer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    bus = Bus("SESSION", ())
    assert ask_and_wait(qtbot, bus) is None
    later: list[object] = []
    bus.ask(BUS, "NameHasOwner", "s", ("x",), later.append)
    qtbot.waitUntil(lambda: later == [None])
    bus.close()


@linux
@pytest.mark.parametrize("what", ["closes", "talks nonsense", "lets in and talks nonsense"])
def test_a_rude_bus_is_no_answer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str) -> None:
    server = Server(tmp_path, what)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={server.path}")
    bus = Bus("SESSION", ())
    assert ask_and_wait(qtbot, bus) is None
    bus.close()
    server.close()


@linux
@pytest.mark.parametrize("what", ["is silent", "lets in and is silent"])
def test_a_silent_bus_holds_nobody(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str) -> None:
    server = Server(tmp_path, what)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={server.path}")
    bus = Bus("SESSION", ())
    bus.begin()
    answers: list[object] = []
    for _ in range(150):  # More than are kept waiting: those are refused.
        bus.ask(BUS, "NameHasOwner", "s", ("x",), answers.append)
    settle()
    assert answers == [None] * 50
    bus.close()
    server.close()


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
