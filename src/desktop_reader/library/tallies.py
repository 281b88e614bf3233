"""How many unread articles kept searches have, kept fresh: after a change of a few articles only these are looked at.

A tally is the unread articles that a search wants, so that those that were looked at again can be taken out and put
in. It is never altered: threads may share it.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.library import lists, matching
from desktop_reader.library.among import among
from desktop_reader.records.query import Query
from desktop_reader.text.search_query import Node, Words, parse
from desktop_reader.text.search_values import Asks, Filter

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

FEW = 500
"""So many unread articles are looked at one by one; where more have changed, each search is asked anew."""

_UNREAD = Query(unread_only=True)
_ABOUT_FEEDS = (Asks.FEED, Asks.FOLDER)


@dataclass(frozen=True, slots=True)
class Tally:
    """``found`` are the unread articles that ``search`` wants; ``tree`` is what it meant on that day."""

    search: str
    tree: Node | None
    found: array[int] = field(compare=False)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.found)

    @property
    def is_of_another_day(self) -> bool:
        """Whether the search means something else today: it has a day in it that is counted from today."""
        return parse(self.search).tree != self.tree

    @property
    def asks_of_words(self) -> bool:
        """Whether it needs the search file, which comes a little behind."""
        return any(isinstance(leaf, Words) for leaf in self._leaves())

    @property
    def asks_of_feeds(self) -> bool:
        """Whether it looks at where feeds are and what they are called."""
        return any(isinstance(leaf, Filter) and leaf.asks in _ABOUT_FEEDS for leaf in self._leaves())

    @property
    def asks_of_labels(self) -> bool:
        """Whether it looks at what labels are called."""
        return any(isinstance(leaf, Filter) and leaf.asks is Asks.LABEL for leaf in self._leaves())

    def _leaves(self) -> list[Words | Filter]:
        return list(matching.leaves(self.tree)) if self.tree is not None else []


def counted(reader: Reader, search: str) -> Tally:
    """Asked anew, of the whole library."""
    found = reader.all_ids(Query(search=search, unread_only=True))
    return Tally(search, parse(search).tree, found)


def renewed(reader: Reader, tallies: Mapping[int, Tally], numbers: Collection[int]) -> dict[int, Tally] | None:
    """The same after these articles came, changed, were marked or went; only those of the tallies that are others. None
    when too many of them are unread. Those that were read are in no tally, so they cost next to nothing.
    """
    few = sorted(reader.belonging(_UNREAD, numbers))
    if len(few) > FEW:
        return None
    fresh: dict[int, Tally] = {}
    can_search = reader.can_search()
    for key, tally in tallies.items():
        if tally.asks_of_words and not can_search:
            continue  # It is asked anew when the search file is there again.
        wanted = few if tally.tree is None else sorted(among(reader, tally.tree, few)) if few else []
        known = lists.rows_of(tally.found, frozenset(numbers))
        if sorted(tally.found[row] for row in known) != wanted:
            found = lists.without(tally.found, known) + array("q", wanted)
            fresh[key] = Tally(tally.search, tally.tree, found)
    return fresh


def waiting(reader: Reader) -> frozenset[int] | None:
    """Articles that the search file does not know as they are now; None when they are many, or there is none."""
    found = frozenset(number for (number,) in reader.select("SELECT id FROM unindexed LIMIT ?", (FEW,)))
    return found if len(found) < FEW and reader.can_search() else None
