"""Saving pages: a page that was fetched and read becomes an article of *Saved pages*, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.library import incoming, saved, store
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import Coming
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Digest, DigestedEntry

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class SavePage:
    """Keeps a page, unread. One that is there already is brought up to date, and its older version kept beside it.

    ``title`` is what the saved pages are called in the reader's language.
    """

    entry: DigestedEntry = field(repr=False)
    now: int
    title: str = ""
    labels: tuple[str, ...] = ()

    def run(self, library: Writer) -> Changes:
        """``new`` or ``updated`` names the article; neither where nothing is different."""
        with library.editing() as session:
            feed, came = saved.ensure(session, self.now, self.title)
            live = session.connection()
            stored = store.store(live, feed, digest((self.entry,)), self.now)
            numbers = [text.id for text in stored.texts]
            wanted = Coming(self.entry, labels=self.labels)
            marked = incoming.mark(live, [(number, wanted) for number in numbers], self.now).changed
        library.remember_texts(stored.texts)
        return Changes(
            new=stored.new, updated=stored.updated, state=marked, feeds=frozenset({feed}), tree=came, back=came
        )


@dataclass(frozen=True, slots=True)
class CallSavedPages:
    """What the saved pages are called, in the language that the reader has chosen by now. A name that they were given
    stays.
    """

    title: str

    def run(self, library: Writer) -> Changes:
        """Nothing where there are none, or they are called so."""
        with library.transaction() as live:
            feed = saved.call(live, self.title)
        return Changes() if feed is None else Changes(feeds=frozenset({feed}), tree=True)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A page was not to be saved: it goes, and may come again."""

    guid: str

    def run(self, library: Writer) -> Changes:
        """Nothing where it is gone already."""
        with library.transaction() as live:
            number = saved.page(live, self.guid)
        return Changes() if number is None else Changes.joined(library.deletions([number], kept=False))


@dataclass(frozen=True, slots=True)
class RemovePage:
    """A saved page goes for good; articles of feeds are let be, for these would come again."""

    article: int

    def run(self, library: Writer) -> Changes:
        """Nothing where it is gone already."""
        with library.transaction() as live:
            is_one = saved.is_page(live, self.article)
        return Changes.joined(library.deletions([self.article], kept=False)) if is_one else Changes()


def digest(entries: tuple[DigestedEntry, ...]) -> Digest:
    """Entries that belong to no document: what a feed says of itself is left as it is."""
    return Digest("", None, "", None, None, Rhythm(), entries)
