"""The full text of an article for ``desktop-reader show --full``: the one that is kept, or the page is fetched now."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from desktop_reader.errors import FeedError, ReaderError
from desktop_reader.records.article import Article
from desktop_reader.records.page import Page, sentence


def full_text(library: Path, article: Article) -> Page:
    """What was fetched is kept. Raises ReaderError where there is none, with the reason."""
    from desktop_reader.cli.reading import reader
    from desktop_reader.library import pages

    with reader(library) as door:
        page = pages.page_of(door, article.id)
        feed = door.feed(article.feed_id)
        wanted = pages.wanted_by_hand(door, article.id, article.url or "", feed.url if feed else "")
    if page is not None and page.html:
        return page
    from desktop_reader.cli.changing import writer
    from desktop_reader.jobs.pages import KeepPage
    from desktop_reader.worker.fulltext import fetch_page
    from desktop_reader.worker.helper import Helper

    with closing(Helper()) as helper:
        try:
            page = fetch_page(wanted, helper.run)
        except FeedError as error:
            raise ReaderError(sentence(error.problem), detail=error.detail) from error
    try:
        with writer(library) as writing:
            KeepPage(page).run(writing)
    except ReaderError as error:  # The window has the library open, say; the text is here all the same.
        print(f"desktop-reader: {error}", file=sys.stderr)
    return page
