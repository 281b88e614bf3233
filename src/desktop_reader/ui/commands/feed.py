"""Deeds on feeds and folders that leave them where they are: adding, refreshing, looking at how they fare."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from desktop_reader.records.arrangement import Turn
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Remedy
from desktop_reader.records.feed import Feed
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.saved import is_saved
from desktop_reader.ui.commands import marked, organise, saving_pages, transfer
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """All commands on feeds and folders."""
    some = FeedDeeds(desk)
    tr = translate
    return [
        Command("feed.add", tr("commands", "Add a feed…"), some.add, ("A",), "add", writes=True),
        Command(
            "folder.add",
            tr("commands", "New folder"),
            organise.Organising(desk).add_folder,
            (),
            "folder-add",
            writes=True,
        ),
        Command(
            "feed.refresh", tr("commands", "Refresh what is shown"), some.refresh_shown, ("R",), "refresh", writes=True
        ),
        Command(
            "feed.refresh_all", tr("commands", "Refresh all feeds"), desk.worker.refresh, ("Shift+R", "F5"), writes=True
        ),
        Command(
            "feed.about",
            tr("commands", "About this feed…"),
            some.about_shown,
            ("Alt+Return",),
            "info",
            lambda: desk.browsing.query.scope is Scope.FEED,
        ),
        Command("feed.stop", tr("commands", "Stop the refresh"), desk.worker.stop_refresh, (), "stop"),
        Command(
            "feed.import",
            tr("commands", "Import feeds and articles…"),
            lambda: transfer.import_opml(desk),
            (),
            "download",
            writes=True,
        ),
        Command(
            "feed.import_folder",
            tr("commands", "Import a folder of articles…"),
            lambda: transfer.import_folder(desk),
            (),
            "folder",
            writes=True,
        ),
        Command(
            "feed.export",
            tr("commands", "Export subscriptions (OPML)…"),
            lambda: transfer.export_opml(desk),
            (),
            "upload",
        ),
        *organise.commands(desk),
        *saving_pages.commands(desk),
    ]


class FeedDeeds:
    """What is done with feeds; ids are row ids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, address: str = "", folder: int | None = None, *, by_hand: bool = True) -> QDialog:
        """Asks for an address, or looks at once at the one that is given, ``by_hand`` or by another program; when there
        is a new feed, shows it. The page that asks.
        """
        from desktop_reader.ui.dialogs.subscribe import SubscribeDialog

        query = self._desk.browsing.query
        if folder is None and query.scope is Scope.FOLDER:
            folder = query.target
        reader = self._desk.reader
        dialog = SubscribeDialog(self._desk.worker, reader.folders(), folder, self._desk.window, reader.feeds())
        dialog.subscribed.connect(lambda number: self._desk.browsing.look(Query(Scope.FEED, target=number)))
        dialog.added.connect(lambda turn, titles: self._added(turn, titles))
        dialog.suggest(address or _address_in_clipboard())
        dialog.open()
        if address:
            dialog.look(by_hand=by_hand)
        return dialog

    def _added(self, turn: Turn, titles: list[str]) -> None:
        from desktop_reader.jobs.arrange import Arrange

        words = organise.added(titles, len(titles))
        self._desk.undo.push(Deed(words, Arrange(turn.back), Arrange(turn.again)))

    def refresh_shown(self) -> None:
        """The feed or folder that is shown, else all."""
        query = self._desk.browsing.query
        if query.scope is Scope.FEED and query.target is not None:
            self.refresh("feed", query.target)
        elif query.scope is Scope.FOLDER and query.target is not None:
            self.refresh("folder", query.target)
        else:
            self._desk.worker.refresh()

    def refresh(self, kind: str, number: int) -> None:
        """One feed, or all of a folder."""
        ids = [number] if kind == "feed" else [feed.id for feed in self._inside(number)]
        if ids:
            self._desk.worker.refresh(ids)

    def is_saved(self, number: int) -> bool:
        """Whether these are the saved pages, which come from no server."""
        feed = self._desk.reader.feed(number)
        return feed is not None and is_saved(feed.url)

    def keep(self, number: int) -> None:
        """Asks how long the articles of a feed are kept."""
        from desktop_reader.ui.dialogs.keeping import KeepingDialog

        feed = self._desk.reader.feed(number)
        if feed is not None:
            desk = self._desk
            KeepingDialog(desk.worker, partial(_deleted, desk), number, feed.title, desk.window).open()

    def about(self, number: int) -> None:
        """How the feed fares, when it is asked, what came, and what one can do."""
        from desktop_reader import paths, settings
        from desktop_reader.ui.dialogs.feed import FeedDialog
        from desktop_reader.ui.inspector.formats import Formats

        feed = self._desk.reader.feed(number)
        if feed is None:
            return
        dates = settings.load(paths.config() / "settings.json").dates
        formats = Formats("locale" if dates == "locale" else "seed")
        dialog = FeedDialog(self._desk.worker, feed, formats, self.remedies(number), self._desk.window)
        self._desk.worker.changed.connect(dialog.follow)
        self._desk.worker.progress.connect(dialog.ended)
        dialog.open()

    def remedies(self, number: int) -> dict[Remedy, Callable[[], object]]:
        """What can be done about a feed that fails."""
        known: dict[Remedy, Callable[[], object]] = {Remedy.SITE: lambda: self.open_site(number)}
        if not self._desk.worker.read_only:
            known |= {
                Remedy.ASK: lambda: self.refresh("feed", number),
                Remedy.PASSWORD: lambda: self.access(number),
                Remedy.FIND: lambda: self.find_again(number),
                Remedy.REMOVE: lambda: organise.Organising(self._desk).remove("feed", number),
            }
        return known

    def find_again(self, number: int) -> None:
        """Looks for the feed where its site is, or was."""
        feed = self._desk.reader.feed(number)
        if feed is not None:
            self.add(feed.site_url or feed.url)

    def about_shown(self) -> None:
        """The same of the feed that is shown."""
        query = self._desk.browsing.query
        if query.scope is Scope.FEED and query.target is not None:
            self.about(query.target)

    def access(self, number: int) -> None:
        """Asks for the name and password of a feed."""
        from desktop_reader.ui.dialogs.access import AccessDialog

        feed = self._desk.reader.feed(number)
        if feed is not None:
            AccessDialog(self._desk.worker, feed, self._desk.problems.tell, self._desk.window).open()

    def open_site(self, number: int) -> None:
        """The feed's site, in the browser."""
        feed = self._desk.reader.feed(number)
        open_outside(feed.site_url or feed.url if feed else None)

    def copy_address(self, number: int) -> None:
        """The feed's own address."""
        feed = self._desk.reader.feed(number)
        QGuiApplication.clipboard().setText(feed.url if feed else "")

    def _inside(self, folder: int) -> list[Feed]:
        """The feeds in a folder and in the folders below it."""
        folders = self._desk.reader.folders()
        inside = {folder}
        while more := {f.id for f in folders if f.parent_id in inside} - inside:
            inside |= more
        return [feed for feed in self._desk.reader.feeds() if feed.folder_id in inside]


def keeping_page(desk: Desk) -> tuple[str, QWidget]:
    """The page of the preferences that says how long articles are kept."""
    from desktop_reader.ui.dialogs.keeping import Keeping

    return translate("commands", "Keeping"), Keeping(desk.worker, partial(_deleted, desk))


def _deleted(desk: Desk, changes: Changes | Exception) -> None:
    if isinstance(changes, Exception):
        desk.problems.tell(changes)
    elif changes.removed:
        desk.say(marked.deleted(len(changes.removed)))


def _address_in_clipboard() -> str:
    text = QGuiApplication.clipboard().text().strip()
    return text if text.startswith(("http://", "https://", "feed:")) and len(text) < 2000 and "\n" not in text else ""
