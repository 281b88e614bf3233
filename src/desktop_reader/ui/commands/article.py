"""Deeds on articles: going to them, marking, starring, opening their originals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QLocale, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.library import marking, stories
from desktop_reader.library.addresses import addresses
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.ui.articles.quick import STAR
from desktop_reader.ui.commands import marked
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.links import outward

translate = QCoreApplication.translate
FEW = 200
OPENED = 10
COPIED = 1_000

T = TypeVar("T")


def commands(desk: Desk) -> list[Command]:
    """All commands on articles."""
    some = ArticleDeeds(desk)

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.count_picked())

    tr = translate
    return [
        Command(
            "article.next", tr("commands", "Next article"), lambda: some.step(1), ("J",), "chevron-down", also=("Down",)
        ),
        Command(
            "article.previous",
            tr("commands", "Previous article"),
            lambda: some.step(-1),
            ("K",),
            "chevron-up",
            also=("Up",),
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
        Command(
            "article.open",
            tr("commands", "Open original"),
            some.open_original,
            ("V",),
            "open",
            chosen,
            also=("Return",),
        ),
        Command("article.copy_link", tr("commands", "Copy link"), some.copy_link, ("Ctrl+Shift+C",), "link", chosen),
        Command(
            "article.mark_all",
            tr("commands", "Mark all as read"),
            some.mark_all,
            ("Shift+A",),
            "check-circle",
            writes=True,
            group="list",
        ),
    ]


class ArticleDeeds:
    """What is done to the given articles; without any, to those that are picked, or to the one that is shown when none
    is. However many are picked, the window's thread names their rows and never collects them.
    """

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

    def give(self, deed: str, article: int) -> None:
        """What a button of a row stands for."""
        (self.toggle_star if deed == STAR else self.toggle_read)([article])

    def toggle_read(self, ids: Sequence[int] = ()) -> None:
        """All are read: unread; else: read."""
        self._toggle(ids, "is_read", MarkRead, MarkUnread)

    def toggle_star(self, ids: Sequence[int] = ()) -> None:
        """All are starred: no stars; else: stars."""
        self._toggle(ids, "starred", Star, Unstar)

    def put(self, mark: marked.Mark, ids: Sequence[int] = ()) -> None:
        """Marks all, whatever they were."""
        self._ask("put", ids, lambda _, numbers: numbers, lambda numbers: self._put(mark, numbers))

    def open_original(self, ids: Sequence[int] = ()) -> None:
        """In the browser; only addresses of the web, and no more than anybody can want at once."""

        def found(answer: tuple[list[str], int]) -> None:
            for address in self._desk.links.addresses(answer[0]):
                open_outside(address)
            if answer[1] > OPENED:
                words = translate("commands", "Only the first {count} were opened.")
                self._desk.say(words.format(count=QLocale().toString(OPENED)))

        self._ask("open", ids, lambda reader, some: (addresses(reader, some[:OPENED]), len(some)), found)

    def copy_link(self, ids: Sequence[int] = ()) -> None:
        """The addresses, one a line, without what would only tell where they come from."""

        def found(answer: tuple[list[str], int]) -> None:
            QGuiApplication.clipboard().setText("\n".join(self._desk.links.addresses(answer[0])))
            if answer[1] > COPIED:
                words = translate("commands", "Only the first {count} links were copied.")
                self._desk.say(words.format(count=QLocale().toString(COPIED)))

        self._ask("links", ids, lambda reader, some: (addresses(reader, some[:COPIED]), len(some)), found)

    def mark_all(self) -> None:
        """All of the list that is there by now; can be taken back."""
        job = MarkAllRead(self._desk.browsing.query, marking.last_id(self._desk.reader))
        self._desk.worker.submit(job, self._marked)

    def mark_beyond(self, article: int = 0, *, below: bool = False) -> None:
        """All articles above (or below) one in the list, by default the current one; can be taken back."""
        article = article or self._desk.articles.view.current() or self._desk.browsing.article
        question = self._desk.articles.model.beyond(article, below=below)

        def found(some: Sequence[int]) -> None:
            if some:
                self._desk.worker.submit(MarkRead(some), self._marked)
            elif below:
                self._desk.say(translate("commands", "There is no article below."))
            else:
                self._desk.say(translate("commands", "There is no article above."))

        self._desk.worker.ask("beyond", question, found)

    def _marked(self, changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            self._desk.problems.tell(changes)
        elif changes.state:
            self._desk.undo.push(marked.deed(MarkRead, changes))
        else:
            self._desk.say(translate("commands", "Everything here was read already."))

    def _toggle(self, ids: Sequence[int], mark: marking.Mark, put: marked.Mark, take: marked.Mark) -> None:
        def question(reader: Reader, numbers: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
            if mark == "is_read" and self._desk.articles.folds:  # A row stands for all that tell the same.
                numbers = stories.with_copies(reader.select, numbers)
            return marking.others(reader, numbers, mark, True), numbers

        self._ask(
            mark,
            ids,
            question,
            lambda found: self._put(put, found[0]) if found[0] else self._put(take, found[1]),
        )

    def _put(self, mark: marked.Mark, ids: Sequence[int]) -> None:
        """All can be undone; of a mark on one article, which the same key takes back too, nothing is said."""

        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Exception):
                self._desk.problems.tell(changes)
            elif changes.state:
                self._desk.undo.push(marked.deed(mark, changes), quiet=len(changes.state) == 1)

        if ids:
            self._desk.worker.submit(mark(ids), done)

    def _ask(
        self,
        kind: str,
        ids: Sequence[int],
        question: Callable[[Reader, Sequence[int]], T],
        answered: Callable[[T], None],
    ) -> None:
        """At once for a few articles; for many the window does not wait."""
        view, worker = self._desk.articles.view, self._desk.worker
        if not ids and view.count_picked() > FEW:
            part = view.picked_part()
            worker.ask(kind, lambda reader: question(reader, part(reader)), answered)
            return
        some = [number for number in ids or view.picked() or [self._desk.browsing.article] if number]
        if len(some) > FEW:
            worker.ask(kind, lambda reader: question(reader, some), answered)
        elif some:
            answered(question(self._desk.reader, some))


def open_outside(address: str | None) -> None:
    """Hands an address of the web to the browser; nothing else is ever handed out."""
    if to := outward(QUrl(address or "")):
        QDesktopServices.openUrl(QUrl(to))
