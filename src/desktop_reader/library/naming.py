"""What stands for the names of an entry: numbers made of its guid, its address and its words, and a hash of the text.

They are kept with the articles, so what they are made of must stay as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop_reader.library.canonical import canonical, twin
from desktop_reader.records.refresh import DigestedEntry


@dataclass(frozen=True, slots=True)
class Hashes:
    """The three ways to know an entry, as signed 64-bit numbers, and the hash of what a reader would see change."""

    guid: int | None
    link: int | None
    text: int
    content: bytes


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


def twin_hash(guid: str | None) -> int | None:
    """What would stand for a guid that is an address, before the site turned to https; None for any other."""
    return guid_hash(twin(guid)) if guid and guid.lstrip()[:4].lower() == "http" else None


def link_hash(url: str | None) -> int | None:
    """What stands for the address of an article; None for none."""
    return _number(canonical(url)) if url else None


def _hash(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=8).digest()


def _number(text: str) -> int:
    return int.from_bytes(_hash(text.encode("utf-8", "surrogatepass")), "big", signed=True)
