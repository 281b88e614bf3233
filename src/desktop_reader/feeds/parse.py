"""A document → ``ParsedFeed``. The only file that knows feedparser, and the door where its faults become ParseError."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

from desktop_reader.errors import ParseError
from desktop_reader.feeds import jsonfeed, mend, plain, sniff
from desktop_reader.feeds.passing import Passing
from desktop_reader.feeds.quick import people
from desktop_reader.feeds.quick.document import read
from desktop_reader.feeds.record import ENTRIES_LIMIT, LIST_LIMIT, Reading, record
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import ParsedFeed
from desktop_reader.records.translatable import translatable

_DETAIL_LIMIT = 120
_NO_FEED = translatable("there is no RSS, Atom or JSON Feed in it")
_BREAKS_OFF = translatable("it breaks off")
# A root that is closed, by its own tag or in itself; where several documents were glued together, any will do.
_ENDS = re.compile(r"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel|opml|xml)\b|/>\s*$", re.IGNORECASE)


def parse(body: bytes, url: str, content_type: str = "", passing: Passing | None = None) -> ParsedFeed:
    """What a document says that came from ``url``, less the entries that ``passing`` knows. Raises ParseError and
    nothing else; asks nobody, opens nothing.
    """
    try:
        return _newest(_parsed(sniff.decode(body, content_type), url, passing))
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(Problem.MALFORMED, plain.fold(f"{type(error).__name__}: {error}")[:_DETAIL_LIMIT]) from error


def _parsed(text: str, url: str, passing: Passing | None) -> ParsedFeed:
    match sniff.kind(text):
        case sniff.Kind.EMPTY:
            raise ParseError(Problem.EMPTY)
        case sniff.Kind.HTML:
            raise ParseError(Problem.NOT_A_FEED)
        case sniff.Kind.JSON:
            return jsonfeed.parse(text.lstrip("\ufeff\x00 \t\r\n\f"), url)
        case sniff.Kind.OTHER:
            raise ParseError(Problem.MALFORMED, _NO_FEED)
    text = sniff.to_end(text)
    with contextlib.suppress(Exception):  # A fault of the quick road must cost no feed.
        if said := read(text):
            return record(said, text[:2000], url)
    if passing is not None and (cut := passing.cut(text)):
        with contextlib.suppress(Exception):  # Read whole, it will be told what is wrong with it.
            said = _read(mend.mend(cut.text), strictly=True)
            feed = record(said, text[:2000], url)
            if passing.read(cut, feed.entries):
                return feed
        passing.never()
    return slowly(text, url)


def slowly(text: str, url: str) -> ParsedFeed:
    """The same of any document that may be RSS or Atom, by feedparser."""
    source = mend.newest(mend.mend(text), ENTRIES_LIMIT)
    try:
        said = _read(source)
    except Exception:
        said = _read(mend.balanced(source))
    if not said.version and not said.entries and sniff.root(source) not in sniff.FEED_ROOTS:
        raise ParseError(Problem.MALFORMED, _NO_FEED)
    if not said.entries and not _ENDS.search(text):
        raise ParseError(Problem.MALFORMED, _BREAKS_OFF)  # Taken for an empty feed, its news would be missed.
    return record(said, text[:2000], url)


def _read(source: str, strictly: bool = False) -> Reading:
    """The document through feedparser. Its own sanitiser and link resolver stay off: ours run later, and last.

    ``strictly`` raises where it is not well-formed, so that feedparser reads it by other rules.
    """
    import feedparser

    _tame()
    parsed = feedparser.parse(
        # Bytes in a stream: a plain text might be taken for an address or a file name.
        io.BytesIO(source.encode("utf-8", "replace")),
        # Our decoding stands.
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if strictly and parsed.bozo:
        raise parsed.bozo_exception
    return Reading(parsed.feed, parsed.entries, parsed.get("version") or "", source)


@cache
def _tame() -> None:
    """Changes what feedparser does, once."""
    from feedparser.mixin import _FeedParserMixin

    # An id is a name: resolved, it would change whenever the feed moves.
    _FeedParserMixin.can_be_relative_uri.discard("id")
    add = _FeedParserMixin._add_tag

    def add_few(self: Any, *tag: str | None) -> None:
        # Each is compared with all before; thousands would take minutes.
        if len(self._get_context().get("tags", ())) <= LIST_LIMIT:
            add(self, *tag)

    def tell(self: Any, key: str = "author") -> None:
        # Its own takes "ada@example.media" for "ada@example.medi", and minutes for a long text.
        kept = self._get_context()
        people.synchronise(kept, key, kept.get(key + "s", [{}])[-1])

    # In RDF, the feed's picture stands behind the channel, where it would be forgotten.
    _FeedParserMixin._end_channel = lambda self: None
    _FeedParserMixin._add_tag = add_few
    _FeedParserMixin._sync_author_detail = tell


def _newest(feed: ParsedFeed) -> ParsedFeed:
    if len(feed.entries) <= ENTRIES_LIMIT:
        return feed
    ranked = sorted(feed.entries, key=lambda entry: -(entry.published_at or entry.updated_at or 0))
    kept = set(map(id, ranked[:ENTRIES_LIMIT]))
    return replace(feed, entries=tuple(entry for entry in feed.entries if id(entry) in kept))
