"""Marks on many articles at once: as quick to give as one, told while they take, and taken back as one deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs import Job
from desktop_reader.jobs.deeds import KeepDeed
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.retain import CarryOut
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.ui.commands import article, marked
from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.dialogs.keeping import KeepingDialog
from desktop_reader.ui.notice import Notice
from tests.ui.test_menus import named, of_row, outside, unread, window

__all__ = ["outside", "window"]  # Fixtures.


def everything(window: Application) -> list[int]:
    return list(window.reader.all_ids(Query()))


def starred(window: Application) -> int:
    return window.reader.smart_counts().starred


@pytest.mark.parametrize("few", [2, 1000], ids=["asked beside the window", "asked at once"])
def test_many_are_marked_and_taken_back_as_one(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(article, "FEW", few)
    deeds, undo = ArticleDeeds(window.window.desk), window.window.undo
    ids = everything(window)
    deeds.toggle_star(ids[:1])
    qtbot.waitUntil(lambda: starred(window) == 1)
    qtbot.waitUntil(lambda: undo.can_undo)
    deeds.toggle_star(ids)
    qtbot.waitUntil(lambda: starred(window) == 6)
    undo.undo()
    qtbot.waitUntil(lambda: starred(window) == 1)
    undo.redo()
    qtbot.waitUntil(lambda: starred(window) == 6)
    deeds.toggle_star(ids)
    qtbot.waitUntil(lambda: starred(window) == 0)
    deeds.toggle_read(ids)
    qtbot.waitUntil(lambda: unread(window) == [])
    deeds.toggle_read(ids)
    qtbot.waitUntil(lambda: len(unread(window)) == 6)


def test_rows_of_many_are_not_read_by_the_window(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "FEW", 2)
    asked: list[object] = []
    monkeypatch.setattr(window.reader, "select", lambda *given: asked.append(given))
    ids = everything(window)
    ArticleDeeds(window.window.desk).toggle_read(ids)
    qtbot.waitUntil(lambda: unread(window) == [])
    assert asked == []


def test_all_means_what_was_there_at_the_click(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Job] = []
    worker = window.window.desk.worker
    submit = worker.submit

    def noted(job: Job, done: Callable[[Changes | Exception], None] | None = None) -> None:
        jobs.append(job)
        submit(job, done)

    monkeypatch.setattr(worker, "submit", noted)
    ArticleDeeds(window.window.desk).mark_all()
    qtbot.waitUntil(lambda: unread(window) == [])
    kept = MarkAllRead(window.browsing.query, max(everything(window)))
    assert [job for job in jobs if not isinstance(job, KeepDeed)] == [kept]


def test_not_a_thousand_pages_are_opened_at_once(
    window: Application, outside: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "OPENED", 3)
    ArticleDeeds(window.window.desk).open_original(everything(window))
    assert len(outside) == 3
    (notice,) = window.window.findChildren(Notice)
    assert notice.accessibleName() == "Only the first 3 were opened."


def test_many_links_are_copied_in_their_order(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "FEW", 2)
    ids = everything(window)
    QGuiApplication.clipboard().setText("")
    ArticleDeeds(window.window.desk).copy_link(ids)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    found = [window.reader.article(number) for number in ids]
    assert QGuiApplication.clipboard().text().split() == [one.url for one in found if one is not None]


def test_a_long_deed_is_told_in_the_notice(window: Application) -> None:
    window.worker.working.emit(MarkAllRead(Query()), 2, 5)
    (notice,) = window.window.findChildren(Notice)
    assert notice.isVisible()
    assert notice.accessibleName() == "Marking 2 of 5 articles…"


@pytest.mark.parametrize(
    ("job", "under_way", "ended"),
    [
        (MarkAllRead(Query()), "Marking 60,000 of 100,000 articles…", "All marked"),
        (Unstar((1,)), "Marking 60,000 of 100,000 articles…", "All marked"),
        (RemoveFeed(1), "Removing the feed: 60,000 of 100,000 articles…", "Feed removed"),
        (CarryOut(1), "Deleting 60,000 of 100,000 articles…", "All deleted"),
    ],
)
def test_words_for_what_takes_long(qapp: QApplication, job: Job, under_way: str, ended: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    assert marked.under_way(job, 60_000, 100_000) == under_way
    assert marked.under_way(job, 0, 0) == ended
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("mark", "opposite", "one", "many"),
    [
        (MarkRead, MarkUnread, "1 article marked as read", "2 articles marked as read"),
        (MarkUnread, MarkRead, "1 article marked as unread", "2 articles marked as unread"),
        (Star, Unstar, "1 article starred", "2 articles starred"),
        (Unstar, partial(Star, again=True), "1 star taken away", "2 stars taken away"),
    ],
)
def test_words_and_ways_back(
    qapp: QApplication, mark: type, opposite: Callable[[tuple[int, ...]], Job], one: str, many: str
) -> None:
    assert marked.deed(mark, Changes(state=(7,))).words == one
    deed = marked.deed(mark, Changes(state=(7, 8)))
    assert (deed.words, deed.back, deed.again) == (many, opposite((7, 8)), mark((7, 8)))


def test_a_feed_asks_how_long_its_articles_are_kept(qtbot: QtBot, window: Application) -> None:
    named(of_row(window, "feed", "Harbour"), "Keep articles…").trigger()
    (dialog,) = window.window.findChildren(KeepingDialog)
    assert dialog.windowTitle() == "Keep articles of “Harbour”"
    qtbot.waitUntil(dialog.keeping.as_others.isEnabled)
    assert dialog.keeping.as_others.isChecked()
    dialog.keeping.not_all.click()
    qtbot.waitUntil(dialog.keeping.apply.isEnabled)
    dialog.keeping.apply.click()
    qtbot.waitUntil(lambda: window.reader.select("SELECT days, most FROM retention") == [(365, None)])
