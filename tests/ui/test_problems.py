"""What goes wrong: faults are a sentence that passes, bugs one report that can be copied."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError, LibraryError, OpmlError
from desktop_reader.records.health import Problem
from desktop_reader.ui.faults import dialog
from desktop_reader.ui.faults.dialog import ReportDialog
from desktop_reader.ui.problems import Problems, sentence

HOSTILE = "<b>bold</b><img src='http://example.org/x.png'> {0} {detail} %s"


class Told:
    """Problems of a window, and what was said."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.said: list[str] = []
        self.problems = Problems(window, self.said.append)

    @property
    def boxes(self) -> list[ReportDialog]:
        return [box for box in self.window.findChildren(ReportDialog) if box.isVisible()]


@pytest.fixture
def told(qtbot: QtBot) -> Iterator[Told]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    told = Told(window)
    yield told
    for box in told.boxes:
        box.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def bug(number: int) -> Exception:
    """The same fault in the same place, each time about another article."""
    try:
        raise KeyError(number)
    except KeyError as error:
        return error


def test_a_known_fault_is_a_sentence_that_passes(told: Told, caplog: pytest.LogCaptureFixture) -> None:
    told.problems.tell(LibraryError("The library “{file}” is full.", file="/a/b.db"))
    told.problems.tell(LibraryError("The library “{file}” is full.", file="/a/b.db"))
    assert told.said == ["The library “/a/b.db” is full."] * 2
    assert told.boxes == []
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2


def test_hostile_facts_are_words(told: Told) -> None:
    told.problems.tell(OpmlError("“{file}” is no list.", file=HOSTILE))
    told.problems.tell(FetchError(Problem.REFUSED, HOSTILE))
    assert told.said[0] == f"“{HOSTILE}” is no list."
    assert HOSTILE in told.said[1]


def test_a_bug_is_told_with_its_report_once_however_often_it_comes(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1000):
        told.problems.tell(bug(number))
    (box,) = told.boxes
    assert "KeyError" in box.words.text()
    assert "test_problems.py" in box.report.toPlainText()
    assert box.report.toPlainText().count("raise KeyError(number)") == 1
    assert told.said == []
    assert len(caplog.records) == 1000, "the log has them all"


def test_another_bug_comes_into_the_dialog_that_is_open(told: Told) -> None:
    told.problems.tell(bug(1))
    told.problems.tell(ValueError("elsewhere"))  # One that was never raised.
    told.problems.tell(TypeError("elsewhere"))
    (box,) = told.boxes
    assert [box.report.toPlainText().count(kind) for kind in ("KeyError: 1", "ValueError", "TypeError")] == [1, 1, 1]


def test_a_storm_of_different_bugs_is_a_few_dialogs_and_then_sentences(told: Told) -> None:
    shown = 0
    for number in range(20):
        told.problems.tell(type(f"Fault{number}", (Exception,), {})())
        shown += len(told.boxes)
        for box in told.boxes:
            box.close()
    assert shown == 5
    assert len(told.said) == 15
    assert told.said[-1] == "Something went wrong inside Desktop Reader (Fault19)."


def test_the_report_is_copied_and_the_window_goes_on(qtbot: QtBot, told: Told) -> None:
    told.problems.tell(bug(7))
    (box,) = told.boxes
    qtbot.mouseClick(box.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == box.report.toPlainText()
    assert copied.startswith("Desktop Reader ")
    assert "KeyError: 7" in copied
    assert box.copy.text() == "Copied"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert told.boxes == []


def test_the_page_for_faults_is_opened_only_on_wish(qtbot: QtBot, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    told.problems.tell(bug(7))
    (box,) = told.boxes
    qtbot.mouseClick(box.copy, Qt.MouseButton.LeftButton)
    assert opened == []
    qtbot.mouseClick(box.open_page, Qt.MouseButton.LeftButton)
    assert opened == [dialog.ISSUES], "and nothing of the report goes along"


def test_hostile_words_in_a_bug_stay_words(told: Told) -> None:
    told.problems.tell(ValueError(HOSTILE))
    (box,) = told.boxes
    assert box.words.textFormat() is Qt.TextFormat.PlainText
    assert box.report.toPlainText().endswith("\n\nValueError"), "foreign words are left out"
    assert "example.org" not in box.report.toPlainText()


def test_titles_of_feeds_are_not_in_a_report(told: Told) -> None:
    told.problems.names = lambda: ["Ann’s secret diary", "it"]
    told.problems.tell(RuntimeError("odd: Ann’s secret diary, it is"))
    (box,) = told.boxes
    assert box.report.toPlainText().endswith("\n\nRuntimeError")
    assert "diary" not in box.report.toPlainText()


def test_names_that_cannot_be_had_keep_no_bug_from_being_told(told: Told) -> None:
    def broken() -> list[str]:
        raise OSError("gone")

    told.problems.names = broken
    told.problems.tell(bug(1))
    assert len(told.boxes) == 1


def test_the_last_crash_is_told_with_what_was_written_down(told: Told) -> None:
    told.problems.tell_crash(
        'Fatal Python error: Aborted\n\n  File "/home/ann/x/desktop_reader/app.py", line 3 in run\n'
    )
    (box,) = told.boxes
    assert box.words.text() == "Desktop Reader ended unexpectedly the last time."
    assert '  File "desktop_reader/app.py", line 3 in run' in box.report.toPlainText()
    assert "ann" not in box.report.toPlainText()


def test_a_bug_whose_own_words_fail_is_told_all_the_same(told: Told) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    told.problems.tell(Mute())
    assert len(told.boxes) == 1


def test_sentences_of_bugs_name_their_kind_only() -> None:
    assert sentence(ValueError(HOSTILE)) == "Something went wrong inside Desktop Reader (ValueError)."
