"""Whether things may glide: what the desktops say, and what the reader says."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from desktop_reader.ui.motion import STILL, Motion

GNOME, KDE = ("org.gnome.desktop.interface", "enable-animations"), ("org.kde.kdeglobals.KDE", "AnimationDurationFactor")
FREEDESKTOP = ("org.freedesktop.appearance", "reduced-motion")


@pytest.mark.parametrize(
    ("place", "still", "moving"),
    [(GNOME, False, True), (KDE, "0", "1.0"), (KDE, 0.0, 0.5), (FREEDESKTOP, 1, 0)],
)
def test_each_desktop_says_it_in_its_own_way(
    qapp: QApplication, place: tuple[str, str], still: object, moving: object
) -> None:
    motion = Motion()
    told: list[bool] = []
    motion.changed.connect(told.append)
    motion.learn(*place, moving)
    assert not motion.reduced
    motion.learn(*place, still)
    assert motion.reduced
    motion.learn(*place, still)
    motion.learn(*place, moving)
    assert not motion.reduced
    assert told == [True, False]


@pytest.mark.parametrize("nonsense", [None, "often", [], object()])
def test_nonsense_changes_nothing(qapp: QApplication, nonsense: object) -> None:
    motion = Motion()
    motion.learn(*GNOME, nonsense)
    motion.learn("org.example", "enable-animations", False)
    assert not motion.reduced


def test_the_readers_own_wish_counts_whatever_the_desktop_says(qapp: QApplication) -> None:
    motion = Motion(wished=True)
    told: list[bool] = []
    motion.changed.connect(told.append)
    motion.learn(*GNOME, False)
    motion.learn(*GNOME, True)
    assert motion.reduced
    assert told == []
    motion.wish(False)
    assert not motion.reduced
    assert told == [False]


def test_without_a_desktop_to_ask_nothing_happens(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = Motion()
    motion.ask()
    QApplication.processEvents()
    assert not motion.reduced


PORTAL = """
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject
from desktop_reader.ui.motion import Motion

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"

class Portal(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        known = message.arguments() == ["org.gnome.desktop.interface", "enable-animations"]
        inner = QDBusVariant(QDBusVariant(False))
        unknown = message.createErrorReply("org.example.Unknown", "no such setting")
        return connection.send(message.createReply(inner) if known else unknown)

app = QCoreApplication([])
desktop = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "desktop")
portal = Portal()
assert desktop.registerVirtualObject(PATH, portal) and desktop.registerService(NAME)
motion = Motion()
told = []
motion.changed.connect(told.append)
motion.ask()

def turn():
    print(told, flush=True)
    news = QDBusMessage.createSignal(PATH, SETTINGS, "SettingChanged")
    news.setArguments(["org.gnome.desktop.interface", "enable-animations", QDBusVariant(True)])
    desktop.send(news)

def until(happened, then):
    clock = QTimer(app, interval=20)
    clock.timeout.connect(lambda: happened() and (clock.stop(), then()))
    clock.start()

until(lambda: told, turn)
until(lambda: len(told) == 2, lambda: (print(told), app.quit()))
QTimer.singleShot(15_000, lambda: app.exit(3))
raise SystemExit(app.exec())
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a session bus of its own")
def test_the_desktop_is_asked_and_heard() -> None:
    """Over a real bus, with a portal that answers as GNOME's does: a value in a variant in a variant."""
    command = ["dbus-run-session", "--", sys.executable, "-c", PORTAL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split("\n")[:2] == ["[True]", "[True, False]"], done.stderr
    assert done.returncode == 0


def test_all_places_are_told_apart() -> None:
    assert set(STILL) == {GNOME, KDE, FREEDESKTOP}
