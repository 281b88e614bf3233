"""Telling articles apart, so that a refresh never brings a read article back as new. Pure; decides, does nothing.

Within its feed an article is known by its guid; without one by its canonical link; without either by a hash of title,
date and text. A guid that several entries of one document share is none; a link that they share, or that is the site's
own front page, is none either. Where a site changed its guids, the link together with title or text still tells; where
it changed all its names at once, as a CMS does that has moved, so does a title together with its date, unless a name
would differ then that the others have kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from desktop_reader.library.canonical import front_page, is_address, is_front_page
from desktop_reader.library.naming import Hashes, hashes, link_hash, twin_hash
from desktop_reader.records.refresh import DigestedEntry

_MOVED = 3  # So many entries at least must have new names until the site is taken to have given all of them new ones.
_LONG = 100  # A text of so many words is not written twice, whatever its names and dates are.

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the feed that the library has; ``said_guid`` and ``said_link`` also where they are no identity.

    ``guid_text`` is its guid as the feed wrote it.
    """

    id: int
    guid: int | None
    link: int | None
    text: int
    title: str
    content: bytes
    fingerprint: bytes
    published_at: int | None = None
    said_guid: int | None = None
    said_link: int | None = None
    guid_text: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an entry: it is new (no ``known``), or a known article that ``changed`` for a reader or not."""

    entry: DigestedEntry
    hashes: Hashes
    known: Known | None
    changed: bool


Name = Known | Hashes
_NAMES: tuple[Callable[[Name], int | None], ...] = (attrgetter("guid"), attrgetter("link"))

Pair = tuple[DigestedEntry, Hashes]
Key = Callable[[DigestedEntry, Hashes], Hashable]
May = Callable[[DigestedEntry, Hashes, Known], bool]


def usable(entries: Sequence[DigestedEntry], site_url: str | None) -> list[Pair]:
    """Each entry once, with the guids and links that are no identity in this document taken away."""
    once = {entry.fingerprint: entry for entry in entries}.values()
    paired = [(entry, hashes(entry)) for entry in once]
    guids = Counter(h.guid for _, h in paired)
    if any(guid is not None and times > 1 for guid, times in guids.items()):
        paired = _last_versions(paired)
        guids = Counter(h.guid for _, h in paired)
    links = Counter(h.link for _, h in paired)
    homes = {link_hash(site_url), link_hash(front_page(site_url))}
    seen: set[int] = set()
    result = []
    for entry, h in paired:
        guid = h.guid if h.guid is not None and guids[h.guid] == 1 else None
        link = h.link if h.link is not None and links[h.link] == 1 and h.link not in homes else None
        if guid is None and link is not None and site_url is None and is_front_page(entry.url):
            link = None  # Of which site it is the first page, nobody says.
        if guid is None and link is None:
            if h.text in seen:
                continue
            seen.add(h.text)
        result.append((entry, Hashes(guid, link, h.text, h.content)))
    return result


def decide(entries: Sequence[Pair], known: Sequence[Known], present: frozenset[bytes] = frozenset()) -> list[Decision]:
    """For each entry of ``usable``: is it new, or which known article is it, and did that change?

    ``present`` are fingerprints of known articles that stand in the document unchanged; they are themselves and cannot
    be anything else, and a guid or link that they have, too, is shared and hence none. Each known article is used once,
    and a link is never passed over for a text. An entry that is only a copy of one that stands there is left out.
    """
    if not known:
        return [Decision(entry, h, None, False) for entry, h in entries]
    return _Deciding(entries, known, present).decisions()


def is_dead(entry: DigestedEntry, h: Hashes, buried: frozenset[int]) -> bool:
    """Whether an entry that is no article of the library was one that has been deleted. ``buried`` are hashes of dead
    articles: by a guid alone, a link alone where there is no guid, a text with its date, or a text together with a link
    or where nothing else tells.
    """
    if h.guid in buried or (h.guid is not None and twin_hash(entry.guid) in buried):
        return True
    if h.text in buried:
        if entry.published_at is not None and entry.content.text:
            return True
        return h.guid is None if h.link is None else h.link in buried
    return h.guid is None and h.link in buried


class _Deciding:
    """Finds for the entries of one document which known articles they are, the surest ways first."""

    def __init__(self, entries: Sequence[Pair], known: Sequence[Known], present: frozenset[bytes]) -> None:
        standing = [k for k in known if k.fingerprint in present]
        self._standing = standing
        self._free = {k.id: k for k in known if k.fingerprint not in present}
        guids = {k.guid for k in standing} | {k.said_guid for k in standing}
        guids |= _shared((k.said_guid, k.guid is None) for k in known)
        links = {k.link for k in standing} | {k.said_link for k in standing}
        links |= _shared((k.said_link, k.link is None) for k in known)
        self._texts = {k.text for k in standing}
        there = {(k.said_guid, k.said_link, k.title, k.published_at) for k in standing}
        self._entries = [(entry, _without(h, guids, links)) for entry, h in entries if _version(entry, h) not in there]
        self._stay = {h.guid for _, h in self._entries if h.guid is not None}
        self._found: dict[int, Known] = {}

    def decisions(self) -> list[Decision]:
        """Of each entry, in the document's order."""
        self._by_guid()
        self._by_link(self._may_be)
        self._by_text()
        if self._has_moved():
            self._by_link(self._has_left)
            firm = [name for name in _NAMES if not self._moves(name)]
            self._by_what_is_unique(_headed, lambda k: (k.title, k.published_at), firm)
            self._by_what_is_unique(_worded, lambda k: k.content, firm)
        self._by_what_is_unique(_at_length, lambda k: k.content)
        found = self._found
        return [
            Decision(entry, h, found.get(number), number in found and found[number].content != h.content)
            for number, (entry, h) in enumerate(self._entries)
            if number in found or h.guid is not None or h.link is not None or h.text not in self._texts
        ]

    def _by_guid(self) -> None:
        by_guid: dict[int | None, Known] = {k.guid: k for k in self._free.values() if k.guid is not None}
        for number, _, h in self._open():
            if h.guid is not None and h.guid in by_guid:
                self._take(number, by_guid[h.guid])
        for number, entry, h in self._open():
            before = by_guid.get(twin_hash(entry.guid)) if h.guid is not None else None
            if before is not None and self._has_left(entry, h, before):
                self._take(number, before)

    def _by_link(self, may_be: May) -> None:
        by_link = _grouped(self._free.values(), lambda k: k.link)
        for number, entry, h in self._open():
            some = [k for k in by_link.get(h.link, ()) if k.id in self._free and may_be(entry, h, k)]
            if len(some) > 1:
                some = [k for k in some if _looks_like(entry, h, k)]
            if len(some) == 1:
                self._take(number, some[0])

    def _by_text(self) -> None:
        by_text = _grouped(self._free.values(), lambda k: k.text)
        for number, entry, h in self._open():
            some = [k for k in by_text.get(h.text, ()) if k.id in self._free and self._may_be(entry, h, k)]
            if some and _tells(entry, h):
                self._take(number, some[0])  # Of several, nobody could say in what they differ.

    def _by_what_is_unique(
        self, key: Key, of_known: Callable[[Known], Hashable], firm: Iterable[Callable[[Name], int | None]] = ()
    ) -> None:
        for number, k in self._pairs(key, of_known):
            if not any(_differs(name, self._entries[number][1], k) for name in firm):
                self._take(number, k)

    def _pairs(self, key: Key, of_known: Callable[[Known], Hashable]) -> list[tuple[int, Known]]:
        """Entries and articles of which only this one and that one have the same ``key``."""
        there = _grouped(self._free.values(), of_known)
        keys = [(number, key(entry, h), entry, h) for number, entry, h in self._open()]
        times = Counter(value for _, value, _, _ in keys)
        return [
            (number, there[value][0])
            for number, value, entry, h in keys
            if value is not None and times[value] == len(there.get(value, ())) == 1
            if self._has_left(entry, h, there[value][0])
        ]

    def _has_moved(self) -> bool:
        """Whether the site has given all articles new names, or dates where they have no names: more entries are
        plainly known but for these than have kept theirs.
        """
        renamed = {number for number, k in self._found.items() if _differ(self._entries[number][1], k)}
        same = len(self._standing) + len(self._found) - len(renamed)
        renamed |= {number for number, _ in self._pairs(_headed, lambda k: (k.title, k.published_at))}
        nameless = self._pairs(_nameless, lambda k: k.content if k.guid is None and k.link is None else None)
        renamed |= {number for number, _ in nameless}
        return len(renamed) >= _MOVED and len(renamed) > same

    def _moves(self, name: Callable[[Name], int | None]) -> bool:
        """Whether more entries have changed this name of theirs than have kept it."""
        pairs = [*self._found.items(), *self._pairs(_headed, lambda k: (k.title, k.published_at))]
        changed = sum(_differs(name, self._entries[number][1], k) for number, k in pairs)
        kept = sum(name(k) is not None and name(k) == name(self._entries[number][1]) for number, k in pairs)
        return changed > kept + sum(name(k) is not None for k in self._standing)

    def _open(self) -> list[tuple[int, DigestedEntry, Hashes]]:
        """The entries of which nothing is known yet."""
        return [(number, *pair) for number, pair in enumerate(self._entries) if number not in self._found]

    def _take(self, number: int, known: Known) -> None:
        self._found[number] = known
        del self._free[known.id]

    def _has_left(self, _entry: DigestedEntry, _h: Hashes, k: Known) -> bool:
        return k.id in self._free and (k.guid is None or k.guid not in self._stay)

    def _may_be(self, entry: DigestedEntry, h: Hashes, k: Known) -> bool:
        if h.guid is None or k.guid is None:
            return True  # One of the two has no guid to disagree with.
        # Both have guids and they differ: only if the old one left the document and something a reader sees is the
        # same, or if the guid is a page's address that tells the edition behind a "#".
        return k.guid not in self._stay and (_looks_like(entry, h, k) or _is_same_page(entry.guid, k.guid_text))


def _last_versions(paired: list[Pair]) -> list[Pair]:
    """Of entries with the same guid, link, title and date, which are versions of one article, only the last.

    Where they do not tell which that is, the longest: a feed may turn its entries round, which shall change nothing.
    """
    last: dict[Hashable, DigestedEntry] = {}
    for entry, h in paired:
        if (version := _version(entry, h)) is not None:
            last[version] = max(last.get(version, entry), entry, key=_lateness)
    return [pair for pair in paired if last.get(_version(*pair), pair[0]) is pair[0]]


def _lateness(entry: DigestedEntry) -> tuple[int, int, bytes]:
    return entry.updated_at or 0, entry.content.words, entry.fingerprint


def _version(entry: DigestedEntry, h: Hashes) -> tuple[int, int, str, int] | None:
    if h.guid is None or h.link is None or not entry.title or entry.published_at is None:
        return None
    return h.guid, h.link, entry.title, entry.published_at


def _headed(entry: DigestedEntry, _: Hashes) -> Hashable:
    return (entry.title, entry.published_at) if entry.title and entry.published_at is not None else None


def _worded(entry: DigestedEntry, h: Hashes) -> Hashable:
    return h.content if entry.content.text else None


def _nameless(entry: DigestedEntry, h: Hashes) -> Hashable:
    return _worded(entry, h) if h.guid is None and h.link is None else None


def _at_length(entry: DigestedEntry, h: Hashes) -> Hashable:
    return h.content if entry.content.words >= _LONG else None


def _looks_like(entry: DigestedEntry, h: Hashes, k: Known) -> bool:
    return k.title == entry.title or k.text == h.text or k.content == h.content


def _is_same_page(guid: str | None, other: str | None) -> bool:
    return is_address(guid) and is_address(other) and link_hash(guid) == link_hash(other)


def _differ(h: Hashes, k: Known) -> bool:
    return any(_differs(name, h, k) for name in _NAMES)


def _differs(name: Callable[[Name], int | None], h: Hashes, k: Known) -> bool:
    now, before = name(h), name(k)
    return now is not None and before is not None and now != before


def _tells(entry: DigestedEntry, h: Hashes) -> bool:
    """Whether title, date and text are enough to know this entry by: a bare title is not, where there is better."""
    return bool(entry.content.text) or (h.guid is None and h.link is None)


def _without(h: Hashes, guids: set[int | None], links: set[int | None]) -> Hashes:
    return Hashes(None if h.guid in guids else h.guid, None if h.link in links else h.link, h.text, h.content)


def _shared(said: Iterable[tuple[int | None, bool]]) -> set[int | None]:
    """What several articles said, of which at least one could not be known by it."""
    times: Counter[int | None] = Counter()
    useless: set[int | None] = set()
    for value, is_none in said:
        times[value] += 1
        if is_none:
            useless.add(value)
    return {value for value in useless if times[value] > 1}


def _grouped(known: Iterable[Known], key: Callable[[Known], K | None]) -> dict[K | None, list[Known]]:
    groups: dict[K | None, list[Known]] = {}
    for k in known:
        value = key(k)
        if value is not None:
            groups.setdefault(value, []).append(k)
    return groups
