"""Another day: told once, also after a night in which the machine slept."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui import midnight as module
from desktop_reader.ui.midnight import Midnight


class Calendar:
    day = date(2024, 10, 24)

    @classmethod
    def today(cls) -> date:
        return cls.day


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> type[Calendar]:
    monkeypatch.setattr(Calendar, "day", date(2024, 10, 24))
    monkeypatch.setattr(module, "date", Calendar)
    return Calendar


def test_the_same_day_is_no_news(qtbot: QtBot, calendar: type[Calendar]) -> None:
    midnight = Midnight()
    with qtbot.assertNotEmitted(midnight.passed):
        midnight.look()
        midnight.look()


@pytest.mark.parametrize("day", [date(2024, 10, 25), date(2024, 11, 3), date(2024, 10, 23)])
def test_another_day_is_told_once_whichever_it_is(qtbot: QtBot, calendar: type[Calendar], day: date) -> None:
    """Also an earlier one: somebody flew west, or set the clock."""
    midnight = Midnight()
    calendar.day = day
    told: list[int] = []
    midnight.passed.connect(lambda: told.append(1))
    midnight.look()
    midnight.look()
    assert told == [1]


def test_it_looks_by_itself(qtbot: QtBot, calendar: type[Calendar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY_MS", 20)
    midnight = Midnight()
    calendar.day = date(2024, 10, 25)
    qtbot.waitSignal(midnight.passed, timeout=2000).wait()


def test_it_rests_while_the_window_is_hidden_and_looks_when_it_is_shown_again(
    qtbot: QtBot, calendar: type[Calendar]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    midnight = Midnight(window)
    ticks = midnight.findChild(QTimer)
    assert ticks is not None
    assert not ticks.isActive()
    window.show()
    assert ticks.isActive()
    window.hide()
    assert not ticks.isActive()
    calendar.day = date(2024, 10, 25)
    with qtbot.waitSignal(midnight.passed, timeout=2000):
        window.show()
