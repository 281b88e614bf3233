"""A damaged library made whole again: by ``library.salvage``, and what that has not by the list of subscriptions."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from desktop_reader.errors import FileError, OpmlError
from desktop_reader.feeds import opml
from desktop_reader.feeds.opml import OutlineFeed
from desktop_reader.jobs.mirror import listed
from desktop_reader.jobs.transfer import ImportOpml
from desktop_reader.library import connect, mirror, salvage
from desktop_reader.library.writer import Transaction, Writer
from desktop_reader.records.mended import Mended

_LETTERS = 2
_NAMELESS = "SELECT id, title FROM feed WHERE url LIKE 'urn:uuid:%'"
_LINKS = """SELECT b.url FROM body AS b JOIN article AS a ON a.id = b.id
    WHERE a.feed_id = ? AND b.url IS NOT NULL LIMIT 200"""
_ASKED = "UPDATE feed_fetch SET stopped = 0, next_check_at = 0 WHERE feed_id = ?"


def mend(library: Path, told: salvage.Told = lambda what, done, of: True) -> Mended:
    """Makes the library whole, as far as that goes. Nobody may have it open. Raises LibraryError where nothing could
    be done, and ``duplicate.GivenUp``; then all is as it was.
    """
    job = _listed(library)
    mended = salvage.mend(library, told, has_list=job is not None)
    if job is None:
        return mended
    connect.prepare(library)
    writer = Writer(library)
    try:
        with writer.transaction() as live:
            named = _name(live, [*opml.feeds(job.tree)])
        changes = job.run(writer)
        feeds = len(writer.reader.feeds())
        nameless = len(writer.reader.select(_NAMELESS))
    finally:
        writer.close()
    return mended.with_list(named + len(changes.feeds), feeds, nameless)


def _listed(library: Path) -> ImportOpml | None:
    """The newest list that can be read."""
    for file in mirror.versions(library):
        with contextlib.suppress(OpmlError, FileError):
            return listed(file)
    return None


def _name(live: Transaction, known: Sequence[OutlineFeed]) -> int:
    """Gives feeds that have lost their address one of the list: by their name, else by the site of their articles; and
    its own to one of which some letters were damaged.
    """
    followed: dict[str, int] = dict(live.exec_driver_sql("SELECT url, id FROM feed").fetchall())
    listed_urls = {feed.url for feed in known}
    free = [feed for feed in known if feed.url not in followed]
    for url, number in followed.items():
        right = _only(feed for feed in free if url not in listed_urls and _is_nearly(url, feed.url))
        if right is not None:
            free.remove(right)
            live.exec_driver_sql("UPDATE feed SET url = ? WHERE id = ?", (right.url, number))
    named = 0
    for number, title in live.exec_driver_sql(_NAMELESS).fetchall():
        links = live.exec_driver_sql(_LINKS, (number,)).scalars()
        found = _only(feed for feed in free if feed.name == title) or _of_site(free, links)
        if found is not None:
            free.remove(found)
            named += 1
            sql = "UPDATE feed SET url = ?, title = ?, site_url = ? WHERE id = ?"
            live.exec_driver_sql(sql, (found.url, found.name or title, found.site_url or None, number))
            live.exec_driver_sql(_ASKED, (number,))
    return named


def _of_site(free: Sequence[OutlineFeed], links: Iterator[str]) -> OutlineFeed | None:
    hosts = Counter(_host(link) for link in links)
    for host, _ in hosts.most_common(1):
        return _only(feed for feed in free if host and host in (_host(feed.site_url), _host(feed.url)))
    return None


def _is_nearly(url: str, other: str) -> bool:
    """Bits that turned change letters, never their number."""
    return len(url) == len(other) and 0 < sum(one != two for one, two in zip(url, other, strict=True)) <= _LETTERS


def _only(found: Iterator[OutlineFeed]) -> OutlineFeed | None:
    """The only one; of two, nobody knows which."""
    some = list(found)
    return some[0] if len(some) == 1 else None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
