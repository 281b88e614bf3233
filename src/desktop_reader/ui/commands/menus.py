"""Where each command is shown: the menu of the window, and the menus of feeds, folders and articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from desktop_reader.records.feed import Folder
from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.commands.full_text import fetch_in_full, fetches_in_full
from desktop_reader.ui.theme.icons import icon

translate = QCoreApplication.translate

_MAIN = (
    "feed.add folder.add | feed.refresh feed.refresh_all feed.about | feed.import feed.export"
    " | article.mark_all app.undo app.redo | view.sidebar view.inspector view.back"
    " | view.larger view.smaller view.usual | app.preferences app.keys | app.quit"
)


def main_menu(deck: Deck, menu: QMenu) -> None:
    """Everything that is not a matter of one article."""
    for name in _MAIN.split():
        if name == "|":
            menu.addSeparator()
        else:
            menu.addAction(deck.action(name))


def article_menu(desk: Desk, ids: Sequence[int], menu: QMenu) -> None:
    """For the given articles."""
    tr, deeds = translate, ArticleDeeds(desk)
    _deed(desk, menu, "mail-unread", tr("menus", "Read or unread"), lambda: deeds.toggle_read(ids))
    _deed(desk, menu, "star", tr("menus", "Star or unstar"), lambda: deeds.toggle_star(ids))
    menu.addSeparator()
    menu.addAction(icon("open"), tr("menus", "Open original"), lambda: deeds.open_original(ids))
    menu.addAction(icon("link"), tr("menus", "Copy link"), lambda: deeds.copy_link(ids))
    if len(ids) == 1:
        menu.addSeparator()
        _deed(desk, menu, "", tr("menus", "Mark all above as read"), lambda: deeds.mark_above(ids[0]))
        _deed(desk, menu, "", tr("menus", "Mark all below as read"), lambda: deeds.mark_above(ids[0], below=True))


def sidebar_menu(desk: Desk, deck: Deck, kind: str, number: int, menu: QMenu) -> None:
    """For a feed, a folder, or the empty room below them."""
    tr, deeds = translate, FeedDeeds(desk)
    if kind not in ("feed", "folder"):
        for name in ("feed.add", "folder.add", "feed.refresh_all"):
            menu.addAction(deck.action(name))
        return
    _deed(desk, menu, "refresh", tr("menus", "Refresh"), lambda: deeds.refresh(kind, number))
    _deed(desk, menu, "rename", tr("menus", "Rename"), lambda: desk.sidebar.view.rename(kind, number))
    if kind == "feed":
        folders = menu.addMenu(icon("folder"), tr("menus", "Move to"))
        folders.setEnabled(not desk.worker.read_only)
        _move_menu(desk, deeds, number, folders)
        menu.addSeparator()
        menu.addAction(icon("globe"), tr("menus", "Open site"), lambda: deeds.open_site(number))
        menu.addAction(icon("copy"), tr("menus", "Copy address"), lambda: deeds.copy_address(number))
        menu.addAction(icon("info"), tr("menus", "About this feed…"), lambda: deeds.about(number))
        menu.addSeparator()
        full = fetches_in_full(desk, number)
        _deed(desk, menu, "document", tr("menus", "Fetch full articles"), lambda: fetch_in_full(desk, number, not full))
        menu.actions()[-1].setCheckable(True)
        menu.actions()[-1].setChecked(full)
        _deed(desk, menu, "clock", tr("menus", "Keep articles…"), lambda: deeds.keep(number))
        _deed(desk, menu, "", tr("menus", "Name and password…"), lambda: deeds.access(number))
    else:
        _deed(desk, menu, "folder-add", tr("menus", "New folder here…"), lambda: deeds.add_folder(number))
    menu.addSeparator()
    words = tr("menus", "Remove feed…") if kind == "feed" else tr("menus", "Remove folder, keep its feeds")
    _deed(desk, menu, "delete", words, lambda: deeds.remove(kind, number))


def _deed(desk: Desk, menu: QMenu, sign: str, words: str, run: Callable[[], object]) -> None:
    """Something that writes, so it cannot be done where the library is only read."""
    action = menu.addAction(icon(sign), words) if sign else menu.addAction(words)
    action.triggered.connect(lambda: run())
    action.setEnabled(not desk.worker.read_only)


def _move_menu(desk: Desk, deeds: FeedDeeds, feed: int, menu: QMenu) -> None:
    last = 1_000_000  # Behind all that is there.
    menu.addAction(translate("menus", "No folder"), lambda: deeds.move("feed", feed, None, last))
    menu.addSeparator()
    for folder in desk.reader.folders():
        menu.addAction(icon("folder"), shown(folder), lambda to=folder.id: deeds.move("feed", feed, to, last))


def shown(folder: Folder) -> str:
    """A folder's title in a menu, where & would underline a letter."""
    return folder.title.replace("&", "&&")
