"""Where each command is shown: the menu of the window, and the menus of feeds, folders and articles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from desktop_reader.records.feed import Folder
from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.theme.icons import icon

translate = QCoreApplication.translate

_MAIN = (
    "feed.add folder.add | feed.refresh feed.refresh_all | feed.import feed.export | article.mark_all app.undo app.redo"
    " | view.sidebar view.inspector view.back | view.larger view.smaller view.usual | app.preferences app.keys"
    " | app.quit"
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
    menu.addAction(icon("mail-unread"), tr("menus", "Read or unread"), lambda: deeds.toggle_read(ids))
    menu.addAction(icon("star"), tr("menus", "Star or unstar"), lambda: deeds.toggle_star(ids))
    menu.addSeparator()
    menu.addAction(icon("open"), tr("menus", "Open original"), lambda: deeds.open_original(ids))
    menu.addAction(icon("link"), tr("menus", "Copy link"), lambda: deeds.copy_link(ids))
    if len(ids) == 1:
        menu.addSeparator()
        menu.addAction(tr("menus", "Mark all above as read"), lambda: deeds.mark_above(ids[0]))
        menu.addAction(tr("menus", "Mark all below as read"), lambda: deeds.mark_above(ids[0], below=True))


def sidebar_menu(desk: Desk, deck: Deck, kind: str, number: int, menu: QMenu) -> None:
    """For a feed, a folder, or the empty room below them."""
    tr, deeds = translate, FeedDeeds(desk)
    if kind not in ("feed", "folder"):
        for name in ("feed.add", "folder.add", "feed.refresh_all"):
            menu.addAction(deck.action(name))
        return
    menu.addAction(icon("refresh"), tr("menus", "Refresh"), lambda: deeds.refresh(kind, number))
    menu.addAction(icon("rename"), tr("menus", "Rename"), lambda: desk.sidebar.view.rename(kind, number))
    if kind == "feed":
        _move_menu(desk, deeds, number, menu.addMenu(icon("folder"), tr("menus", "Move to")))
        menu.addSeparator()
        menu.addAction(icon("globe"), tr("menus", "Open site"), lambda: deeds.open_site(number))
        menu.addAction(icon("copy"), tr("menus", "Copy address"), lambda: deeds.copy_address(number))
    else:
        menu.addAction(icon("folder-add"), tr("menus", "New folder here…"), lambda: deeds.add_folder(number))
    menu.addSeparator()
    words = tr("menus", "Remove feed…") if kind == "feed" else tr("menus", "Remove folder, keep its feeds")
    menu.addAction(icon("delete"), words, lambda: deeds.remove(kind, number))


def _move_menu(desk: Desk, deeds: FeedDeeds, feed: int, menu: QMenu) -> None:
    last = 1_000_000  # Behind all that is there.
    menu.addAction(translate("menus", "No folder"), lambda: deeds.move("feed", feed, None, last))
    menu.addSeparator()
    for folder in desk.reader.folders():
        menu.addAction(icon("folder"), shown(folder), lambda to=folder.id: deeds.move("feed", feed, to, last))


def shown(folder: Folder) -> str:
    """A folder's title in a menu, where & would underline a letter."""
    return folder.title.replace("&", "&&")
