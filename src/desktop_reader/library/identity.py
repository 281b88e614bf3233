"""Telling articles apart, so that a refresh never brings a read article back as new. Pure; decides, does nothing.

Within its feed an article is known by its guid; without one by its canonical link; without either by a hash of title,
date and text. A guid that several entries of one document share is none; a link that they share, or that is the site's
own front page, is none either. Where a site changed its guids, the link together with title or text still tells.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from desktop_reader.records.refresh import DigestedEntry

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "ref_src",
        "ref_url",
        "cmpid",
        "ocid",
        "ncid",
        "_ga",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "spm",
    ]
)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Hashes:
    """The three ways to know an entry, as signed 64-bit numbers, and the hash of what a reader would see change."""

    guid: int | None
    link: int | None
    text: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the feed that the library has; ``said_guid`` and ``said_link`` also where they are no identity."""

    id: int
    guid: int | None
    link: int | None
    text: int
    title: str
    content: bytes
    fingerprint: bytes
    said_guid: int | None = None
    said_link: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an entry: it is new (no ``known``), or a known article that ``changed`` for a reader or not."""

    entry: DigestedEntry
    hashes: Hashes
    known: Known | None
    changed: bool


def hashes(entry: DigestedEntry) -> Hashes:
    """The entry's own three hashes, before the rest of the document is looked at."""
    return Hashes(
        guid=guid_hash(entry.guid),
        link=link_hash(entry.url),
        text=text_hash(entry.title, entry.published_at, entry.content.text),
        content=content_hash(entry.title, entry.content.text),
    )


def text_hash(title: str, published_at: int | None, text: str) -> int:
    """What stands for an entry that has neither guid nor link."""
    return _number(f"{title}\n{published_at}\n{text}")


def content_hash(title: str, text: str) -> bytes:
    """What is another when a reader would see a change."""
    return _hash(f"{title}\n{text}".encode("utf-8", "surrogatepass"))


def guid_hash(guid: str | None) -> int | None:
    """What stands for a guid; None for none."""
    guid = guid.strip() if guid else ""
    return _number(guid) if guid else None


def link_hash(url: str | None) -> int | None:
    """What stands for the address of an article; None for none."""
    return _number(canonical_link(url)) if url else None


def usable(entries: Sequence[DigestedEntry], site_url: str | None) -> list[tuple[DigestedEntry, Hashes]]:
    """Each entry once, with the guids and links that are no identity in this document taken away."""
    once = {entry.fingerprint: entry for entry in entries}.values()
    paired = [(entry, hashes(entry)) for entry in once]
    guids = Counter(h.guid for _, h in paired)
    links = Counter(h.link for _, h in paired)
    home = link_hash(site_url)
    seen: set[int] = set()
    result = []
    for entry, h in paired:
        guid = h.guid if h.guid is not None and guids[h.guid] == 1 else None
        link = h.link if h.link is not None and links[h.link] == 1 and h.link != home else None
        if guid is None and link is None:
            if h.text in seen:
                continue
            seen.add(h.text)
        result.append((entry, Hashes(guid, link, h.text, h.content)))
    return result


def decide(
    entries: Sequence[tuple[DigestedEntry, Hashes]], known: Sequence[Known], present: frozenset[bytes] = frozenset()
) -> list[Decision]:
    """For each entry of ``usable``: is it new, or which known article is it, and did that change?

    ``present`` are fingerprints of known articles that stand in the document unchanged; they are themselves and cannot
    be anything else, and a guid or link that they have, too, is shared and hence none. Each known article is used once,
    and a link is never passed over for a text. An entry that is only a copy of one that stands there is left out.
    """
    free = {k.id: k for k in known if k.fingerprint not in present}
    standing = [k for k in known if k.fingerprint in present]
    guids = {k.guid for k in standing} | {k.said_guid for k in standing}
    links = {k.link for k in standing} | {k.said_link for k in standing}
    texts = {k.text for k in standing}
    entries = [(entry, _without(h, guids, links)) for entry, h in entries]
    by_guid = {k.guid: k for k in free.values() if k.guid is not None}
    stay = {h.guid for _, h in entries if h.guid is not None}
    found: dict[int, Known] = {}

    for number, (_, h) in enumerate(entries):
        if h.guid is not None and h.guid in by_guid:
            found[number] = by_guid[h.guid]
            del free[found[number].id]
    for field in ("link", "text"):
        by_field = _unique(free.values(), field)
        for number, (entry, h) in enumerate(entries):
            candidate = by_field.get(getattr(h, field))
            if number in found or candidate is None or candidate.id not in free:
                continue
            if _may_be(entry, h, candidate, stay) and (field == "link" or _tells(entry, h)):
                found[number] = candidate
                del free[candidate.id]
    return [
        Decision(entry, h, found.get(number), number in found and found[number].content != h.content)
        for number, (entry, h) in enumerate(entries)
        if number in found or h.guid is not None or h.link is not None or h.text not in texts
    ]


def is_dead(entry: DigestedEntry, h: Hashes, buried: frozenset[int]) -> bool:
    """Whether an entry that is no article of the library was one that has been deleted. ``buried`` are hashes of dead
    articles: by a guid alone, a link alone where there is no guid, or a text alone where there is neither; by a guid
    that the site made anew, together with text and link, or the text alone where links tell nothing.
    """
    if h.guid in buried:
        return True
    if h.text in buried:
        if h.link is None:
            return h.guid is None or (entry.published_at is not None and bool(entry.content.text))
        return h.link in buried
    return h.guid is None and h.link in buried


def canonical_link(url: str) -> str:
    """An address without what does not name the article: scheme, default port, fragment, tracking parameters."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return url.strip()
    if port and port != _PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    # What stays is not written anew: the same address without the tracking must come out the same.
    query = "&".join(pair for pair in parts.query.split("&") if not _tracks(unquote_plus(pair.partition("=")[0])))
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""  # Some sites keep the page's name there.
    return urlunsplit(("", host, parts.path or "/", query, fragment))


def _tracks(name: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING


def _may_be(entry: DigestedEntry, h: Hashes, candidate: Known, stay: set[int]) -> bool:
    if h.guid is None or candidate.guid is None:
        return True  # One of the two has no guid to disagree with.
    # Both have guids and they differ: only if the old one left the document and something a reader sees is the same.
    return candidate.guid not in stay and (
        candidate.title == entry.title or candidate.text == h.text or candidate.content == h.content
    )


def _tells(entry: DigestedEntry, h: Hashes) -> bool:
    """Whether title, date and text are enough to know this entry by: a bare title is not, where there is better."""
    return entry.published_at is not None or bool(entry.content.text) or (h.guid is None and h.link is None)


def _without(h: Hashes, guids: set[int | None], links: set[int | None]) -> Hashes:
    return Hashes(None if h.guid in guids else h.guid, None if h.link in links else h.link, h.text, h.content)


def _unique(known: Iterable[Known], field: str) -> dict[int | None, Known]:
    values: dict[int | None, list[Known]] = {}
    for k in known:
        values.setdefault(getattr(k, field), []).append(k)
    return {value: them[0] for value, them in values.items() if value is not None and len(them) == 1}


def _hash(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=8).digest()


def _number(text: str) -> int:
    return int.from_bytes(_hash(text.encode("utf-8", "surrogatepass")), "big", signed=True)
