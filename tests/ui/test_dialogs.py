"""The dialog that adds a feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError, LibraryError
from desktop_reader.jobs.arrange import Noted
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.records.changes import Changes
from desktop_reader.records.content import Content
from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Digest, DigestedEntry
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.worker.finding import Search
from desktop_reader.worker.thread import Worker

FOLDERS = [Folder(1, "sea", "Sea", None, 0), Folder(2, "lake", "<b>Lake</b> & more", None, 1)]


def entry(number: int, title: str = "") -> DigestedEntry:
    content = Content("", "", 0, "", None, None)
    return DigestedEntry(
        b"", None, f"https://example.org/{number}", title or f"No. {number}", "", number, None, content
    )


def read(found: Found, *entries: DigestedEntry) -> Found:
    return replace(found, digest=Digest(found.title, None, "", None, None, Rhythm(), entries))


NAMED = Found("https://example.org/feed", "Harbour Notes")
HARBOUR = read(NAMED, entry(1), entry(9, "The <b>ferry</b>"), entry(3))
LIGHT = Found("https://example.org/light", "<i>Light</i> House")
HEALTH = Health()
FOLLOWED = Feed(7, "u", "s", "s", "Mine", "http://www.example.org/feed/", None, None, 0, 0, 0, 0, 0, 0, 0, 0, HEALTH)


class Later:
    """A worker that answers when it is told to; it looks and reads with what stands for ``worker.finding``."""

    wish_seconds = 3600

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.searches: list[Search] = []
        self.read: list[Found] = []
        self.answers: list[Callable[[Any], None]] = []
        self.jobs: list[Subscribe] = []

    def find(self, typed: str, run: object, search: Search, *, by_hand: bool) -> None:
        self.typed.append(typed)
        self.searches.append(search)

    def read_one(self, found: Found, run: object, search: Search) -> None:
        self.read.append(found)

    def work(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        work(None)
        self.answers.append(done)

    def submit(self, job: Noted, done: Callable[[Any], None]) -> None:
        assert isinstance(job.job, Subscribe)
        self.jobs.append(job.job)
        self.answers.append(done)


class Adding:
    """The dialog with such a worker."""

    def __init__(self, qtbot: QtBot, folder: int | None = None, feeds: Sequence[Feed] = ()) -> None:
        self.qtbot = qtbot
        self.worker = Later()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.dialog = SubscribeDialog(cast(Worker, self.worker), FOLDERS, folder, self.window, feeds)
        self.followed: list[int] = []
        self.dialog.subscribed.connect(self.followed.append)
        self.dialog.open()

    def type(self, address: str) -> None:
        self.dialog.address.selectAll()
        self.qtbot.keyClicks(self.dialog.address, address)
        self.enter()

    def enter(self) -> None:
        self.qtbot.keyClick(self.dialog.address, Qt.Key.Key_Return)

    def answer(self, result: Any, which: int = -1) -> None:
        self.worker.answers[which](result)

    def lines(self, row: int) -> list[str]:
        return self.dialog.choice.item(row).text().split("\n")

    def cancel(self) -> None:
        self.dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_dialog(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Adding]:
    def begin(**options: Any) -> Adding:
        adding = Adding(qtbot, **options)
        monkeypatch.setattr("desktop_reader.worker.finding.find", adding.worker.find)
        monkeypatch.setattr("desktop_reader.worker.finding.read", adding.worker.read_one)
        return adding

    return begin


@pytest.fixture
def adding(open_dialog: Callable[..., Adding]) -> Adding:
    return open_dialog()


def test_a_feed_is_shown_before_it_is_followed(adding: Adding) -> None:
    assert adding.dialog.go.text() == "Find"
    adding.type("example.org")
    assert adding.worker.typed == ["example.org"]
    assert "Looking at example.org" in adding.dialog.told.text()
    assert not adding.dialog.go.isEnabled()
    adding.answer((HARBOUR,))
    title, address, last = adding.lines(0)
    assert (title, address) == ("Harbour Notes", "https://example.org/feed")
    assert last.startswith("3 articles · ")
    assert last.endswith("“The <b>ferry</b>”")
    assert (adding.dialog.go.text(), adding.worker.jobs) == ("Add", [])
    adding.enter()
    (job,) = adding.worker.jobs
    assert (job.found, job.folder_id, job.given_title, job.wish_seconds) == (HARBOUR, None, None, 3600)
    adding.answer(Changes(feeds=frozenset({7}), tree=True))
    assert adding.followed == [7]
    assert adding.worker.typed == ["example.org"]


def test_the_folder_that_is_shown_is_suggested_and_an_own_title_taken(open_dialog: Callable[..., Adding]) -> None:
    adding = open_dialog(folder=2)
    assert adding.dialog.folder.currentText() == "<b>Lake</b> & more"
    assert not adding.dialog.title.isEnabled()
    adding.type("example.org")
    adding.answer((HARBOUR,))
    assert adding.dialog.title.placeholderText() == "Harbour Notes"
    adding.dialog.title.setText("  Mine ")
    adding.enter()
    assert (adding.worker.jobs[0].folder_id, adding.worker.jobs[0].given_title) == (2, "Mine")


def test_nothing_typed_asks_nobody(adding: Adding) -> None:
    adding.type("   ")
    assert adding.worker.typed == []
    assert "Type or paste" in adding.dialog.told.text()


def test_a_pasted_address_is_looked_at_at_once_a_typed_one_when_it_is_left(adding: Adding, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("https://example.org/a")
    adding.dialog.address.selectAll()
    adding.dialog.address.paste()
    assert adding.worker.typed == ["https://example.org/a"]
    adding.dialog.address.selectAll()
    qtbot.keyClicks(adding.dialog.address, "example.org/b")
    assert len(adding.worker.typed) == 1
    adding.dialog.address.editingFinished.emit()
    assert adding.worker.typed[1:] == ["example.org/b"]
    assert [search.stopped for search in adding.worker.searches] == [True, False]


@pytest.mark.parametrize("steps", [1, 2])
def test_cancelling_at_any_step_is_the_end_of_it(adding: Adding, steps: int) -> None:
    """Whatever is answered then finds no window, and must not miss it."""
    adding.type("example.org")
    if steps > 1:
        adding.answer((HARBOUR,))
        adding.enter()
    adding.cancel()
    assert adding.worker.searches[0].stopped
    before = len(adding.worker.answers)
    for result in ((HARBOUR,), HARBOUR, FetchError(Problem.NOT_FOUND), Changes(feeds=frozenset({7}))):
        adding.answer(result, before - 1)
    assert len(adding.worker.answers) == before
    assert adding.followed == []


def test_a_fault_is_told_and_another_address_can_be_tried(adding: Adding) -> None:
    adding.type("example.org/wrong")
    adding.answer(FetchError(Problem.UNKNOWN_HOST, "<b>example.org</b>"))
    assert "“<b>example.org</b>”" in adding.dialog.told.text()
    assert adding.dialog.told.textFormat() is Qt.TextFormat.PlainText
    adding.dialog.address.editingFinished.emit()
    assert len(adding.worker.typed) == 1  # Whoever leaves the field does not ask for the same again; Enter does.
    adding.enter()
    assert len(adding.worker.typed) == 2
    adding.answer(FetchError(Problem.UNKNOWN_HOST, "x"))
    adding.type("example.org/right")
    assert adding.worker.typed[2:] == ["example.org/right"]


def test_the_answer_to_an_address_that_was_changed_meanwhile_is_none(adding: Adding) -> None:
    adding.type("one.example")
    adding.type("two.example")
    adding.answer((HARBOUR,), 0)
    assert adding.dialog.choice.count() == 0
    adding.answer((HARBOUR,), 1)
    assert adding.dialog.choice.count() == 1


def test_several_feeds_are_offered_read_and_ticked(qtbot: QtBot, adding: Adding) -> None:
    adding.type("example.org")
    adding.answer((HARBOUR, LIGHT))
    choice = adding.dialog.choice
    assert choice.isVisible()
    assert [choice.item(row).checkState() is Qt.CheckState.Checked for row in range(2)] == [True, False]
    assert adding.lines(1) == ["<i>Light</i> House", LIGHT.url, "Reading…"]
    assert adding.worker.read == [LIGHT]
    adding.answer(read(LIGHT, entry(4, "Lamp")))
    assert adding.lines(1)[2].startswith("1 article · ")
    choice.setCurrentRow(1)
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    assert adding.dialog.go.text() == "Add 2 feeds"
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert [job.found.url for job in adding.worker.jobs] == [HARBOUR.url, LIGHT.url]
    adding.answer(Changes(feeds=frozenset({7}), tree=True))
    assert adding.followed == []
    adding.answer(Changes(feeds=frozenset({8}), tree=True))
    assert adding.followed == [7]


def test_of_several_feeds_a_dead_one_cannot_be_ticked_and_a_double_goes(adding: Adding) -> None:
    double = Found("https://example.org/again", "Again")
    adding.type("example.org")
    adding.answer((HARBOUR, LIGHT, double))
    adding.answer(FetchError(Problem.NOT_FOUND))
    assert "404" in adding.lines(1)[2]
    assert not adding.dialog.choice.item(1).flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert adding.worker.read == [LIGHT, double]
    adding.answer(read(double, entry(3), entry(1), entry(9)))
    assert adding.dialog.choice.count() == 2
    assert [found.url for found in adding.dialog.choice.ticked()] == [HARBOUR.url]


def test_a_feed_that_is_followed_is_said_without_asking_and_can_be_shown(open_dialog: Callable[..., Adding]) -> None:
    adding = open_dialog(feeds=[FOLLOWED])
    adding.type("https://example.org/feed")
    adding.qtbot.waitUntil(lambda: adding.dialog.choice.count() == 1)
    assert adding.worker.typed == []
    assert adding.followed == []
    assert adding.lines(0)[::2] == ["Mine", "You follow this feed already."]
    assert adding.dialog.go.text() == "Show feed"
    adding.enter()
    assert adding.followed == [7]
    assert adding.worker.jobs == []


def test_of_several_feeds_the_followed_one_is_not_offered_again(open_dialog: Callable[..., Adding]) -> None:
    adding = open_dialog(feeds=[FOLLOWED])
    adding.type("example.org")
    adding.answer((HARBOUR, LIGHT))
    assert adding.lines(0)[2] == "You follow this feed already."
    assert [found.url for found in adding.dialog.choice.ticked()] == [LIGHT.url]


def test_another_address_forgets_what_was_offered(adding: Adding) -> None:
    adding.type("example.org")
    adding.answer((HARBOUR, LIGHT))
    adding.type("other.example")
    assert not adding.dialog.choice.isVisible()
    assert adding.dialog.choice.count() == 0
    assert adding.worker.typed == ["example.org", "other.example"]


def test_a_library_that_takes_nothing_is_told_and_the_window_stays(adding: Adding) -> None:
    adding.type("example.org")
    adding.answer((HARBOUR,))
    adding.enter()
    adding.answer(LibraryError("The disk is full."))
    assert adding.dialog.told.text() == "The disk is full."
    assert adding.dialog.isVisible()
    assert adding.dialog.go.isEnabled()
    assert adding.followed == []


@pytest.mark.parametrize("layout", list(QDialogButtonBox.ButtonLayout)[:5])
def test_enter_adds_and_never_cancels_however_a_desktop_orders_its_buttons(
    open_dialog: Callable[..., Adding], qapp: QApplication, layout: QDialogButtonBox.ButtonLayout
) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(f"QDialogButtonBox {{ button-layout: {layout.value} }}")
    try:
        adding = open_dialog()
        assert adding.dialog.go.isDefault()
        adding.type("example.org")
        assert adding.worker.typed == ["example.org"]
        assert adding.dialog.isVisible()
    finally:
        qapp.setStyleSheet(before)
