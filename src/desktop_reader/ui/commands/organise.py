"""Putting subscriptions in order: folders and feeds moved, renamed, removed. All of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.changes import Changes
from desktop_reader.records.saved import is_saved
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.labels import LabelDeeds
from desktop_reader.ui.commands.searches import SearchDeeds
from desktop_reader.ui.sidebar.moves import Move
from desktop_reader.ui.sidebar.tree import SHELVED, Key, Kind
from desktop_reader.ui.undo import Deed

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.records.arrangement import Turn

translate = QCoreApplication.translate
Words = Callable[[Changes], str]

SIDEBAR = ("sidebar.up", "sidebar.down", "sidebar.out", "sidebar.into", "sidebar.rename", "sidebar.remove")
"""Commands whose keys are heard while the sidebar has the keyboard, and nowhere else."""


def commands(desk: Desk) -> list[Command]:
    """The commands on the row of the sidebar that has the keyboard."""
    deeds, tr = Organising(desk), translate

    def own(name: str, words: str, run: Callable[[], object], key: str, sign: str = "") -> Command:
        return Command(f"sidebar.{name}", words, run, (key,), sign, writes=True, group="feeds")

    def step(move: Move) -> Callable[[], None]:
        return lambda: deeds.step(move)

    return [
        own("up", tr("commands", "Move feed or folder up"), step(Move.UP), "Alt+Up"),
        own("down", tr("commands", "Move feed or folder down"), step(Move.DOWN), "Alt+Down"),
        own("out", tr("commands", "Move feed or folder out of its folder"), step(Move.OUT), "Alt+Shift+Left"),
        own("into", tr("commands", "Move feed or folder into the folder above"), step(Move.INTO), "Alt+Shift+Right"),
        own("rename", tr("commands", "Rename feed or folder"), deeds.rename_here, "F2", "rename"),
        own("remove", tr("commands", "Remove feed or folder"), deeds.remove_here, "Del", "delete"),
    ]


def take(
    desk: Desk,
    job: Job,
    words: Words,
    then: Words | None = None,
    after: Callable[[Turn], object] = lambda turn: None,
) -> None:
    """Does a deed on subscriptions and tells ``words`` with the way back; ``then`` says what to tell of one that
    changed nothing; ``after`` goes on with what was changed.
    """
    from desktop_reader.jobs.arrange import Arrange, Noted  # They bring SQLAlchemy, which no window waits for.

    def told(changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            desk.problems.tell(changes)
        elif changes.turn:
            desk.undo.push(Deed(words(changes), Arrange(changes.turn.back), Arrange(changes.turn.again)))
            after(changes.turn)
        elif then is not None:
            desk.say(then(changes))

    desk.worker.submit(Noted(job), told)


class Organising:
    """What is done to feeds and folders; ids are row ids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def move(self, kind: str, number: int, folder: int | None, position: int) -> None:
        """Somewhere else in the sidebar."""
        if shelved := self._shelved(kind):
            shelved.move(number, position)
            return
        from desktop_reader.jobs.organise import MoveFeed, MoveFolder

        job: Job = MoveFeed(number, folder, position) if kind == Kind.FEED else MoveFolder(number, folder, position)
        self._do(job, _about(self._title(kind, number), translate("commands", "“{title}” moved")))

    def step(self, move: Move) -> None:
        """The row that has the keyboard goes a step, if there is one."""
        wanted = self._desk.sidebar.model.step(self._desk.sidebar.view.currentIndex(), move)
        if wanted is not None:
            key, folder, position = wanted
            self.move(key.kind, key.id, folder, position)

    def rename(self, kind: str, number: int, title: str) -> None:
        """A feed without a name gets its own back; a folder keeps the one it has."""
        if shelved := self._shelved(kind):
            shelved.rename(number, title)
            return
        from desktop_reader.jobs.organise import RenameFeed, RenameFolder

        title = title.strip()
        if kind == Kind.FEED:
            told = translate("commands", "Renamed to “{title}”")
            if not title:
                told = translate("commands", "The feed has its own name again")
            self._do(RenameFeed(number, title), _about(title, told))
        elif title:
            self._do(RenameFolder(number, title), _about(title, translate("commands", "Renamed to “{title}”")))
        else:
            self._desk.say(translate("commands", "A folder needs a name."))

    def rename_here(self) -> None:
        """The row that has the keyboard, or the one that is shown."""
        key = self._here()
        if key is not None:
            self._desk.sidebar.view.rename(key.kind, key.id)

    def remove_here(self) -> None:
        """The same."""
        key = self._here()
        if key is not None:
            self.remove(key.kind, key.id)

    def remove(self, kind: str, number: int) -> None:
        """At once and without a question: a feed lies aside for a day, and what was in a folder moves up."""
        if shelved := self._shelved(kind):
            shelved.remove(number)
            return
        from desktop_reader.jobs.arrange import SetAside
        from desktop_reader.jobs.organise import RemoveFolder

        title = self._title(kind, number)
        feed = self._desk.reader.feed(number) if kind == Kind.FEED else None
        if feed is not None and is_saved(feed.url) and feed.total:
            self._desk.say(translate("commands", "There are pages in it. Remove these one by one, if you wish."))
        elif kind == Kind.FEED:
            self._do(SetAside((number,)), _about(title, translate("commands", "“{title}” removed")))
        else:
            told = translate("commands", "Folder “{title}” removed, its feeds kept")
            self._do(RemoveFolder(number), _about(title, told))

    def add_folder(self, parent: int | None = None) -> None:
        """At once, with a field on its row for the name that it is to have; Escape leaves "New folder"."""
        from desktop_reader.jobs.organise import AddFolder

        def told(changes: Changes) -> str:
            title = changes.turn.again.folders[0].title if changes.turn is not None else ""
            return _about(title, translate("commands", "Folder “{title}” added"))

        take(self._desk, AddFolder(translate("commands", "New folder"), parent, numbered=True), told, after=self._name)

    def _name(self, turn: Turn) -> None:
        """Asks for the name of a folder that has just come."""
        for folder in turn.again.folders:
            self._desk.panes.bring_sidebar()
            self._desk.sidebar.refresh()  # It is told here before the window hears of it.
            self._desk.sidebar.view.rename(Kind.FOLDER, folder.id)

    def _do(self, job: Job, words: str) -> None:
        take(self._desk, job, lambda _: words)

    def _title(self, kind: str, number: int) -> str:
        model = self._desk.sidebar.model
        return model.node(model.index_of(Key(Kind(kind), number))).title

    def _shelved(self, kind: str) -> LabelDeeds | SearchDeeds | None:
        """Who sees to labels and kept searches."""
        if kind == Kind.LABEL:
            return LabelDeeds(self._desk)
        return SearchDeeds(self._desk) if kind == Kind.SEARCH else None

    def _here(self) -> Key | None:
        view = self._desk.sidebar.view
        key = self._desk.sidebar.model.node(view.currentIndex()).key
        return key if view.currentIndex().isValid() and key.kind in (Kind.FEED, Kind.FOLDER, *SHELVED) else None


def added(titles: Sequence[str], count: int) -> str:
    """So many feeds are followed now; one is called by its name where that is known."""
    if count == 1 and len(titles) == 1:
        return _about(titles[0], translate("commands", "“{title}” added"))
    return translate("commands", "1 feed added") if count == 1 else translate("commands", "%n feeds added", "", count)


def with_waiting(words: str, waiting: int) -> str:
    """And that some of a list wait for the reader's word."""
    if not waiting:
        return words
    more = translate("commands", "%n of them in your own network: refresh each alone to read it", "", waiting)
    return f"{words} · {more}"


def _about(title: str, words: str) -> str:
    """With a title that others chose, in one line and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return words.format(title=line if len(line) <= 60 else f"{line[:59]}…")
