"""A fault in what Qt calls by itself: whoever has called Qt goes on, the fault is told, and the program ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_reader.ui.faults.contained import contained


class Failing(QObject):
    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            raise ValueError("of a filter")
        return False


def test_a_filter_that_fails_lets_the_key_through_and_whoever_pressed_it_goes_on(qtbot: QtBot) -> None:
    field, failing = QLineEdit(), Failing()
    qtbot.addWidget(field)
    field.installEventFilter(failing)
    with qtbot.captureExceptions() as caught:
        QTest.keyClick(field, Qt.Key.Key_A)
        QTest.keyClick(field, Qt.Key.Key_B)
    assert field.text() == "ab"
    assert [str(error) for _, error, _ in caught] == ["of a filter"] * 2
    caught.clear()  # They know this function, and so the field: that would go in the middle of some event.


def walked(trace: TracebackType | None) -> Iterator[FrameType]:
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def test_what_a_fault_held_is_let_go_and_what_it_says_stays(qtbot: QtBot) -> None:
    class Held:
        pass

    def inner(held: object) -> None:
        raise KeyError("inner")

    @contained(None)
    def outer(held: object) -> None:
        try:
            inner(held)
        except KeyError as error:
            raise ValueError("outer") from error

    with qtbot.captureExceptions() as caught:
        outer(Held())
    ((_, error, trace),) = caught
    assert trace is not None
    assert error.__cause__ is not None
    frames = [*walked(trace.tb_next), *walked(error.__cause__.__traceback__)]
    assert [frame.f_code.co_name for frame in frames] == ["outer", "outer", "inner"]
    assert [frame.f_locals for frame in frames] == [{}, {}, {}]


def test_no_more_than_faults_is_held_back(qtbot: QtBot) -> None:
    @contained(None)
    def ends() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        ends()


_PAINTING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from desktop_reader.ui.faults.contained import contained

told = []
sys.excepthook = lambda kind, error, trace: told.append(error)  # Keeps them, as a report does.

class Painted(QWidget):
    @contained(None)
    def paintEvent(self, event):
        painter = QPainter(self)
        raise ValueError("of a painter")

app = QApplication([])
widget = Painted()
widget.show()
for wait in (0, 20, 40):
    QTimer.singleShot(wait, widget.update)
again = QTimer(interval=10)
again.timeout.connect(lambda: app.quit() if len(told) > 2 else widget.update())
again.start()
app.exec()
print(len(told) > 2)
"""


def test_a_picture_that_fails_half_painted_does_not_crash_the_end() -> None:
    """It did: with the fault the painter stayed open, and was closed when there was nothing to paint on any more."""
    ended = subprocess.run(
        [sys.executable, "-c", _PAINTING],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "True"), ended.stderr
    assert "QBackingStore::endPaint() called with active painter" not in ended.stderr
    assert "being painted" not in ended.stderr
