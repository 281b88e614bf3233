"""``desktop-reader save`` beside a window that has the library open: the window saves the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.library import lock
from desktop_reader.records.addresses import to_save
from desktop_reader.ui.instance.door import open_door
from desktop_reader.ui.instance.wish import Wish
from tests.library_fixtures import made
from tests.ui.test_instance import runtime

__all__ = ["runtime"]

PAGE = "https://pages.example/a%20b?q=ü&x=1#y"


def said(library: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "desktop_reader", "save", *words, "--library", str(library)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_page_is_handed_to_the_window(runtime: Path, tmp_path: Path, qtbot: QtBot) -> None:
    library = made(tmp_path)
    wishes: list[Wish] = []
    with lock.taken(library):
        door = open_door(library)
        assert door is not None
        door.wished.connect(wishes.append)
        one = said(library, PAGE, "https://other.example/")
        qtbot.waitUntil(lambda: one.poll() is not None, timeout=60_000)
        labelled = said(library, PAGE, "--label", "Later")
        qtbot.waitUntil(lambda: labelled.poll() is not None, timeout=60_000)
        door.close()
    assert one.communicate()[0] == "Handed over to the window that has this library open.\n"
    assert one.returncode == 0
    (wish,) = wishes
    assert [to_save(address) for address in wish.addresses] == [PAGE, "https://other.example/"]
    assert wish.minimized, "no window comes up"
    assert labelled.returncode == 1, "labels cannot be handed over"
    assert labelled.communicate()[1]


def test_where_nobody_listens_it_is_refused(runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = made(tmp_path)
    with lock.taken(library):
        one = said(library, PAGE)
        out, error = one.communicate(timeout=60)
    assert (out, one.returncode) == ("", 1)
    assert error
