"""The preferences: each page, what it chooses, and what the window does at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader import __version__, paths
from desktop_reader.app import Application
from desktop_reader.settings import Settings
from desktop_reader.ui.network import Metered
from desktop_reader.ui.preferences.about import AboutPage
from desktop_reader.ui.preferences.dialog import PreferencesDialog
from desktop_reader.ui.preferences.keys import KeysPage
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.preferences.privacy import PrivacyPage
from desktop_reader.ui.preferences.reading import ReadingPage
from desktop_reader.ui.preferences.updates import UpdatesPage
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")


class Pictures:
    """So many bytes are kept; told on another thread, as the real ones do."""

    def __init__(self, size: int = 0) -> None:
        self.size = size

    def ask_size(self, told: Callable[[int], None]) -> None:
        thread = threading.Thread(target=told, args=(self.size,))
        thread.start()
        thread.join()

    def clear(self, told: Callable[[int], None]) -> None:
        self.size = 0
        self.ask_size(told)


class Heard:
    """A page on these settings, and what it chose."""

    def __init__(self, qtbot: QtBot, page: Page, settings: Settings) -> None:
        qtbot.addWidget(page)
        page.show_settings(settings)
        self.chosen: list[dict[str, Any]] = []
        page.chosen.connect(self.chosen.append)


def pick(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))


def test_reading_tells_each_choice_at_once(qtbot: QtBot) -> None:
    page = ReadingPage()
    heard = Heard(qtbot, page, Settings())
    pick(page.scheme, "dark")
    pick(page.density, "compact")
    pick(page.paper, "sepia")
    pick(page.face, "sans")
    pick(page.measure, "wide")
    pick(page.dates, "locale")
    page.still.setChecked(True)
    page.delay.setValue(4.5)
    page.by_width.setChecked(False)
    page.size_slider.setValue(21)
    page.by_width.setChecked(True)
    assert heard.chosen == [
        {"scheme": "dark"},
        {"density": "compact"},
        {"paper": "sepia"},
        {"face": "sans"},
        {"measure": "wide"},
        {"dates": "locale"},
        {"reduce_motion": True},
        {"read_after_seconds": 4.5},
        {"body_px": 18},
        {"body_px": 21},
        {"body_px": 0},
    ]


def test_updates_tell_each_choice_and_how_the_connection_is(qtbot: QtBot) -> None:
    known = [Metered.UNKNOWN]
    page = UpdatesPage(lambda: known[0])
    heard = Heard(qtbot, page, Settings())
    pick(page.interval, 0)
    page.at_start.setChecked(True)
    page.updated.setChecked(True)
    page.unmetered.setChecked(True)
    assert heard.chosen == [
        {"refresh_minutes": 0},
        {"refresh_at_start": True},
        {"updated_unread": True},
        {"unmetered_only": True},
    ]
    said = set()
    for known[0] in Metered:
        page.show_settings(Settings(unmetered_only=True))
        said.add(page.now.text())
    assert len(said) == len(Metered)


def test_privacy_counts_and_deletes_pictures(qtbot: QtBot) -> None:
    pictures = Pictures(2_500_000)
    page = PrivacyPage(pictures)
    heard = Heard(qtbot, page, Settings())
    qtbot.waitUntil(lambda: page.kept.text() == "2.5 MB are kept now.")
    page.clear.click()
    qtbot.waitUntil(lambda: page.kept.text() == "None are kept now.")
    assert not page.clear.isEnabled()
    page.remote.setChecked(False)
    page.cache.setValue(300)
    page.cache.setValue(page.cache.minimum())
    page.tracking.click()
    assert heard.chosen == [
        {"remote_pictures": False},
        {"picture_cache_mb": 300},
        {"picture_cache_mb": 0},
        {"strip_tracking": False},
    ]
    assert page.cache.text() == "Nothing"


def test_a_page_that_has_gone_does_not_mind_an_answer(qtbot: QtBot) -> None:
    from shiboken6 import delete

    waiting: list[Callable[[int], None]] = []

    class Late(Pictures):
        def ask_size(self, told: Callable[[int], None]) -> None:
            waiting.append(told)

    page = PrivacyPage(Late())
    delete(page)
    waiting[0](7)


def test_a_value_that_somebody_wrote_into_the_file_stays_until_it_is_changed(qtbot: QtBot) -> None:
    reading, updates = ReadingPage(), UpdatesPage(lambda: Metered.UNKNOWN)
    odd = Settings(refresh_minutes=45, paper="parchment", read_after_seconds=3600.0)
    heard = [Heard(qtbot, reading, odd), Heard(qtbot, updates, odd)]
    assert updates.interval.currentData() == 45
    assert reading.paper.currentData() == "parchment"
    assert [one.chosen for one in heard] == [[], []]
    updates.at_start.setChecked(True)
    assert heard[1].chosen == [{"refresh_at_start": True}]


def test_the_wheel_over_a_choice_scrolls_the_page(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    page = ReadingPage()
    heard = Heard(qtbot, page, Settings())
    page.show()
    none = Qt.KeyboardModifier.NoModifier
    for control in (page.scheme, page.delay, page.size_slider):
        event = QWheelEvent(
            QPointF(5, 5),
            control.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, event)
    assert heard.chosen == []


def test_about_tells_and_copies_what_a_report_needs(qtbot: QtBot, tmp_path: Path) -> None:
    page = AboutPage(tmp_path / "<b>my</b>.db")
    qtbot.addWidget(page)
    page.copy.click()
    told = QGuiApplication.clipboard().text()
    for part in (__version__, "<b>my</b>.db", "SQLite", "Python", "Qt"):
        assert part in told
    assert "MIT" in page.text.toPlainText()
    names = [page.which.itemText(row) for row in range(page.which.count())]
    assert any(name.startswith("Inter · OFL") for name in names)
    assert "feedparser" in names
    for row in range(page.which.count()):
        page.which.setCurrentIndex(row)
        assert page.text.toPlainText(), names[row]


@pytest.fixture
def program(start: Start) -> Application:
    return start()


def opened(program: Application) -> PreferencesDialog:
    program.window.deck.action("app.preferences").trigger()
    settle()
    (dialog,) = (one for one in program.window.findChildren(PreferencesDialog) if one.isVisible())
    return dialog


def page_of(dialog: PreferencesDialog, kind: type[Any]) -> Any:
    page = dialog.show_page(kind)
    settle()
    assert page.isVisible()
    return page


def test_choices_work_at_once_and_are_kept(qtbot: QtBot, program: Application) -> None:
    dialog = opened(program)
    before = program.theme.tokens
    reading = page_of(dialog, ReadingPage)
    pick(reading.scheme, "dark")
    pick(reading.paper, "sepia")
    pick(reading.face, "sans")
    pick(page_of(dialog, UpdatesPage).interval, 180)
    assert program.theme.tokens != before
    assert not program.window.reading.view.page_style.serif
    assert program.worker.wish_seconds == 180 * 60
    file = paths.config() / "settings.json"
    qtbot.waitUntil(lambda: json.loads(file.read_text())["refresh_minutes"] == 180)
    reading.delay.setValue(7.5)
    dialog.reject()
    program.window.close()
    assert json.loads(file.read_text())["read_after_seconds"] == 7.5, "also what was chosen a moment ago"


def test_what_is_chosen_elsewhere_is_seen_and_not_lost(program: Application) -> None:
    dialog = opened(program)
    reading = page_of(dialog, ReadingPage)
    px = program.window.reading.view.page_style.px
    program.window.deck.action("view.larger").trigger()
    assert reading.size_slider.value() == px + 1
    assert not reading.by_width.isChecked()
    pick(reading.scheme, "dark")
    assert program.choices.chosen.body_px == px + 1


def test_pages_are_gone_through_with_the_keyboard(program: Application) -> None:
    dialog = opened(program)
    dialog.names.setFocus()
    for number in range(dialog.names.count()):
        assert dialog.stack.currentIndex() == number
        assert dialog.pages[number].isVisible()
        assert dialog.names.item(number).text()
        QTest.keyClick(dialog.names, Qt.Key.Key_Down)
    for control in dialog.findChildren(QPushButton):
        assert control.text() or control.accessibleName()
        assert not control.autoDefault(), "Enter elsewhere presses nothing"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_keys_of_the_page_are_those_of_the_window_at_once(program: Application) -> None:
    page = page_of(opened(program), KeysPage)
    program.choices.choose({"keys": {"article.star": ["B"]}})
    pick(page.preset, "netnewswire")
    deck = program.window.deck
    assert deck.keys("article.next_unread") == ("N", "+")
    assert deck.keys("article.star") == ("B",)
    assert deck.keys("article.open") == (), "B is the reader's own choice for another"
    assert (program.choices.chosen.preset, program.choices.chosen.keys) == ("netnewswire", {"article.star": ["B"]})
    page.reset_all.click()
    assert deck.keys("article.open") == ("B",)
