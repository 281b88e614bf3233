"""How things look on standard output: JSON with stable keys and ISO 8601 times in UTC, or plain lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from desktop_reader.records.article import Article
from desktop_reader.records.feed import Feed
from desktop_reader.records.moments import iso, moments

Facts = dict[str, Any]


def print_json(document: object) -> None:
    """One JSON document, readable by people too."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_lines(lines: Iterable[str]) -> None:
    """Plain lines. What came from outside cannot steer the terminal: control characters are left out."""
    for line in lines:
        sys.stdout.write("".join(c for c in line if c in "\n\t" or (c.isprintable() or c == " ")) + "\n")


def counted(number: int, one: str, many: str | None = None) -> str:
    """“1 article”, “1,234 articles”; where an “s” does not make the words for many, they are given."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def feed_facts(feed: Feed) -> Facts:
    """A feed as the commands give it out."""
    return {
        "id": feed.uuid,
        "title": feed.title,
        "url": feed.url,
        "site_url": feed.site_url,
        "category_id": feed.category_id,
        "unread": feed.unread,
        "total": feed.total,
        "last_checked": iso(feed.checked_at),
        "next_check": iso(feed.next_check_at),
        "health": feed.health.sentence or "fine",
    }


def article_facts(article: Article) -> Facts:
    """An article as the commands list it."""
    return {
        "id": article.uuid,
        "guid": article.guid,
        "feed_id": article.feed_uuid,
        "category_id": article.category_id,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        **moments(article),
        "read_count": article.read_count,
        "words": article.words,
        "unread": article.unread,
        "starred": article.starred,
    }


def article_line(article: Article) -> str:
    """An article on one line: what it takes to name it, whether it is unread and starred, day, feed, title."""
    marks = ("•" if article.unread else " ") + ("★" if article.starred else " ")
    day = (iso(article.published_at) or "")[:10]
    return f"{article.uuid[:8]} {marks} {day}  {_cut(article.feed_title, 20):20}  {' '.join(article.title.split())}"


def feed_line(feed: Feed) -> str:
    """A feed on one line."""
    counts = f"{feed.unread}/{feed.total}"
    trouble = "" if feed.health.ok else f"  ! {feed.health.sentence}"
    return f"{feed.uuid[:8]}  {counts:>11}  {_cut(feed.category_id, 16):16}  {' '.join(feed.title.split())}{trouble}"


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
