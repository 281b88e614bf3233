"""Exporting as a person does it, and the vault in the window."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_reader.app import Application
from desktop_reader.jobs.mark import Star
from desktop_reader.library import labels
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Form, Report
from desktop_reader.records.query import Query
from desktop_reader.ui.commands import exporting as command
from desktop_reader.ui.commands import transfer
from desktop_reader.ui.exporting import dialog as dialogs
from desktop_reader.ui.exporting.dialog import ExportDialog, Part
from desktop_reader.ui.exporting.running import Wish, exporting
from desktop_reader.ui.exporting.vault_section import VaultSection
from desktop_reader.worker.exporting import vault, whole
from desktop_reader.worker.exporting.crew import Crew
from tests import library_fixtures
from tests.ui.going_out import folder, program
from tests.ui.program import click, settle, start

__all__ = ["folder", "program", "start"]
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "exporting", lambda wish: exporting(wish, lambda: Crew(0)))


def opened(program: Application) -> ExportDialog:
    program.window.deck.action("library.export").trigger()
    found = program.window.findChild(ExportDialog)
    assert isinstance(found, ExportDialog)
    return found


def choose(box: QComboBox, words: str) -> None:
    at = next(n for n in range(box.count()) if words in box.itemText(n))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == at


def ended(qtbot: QtBot, dialog: ExportDialog) -> str:
    qtbot.waitUntil(lambda: dialog._running is None, timeout=20_000)
    return dialog.told.text()


def test_everything_as_markdown(program: Application, qtbot: QtBot, folder: Path) -> None:
    count = program.reader.count(Query())
    dialog = opened(program)
    choose(dialog.what, "Everything")

    click(dialog.go)

    assert ended(qtbot, dialog).startswith(f"{count} article")
    assert len(list(folder.rglob("*.md"))) == count
    assert dialog.show_it.isVisible()
    click(dialog.go)
    assert f" {count} file" in ended(qtbot, dialog)
    dialog.close()


def test_the_open_article_as_a_book_beside_one_that_is_there(program: Application, qtbot: QtBot, folder: Path) -> None:
    (folder / "Article.epub").write_text("mine")
    dialog = opened(program)
    choose(dialog.what, "is open")
    choose(dialog.form, "EPUB")
    assert dialog.where.text() == str(folder / "Article.epub")

    click(dialog.go)

    assert ended(qtbot, dialog).startswith("1 article")
    assert (folder / "Article.epub").read_text() == "mine"
    assert zipfile.is_zipfile(folder / "Article (2).epub")
    dialog.close()


def test_a_selection_and_the_list(program: Application, qtbot: QtBot, folder: Path) -> None:
    program.window.articles.view.pick(0)
    QTest.keyClick(program.window.articles.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle()
    dialog = opened(program)

    assert dialog.what.itemText(0).startswith("2 selected")
    assert "The list that is shown" in dialog.what.itemText(1)
    choose(dialog.form, "JSON")
    click(dialog.go)

    assert ended(qtbot, dialog).startswith("2 article")
    lines = (folder / "Selected articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum('"kind":"article"' in line for line in lines) == 2
    dialog.close()


def test_a_feed_from_the_sidebar(program: Application, qtbot: QtBot, folder: Path) -> None:
    feed = next(one for one in program.reader.feeds() if one.total)
    dialog = command.ask(program.window.desk, "feed", feed.id)
    choose(dialog.form, "One web page")

    click(dialog.go)

    assert str(feed.total) in ended(qtbot, dialog)
    assert len(list(folder.glob("*.html"))) == 1
    dialog.close()


class Waiting:
    """Work that goes on until it is stopped."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.wish: Wish | None = None

    def __call__(self, wish: Wish) -> Callable[[Reader, Callable[[int, int], bool]], Report]:
        self.wish = wish

        def work(reader: Reader, told: Callable[[int, int], bool]) -> Report:
            done = 0
            while told(done, 1000):
                self.begun.set()
                done = min(done + 1, 999)
            return Report(str(wish.target), written=done, stopped=True)

        return work


def dialog_with(qtbot: QtBot, program: Application, folder: Path, work: Any) -> ExportDialog:
    part = Part("All", "All", lambda _: None)
    dialog = ExportDialog([part], program.library, folder, program.window, work)
    dialog.open()
    return dialog


def test_stop_stops(program: Application, qtbot: QtBot, folder: Path) -> None:
    work = Waiting()
    dialog = dialog_with(qtbot, program, folder, work)
    click(dialog.go)
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 1000)
    assert (dialog.leave.text(), dialog.go.isEnabled()) == ("Stop", False)

    click(dialog.leave)

    assert "Stopped" in ended(qtbot, dialog)
    assert dialog.leave.text() == "Close"
    click(dialog.leave)
    assert not isValid(dialog) or not dialog.isVisible()


def test_closing_stops(program: Application, qtbot: QtBot, folder: Path) -> None:
    work = Waiting()
    dialog = dialog_with(qtbot, program, folder, work)
    click(dialog.go)
    assert work.begun.wait(20)
    running = dialog._running
    assert running is not None

    dialog.close()
    running.wait()

    assert program.window.findChild(ExportDialog) in (None, dialog)


def test_what_fails_is_told(program: Application, qtbot: QtBot, folder: Path) -> None:
    folder.rmdir()
    folder.write_text("a file")
    dialog = opened(program)

    click(dialog.go)

    assert "could not be written" in ended(qtbot, dialog)
    assert dialog.go.isEnabled()
    dialog.close()


def test_each_form_says_what_it_is(program: Application, folder: Path) -> None:
    dialog = opened(program)
    said = set()
    for at in range(dialog.form.count()):
        dialog.form.setCurrentIndex(at)
        said.add(dialog.note.text())
        assert dialog.where.text().startswith(str(folder))
    assert len(said) == len(Form)
    dialog.close()


def test_a_library_comes_back(program: Application, qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    file = folder / "all.jsonl"
    with library_fixtures.opened(tmp_path / "other.db") as library:
        feed = library_fixtures.follow(library, "https://other.example/feed", title="Other")
        library_fixtures.came(library, feed, library_fixtures.entry("1", None, "From elsewhere", "Text"))
        whole.write(library.reader, file)
    said: list[str] = []
    object.__setattr__(program.window.desk, "say", said.append)
    count = program.reader.count(Query())

    transfer.import_file(program.window.desk, file)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)

    assert said[0].startswith("1 new")
    assert program.reader.count(Query()) == count + 1
    assert "Other" in [one.title for one in program.reader.feeds()]


# The vault


@pytest.fixture
def kept(program: Application, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    crew = vault.in_step
    monkeypatch.setattr(vault, "in_step", lambda *a, **k: crew(*a, **k, crew=lambda: Crew(0)))
    vault.make(folder)
    program.choices.choose({"vault": str(folder), "vault_keeps": "starred"})
    return folder


def look(program: Application, qtbot: QtBot) -> None:
    program.vault._later.stop()
    program.vault.look()
    qtbot.waitUntil(lambda: program.vault._running is None, timeout=20_000)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.md"))


def test_starred_articles_appear_and_labels_come_back(program: Application, qtbot: QtBot, kept: Path) -> None:
    look(program, qtbot)
    before = len(files(kept))
    number = next(n for n in program.reader.all_ids(Query()) if not program.reader.rows([n])[n].starred)
    with qtbot.waitSignal(program.worker.changed):
        program.worker.submit(Star([number]))
    assert program.vault._later.isActive()
    look(program, qtbot)
    assert len(files(kept)) == before + 1
    article = program.reader.article(number)
    assert article is not None
    path = next(path for path in files(kept) if article.uuid in path.read_text(encoding="utf-8"))

    path.write_text(path.read_text(encoding="utf-8").replace("labels: []", "labels: [Later]"), encoding="utf-8")
    with qtbot.waitSignal(program.worker.changed):
        look(program, qtbot)

    assert [one.title for one in labels.of_articles(program.reader, [number])[number]] == ["Later"]
    look(program, qtbot)
    assert 'labels:\n  - "Later"' in path.read_text(encoding="utf-8")
    assert str(before + 1) in program.vault.told


def test_a_vault_that_is_gone_is_told_once(
    program: Application, qtbot: QtBot, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(program.window.desk.problems, "_say", said.append)
    kept.rename(kept.with_name("elsewhere"))

    look(program, qtbot)
    look(program, qtbot)

    assert len(said) == 1
    assert "is not there" in said[0]
    assert not kept.exists()
    assert program.vault.told == said[0]


def test_a_file_that_cannot_be_read_is_told_once(program: Application, qtbot: QtBot, kept: Path) -> None:
    program.choices.choose({"vault_keeps": "all"})
    look(program, qtbot)
    path = files(kept)[0]
    path.write_text(path.read_text(encoding="utf-8").replace("labels: []", "labels: [open"), encoding="utf-8")
    said: list[str] = []
    object.__setattr__(program.window.desk, "say", said.append)

    look(program, qtbot)
    look(program, qtbot)

    assert len(said) == 1
    assert path.name in said[0]
    assert "labels: [open" in path.read_text(encoding="utf-8")


def test_the_preferences_choose_the_vault(
    program: Application, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    chosen: dict[str, Any] = {}
    section = VaultSection(program.choices.chosen, chosen.update, lambda: "Fine.", folder)
    qtbot.addWidget(section)
    section.show()
    assert not section.keeps.isEnabled()

    click(section.pick)
    choose(section.keeps, "search")
    QTest.keyClicks(section.search, "boats")
    QTest.keyClick(section.search, Qt.Key.Key_Return)

    assert chosen == {"vault": str(folder), "vault_keeps": "search", "vault_search": "boats"}
    assert (folder / ".desktop-reader").is_dir()
    assert "Fine." in section.place.text()
    click(section.end)
    assert chosen["vault"] == ""
    assert (folder / ".desktop-reader").is_dir()
