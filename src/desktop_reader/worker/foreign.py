"""Taking articles from other programs' files, in the helper process: tasks like those of ``worker.tasks``.

A source stays open in the process from one task to the next, so that a file is read once however many pieces are taken.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.feeds.opml import OutlineTree
from desktop_reader.records.content import Content
from desktop_reader.records.incoming import Coming, Foreign, Form, Origin, Taken
from desktop_reader.records.refresh import DigestedEntry

if TYPE_CHECKING:
    from desktop_reader.feeds.foreign.source import Source

_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"<link\b[^>]{0,500}?\brel=[\"']?canonical[\"']?[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(r"\bhref=[\"']([^\"'>]{1,2000})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to import: subscriptions, the addresses of feeds with articles, and how many these are."""

    origin: Origin
    tree: OutlineTree
    feeds: tuple[str, ...]
    total: int

    @property
    def is_somebodys_own(self) -> bool:
        """Whether its feeds are surely the reader's: a program's library is, a list or a file may be from anywhere."""
        return bool(self.feeds) and self.origin is not Origin.FILES


@dataclass(frozen=True, slots=True)
class LookInto:
    """A file or folder → what it is and what is in it. Raises FileError or OpmlError with a sentence."""

    path: Path
    wanted: Origin | None = None

    def run(self) -> Overview:
        """Reads a file whole, unless it is a database; anew each time, for it may have been changed since."""
        _opened.cache_clear()
        origin, source = _opened(self.path, self.wanted)
        return Overview(origin, source.tree, tuple(source.feeds), source.total)


@dataclass(frozen=True, slots=True)
class TakeArticles:
    """The next articles of one feed of a source, ready to be kept."""

    path: Path
    feed: int
    after: int
    most: int
    wanted: Origin | None = None
    passed_over: bool = False

    def run(self) -> Taken:
        """Some milliseconds for each; where they are ``passed_over``, only where to go on from."""
        _, source = _opened(self.path, self.wanted)
        found, last = source.articles(self.feed, self.after, self.most)
        if self.passed_over:
            return Taken((), last)
        return Taken(tuple(prepared(one) for one in found), last)


def prepared(found: Foreign) -> Coming:
    """The article as it is kept: its text sanitised, with the facts that stand above it."""
    from desktop_reader.content.prepare import prepare

    found = _read(found)
    entry = found.entry
    content = prepare(entry.html, entry.base_url or entry.url, entry.title, entry.language)
    title = entry.title
    if not title and found.past is None:
        title = content.text.partition("\n")[0][:80] or entry.url or ""
    kept = DigestedEntry(
        fingerprint=_fingerprint(found, content),
        guid=entry.guid,
        url=entry.url,
        title=title,
        author=entry.author,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        content=content,
        description=found.description,
        enclosures=entry.enclosures,
        comments=entry.comments,
    )
    return Coming(kept, found.is_read, found.starred, found.labels, found.uuid, found.past)


@lru_cache(maxsize=1)
def _opened(path: Path, wanted: Origin | None) -> tuple[Origin, Source]:
    from desktop_reader.feeds.foreign.recognise import opened

    origin, source = opened(path, wanted)
    if origin is Origin.FILES:
        from desktop_reader.worker.own_files import by_feed

        source = by_feed(path) or source
    return origin, source


def _fingerprint(found: Foreign, content: Content) -> bytes:
    entry = found.entry
    said = ("foreign", entry.guid, entry.url, entry.title, entry.author, entry.published_at, content.html)
    return hashlib.blake2b("\x00".join(map(str, said)).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _read(found: Foreign) -> Foreign:
    """A file's text as HTML, and what it says of itself."""
    entry = found.entry
    if found.form is Form.TEXT:
        from desktop_reader.feeds import plain

        return replace(found, entry=replace(entry, html=plain.as_html(f"{entry.html}\n\n")))
    if found.form is Form.MARKDOWN:
        from desktop_reader.worker import markdown_files

        return markdown_files.read(found)
    if (entry.guid or "").startswith("file:"):
        return _page(found)
    return found


def _page(found: Foreign) -> Foreign:
    """A web page that lies in a file: the article on it, or all of it where none is found."""
    from desktop_reader.content.fulltext import full_text
    from desktop_reader.feeds import plain
    from desktop_reader.feeds.foreign.source import web

    entry = found.entry
    named, told = _TITLE.search(entry.html[:100_000]), _ADDRESS.search(entry.html[:100_000])
    href = _HREF.search(told[0]) if told else None
    url = web(href[1]) if href else None
    title = plain.title(named[1], markup=True) if named else ""
    html = full_text(entry.html, url or "") if named else ""
    more = replace(entry, html=html or entry.html, title=title or entry.title, url=url, base_url=url)
    return replace(found, entry=more)
