"""Work on documents: pure functions of frozen data, so that they can run in another process.

Parsing, sanitising and the like hold Python's interpreter for as long as they take, and hostile input can make them
take for ever. So the window has them done by a helper process that can be killed (``worker.helper``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_reader.records.parsed import ParsedEntry
from desktop_reader.records.refresh import Digest, DigestedEntry
from desktop_reader.records.translatable import translatable

if TYPE_CHECKING:
    from desktop_reader.feeds.opml import OutlineTree
    from desktop_reader.library.deriving import Facts, Kept

_LONGEST_DESCRIPTION = 1000
_LONGEST_TITLE = 80
_LONGEST_NAME = 300  # Of a feed: it stands in lists, menus, windows and notices.

T_co = TypeVar("T_co", covariant=True)


class Task(Protocol[T_co]):
    """Something to be worked out; ``run`` raises nothing but ReaderError."""

    def run(self) -> T_co:
        """The result."""


@dataclass(frozen=True, slots=True)
class DigestFeed:
    """A document as it came → what of it is to be kept. ``known`` are fingerprints of entries that need no work."""

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""
    known: frozenset[bytes] = frozenset()

    def run(self) -> Digest:
        """Raises ParseError when the document is no feed or cannot be read."""
        from desktop_reader.feeds.parse import parse
        from desktop_reader.feeds.passing import Passing

        passing = Passing(self.url, self.known, fingerprint)
        feed = parse(self.body, self.url, self.content_type, passing)
        entries: list[DigestedEntry] = []
        known = list(passing.passed)
        for entry in feed.entries:
            mark = fingerprint(entry)
            if mark in self.known:
                known.append(mark)
            else:
                entries.append(_digested(entry, mark, feed.language))
        return Digest(
            title=_cut(feed.title, _LONGEST_NAME),
            site_url=feed.site_url,
            description=feed.description[:_LONGEST_DESCRIPTION],
            language=feed.language,
            icon_url=feed.icon_url,
            rhythm=feed.rhythm,
            entries=tuple(entries),
            known=tuple(known),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A feed that a page offers."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class FindLinks:
    """A web page as it came → the feeds that it names, best first, then addresses where sites like it keep theirs, and
    the page to which it sends on by itself.
    """

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""

    def run(self) -> tuple[tuple[Link, ...], tuple[str, ...], str | None]:
        """(feeds that the page names, addresses worth a guess, the next page)."""
        from desktop_reader.feeds import discover

        page = (self.body, self.url, self.content_type)
        named = tuple(Link(one.url, one.title) for one in discover.folded(discover.candidates(*page)))
        return named, tuple(discover.guesses(self.url, self.body, self.content_type)), discover.onward(*page)


@dataclass(frozen=True, slots=True)
class FindIcons:
    """A web page as it came → the addresses of its sign, best first."""

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""

    def run(self) -> tuple[str, ...]:
        """None where the page names none."""
        from desktop_reader.feeds import discover

        return tuple(discover.icons(self.body, self.url, self.content_type))


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A web page as it came → the article on it, sanitised. Raises ParseError when there is none."""

    body: bytes = field(repr=False)
    url: str
    content_type: str = ""

    def run(self) -> str:
        """Some tens of milliseconds, and a second before the first."""
        from desktop_reader.content.fulltext import full_text
        from desktop_reader.content.sanitize import sanitize
        from desktop_reader.errors import ParseError
        from desktop_reader.feeds.sniff import decode
        from desktop_reader.records.health import Problem

        html = sanitize(full_text(decode(self.body, self.content_type), self.url), self.url).html
        if not html:
            raise ParseError(Problem.MALFORMED, translatable("no article"))
        return html


@dataclass(frozen=True, slots=True)
class ReadOpml:
    """A list of subscriptions as it came → its tree. Raises OpmlError."""

    data: bytes = field(repr=False)

    def run(self) -> OutlineTree:
        """The subscriptions in their folders."""
        from desktop_reader.feeds.opml import read

        return read(self.data)


@dataclass(frozen=True, slots=True)
class ReadGiven:
    """A file that somebody opened with us → the tree of a list of subscriptions, or where the feed in it lives. Raises
    OpmlError when it is neither.
    """

    data: bytes = field(repr=False)

    def run(self) -> OutlineTree | str:
        """The list, or the address."""
        from desktop_reader.errors import OpmlError, ParseError
        from desktop_reader.feeds.opml import read
        from desktop_reader.feeds.parse import parse

        try:
            return read(self.data)
        except OpmlError as error:
            try:
                feed = parse(self.data, "")
            except ParseError:
                raise error from None
            address = feed.self_url or feed.site_url
            if address is None:
                raise OpmlError("This feed does not say where it lives. Add it by its address.") from None
            return address


@dataclass(frozen=True, slots=True)
class Derive:
    """Articles as they are kept → what is derived of them; of damaged ones nothing."""

    articles: tuple[Kept, ...] = field(repr=False)

    def run(self) -> tuple[Facts, ...]:
        """About a millisecond each."""
        from desktop_reader.content.derive import derive, picture_again
        from desktop_reader.library.deriving import Facts

        found = []
        for one in self.articles:
            if one.html is None:
                continue
            said = derive(one.html, one.title, one.language)
            image = picture_again(one.html, said.image, one.image)
            known = (one.id, one.fingerprint, one.title, one.author)
            found.append(Facts(*known, said.text, said.words, said.snippet, image, said.language))
        return tuple(found)


def fingerprint(entry: ParsedEntry) -> bytes:
    """A hash of all that the feed said of the entry: the same means that nothing is to be done."""
    files = [f"{e.url} {e.type} {e.length}" for e in entry.enclosures]
    said = (
        entry.guid,
        entry.url,
        entry.title,
        entry.author,
        entry.html,
        entry.summary_html,
        entry.published_at,
        entry.updated_at,
        entry.image,
        entry.comments,
        *entry.categories,
        *files,
    )
    raw = "\x00".join(map(str, said)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=12).digest()


def _digested(entry: ParsedEntry, mark: bytes, language: str | None) -> DigestedEntry:
    from desktop_reader.content.plain import plain
    from desktop_reader.content.prepare import prepare

    content = prepare(entry.html, entry.base_url or entry.url, entry.title, entry.language or language)
    description = " ".join(plain(entry.summary_html).split())[:_LONGEST_DESCRIPTION] if entry.summary_html else ""
    if entry.image and content.image is None:
        from dataclasses import replace

        content = replace(content, image=entry.image)
    return DigestedEntry(
        fingerprint=mark,
        guid=entry.guid,
        url=entry.url,
        title=entry.title or _title(content.text, entry.url),
        author=entry.author,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        content=content,
        description=description,
        enclosures=entry.enclosures,
        categories=entry.categories,
        comments=entry.comments,
    )


def _title(text: str, url: str | None) -> str:
    """What an entry without a title is called: its first words, else its address."""
    line = text.split("\n", 1)[0].strip()
    return _cut(line, _LONGEST_TITLE) or url or ""


def _cut(line: str, longest: int) -> str:
    """Its first words, with … where there are more."""
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"
