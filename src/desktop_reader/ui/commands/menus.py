"""Where each command is shown: the menu of the window, and the menus of feeds, folders and articles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu

from desktop_reader.records.feed import Folder
from desktop_reader.ui.commands import exporting
from desktop_reader.ui.commands.command import GROUPS, Deck, group_words
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.commands.full_text import fetch_in_full, fetches_in_full
from desktop_reader.ui.commands.labels import label_menu
from desktop_reader.ui.commands.organise import Organising
from desktop_reader.ui.commands.searches import search_menu
from desktop_reader.ui.names import in_menu
from desktop_reader.ui.theme.icons import icon

translate = QCoreApplication.translate

_TOP = "app.undo app.redo | {groups} | feed.add feed.refresh_all article.mark_all | {window}"
_GROUPS = {
    "article": "article.next article.previous article.next_unread article.skip article.skip_back"
    " | article.page article.page_back | article.read article.star article.label"
    " | article.full article.open article.copy_link page.save",
    "list": "article.mark_all article.mark_above article.mark_below view.clean_up"
    " | view.newest view.oldest view.unread_only view.starred_only | view.density",
    "feeds": "feed.add folder.add feed.import feed.import_folder feed.export"
    " | feed.refresh feed.refresh_all feed.stop feed.about"
    " | feed.pause_hour feed.pause_tomorrow feed.resume"
    " | sidebar.rename sidebar.remove sidebar.up sidebar.down sidebar.into sidebar.out",
    "view": "view.all view.unread view.starred view.today view.next_feed view.previous_feed view.back"
    " | view.search view.next_hit view.previous_hit | view.sidebar view.inspector view.next_pane view.previous_pane"
    " | view.larger view.smaller view.usual view.text",
    "library": "",
    "window": "app.palette app.keys app.preferences | app.quit",
}
"""How each group is put in order; what is not named comes last, so that nothing is ever missing."""

_SIGNS = {"article": "document", "list": "sort", "feeds": "rss", "view": "eye", "library": "library"}
_NOT_IN_ITSELF = {"app.menu", "app.undo", "app.redo"}


def main_menu(deck: Deck, menu: QMenu) -> None:
    """Every command, by groups; made anew each time it opens, for keys may be others."""
    _fill(deck, menu)
    menu.aboutToShow.connect(lambda: _fill(deck, menu))


def _fill(deck: Deck, menu: QMenu) -> None:
    for old in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    menu.clear()
    groups = [group for group in GROUPS if group != "window" and _of_group(deck, group)]
    for word in _TOP.format(groups=" ".join(groups), window=" ".join(_of_group(deck, "window"))).split():
        if word in groups:
            below = menu.addMenu(icon(_SIGNS[word]), group_words(word))
            below.setToolTipsVisible(menu.toolTipsVisible())
            for name in _of_group(deck, word):
                _line(deck, below, name)
        else:
            _line(deck, menu, word)


def _of_group(deck: Deck, group: str) -> list[str]:
    """The names of its commands in their order, with "|" where there is to be a line."""
    there = [one.name for one in deck.commands.values() if one.group == group and one.name not in _NOT_IN_ITSELF]
    named = [word for word in _GROUPS[group].split() if word == "|" or word in deck.commands]
    elsewhere = set(" ".join(_GROUPS.values()).split())
    rest = [name for name in there if name not in elsewhere]
    return [*named, "|", *rest] if named and rest else [*named, *rest]


def _line(deck: Deck, menu: QMenu, name: str) -> None:
    if name == "|":
        menu.addSeparator()
    elif (action := deck.action(name)).shortcuts() or not deck.keys(name):
        menu.addAction(action)
    else:  # Qt knows nothing of keys that are pressed one after the other.
        said = menu.addAction(action.icon(), f"{action.text()}\t{deck.said_keys(name)}", action.trigger)
        said.setEnabled(action.isEnabled())


def sidebar_menu(desk: Desk, deck: Deck, kind: str, number: int, menu: QMenu) -> None:
    """For a feed, a folder, or the empty room below them."""
    tr, deeds, order = translate, FeedDeeds(desk), Organising(desk)
    if kind in ("label", "search"):
        (label_menu if kind == "label" else search_menu)(desk, number, menu)
        if kind == "search":
            menu.insertAction(menu.actions()[0], deck.action("search.add"))
            menu.insertSeparator(menu.actions()[1])
        return
    if kind not in ("feed", "folder"):
        for name in ("feed.add", "folder.add", "label.add", "search.add", "feed.refresh_all"):
            menu.addAction(deck.action(name))
        return
    if kind == "feed" and deeds.is_saved(number):
        menu.addAction(deck.action("page.save"))
        _deed(desk, menu, "rename", tr("menus", "Rename"), lambda: desk.sidebar.view.rename(kind, number))
        _deed(desk, menu, "clock", tr("menus", "Keep articles…"), lambda: deeds.keep(number))
        return
    _deed(desk, menu, "refresh", tr("menus", "Refresh"), lambda: deeds.refresh(kind, number))
    _deed(desk, menu, "rename", tr("menus", "Rename"), lambda: desk.sidebar.view.rename(kind, number))
    folders = menu.addMenu(icon("folder"), tr("menus", "Move to"))
    _move_menu(desk, order, kind, number, folders)
    folders.setEnabled(not desk.worker.read_only)
    menu.addSeparator()
    if kind == "feed":
        menu.addAction(icon("globe"), tr("menus", "Open site"), lambda: deeds.open_site(number))
        menu.addAction(icon("copy"), tr("menus", "Copy address"), lambda: deeds.copy_address(number))
        menu.addAction(icon("info"), tr("menus", "About this feed…"), lambda: deeds.about(number))
        menu.addSeparator()
        full = fetches_in_full(desk, number)
        _deed(desk, menu, "document", tr("menus", "Fetch full articles"), lambda: fetch_in_full(desk, number, not full))
        menu.actions()[-1].setCheckable(True)
        menu.actions()[-1].setChecked(full)
        for add in desk.sidebar.more:
            add(number, menu)
        _deed(desk, menu, "clock", tr("menus", "Keep articles…"), lambda: deeds.keep(number))
        _deed(desk, menu, "", tr("menus", "Name and password…"), lambda: deeds.access(number))
    else:
        _deed(desk, menu, "folder-add", tr("menus", "New folder here"), lambda: order.add_folder(number))
    menu.addAction(icon("upload"), tr("menus", "Export…"), lambda: exporting.ask(desk, kind, number))
    menu.addSeparator()
    words = tr("menus", "Remove feed") if kind == "feed" else tr("menus", "Remove folder, keep its feeds")
    _deed(desk, menu, "delete", words, lambda: order.remove(kind, number))


def _deed(desk: Desk, menu: QMenu, sign: str, words: str, run: Callable[[], object]) -> None:
    """Something that writes, so it cannot be done where the library is only read."""
    action = menu.addAction(icon(sign), words) if sign else menu.addAction(words)
    action.triggered.connect(lambda: run())
    action.setEnabled(not desk.worker.read_only)


def _move_menu(desk: Desk, order: Organising, kind: str, number: int, menu: QMenu) -> None:
    """The folders as they nest, with a mark at the one that it is in; without a folder that is it itself, or in it."""
    last = 1_000_000  # Behind all that is there.
    some = desk.reader.folders()
    feed = desk.reader.feed(number) if kind == "feed" else None
    here = feed.folder_id if feed else next((one.parent_id for one in some if one.id == number), None)

    def add(words: str, to: int | None) -> None:
        action = menu.addAction(words, lambda: order.move(kind, number, to, last))
        action.setCheckable(True)
        action.setChecked(to == here)

    add(translate("menus", "No folder"), None)
    menu.addSeparator()
    waiting: list[tuple[int, Folder]] = [(0, one) for one in reversed(some) if one.parent_id is None]
    while waiting:
        depth, folder = waiting.pop()
        if kind == "folder" and folder.id == number:
            continue
        add("\u2003" * min(depth, 8) + shown(folder), folder.id)
        waiting += [(depth + 1, one) for one in reversed(some) if one.parent_id == folder.id]


def shown(folder: Folder) -> str:
    """A folder's title in a menu, where & would underline a letter."""
    return in_menu(folder.title)
