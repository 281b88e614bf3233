"""The window answers within 50 ms, whatever happens: nothing long is computed on its thread, and nothing waited for.

Only what the window's own thread computes is counted: a heartbeat every few milliseconds asks how much processor time
the thread has spent since the last one. Where other tests share the processor's cores and caches, the same work takes
longer: what a known piece of work takes there says how much. Waiting is found by what waits.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import pkgutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import desktop_reader.ui
from desktop_reader.app import Application
from desktop_reader.jobs.subscribe import Found
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from tests.documents import Item, rss
from tests.servers import Site
from tests.ui.program import Start, press, resize, settle, start

__all__ = ["Found", "start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

LATE = 0.050
KNOWN = 0.005  # Seconds that the known piece of work takes on a quiet machine.
WAITING = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen")
FEEDS, ENTRIES = 12, 50
WORDS = "The keeper wrote down every ship that passed, its name, its course, and whether the lamp was lit in time. "
PAGE = "".join(f"<h2>Watch {n}</h2><p>{WORDS * 5}</p><ul><li>{WORDS}</li></ul>" for n in range(18))  # 2,100 words


@dataclass
class Heart:
    """Beats on the window's thread. ``worst`` are the longest stretches of computing between two beats, by step."""

    step: str = ""
    worst: dict[str, float] = field(default_factory=dict)
    waited: list[str] = field(default_factory=list)
    beats: int = 0
    _last: float = 0.0
    _on: bool = False

    def begin(self, owner: QObject) -> None:
        timer = QTimer(owner, interval=4, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        self._last = time.thread_time()
        timer.start()

    def watch(self, step: str) -> None:
        """What comes now is told under this name."""
        QApplication.processEvents()
        self.step, self._last, self._on = step, time.thread_time(), bool(step)

    def _beat(self) -> None:
        now = time.thread_time()
        if self._on:
            self.beats += 1
            self.worst[self.step] = max(self.worst.get(self.step, 0.0), now - self._last)
        self._last = now

    def hear(self, event: str, _: tuple[Any, ...]) -> None:
        """Something that waits was called."""
        if self._on and event in WAITING and threading.current_thread() is threading.main_thread():
            self.waited.append(f"{self.step}: {event}")


HEART = Heart()
sys.addaudithook(lambda event, given: HEART.hear(event, given))  # Cannot be taken away again: it asks who listens.


@pytest.fixture
def heart(qapp: QApplication) -> Iterator[Heart]:
    # Without byte code, as tests may run, an import costs what it costs nobody who installed the program.
    for module in pkgutil.walk_packages(desktop_reader.ui.__path__, "desktop_reader.ui."):
        importlib.import_module(module.name)
    HEART.worst, HEART.waited, HEART.beats = {}, [], 0
    owner = QObject()
    HEART.begin(owner)
    gc.collect()
    gc.freeze()  # What other tests left in this process is not the window's to walk through.
    yield HEART
    HEART.watch("")
    owner.deleteLater()


@pytest.fixture
def feeds() -> Iterator[list[str]]:
    """Addresses of feeds, each on a server of its own: who asks politely would ask one server for one at a time."""
    with contextlib.ExitStack() as stack:
        addresses = []
        for number in range(FEEDS):
            site = stack.enter_context(Site())
            site.serve("/feed.xml", rss([_item(number, n) for n in range(ENTRIES)], f"Harbour {number}"))
            addresses.append(site.url("/feed.xml"))
        yield addresses


def _item(feed: int, number: int) -> Item:
    title = f"Ship {number} of harbour {feed}"
    return Item(number, title, f"<p>{WORDS * 3}</p>", 1_730_000_000 + number * 60, f"g{feed}-{number}")


def slowness() -> float:
    """How many times as long as on a quiet machine things take here now; at least 1."""
    taken = []
    for _ in range(5):
        began = time.thread_time()
        sum(number * number % 7 for number in range(110_000))
        taken.append(time.thread_time() - began)
    return max(1.0, sorted(taken)[2] / KNOWN)


def until(qtbot: QtBot, happened: Callable[[], bool]) -> None:
    qtbot.waitUntil(happened, timeout=60_000)


def rest(milliseconds: int) -> None:
    """Lets what was begun come to its end."""
    QTest.qWait(milliseconds)


def unread(program: Application) -> int:
    return program.window.sidebar.unread_of(Query(Scope.UNREAD)) or 0


def subscribe(qtbot: QtBot, program: Application, address: str) -> None:
    press(program, "A")
    dialog = next(one for one in program.window.findChildren(SubscribeDialog) if one.isVisible())
    dialog.address.selectAll()
    QTest.keyClicks(dialog.address, address)
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    until(qtbot, lambda: dialog.choice.count() == 1)
    with qtbot.waitSignal(dialog.subscribed, timeout=60_000):
        QTest.keyClick(dialog.address, Qt.Key.Key_Return)


def test_the_window_is_never_late(qtbot: QtBot, start: Start, site: Site, feeds: list[str], heart: Heart) -> None:
    slow = slowness()
    program = start(filled=True, size=(1280, 800), read_after_seconds=0.05)
    window = program.window
    until(qtbot, lambda: unread(program) == 38)
    rest(300)
    site.serve("/long.xml", rss([Item(n, f"Log {n}", PAGE) for n in range(12)], "Logs"))

    heart.watch("subscribe")
    subscribe(qtbot, program, site.url("/long.xml"))
    until(qtbot, lambda: unread(program) == 50)
    rest(100)

    heart.watch("")
    for address in feeds:
        told: list[Any] = []
        program.worker.submit(_follow(address), told.append)
        until(qtbot, partial(bool, told))
    heart.watch("refresh")
    press(program, "G", "U")
    press(program, "Shift+R")
    until(qtbot, lambda: unread(program) >= 50 + FEEDS * ENTRIES)
    rest(200)

    heart.watch("open")
    logs = next(feed.id for feed in program.reader.feeds() if feed.title == "Logs")
    program.browsing.look(Query(Scope.FEED, logs))
    rest(100)
    window.articles.view.setFocus()
    for _ in range(10):
        press(program, "J")
        rest(90)
    heart.watch("read")
    for _ in range(6):
        press(program, "Space")
        rest(60)

    heart.watch("search")
    press(program, "G", "U", "/")
    for letter in "ship of harbour 7":
        QTest.keyClicks(window.articles.search, letter)
        rest(35)
    rest(250)
    press(program, "Esc")
    rest(100)

    heart.watch("theme")
    for scheme in ("dark", "light", "dark"):
        program.theme.scheme = scheme
        rest(60)
    program.theme.paper = "sepia"
    rest(60)

    heart.watch("resize")
    for width in (1300, 1499, 1501, 1600, 1000, 999, 700, 1280):
        resize(program, width)

    heart.watch("mark all")
    press(program, "G", "U")
    rest(100)
    press(program, "Shift+A")
    until(qtbot, lambda: unread(program) == 0)
    rest(100)
    heart.watch("undo")
    press(program, "Ctrl+Z")
    until(qtbot, lambda: unread(program) > 0)
    rest(100)
    heart.watch("")
    settle()

    assert heart.beats > 300
    assert heart.waited == []
    allowed = LATE * max(slow, slowness())
    late = {step: f"{seconds * 1000:.0f} ms" for step, seconds in heart.worst.items() if seconds > allowed}
    assert late == {}


def test_the_heart_hears_what_is_long_and_what_waits(qtbot: QtBot, heart: Heart) -> None:
    """Else the test above could not fail."""
    heart.watch("long")
    rest(20)

    def compute() -> None:
        began = time.thread_time()
        while time.thread_time() - began < 1.5 * LATE:
            pass

    QTimer.singleShot(0, compute)
    rest(150)
    heart.watch("wait")
    QTimer.singleShot(0, lambda: socket.getaddrinfo("127.0.0.1", 80))
    rest(30)
    heart.watch("")
    assert heart.worst["long"] > LATE
    assert "wait: socket.getaddrinfo" in heart.waited
    assert [one for one in heart.waited if not one.startswith("wait:")] == []


def _follow(address: str) -> Any:
    from desktop_reader.jobs.subscribe import Subscribe
    from desktop_reader.records.parsed import Rhythm
    from desktop_reader.records.refresh import Answer, Digest

    digest = Digest(address, address, "", None, None, Rhythm(), ())
    return Subscribe(Found(address, address, address, Answer(address, 200), digest, b""), 1_730_000_000, 3600)
