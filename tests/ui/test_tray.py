"""The tray: what closing means while it is there, what its menu gives, how its icon follows; and pauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.records.notice import News, without_markup
from desktop_reader.ui.holding import METERED, Holding
from desktop_reader.ui.session import ended_by_signals
from desktop_reader.ui.tray import tray as module
from desktop_reader.ui.tray.closing import QUIT, TRAY
from desktop_reader.ui.tray.memory import again_readable
from desktop_reader.ui.tray.sign import sign
from desktop_reader.ui.tray.tray import Tray
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "systemTrayWindowChanged")

HOUR = 3600


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether there is a tray: ``place[0]``."""
    there = [True]
    monkeypatch.setattr(module, "has_tray", lambda: there[0])
    yield there
    QApplication.setQuitOnLastWindowClosed(True)


class ByHand(QCloseEvent):
    """As the window system sends it."""

    def spontaneous(self) -> bool:
        return True


def close_by_hand(program: Application) -> None:
    event = ByHand()
    QGuiApplication.sendEvent(program.window, event)
    settle()


def tray_of(program: Application) -> Tray:
    return program.surroundings.tray


def answer(program: Application, words: str) -> None:
    box = tray_of(program)._closing.box
    assert box is not None
    button = next(one for one in box.findChildren(QPushButton) if one.text() == words)
    button.click()
    settle()


def lines(program: Application) -> list[str]:
    menu = tray_of(program).menu
    menu.renew()
    return [line.text() for line in menu.actions() if line.isVisible() and not line.isSeparator()]


def trigger(program: Application, words: str) -> None:
    next(line for line in tray_of(program).menu.actions() if line.text() == words).trigger()
    settle()


def test_without_a_tray_a_closed_window_closes(start: Start, place: list[bool]) -> None:
    place[0] = False
    program = start(on_close=TRAY)
    close_by_hand(program)
    assert program._closed


def test_it_is_asked_once_and_then_done_as_it_was_answered(start: Start, place: list[bool]) -> None:
    program = start()
    close_by_hand(program)
    assert program.window.isVisible()
    close_by_hand(program)
    assert not program._closed, "the same question, not a second one"
    answer(program, "Keep running in the tray")
    assert not program.window.isVisible()
    assert program.choices.chosen.on_close == TRAY
    tray_of(program).toggle()
    assert program.window.isVisible()
    close_by_hand(program)
    assert tray_of(program)._closing.box is None
    assert not program.window.isVisible()
    assert not program._closed


def test_whoever_thinks_better_of_it_stays_in_the_window(start: Start, place: list[bool]) -> None:
    program = start()
    close_by_hand(program)
    answer(program, "Cancel")
    assert program.window.isVisible()
    assert program.choices.chosen.on_close == "ask"


def test_quit_as_an_answer_is_kept_and_quits(start: Start, place: list[bool]) -> None:
    program = start()
    close_by_hand(program)
    answer(program, "Quit")
    assert program._closed
    assert settings.load(paths.config() / "settings.json").on_close == QUIT


def test_the_programs_own_quitting_asks_nothing(start: Start, place: list[bool]) -> None:
    program = start()
    program.window.deck.action("app.quit").trigger()
    settle()
    assert program._closed


def test_the_sessions_end_closes_a_window_that_is_hidden(start: Start, place: list[bool], qapp: QApplication) -> None:
    program = start(on_close=TRAY)
    close_by_hand(program)
    assert not program._closed
    with ended_by_signals(qapp):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(20):
            settle()
    assert program._closed
    assert (paths.config() / "window.json").exists()


def test_what_the_menu_gives(start: Start, place: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    program = start()
    held: list[bool] = []
    monkeypatch.setattr(type(program.worker), "hold", lambda worker, on: held.append(on))
    assert lines(program) == [
        "Hide the window",
        "Next unread article",
        "Refresh all feeds",
        "Pause refreshing for 1 hour",
        "Pause refreshing until tomorrow",
        "Quiet hours",
        "Quit",
    ]
    trigger(program, "Pause refreshing for 1 hour")
    assert "Resume refreshing" in lines(program)
    assert "Pause refreshing for 1 hour" not in lines(program)
    trigger(program, "Resume refreshing")
    assert held == [True, False]
    trigger(program, "Quiet hours")
    assert program.choices.chosen.quiet_hours
    trigger(program, "Hide the window")
    assert not program.window.isVisible()
    assert lines(program)[0] == "Open Desktop Reader"
    trigger(program, "Next unread article")
    assert program.window.isVisible()
    trigger(program, "Quit")
    assert program._closed


def test_the_icon_says_what_is_unread(start: Start, place: list[bool], qtbot: QtBot) -> None:
    program = start()
    icon = tray_of(program).icon
    assert icon is not None
    assert icon.toolTip() == "Desktop Reader\n38 unread articles"
    marked = icon.icon().pixmap(22).toImage()
    program.worker.submit(MarkRead(tuple(range(1, 40))))
    qtbot.waitUntil(lambda: icon.toolTip() == "Desktop Reader\n1 unread article")
    program.worker.submit(MarkRead((40,)))
    qtbot.waitUntil(lambda: icon.toolTip() == "Desktop Reader\nNothing unread")
    assert icon.icon().pixmap(22).toImage() != marked


def test_the_icon_follows_a_dark_desktop(start: Start, place: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    program = start(tray_plain=True, scheme="system")
    icon = tray_of(program).icon
    assert icon is not None
    light = icon.icon().pixmap(22).toImage()
    system = [Qt.ColorScheme.Dark]

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return system[0]

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Hints))
    program.theme.changed.emit()
    dark = icon.icon().pixmap(22).toImage()
    system[0] = Qt.ColorScheme.Light
    program.theme.changed.emit()
    assert dark != light
    assert icon.icon().pixmap(22).toImage() == light


@pytest.mark.parametrize("plain", [True, False])
def test_each_state_is_drawn_otherwise_in_every_size(qapp: QApplication, plain: bool) -> None:
    for side in (16, 22, 64):
        looks = [
            sign(unread=unread, plain=plain, paused=paused, dark=False).pixmap(side).toImage()
            for unread in (True, False)
            for paused in (True, False)
        ]
        assert all(look.width() == side for look in looks)
        assert all(a != b for at, a in enumerate(looks) for b in looks[at + 1 :])


def test_a_tray_that_goes_brings_the_window_back_and_one_that_comes_gets_a_new_icon(
    start: Start, place: list[bool]
) -> None:
    program = start(on_close=TRAY)
    tray = tray_of(program)
    first = tray.icon
    close_by_hand(program)
    place[0] = False
    tray.look()
    assert program.window.isVisible()
    assert tray.icon is None
    place[0] = True
    tray.look()
    assert tray.icon is not None
    assert tray.icon is not first


def test_started_minimised_it_goes_into_a_tray_that_comes_late(start: Start, place: list[bool]) -> None:
    place[0] = False
    program = start()
    tray = tray_of(program)
    tray.start(minimized=True)
    settle()
    assert program.window.isMinimized()
    assert program.window.isVisible()
    place[0] = True
    tray.look()
    assert not program.window.isVisible()


def test_nothing_ticks_once_it_is_in_a_tray_of_which_somebody_tells(start: Start, place: list[bool]) -> None:
    program = start(on_close=TRAY)
    tray = tray_of(program)
    tray._told_of = True
    close_by_hand(program)
    ticking = [t for t in program.window.findChildren(QTimer) if t.isActive() and not t.isSingleShot()]
    assert [t.interval() for t in ticking if t.interval() < HOUR * 1000] == []


def test_where_nobody_tells_it_looks_often_at_first_and_seldom_later(start: Start, place: list[bool]) -> None:
    place[0] = False
    program = start()
    tray = tray_of(program)
    assert tray._look_again.interval() == 5_000
    for _ in range(24):
        tray.look()
    assert tray._look_again.interval() == 60_000


def test_no_tray_wanted_no_icon(start: Start, place: list[bool]) -> None:
    program = start(tray=False)
    assert tray_of(program).icon is None
    program.choices.choose({"tray": True})
    assert tray_of(program).icon is not None
    program.choices.choose({"tray": False})
    assert tray_of(program).icon is None


class Held:
    """What the worker is told."""

    def __init__(self) -> None:
        self.now = False

    def hold(self, held: bool) -> None:
        self.now = held


def test_the_end_of_a_pause_does_not_end_what_the_connection_holds(qapp: QApplication) -> None:
    held: Any = Held()
    now = [datetime(2024, 10, 24, 15, 0).timestamp()]
    holding = Holding(held, clock=lambda: now[0])
    holding.hold(METERED, True)
    holding.pause_for_an_hour()
    holding.hold(METERED, False)
    assert held.now
    holding.hold(METERED, True)
    now[0] += HOUR
    holding.wake()
    assert holding.paused_until is None
    assert held.now, "metered still"
    holding.hold(METERED, False)
    assert not held.now


@pytest.mark.parametrize(
    ("hour", "until"), [(23, datetime(2024, 10, 25, 6)), (3, datetime(2024, 10, 24, 6)), (6, datetime(2024, 10, 25, 6))]
)
def test_tomorrow_begins_in_the_morning(qapp: QApplication, hour: int, until: datetime) -> None:
    held: Any = Held()
    holding = Holding(held, clock=lambda: datetime(2024, 10, 24, hour, 0).timestamp())
    holding.pause_until_tomorrow()
    assert holding.paused_until == until.timestamp()
    assert held.now


@pytest.mark.parametrize(
    ("left", "holds"), [(-1, False), (0, False), (60, True), (25 * HOUR, True), (25 * HOUR + 60, False)]
)
def test_a_pause_of_the_last_time_holds_until_it_is_over(qapp: QApplication, left: int, holds: bool) -> None:
    held: Any = Held()
    now = datetime(2024, 10, 24, 15, 0).timestamp()
    holding = Holding(held, clock=lambda: now)
    holding.restore(now + left)
    assert held.now is holds
    assert holding.paused_until == (now + left if holds else None)
    holding = Holding(held := Held(), clock=lambda: now)  # type: ignore[arg-type]
    holding.restore(0)
    assert not held.now


def test_a_pause_goes_on_after_a_restart_and_ends_in_its_time(start: Start, place: list[bool]) -> None:
    kept = paths.config() / "settings.json"
    program = start()
    assert settings.load(kept).paused_until == 0
    trigger(program, "Pause refreshing for 1 hour")
    until = program.window.holding.paused_until
    assert until is not None
    program.window.close()
    assert settings.load(kept).paused_until == round(until)

    program = start(paused_until=round(until))
    assert program.window.holding.paused_until == round(until)
    assert "Resume refreshing" in lines(program)
    held: list[bool] = []
    program.worker.hold = held.append  # type: ignore[method-assign,assignment]
    program.window.holding.wake()
    assert held == [True]
    program.window.holding._clock = lambda: until + 1
    program.window.holding.wake()
    assert held[-1] is False
    program.window.close()
    assert settings.load(kept).paused_until == 0

    program = start(paused_until=round(until) - 2 * HOUR)
    assert program.window.holding.paused_until is None
    assert "Resume refreshing" not in lines(program)
    assert program.choices.chosen.paused_until == 0


def test_settings_are_kept_where_the_session_ends(start: Start, place: list[bool], tmp_path: Path) -> None:
    program = start()
    program.choices.choose({"quiet_hours": True})
    program.keep()
    assert settings.load(paths.config() / "settings.json").quiet_hours
    assert not program._closed


@pytest.mark.parametrize("there", [True, False])
def test_where_nobody_shows_notices_the_icon_does_and_a_click_opens_the_article(
    start: Start, place: list[bool], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda icon, title, body, *_: shown.append((title, body)))
    place[0] = there
    program = start(on_close=TRAY, notify=True)
    program.surroundings.begin()
    news = News(7, "<b>Sale</b> & more", program.reader.feeds()[0].id, "Harbour")
    with qtbot.waitSignal(program.surroundings.service.failed, timeout=15_000):
        program.surroundings.telling._show([news])
    if not there:
        assert shown == [], "nobody can tell it, and nobody minds"
        return
    assert shown == [("Harbour", without_markup("<b>Sale</b> & more"))]
    assert "<" not in shown[0][1]
    close_by_hand(program)
    assert not program.window.isVisible()
    icon = tray_of(program).icon
    assert icon is not None
    icon.messageClicked.emit()
    settle()
    assert program.window.isVisible()
    assert program.browsing.article == 7


SMAPS = """\
7f0000000000-7f0000002000 r-xp 00000000 08:01 12345                      /usr/lib/libone.so
Size:                  8 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
7f0000002000-7f0000003000 r--p 00002000 08:01 12345                      /usr/lib/libone.so
Anonymous:             4 kB
7f0000003000-7f0000004000 rw-p 00003000 08:01 12345                      /usr/lib/libone.so
Anonymous:             0 kB
7f0000004000-7f0000005000 r--p 00000000 00:00 0
Anonymous:             0 kB
7f0000005000-7f0000006000 r--s 00000000 08:01 777                        /tmp/shared
Anonymous:             0 kB
7f0000006000-7f0000007000 r--p 00000000 08:01 778                        /usr/share/a file (deleted)
Anonymous:             0 kB
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]
Anonymous:             0 kB
"""


def test_only_what_is_just_as_in_its_file_is_given_back() -> None:
    whole = [(0x7F0000000000, 0x7F0000002000), (0x7F0000006000, 0x7F0000007000)]
    assert again_readable(SMAPS.splitlines(keepends=True)) == whole
    assert again_readable(["nonsense\n", "Anonymous: 0 kB\n", ""]) == []


def test_memory_is_given_back_while_nobody_looks(
    start: Start, place: list[bool], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(on_close=TRAY)
    tray = tray_of(program)
    tray._rest.setInterval(0)
    close_by_hand(program)
    qtbot.waitUntil(lambda: not tray._rest.isActive())
    program.worker.progress.emit(0, 0)
    assert tray._rest.isActive(), "again after a refresh"
    tray.toggle()
    assert not tray._rest.isActive()
    assert program.window.isVisible()
    program.window.grab()  # All is there again.
