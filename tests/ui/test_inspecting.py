"""The inspector in the window: whatever becomes of its question, no grey bars stay."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.errors import LibraryError
from desktop_reader.ui import inspecting
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def summary(program: Application) -> str:
    return program.inspecting.inspector.summary.prose.toPlainText()


def test_a_library_that_cannot_be_read_is_told_in_the_inspector_alone(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise LibraryError("The library is locked.")

    program = start()
    told: list[object] = []
    monkeypatch.setattr(program.window.desk.problems, "tell", told.append)
    monkeypatch.setattr(inspecting, "insight", locked)
    program.window.articles.view.pick(0)
    qtbot.waitUntil(lambda: summary(program) == "The library is locked.", timeout=10_000)
    assert not program.inspecting.inspector.summary.prose.waiting
    assert told == []


def test_a_bug_is_told_as_one_and_the_bars_go_all_the_same(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    program = start()
    told: list[object] = []
    monkeypatch.setattr(type(program.window.desk.problems), "tell", lambda self, error: told.append(error))
    monkeypatch.setattr(inspecting, "insight", broken)
    program.window.articles.view.pick(0)
    qtbot.waitUntil(lambda: summary(program) == "The summary could not be read.", timeout=10_000)
    assert [type(error) for error in told] == [ZeroDivisionError]


def test_an_article_that_went_meanwhile_leaves_no_bars(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "insight", lambda *_: None)
    program = start()
    program.window.articles.view.pick(0)
    qtbot.waitUntil(lambda: summary(program) == "The summary could not be read.", timeout=10_000)


def test_a_failure_that_comes_late_does_not_touch_the_article_that_is_shown_by_then(start: Start) -> None:
    program = start()
    program.window.articles.view.pick(0)
    settle()
    old = program.browsing.article
    program.window.articles.view.pick(1)
    program.inspecting._answered(old, LibraryError("The library is locked."))
    settle()
    assert program.inspecting.inspector.summary.prose.waiting
    QTest.qWait(50)


def test_an_answer_after_the_window_was_closed_finds_nobody(start: Start) -> None:
    program = start()
    program.window.articles.view.pick(0)
    settle()
    QTest.qWait(70)  # Asked by now.
    program.window.close()  # The fixture does the rest.
    settle()
    QTest.qWait(200)
