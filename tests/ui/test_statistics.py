"""The statistics page in the whole program, used as a person does."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.mark import Open
from desktop_reader.jobs.read_through import ReadThrough
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.statistics import Tally
from desktop_reader.ui.statistics.bins import bins, scale
from desktop_reader.ui.statistics.dialog import StatisticsDialog
from desktop_reader.ui.statistics.feed_table import ARRIVED, FEED, HEALTH
from tests.library_fixtures import opened, rows
from tests.ui.program import Start, click, fill, settle, start

__all__ = ["start"]
FIRST = date(2026, 1, 1)


def page(program: Application, qtbot: QtBot) -> StatisticsDialog:
    """Opened by its command, and filled."""
    program.window.deck.action("library.statistics").trigger()
    dialog = program.window.findChild(StatisticsDialog)
    assert isinstance(dialog, StatisticsDialog)
    qtbot.waitUntil(lambda: dialog.found is not None)
    return dialog


def begin(
    start: Start, tmp_path: Path, visits: tuple[tuple[int, int, bool], ...] = (), title: str = "Ferry"
) -> Application:
    """The small library; each article arrived just now. ``visits``: article, seconds ago, read through; ``title`` is
    that of the first feed.
    """
    now = int(time.time())
    with opened(tmp_path / "program.db") as library:
        fill(library)
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE article SET created_at = ?", (now,))
            live.exec_driver_sql("UPDATE feed SET title = ? WHERE id = 1", (title,))
        for article, ago, through in visits:
            Open(article, now - ago).run(library)
            if through:
                ReadThrough(article, now - ago).run(library)
    return start()


def of_window(dialog: StatisticsDialog, days: int, qtbot: QtBot) -> None:
    """Another stretch of days is chosen, and counted."""
    before = dialog.found
    button = dialog.windows.button(days)
    assert isinstance(button, QPushButton)
    click(button)
    qtbot.waitUntil(lambda: dialog.found is not before)


def test_the_figures_are_those_of_the_window(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    old = 20 * 86_400
    program = begin(start, tmp_path, ((1, 3, True), (1, 2, False), (2, 1, False), (3, old, True)))
    dialog = page(program, qtbot)
    shown = [figure.number.text() for figure in dialog.body.figures]
    assert shown[:3] == ["40", "3", "2"]
    assert dialog.body.opened.more.text() in ("4 times", "4 time(s)")
    assert dialog.body.arrived.accessibleName() == "Arrived: 40"
    of_window(dialog, 7, qtbot)
    assert [figure.number.text() for figure in dialog.body.figures][:3] == ["40", "2", "1"]


def test_of_a_folder_or_a_feed(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path)
    program.window.desk.browsing.look(Query(Scope.FEED, target=1))
    dialog = page(program, qtbot)
    assert dialog.scope.name() == "Ferry"
    assert dialog.body.arrived.number.text() == "14"
    assert dialog.body.feeds.feeds.rowCount() == 1
    before = dialog.found
    dialog.scope.setFocus()
    QTest.keyClicks(dialog.scope, "Harb")
    qtbot.waitUntil(lambda: dialog.found is not before)
    assert (dialog.scope.name(), dialog.body.arrived.number.text()) == ("Harbour", "40")


def test_the_feeds_are_sorted_by_any_column_and_lead_to_the_feed(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path, ((2, 5, True),))
    dialog = page(program, qtbot)
    table = dialog.body.feeds

    def titles() -> list[str]:
        return [table.model().index(row, FEED).data() for row in range(table.model().rowCount())]

    def click_head(column: int) -> None:
        head = table.horizontalHeader()
        where = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) // 2, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)

    opened_most = titles()[0]
    assert (
        opened_most
        == rows(
            tmp_path / "program.db", "SELECT title FROM feed WHERE id = (SELECT feed_id FROM article WHERE id = 2)"
        )[0][0]
    )
    click_head(FEED)
    assert titles() == ["Ferry", "Gone", "Light", "Tide"]
    click_head(FEED)
    assert titles() == ["Tide", "Light", "Gone", "Ferry"]
    click_head(ARRIVED)
    assert titles()[0] == "Gone"
    assert str(table.model().headerData(ARRIVED, Qt.Orientation.Horizontal)).endswith("↑")
    health = next(table.model().index(row, HEALTH) for row in range(4) if titles()[row] == "Gone")
    assert (health.data(), bool(health.data(Qt.ItemDataRole.DecorationRole))) == ("Slow", True)
    assert dialog.body.none.text() in ("1 feed silent or failing", "1 feed(s) silent or failing")
    table.setFocus()
    table.selectRow(titles().index("Tide"))
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert program.window.desk.browsing.query == Query(Scope.FEED, target=3)
    qtbot.waitUntil(lambda: program.window.findChild(StatisticsDialog) is None)


def test_plots_tell_their_marks_to_keys_and_pointer(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = page(begin(start, tmp_path, ((2, 5, True),)), qtbot)
    plot, heat = dialog.body.plot, dialog.body.heat
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert "40 arrived · 1 opened · 1 read through" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert "0 arrived · 0 opened" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Home)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.chosen == 0
    heat.setFocus()
    assert plot.chosen == -1
    told = set()
    for _ in range(7 * 24):
        QTest.keyClick(heat, Qt.Key.Key_Left)
        told.add(heat.accessibleDescription())
    assert len(told) == 7 * 24
    assert len([one for one in told if one.endswith("\nOpened: 1")]) == 1
    dialog.body.setFocus()
    place = plot.mirrored(plot.places()[3]).center()
    nothing = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, place, plot.mapToGlobal(place), nothing, nothing, Qt.KeyboardModifier(0))
    QApplication.sendEvent(plot, move)
    assert plot.chosen == 3
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.chosen == -1


def test_tables_in_place_of_the_plots(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = page(begin(start, tmp_path, ((2, 5, True),)), qtbot)
    click(dialog.tables)
    assert dialog.body.days.isVisible()
    assert not dialog.body.plot.isVisible()
    item = dialog.body.days.item(0, 0)
    assert item is not None
    assert item.text() == "40"
    assert dialog.body.days.rowCount() == 30
    click(dialog.body.by_arrived)
    cells = [dialog.body.hours.item(hour, day) for hour in range(24) for day in range(7)]
    assert sorted(cell.text() for cell in cells if cell is not None)[-1] == "40"


def choose(qtbot: QtBot, words: str) -> None:
    """Presses a button of the question."""
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    click(next(button for button in box.buttons() if button.text().replace("&", "") == words))


def test_the_record_is_erased_after_a_question_and_comes_back(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    program = begin(start, tmp_path, ((1, 3, True), (2, 5, True), (3, 40 * 86_400, False)))
    path = tmp_path / "program.db"
    before = rows(path, "SELECT * FROM visit ORDER BY 1")
    dialog = page(program, qtbot)

    def asked() -> QMessageBox | None:
        some = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
        return some[0] if some else None

    click(dialog.erase)
    qtbot.waitUntil(lambda: asked() is not None)
    box = asked()
    assert box is not None
    assert "times opened: 2, articles: 2" in box.informativeText()
    assert "In all – times opened: 3, articles: 3" in box.informativeText()
    choose(qtbot, "Cancel")
    assert rows(path, "SELECT * FROM visit ORDER BY 1") == before

    click(dialog.erase)
    qtbot.waitUntil(lambda: asked() is not None)
    choose(qtbot, "Erase 30 days")
    qtbot.waitUntil(lambda: dialog.undo.isVisible())
    assert rows(path, "SELECT article_id FROM visit") == [(3,)]
    qtbot.waitUntil(lambda: dialog.body.opened.number.text() == "0")
    assert rows(path, "SELECT sum(is_read) FROM state WHERE id IN (1, 2)") == [(2,)]
    click(dialog.undo)
    qtbot.waitUntil(lambda: rows(path, "SELECT * FROM visit ORDER BY 1") == before)
    qtbot.waitUntil(lambda: dialog.body.opened.number.text() == "2")
    assert not dialog.undo.isVisible()

    click(dialog.erase)
    qtbot.waitUntil(lambda: asked() is not None)
    choose(qtbot, "Erase all")
    qtbot.waitUntil(lambda: rows(path, "SELECT * FROM visit") == [])
    qtbot.waitUntil(lambda: dialog.undo.isVisible())
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: rows(path, "SELECT * FROM visit ORDER BY 1") == before)


def test_what_is_shown_is_saved(start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = begin(start, tmp_path, ((1, 3, True),), "=HYPERLINK(1)")
    dialog = page(program, qtbot)
    for suffix, number in (("csv", 0), ("json", 1)):
        file: Path = tmp_path / f"kept.{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=file: (str(file), ""))
        menu = dialog.save.menu()
        assert menu is not None
        menu.actions()[number].trigger()
        qtbot.waitUntil(partial(_says, dialog, str(file)))
    told = list(csv.DictReader(io.StringIO((tmp_path / "kept.csv").read_text(encoding="utf-8-sig"))))
    assert told[0] | {"kind": "all", "arrived": "40", "opened": "1", "read_through": "1"} == told[0]
    assert {row["title"] for row in told if row["kind"] == "feed"} == {"'=HYPERLINK(1)", "Light", "Tide", "Gone"}
    assert sum(row["kind"] == "day" for row in told) == 30
    written = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert (written["arrived"], written["opened"], len(written["days"])) == (40, 1, 30)
    assert sum(map(sum, written["opened_by_hour"].values())) == 1
    assert {feed["title"] for feed in written["feeds"]} == {"=HYPERLINK(1)", "Light", "Tide", "Gone"}


def _says(dialog: StatisticsDialog, words: str) -> bool:
    return words in dialog.said.text()


def test_an_empty_library_says_so(start: Start, qtbot: QtBot) -> None:
    dialog = page(start(filled=False), qtbot)
    assert dialog.body.empty.isVisible()
    assert not dialog.body.plot.isVisible()
    click(dialog.erase)
    qtbot.waitUntil(
        lambda: any(isinstance(one, QMessageBox) and one.isVisible() for one in QApplication.topLevelWidgets())
    )
    choose(qtbot, "Erase all")
    qtbot.waitUntil(lambda: dialog.said.text() == "There was nothing to erase.")
    assert not dialog.undo.isVisible()


def test_narrow_and_mirrored_everything_stays_inside(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = page(begin(start, tmp_path), qtbot)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        dialog.setLayoutDirection(direction)
        dialog.say("The reading record is erased.", undo=True)
        for width in (480, 520, 1040):
            dialog.resize(width, 700)
            settle()
            for button in (dialog.undo, dialog.erase, dialog.save, dialog.tables, *dialog.windows.buttons()):
                left = button.mapTo(dialog, QPoint()).x()
                assert 0 <= left <= width - button.width()
                assert button.width() >= button.sizeHint().width(), "no word is cut"
            for chart in (dialog.body.plot, dialog.body.heat):
                for place in map(chart.mirrored, chart.places()):
                    assert 0 <= place.left() < place.right() <= chart.width() + 1
            assert dialog.body.width() <= dialog.area.viewport().width()


def test_long_words_widen_the_page(start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StatisticsDialog, "tr", lambda _, words: words if words.endswith("…") else f"{words} and more")
    dialog = page(start(), qtbot)
    dialog.resize(300, 300)
    settle()
    assert dialog.width() > 480
    for button in (dialog.tables, *dialog.windows.buttons()):
        assert button.width() >= button.sizeHint().width()


@given(st.integers(0, 10**9), st.integers(1, 6))
def test_an_axis_has_a_few_round_numbers_and_reaches_far_enough(most: int, lines: int) -> None:
    found = scale(most, lines)
    assert found[0] == 0
    assert found[-1] >= max(1, most)
    assert 2 <= len(found) <= lines + 1
    assert str(found[1]).rstrip("0") in {"1", "2", "5"}
    assert len({b - a for a, b in pairwise(found)}) == 1


@given(st.integers(1, 9000))
def test_bars_hold_each_day_once_and_are_not_too_many(count: int) -> None:
    days = [(FIRST + timedelta(days=number), Tally(1, 2, 1, number % 2)) for number in range(count)]
    found = bins(days)
    assert len(found) <= 125
    assert sum(one.tally.arrived for one in found) == count
    assert sum((one.last - one.first).days + 1 for one in found) == count
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))
