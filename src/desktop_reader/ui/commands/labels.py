"""Labels: put on articles and taken off, made, renamed, coloured, put in order, removed. All can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu

from desktop_reader.jobs import Job
from desktop_reader.jobs.label import (
    AddAndPut,
    AddLabel,
    MergeLabels,
    OrderLabels,
    PutLabel,
    RecolourLabel,
    RemoveLabel,
    RenameLabel,
    RestoreLabel,
    SplitLabel,
    TakeLabel,
)
from desktop_reader.library import labels
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.records.label import COLOURS, Label
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.article import FEW
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.names import in_menu
from desktop_reader.ui.sidebar.tree import Kind
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate
_CHOSEN = tuple[Sequence[int], list[Label], dict[int, int]]


def commands(desk: Desk, theme: Theme) -> list[Command]:
    """All commands on labels."""
    deeds, tr = LabelDeeds(desk), translate

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.count_picked())

    return [
        Command(
            "article.label",
            tr("commands", "Labels…"),
            lambda: choose(desk, theme),
            ("L",),
            "tag",
            chosen,
            writes=True,
        ),
        Command("label.add", tr("commands", "New label"), deeds.add, (), "tag", writes=True, group="library"),
    ]


def choose(desk: Desk, theme: Theme, article: int = 0) -> None:
    """Opens the card of labels for an article, or for all that are picked."""
    view, worker = desk.articles.view, desk.worker

    def question(reader: Reader, numbers: Sequence[int]) -> _CHOSEN:
        return numbers, labels.labels(reader), labels.shares(reader, numbers)

    if not article and view.count_picked() > FEW:
        part = view.picked_part()
        worker.ask(
            "labels", lambda reader: question(reader, tuple(part(reader))), lambda found: _open(desk, theme, found)
        )
        return
    some = [number for number in [article] * bool(article) or view.picked() or [desk.browsing.article] if number]
    if some:
        _open(desk, theme, question(desk.reader, some))


def _open(desk: Desk, theme: Theme, found: _CHOSEN) -> None:
    from desktop_reader.ui.labels.card import LabelCard

    articles, there, shares = found
    deeds = LabelDeeds(desk)
    card = LabelCard(theme, desk.window, lambda: _place(desk), there, shares, len(articles))
    card.ticked.connect(lambda label, on: (deeds.put if on else deeds.take)(label, articles))

    def show(now: tuple[list[Label], dict[int, int]]) -> None:
        if not card.gone:
            card.show_labels(*now)

    def renew(changes: Changes) -> None:
        if changes.labels and not card.gone:
            worker.ask("labels", lambda reader: (labels.labels(reader), labels.shares(reader, articles)), show)

    worker = desk.worker
    worker.changed.connect(renew)
    card.closed.connect(lambda: worker.changed.disconnect(renew))
    card.made.connect(lambda title: deeds.add_and_put(title, articles))
    card.show_over()


def _place(desk: Desk) -> QPoint:
    """Below the row that is picked, where it is seen; else at the top of the article."""
    view = desk.articles.view
    index = view.currentIndex()
    if view.isVisible() and index.isValid():
        row = view.visualRect(index)
        seen = view.viewport().rect().intersects(row)
        if seen:
            return view.viewport().mapTo(desk.window, QPoint(row.left() + 24, row.center().y()))
    return desk.reading.mapTo(desk.window, QPoint(40, 64))


class LabelDeeds:
    """What is done with labels; ids are row ids. ``told`` hears what each deed altered, or why it failed; where nobody
    asks, the reader is told of faults.
    """

    def __init__(self, desk: Desk, told: Callable[[Changes | Exception], object] | None = None) -> None:
        self._desk = desk
        self._told_of = told

    def put(self, label: int, articles: Sequence[int]) -> None:
        """On these articles."""
        self._do(PutLabel(label, articles), lambda changes: self._put(label, changes))

    def take(self, label: int, articles: Sequence[int]) -> None:
        """Off these articles."""
        self._do(TakeLabel(label, articles), lambda changes: self._taken(label, changes))

    def add(self) -> None:
        """At once, with a field on its row for the name that it is to have."""
        title = self._free_title()

        def added(_: Changes) -> None:
            label = labels.named(self._desk.reader, title)
            if label is not None:
                words = translate("commands", "Label “{title}” added").replace("{title}", title)
                self._desk.undo.push(Deed(words, RemoveLabel(label.id), RestoreLabel(label)))
                self._desk.panes.bring_sidebar()
                self._desk.sidebar.view.rename(Kind.LABEL, label.id)

        self._do(AddLabel(title), added)

    def add_and_put(self, title: str, articles: Sequence[int], colour: str = "") -> None:
        """A new one, on these articles."""

        def done(changes: Changes) -> None:
            label = labels.named(self._desk.reader, title)
            if label is not None:
                words = translate("commands", "Label “{title}” added").replace("{title}", label.title)
                self._desk.undo.push(Deed(words, RemoveLabel(label.id), RestoreLabel(label, changes.state)))

        self._do(AddAndPut(title, articles, colour), done)

    def rename(self, number: int, title: str) -> None:
        """No two have the same title."""
        label = self._label(number)
        if label is not None:
            words = translate("commands", "Renamed to “{title}”").replace("{title}", title)
            self._push(words, RenameLabel(number, title), RenameLabel(number, label.title))

    def recolour(self, number: int, colour: str) -> None:
        """Another colour."""
        label = self._label(number)
        if label is not None and label.colour != colour:
            words = translate("commands", "“{title}” has another colour").replace("{title}", label.title)
            self._push(words, RecolourLabel(number, colour), RecolourLabel(number, label.colour))

    def move(self, number: int, position: int) -> None:
        """To this place among the others."""
        before = tuple(label.id for label in labels.labels(self._desk.reader))
        after = [one for one in before if one != number]
        after.insert(position, number)
        label = self._label(number)
        if label is not None and tuple(after) != before:
            words = translate("commands", "“{title}” moved").replace("{title}", label.title)
            self._push(words, OrderLabels(tuple(after)), OrderLabels(before))

    def remove(self, number: int) -> None:
        """From all articles; taking that back puts it on them again."""
        label = self._label(number)

        def done(changes: Changes) -> None:
            if label is not None:
                words = translate("commands", "Label “{title}” removed").replace("{title}", label.title)
                self._desk.undo.push(Deed(words, RestoreLabel(label, changes.state), RemoveLabel(number)))

        if label is not None:
            self._do(RemoveLabel(number), done)

    def merge(self, number: int, into: int) -> None:
        """All that has the one has the other, and the one goes."""
        label, other = self._label(number), self._label(into)
        if label is None or other is None or number == into:
            return
        words = translate("commands", "“{title}” merged into “{other}”")
        words = words.replace("{title}", label.title).replace("{other}", other.title)
        had = labels.articles(self._desk.reader, number)

        def put(changes: Changes) -> None:
            added = changes.state
            self._do(MergeLabels(number, into), lambda merged: done(added, merged.state))

        def done(added: Sequence[int], all_that_had: Sequence[int]) -> None:
            self._desk.undo.push(Deed(words, SplitLabel(label, all_that_had, into, added), MergeLabels(number, into)))

        self._do(PutLabel(into, had), put)  # First alone: that says which of them did not have it yet.

    def _put(self, label: int, changes: Changes) -> None:
        if changes.state:
            words = translate("commands", "“{title}” put on %n article(s)", "", len(changes.state))
            self._told(words, label, PutLabel(label, changes.state), TakeLabel(label, changes.state))

    def _taken(self, label: int, changes: Changes) -> None:
        if changes.state:
            words = translate("commands", "“{title}” taken off %n article(s)", "", len(changes.state))
            self._told(words, label, TakeLabel(label, changes.state), PutLabel(label, changes.state))

    def _told(self, words: str, number: int, again: Job, back: Job) -> None:
        label = self._label(number)
        self._desk.undo.push(Deed(words.replace("{title}", label.title if label is not None else ""), back, again))

    def _push(self, words: str, job: Job, back: Job) -> None:
        self._do(job, lambda _: self._desk.undo.push(Deed(words, back, job)))

    def _do(self, job: Job, then: Callable[[Changes], object]) -> None:
        def done(changes: Changes | Exception) -> None:
            if not isinstance(changes, Exception):
                then(changes)
            elif self._told_of is None:
                self._desk.problems.tell(changes)
            if self._told_of is not None:
                self._told_of(changes)

        self._desk.worker.submit(job, done)

    def _label(self, number: int) -> Label | None:
        return next((label for label in labels.labels(self._desk.reader) if label.id == number), None)

    def _free_title(self) -> str:
        taken = {label.title.casefold() for label in labels.labels(self._desk.reader)}
        title = translate("commands", "New label")
        wanted = [title, *(f"{title} {number}" for number in range(2, len(taken) + 2))]
        return next(free for free in wanted if free.casefold() not in taken)


def put_on_picked(desk: Desk, number: int) -> None:
    """On whatever is picked in the list: it was dropped onto the label."""
    view, deeds = desk.articles.view, LabelDeeds(desk)
    if view.count_picked() <= FEW:
        deeds.put(number, view.picked())
        return
    part = view.picked_part()
    desk.worker.ask("labels", lambda reader: tuple(part(reader)), lambda articles: deeds.put(number, articles))


def show(desk: Desk, number: int) -> None:
    """All articles that have a label."""
    now = desk.browsing.query
    desk.browsing.look(replace(Query(Scope.LABEL, number), sort=now.sort, reverse=now.reverse))


def label_menu(desk: Desk, number: int, menu: QMenu) -> None:
    """For a label of the sidebar."""
    tr, deeds, write = translate, LabelDeeds(desk), not desk.worker.read_only
    menu.addAction(icon("rename"), tr("menus", "Rename"), lambda: desk.sidebar.view.rename(Kind.LABEL, number))
    colours = menu.addMenu(icon("tag"), tr("menus", "Colour"))
    _colour_menu(desk, deeds, number, colours)
    merging = menu.addMenu(icon("tag"), tr("menus", "Merge into"))
    for other in labels.labels(desk.reader):
        if other.id != number:
            sign = icon("tag-filled", f"label_{other.colour}", f"label_{other.colour}") if other.colour else icon("tag")
            merging.addAction(sign, in_menu(other.title), lambda to=other.id: deeds.merge(number, to))
    menu.addAction(icon("tag"), tr("menus", "New label"), deeds.add)
    menu.addSeparator()
    menu.addAction(icon("delete"), tr("menus", "Remove label"), lambda: deeds.remove(number))
    for action in menu.actions():
        action.setEnabled(write and (action.menu() is not merging or bool(merging.actions())))


def _colour_menu(desk: Desk, deeds: LabelDeeds, number: int, menu: QMenu) -> None:
    from desktop_reader.ui.labels.card import colour_words

    label = next((one for one in labels.labels(desk.reader) if one.id == number), None)
    for colour in COLOURS:
        action = menu.addAction(icon("tag-filled", f"label_{colour}", f"label_{colour}"), colour_words(colour))
        action.triggered.connect(lambda _, colour=colour: deeds.recolour(number, colour))
        action.setCheckable(True)
        action.setChecked(label is not None and label.colour == colour)
