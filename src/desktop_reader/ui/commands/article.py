"""Deeds on articles: going to them, marking, starring, opening their originals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_reader.jobs import Job
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """All commands on articles."""
    some = ArticleDeeds(desk)

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.picked())

    tr = translate
    return [
        Command("article.next", tr("commands", "Next article"), lambda: some.step(1), ("J",), "chevron-down"),
        Command(
            "article.previous",
            tr("commands", "Previous article"),
            lambda: some.step(-1),
            ("K",),
            "chevron-up",
        ),
        Command("article.skip", tr("commands", "Next, without opening"), lambda: some.glance(1), ("N",)),
        Command("article.skip_back", tr("commands", "Previous, without opening"), lambda: some.glance(-1), ("P",)),
        Command("article.next_unread", tr("commands", "Next unread article"), some.next_unread, ("Shift+N", "Ctrl+N")),
        Command("article.page", tr("commands", "Page down, then next unread"), desk.reading.view.page_down, ("Space",)),
        Command("article.page_back", tr("commands", "Page up"), desk.reading.view.page_up, ("Shift+Space",)),
        Command("article.read", tr("commands", "Read or unread"), some.toggle_read, ("M",), "mail-unread", chosen),
        Command("article.star", tr("commands", "Star"), some.toggle_star, ("S",), "star", chosen),
        Command("article.open", tr("commands", "Open original"), some.open_original, ("V",), "open", chosen),
        Command("article.copy_link", tr("commands", "Copy link"), some.copy_link, ("Ctrl+Shift+C",), "link", chosen),
        Command("article.mark_all", tr("commands", "Mark all as read"), some.mark_all, ("Shift+A",), "check-circle"),
    ]


class ArticleDeeds:
    """What is done to the picked articles, or to the one that is shown when none is picked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def step(self, by: int) -> None:
        """The next article, or the one before; the list has the keyboard then."""
        self._desk.articles.view.setFocus()
        self._desk.articles.view.step(by)

    def glance(self, by: int) -> None:
        """Moves in the list, the article shown stays."""
        self._desk.articles.view.step(by, tell=False)

    def next_unread(self) -> None:
        """The next unread below, else from the top, else says that all is read."""
        if not self._desk.articles.view.step_to_unread():
            row = self._desk.articles.model.next_unread(-1)
            if row is None or not self._desk.articles.view.pick(row):
                self._desk.say(translate("commands", "Nothing unread is left here."))

    def toggle_read(self, ids: Sequence[int] = ()) -> None:
        """All are read: unread; else: read."""
        rows = self._rows(ids)
        if rows:
            picked = tuple(row.id for row in rows)
            self._run(MarkRead(picked) if any(row.unread for row in rows) else MarkUnread(picked))

    def toggle_star(self, ids: Sequence[int] = ()) -> None:
        """All are starred: no stars; else: stars."""
        rows = self._rows(ids)
        if rows:
            picked = tuple(row.id for row in rows)
            self._run(Unstar(picked) if all(row.starred for row in rows) else Star(picked))

    def open_original(self, ids: Sequence[int] = ()) -> None:
        """In the browser; only addresses of the web."""
        for row in self._rows(ids):
            article = self._desk.reader.article(row.id)
            open_outside(article.url if article else None)

    def copy_link(self, ids: Sequence[int] = ()) -> None:
        """The addresses, one a line."""
        found = [self._desk.reader.article(row.id) for row in self._rows(ids)]
        QGuiApplication.clipboard().setText("\n".join(a.url for a in found if a is not None and a.url))

    def mark_all(self) -> None:
        """All of the list; can be taken back."""

        self._desk.worker.submit(MarkAllRead(self._desk.browsing.query), self._marked)

    def mark_above(self, article: int, below: bool = False) -> None:
        """All articles above (or below) one in the list; can be taken back."""
        model = self._desk.articles.model
        row = model.row_of(article)
        if row is None:
            return
        first, last = (row + 1, model.rowCount() - 1) if below else (0, row - 1)
        if first <= last:
            self._desk.worker.submit(MarkRead(tuple(model.ids_between(first, last))), self._marked)

    def _marked(self, changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            self._desk.problems.tell(changes)
        elif changes.state:
            count = len(changes.state)
            # English has no translation file that would know the singular.
            words = (
                translate("commands", "1 article marked as read")
                if count == 1
                else translate("commands", "%n articles marked as read", "", count)
            )
            self._desk.undo.push(Deed(words, MarkUnread(changes.state), MarkRead(changes.state)))
        else:
            self._desk.say(translate("commands", "Everything here was read already."))

    def _run(self, job: Job) -> None:
        self._desk.worker.submit(job)

    def _rows(self, ids: Sequence[int]) -> list[ArticleRow]:
        """The given articles, else the picked ones, else the one that is shown."""
        wanted = ids or self._desk.articles.view.picked() or [self._desk.browsing.article]
        return list(self._desk.reader.rows([number for number in wanted if number]).values())


def open_outside(address: str | None) -> None:
    """Hands an address of the web to the browser; nothing else is ever handed out."""
    url = QUrl(address or "")
    if url.scheme() in ("http", "https", "mailto"):
        QDesktopServices.openUrl(url)
