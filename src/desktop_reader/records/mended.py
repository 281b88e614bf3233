"""What became of a damaged library: what was saved, where the rest came from, and what is lost. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_reader.records.sentence import Moment, Sentence
from desktop_reader.records.translatable import translatable

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Lost:
    """Articles of a feed that are lost for good: so many of so many."""

    feed: str
    articles: int
    of: int


@dataclass(frozen=True, slots=True)
class Mended:
    """``feeds`` and ``articles`` are in the library now; ``saved`` came out of the damaged file, the others from the
    backup of ``backup_at`` and from the list of subscriptions.

    ``lost`` is None where nobody knows how many there were. ``textless`` articles have no text, of ``unmarked`` ones
    nobody knows whether they were read or starred, ``nameless`` feeds have lost their address.
    """

    aside: Path | None = None
    feeds: int = 0
    articles: int = 0
    saved: int = 0
    from_backup: int = 0
    backup_at: int | None = None
    from_list: int = 0
    lost: tuple[Lost, ...] | None = ()
    textless: int = 0
    unmarked: int = 0
    nameless: int = 0
    lost_feeds: bool = False
    """Whether subscriptions may be missing."""
    others: tuple[str, ...] = field(default=())
    """What else was put in order, in English."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost, as far as can be known."""
        return self.lost == () and not (self.textless or self.unmarked or self.nameless)

    def with_list(self, subscriptions: int, feeds: int, nameless: int) -> Mended:
        """After so many subscriptions came from the list."""
        return replace(self, from_list=subscriptions, feeds=feeds, nameless=nameless)


def sentences(mended: Mended) -> Iterator[Sentence]:
    """What the reader is told, the most important first."""
    counted = (("articles", mended.articles), ("feeds", mended.feeds))
    yield Sentence(translatable("In the library now: {articles} articles, {feeds} feeds."), counted)
    if mended.saved:
        words = translatable("Saved from the damaged file: {articles} articles.")
        yield Sentence(words, (("articles", mended.saved),))
    if mended.backup_at is not None and mended.from_backup:
        words = translatable("Taken from the backup of {when}: {articles} articles.")
        yield Sentence(words, (("when", Moment(mended.backup_at)), ("articles", mended.from_backup)))
    if mended.from_list:
        words = translatable("Taken from the list of subscriptions: {feeds} feeds.")
        yield Sentence(words, (("feeds", mended.from_list),))
    yield from _losses(mended)
    if mended.aside is not None:
        words = translatable("The damaged file was not changed. It is kept as “{file}”.")
        yield Sentence(words, (("file", str(mended.aside)),))


def _losses(mended: Mended) -> Iterator[Sentence]:
    if mended.is_whole:
        yield Sentence(translatable("Nothing is lost."), ())
    if mended.lost is None:
        yield Sentence(translatable("How many articles are lost cannot be known: their numbers are lost as well."), ())
    for one in (mended.lost or ())[:_NAMED]:
        words = translatable("Lost from “{feed}”: {articles} of {of} articles.")
        yield Sentence(words, (("feed", one.feed), ("articles", one.articles), ("of", one.of)))
    if further := (mended.lost or ())[_NAMED:]:
        words = translatable("Lost from {feeds} other feeds: {articles} articles.")
        yield Sentence(words, (("feeds", len(further)), ("articles", sum(one.articles for one in further))))
    if mended.textless:
        words = translatable("Articles without a text, until their feeds bring it again: {articles}.")
        yield Sentence(words, (("articles", mended.textless),))
    if mended.unmarked:
        words = translatable("Articles of which it is not known whether they were read or starred: {articles}.")
        yield Sentence(words, (("articles", mended.unmarked),))
    if mended.nameless:
        words = translatable("Feeds that have lost their address and are not asked any more: {feeds}.")
        yield Sentence(words, (("feeds", mended.nameless),))
