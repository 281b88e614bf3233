"""What travels while feeds are brought up to date: the question to a server, its answer, what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop_reader.records.access import Access
from desktop_reader.records.asked import Received
from desktop_reader.records.content import Content
from desktop_reader.records.health import Health
from desktop_reader.records.network import Range
from desktop_reader.records.parsed import Enclosure, Rhythm


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "anything new?" with: echoed byte for byte, always as one set."""

    etag: bytes | None = None
    last_modified: bytes | None = None


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """One feed that is to be asked. ``body_hash`` is SHA-256 of the last body that was digested; ``access`` how a
    private feed is asked. ``home`` is the private network in which its server lay when somebody gave its address; with
    ``leave`` it may lie in any, for its address says so, or somebody says so now.
    """

    feed_id: int
    url: str
    validators: Validators = Validators()
    body_hash: bytes | None = None
    access: Access | None = None
    home: Range | None = None
    leave: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What every answer of a server has, with a body or without.

    ``url`` is the address that answered; ``moved_to`` the address that the permanent (301, 308) beginning of the
    redirects led to, when there was one; ``fresh_seconds`` what Cache-Control or Expires allow to wait; ``received`` is
    for the log. ``homes`` are the hosts on the way that were found in a private network, with its range.
    """

    url: str
    status: int
    validators: Validators = Validators()
    moved_to: str | None = None
    fresh_seconds: int | None = None
    received: Received | None = field(default=None, kw_only=True, compare=False, repr=False)
    homes: tuple[tuple[str, Range], ...] = field(default=(), kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unchanged(Answer):
    """The server said 304."""


@dataclass(frozen=True, slots=True)
class Response(Answer):
    """The server gave a body; it is already decompressed."""

    body: bytes = field(default=b"", repr=False)
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class DigestedEntry:
    """An entry that is ready to be kept. ``fingerprint`` is a hash of all that the feed said of it."""

    fingerprint: bytes
    guid: str | None
    url: str | None
    title: str
    author: str
    published_at: int | None
    updated_at: int | None
    content: Content
    description: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    comments: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A document that was parsed and prepared. ``known`` are the fingerprints of entries that the library has already
    and that were therefore left out of ``entries``.
    """

    title: str
    site_url: str | None
    description: str
    language: str | None
    icon_url: str | None
    rhythm: Rhythm
    entries: tuple[DigestedEntry, ...]
    known: tuple[bytes, ...] = ()


class Status(StrEnum):
    """What a refresh did to one feed."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the refresh of one feed ended: counts of new and of updated articles, or the problem, or until when not."""

    feed_id: int
    status: Status
    new: int = 0
    updated: int = 0
    health: Health = Health()
    not_before_at: int | None = None
