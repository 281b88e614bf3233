"""A session ends, in the ways in which sessions of X11 end: what was read, and how the window stood, is there again."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple

import pytest

from desktop_reader.library import lock
from desktop_reader.ui import window_state
from tests.desktop import news
from tests.desktop.session import Session
from tests.desktop.tray_host import wait
from tests.library_fixtures import NOW, came, entry, follow, opened, rows

LONG = "".join(f"<p>{f'On day {n} the keeper wrote down every ship that passed. ' * 6}</p>" for n in range(60))


class Reading(NamedTuple):
    """The program, and its library."""

    process: Popen[bytes]
    library: Path


@pytest.fixture
def reading(desktop: Session, tmp_path: Path) -> Reading:
    """Somebody has read a part of a long article."""
    library = tmp_path / "library.db"
    with opened(library) as writer:
        feed = follow(writer, title="Light")
        came(writer, feed, entry("long", "https://a.example/long", "Log", "Words", NOW, html=LONG))
    news.choose(desktop.home, tray=False, on_close="quit")
    process = desktop.reader(library)
    wait(desktop.windows, "no window")
    assert desktop.reader(library, "--next-unread").wait(30) == 0
    wait(lambda: news.unread(library) == 0, "no article is open")
    window = desktop.windows()[0]
    desktop.read("xdotool", "windowsize", "--sync", window, "1003", "607")
    desktop.read("xdotool", "windowactivate", "--sync", window, "key", "--delay", "80", "space", "space")
    return Reading(process, library)


def kept(desktop: Session) -> bool:
    """Whether all of it is on the disk."""
    state = window_state.load(desktop.home / "reader" / "window.json")
    places = desktop.home / "reader" / "places.json"
    return bool(state.article and state.geometry and places.exists() and json.loads(places.read_text()))


def test_it_is_told_to_end(desktop: Session, reading: Reading) -> None:
    reading.process.terminate()
    assert reading.process.wait(30) == 0
    assert kept(desktop)
    assert not lock.place(reading.library).exists()


def test_the_screen_goes_without_a_word(desktop: Session, reading: Reading) -> None:
    # To log out one goes to a menu, and leaves this window.
    desktop.read("xdotool", "windowminimize", desktop.windows()[0])
    wait(lambda: kept(desktop), "nothing is kept")
    assert reading.process.poll() is None, "it goes on"
    desktop.screen.kill()
    assert reading.process.wait(30) != 0, "Qt ends it at once"
    assert rows(reading.library, "SELECT is_read FROM state") == [(1,)]
    assert rows(reading.library, "PRAGMA integrity_check") == [("ok",)]
