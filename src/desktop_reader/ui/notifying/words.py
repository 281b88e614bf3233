"""What a notice says: one article, those of one feed, or those of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.notice import News, plain

_LINES = 4
_SOURCE = 40  # Of a feed's name, where the title stands behind it.

translate = QCoreApplication.translate


class Said(NamedTuple):
    """Plain text, a line for each article."""

    title: str
    body: str


def said(news: Sequence[News]) -> Said:
    """The newest come first, as they are given."""
    feeds = {one.feed: one.feed_title for one in news}
    lines = [_line(one, named=len(feeds) > 1) for one in news[:_LINES]]
    more = len(news) - len(lines)
    if more == 1:
        lines.append(_line(news[_LINES], named=len(feeds) > 1))  # As short as saying that there is one more.
    elif more:
        lines.append(translate("Notices", "and %n more", "", more))
    feed = plain(next(iter(feeds.values()))) or translate("Notices", "Untitled feed")
    if len(news) == 1:
        return Said(feed, lines[0])
    articles = translate("Notices", "%n new article(s)", "", len(news))
    if len(feeds) == 1:
        return Said(translate("Notices", "{feed}: {articles}").format(feed=feed, articles=articles), "\n".join(lines))
    several = translate("Notices", "%n feed(s)", "", len(feeds))
    title = translate("Notices", "{articles} in {feeds}").format(articles=articles, feeds=several)
    return Said(title, "\n".join(lines))


def _line(one: News, *, named: bool) -> str:
    title = plain(one.title) or translate("Notices", "Untitled article")
    if not named:
        return title
    feed = plain(one.feed_title, _SOURCE) or translate("Notices", "Untitled feed")
    return translate("Notices", "{feed}: {articles}").format(feed=feed, articles=title)
