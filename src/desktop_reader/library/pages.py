"""Full texts of articles, kept beside what the feed gave: which one is shown, which ones are still to be fetched.

When a feed rewrites an article, its page will have been rewritten, too. The page that is there stays until the new one
has come, and is fetched once more if it is the version that is shown; if that fails, not before the next rewriting.
Such a page has a negative ``fetched_at``.

Like ``retention`` it does without SQLAlchemy's own words, for the window asks here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import aside, bodies
from desktop_reader.library.homes import home_at, homes
from desktop_reader.records.network import Range
from desktop_reader.records.page import ASIDE, Page
from desktop_reader.text.rewriting import is_rewritten

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_OF_EACH_FEED = 30  # Of its newest articles: who wants a feed in full does not want its archive asked for as well.
# CROSS: one feed after the other, each by its own index, or every article would be looked at.
_WANTED = f"""SELECT s.id, b.url, f.url FROM feed AS f
    CROSS JOIN state AS s ON s.id IN (SELECT t.id FROM state AS t INDEXED BY st_feed WHERE t.feed_id = f.id
      ORDER BY t.published_at DESC, t.id DESC LIMIT ?)
    CROSS JOIN body AS b ON b.id = s.id
  WHERE f.full_text = 1 AND f.id NOT IN ({aside.IDS}) AND NOT EXISTS (SELECT 1 FROM page WHERE page.article_id = s.id)
    AND (b.url LIKE 'http://%' OR b.url LIKE 'https://%')
  ORDER BY s.id DESC LIMIT ?"""

_AMONG = 1000  # Pages of the newest articles: a feed rewrites no others, and to look at all would take long.
_OVERTAKEN = f"""SELECT p.article_id, b.url, f.url
    FROM (SELECT article_id, fetched_at, problem FROM page ORDER BY article_id DESC LIMIT {_AMONG}) AS p
    CROSS JOIN article AS a ON a.id = p.article_id AND p.fetched_at < 0 AND p.problem IS NULL
    CROSS JOIN body AS b ON b.id = a.id CROSS JOIN feed AS f ON f.id = a.feed_id
  WHERE f.id NOT IN ({aside.IDS}) AND (b.url LIKE 'http://%' OR b.url LIKE 'https://%') LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose page is to be fetched; ``subscription`` is the address of its feed, which lies at ``home``."""

    article: int
    url: str
    subscription: str
    home: Range | None = None


# Reading


def page_of(reader: Reader, article: int) -> Page | None:
    """What is kept of an article's page; None when it was never fetched. Raises LibraryError when it is damaged."""
    sql = "SELECT article_id, fetched_at, url, problem, coding, source FROM page WHERE article_id = ?"
    for number, fetched_at, url, problem, coding, source in reader.select(sql, (article,)):
        return Page(number, abs(fetched_at), url, reader.unpack(coding, source) if source else "", problem)
    return None


def wanted_by_hand(reader: Reader, article: int, url: str, subscription: str) -> Wanted:
    """The page of one article, for somebody who asks for it."""
    return Wanted(article, url, subscription, home_at(homes(reader), subscription))


def is_full(reader: Reader, feed: int) -> bool:
    """Whether the pages of a feed's articles are fetched."""
    return bool(reader.select("SELECT 1 FROM feed WHERE id = ? AND full_text = 1", (feed,)))


def wanted(reader: Reader, most: int) -> list[Wanted]:
    """Articles of feeds that are wanted in full, the newest first, and such as were rewritten since their page came.
    One that failed is tried again only by hand.
    """
    rows = [*reader.select(_WANTED, (_OF_EACH_FEED, most)), *reader.select(_OVERTAKEN, (most,))]
    known = homes(reader)
    return [Wanted(number, url, feed, home_at(known, feed)) for number, url, feed in rows[:most]]


# Writing


def keep(live: Transaction, page: Page) -> bool:
    """Keeps a page, or that it could not be had; False when the article is gone meanwhile, or when a failure would
    take the place of a page that is there. Which version is shown does not change by a newer page.
    """
    there = live.exec_driver_sql("SELECT 1 FROM article WHERE id = ?", (page.article,)).scalar()
    sql = "SELECT length(source), problem FROM page WHERE article_id = ?"
    had, shown = live.exec_driver_sql(sql, (page.article,)).first() or (0, None)
    if there is None or (had and not page.html):
        live.exec_driver_sql("UPDATE page SET fetched_at = abs(fetched_at) WHERE article_id = ?", (page.article,))
        return False
    coding, source = bodies.packing(live).pack(page.html) if page.html else (bodies.PLAIN, b"")
    live.exec_driver_sql(
        "INSERT OR REPLACE INTO page (article_id, fetched_at, url, problem, coding, source) VALUES (?, ?, ?, ?, ?, ?)",
        (page.article, page.fetched_at, page.url, ASIDE if shown == ASIDE else page.problem, coding, source),
    )
    if page.html:
        live.exec_driver_sql("INSERT OR IGNORE INTO unindexed VALUES (?)", (page.article,))
    return True


def overtake(live: Transaction, article: int, title: str, html: str, new_title: str, new_html: str) -> None:
    """The feed has given another version of an article; if it was rewritten, so was its page."""
    if live.exec_driver_sql("SELECT 1 FROM page WHERE article_id = ? AND fetched_at > 0", (article,)).first() is None:
        return
    if is_rewritten(title, html, new_title, new_html):
        live.exec_driver_sql("UPDATE page SET fetched_at = -fetched_at WHERE article_id = ?", (article,))


def set_aside(live: Transaction, article: int, aside: bool) -> bool:
    """Whether the feed's version is shown although a page is there; False when nothing is different."""
    before, after = (None, ASIDE) if aside else (ASIDE, None)
    sql = "UPDATE page SET problem = ? WHERE article_id = ? AND problem IS ? AND source <> x''"
    return live.exec_driver_sql(sql, (after, article, before)).rowcount > 0


def set_full(live: Transaction, feed: int, full: bool) -> bool:
    """Whether the pages of a feed's articles are fetched; False when that was so already, or the feed is gone."""
    sql = "UPDATE feed SET full_text = ? WHERE id = ? AND full_text <> ?"
    return live.exec_driver_sql(sql, (int(full), feed, int(full))).rowcount > 0
