"""Entries that were read before, cut out of a document before feedparser, which takes most of a millisecond for each.

What feedparser makes of an entry depends on its own bytes and on what it stands in: the document's address, its root
and channel. It is also said to depend on the entries before it: a base or a prefix of one is not forgotten behind it,
a document that is not well-formed is read by other rules, and so may be what stands behind the entries. So an entry is
passed over only in a document that is well-formed, whose frame (all that is not in an entry, but for dates, comments
and RDF's list of what follows) is the same bytes as last time, whose entries are one row at the end and have no base
and no prefix of their own; where this very slice was read then without a fault, and the library still has what came of
it. The first entry is always read, and what was read of it says nothing of another place, for there feedparser still
knows of the channel's own text. In every other case the whole document is read.

What is remembered is a few bytes an entry and lives as long as the process: the first answer after a start is read
whole. The quick road has no need of this; it reads an entry in less time than it would take to remember it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from desktop_reader.feeds import sniff
from desktop_reader.feeds.record import ENTRIES_LIMIT
from desktop_reader.records.parsed import ParsedEntry

_FEEDS = 500
_BASE = "http://www.w3.org/XML/1998/namespace base"
_ENTRIES = frozenset(("item", "entry"))
_PASSING = frozenset(("lastbuilddate", "pubdate", "updated", "modified", "date", "items"))
_INNER = frozenset(("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"))


class _Unsafe(Exception):
    """Nothing may be cut out of this document."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without what need not be read. ``slices`` are hashes of the entries that are left in it, ``passed``
    the marks of those that are not.
    """

    text: str
    frame: bytes
    slices: tuple[bytes, ...]
    passed: tuple[bytes, ...]


class Passing:
    """What may be passed over in the document from ``url``: entries whose mark is one of ``known``. ``mark`` makes it
    of an entry. ``passed`` are the marks of those that were, once the document is parsed.
    """

    def __init__(self, url: str, known: frozenset[bytes], mark: Callable[[ParsedEntry], bytes]) -> None:
        self._url = url
        self._known = known
        self._mark = mark
        self.passed: tuple[bytes, ...] = ()

    def cut(self, text: str) -> Cut | None:
        """The document without these entries; None where it must be read whole and says nothing for the next time."""
        doctype, start = sniff.prologue(text)
        if doctype:
            return None  # It may name characters that entries refer to.
        document = text[start:].encode("utf-8", "surrogatepass")
        frame, marks = _remembered.get(self._url, (b"", {}))
        if frame == _NEVER:
            return None
        try:
            rows = _Rows(document)
        except (_Unsafe, expat.ExpatError):
            return None
        ours = marks if frame == rows.frame else {}
        return rows.without({digest: mark for digest, mark in ours.items() if mark in self._known})

    def read(self, cut: Cut, entries: Sequence[ParsedEntry]) -> bool:
        """``entries`` are what was read of ``cut``; False where they cannot be."""
        if len(entries) != len(cut.slices):
            return False
        _, before = _remembered.get(self._url, (b"", {}))
        passed = set(cut.passed)
        kept = {digest: mark for digest, mark in before.items() if mark in passed}
        kept.update(zip(cut.slices[1:], map(self._mark, entries[1:]), strict=True))
        self._remember(cut.frame, kept)
        self.passed = cut.passed
        return True

    def never(self) -> None:
        """What is cut here is not read as it should be."""
        self._remember(_NEVER, {})

    def _remember(self, frame: bytes, marks: dict[bytes, bytes]) -> None:
        _remembered[self._url] = (frame, marks)
        _remembered.move_to_end(self._url)
        while len(_remembered) > _FEEDS:
            _remembered.popitem(last=False)


_NEVER = b"never"
_remembered: OrderedDict[str, tuple[bytes, dict[bytes, bytes]]] = OrderedDict()
"""By address: the hash of the frame, and of each slice in it the mark of the entry that it was."""


class _Rows:
    """Where in a document its entries begin and end. Raises _Unsafe or ExpatError."""

    def __init__(self, document: bytes) -> None:
        self._document = document
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.CommentHandler = self._comment
        self._depth = 0
        self._row: int | None = None  # The depth at which entries stand.
        self._inside: tuple[int, int] | None = None  # The depth and beginning of the entry, or of what passes.
        self._entry = False
        self._declares = False  # Whether the element that comes next declares something.
        self._entries: list[tuple[int, int]] = []
        self._passing: list[tuple[int, int]] = []
        self._parser.Parse(document, True)
        if not 0 < len(self._entries) <= ENTRIES_LIMIT:
            raise _Unsafe
        self.frame = _hash(b"".join(piece.strip() for piece in self._outside(self._entries + self._passing)))

    def without(self, marks: Mapping[bytes, bytes]) -> Cut:
        """The document without those slices whose hashes have a mark, but with the first."""
        digests = [_hash(self._document[begin:end]) for begin, end in self._entries]
        gone = [number for number, digest in enumerate(digests) if number and digest in marks]
        cut = b"".join(self._outside([self._entries[number] for number in gone]))
        left = set(range(len(digests))) - set(gone)
        return Cut(
            text=cut.decode("utf-8", "surrogatepass"),
            frame=self.frame,
            slices=tuple(digests[number] for number in sorted(left)),
            passed=tuple(marks[digests[number]] for number in gone),
        )

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        declares, self._declares = self._declares, False
        local = name.rpartition(" ")[2].lower()
        if self._inside is not None:
            if self._entry and (local in _ENTRIES or _BASE in attributes):
                raise _Unsafe
            return
        if local in _ENTRIES:
            if declares or self._row not in (None, self._depth) or _BASE in attributes or self._depth > 3:
                raise _Unsafe
            self._row, self._entry = self._depth, True
        elif self._row is not None:
            raise _Unsafe  # Something of the feed's own behind the first entry.
        elif local not in _PASSING or attributes:
            return
        else:
            self._entry = False
        self._inside = (self._depth, self._parser.CurrentByteIndex)

    def _end(self, _: str) -> None:
        if self._inside is not None and self._inside[0] == self._depth:
            at = self._parser.CurrentByteIndex
            if not self._document.startswith(b"</", at):
                raise _Unsafe  # It is empty, and a ">" may stand in an attribute.
            end = self._document.index(b">", at) + 1
            (self._entries if self._entry else self._passing).append((self._inside[1], end))
            self._inside = None
        self._depth -= 1

    def _declare(self, prefix: str | None, space: str) -> None:
        # This is told before the element itself.
        self._declares = bool(prefix) or space not in _INNER
        if self._declares and self._row is not None:
            raise _Unsafe

    def _comment(self, _: str) -> None:
        if self._inside is None:
            begin = self._parser.CurrentByteIndex
            self._passing.append((begin, self._document.index(b"-->", begin) + 3))

    def _outside(self, spans: Sequence[tuple[int, int]]) -> list[bytes]:
        pieces, at = [], 0
        for begin, end in sorted(spans):
            pieces.append(self._document[at:begin])
            at = end
        return [*pieces, self._document[at:]]


def _hash(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=12).digest()
