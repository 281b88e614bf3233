"""Deeds on articles: going to them, marking, starring, opening their originals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.library import marking
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands import marked
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate
_FEW = 200
_OPENED = 20

T = TypeVar("T")


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
        Command(
            "article.read",
            tr("commands", "Read or unread"),
            some.toggle_read,
            ("M",),
            "mail-unread",
            chosen,
            writes=True,
        ),
        Command("article.star", tr("commands", "Star"), some.toggle_star, ("S",), "star", chosen, writes=True),
        Command("article.open", tr("commands", "Open original"), some.open_original, ("V",), "open", chosen),
        Command("article.copy_link", tr("commands", "Copy link"), some.copy_link, ("Ctrl+Shift+C",), "link", chosen),
        Command(
            "article.mark_all",
            tr("commands", "Mark all as read"),
            some.mark_all,
            ("Shift+A",),
            "check-circle",
            writes=True,
        ),
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
        self._desk.articles.view.step_to_unread(
            lambda: self._desk.say(translate("commands", "Nothing unread is left here."))
        )

    def toggle_read(self, ids: Sequence[int] = ()) -> None:
        """All are read: unread; else: read."""
        self._toggle(ids, "is_read", MarkRead, MarkUnread)

    def toggle_star(self, ids: Sequence[int] = ()) -> None:
        """All are starred: no stars; else: stars."""
        self._toggle(ids, "starred", Star, Unstar)

    def open_original(self, ids: Sequence[int] = ()) -> None:
        """In the browser; only addresses of the web, and no more than anybody can want at once."""
        wanted = self._wanted(ids)
        for address in _addresses(self._desk.reader, wanted[:_OPENED]):
            open_outside(address)
        if len(wanted) > _OPENED:
            self._desk.say(translate("commands", "Only the first {count} were opened.").format(count=_OPENED))

    def copy_link(self, ids: Sequence[int] = ()) -> None:
        """The addresses, one a line."""
        self._ask(
            "links",
            self._wanted(ids),
            _addresses,
            lambda found: QGuiApplication.clipboard().setText("\n".join(filter(None, found))),
        )

    def mark_all(self) -> None:
        """All of the list that is there by now; can be taken back."""
        job = MarkAllRead(self._desk.browsing.query, marking.last_id(self._desk.reader))
        self._desk.worker.submit(job, self._marked)

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
            self._desk.undo.push(marked.deed(MarkRead, changes))
        else:
            self._desk.say(translate("commands", "Everything here was read already."))

    def _toggle(self, ids: Sequence[int], mark: marking.Mark, put: marked.Mark, take: marked.Mark) -> None:
        wanted = self._wanted(ids)
        self._ask(
            mark,
            wanted,
            lambda reader, numbers: marking.others(reader, numbers, mark, True),
            lambda without: self._put(put, without) if without else self._put(take, wanted),
        )

    def _put(self, mark: marked.Mark, ids: Sequence[int]) -> None:
        """A mark on one article is taken back by the same key; one on many can be undone."""

        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Exception):
                self._desk.problems.tell(changes)
            elif len(changes.state) > 1:
                self._desk.undo.push(marked.deed(mark, changes))

        if ids:
            self._desk.worker.submit(mark(tuple(ids)), done)

    def _ask(
        self,
        kind: str,
        ids: Sequence[int],
        question: Callable[[Reader, Sequence[int]], T],
        answered: Callable[[T], None],
    ) -> None:
        """At once for a few articles; for many the window does not wait."""
        if len(ids) <= _FEW:
            answered(question(self._desk.reader, ids))
        else:
            self._desk.worker.ask(kind, lambda reader: question(reader, ids), answered)

    def _wanted(self, ids: Sequence[int]) -> Sequence[int]:
        """The given articles, else the picked ones, else the one that is shown."""
        wanted = ids or self._desk.articles.view.picked() or [self._desk.browsing.article]
        return [number for number in wanted if number]


def _addresses(reader: Reader, ids: Sequence[int]) -> list[str | None]:
    found = map(reader.article, ids)
    return [article.url for article in found if article is not None]


def open_outside(address: str | None) -> None:
    """Hands an address of the web to the browser; nothing else is ever handed out."""
    url = QUrl(address or "")
    if url.scheme() in ("http", "https", "mailto"):
        QDesktopServices.openUrl(url)
