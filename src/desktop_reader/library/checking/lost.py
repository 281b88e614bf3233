"""Making again what others refer to: feeds of articles, heads of texts, labels. No text goes because of its head."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING

from desktop_reader.library import bodies, naming

if TYPE_CHECKING:
    import sqlite3

_TAG = re.compile(r"<[^>]*>")
_TITLE = 80
_SNIPPET = 200
_FEED = "Recovered articles"


def make_feeds(live: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """A feed for each of these ids, for the articles that name them. Nothing is asked for it: its address is lost."""
    now = int(time.time())
    for number in numbers:
        own = uuid.uuid4()
        live.execute(
            """INSERT OR IGNORE INTO feed (id, uuid, slug, url, title, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (number, own.bytes, f"recovered-{own.hex[:8]}", f"urn:uuid:{own}", _FEED, now, now),
        )
        live.execute(
            """INSERT INTO feed_fetch (feed_id, stopped) VALUES (?, 1)
            ON CONFLICT (feed_id) DO UPDATE SET stopped = 1""",
            (number,),
        )


def make_heads(live: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """A head for each of these texts: in the feed and with the date that its state names, else in a feed of its own.

    When the article stands in its feed still, the next refresh gives it back its title and all the rest.
    """
    now = int(time.time())
    packing = bodies.Packing(live)
    known = {number for (number,) in live.execute("SELECT id FROM feed")}
    for number in numbers:
        told = live.execute("SELECT guid, url, coding, source FROM body WHERE id = ?", (number,)).fetchone()
        if told is None or live.execute("SELECT 1 FROM article WHERE id = ?", (number,)).fetchone():
            continue
        guid, url, coding, source = told
        marks = live.execute("SELECT feed_id, published_at FROM state WHERE id = ?", (number,)).fetchone()
        feed_id, published_at = marks if marks else (None, now)
        if feed_id not in known:
            feed_id = _recovered_feed(live)
            known.add(feed_id)
        html = packing.readable(coding, source) or ""
        text = " ".join(unescape(_TAG.sub(" ", html)).split())
        title = text[:_TITLE].rpartition(" ")[0] + " …" if len(text) > _TITLE else text
        guid_hash = naming.guid_hash(guid)
        sql = "SELECT 1 FROM article WHERE feed_id = ? AND guid_hash = ?"
        if live.execute(sql, (feed_id, guid_hash)).fetchone():
            guid_hash = None
        live.execute(
            """INSERT INTO article (id, uuid, feed_id, guid_hash, link_hash, text_hash, fingerprint, content_hash,
            published_at, created_at, updated_at, words, title, title_key, snippet)
            VALUES (?, ?, ?, ?, ?, ?, zeroblob(12), zeroblob(8), ?, ?, ?, ?, ?, ?, ?)""",
            (number, uuid.uuid4().bytes, feed_id, guid_hash, naming.link_hash(url), number, published_at, now, now,
             len(text.split()), title, title.casefold(), text[:_SNIPPET]),
        )  # fmt: skip


def _recovered_feed(live: sqlite3.Connection) -> int:
    """The feed of articles that nothing is known of; made when it is not there."""
    row = live.execute("SELECT id FROM feed WHERE title = ? AND url LIKE 'urn:uuid:%'", (_FEED,)).fetchone()
    if row is None:
        row = live.execute("SELECT coalesce(max(id), 0) + 1 FROM feed").fetchone()
        make_feeds(live, row)
    return int(row[0])
