"""How long articles are kept, as it is chosen: nothing is deleted before it was said how much, and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_reader.jobs.retain import CarryOut, SetRule
from desktop_reader.library import retention
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import ALL_OTHERS, FOR_EVER, Loss, Rule
from desktop_reader.ui.dialogs import keeping
from desktop_reader.ui.dialogs.keeping import Keeping, KeepingDialog
from desktop_reader.worker.thread import Worker


class Library:
    """A worker that answers when it is told to, from rules and a loss that are given."""

    def __init__(self, rules: dict[int, Rule]) -> None:
        self.rules = rules
        self.loss = Loss(12345, 31_400_000)
        self.asked: list[dict[int, Rule]] = []
        self.jobs: list[Any] = []
        self.answers: list[Callable[[], None]] = []

    def ask(self, kind: str, question: Callable[[Any], Any], answered: Callable[[Any], None]) -> None:
        self.answers.append(lambda: answered(question(self)))

    def submit(self, job: Any, done: Callable[[Any], None] | None = None) -> None:
        self.jobs.append(job)
        if done is not None:
            done(Changes(removed=(1, 2)))

    def answer(self) -> None:
        answers, self.answers = self.answers, []
        for one in answers:
            one()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Numbers are written as people write them, as in the window."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_ASKED_AFTER_MS", 0)
    monkeypatch.setattr(retention, "rules", lambda library: library.rules)

    def loss(library: Library, rules: dict[int, Rule], now: int) -> Loss:
        library.asked.append(rules)
        return library.loss

    monkeypatch.setattr(retention, "loss", loss)


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked. The answer is the button that the last entry names; Cancel at first."""
    asked: list[str] = ["Cancel"]

    def run(box: QMessageBox) -> None:
        wanted = asked.pop()
        asked.extend((box.text(), wanted))
        next(button for button in box.buttons() if button.text().strip("&") == wanted).click()

    monkeypatch.setattr(QMessageBox, "open", run)
    return asked


class Page:
    """A page with such a library, its rules there."""

    def __init__(self, qtbot: QtBot, rules: dict[int, Rule], feed: int = ALL_OTHERS) -> None:
        self.library = Library(rules)
        self.heard: list[Any] = []
        self.page = Keeping(cast(Worker, self.library), self.heard.append, feed)
        qtbot.addWidget(self.page)
        self.page.show()
        self.library.answer()

    def counted(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: bool(self.library.answers))
        self.library.answer()


def test_what_is_set_is_shown_and_nothing_can_be_applied(qtbot: QtBot) -> None:
    for rules, shown in (
        ({}, "for_ever"),
        ({ALL_OTHERS: Rule(days=30)}, "not_all"),
        ({ALL_OTHERS: Rule(most=50)}, "not_all"),
    ):
        one = Page(qtbot, rules)
        assert getattr(one.page, shown).isChecked()
        assert not one.page.apply.isEnabled()
        assert not one.page.as_others.isVisible()
        assert one.page.said.text() == ""
    assert not one.page.by_age.isChecked()
    assert (one.page.by_number.isChecked(), one.page.most.value()) == (True, 50)


def test_nothing_can_be_chosen_before_the_rules_are_known(qtbot: QtBot) -> None:
    library = Library({ALL_OTHERS: Rule(days=30)})
    page = Keeping(cast(Worker, library), lambda _: None)
    qtbot.addWidget(page)
    page.show()
    assert not page.for_ever.isEnabled()
    assert not page.apply.isEnabled()
    library.answer()
    assert page.for_ever.isEnabled()


def test_it_is_said_how_much_goes_and_only_who_confirms_loses_it(qtbot: QtBot, boxes: list[str]) -> None:
    one = Page(qtbot, {7: Rule(days=3)})
    page, library = one.page, one.library
    page.not_all.click()
    page.days.setValue(90)
    assert page.said.text() == "Counting…"
    assert not page.apply.isEnabled()
    one.counted(qtbot)
    assert library.asked[-1] == {7: Rule(days=3), ALL_OTHERS: Rule(days=90)}
    assert page.said.text() == "This deletes 12,345 read articles now (about 31 MB)."
    page.apply.click()
    assert library.jobs == []
    assert "12,345 read articles" in boxes[0]
    boxes[:] = ["Delete"]
    page.apply.click()
    assert library.jobs[0] == SetRule(ALL_OTHERS, Rule(days=90))
    assert isinstance(library.jobs[1], CarryOut)
    assert one.heard == [Changes(removed=(1, 2))]
    assert not page.apply.isEnabled()
    assert page.said.text() == "This is how articles are kept now."


@pytest.mark.parametrize(("loss", "words"), [(0, "This deletes nothing now."), (1, "This deletes 1 read article now.")])
def test_what_deletes_nothing_needs_no_confirmation(qtbot: QtBot, boxes: list[str], loss: int, words: str) -> None:
    one = Page(qtbot, {ALL_OTHERS: Rule(days=30)})
    one.library.loss = Loss(loss, 2000 * loss)
    one.page.for_ever.click()
    one.counted(qtbot)
    assert one.page.said.text() == words
    one.page.apply.click()
    assert (len(boxes) == 1) == (loss == 0)
    assert one.library.jobs == ([] if loss else [SetRule(ALL_OTHERS, FOR_EVER), one.library.jobs[1]])


def test_an_older_count_is_not_taken_for_that_of_another_choice(qtbot: QtBot) -> None:
    one = Page(qtbot, {})
    one.page.not_all.click()
    qtbot.waitUntil(lambda: bool(one.library.answers))
    one.page.by_number.click()
    one.library.answer()
    assert one.page.said.text() == "Counting…"
    assert not one.page.apply.isEnabled()
    one.counted(qtbot)
    assert one.library.asked[-1] == {ALL_OTHERS: Rule(365, 1000)}
    assert one.page.apply.isEnabled()


def test_a_choice_that_is_none_or_that_is_set_already_cannot_be_applied(qtbot: QtBot) -> None:
    one = Page(qtbot, {ALL_OTHERS: Rule(days=30)})
    one.page.by_age.click()
    assert one.page.said.text() == "Choose what is deleted."
    assert not one.page.apply.isEnabled()
    assert not one.page.days.isEnabled()
    one.page.by_age.click()
    assert one.page.said.text() == ""
    assert not one.page.apply.isEnabled()
    assert one.library.answers == []


@pytest.mark.parametrize(
    ("rules", "shown", "words"),
    [
        ({}, "as_others", "keep everything"),
        ({ALL_OTHERS: Rule(1000, 5000)}, "as_others", "at most 1,000 days, at most 5,000 articles"),
        ({ALL_OTHERS: Rule(1000), 7: FOR_EVER}, "for_ever", "at most 1,000 days"),
        ({ALL_OTHERS: Rule(None, 50), 7: Rule(9)}, "not_all", "at most 50 articles"),
    ],
)
def test_a_feed_may_do_as_all_others(qtbot: QtBot, rules: dict[int, Rule], shown: str, words: str) -> None:
    one = Page(qtbot, rules, feed=7)
    assert getattr(one.page, shown).isChecked()
    assert one.page.as_others.isVisible()
    assert one.page.as_others.text() == f"As all other feeds: {words}"


def test_the_rule_of_a_feed_is_set_and_taken_away(qtbot: QtBot, boxes: list[str]) -> None:
    library = Library({7: FOR_EVER})
    dialog = KeepingDialog(cast(Worker, library), lambda _: None, 7, "Harbour & <b>Notes</b>")
    qtbot.addWidget(dialog)
    dialog.show()
    library.answer()
    assert dialog.windowTitle() == "Keep articles of “Harbour & <b>Notes</b>”"
    dialog.keeping.as_others.click()
    qtbot.waitUntil(lambda: bool(library.answers))
    library.answer()
    assert library.asked == [{}]
    boxes[:] = ["Delete"]
    with qtbot.waitSignal(dialog.accepted):
        dialog.keeping.apply.click()
    assert library.jobs[0] == SetRule(7, None)


def test_an_answer_that_comes_when_the_page_is_gone_harms_nobody(qtbot: QtBot, qapp: QApplication) -> None:
    library = Library({})
    page = Keeping(cast(Worker, library), lambda _: None)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    library.answer()
