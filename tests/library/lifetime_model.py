"""A library as slow, simple Python: what ``test_lifetime`` compares the real one with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, entry

MIDNIGHT = NOW - 250


@dataclass(frozen=True)
class Said:
    """An entry of a document: which one of its feed, in which edition, under which of its guids."""

    key: int
    edition: int
    guid: int

    @property
    def title(self) -> str:
        return f"Harbour {self.key // 2}"

    @property
    def text(self) -> str:
        return f"The ferry word{self.key} came edition{self.edition}{' slowly' * self.edition}"

    @property
    def at(self) -> int | None:
        return None if self.key % 3 == 2 else NOW - 100 * (self.key // 2)

    def entry(self, feed: int) -> DigestedEntry:
        link = f"https://example.org/{feed}/{self.key}"
        return entry(f"{self.key} {self.guid}", link, self.title, self.text, self.at)


@dataclass
class Article:
    id: int
    feed: int
    said: Said
    published_at: int
    read: bool = False
    starred: bool = False
    reads: int = 0
    labels: set[int] = field(default_factory=set)


@dataclass
class Feed:
    title: str
    folder: int | None
    dead: set[tuple[str, int, int]] = field(default_factory=set)


class Model:
    """Everything by looking at everything."""

    def __init__(self) -> None:
        self.folders: dict[int, int | None] = {}
        self.feeds: dict[int, Feed] = {}
        self.articles: dict[int, Article] = {}

    def store(self, feed: int, document: Sequence[Said], new: Sequence[int], updated: Sequence[int], now: int) -> None:
        """A document came, and the library says which articles are new and which have changed."""
        come: list[Said] = []
        changed: list[int] = []
        known = {one.said.key: one for one in self.articles.values() if one.feed == feed}
        for said in reversed(document):
            article = known.get(said.key)
            if ("guid", said.key, said.guid) in self.feeds[feed].dead:
                continue  # Deleted under this guid: nothing that comes under it is looked at.
            if article is not None:
                if said.edition != article.said.edition:
                    changed.append(article.id)
                article.said = said
            elif not self._is_dead(feed, said):
                come.append(said)
        assert sorted(updated) == sorted(changed)
        assert len(new) == len(come)
        for number, said in zip(sorted(new), come, strict=True):
            self.articles[number] = Article(number, feed, said, now if said.at is None else said.at)

    def delete(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            gone = self.articles.pop(number)
            key = gone.said.key
            self.feeds[gone.feed].dead |= {("guid", key, gone.said.guid), ("text", key, gone.said.edition)}

    def remove_feed(self, feed: int) -> None:
        del self.feeds[feed]
        self.articles = {number: one for number, one in self.articles.items() if one.feed != feed}

    def remove_folder(self, folder: int) -> None:
        above = self.folders.pop(folder)
        self.folders = {number: above if up == folder else up for number, up in self.folders.items()}
        for feed in self.feeds.values():
            feed.folder = above if feed.folder == folder else feed.folder

    def listed(self, query: Query) -> list[int]:
        """The ids of ``query``, in its order."""
        some = [one for one in self.articles.values() if self._belongs(one, query)]
        sign = 1 if query.reverse else -1
        some.sort(key=lambda one: (one.published_at, one.id), reverse=not query.reverse)
        if query.sort is Sort.TITLE:
            some.sort(key=lambda one: (one.said.title.lower(), one.id), reverse=query.reverse)
        elif query.sort is Sort.WORDS:
            some.sort(key=lambda one: (sign * len(one.said.text.split()), sign * one.id))
        elif query.sort is Sort.READS:
            some.sort(key=lambda one: sign * one.reads)
        elif query.sort is Sort.FEED:
            some.sort(key=lambda one: (one.published_at, one.id), reverse=True)
            some.sort(key=lambda one: (self.feeds[one.feed].title.lower(), one.feed), reverse=query.reverse)
        return [one.id for one in some]

    def counters(self) -> dict[int, tuple[int, int, int]]:
        """Total, unread and starred of each feed that has articles."""
        found: dict[int, tuple[int, int, int]] = {}
        for one in self.articles.values():
            total, unread, starred = found.get(one.feed, (0, 0, 0))
            found[one.feed] = (total + 1, unread + (not one.read), starred + one.starred)
        return found

    def _is_dead(self, feed: int, said: Said) -> bool:
        # The address never changes: with the text of a dead one, it is that one under a new guid.
        return ("text", said.key, said.edition) in self.feeds[feed].dead

    def _belongs(self, one: Article, query: Query) -> bool:
        inside = {
            Scope.ALL: True,
            Scope.TODAY: one.published_at >= (query.since_at or 0),
            Scope.UNREAD: not one.read,
            Scope.STARRED: one.starred,
            Scope.FEED: one.feed == query.target,
            Scope.FOLDER: query.target in self.above(self.feeds[one.feed].folder),
            Scope.LABEL: query.target in one.labels,
        }[query.scope]
        if (query.unread_only and one.read) or (query.starred_only and not one.starred):
            return False
        words = f"{one.said.title} {one.said.text}".lower().split()
        return inside and all(word in words for word in query.search.split())

    def above(self, folder: int | None) -> list[int]:
        found: list[int] = []
        while folder is not None:
            found.append(folder)
            folder = self.folders[folder]
        return found
