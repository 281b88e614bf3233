"""The rows of the sidebar as plain data: what the library's folders, feeds and counters look like as a tree. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.health import Health
from desktop_reader.records.label import Label
from desktop_reader.records.saved_search import SavedSearch
from desktop_reader.ui.words import told_problem

translate = QCoreApplication.translate
_LAST_DAY = 253_370_764_800  # 9999-01-01


class Kind(StrEnum):
    """What a row stands for."""

    TODAY = "today"
    UNREAD = "unread"
    STARRED = "starred"
    HEADING = "heading"
    SEARCH = "search"
    LABEL = "label"
    FOLDER = "folder"
    FEED = "feed"


SMART = (Kind.TODAY, Kind.UNREAD, Kind.STARRED)
SHELVED = (Kind.SEARCH, Kind.LABEL)
"""What the reader made beside folders: each kind has a heading of its own, and none where there is nothing below."""


class Key(NamedTuple):
    """Which row: smart rows have no id, headings a number."""

    kind: Kind
    id: int = 0


class Counts(Protocol):
    """The numbers of the smart rows."""

    @property
    def today(self) -> int:
        """Unread articles of today."""

    @property
    def unread(self) -> int:
        """Unread articles in all."""

    @property
    def starred(self) -> int:
        """Starred articles."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Kept searches and labels in their order, and the unread articles of each as far as they are counted."""

    searches: tuple[SavedSearch, ...] = ()
    labels: tuple[Label, ...] = ()
    counts: Mapping[Key, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Node:
    """A row with the rows below it. ``row`` is its place among its parent's; ``more`` is the colour of a label, the
    words of a search.
    """

    key: Key
    title: str
    count: int = 0
    trouble: str = ""
    uuid: str = ""
    more: str = ""
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def shown(self) -> tuple[str, int, str, str]:
        """What is seen of it."""
        return self.title, self.count, self.trouble, self.more

    @property
    def depth(self) -> int:
        """How many folders it is in."""
        depth, above = -1, self.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        return depth

    def add(self, child: Node) -> Node:
        """Puts a row last among those below this one."""
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child


def grown(folders: list[Folder], feeds: list[Feed], counts: Counts, shelf: Shelf = Shelf()) -> Node:
    """The whole tree below a root that is not shown: folders stand before feeds, each by position."""
    root = Node(Key(Kind.HEADING), "")
    root.add(Node(Key(Kind.TODAY), translate("Sidebar", "Today"), counts.today))
    root.add(Node(Key(Kind.UNREAD), translate("Sidebar", "Unread"), counts.unread))
    root.add(Node(Key(Kind.STARRED), translate("Sidebar", "Starred"), counts.starred))
    _fill_shelf(root, shelf)
    root.add(Node(Key(Kind.HEADING), translate("Sidebar", "Feeds")))
    by_id = {folder.id: folder for folder in folders}
    inside: defaultdict[int | None, list[Folder]] = defaultdict(list)
    for folder in sorted(folders, key=lambda folder: (folder.position, folder.id)):
        inside[_parent(folder, by_id)].append(folder)
    leaves: defaultdict[int | None, list[Feed]] = defaultdict(list)
    for feed in sorted(feeds, key=lambda feed: (feed.position, feed.id)):
        leaves[feed.folder_id if feed.folder_id in by_id else None].append(feed)

    def fill(parent: Node, folder_id: int | None) -> None:
        for folder in inside[folder_id]:
            fill(parent.add(Node(Key(Kind.FOLDER, folder.id), folder.title)), folder.id)
        for feed in leaves[folder_id]:
            key = Key(Kind.FEED, feed.id)
            parent.add(Node(key, feed.title, feed.unread, trouble(feed.health), feed.uuid))

    fill(root, None)
    sum_up(root)
    return root


def _fill_shelf(root: Node, shelf: Shelf) -> None:
    if shelf.searches:
        root.add(Node(Key(Kind.HEADING, 1), translate("Sidebar", "Searches")))
    for search in shelf.searches:
        key = Key(Kind.SEARCH, search.id)
        root.add(Node(key, search.title, shelf.counts.get(key, 0), more=search.search))
    if shelf.labels:
        root.add(Node(Key(Kind.HEADING, 2), translate("Sidebar", "Labels")))
    for label in shelf.labels:
        key = Key(Kind.LABEL, label.id)
        root.add(Node(key, label.title, shelf.counts.get(key, 0), more=label.colour))


def walk(node: Node) -> list[Node]:
    """All rows below ``node``, from top to bottom."""
    rows: list[Node] = []
    for child in node.children:
        rows.append(child)
        rows += walk(child)
    return rows


def same_shape(one: Node, other: Node) -> bool:
    """Whether both have the same rows in the same places, whatever they say."""
    return len(one.children) == len(other.children) and all(
        a.key == b.key and same_shape(a, b) for a, b in zip(one.children, other.children, strict=True)
    )


def trouble(health: Health) -> str:
    """Why a feed fails, in the user's language; empty when it is well. Plain text, though a server may have a word."""
    if health.problem is None:
        return ""
    said = told_problem(health.problem, health.detail)
    if health.failures < 2 or health.since_at is None or not 0 < health.since_at < _LAST_DAY:
        return said
    day = QLocale().toString(QDateTime.fromSecsSinceEpoch(health.since_at).date(), QLocale.FormatType.ShortFormat)
    # A sentence of its own: the first one has the server's words in it, which are no template.
    return f"{said} {translate('Health', 'Since {date}.').format(date=day)}"


def _parent(folder: Folder, by_id: dict[int, Folder]) -> int | None:
    """The folder above; none for one whose way up ends in a ring, or it and its feeds could not be reached."""
    seen = {folder.id}
    above = folder.parent_id
    while above in by_id:
        if above in seen:
            return None
        seen.add(above)
        above = by_id[above].parent_id
    return folder.parent_id if folder.parent_id in by_id else None


def sum_up(node: Node) -> int:
    """Gives folders the sum of what is in them; returns the node's own."""
    for child in node.children:
        if child.key.kind is Kind.FOLDER:
            child.count = sum_up(child)
    return sum(child.count for child in node.children if child.key.kind in (Kind.FOLDER, Kind.FEED))
