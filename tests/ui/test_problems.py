"""What goes wrong: faults are a sentence that passes, bugs one report that can be copied."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError, LibraryError, OpmlError
from desktop_reader.records.health import Problem
from desktop_reader.ui.problems import Problems, sentence

HOSTILE = "<b>bold</b><img src='http://example.org/x.png'> {0} {detail} %s"


class Told:
    """Problems of a window, and what was said."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.said: list[str] = []
        self.problems = Problems(window, self.said.append)

    @property
    def boxes(self) -> list[QMessageBox]:
        return [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]


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
    assert "KeyError" in box.text()
    assert "test_problems.py" in box.detailedText()
    assert "raise KeyError(number)" in box.detailedText()
    assert told.said == []
    assert len(caplog.records) == 1000, "the log has them all"


def test_another_bug_is_told_too_also_one_that_was_never_raised(told: Told) -> None:
    told.problems.tell(bug(1))
    told.problems.tell(ValueError("elsewhere"))
    told.problems.tell(TypeError("elsewhere"))
    assert len(told.boxes) == 3


def test_the_report_is_copied_and_the_window_goes_on(qtbot: QtBot, told: Told) -> None:
    told.problems.tell(bug(7))
    (box,) = told.boxes
    copy = next(button for button in box.buttons() if button.text() == "Copy report")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == box.detailedText() or copied.startswith("Desktop Reader ")
    assert "KeyError: 7" in copied


def test_hostile_words_in_a_bug_stay_words(told: Told) -> None:
    told.problems.tell(ValueError(HOSTILE))
    (box,) = told.boxes
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert HOSTILE in box.detailedText()
    assert [edit.toPlainText() for edit in box.findChildren(QTextEdit) if HOSTILE in edit.toPlainText()]


def test_a_bug_whose_own_words_fail_is_told_all_the_same(told: Told) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    told.problems.tell(Mute())
    assert len(told.boxes) == 1


def test_sentences_of_bugs_name_their_kind_only() -> None:
    assert sentence(ValueError(HOSTILE)) == "Something went wrong inside Desktop Reader (ValueError)."
