"""Opening and closing the program again and again leaves nothing behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.jobs.organise import AddFolder
from desktop_reader.records.query import Query, Scope
from tests.documents import Item, rss
from tests.library_fixtures import follow, opened
from tests.servers import Site

pytestmark = pytest.mark.usefixtures("own_helpers")


def descriptors() -> list[str]:
    """What is open in this process, by name, without the tests' own server and the pipes of pytest."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            name = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if not name.startswith("socket:"):
            found.append(name)
    return sorted(found)


def children() -> list[str]:
    return [
        pid
        for task in os.listdir("/proc/self/task")
        for pid in Path(f"/proc/self/task/{task}/children").read_text().split()
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="counts by /proc")
def test_twenty_times_opened_and_closed_leaves_no_thread_no_file_and_no_process(
    qtbot: QtBot, qapp: QApplication, library_path: Path, site: Site
) -> None:
    settings.save(settings.Settings(refresh_minutes=60), paths.config() / "settings.json")
    before = set(children())
    site.serve("/feed", lambda request: rss([Item(int(time.monotonic_ns() % 1_000_000))]))
    with opened(library_path) as library:
        follow(library, site.url("/feed"))

    def once(number: int) -> None:
        application = Application(library_path, qapp)
        application.start()
        if number % 2:
            application.worker.start()
            application.worker.refresh()
            application.worker.ask("articles", lambda reader: reader.all_ids(Query()), lambda _: None)
            heard: list[object] = []
            application.worker.submit(AddFolder(str(number)), heard.append)
            qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
        application.browsing.look(Query(Scope.ALL))
        application.window.articles.search.setText("lighthouse")  # Its answer is on its way when the window closes.
        application.window.close()
        application.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qtbot.wait(5)

    once(0)
    once(1)
    gc.collect()
    threads, files = {thread.name for thread in threading.enumerate()}, descriptors()

    for number in range(2, 20):
        once(number)
    gc.collect()

    assert [t.name for t in threading.enumerate() if t.name in {"downloads", "digesting", "questions", "finding"}] == []
    assert len(threading.enumerate()) <= len(threads) + 2
    assert len(descriptors()) <= len(files) + 2, descriptors()
    assert set(children()) <= before
