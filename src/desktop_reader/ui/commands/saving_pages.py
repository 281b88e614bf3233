"""Saving web pages: asked for in a small dialog, or handed over by a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop_reader.records.changes import Changes
from desktop_reader.records.saved import SAVED, is_saved
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.undo import Deed

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.records.article import Article
    from desktop_reader.records.incoming import Coming
    from desktop_reader.records.refresh import DigestedEntry

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """Saving, and removing what was saved."""
    save, away = translate("commands", "Save page…"), translate("commands", "Remove saved page")
    return [
        Command("page.save", save, lambda: ask(desk), ("Ctrl+Shift+S",), "save", writes=True, group="article"),
        Command(
            "page.remove",
            away,
            lambda: remove(desk),
            (),
            "delete",
            lambda: bool(desk.browsing.article),
            writes=True,
            group="article",
        ),
    ]


def call_as_now(desk: Desk) -> None:
    """The saved pages are called as the window speaks by now; where they are already, nothing is written."""
    title = translate("Sidebar", "Saved pages")
    sql = "SELECT 1 FROM feed WHERE url = ? AND given_title IS NULL AND title <> ?"

    def answered(found: list[Any]) -> None:
        if found:
            from desktop_reader.jobs.save_page import CallSavedPages

            desk.worker.submit(CallSavedPages(title))

    if not desk.worker.read_only:
        desk.worker.ask("saved pages", lambda reader: reader.select(sql, (SAVED, title)), answered, quick=True)


def ask(desk: Desk) -> QDialog:
    """Asks for the address; the one in the clipboard stands there already."""
    from desktop_reader.ui.dialogs.save_page import SavePageDialog

    def fetch(typed: str, came: Callable[[object], None]) -> None:
        _fetch(desk, typed, came, by_hand=True)

    dialog = SavePageDialog(fetch, lambda entry, done: _keep(desk, entry, done), desk.window)
    text = QGuiApplication.clipboard().text().strip()
    if text.startswith(("http://", "https://")) and len(text) < 2000 and len(text.split()) == 1:
        dialog.suggest(text)
    dialog.open()
    return dialog


def save(desk: Desk, address: str) -> None:
    """At once, as a browser has asked for it: only what lies on the internet."""

    def came(found: object) -> None:
        if isinstance(found, Exception):
            desk.problems.tell(found)
        else:
            _keep(desk, found, lambda error: None if error is None else desk.problems.tell(error))

    desk.say(translate("SavePage", "Saving the page…"))
    _fetch(desk, address, came, by_hand=False)


def save_typed(desk: Desk, address: str, done: Callable[[int | Exception], object]) -> None:
    """At once, as somebody has typed it; ``done`` is told which article it is, or why it is none."""

    def came(found: object) -> None:
        if isinstance(found, Exception):
            done(found)
            return
        from desktop_reader.library.saved import page_read

        entry: DigestedEntry = found  # type: ignore[assignment]

        def kept(error: Exception | None) -> None:
            done(error if error is not None else page_read(desk.reader, entry.guid or ""))

        _keep(desk, entry, kept)

    desk.say(translate("SavePage", "Saving the page…"))
    _fetch(desk, address, came, by_hand=True)


def remove(desk: Desk) -> None:
    """The saved page that is shown goes; that can be taken back."""
    number = desk.browsing.article

    def question(reader: Reader) -> tuple[Article | None, bool]:
        article = reader.article(number)
        feed = reader.feed(article.feed_id) if article is not None else None
        return article, feed is not None and is_saved(feed.url)

    def read(answer: tuple[Article | None, bool]) -> None:
        article, saved = answer
        if article is None:
            return
        if not saved:
            desk.say(translate("SavePage", "Only saved pages can be removed; what a feed brought would come again."))
            return
        from desktop_reader.worker.saving import AsItWas

        desk.worker.work(lambda run: run(AsItWas(article)), lambda found: _remove(desk, number, found))

    desk.worker.ask("saved page", question, read, quick=True)


def _remove(desk: Desk, number: int, found: object) -> None:
    from desktop_reader.jobs.importing import KeepArticles
    from desktop_reader.jobs.save_page import RemovePage, TakeBack

    if isinstance(found, Exception):
        desk.problems.tell(found)
        return
    coming: Coming = found  # type: ignore[assignment]
    back = KeepArticles(SAVED, (coming,), int(time.time()), translate("Sidebar", "Saved pages"))

    def removed(changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            desk.problems.tell(changes)
        elif changes.removed:
            words = translate("SavePage", "“{title}” removed").format(title=coming.entry.title)
            desk.undo.push(Deed(words, back, TakeBack(coming.entry.guid or "")))

    desk.worker.submit(RemovePage(number), removed)


def _fetch(desk: Desk, address: str, came: Callable[[object], None], *, by_hand: bool) -> None:
    from desktop_reader.worker.saving import fetch_page

    desk.worker.work(lambda run: fetch_page(address, run, by_hand=by_hand), came)


def _keep(desk: Desk, found: object, done: Callable[[Exception | None], object]) -> None:
    """Keeps the page, tells what became of it, and how that is taken back."""
    from desktop_reader.jobs.save_page import SavePage, TakeBack

    entry: DigestedEntry = found  # type: ignore[assignment]
    job = SavePage(entry, int(time.time()), translate("Sidebar", "Saved pages"))

    def kept(changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            done(changes)
            return
        title = entry.title
        if changes.new:
            words = translate("SavePage", "“{title}” saved").format(title=title)
            desk.undo.push(Deed(words, TakeBack(entry.guid or ""), job))
        elif changes.updated:
            words = translate("SavePage", "“{title}” saved again; its earlier version is kept")
            desk.say(words.format(title=title))
        else:
            desk.say(translate("SavePage", "“{title}” is saved already").format(title=title))
        done(None)

    desk.worker.submit(job, kept)
