"""Deeds on feeds and folders: adding, refreshing, renaming, moving, removing, OPML."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from desktop_reader.errors import FileError
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands import marked
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate
_LARGEST_LIST = 64 * 1024 * 1024


def commands(desk: Desk) -> list[Command]:
    """All commands on feeds and folders."""
    some = FeedDeeds(desk)
    tr = translate
    return [
        Command("feed.add", tr("commands", "Add a feed…"), some.add, ("A",), "add", writes=True),
        Command("folder.add", tr("commands", "New folder…"), some.add_folder, (), "folder-add", writes=True),
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
            "feed.import", tr("commands", "Import subscriptions (OPML)…"), some.import_opml, (), "download", writes=True
        ),
        Command("feed.export", tr("commands", "Export subscriptions (OPML)…"), some.export_opml, (), "upload"),
    ]


class FeedDeeds:
    """What is done to feeds and folders; ids are row ids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, address: str = "") -> None:
        """Asks for an address; when there is a new feed, shows it."""
        from desktop_reader.ui.dialogs.subscribe import SubscribeDialog

        query = self._desk.browsing.query
        folder = query.target if query.scope is Scope.FOLDER else None
        reader = self._desk.reader
        dialog = SubscribeDialog(self._desk.worker, reader.folders(), folder, self._desk.window, reader.feeds())
        dialog.subscribed.connect(lambda number: self._desk.browsing.look(Query(Scope.FEED, target=number)))
        dialog.suggest(address or _address_in_clipboard())
        dialog.open()

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

    def add_folder(self, parent: int | None = None) -> None:
        """Asks for its name."""
        from desktop_reader.jobs.organise import AddFolder

        words = translate("commands", "Name of the new folder:")
        title, wanted = QInputDialog.getText(
            self._desk.window, translate("commands", "New folder"), words, QLineEdit.EchoMode.Normal
        )
        if wanted and title.strip():
            self._desk.worker.submit(AddFolder(title.strip(), parent))

    def move(self, kind: str, number: int, folder: int | None, position: int) -> None:
        """Somewhere else in the sidebar."""
        from desktop_reader.jobs.organise import MoveFeed, MoveFolder

        job = MoveFeed(number, folder, position) if kind == "feed" else MoveFolder(number, folder, position)
        self._desk.worker.submit(job)

    def rename(self, kind: str, number: int, title: str) -> None:
        """A feed without a name gets its own back; a folder keeps the one it has."""
        from desktop_reader.jobs.organise import RenameFeed, RenameFolder

        if kind == "feed":
            self._desk.worker.submit(RenameFeed(number, title))
        elif title.strip():
            self._desk.worker.submit(RenameFolder(number, title.strip()))

    def remove(self, kind: str, number: int) -> None:
        """A folder goes at once, for nothing is lost with it; a feed takes its articles along, so this is asked."""
        from desktop_reader.jobs.organise import RemoveFeed, RemoveFolder

        if kind == "folder":
            self._desk.worker.submit(RemoveFolder(number))
            return
        feed = self._desk.reader.feed(number)
        if feed is None:
            return
        box = QMessageBox(self._desk.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(translate("commands", "Remove this feed and its articles?"))
        box.setInformativeText(_loss(feed))
        remove = box.addButton(translate("commands", "Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if box.clickedButton() is remove:
            self._desk.worker.submit(RemoveFeed(number))

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
        from desktop_reader.records.condition import Remedy
        from desktop_reader.ui.dialogs.feed import FeedDialog
        from desktop_reader.ui.inspector.formats import Formats

        feed = self._desk.reader.feed(number)
        if feed is None:
            return
        dates = settings.load(paths.config() / "settings.json").dates
        remedies: dict[Remedy, Callable[[], object]] = {Remedy.SITE: lambda: self.open_site(number)}
        if not self._desk.worker.read_only:
            remedies |= {
                Remedy.ASK: lambda: self.refresh("feed", number),
                Remedy.PASSWORD: lambda: self.access(number),
                Remedy.FIND: lambda: self.add(feed.site_url or feed.url),
                Remedy.REMOVE: lambda: self.remove("feed", number),
            }
        formats = Formats("locale" if dates == "locale" else "seed")
        dialog = FeedDialog(self._desk.worker, feed, formats, remedies, self._desk.window)
        self._desk.worker.changed.connect(dialog.follow)
        self._desk.worker.progress.connect(dialog.ended)
        dialog.open()

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

    def import_opml(self) -> None:
        """Asks for the file; the new feeds are read at once."""
        words = translate("commands", "Import subscriptions")
        kinds = translate("commands", "Subscriptions (*.opml *.xml);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._desk.window, words, "", kinds)
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        """Follows all feeds of a list."""
        from desktop_reader.worker.tasks import ReadOpml

        self._desk.worker.work(lambda run: run(ReadOpml(_content(file))), self._list_read)

    def export_opml(self) -> None:
        """Asks where to."""
        from desktop_reader.files import write_safely
        from desktop_reader.jobs.transfer import export_opml

        words = translate("commands", "Export subscriptions")
        kinds = translate("commands", "Subscriptions (*.opml)")
        name, _ = QFileDialog.getSaveFileName(self._desk.window, words, "subscriptions.opml", kinds)
        if not name:
            return
        words = translate("commands", "Subscriptions written to {file}").format(file=name)
        self._desk.worker.ask(
            "export", lambda reader: write_safely(Path(name), export_opml(reader)), lambda _: self._desk.say(words)
        )

    def _list_read(self, tree: object) -> None:
        from desktop_reader.jobs.transfer import ImportOpml

        if isinstance(tree, Exception):
            self._desk.problems.tell(tree)
            return
        job = ImportOpml(tree, int(time.time()))  # type: ignore[arg-type]
        self._desk.worker.submit(job, partial(self._imported))

    def _imported(self, changes: Changes | Exception) -> None:
        if isinstance(changes, Exception):
            self._desk.problems.tell(changes)
            return
        count = len(changes.feeds)
        self._desk.say(
            translate("commands", "1 feed added") if count == 1 else translate("commands", "%n feeds added", "", count)
        )
        if changes.feeds:
            self._desk.worker.refresh(sorted(changes.feeds))

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


def _content(file: Path) -> bytes:
    """On a thread of its own: the file may lie on a disk that is asleep, or far away."""
    try:
        if file.stat().st_size > _LARGEST_LIST:
            raise FileError("“{file}” is too large to be a list of subscriptions.", file=file)
        return file.read_bytes()
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=file, reason=error.strerror) from error


def _loss(feed: Feed) -> str:
    title = "".join(c for c in feed.title if c.isprintable()).replace("<", "‹")  # Words of others, shown as words.
    words = translate("commands", "“{title}” has %n articles here. They cannot be brought back.", "", feed.total)
    return words.format(title=title)


def _address_in_clipboard() -> str:
    text = QGuiApplication.clipboard().text().strip()
    return text if text.startswith(("http://", "https://", "feed:")) and len(text) < 2000 and "\n" not in text else ""
