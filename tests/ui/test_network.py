"""Whether the connection is metered: asked beside the window, of the real bus where one can be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui import network
from desktop_reader.ui.network import Metered, Network
from desktop_reader.worker.thread import Worker
from tests.ui.program import Start, settle, start

__all__ = ["start"]


class System:
    """Answers what is to be answered; remembers on which thread."""

    def __init__(self, *answers: Metered) -> None:
        self.answers = list(answers)
        self.threads: set[int] = set()

    def __call__(self) -> Callable[[], Metered]:
        return self.ask

    def ask(self) -> Metered:
        self.threads.add(threading.get_ident())
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_EVERY_SECONDS", 0.01)


@pytest.mark.usefixtures("often")
def test_the_first_answer_and_every_other_one_is_told_beside_the_window(qtbot: QtBot) -> None:
    system = System(Metered.YES, Metered.YES, Metered.NO, Metered.NO, Metered.UNKNOWN)
    watch = Network(system)
    told: list[Metered] = []
    watch.told.connect(told.append)
    watch.watch(True)
    watch.watch(True)
    qtbot.waitUntil(lambda: len(told) == 3)
    watch.watch(False)
    assert told == [Metered.YES, Metered.NO, Metered.UNKNOWN]
    assert threading.get_ident() not in system.threads
    assert len(system.threads) == 1


@pytest.mark.usefixtures("often")
def test_after_the_end_nothing_is_told(qtbot: QtBot) -> None:
    asked = threading.Event()
    go = threading.Event()

    def ask() -> Metered:
        asked.set()
        go.wait(5)
        return Metered.YES

    watch = Network(lambda: ask)
    told: list[Metered] = []
    watch.told.connect(told.append)
    watch.watch(True)
    assert asked.wait(5)
    watch.watch(False)
    go.set()
    qtbot.wait(50)
    assert told == []


@pytest.mark.usefixtures("often")
def test_the_clock_is_held_while_it_is_metered_and_asks_again_after(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(Metered.YES)
    monkeypatch.setattr(network, "_network_manager", lambda: system.ask)
    held: list[object] = []
    monkeypatch.setattr(Worker, "hold", lambda worker, on: held.append(on))
    monkeypatch.setattr(Worker, "refresh_gently", lambda worker: held.append("asks all"))
    program: Application = start(unmetered_only=True, refresh_at_start=True)
    qtbot.waitUntil(lambda: held == [True, "asks all", True])
    system.answers = [Metered.NO]
    qtbot.waitUntil(lambda: held[3:] == [False])
    program.choices.choose({"unmetered_only": False})
    assert held[-1] is False
    system.answers = [Metered.YES]
    settle()
    qtbot.wait(50)
    assert held[-1] is False, "nobody wants to know any more"


_MANAGER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusVariant, QDBusVirtualObject
app = QCoreApplication([])
class Manager(QDBusVirtualObject):
    def introspect(self, path): return ""
    def handleMessage(self, message, connection):
        reply = message.createReply()
        reply.setArguments([QDBusVariant(int(sys.argv[1]))])
        connection.send(reply)
        return True
manager = Manager()
bus = QDBusConnection.systemBus()
assert bus.registerVirtualObject("/", manager, QDBusConnection.VirtualObjectRegisterOption.SubPath)
assert bus.registerService("org.freedesktop.NetworkManager")
print("ready", flush=True)
QTimer.singleShot(20000, app.quit)
app.exec()
"""

_ASKER = """
import os, subprocess, sys
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from desktop_reader.ui.network import _network_manager
print(_network_manager()().name)
for number in "014":
    manager = subprocess.Popen([sys.executable, sys.argv[1], number], stdout=subprocess.PIPE, text=True)
    manager.stdout.readline()
    print(_network_manager()().name)
    manager.kill()
    manager.wait()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
def test_networkmanager_is_asked_over_the_real_bus(tmp_path: Path) -> None:
    (tmp_path / "manager.py").write_text(_MANAGER)
    (tmp_path / "asker.py").write_text(_ASKER)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(tmp_path / "asker.py"), str(tmp_path / "manager.py")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "UNKNOWN" not in done.stdout:
        pytest.skip(f"no bus can be had here: {done.stderr[-200:]}")
    assert done.stdout.split() == ["UNKNOWN", "UNKNOWN", "YES", "NO"]
