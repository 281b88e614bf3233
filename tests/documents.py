"""Feeds that the tests write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formatdate
from html import escape


@dataclass(frozen=True)
class Item:
    """An entry to be written into a feed. ``at`` is when it was published, in seconds since 1970."""

    number: int
    title: str = ""
    html: str = ""
    at: int = 1_730_000_000
    guid: str = ""

    @property
    def link(self) -> str:
        """Where the article is."""
        return f"https://example.org/articles/{self.number}"


def rss(items: Sequence[Item], title: str = "Harbour Notes", site: str = "https://example.org/") -> bytes:
    """An RSS 2.0 document."""
    entries = "".join(
        f"<item><title>{escape(i.title or f'Article {i.number}')}</title><link>{i.link}</link>"
        f"<guid isPermaLink='false'>{i.guid or f'urn:harbour:{i.number}'}</guid>"
        f"<pubDate>{formatdate(i.at)}</pubDate>"
        f"<description>{escape(i.html or f'<p>The text of article {i.number}, told at some length.</p>')}</description>"
        "</item>"
        for i in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{escape(title)}</title>"
        f"<link>{site}</link><description>Written for tests</description>{entries}</channel></rss>"
    ).encode()


def atom(items: Sequence[Item], title: str = "Light House") -> bytes:
    """An Atom 1.0 document."""
    entries = "".join(
        f"<entry><title>{escape(i.title or f'Article {i.number}')}</title><id>{i.guid or f'urn:light:{i.number}'}</id>"
        f"<link href='{i.link}'/><updated>2024-10-2{i.number % 10}T10:00:00Z</updated>"
        f"<content type='html'>{escape(i.html or f'<p>The light of article {i.number}.</p>')}</content></entry>"
        for i in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{escape(title)}</title>"
        f"<id>urn:light</id><link href='https://light.example/'/><updated>2024-10-24T10:00:00Z</updated>{entries}</feed>"
    ).encode()


def page(*feeds: str, title: str = "A site") -> bytes:
    """A web page that names its feeds."""
    links = "".join(f"<link rel='alternate' type='application/rss+xml' title='Feed' href='{feed}'>" for feed in feeds)
    return f"<!doctype html><html><head><title>{title}</title>{links}</head><body><p>Hello.</p></body></html>".encode()
