"""The dialogs: adding a feed, preferences, keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError, LibraryError
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Folder
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Digest
from desktop_reader.settings import Settings
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.dialogs.keys import KeysDialog
from desktop_reader.ui.dialogs.preferences import PreferencesDialog
from desktop_reader.ui.dialogs.subscribe import SubscribeDialog
from desktop_reader.worker.thread import Worker

FOLDERS = [Folder(1, "sea", "Sea", None, 0), Folder(2, "lake", "<b>Lake</b> & more", None, 1)]
DIGEST = Digest("Harbour Notes", None, "", None, None, Rhythm(), ())
HARBOUR = Found("https://example.org/feed", "Harbour Notes", digest=DIGEST)
LIGHT = Found("https://example.org/light", "<i>Light</i> House")


class Later:
    """A worker that answers when it is told to."""

    wish_seconds = 3600

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.answers: list[Callable[[Any], None]] = []
        self.works: list[Callable[[Any], Any]] = []
        self.jobs: list[Subscribe] = []

    def find(self, typed: str, done: Callable[[Any], None]) -> None:
        self.typed.append(typed)
        self.answers.append(done)

    def work(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self.works.append(work)
        self.answers.append(done)

    def submit(self, job: Subscribe, done: Callable[[Any], None]) -> None:
        self.jobs.append(job)
        self.answers.append(done)


class Adding:
    """The dialog with such a worker."""

    def __init__(self, qtbot: QtBot, folder: int | None = None) -> None:
        self.qtbot = qtbot
        self.worker = Later()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.dialog = SubscribeDialog(cast(Worker, self.worker), FOLDERS, folder, self.window)
        self.followed: list[int] = []
        self.dialog.subscribed.connect(self.followed.append)
        self.dialog.open()

    def type(self, address: str) -> None:
        self.dialog.address.selectAll()
        self.qtbot.keyClicks(self.dialog.address, address)
        self.qtbot.keyClick(self.dialog.address, Qt.Key.Key_Return)

    def answer(self, result: Any, which: int = -1) -> None:
        self.worker.answers[which](result)

    def cancel(self) -> None:
        self.dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def adding(qtbot: QtBot) -> Adding:
    return Adding(qtbot)


def test_one_feed_is_read_and_followed(adding: Adding) -> None:
    adding.type("example.org")
    assert adding.worker.typed == ["example.org"]
    assert not adding.dialog.go.isEnabled()
    adding.answer((HARBOUR,))
    adding.answer(HARBOUR)
    (job,) = adding.worker.jobs
    assert (job.found, job.folder_id, job.wish_seconds) == (HARBOUR, None, 3600)
    adding.answer(Changes(feeds=frozenset({7}), tree=True))
    assert adding.followed == [7]


def test_the_folder_that_is_shown_is_suggested_and_taken(qtbot: QtBot) -> None:
    adding = Adding(qtbot, folder=2)
    assert adding.dialog.folder.currentText() == "<b>Lake</b> & more"
    adding.type("example.org")
    adding.answer((HARBOUR,))
    adding.answer(HARBOUR)
    assert adding.worker.jobs[0].folder_id == 2


def test_nothing_typed_asks_nobody(adding: Adding) -> None:
    adding.type("   ")
    assert adding.worker.typed == []
    assert "Type or paste" in adding.dialog.told.text()


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_cancelling_at_any_step_is_the_end_of_it(adding: Adding, steps: int) -> None:
    """Whatever is answered then finds no window, and must not miss it."""
    adding.type("example.org")
    if steps > 1:
        adding.answer((HARBOUR,))
    if steps > 2:
        adding.answer(HARBOUR)
    adding.cancel()
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
    assert adding.dialog.go.isEnabled()
    adding.type("example.org/right")
    assert adding.worker.typed == ["example.org/wrong", "example.org/right"]


def test_the_answer_to_an_address_that_was_changed_meanwhile_is_none(adding: Adding) -> None:
    adding.type("one.example")
    adding.type("two.example")
    adding.answer((HARBOUR,), 0)
    assert adding.worker.works == []
    adding.answer((LIGHT,), 1)
    assert len(adding.worker.works) == 1


def test_several_feeds_are_offered_and_the_chosen_one_is_read(qtbot: QtBot, adding: Adding) -> None:
    adding.type("example.org")
    adding.answer((HARBOUR, LIGHT))
    dialog = adding.dialog
    assert dialog.choice.isVisible()
    assert [dialog.choice.item(n).text().split("\n")[0] for n in range(2)] == ["Harbour Notes", "<i>Light</i> House"]
    dialog.choice.setCurrentRow(1)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    adding.answer(Found(LIGHT.url, LIGHT.title, digest=DIGEST))
    assert adding.worker.jobs[0].found.url == LIGHT.url


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
    adding.answer(HARBOUR)
    adding.answer(LibraryError("The disk is full."))
    assert adding.dialog.told.text() == "The disk is full."
    assert adding.dialog.isVisible()
    assert adding.dialog.go.isEnabled()
    assert adding.followed == []


def test_every_preference_is_told_at_once_and_keeps_the_others(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Settings(body_px=21))
    qtbot.addWidget(dialog)
    heard: list[Settings] = []
    dialog.chosen.connect(heard.append)
    dialog.scheme.setCurrentIndex(dialog.scheme.findData("dark"))
    dialog.paper.setCurrentIndex(dialog.paper.findData("sepia"))
    dialog.face.setCurrentIndex(dialog.face.findData("sans"))
    dialog.interval.setCurrentIndex(dialog.interval.findData(0))
    dialog.dates.setCurrentIndex(dialog.dates.findData("locale"))
    dialog.delay.setValue(4.5)
    dialog.pictures.setChecked(False)
    assert len(heard) == 7
    assert heard[0] == Settings(scheme="dark", body_px=21)
    assert heard[-1] == Settings(
        refresh_minutes=0,
        read_after_seconds=4.5,
        scheme="dark",
        body_px=21,
        face="sans",
        paper="sepia",
        dates="locale",
        remote_pictures=False,
    )


def test_a_value_that_somebody_wrote_into_the_file_stays_until_it_is_changed(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Settings(refresh_minutes=45, paper="parchment"))
    qtbot.addWidget(dialog)
    heard: list[Settings] = []
    dialog.chosen.connect(heard.append)
    dialog.pictures.setChecked(False)
    assert heard == [Settings(refresh_minutes=45, paper="parchment", remote_pictures=False)]


def test_the_keys_name_every_command_that_has_some(qtbot: QtBot) -> None:
    commands = [
        Command("a", "<b>Star</b> & more", lambda: None, ("S",)),
        Command("b", "Go there", lambda: None, ("G, U", "Ctrl+U")),
        Command("c", "Without keys", lambda: None),
        *(Command(f"d{n}", f"Command {n}", lambda: None, (f"Ctrl+{n % 10}",)) for n in range(40)),
    ]
    dialog = KeysDialog(commands)
    qtbot.addWidget(dialog)
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert "<b>Star</b> & more" in labels
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if "<" in label.text()
    )
    assert "G U   Ctrl+U" in labels
    assert "Without keys" not in labels
    assert len(labels) == 2 * 42


@pytest.mark.parametrize("layout", list(QDialogButtonBox.ButtonLayout)[:5])
def test_enter_adds_and_never_cancels_however_a_desktop_orders_its_buttons(
    qtbot: QtBot, qapp: QApplication, layout: QDialogButtonBox.ButtonLayout
) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(f"QDialogButtonBox {{ button-layout: {layout.value} }}")
    try:
        adding = Adding(qtbot)
        assert adding.dialog.go.isDefault()
        adding.type("example.org")
        assert adding.worker.typed == ["example.org"]
        assert adding.dialog.isVisible()
    finally:
        qapp.setStyleSheet(before)
