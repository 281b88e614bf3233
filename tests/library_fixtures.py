"""Libraries for tests, and short ways to say what is in them. No plugin: import what you need."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from desktop_reader.jobs.refresh import Arrival, Settled, settle
from desktop_reader.jobs.tidy import CatchUpSearch
from desktop_reader.library import connect, search, store, subscriptions
from desktop_reader.library.driver import dbapi
from desktop_reader.library.store import Stored
from desktop_reader.library.writer import Writer
from desktop_reader.records.content import Content
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Answer, Digest, DigestedEntry, FeedRequest, Response, Validators

NOW = 1_730_000_000
HOUR = 3600


@cache
def _empty() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "library.db"
        connect.prepare(path)
        Writer(path).close()
        return path.read_bytes(), search.place(path).read_bytes()


def made(folder: Path, name: str = "library.db") -> Path:
    """A new library with its search file; all have one id, for to make them takes a while."""
    path = folder / name
    for file, content_of_it in zip((path, search.place(path)), _empty(), strict=True):
        file.write_bytes(content_of_it)
    return path


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Writer]:
    """The writing door of the library at ``path``, made when missing."""
    if not path.exists():
        made(path.parent, path.name)
    connect.prepare(path)
    library = Writer(path)
    try:
        yield library
    finally:
        library.close()


def content(html: str, text: str | None = None) -> Content:
    """HTML as it is kept; the text is the HTML's own where it is not given."""
    text = html if text is None else text
    return Content(html, text, len(text.split()), text[:200])


def entry(
    guid: str | None = None,
    url: str | None = None,
    title: str = "",
    text: str = "",
    at: int | None = None,
    html: str | None = None,
    **more: Any,
) -> DigestedEntry:
    """An entry. Its fingerprint is a hash of all of it, as that of the digest is."""
    one = DigestedEntry(
        fingerprint=b"",
        guid=guid,
        url=url,
        title=title,
        author=more.pop("author", ""),
        published_at=at,
        updated_at=more.pop("updated_at", None),
        content=content(f"<p>{escape(text)}</p>" if html is None else html, text),
        **more,
    )
    return replace(one, fingerprint=hashlib.blake2b(repr(one).encode(), digest_size=12).digest())


def document(*entries: DigestedEntry, known: Sequence[bytes] = (), **more: Any) -> Digest:
    """A digested document."""
    said: dict[str, Any] = {
        "title": "Harbour Notes",
        "site_url": "https://example.org/",
        "description": "",
        "language": None,
        "icon_url": None,
        "rhythm": Rhythm(),
    }
    return Digest(**(said | more), entries=entries, known=tuple(known))


def follow(library: Writer, url: str = "https://example.org/feed", folder_id: int | None = None, **more: Any) -> int:
    """A subscription."""
    title = more.pop("title", url)
    with library.editing() as live:
        return subscriptions.add_feed(live, url, title, more.pop("slug", "feed"), NOW, folder_id=folder_id, **more)[0]


def folder(library: Writer, title: str, parent_id: int | None = None) -> int:
    """A folder."""
    with library.editing() as live:
        return subscriptions.add_folder(live, title, title.lower(), parent_id)


def came(library: Writer, feed: int, *entries: DigestedEntry, now: int = NOW, **more: Any) -> Stored:
    """A document came: what the digest does with it (known entries are left out) and what the store does then."""
    with library.transaction() as live:
        known = store.fingerprints(live, feed)
        fresh = [one for one in entries if one.fingerprint not in known]
        there = [one.fingerprint for one in entries if one.fingerprint in known]
        return store.store(live, feed, document(*fresh, known=there, **more), now)


def answered(
    library: Writer,
    feed: int,
    answer: Answer | None = None,
    digest: Digest | None = None,
    error: Any = None,
    body_hash: bytes | None = None,
    now: int = NOW,
    wish: int = HOUR,
    unread_again: bool = False,
) -> Settled:
    """A server answered, or did not."""
    request = FeedRequest(feed, "https://example.org/feed")
    return settle(library, [Arrival(request, answer, digest, body_hash, error)], now, wish, unread_again)


NO_VALIDATORS = Validators()


def ok(validators: Validators = NO_VALIDATORS, moved_to: str | None = None, fresh: int | None = None) -> Response:
    """A 200."""
    return Response("https://example.org/feed", 200, validators, moved_to, fresh, b"", "application/rss+xml")


def indexed(library: Writer) -> None:
    """The search file is caught up."""
    while library.reader.unindexed(1):
        CatchUpSearch().run(library)


def rows(path: Path, sql: str, *parameters: Any) -> list[Any]:
    """What the file itself says."""
    with contextlib.closing(dbapi.connect(str(path))) as connection:
        return connection.execute(sql, parameters).fetchall()


def counters_are_right(library: Writer) -> bool:
    """Whether the counters that the triggers keep are what counting says."""
    counted = """SELECT feed_id, count(*), sum(1 - is_read), sum(starred) FROM state GROUP BY feed_id"""
    kept = "SELECT feed_id, total, unread, starred FROM feed_count WHERE total + unread + starred <> 0"
    return sorted(rows(library.path, counted)) == sorted(rows(library.path, kept))
