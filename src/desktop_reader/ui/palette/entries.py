"""What the palette offers: every command, every feed and folder, and a search for what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QModelIndex

from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands.command import Deck, group_words
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.palette.match import match
from desktop_reader.ui.sidebar.tree import Kind, Node, walk

translate = QCoreApplication.translate
_MOST = 60
_RECENT, _COMMAND = 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: ``place`` is where it belongs, ``refusal`` why it cannot be done, ``letters`` those that were typed;
    ``shade`` the colour of its icon where that has a meaning.
    """

    name: str
    words: str
    place: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    refusal: str = ""
    letters: tuple[int, ...] = ()
    shade: str = ""

    @property
    def spoken(self) -> str:
        """The row for those who hear it."""
        from desktop_reader.ui.keys.sequences import spoken

        return ", ".join(filter(None, (self.words, self.place, *map(spoken, self.keys[:1]), self.refusal)))


def commands(deck: Deck) -> list[Entry]:
    """The commands that can be given now, and those that never can here, with the reason."""
    deck.renew()
    found = []
    for name, command in deck.commands.items():
        refusal = deck.refusal(name)
        if (deck.action(name).isEnabled() or refusal) and name != "app.palette":
            group = group_words(command.group)
            words = command.words.removesuffix("…")
            found.append(
                Entry(name, words, group, deck.action(name).trigger, deck.keys(name)[:1], command.icon, refusal)
            )
    return found


def places(desk: Desk) -> list[Entry]:
    """The feeds and folders, by name; each is gone to."""
    found = []
    for node in walk(desk.sidebar.model.node(QModelIndex())):
        if node.key.kind in (Kind.FEED, Kind.FOLDER):
            found.append(_place(desk, node))
    return found


def search(desk: Desk, typed: str) -> Entry:
    """The articles with these words, everywhere."""
    words = translate("palette", "Search all articles for “{words}”").format(words=typed)
    look = replace(Query(Scope.ALL), search=typed)
    return Entry("search", words, "", lambda: desk.browsing.look(look), icon="search")


def fitting(entries: Iterable[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """Those that fit, best first. Where nothing is typed: what was given lately, then all."""
    if not typed.strip():
        last = {name: at for at, name in enumerate(recent)}
        return sorted(entries, key=lambda entry: last.get(entry.name, len(last)))
    found = []
    for entry in entries:
        one = match(typed, entry.words)
        if one is not None:
            more = _COMMAND * (":" not in entry.name) + _RECENT * (entry.name in recent)
            found.append((one.score + more, replace(entry, letters=one.places)))
        elif match(typed, f"{entry.place} {entry.words}") is not None:
            found.append((0.0, entry))
    found.sort(key=lambda each: -each[0])
    return [entry for _, entry in found[:_MOST]]


def _place(desk: Desk, node: Node) -> Entry:
    folder = node.key.kind is Kind.FOLDER
    above = node.parent.title if node.parent is not None else ""
    scope = Scope.FOLDER if folder else Scope.FEED
    query = Query(scope, target=node.key.id)
    return Entry(
        f"{node.key.kind}:{node.key.id}",
        node.title,
        above or (translate("palette", "Folder") if folder else translate("palette", "Feed")),
        lambda: desk.browsing.look(query),
        icon="folder" if folder else "rss",
    )
