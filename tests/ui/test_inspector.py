"""The inspector's sections: what they say at once, what they say later, what a person does with them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.records.insight import Insight
from desktop_reader.ui.inspector.dock import Dock
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.inspector.prose import PATIENCE, Prose
from desktop_reader.ui.inspector.readings import reasons
from desktop_reader.ui.inspector.value import Value
from desktop_reader.ui.theme.theme import Theme
from tests.shared import SHARED, needs_shared
from tests.ui.inspector_fake import ARTICLE, HOSTILE, INSIGHT, OTHER, SIMILAR, TITLES, at, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def dock(qtbot: QtBot, theme: Theme) -> Dock:
    dock = Dock(theme)
    qtbot.addWidget(dock)
    dock.hold(Inspector(theme))
    dock.resize(320, 900)
    dock.show()
    qtbot.waitExposed(dock)
    return dock


@pytest.fixture
def inspector(dock: Dock) -> Inspector:
    widget = dock.widget()
    assert isinstance(widget, Inspector)
    return widget


def known(inspector: Inspector, insight: Insight = INSIGHT, **other: Any) -> None:
    inspector.show_article(replace(ARTICLE, **other))
    inspector.show_insight(insight)
    settle()


def top(widget: QWidget, inspector: Inspector) -> int:
    return widget.mapTo(inspector, QPoint(0, 0)).y()


# What it says.


def test_a_question_that_fails_is_told_in_words_where_the_bars_were(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    assert inspector.summary.prose.waiting
    inspector.show_failure("The library is locked by another program.")
    settle()
    assert inspector.summary.prose.toPlainText() == "The library is locked by another program."
    assert not inspector.summary.prose.waiting
    assert inspector.readings.heading.text() == "Similar Readings"
    assert inspector.readings.prose.toPlainText() == "They could not be looked for."
    assert not any(row.isVisible() for row in inspector.readings.rows)
    assert not inspector.answered


def test_after_a_failure_an_answer_is_shown_and_a_later_failure_takes_nothing_away(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    inspector.show_failure()
    assert inspector.summary.prose.toPlainText() == "The summary could not be read."
    inspector.show_insight(INSIGHT)
    inspector.show_failure("Gone.")
    settle()
    assert inspector.summary.prose.toPlainText().startswith("The old ferry")
    assert sum(row.isVisible() for row in inspector.readings.rows) == 5


def test_another_article_waits_anew_after_a_failure(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    inspector.show_failure("Gone.")
    inspector.show_article(OTHER)
    settle()
    assert inspector.summary.prose.waiting
    assert any(row.isVisible() and row.reading is None for row in inspector.readings.rows) or (
        inspector.readings.prose.waiting
    )


def test_the_facts_are_there_at_once(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    details, statistics = inspector.details, inspector.statistics
    assert details.id.accessibleName() == "ID: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
    assert details.category.accessibleName() == "Category ID: harbour-news"
    assert details.url.accessibleName() == "URL: https://www2.harbour.example/world/en/stories/2024-10-24_ferry/"
    assert details.date.accessibleName() == "Date: Oct. 24, 2024"
    assert details.created.accessibleName() == "Created: 2024/10/24 19:00"
    assert details.updated.accessibleName() == "Updated: 2025/12/08 09:33"
    assert details.last_read.accessibleName() == "Last Read: 2024/10/25 18:56"
    assert statistics.words.accessibleName() == "1,280 Words"
    assert statistics.read_count.accessibleName() == "2 Read Count"
    assert inspector.readings.heading.text() == "Similar Readings"
    assert inspector.summary.prose.waiting
    assert not inspector.answered


@needs_shared
def test_the_users_own_page(inspector: Inspector, qtbot: QtBot) -> None:
    page = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    last_read = at(page["last_read"])
    similar = tuple(replace(SIMILAR[0], id=n, title=title) for n, title in enumerate(page["similar_readings"]))
    known(
        inspector,
        Insight(7, page["summary"], (), similar, page["words"], 1, page["read_count"], (last_read,)),
        uuid=page["id"], category_id=page["category_id"], url=page["url"], words=page["words"],
        read_count=page["read_count"], published_at=int(datetime(2024, 10, 24, 12).timestamp()),
        created_at=at(page["created"]), updated_at=at(page["updated"]), last_read_at=last_read,
    )  # fmt: skip
    assert inspector.readings.heading.text() == "Similar Readings (5 items)"
    assert [row.text() for row in inspector.readings.rows] == page["similar_readings"]
    assert inspector.summary.heading.text() == "Summary"
    assert inspector.summary.prose.toPlainText() == page["summary"] + "…"
    assert inspector.statistics.heading.text() == "Statistics"
    assert inspector.statistics.words.accessibleName() == "211 Words"
    assert inspector.statistics.read_count.accessibleName() == "1 Read Count"
    assert [value.accessibleName() for value in inspector.details.findChildren(Value)] == [
        f"ID: {page['id']}",
        f"Category ID: {page['category_id']}",
        f"URL: {page['url']}",
        f"Date: {page['date']}",
        f"Created: {page['created']}",
        f"Updated: {page['updated']}",
        f"Last Read: {page['last_read']}",
    ]


def test_the_sections_stand_in_their_order(inspector: Inspector) -> None:
    known(inspector)
    sections = (inspector.summary, inspector.readings, inspector.statistics, inspector.details)
    tops = [top(section, inspector) for section in sections]
    assert tops == sorted(tops)
    assert len(set(tops)) == 4
    assert [section.accessibleName() for section in sections] == [
        "Summary",
        "Similar Readings (5 items)",
        "Statistics",
        "Details",
    ]


def test_an_answer_to_an_earlier_question_is_passed_over(inspector: Inspector) -> None:
    inspector.show_article(OTHER)
    inspector.show_insight(INSIGHT)
    assert inspector.summary.prose.waiting
    assert inspector.readings.heading.text() == "Similar Readings"
    inspector.show_article(None)
    inspector.show_insight(INSIGHT)
    assert not inspector.answered


def test_nothing_jumps_when_the_answer_comes(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    settle()
    places = [top(part, inspector) for part in (inspector.readings, inspector.statistics, inspector.details)]
    tall = inspector.height()
    inspector.show_insight(INSIGHT)
    settle()
    assert [top(part, inspector) for part in (inspector.readings, inspector.statistics, inspector.details)] == places
    assert inspector.height() == tall


def test_bars_are_shown_only_to_those_who_wait(inspector: Inspector) -> None:
    inspector.show_article(ARTICLE)
    settle()

    def colours() -> int:
        image = inspector.summary.prose.grab().toImage()
        return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(image.height())})

    assert colours() == 1
    QTest.qWait(round(1000 * PATIENCE) + 50)
    assert colours() > 1


def test_an_article_without_neighbours_or_summary_is_told_so(inspector: Inspector) -> None:
    known(inspector, Insight(7))
    assert inspector.readings.heading.text() == "Similar Readings"
    assert inspector.readings.prose.isVisible()
    assert inspector.readings.prose.toPlainText()
    assert not any(row.isVisible() for row in inspector.readings.rows)
    assert inspector.summary.prose.toPlainText()
    inspector.show_article(OTHER)  # In such a library the next one has none either: no room is kept for five.
    assert not any(row.isVisible() for row in inspector.readings.rows)


@pytest.mark.parametrize(("count", "words"), [(1, "(1 item)"), (3, "(3 items)"), (5, "(5 items)"), (7, "(7 items)")])
def test_the_heading_counts_what_is_shown(inspector: Inspector, count: int, words: str) -> None:
    known(inspector, replace(INSIGHT, similar=(SIMILAR * 2)[:count]))
    assert inspector.readings.heading.text() == f"Similar Readings {words}"
    assert sum(row.isVisible() for row in inspector.readings.rows) == count


def test_no_article_no_words(inspector: Inspector) -> None:
    known(inspector)
    inspector.show_article(None)
    assert not any(label.isVisible() for label in inspector.findChildren(QLabel))
    known(inspector)
    assert inspector.details.isVisible()


def test_what_comes_from_outside_is_never_markup(inspector: Inspector) -> None:
    hostile = replace(SIMILAR[0], title=HOSTILE, feed_title=HOSTILE, shared=(HOSTILE,), also_in=(HOSTILE,))
    known(
        inspector,
        replace(INSIGHT, summary=HOSTILE, similar=(hostile,)),
        uuid=HOSTILE, category_id=HOSTILE, url="https://x.example/" + HOSTILE,
    )  # fmt: skip
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in inspector.findChildren(QLabel))
    assert inspector.summary.prose.toPlainText() == HOSTILE + "…"
    row = inspector.readings.rows[0]
    assert row.text() == HOSTILE
    assert HOSTILE in row.accessibleDescription()
    for tip in (row.toolTip(), inspector.details.url.toolTip()):
        assert "&lt;script&gt;" in tip
        assert "<script>" not in tip


def test_a_reading_says_why_it_is_near() -> None:
    assert reasons(SIMILAR[0], Formats()) == [
        "Feed 0 · Oct. 20, 2024",
        "Both say: ferry, harbour",
        "Also in Island Post",
        "90% alike",
    ]
    assert reasons(replace(SIMILAR[1], shared=(), score=7.0), Formats())[1:] == ["100% alike"]


def test_dates_follow_the_chosen_format(inspector: Inspector) -> None:
    from PySide6.QtCore import QLocale

    known(inspector)
    inspector.set_formats(Formats("locale", QLocale("de_DE")))
    assert inspector.details.date.text() == "24. Okt. 2024"
    assert inspector.statistics.words.text() == "1.280"
    assert "20. Okt. 2024" in inspector.readings.rows[0].accessibleDescription()


def test_text_is_measured_as_it_is_laid_out(inspector: Inspector) -> None:
    known(inspector)
    for summary in ("Short.", INSIGHT.summary + " more", "兵士三千人が訓練を受けている。" * 12, "W" * 200, "a b " * 60):
        known(inspector, replace(INSIGHT, summary=summary))
        prose = inspector.summary.prose
        assert prose.height() == round(prose.document().size().height()), summary


def test_titles_take_two_lines_at_most(inspector: Inspector) -> None:
    known(inspector, replace(INSIGHT, similar=(replace(SIMILAR[0], title="Short"),)))
    row = inspector.readings.rows[0]
    one = row.height()
    for title in ("word " * 100, "W" * 300, "兵" * 300, "🙂" * 200, "مركبة جديدة تدخل مدار القمر " * 20):
        known(inspector, replace(INSIGHT, similar=(replace(SIMILAR[0], title=title),)))
        assert one < row.height() <= one + 19
        row.grab()
    known(inspector, replace(INSIGHT, similar=(replace(SIMILAR[0], title="  "),)))
    assert row.text() == "Untitled"


# What is done with it.


def test_a_click_or_enter_or_space_opens_a_reading(inspector: Inspector, dock: Dock, qtbot: QtBot) -> None:
    stolen: list[bool] = []
    command = QShortcut(QKeySequence(Qt.Key.Key_Return), dock)
    command.activated.connect(lambda: stolen.append(True))
    known(inspector)
    opened: list[int] = []
    inspector.opened.connect(opened.append)
    rows = inspector.readings.rows
    qtbot.mouseClick(rows[1], LEFT)
    rows[2].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dock.windowHandle(), Qt.Key.Key_Return)
    rows[3].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dock.windowHandle(), Qt.Key.Key_Space)
    assert opened == [21, 22, 23]
    assert not stolen
    inspector.show_article(OTHER)
    qtbot.mouseClick(rows[1], LEFT)  # Only a grey bar now.
    assert opened == [21, 22, 23]


def test_a_bar_shows_how_near_it_is_while_the_keyboard_is_there(inspector: Inspector) -> None:
    known(inspector)
    row = inspector.readings.rows[0]
    accent = inspector._tokens().accent.lower()

    def bar() -> int:
        image = row.grab().toImage()
        return sum(image.pixelColor(x, 27).name() == accent for x in range(16))

    assert bar() == 0
    row.setFocus(Qt.FocusReason.TabFocusReason)
    near = bar()
    assert near > 8
    inspector.readings.rows[1].setFocus(Qt.FocusReason.TabFocusReason)
    known(inspector, replace(INSIGHT, similar=(replace(SIMILAR[0], score=0.4), *SIMILAR[1:])))
    row.setFocus(Qt.FocusReason.TabFocusReason)
    assert 0 < bar() < near


def test_the_id_is_copied_whole(inspector: Inspector, qtbot: QtBot) -> None:
    known(inspector)
    clipboard = QGuiApplication.clipboard()
    qtbot.mouseClick(inspector.details.copy, LEFT)
    assert clipboard.text() == ARTICLE.uuid
    label = inspector.details.id
    assert "…" in label.text()
    clipboard.setText("")
    label.setFocus()
    label.setSelection(0, len(label.text()))
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == ARTICLE.uuid
    label.setSelection(0, 4)
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == ARTICLE.uuid[:4]


@pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the (keyboard|mouse)")
def test_a_fact_has_a_menu_to_copy_it(inspector: Inspector, qtbot: QtBot) -> None:
    known(inspector)
    label = inspector.details.url
    qtbot.mouseClick(label, Qt.MouseButton.RightButton)
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(3, 3), label.mapToGlobal(QPoint(3, 3)))
    QApplication.sendEvent(label, event)
    menu = label.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == ARTICLE.url


def test_the_address_opens_by_its_button_and_by_itself(inspector: Inspector, qtbot: QtBot) -> None:
    known(inspector)
    opened: list[str] = []
    inspector.open_wanted.connect(opened.append)
    assert inspector.details.url.text().startswith("harbour.example/")
    qtbot.mouseClick(inspector.details.open, LEFT)
    qtbot.mouseClick(inspector.details.url, LEFT, pos=QPoint(5, 5))
    assert opened == [ARTICLE.url] * 2


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_address_on_the_web_is_not_opened(inspector: Inspector, qtbot: QtBot, url: str | None) -> None:
    known(inspector, url=url)
    opened: list[str] = []
    inspector.open_wanted.connect(opened.append)
    assert not inspector.details.open.isVisible()
    qtbot.mouseClick(inspector.details.url, LEFT, pos=QPoint(5, 5))
    assert not opened
    assert inspector.details.url.whole == (url or "none")


def test_changes_are_offered_where_versions_are_kept(inspector: Inspector, qtbot: QtBot) -> None:
    wanted: list[int] = []
    inspector.changes_wanted.connect(wanted.append)
    known(inspector)
    link = inspector.details.changes
    assert link.accessibleName() == "Show changes"
    assert inspector.details.updated.text() == "2025/12/08 09:33"  # Whole, beside the link.
    qtbot.mouseClick(link, LEFT)
    assert wanted == [7]
    inspector.show_article(OTHER)
    assert not link.isVisible()
    known(inspector, replace(INSIGHT, versions=0))
    assert not link.isVisible()


def test_the_tile_unfolds_the_reading_record(inspector: Inspector, qtbot: QtBot) -> None:
    known(inspector)
    statistics = inspector.statistics
    qtbot.mouseClick(statistics.read_count, LEFT)
    assert statistics.behind.toPlainText() == "2024/10/25 18:56\n2024/10/24 20:01"
    assert statistics.behind.isVisible()
    qtbot.mouseClick(statistics.words, LEFT)
    assert statistics.behind.toPlainText() == "About 5 minutes to read"
    assert not statistics.read_count.isChecked()
    qtbot.mouseClick(statistics.words, LEFT)
    assert not statistics.behind.isVisible()
    statistics.read_count.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(statistics.read_count, Qt.Key.Key_Return)
    assert statistics.behind.isVisible()
    inspector.show_article(OTHER)
    assert not statistics.behind.isVisible()


def test_a_long_record_is_cut_and_counted(inspector: Inspector) -> None:
    visits = tuple(at("2024/10/25 18:56") - 86_400 * n for n in range(14))
    known(inspector, replace(INSIGHT, read_count=20, visits=visits), read_count=20)
    inspector.statistics.read_count.click()
    lines = inspector.statistics.behind.toPlainText().split("\n")
    assert len(lines) == 11
    assert lines[-1] == "and 10 times before"


def test_openings_before_the_record_began_are_counted(inspector: Inspector) -> None:
    known(inspector, replace(INSIGHT, visits=(at("2024/10/25 18:56"),)))
    inspector.statistics.read_count.click()
    assert inspector.statistics.behind.toPlainText() == "2024/10/25 18:56\nand once before"
    known(inspector, replace(INSIGHT, visits=(), read_count=0), read_count=0, last_read_at=None)
    assert inspector.statistics.behind.toPlainText() == "Not opened yet"
    assert inspector.details.last_read.text() == "never"


def test_the_same_article_again_keeps_what_is_known(inspector: Inspector) -> None:
    known(inspector)
    inspector.statistics.read_count.click()
    now = at("2024/10/26 08:00")
    inspector.show_article(replace(ARTICLE, read_count=3, last_read_at=now))
    assert inspector.answered
    assert inspector.readings.heading.text() == "Similar Readings (5 items)"
    assert inspector.statistics.behind.toPlainText().startswith("2024/10/26 08:00\n2024/10/25 18:56")
    assert inspector.details.last_read.text() == "2024/10/26 08:00"
    inspector.show_insight(INSIGHT)  # Asked before that opening was counted.
    assert inspector.statistics.read_count.text() == "3"


def test_sentences_are_shown_in_the_text_as_long_as_the_article_is(inspector: Inspector, qtbot: QtBot) -> None:
    wanted: list[bool] = []
    inspector.quotes_wanted.connect(wanted.append)
    known(inspector)
    qtbot.mouseClick(inspector.summary.quotes, LEFT)
    assert wanted == [True]
    inspector.show_article(OTHER)
    assert wanted == [True, False]
    known(inspector, replace(INSIGHT, quoted=()))
    assert not inspector.summary.quotes.isVisible()


def test_the_keyboard_finds_all_that_can_be_pressed(inspector: Inspector, dock: Dock, qtbot: QtBot) -> None:
    known(inspector)
    inspector.summary.quotes.setFocus(Qt.FocusReason.TabFocusReason)
    names = []
    for _ in range(11):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        QTest.keyClick(dock.windowHandle(), Qt.Key.Key_Tab)
    assert names == [
        "Show in text",
        *TITLES,
        "1,280 Words",
        "2 Read Count",
        "Copy the ID",
        "Open in the browser",
        "Show changes",
    ]


def test_it_speaks_to_assistive_technology(inspector: Inspector) -> None:
    known(inspector)
    row = QAccessible.queryAccessibleInterface(inspector.readings.rows[0])
    assert row.role() == QAccessible.Role.PushButton
    assert row.text(QAccessible.Text.Name) == TITLES[0]
    assert "Both say: ferry, harbour" in row.text(QAccessible.Text.Description)
    fact = QAccessible.queryAccessibleInterface(inspector.details.created)
    assert fact.text(QAccessible.Text.Name) == "Created: 2024/10/24 19:00"
    summary = QAccessible.queryAccessibleInterface(inspector.summary.prose)
    assert summary.text(QAccessible.Text.Value).startswith("The old ferry came back")
    assert summary.state().readOnly


def test_facts_and_summary_can_be_selected(inspector: Inspector, qtbot: QtBot) -> None:
    known(inspector)
    label = inspector.details.created
    qtbot.mouseDClick(label, LEFT, pos=QPoint(4, label.height() // 2))
    assert label.selectedText()
    prose = inspector.summary.prose
    qtbot.mouseDClick(prose.viewport(), LEFT, pos=QPoint(40, 10))
    assert prose.textCursor().selectedText() == "old"
    for each in inspector.findChildren(Prose):
        assert each.isReadOnly()


def test_an_article_is_shown_at_once(inspector: Inspector) -> None:
    articles = [
        replace(ARTICLE, id=100 + n, uuid=f"{n:08}{ARTICLE.uuid[8:]}", url=f"{ARTICLE.url}{n}", words=300 + n,
                created_at=ARTICLE.created_at + 90_000 * n, updated_at=ARTICLE.updated_at + 90_000 * n)
        for n in range(60)
    ]  # fmt: skip
    spent = []
    for each in articles:
        begun = time.thread_time()
        inspector.show_article(each)
        spent.append(time.thread_time() - begun)
        settle()
        inspector.show_insight(replace(INSIGHT, article=each.id))
        settle()
    assert sorted(spent)[30] < 0.002
