"""Hiding articles by hand, and showing them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands.article import FEW
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.undo import Deed

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.library.reader import Reader

translate = QCoreApplication.translate


def commands(desk: Desk) -> list[Command]:
    """All commands on what is hidden."""

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.count_picked())

    words = translate("commands", "Hide, or show again")
    return [Command("article.hide", words, lambda: hide(desk), (), "eye", chosen, writes=True)]


def hide(desk: Desk, ids: Sequence[int] = ()) -> None:
    """These articles, or those that are picked, or the one that is shown; all of them hidden: shown again."""
    from desktop_reader.jobs.rules import Hide, Unhide

    view = desk.articles.view
    part = view.picked_part() if not ids and view.count_picked() > FEW else None
    few = [] if part else [number for number in ids or view.picked() or [desk.browsing.article] if number]

    def look(reader: Reader) -> tuple[Sequence[int], bool]:
        some = part(reader) if part else few
        sql = "SELECT count(*) FROM hidden WHERE article_id IN (SELECT value FROM json_each(?))"
        return some, reader.select(sql, (f"[{','.join(map(str, some))}]",))[0][0] == len(some)

    def done(changes: Changes | Exception, shown: Job | None, hide: Job) -> None:
        if isinstance(changes, Exception):
            desk.problems.tell(changes)
        elif shown is not None:
            desk.undo.push(Deed(_shown(len(changes.state)), hide, shown))
        elif changes.removed:
            desk.undo.push(Deed(_hid(len(changes.removed)), Unhide(changes.removed, changes.state), hide))

    def told(answer: tuple[Sequence[int], bool]) -> None:
        some, all_hidden = answer
        if not some:
            return
        if all_hidden:
            desk.worker.submit(Unhide(some), lambda changes: done(changes, Unhide(some), Hide(some)))
        else:
            desk.worker.submit(Hide(some), lambda changes: done(changes, None, Hide(some)))

    desk.worker.ask("hidden", look, told, quick=part is None)


def _hid(count: int) -> str:
    return translate("commands", "%n article(s) hidden", "", count)


def _shown(count: int) -> str:
    return translate("commands", "%n article(s) shown again", "", count)
