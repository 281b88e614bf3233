"""A notice: its words, the service that shows it, and that no bus can do the window harm."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop_reader.records.notice import News
from desktop_reader.ui.notifying import bus as bus_module
from desktop_reader.ui.notifying.bus import BUS, Answered, Bus, Place
from desktop_reader.ui.notifying.service import OPEN, READ, SERVICE, Service
from desktop_reader.ui.notifying.words import Said, said
from tests.ui.program import settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "systemTrayWindowChanged", r"raise\(\)")
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
        with contextlib.suppress(OSError):  # The caller may be gone already.
            self._answer(caller)
        self._callers.append(self._socket.accept()[0])

    def _answer(self, caller: socket.socket) -> None:
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
@pytest.mark.parametrize("what", ["closes", "talks nonsense", "lets in and talks nonsense", "lets in and is silent"])
def test_a_rude_bus_is_no_answer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str) -> None:
    monkeypatch.setattr(bus_module, "_GREETING", 0.5)
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
