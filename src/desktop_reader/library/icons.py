"""The signs of feeds, as their sites gave them; also that there is none, so that nobody is asked for it again soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import aside
from desktop_reader.library.homes import home_at, homes
from desktop_reader.records.network import Range

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_WEEK = 7 * 86400
_RENEWED = 28 * 86400  # A sign that is there seldom becomes another one.
_DUE = f"""SELECT f.id, f.url, f.site_url, f.icon_url FROM feed AS f JOIN feed_fetch AS t ON t.feed_id = f.id
    LEFT JOIN icon AS i ON i.feed_id = f.id
  WHERE t.problem IS NULL AND t.checked_at IS NOT NULL AND t.stopped = 0 AND f.id NOT IN ({aside.IDS})
    AND (i.feed_id IS NULL OR i.tried_at > ? OR i.tried_at < CASE WHEN i.data IS NULL THEN ? ELSE ? END)
  ORDER BY i.tried_at, f.id LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A feed whose sign is to be asked for: ``url`` is the subscription's own address, which may lie at ``home``."""

    feed: int
    url: str
    site_url: str | None
    icon_url: str | None
    home: Range | None = None


# Reading


def due(reader: Reader, now: int, most: int) -> list[Unsigned]:
    """Feeds that came well when they were asked last, and whose sign was not asked for within a week."""
    # A moment in the future was written by a wrong clock.
    rows = reader.select(_DUE, (now, now - _WEEK, now - _RENEWED, most))
    known = homes(reader)
    return [Unsigned(feed, url, site, icon, home_at(known, url)) for feed, url, site, icon in rows]


def signed(reader: Reader) -> list[int]:
    """The feeds that have a sign."""
    return [number for (number,) in reader.select("SELECT feed_id FROM icon WHERE data IS NOT NULL")]


def some(reader: Reader, feeds: Iterable[int]) -> Iterable[tuple[int, bytes | None]]:
    """The signs of these feeds as they came, one by one; None for those that have none."""
    for feed in feeds:
        rows = reader.select("SELECT data FROM icon WHERE feed_id = ?", (feed,))
        yield feed, rows[0][0] if rows else None


# Writing


def keep(live: Transaction, feed: int, url: str, data: bytes | None, now: int) -> bool:
    """Keeps a sign, or that there was none: then one of before stays. True when the sign is another one now."""
    if live.exec_driver_sql("SELECT 1 FROM feed WHERE id = ?", (feed,)).scalar() is None:
        return False
    before = live.exec_driver_sql("SELECT data FROM icon WHERE feed_id = ?", (feed,)).scalar()
    live.exec_driver_sql(
        "INSERT INTO icon (feed_id, tried_at, url, data) VALUES (?, ?, ?, ?) ON CONFLICT (feed_id) DO UPDATE SET"
        " tried_at = excluded.tried_at, url = CASE WHEN excluded.data IS NULL THEN url ELSE excluded.url END,"
        " data = coalesce(excluded.data, data)",
        (feed, now, url, data),
    )
    return data is not None and data != before
