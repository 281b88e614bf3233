"""A disk without room in the real window: said in words, marks are shown as they are kept, reading goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from tests.library_fixtures import came, entry, follow, opened, rows
from tests.ui.program import showing_all

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of Unix")


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, library_path: Path) -> Iterator[Application]:
    """A window with six articles, of which none is read by being looked at."""
    settings.save(
        settings.Settings(refresh_minutes=0, read_after_seconds=0.01, scheme="light"), paths.config() / "settings.json"
    )
    with opened(library_path) as library:
        feed = follow(library)
        came(library, feed, *(entry(f"g{n}", title=f"Note {n}", text="a lighthouse", at=n) for n in range(1, 7)))
    with showing_all(qtbot, library_path, 6) as program:
        yield program


def test_marks_that_cannot_be_kept_are_told_and_reading_goes_on(
    program: Application, qtbot: QtBot, library_path: Path
) -> None:
    import resource

    window = program.window
    said: list[str] = []
    window.desk.problems._say = said.append
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        numbers = [window.articles.model.id_at(row) for row in range(3)]
        program.browsing.open(numbers[0])
        window.deck.action("article.star").trigger()
        qtbot.waitUntil(lambda: any("does not answer" in words or "is full" in words for words in said))
        assert window.reading.view.toPlainText().strip().endswith("a lighthouse")
        program.browsing.open(numbers[1])
        assert "a lighthouse" in window.reading.view.toPlainText()
        assert rows(library_path, "SELECT count(*) FROM state WHERE starred OR is_read") == [(0,)]
        shown = [window.articles.model.row(row) for row in range(3)]
        assert [row is not None and (row.starred, row.unread) for row in shown] == [(False, True)] * 3
        assert not window.findChildren(QMessageBox)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    window.deck.action("article.star").trigger()
    qtbot.waitUntil(lambda: rows(library_path, "SELECT count(*) FROM state WHERE starred") == [(1,)])
