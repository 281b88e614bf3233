"""Putting subscriptions in order: folders and feeds renamed, moved, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from desktop_reader.feeds import secrets
from desktop_reader.jobs import Step, whole
from desktop_reader.library import access, aside, removal, subscriptions
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.text.slug import slug

_TREE = Changes(tree=True)


@dataclass(frozen=True, slots=True)
class AddFolder:
    """A new folder. One that is ``numbered`` has a number behind its title where another one beside it has that."""

    title: str
    parent_id: int | None = None
    numbered: bool = False

    def run(self, library: Writer) -> Changes:
        """Its category ID is made of its title. The number is found here: the screen may not have heard of a folder
        that was made a moment ago.
        """
        with library.editing() as live:
            title = subscriptions.free_title(live, self.title, self.parent_id) if self.numbered else self.title
            subscriptions.add_folder(live, title, slug(title), self.parent_id)
        return _TREE


@dataclass(frozen=True, slots=True)
class RenameFolder:
    """Another title for a folder."""

    folder: int
    title: str

    def run(self, library: Writer) -> Changes:
        """The category ID stays."""
        with library.editing() as live:
            subscriptions.rename_folder(live, self.folder, self.title)
        return _TREE


@dataclass(frozen=True, slots=True)
class MoveFolder:
    """A folder into another one (None: the top), at a position among its folders."""

    folder: int
    parent_id: int | None
    position: int

    def run(self, library: Writer) -> Changes:
        """Into itself it cannot go."""
        with library.editing() as live:
            subscriptions.move_folder(live, self.folder, self.parent_id, self.position)
        return _TREE


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """A folder goes, what was in it stays."""

    folder: int

    def run(self, library: Writer) -> Changes:
        """Its feeds and folders move to where it was."""
        with library.editing() as live:
            subscriptions.remove_folder(live, self.folder)
        return _TREE


@dataclass(frozen=True, slots=True)
class RenameFeed:
    """The reader's own title for a feed; blank for the feed's own."""

    feed: int
    title: str

    def run(self, library: Writer) -> Changes:
        """Articles show it as well."""
        with library.editing() as live:
            subscriptions.rename_feed(live, self.feed, self.title)
        return Changes(feeds=frozenset({self.feed}), tree=True)


@dataclass(frozen=True, slots=True)
class MoveFeed:
    """A feed into a folder (None: the top), at a position among its feeds."""

    feed: int
    folder_id: int | None
    position: int

    def run(self, library: Writer) -> Changes:
        """Its articles get the category ID of where it is."""
        with library.editing() as live:
            subscriptions.move_feed(live, self.feed, self.folder_id, self.position)
        return Changes(feeds=frozenset({self.feed}), tree=True)


@dataclass(frozen=True, slots=True)
class RemoveFeed:
    """A subscription and all its articles go for good. With ``lapsed`` only one that is still set aside: the reader
    may have taken it back in the last moment.
    """

    feed: int
    lapsed: bool = False
    long: ClassVar[bool] = True
    resumed: ClassVar[bool] = True

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """A large feed loses its articles first. That it is being removed is known to the library from the beginning,
        so that a crash leaves nobody with half of it for long.
        """
        ids = removal.all_of(library.reader, self.feed)
        first = ids[: -removal.AT_ONCE]
        with library.transaction() as live:
            if self.lapsed and not aside.is_aside(live, self.feed):
                return
            if first or self.lapsed:
                removal.begin(live, self.feed)
        private = access.of(library.reader, self.feed)
        done = 0
        for changes in library.deletions(first, kept=False):
            done += len(changes.removed)
            yield Step(changes, done, len(ids))
        with library.editing() as session:
            rest = removal.articles(session.connection(), self.feed)
            removal.end(session.connection(), self.feed)
            subscriptions.remove_feed(session, self.feed)
        if private is not None:
            secrets.forget_soon(private.key)
        yield Step(Changes(removed=rest, feeds=frozenset({self.feed}), tree=True), len(ids), len(ids))
