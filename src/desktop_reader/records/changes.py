"""What a job altered: the only thing that comes back from the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from desktop_reader.records.arrangement import Turn
from desktop_reader.records.incoming import Brought


@dataclass(frozen=True, slots=True)
class Changes:
    """Row ids of what is different now; every view decides for itself what that means to it.

    ``new`` articles came, ``updated`` ones have another text or title, ``state`` ones were marked, starred or opened,
    ``removed`` ones are gone. ``feeds`` have other counters, health or times; ``tree`` says that feeds or folders
    came, went, moved or were renamed; ``nearer`` that similar readings may be others, for more articles are understood;
    ``signs`` are feeds that have another picture. With ``back`` lists have articles again that were out of sight;
    ``folded`` ones tell the same as another, in whose row they stand where lists are folded.
    ``labels`` says that labels came, went, are called otherwise or are on other articles (which are in ``state``), and
    ``searches`` the same of kept searches. ``waiting`` are those of ``feeds`` that a list has brought and that lie in a
    private network: they are asked when the reader says so.

    ``brought`` is what a piece of an import did, which is no news. ``turn`` is the way back after a deed on
    subscriptions: for whoever asked for the deed, so it goes with nobody else.
    """

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    state: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    feeds: frozenset[int] = frozenset()
    tree: bool = False
    nearer: bool = False
    signs: frozenset[int] = frozenset()
    back: bool = False
    folded: tuple[int, ...] = ()
    labels: bool = False
    searches: bool = False
    waiting: frozenset[int] = frozenset()
    turn: Turn | None = None
    brought: Brought | None = None

    def __bool__(self) -> bool:
        some = self.new or self.updated or self.state or self.removed or self.feeds or self.folded
        return bool(some or self.tree or self.nearer or self.signs or self.back or self.labels or self.searches)

    @classmethod
    def joined(cls, parts: Iterable[Changes]) -> Changes:
        """All of them, as ``|`` does with two, but in one go: a mass deed has many parts with thousands of ids each."""
        some = [part for part in parts if part]
        if len(some) == 1:
            return some[0]
        return cls(
            new=tuple(dict.fromkeys(chain.from_iterable(part.new for part in some))),
            updated=tuple(dict.fromkeys(chain.from_iterable(part.updated for part in some))),
            state=tuple(dict.fromkeys(chain.from_iterable(part.state for part in some))),
            removed=tuple(dict.fromkeys(chain.from_iterable(part.removed for part in some))),
            feeds=frozenset(chain.from_iterable(part.feeds for part in some)),
            tree=any(part.tree for part in some),
            nearer=any(part.nearer for part in some),
            signs=frozenset(chain.from_iterable(part.signs for part in some)),
            back=any(part.back for part in some),
            folded=tuple(dict.fromkeys(chain.from_iterable(part.folded for part in some))),
            labels=any(part.labels for part in some),
            searches=any(part.searches for part in some),
            waiting=frozenset(chain.from_iterable(part.waiting for part in some)),
            brought=next((part.brought for part in some if part.brought), None),
        )

    def __or__(self, other: Changes) -> Changes:
        """Both, one after the other; each id once, in the order of its first appearance."""
        return Changes(
            new=_joined(self.new, other.new),
            updated=_joined(self.updated, other.updated),
            state=_joined(self.state, other.state),
            removed=_joined(self.removed, other.removed),
            feeds=self.feeds | other.feeds,
            tree=self.tree or other.tree,
            nearer=self.nearer or other.nearer,
            signs=self.signs | other.signs,
            back=self.back or other.back,
            folded=_joined(self.folded, other.folded),
            labels=self.labels or other.labels,
            searches=self.searches or other.searches,
            waiting=self.waiting | other.waiting,
            brought=self.brought or other.brought,
        )


def _joined(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(first + second)) if first and second else first or second
