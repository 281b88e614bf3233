"""Full texts of articles, kept beside what the feed gave: which one is shown, which ones are still to be fetched.

Like ``retention`` it does without SQLAlchemy's own words, for the window asks here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import bodies
from desktop_reader.records.page import ASIDE, Page

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_OF_EACH_FEED = 30  # Of its newest articles: who wants a feed in full does not want its archive asked for as well.
# CROSS: one feed after the other, each by its own index, or every article would be looked at.
_WANTED = """SELECT s.id, b.url, f.url FROM feed AS f
    CROSS JOIN state AS s ON s.id IN (SELECT t.id FROM state AS t INDEXED BY st_feed WHERE t.feed_id = f.id
      ORDER BY t.published_at DESC, t.id DESC LIMIT ?)
    CROSS JOIN body AS b ON b.id = s.id
  WHERE f.full_text = 1 AND NOT EXISTS (SELECT 1 FROM page WHERE page.article_id = s.id)
    AND (b.url LIKE 'http://%' OR b.url LIKE 'https://%')
  ORDER BY s.id DESC LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose page is to be fetched; ``subscription`` is the address of its feed, which may lie at home."""

    article: int
    url: str
    subscription: str


# Reading


def page_of(reader: Reader, article: int) -> Page | None:
    """What is kept of an article's page; None when it was never fetched. Raises LibraryError when it is damaged."""
    sql = "SELECT article_id, fetched_at, url, problem, coding, source FROM page WHERE article_id = ?"
    for number, fetched_at, url, problem, coding, source in reader.select(sql, (article,)):
        return Page(number, fetched_at, url, reader.unpack(coding, source) if source else "", problem)
    return None


def is_full(reader: Reader, feed: int) -> bool:
    """Whether the pages of a feed's articles are fetched."""
    return bool(reader.select("SELECT 1 FROM feed WHERE id = ? AND full_text = 1", (feed,)))


def wanted(reader: Reader, most: int) -> list[Wanted]:
    """Articles of feeds that are wanted in full, the newest first. One that failed is tried again only by hand."""
    return [Wanted(*row) for row in reader.select(_WANTED, (_OF_EACH_FEED, most))]


# Writing


def keep(live: Transaction, page: Page) -> bool:
    """Keeps a page, or that it could not be had; False when the article is gone meanwhile, or when a failure would
    take the place of a page that is there.
    """
    there = live.exec_driver_sql("SELECT 1 FROM article WHERE id = ?", (page.article,)).scalar()
    had = live.exec_driver_sql("SELECT length(source) FROM page WHERE article_id = ?", (page.article,)).scalar()
    if there is None or (had and not page.html):
        return False
    coding, source = bodies.packing(live).pack(page.html) if page.html else (bodies.PLAIN, b"")
    live.exec_driver_sql(
        "INSERT OR REPLACE INTO page (article_id, fetched_at, url, problem, coding, source) VALUES (?, ?, ?, ?, ?, ?)",
        (page.article, page.fetched_at, page.url, page.problem, coding, source),
    )
    if page.html:
        live.exec_driver_sql("INSERT OR IGNORE INTO unindexed VALUES (?)", (page.article,))
    return True


def set_aside(live: Transaction, article: int, aside: bool) -> bool:
    """Whether the feed's version is shown although a page is there; False when nothing is different."""
    before, after = (None, ASIDE) if aside else (ASIDE, None)
    sql = "UPDATE page SET problem = ? WHERE article_id = ? AND problem IS ? AND source <> x''"
    return live.exec_driver_sql(sql, (after, article, before)).rowcount > 0


def set_full(live: Transaction, feed: int, full: bool) -> bool:
    """Whether the pages of a feed's articles are fetched; False when that was so already, or the feed is gone."""
    sql = "UPDATE feed SET full_text = ? WHERE id = ? AND full_text <> ?"
    return live.exec_driver_sql(sql, (int(full), feed, int(full))).rowcount > 0
