"""Exporting articles: what is selected, what is shown, or everything."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.command import Command

if TYPE_CHECKING:
    from desktop_reader.ui.commands.desk import Desk
    from desktop_reader.ui.exporting.dialog import ExportDialog, Part

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """The one command; it reads only."""
    words = translate("commands", "Export…")
    return [Command("library.export", words, lambda: ask(desk), ("Ctrl+Shift+E",), "upload", group="library")]


def ask(desk: Desk, kind: str = "", number: int = 0) -> ExportDialog:
    """Opens the dialog; with the ``kind`` (feed or folder) and number of a row of the sidebar for that first."""
    from desktop_reader.ui.exporting.dialog import ExportDialog
    from desktop_reader.ui.sharing.handing import Folder

    parts = _parts(desk)
    if kind:
        parts.insert(0, _of_row(desk, kind, number))
    dialog = ExportDialog(parts, desk.reader.path, Folder.to_begin_in(), desk.window)
    dialog.strip_tracking = desk.links.stripped
    dialog.open()
    return dialog


def _parts(desk: Desk) -> list[Part]:
    from desktop_reader.library import exporting
    from desktop_reader.ui.exporting.dialog import Part

    tr, parts = translate, []
    view, query, shown = desk.articles.view, desk.browsing.query, desk.articles.shown_title
    article = desk.browsing.article
    picked = view.count_picked()
    if picked > 1:
        some = view.picked_part()
        words = tr("Export", "%n selected article(s)", "", picked)
        parts.append(Part(words, tr("Export", "Selected articles"), lambda reader: list(some(reader))))
    elif article:
        parts.append(Part(tr("Export", "The article that is open"), tr("Export", "Article"), lambda _: [article]))
    if query != Query(sort=query.sort, reverse=query.reverse):
        search = query.search.strip()
        name = search if search else shown
        words = tr("Export", "The list that is shown: {title}").format(title=name[:60])
        parts.append(Part(words, name, lambda reader: exporting.numbers(reader, query)))
    day = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Query(Scope.ALL)
    name = tr("Export", "News of {day}").format(day=day.date().isoformat())
    begin = int(day.timestamp())
    parts.append(
        Part(tr("Export", "What came out today"), name, lambda reader: exporting.numbers(reader, today, begin))
    )
    starred = Query(Scope.STARRED)
    words = tr("Export", "Starred articles")
    parts.append(Part(words, words, lambda reader: exporting.numbers(reader, starred)))
    parts.append(Part(tr("Export", "Everything"), tr("Export", "My library"), lambda _: None))
    return parts


def _of_row(desk: Desk, kind: str, number: int) -> Part:
    from desktop_reader.library import exporting
    from desktop_reader.ui.exporting.dialog import Part

    if kind == "feed":
        feed = desk.reader.feed(number)
        title = feed.title if feed else ""
    else:
        title = next((folder.title for folder in desk.reader.folders() if folder.id == number), "")
    query = Query(Scope.FEED if kind == "feed" else Scope.FOLDER, target=number)
    return Part(f"“{title[:60]}”", title, lambda reader: exporting.numbers(reader, query))
