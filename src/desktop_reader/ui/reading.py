"""An article as it is shown: the feed's version, or the full text where there is one that the reader wants."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_reader.errors import LibraryError
from desktop_reader.library import pages
from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article

LARGE = 60_000
"""Characters of HTML; what has more is made ready beside the window's thread."""

_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")


def to_show(reader: Reader, number: int) -> tuple[Article | None, bool]:
    """The article, ready to be shown, and whether it is its full text."""
    article, full = as_kept(reader, number)
    return article and ready(article), full


def ready(article: Article) -> Article:
    """What is kept of an article as it is to be shown; tens of milliseconds for one that is ``LARGE``."""
    from desktop_reader.content.clean import shown  # Its patterns take 15 ms, so not before the window is there.

    return shown(article)


def as_kept(reader: Reader, number: int) -> tuple[Article | None, bool]:
    """The article with the version that the reader wants, not ready yet, and whether it is its full text."""
    article = reader.article(number) if number else None
    if article is None:
        return None, False
    try:
        page = pages.page_of(reader, number)
    except LibraryError:
        page = None  # It is damaged; what the feed gave is not.
    if page is None or not page.shown:
        return article, False
    words = sum(1 for _ in _WORD.finditer(_TAG.sub(" ", page.html)))  # Scripts without blanks were counted better.
    return replace(article, html=page.html, words=max(article.words, words)), True
