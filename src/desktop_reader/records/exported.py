"""Articles on their way out of the library, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop_reader.records.article import Article


class Form(StrEnum):
    """What articles become. MARKDOWN is a folder, HTML a folder or one file, the others are one file."""

    MARKDOWN = "markdown"
    EPUB = "epub"
    HTML = "html"
    JSON = "json"
    OPML = "opml"


SUFFIX = {Form.EPUB: ".epub", Form.HTML: ".html", Form.JSON: ".jsonl", Form.OPML: ".opml"}
"""The endings of those that are one file."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The subscription that an article is of: by it a new library has it again. ``title`` is the feed's own, where the
    reader calls it otherwise; ``folders`` are the titles of those around it, the outermost first. Saved
    pages have none.
    """

    url: str = ""
    title: str = ""
    folders: tuple[str, ...] = ()
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An article, its HTML that of the version which is shown, with what stands beside it: the titles of its labels,
    its similar readings as (title, address), and where it comes from.
    """

    article: Article = field(repr=False)
    labels: tuple[str, ...] = ()
    similar: tuple[tuple[str, str], ...] = ()
    followed: Followed = Followed()


@dataclass(frozen=True, slots=True)
class Standing:
    """What tells whether an article's file is up to date: ``stamp`` is another when anything in the file would be."""

    id: int
    uuid: str
    stamp: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relabelled:
    """Somebody edited the labels of an article outside of the library."""

    uuid: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did: ``written`` articles, ``left`` ones whose files the reader has changed or removed, ``failed``
    ones that could not be converted, by their titles; ``stopped`` before its end. ``where`` it all lies. ``unread`` are
    files whose front matter is not understood, each with the sentence that says why.
    """

    where: str
    written: int = 0
    same: int = 0
    left: int = 0
    failed: tuple[str, ...] = ()
    stopped: bool = False
    relabelled: tuple[Relabelled, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
