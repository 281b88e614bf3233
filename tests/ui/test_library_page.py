"""The page "Library" of the preferences, and a window whose library is only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.jobs.mark import MarkAllRead, Star
from desktop_reader.library import lock, place
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from desktop_reader.ui.dialogs import place as dialog
from desktop_reader.ui.dialogs.place import LibraryPage
from desktop_reader.ui.opening import Opening
from desktop_reader.ui.preferences.dialog import PreferencesDialog
from desktop_reader.ui.preferences.storage import StoragePage
from tests.library_fixtures import came, entry, follow, indexed, made, opened


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Three articles."""
    path = made(tmp_path)
    with opened(path) as writer:
        came(writer, follow(writer), *(entry(f"g{n}", title=f"Title {n}", text="lighthouse", at=n) for n in range(3)))
        indexed(writer)
    return path


@pytest.fixture
def start(qapp: QApplication, library: Path) -> Iterator[Callable[[bool], Application]]:
    """Opens the library as the program does."""
    settings.save(
        settings.Settings(refresh_minutes=0, read_after_seconds=0.01, scheme="light"), paths.config() / "settings.json"
    )
    open_ones: list[tuple[Application, Opening]] = []

    def begin(read_only: bool) -> Application:
        opening = Opening(library, read_only, lambda words, ways: False)
        application = opening.next(lambda path: Application(path, qapp, opening))
        assert application is not None
        open_ones.append((application, opening))
        application.start()
        return application

    yield begin
    for application, opening in open_ones:
        application.window.close()
        application.close()
        application.reader.close()
        opening.close()
        application.window.deleteLater()
    qapp.processEvents()


def page_of(application: Application) -> LibraryPage:
    """As the preferences show it."""
    application.window.deck.action("app.preferences").trigger()
    dialog = application.window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    dialog.show_page(StoragePage)
    (page,) = application.window.findChildren(LibraryPage)
    assert page.isVisible()
    return page


def test_it_tells_where_the_library_lies(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(start(False))
    assert page.where.text() == str(library)
    assert page.many.text() == "3"
    assert page.large.text().endswith("kB")
    assert page.state.text() == ""
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    page.show_button.click()
    assert [Path(url.toLocalFile()) for url in shown] == [library.parent]


def test_a_move_is_chosen_and_done_when_the_window_has_closed(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "away").mkdir()
    application = start(False)
    page = page_of(application)
    chosen = iter(["", str(library.parent), str(tmp_path / "away")])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    page.move_button.click()
    assert page.told.isHidden()
    page.move_button.click()
    assert page.told.isVisible()
    assert "already" in page.told.text()
    opening = page._opening
    page.move_button.click()
    assert not application.window.isVisible()
    application.reader.close()
    assert opening.next(lambda path: path) == tmp_path / "away" / "library.db"
    assert not library.exists()


def test_another_library_is_opened_when_it_is_one(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = made(tmp_path, "other.db")
    (tmp_path / "diary.db").write_text("Dear diary")
    chosen = iter([None, tmp_path / "diary.db", tmp_path / "none.db", other])
    monkeypatch.setattr(dialog, "choose_library", lambda parent: next(chosen))
    application = start(False)
    page = page_of(application)
    page.open_button.click()
    assert page.told.isHidden()
    page.open_button.click()
    assert "is no library of Desktop Reader" in page.told.text()
    page.open_button.click()
    assert "cannot be opened" in page.told.text()
    opening = page._opening
    page.open_button.click()
    assert not application.window.isVisible()
    assert opening.next(lambda path: path) == other
    assert lock.is_held(other)
    assert not lock.is_held(library)


def test_the_place_is_told_when_it_is_special(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library.parent / "library (conflicted copy).db").write_bytes(library.read_bytes())
    monkeypatch.setattr(place, "sync_service", lambda library: "Nextcloud")
    said = page_of(start(False)).state.text()
    assert "synced by Nextcloud" in said
    assert "“library (conflicted copy).db”" in said


def test_a_window_that_only_reads(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path, tmp_path: Path
) -> None:
    before = {file.name: file.read_bytes() for file in tmp_path.glob("library.db*") if not file.name.endswith("-shm")}
    application = start(True)
    window = application.window
    heard: list[Exception] = []
    application.worker.failed.connect(heard.append)

    # It reads and searches.
    qtbot.waitUntil(lambda: window.articles.model.rowCount() == 3)
    window.articles.view.pick(0)
    qtbot.waitUntil(lambda: "lighthouse" in window.reading.view.toPlainText())
    window.articles.search.setText("lighthouse")
    qtbot.waitUntil(lambda: window.articles.model.rowCount() == 3)

    # It says so, and what would write cannot be done.
    assert window.sidebar.foot.words == "For reading only"
    for name in ("article.read", "article.star", "article.mark_all", "feed.add", "feed.refresh_all", "folder.add"):
        assert not window.deck.action(name).isEnabled(), name
        assert window.deck.action(name).toolTip() == "This library is open for reading only."
    for name in ("article.next", "article.open", "feed.export", "app.preferences", "view.search"):
        assert window.deck.action(name).isEnabled(), name
    assert not window.sidebar.refresh_button.isEnabled()
    assert not window.articles.header.mark_button.isEnabled()
    page = page_of(application)
    assert page.state.text() == "This library is open for reading only."
    assert not page.move_button.isEnabled()

    # What is tried all the same is told, and nothing is read by itself.
    told: list[object] = []
    application.worker.submit(Star((1,)), told.append)
    application.worker.submit(MarkAllRead(Query()))
    qtbot.waitUntil(lambda: len(told) == 1 and len(heard) == 1)
    assert str(told[0]) == str(heard[0]) == "This library is open for reading only."
    qtbot.wait(100)
    assert heard == [heard[0]]
    assert application.reader.smart_counts().unread == 3
    window.close()
    application.reader.close()
    after = {file.name: file.read_bytes() for file in tmp_path.glob("library.db*") if not file.name.endswith("-shm")}
    assert {name: words for name, words in after.items() if words} == before


def test_one_window_reads_while_another_program_writes(
    qtbot: QtBot, start: Callable[[bool], Application], library: Path
) -> None:
    application = start(True)
    lock.may_write(library)  # As it is for another process.
    writer = Writer(library)
    came(writer, 1, entry("g9", title="Fourth", at=9))
    assert application.reader.count(Query()) == 4
    writer.close()
    assert application.reader.count(Query()) == 4


def test_the_keyboard_reaches_every_button(qtbot: QtBot, start: Callable[[bool], Application]) -> None:
    page = page_of(start(False))
    for button in (page.show_button, page.move_button, page.open_button):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.text()
