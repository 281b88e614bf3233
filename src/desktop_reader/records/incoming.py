"""Articles that come from another program's library, or from files, with what their reader did to them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

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
    Origin.READWISE: "Readwise Reader",
    Origin.OMNIVORE: "Omnivore",
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
class Foreign:
    """An article as it was found. ``entry.html`` is written in ``form``; everything in it is untrusted."""

    entry: ParsedEntry
    is_read: bool = False
    starred: bool = False
    labels: tuple[str, ...] = ()
    form: Form = Form.HTML


@dataclass(frozen=True, slots=True)
class Coming:
    """The same, ready to be kept."""

    entry: DigestedEntry = field(repr=False)
    is_read: bool = False
    starred: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """Some articles of one feed. ``last`` is where to go on from; None when that was all."""

    articles: tuple[Coming, ...]
    last: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many articles of an import came, and were there already."""

    new: int = 0
    known: int = 0
