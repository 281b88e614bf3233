"""A library with two feeds on the loopback, which have news whenever a test says so."""

from __future__ import annotations

import time
from collections.abc import Sequence
from email.utils import formatdate
from html import escape
from pathlib import Path

from desktop_reader import settings
from tests.library_fixtures import HOUR, NOW, came, entry, follow, opened, rows
from tests.servers import Site

FEEDS = {"/harbour": "Harbour news", "/weather": "Weather <b>&amp;</b> sea"}


def library(folder: Path, site: Site) -> Path:
    """Both feeds are known, with an article each that is read by nobody yet."""
    path = folder / "library.db"
    with opened(path) as writer:
        for number, (where, title) in enumerate(FEEDS.items()):
            feed = follow(writer, site.url(where), title=title)
            came(writer, feed, entry(f"old{number}", f"https://a.example/{number}", "Old", "Old words", 1_700_000_000))
            publish(site, where, [])
    return path


def publish(site: Site, where: str, titles: Sequence[str]) -> None:
    """From now on the feed has these articles, the newest first."""
    items = "".join(
        f"<item><guid>{escape(title)}</guid><title>{escape(escape(title))}</title><description>Words.</description>"
        f"<pubDate>{formatdate(time.time() - 60 * number)}</pubDate></item>"
        for number, title in enumerate(titles)
    )
    channel = f"<title>{escape(FEEDS[where])}</title><link>https://a.example</link>{items}"
    body = f"<rss version='2.0'><channel>{channel}</channel></rss>".encode()
    site.serve(where, body, headers={"Content-Type": "application/rss+xml"})


def choose(home: Path, **chosen: object) -> None:
    """The reader's settings; feeds are asked by hand only."""
    folder = home / "reader"
    folder.mkdir(exist_ok=True)
    said = {"refresh_minutes": 0, "remote_pictures": False, "scheme": "light"} | chosen
    settings.save(settings.Settings(**said), folder / "settings.json")  # type: ignore[arg-type]


def unread(path: Path) -> int:
    """How many articles nobody has read."""
    return int(rows(path, "SELECT count(*) FROM state WHERE is_read = 0")[0][0])


def asked(path: Path) -> int:
    """How many feeds the program has asked by now."""
    return int(rows(path, "SELECT count(*) FROM feed_fetch WHERE checked_at > ?", NOW + HOUR)[0][0])
