"""Feeds and libraries to measure with, made of numbers alone: the same ones on every machine.

A library is made once and kept in a folder that is named by the code that makes it; measure on copies.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from random import Random
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks import language

if TYPE_CHECKING:
    from desktop_reader.library.search import Searchable

NEWEST = 1_735_689_600
"""When the newest article of a library was published; the entries of documents are all newer."""

CHANGED, UNCHANGED, GROWN = b'"0"', b'"1"', b'"2"'
"""What a library remembers of a feed of ``server``: with the one it is sent the document, with the other a 304."""

_CHUNK = 2_000
_BODY = 2_500  # Characters of HTML of a library's article: half of an entry's, so that 100,000 are made in a minute.
_STEP = 600  # Seconds from one article to the next.
_SITE = "https://example.org/{number}/"
_OLD_FEED = "http://127.0.0.1:1/{number}.xml"  # Nobody listens there.


def document(feed: int, entries: int, size: int = 5_000) -> bytes:
    """The feed number ``feed`` as its server sends it: RSS when even, Atom when odd; entries of ``size`` characters."""
    chance = Random(f"feed {feed} {entries}")
    name, site = escape(feed_title(feed)), _SITE.format(number=feed)
    items = "".join(_item(feed, number, size, chance) for number in range(entries))
    if feed % 2:
        raw = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title><id>urn:feed:{feed}</id>
            <link href="{site}"/><updated>{_iso(NEWEST)}</updated>{items}</feed>"""
    else:
        raw = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
            <title>{name}</title><link>{site}</link><description/>
            {items}</channel></rss>"""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{raw}'.encode()


def one_more(feed: int, entries: int, before: bytes) -> bytes:
    """The document ``before`` of a feed with ``entries``, a day later: with one new entry at its top."""
    item = _item(feed, entries, 5_000, Random(f"one more {feed}")).encode()
    start = before.index(b"<entry>" if feed % 2 else b"<item>")
    return before[:start] + item + before[start:]


def feed_title(feed: int) -> str:
    """What the feed of this number calls itself."""
    return language.title(Random(f"title {feed}"))[:32].strip()


def library(articles: int, feeds: int, cache: Path) -> Path:
    """A library of so many unread articles, searchable, in 20 folders of feeds; made when it is not there yet."""
    folder = cache / _version()
    made = folder / f"{articles}-{feeds}"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as new:
            whole = Path(new) / "whole"
            _make(whole / "library.db", articles, feeds)
            os.rename(whole, made)
    return made / "library.db"


def copy(original: Path, folder: Path) -> Path:
    """The library and its search file, to be written to."""
    for path in original.parent.iterdir():
        shutil.copyfile(path, folder / path.name)
    return folder / original.name


def subscribe(library: Path, urls: Sequence[str], etag: bytes) -> None:
    """The library's first feeds live at ``urls`` from now on, and their servers' last answers had this ETag."""
    from sqlalchemy import bindparam, update

    from desktop_reader.library.schema import FeedEntity, feed_fetch
    from desktop_reader.library.writer import Writer

    writer = Writer(library)
    with writer.transaction() as live:
        live.execute(
            update(FeedEntity.__table__).where(FeedEntity.id == bindparam("feed")),  # type: ignore[arg-type]
            [{"feed": number, "url": url} for number, url in enumerate(urls, 1)],
        )
        live.execute(update(feed_fetch).values(etag=etag))
    writer.close()


def _item(feed: int, number: int, size: int, chance: Random) -> str:
    html = "\n".join(paragraph.html for paragraph in language.prose(chance, size))
    name, url, at = escape(language.title(chance)), f"https://example.org/{feed}/{number}", NEWEST + 600 * (1 + number)
    if feed % 2:
        return f"""<entry><title>{name}</title><id>urn:entry:{feed}:{number}</id><link href="{url}"/>
            <updated>{_iso(at)}</updated><author><name>A. Writer</name></author>
            <content type="html">{escape(html)}</content></entry>"""
    date = strftime("%a, %d %b %Y %H:%M:%S +0000", gmtime(at))
    return f"""<item><title>{name}</title><guid isPermaLink="false">entry-{feed}-{number}</guid><link>{url}</link>
        <pubDate>{date}</pubDate><content:encoded><![CDATA[{html}]]></content:encoded></item>"""


def _iso(at: int) -> str:
    return strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(at))


def _version() -> str:
    """Changes with this code and with what the library's files look like."""
    from desktop_reader.library import bodies, schema, search

    sources = (__file__, language.__file__, bodies.__file__, schema.__file__, search.__file__)
    return hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).hexdigest()[:16]


def _make(path: Path, articles: int, feeds: int) -> None:
    from sqlalchemy import insert

    from desktop_reader.library import connect, subscriptions
    from desktop_reader.library.schema import article, body, state
    from desktop_reader.library.writer import Writer

    connect.prepare(path)
    writer = Writer(path)
    chance = Random("library")
    with writer.editing() as live:
        folders = [subscriptions.add_folder(live, language.title(chance)[:24], f"folder-{n}") for n in range(20)]
        for number in range(feeds):
            url, name, site = _OLD_FEED.format(number=number), feed_title(number), _SITE.format(number=number)
            subscriptions.add_feed(
                live, url, name, f"feed-{number}", NEWEST, site_url=site, folder_id=folders[number % 20]
            )
    for start in range(1, articles + 1, _CHUNK):
        some = range(start, min(start + _CHUNK, articles + 1))
        rows = list(_articles(some, articles, feeds, chance))
        with writer.transaction() as live:
            live.execute(insert(article), [row[0] for row in rows])
            live.execute(insert(state), [row[1] for row in rows])
            live.execute(insert(body), [row[2] for row in rows])
        writer.index([row[3] for row in rows], gone=())
    writer.close()


def _articles(
    numbers: range, of: int, feeds: int, chance: Random
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any], Searchable]]:
    """Rows of the tables article, state and body, and what the search file is to know."""
    from desktop_reader.library import bodies
    from desktop_reader.library.search import Searchable
    from desktop_reader.library.store import title_key

    for number in numbers:
        prose, name = language.prose(chance, _BODY), language.title(chance)
        text = "\n".join(paragraph.text for paragraph in prose)
        at, feed = NEWEST - _STEP * (of - number), 1 + chance.randrange(feeds)
        mark = number.to_bytes(12, "big")
        coding, source = bodies.pack("\n".join(paragraph.html for paragraph in prose))
        head = {
            "id": number,
            "uuid": UUID(int=chance.getrandbits(128), version=4).bytes,
            "feed_id": feed,
            "guid_hash": number,
            "link_hash": number,
            "text_hash": number,
            "fingerprint": mark,
            "content_hash": mark[4:],
            "published_at": at,
            "created_at": at,
            "updated_at": at,
            "words": sum(paragraph.words for paragraph in prose),
            "title": name,
            "title_key": title_key(name),
            "snippet": text[:200].replace("\n", " "),
        }
        state = {"id": number, "feed_id": feed, "published_at": at, "starred": int(number % 50 == 0)}
        body = {
            "id": number,
            "guid": f"article-{number}",
            "url": f"https://example.org/articles/{number}",
            "coding": coding,
            "source": source,
        }
        yield head, state, body, Searchable(number, name, "", text)
