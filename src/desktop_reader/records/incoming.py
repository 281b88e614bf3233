"""Articles that come from another program's library, or from files, with what their reader did to them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from desktop_reader.records.parsed import ParsedEntry
from desktop_reader.records.refresh import DigestedEntry
from desktop_reader.records.translatable import translatable


class Origin(StrEnum):
    """What a file or folder is that articles are taken from."""

    OPML = "opml"
    RSS_GUARD = "rssguard"
    QUITERSS = "quiterss"
    LIFEREA = "liferea"
    FLUENT = "fluent"
    POCKET = "pocket"
    INSTAPAPER = "instapaper"
    READWISE = "readwise"
    OMNIVORE = "omnivore"
    WALLABAG = "wallabag"
    GOOGLE_READER = "googlereader"
    BOOKMARKS = "bookmarks"
    FILES = "files"


NAMES: dict[Origin, str] = {
    Origin.OPML: "OPML",
    Origin.RSS_GUARD: "RSS Guard",
    Origin.QUITERSS: "QuiteRSS",
    Origin.LIFEREA: "Liferea",
    Origin.FLUENT: "Fluent Reader",
    Origin.POCKET: "Pocket",
    Origin.INSTAPAPER: "Instapaper",
    Origin.READWISE: "Readwise",
    Origin.OMNIVORE: "Omnivore",
    Origin.WALLABAG: "wallabag",
    Origin.GOOGLE_READER: "Google Reader",
}
"""What the programs are called, in every language."""

WORDS: dict[Origin, str] = translatable(
    {
        Origin.BOOKMARKS: "a list of links",
        Origin.FILES: "files",
    }
)


class Form(StrEnum):
    """How an article's text is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Past:
    """What an article has been through in the library that it was written out of."""

    created_at: int | None = None
    updated_at: int | None = None
    last_read_at: int | None = None
    read_count: int = 0


@dataclass(frozen=True, slots=True)
class Foreign:
    """An article as it was found. ``entry.html`` is written in ``form``; everything in it is untrusted. A file that
    this program wrote says its ``uuid``, its ``past``, and the ``description`` that the feed gave beside the text.
    """

    entry: ParsedEntry
    is_read: bool = False
    starred: bool = False
    labels: tuple[str, ...] = ()
    form: Form = Form.HTML
    uuid: str = ""
    past: Past | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """The same, ready to be kept."""

    entry: DigestedEntry = field(repr=False)
    is_read: bool = False
    starred: bool = False
    labels: tuple[str, ...] = ()
    uuid: str = ""
    past: Past | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Some articles of one feed. ``last`` is where to go on from; None when that was all."""

    articles: tuple[Coming, ...]
    last: int | None


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import has done, so that it can be taken back: from one new article to another, each with all between;
    which of those that were there it marked ``read``, ``starred`` or ``labelled`` (label and article); all ``labels``
    that it has put on something, those of them that it ``made``, and the names of those that found no room.
    """

    new: tuple[tuple[int, int], ...] = ()
    read: tuple[int, ...] = ()
    starred: tuple[int, ...] = ()
    labelled: tuple[tuple[int, int], ...] = ()
    labels: frozenset[int] = frozenset()
    made: frozenset[int] = frozenset()
    left_out: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.new or self.read or self.starred or self.labelled)

    @property
    def numbers(self) -> list[int]:
        """The new articles one by one."""
        return [number for first, last in self.new for number in range(first, last + 1)]

    @classmethod
    def joined(cls, parts: Iterable[Brought]) -> Brought:
        """Of all pieces of an import."""
        some = list(parts)
        return cls(
            spans(number for part in some for number in part.numbers),
            tuple(chain.from_iterable(part.read for part in some)),
            tuple(chain.from_iterable(part.starred for part in some)),
            tuple(chain.from_iterable(part.labelled for part in some)),
            frozenset(chain.from_iterable(part.labels for part in some)),
            frozenset(chain.from_iterable(part.made for part in some)),
            frozenset(chain.from_iterable(part.left_out for part in some)),
        )


def spans(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The numbers as the few runs that they mostly are."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many articles of an import came, and were there already; and how many labels found no room."""

    new: int = 0
    known: int = 0
    labels_left_out: int = 0
