"""The feed of saved pages: made when the first page is saved, never asked, kept until the reader says else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_reader.library import aside, retention, subscriptions
from desktop_reader.library.naming import guid_hash
from desktop_reader.records.keeping import FOR_EVER
from desktop_reader.records.saved import SAVED, TITLE

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Editing, Transaction

_PAGE = "SELECT article.id FROM article JOIN feed ON feed.id = article.feed_id WHERE feed.url = ? AND guid_hash = ?"


def feed(live: Transaction) -> int | None:
    """Its row id; None before anything was saved."""
    number = live.exec_driver_sql("SELECT id FROM feed WHERE url = ?", (SAVED,)).scalar()
    return None if number is None else int(number)


def ensure(session: Editing, now: int, title: str = "") -> tuple[int, bool]:
    """Its row id, and whether it is new or was set aside. ``title`` is what it is called in the reader's language."""
    live = session.connection()
    number, came = feed(live), False
    if number is None:
        number, came = subscriptions.add_feed(session, SAVED, title or TITLE, "saved-pages", now)
        live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1 WHERE feed_id = ?", (number,))
        # A rule for all other feeds must not delete what somebody chose to keep.
        retention.set_rule(live, number, FOR_EVER)
    elif aside.bring_back(live, number):
        came = True
    # Nothing comes back by itself here: what is saved again after it was deleted is wanted again.
    live.exec_driver_sql("DELETE FROM tombstone WHERE feed_id = ?", (number,))
    return number, came


def call(live: Transaction, title: str) -> int | None:
    """Gives it this title; its row id, or None where there is nothing to be done. What the reader calls it stays."""
    sql = "UPDATE feed SET title = ? WHERE url = ? AND given_title IS NULL AND title <> ? RETURNING id"
    number = live.exec_driver_sql(sql, (title, SAVED, title)).scalar()
    return None if number is None else int(number)


def page(live: Transaction, guid: str) -> int | None:
    """The article of a saved page."""
    number = live.exec_driver_sql(_PAGE, (SAVED, guid_hash(guid))).scalar()
    return None if number is None else int(number)


def page_read(reader: Reader, guid: str) -> int:
    """The same without a transaction; 0 where there is none."""
    return int(next(iter(reader.select(_PAGE, (SAVED, guid_hash(guid)))), (0,))[0])


def is_page(live: Transaction, article: int) -> bool:
    """Whether an article is a saved page."""
    sql = "SELECT 1 FROM article JOIN feed ON feed.id = article.feed_id WHERE feed.url = ? AND article.id = ?"
    return live.exec_driver_sql(sql, (SAVED, article)).first() is not None
