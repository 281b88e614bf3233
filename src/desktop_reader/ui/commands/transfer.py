"""In and out: lists of subscriptions in OPML, and other programs' libraries and files in."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from desktop_reader.errors import FileError
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.organise import added, take, with_waiting

translate = QCoreApplication.translate
_LARGEST_LIST = 64 * 1024 * 1024


LISTS = (".opml", ".xml")
"""What the names of lists of subscriptions end with."""

LIBRARIES = (".jsonl", ".db", ".sqlite", ".frdata", ".csv", ".zip", ".html", ".htm", ".md", ".markdown", ".txt")
"""And those of other programs' libraries and exports, and of single articles."""


def import_opml(desk: Desk) -> None:
    """Asks for the file; the new feeds are read at once."""
    words = translate("commands", "Import feeds and articles")
    every = " ".join(f"*{one}" for one in (*LISTS, *LIBRARIES))
    kinds = translate("commands", "Feeds and articles ({endings});;All files (*)").format(endings=every)
    name, _ = QFileDialog.getOpenFileName(desk.window, words, "", kinds)
    if name:
        import_file(desk, Path(name))


def import_folder(desk: Desk) -> None:
    """Asks for a folder of articles."""
    name = QFileDialog.getExistingDirectory(desk.window, translate("commands", "Import a folder of articles"))
    if name:
        import_file(desk, Path(name))


def import_file(desk: Desk, file: Path) -> None:
    """Follows all feeds of a list; takes the feeds and articles of whatever else it is."""
    if file.suffix.lower() == ".jsonl":
        from desktop_reader.ui.exporting.restoring import Restoring

        Restoring(desk, file).begin()
        return
    if file.suffix.lower() not in LISTS:
        from desktop_reader.ui.bringing import Bringing

        Bringing(desk, file).begin()
        return
    from desktop_reader.worker.tasks import ReadOpml

    def read(tree: object) -> None:
        if isinstance(tree, Exception):
            desk.problems.tell(tree)
        else:
            follow_all(desk, tree)

    desk.worker.work(lambda run: run(ReadOpml(content(file))), read)


def follow_all(desk: Desk, tree: object) -> None:
    """Follows all feeds of a list that was read; the new ones are refreshed at once."""
    from desktop_reader.jobs.transfer import ImportOpml

    def told(changes: Changes) -> str:
        if not changes.feeds:
            return translate("commands", "All feeds of this list are there already.")
        if wanted := changes.feeds - changes.waiting:
            desk.worker.refresh(sorted(wanted))
        return with_waiting(added((), len(changes.feeds)), len(changes.waiting))

    take(desk, ImportOpml(tree, int(time.time()), own=False), told, told)  # type: ignore[arg-type]


def export_opml(desk: Desk) -> None:
    """Asks where to."""
    from desktop_reader.files import write_safely
    from desktop_reader.jobs.transfer import export_opml as written

    words = translate("commands", "Export subscriptions")
    kinds = translate("commands", "Subscriptions (*.opml)")
    name, _ = QFileDialog.getSaveFileName(desk.window, words, "subscriptions.opml", kinds)
    if not name:
        return
    words = translate("commands", "Subscriptions written to {file}").format(file=name)
    desk.worker.ask("export", lambda reader: write_safely(Path(name), written(reader)), lambda _: desk.say(words))


def content(file: Path) -> bytes:
    """Of a list. Raises FileError. On a thread of its own: the file may lie on a disk that is asleep, or far away."""
    try:
        if file.stat().st_size > _LARGEST_LIST:
            raise FileError("“{file}” is too large to be a list of subscriptions.", file=file)
        return file.read_bytes()
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=file, reason=error.strerror) from error
