"""Kept searches: made of what the search field says, renamed, edited, put in order, removed. All can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu

from desktop_reader.jobs import Job
from desktop_reader.jobs.saved_search import (
    AddSearch,
    EditSearch,
    OrderSearches,
    RemoveSearch,
    RenameSearch,
    RestoreSearch,
)
from desktop_reader.library import saved_searches
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.saved_search import SavedSearch
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.completing.offers import FieldOffers
from desktop_reader.ui.names import in_menu
from desktop_reader.ui.sidebar.tree import Key, Kind
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate


def commands(desk: Desk, theme: Theme) -> list[Command]:
    """All commands on kept searches."""
    return [
        Command(
            "search.add",
            translate("commands", "New saved search…"),
            lambda: build(desk, theme),
            (),
            "search",
            writes=True,
            group="library",
        ),
        Command(
            "search.save",
            translate("commands", "Save this search"),
            Keeping(desk).toggle,
            ("Ctrl+D",),
            "bookmark",
            lambda: bool(desk.browsing.query.search.strip()),
            writes=True,
            group="list",
        ),
    ]


def build(desk: Desk, theme: Theme) -> None:
    """Opens the form that puts a search together, begun with what is searched for now."""
    from desktop_reader.ui.building.dialog import SearchBuilder

    now = desk.browsing.query
    search = said_whole(desk, now) if now.search.strip() else ""
    form = SearchBuilder(desk.worker, theme, FieldOffers(desk), search, desk.window)
    form.made.connect(lambda title, search: SearchDeeds(desk).add(search, title))
    form.open()


def said_whole(desk: Desk, query: Query) -> str:
    """What is searched for and where, as it can be typed."""
    where = {
        Scope.TODAY: "after:today",
        Scope.UNREAD: "is:unread",
        Scope.STARRED: "is:starred",
        Scope.FEED: "feed:",
        Scope.FOLDER: "folder:",
        Scope.LABEL: "label:",
    }.get(query.scope, "")
    if where.endswith(":"):
        title = " ".join(desk.sidebar.title_of(Query(query.scope, query.target)).replace('"', " ").split())
        where = f'{where}"{title}"' if title else ""
    return " ".join(filter(None, (where, " ".join(query.search.split()))))


class Keeping:
    """Keeps the search that is shown, or what was changed of one that is kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._deeds = desk, SearchDeeds(desk)
        self._origin = 0  # The kept search that what is typed now was made of.
        desk.browsing.query_changed.connect(lambda _: self.look())
        desk.sidebar.shelved.connect(lambda: self.look())  # Qt would not keep what is no QObject.

    def look(self) -> None:
        """Another search is shown, or kept; the button in the field tells whether it is kept."""
        kept, said = self._kept(), self._desk.browsing.query.search.strip()
        if kept is not None or not said:
            self._origin = kept.id if kept is not None else 0
        self._desk.articles.search.show_kept(kept is not None)

    def toggle(self) -> None:
        """A search that is kept is kept no more; of one that was changed, the reader says whether it is another."""
        kept, said = self._kept(), said_whole(self._desk, self._desk.browsing.query)
        origin = next((one for one in self._searches() if one.id == self._origin), None)
        if kept is not None:
            self._deeds.remove(kept.id)
        elif origin is not None:
            self._offer(origin, said)
        elif said:
            self._deeds.add(said)

    def _offer(self, origin: SavedSearch, said: str) -> None:
        field = self._desk.articles.search
        menu = QMenu(field)
        change = translate("menus", "Change “{title}”").replace("{title}", _in_menu(origin.title))
        menu.addAction(icon("bookmark-filled"), change, lambda: self._deeds.edit(origin.id, said))
        menu.addAction(icon("bookmark"), translate("menus", "Save as another"), lambda: self._deeds.add(said))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(field.mapToGlobal(QPoint(0, field.height() + 4)))
        menu.setActiveAction(menu.actions()[0])

    def _kept(self) -> SavedSearch | None:
        query = self._desk.browsing.query
        said = said_whole(self._desk, query) if query.search.strip() else ""
        return next((one for one in self._searches() if said and one.search == said), None)

    def _searches(self) -> tuple[SavedSearch, ...]:
        return self._desk.sidebar.model.shelf.searches


class SearchDeeds:
    """What is done with kept searches; ids are row ids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, search: str, title: str = "") -> None:
        """At once. Without a title it is called by its words, with a field on its row for another; with one it is shown
        as it was asked for.
        """

        def added(_: Changes) -> None:
            new = max(self._all(), key=lambda one: one.id, default=None)
            if new is not None:
                words = _about(new.title, translate("commands", "Search “{title}” saved"))
                self._desk.undo.push(Deed(words, RemoveSearch(new.id), RestoreSearch(new)))
                self._desk.panes.bring_sidebar()
                if title:
                    self._desk.sidebar.view.setCurrentIndex(self._desk.sidebar.model.index_of(Key(Kind.SEARCH, new.id)))
                else:
                    self._desk.sidebar.show_query(self._desk.browsing.query)
                    self._desk.sidebar.view.rename(Kind.SEARCH, new.id)

        self._do(AddSearch(title, search), added)

    def rename(self, number: int, title: str) -> None:
        """Another title."""
        one = self._one(number)
        if one is not None:
            words = _about(title, translate("commands", "Renamed to “{title}”"))
            self._push(words, RenameSearch(number, title), RenameSearch(number, one.title))

    def edit(self, number: int, search: str) -> None:
        """It looks for something else; a title that only said its words says the new ones."""
        one = self._one(number)
        if one is not None and one.search != search:
            words = _about(one.title, translate("commands", "Search “{title}” changed"))
            self._push(words, EditSearch(number, search), EditSearch(number, one.search))

    def move(self, number: int, position: int) -> None:
        """To this place among the others."""
        before = tuple(one.id for one in self._all())
        after = [one for one in before if one != number]
        after.insert(position, number)
        one = self._one(number)
        if one is not None and tuple(after) != before:
            words = _about(one.title, translate("commands", "“{title}” moved"))
            self._push(words, OrderSearches(tuple(after)), OrderSearches(before))

    def remove(self, number: int) -> None:
        """It is kept no more; no article goes."""
        one = self._one(number)
        if one is not None:
            words = _about(one.title, translate("commands", "Search “{title}” removed"))
            self._push(words, RemoveSearch(number), RestoreSearch(one))

    def _push(self, words: str, job: Job, back: Job) -> None:
        self._do(job, lambda _: self._desk.undo.push(Deed(words, back, job)))

    def _do(self, job: Job, then: Callable[[Changes], object]) -> None:
        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Exception):
                self._desk.problems.tell(changes)
            else:
                then(changes)

        self._desk.worker.submit(job, done)

    def _all(self) -> list[SavedSearch]:
        return saved_searches.saved_searches(self._desk.reader)

    def _one(self, number: int) -> SavedSearch | None:
        return next((one for one in self._all() if one.id == number), None)


def search_menu(desk: Desk, number: int, menu: QMenu) -> None:
    """For a kept search of the sidebar."""
    tr, deeds, write = translate, SearchDeeds(desk), not desk.worker.read_only
    menu.addAction(icon("search"), tr("menus", "Edit search"), lambda: _edit(desk, number)).setEnabled(write)
    rename = menu.addAction(icon("rename"), tr("menus", "Rename"))
    rename.triggered.connect(lambda: desk.sidebar.view.rename(Kind.SEARCH, number))
    rename.setEnabled(write)
    menu.addSeparator()
    menu.addAction(icon("delete"), tr("menus", "Remove search"), lambda: deeds.remove(number)).setEnabled(write)


def _edit(desk: Desk, number: int) -> None:
    """Shows it, with the cursor in the field; the bookmark there keeps what is changed."""
    index = desk.sidebar.model.index_of(Key(Kind.SEARCH, number))
    if index.isValid():
        desk.sidebar.view.setCurrentIndex(index)
        desk.articles.seek()


def _about(title: str, words: str) -> str:
    line = " ".join(title.split())
    return words.replace("{title}", line if len(line) <= 60 else f"{line[:59]}…")


def _in_menu(title: str) -> str:
    return in_menu(title)
