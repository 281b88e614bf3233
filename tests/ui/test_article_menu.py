"""The menu of a row and of many, the buttons of a row, and the commands on the list, in the real window."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_reader import paths
from desktop_reader.app import Application
from desktop_reader.jobs import Job
from desktop_reader.jobs.deeds import KeepDeed
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.records.changes import Changes
from desktop_reader.records.insight import Insight, SimilarReading
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands import article
from desktop_reader.ui.commands.article_menu import article_menu
from desktop_reader.ui.notice import Notice
from tests.ui.test_menus import ids, named, of_article, outside, unread, window

__all__ = ["outside", "window"]  # Fixtures.
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def words_of(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]


def told(window: Application) -> str:
    (notice,) = window.window.findChildren(Notice)
    return notice.accessibleName()


def pick(window: Application, first: int, last: int) -> None:
    view = window.window.articles.view
    view.pick(first, tell=False)
    view.extend(last)


def test_a_row_is_marked_and_starred_in_words_that_fit(qtbot: QtBot, window: Application) -> None:
    named(of_article(window, "Note 1"), "Mark as read").trigger()
    qtbot.waitUntil(lambda: "Note 1" not in unread(window))
    named(of_article(window, "Note 1"), "Mark as unread").trigger()
    qtbot.waitUntil(lambda: "Note 1" in unread(window))
    named(of_article(window, "Note 1"), "Star").trigger()
    qtbot.waitUntil(lambda: window.reader.smart_counts().starred == 1)
    named(of_article(window, "Note 1"), "Remove star").trigger()
    qtbot.waitUntil(lambda: window.reader.smart_counts().starred == 0)
    assert told(window) == "", "whoever marks one sees it marked"


def test_a_mark_on_one_article_is_taken_back_before_what_was_done_earlier(qtbot: QtBot, window: Application) -> None:
    undo = window.window.undo
    pick(window, 1, 3)
    named(of_article(window), "Star").trigger()
    qtbot.waitUntil(lambda: window.reader.smart_counts().starred == 3 and undo.can_undo)
    with qtbot.waitSignal(undo.pushed):
        named(of_article(window, "Note 1"), "Mark as read").trigger()
    undo.undo()
    qtbot.waitUntil(lambda: "Note 1" in unread(window))
    assert window.reader.smart_counts().starred == 3
    undo.redo()
    qtbot.waitUntil(lambda: "Note 1" not in unread(window))


def test_entries_tell_the_keys_that_do_the_same(window: Application) -> None:
    texts = [action.text() for action in of_article(window, "Note 1").actions()]
    assert "Mark as read\tM" in texts
    assert "Mark all above as read\tShift+U" in texts


@pytest.mark.parametrize("few", [1, 200], ids=["asked beside the window", "asked at once"])
def test_all_that_are_picked_are_marked(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(article, "FEW", few)
    pick(window, 1, 3)
    menu = of_article(window)
    assert words_of(menu)[:4] == ["Mark as read", "Mark as unread", "Star", "Remove stars"]
    named(menu, "Mark as read").trigger()
    qtbot.waitUntil(lambda: unread(window) == ["Note 1", "Note 2", "The lamp"] and window.window.undo.can_undo)
    assert told(window) == "3 articles marked as read"
    named(of_article(window), "Star").trigger()
    qtbot.waitUntil(lambda: told(window) == "3 articles starred")
    named(of_article(window), "Remove stars").trigger()
    qtbot.waitUntil(lambda: told(window) == "3 stars taken away")
    named(of_article(window), "Mark as unread").trigger()
    qtbot.waitUntil(lambda: len(unread(window)) == 6)
    window.window.deck.action("article.read").trigger()
    qtbot.waitUntil(lambda: unread(window) == ["Note 1", "Note 2", "The lamp"])
    qtbot.waitUntil(lambda: told(window) == "3 articles marked as read")
    window.window.undo.undo()
    qtbot.waitUntil(lambda: len(unread(window)) == 6)


def test_originals_are_opened_and_links_copied(window: Application, outside: list[str]) -> None:
    pick(window, 0, 1)
    menu = of_article(window)
    named(menu, "Open originals").trigger()
    named(menu, "Copy links").trigger()
    both = ["https://light.example/l", "https://example.org/5"]
    assert outside == both
    assert QGuiApplication.clipboard().text().split() == both
    named(of_article(window, "Note 2"), "Copy link").trigger()
    assert QGuiApplication.clipboard().text() == "https://example.org/2"
    named(of_article(window, "Note 2"), "Open original").trigger()
    assert outside[2:] == ["https://example.org/2"]


def test_no_more_links_are_copied_than_somebody_can_want(window: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "COPIED", 2)
    pick(window, 0, 4)
    window.window.deck.action("article.copy_link").trigger()
    assert len(QGuiApplication.clipboard().text().split()) == 2
    assert told(window) == "Only the first 2 links were copied."


@pytest.mark.parametrize(
    ("words", "name", "left", "nothing"),
    [
        ("Mark all above as read", "article.mark_above", ["Note 1", "Note 2", "Note 3"], "There is no article above."),
        (
            "Mark all below as read",
            "article.mark_below",
            ["Note 3", "Note 4", "Note 5", "The lamp"],
            "There is no article below.",
        ),
    ],
)
def test_all_above_or_below_is_marked_and_can_be_taken_back(
    qtbot: QtBot, window: Application, words: str, name: str, left: list[str], nothing: str
) -> None:
    undo, view = window.window.undo, window.window.articles.view
    named(of_article(window, "Note 3"), words).trigger()
    qtbot.waitUntil(lambda: unread(window) == left and undo.can_undo)
    undo.undo()
    qtbot.waitUntil(lambda: len(unread(window)) == 6)
    view.pick_article(ids(window)["Note 3"], tell=False)
    window.window.deck.action(name).trigger()
    qtbot.waitUntil(lambda: unread(window) == left and undo.can_undo)
    assert told(window) == f"{6 - len(left)} articles marked as read"
    window.window.deck.action(name).trigger()
    qtbot.waitUntil(lambda: told(window) == "Everything here was read already.")
    view.pick(0 if "above" in words else 5, tell=False)
    window.window.deck.action(name).trigger()
    qtbot.waitUntil(lambda: told(window) == nothing)


def test_the_window_never_takes_the_rows_out_of_the_list(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "FEW", 1)
    monkeypatch.setattr(type(window.window.articles.model), "ids_between", lambda *_: pytest.fail("rows were taken"))
    jobs: list[Job] = []
    submit = window.worker.submit

    def noted(job: Job, done: Callable[[Changes | Exception], None] | None = None) -> None:
        jobs.append(job)
        submit(job, done)

    monkeypatch.setattr(window.worker, "submit", noted)
    pick(window, 0, 5)
    named(of_article(window), "Mark as read").trigger()
    qtbot.waitUntil(lambda: unread(window) == [])
    (job,) = [job for job in jobs if not isinstance(job, KeepDeed)]
    assert isinstance(job, MarkRead)
    assert not isinstance(job.ids, (list, tuple))


def test_to_the_feed_and_to_others_of_the_author(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = window.window.articles.model
    menu = of_article(window, "The lamp")
    assert not [words for words in words_of(menu) if words.startswith("More by")], "nobody is named"
    named(menu, "Go to “Light”").trigger()
    light = next(feed.id for feed in window.reader.feeds() if feed.title == "Light")
    assert window.browsing.query == Query(Scope.FEED, light)
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert "Go to “Light”" not in words_of(of_article(window, "The lamp"))

    row = replace(window.reader.rows([ids(window)["The lamp"]]).popitem()[1], author='Ada "The & Fast"  Love')
    monkeypatch.setattr(window.reader, "rows", lambda _: {row.id: row})
    menu = QMenu(window.window)
    article_menu(window.window.desk, window.window.deck, row.id, menu)
    monkeypatch.undo()
    named(menu, "More by Ada The && Fast Love").trigger()
    query = window.browsing.query
    assert (query.scope, query.search) == (Scope.ALL, 'author:"Ada The & Fast Love"')


def test_the_keyboard_goes_to_the_similar_readings(qtbot: QtBot, window: Application) -> None:
    window.inspecting.show(False)
    named(of_article(window, "Note 2"), "Similar readings").trigger()
    inspector = window.inspecting.inspector
    qtbot.waitUntil(lambda: inspector.answered)
    assert window.browsing.article == ids(window)["Note 2"]
    assert window.inspecting.wanted
    near = SimilarReading(ids(window)["Note 3"], "u", "Note 3", 1, "f", "Harbour", 1, 0.5)
    inspector.show_insight(Insight(window.browsing.article, similar=(near,)))
    window.window.articles.view.setFocus()
    window.window.deck.action("article.similar").trigger()
    assert window.window.focusWidget() is inspector.readings.rows[0]


def test_a_row_is_marked_by_its_buttons(qtbot: QtBot, window: Application) -> None:
    articles = window.window.articles
    number = ids(window)["Note 5"]
    articles.deed_wanted.emit("star", number)
    articles.deed_wanted.emit("read", number)
    qtbot.waitUntil(lambda: window.reader.smart_counts().starred == 1 and "Note 5" not in unread(window))


def test_the_list_is_cleaned_up_by_key(qtbot: QtBot, window: Application) -> None:
    window.browsing.look(Query(Scope.UNREAD))
    articles = window.window.articles
    qtbot.waitUntil(lambda: articles.model.rowCount() == 6)
    articles.view.pick(1, tell=False)
    shown = articles.view.current()
    pick(window, 0, 3)
    window.window.deck.action("article.read").trigger()
    qtbot.waitUntil(lambda: len(unread(window)) == 2)
    articles.view.pick(1, tell=False)
    assert articles.model.rowCount() == 6, "nothing vanishes under the reader"
    articles.header.clean_up_wanted.emit()
    qtbot.waitUntil(lambda: articles.model.rowCount() == 3)
    assert articles.view.current() == shown, "what is looked at stays"
    window.window.deck.action("view.clean_up").trigger()
    qtbot.waitUntil(lambda: told(window) == "There is nothing to clean up here.")


def test_density_is_chosen_by_command_and_kept(qtbot: QtBot, window: Application) -> None:
    window.window.deck.action("view.density").trigger()
    assert window.window.articles.view.rowHeight(0) == 44
    assert window.choices.chosen.density == "compact"
    window.window.close()
    assert json.loads((paths.config() / "settings.json").read_text())["density"] == "compact"


def test_the_list_leaves_out_what_is_read_or_bears_no_star(qtbot: QtBot, window: Application) -> None:
    for name, field in (("view.unread_only", "unread_only"), ("view.starred_only", "starred_only")):
        window.window.deck.action(name).trigger()
        assert getattr(window.browsing.query, field)
        window.window.deck.action(name).trigger()
        assert not getattr(window.browsing.query, field)


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_the_menu_comes_up_beside_its_row(qtbot: QtBot, window: Application) -> None:
    view = window.window.articles.view
    view.setFocus()
    view.pick(2, tell=False)
    QTest.keyClick(view, Qt.Key.Key_F10, _SHIFT)

    def up() -> QMenu:
        (menu,) = [one for one in window.window.findChildren(QMenu) if one.isVisible()]
        return menu

    qtbot.waitUntil(lambda: up() is not None)
    row = view.visualRect(view.currentIndex())
    assert row.contains(view.viewport().mapFromGlobal(up().pos() + QPoint(0, 0)))
    up().close()
