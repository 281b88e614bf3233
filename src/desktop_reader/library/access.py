"""How private feeds are asked, as far as the library knows it: names, never a password.

Functions over a live transaction, or a reading door; the secrets are in the keyring under ``Access.key``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from desktop_reader.records.access import Access, Method, without_credentials

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

COLUMNS = "feed.uuid, access.method, access.user, access.headers"
_PUT = """INSERT INTO access (feed_id, method, user, headers) VALUES (?, ?, ?, ?) ON CONFLICT (feed_id)
    DO UPDATE SET method = excluded.method, user = excluded.user, headers = excluded.headers"""
# What the server said to somebody else says nothing of what it says now.
_ASK_ANEW = """UPDATE feed_fetch SET etag = NULL, last_modified = NULL, body_hash = NULL, next_check_at = 0
    WHERE feed_id = ?"""
# A feed that has not been read yet may have its address for a title.
_BARE = """UPDATE feed SET url = ?, title = CASE title WHEN url THEN ? ELSE title END,
    given_title = CASE given_title WHEN url THEN ? ELSE given_title END WHERE id = ? AND url = ?"""
_EXPOSED = "SELECT id, uuid, url FROM feed WHERE url LIKE '%//%@%' OR old_url LIKE '%//%@%'"


@dataclass(frozen=True, slots=True)
class Exposed:
    """A feed with a name or a password in its address, or in the one before it."""

    feed_id: int
    key: str
    url: str = field(repr=False)


def read(row: Sequence[Any]) -> Access | None:
    """What ``COLUMNS`` say; None for a feed that anybody may read."""
    uuid, method, user, headers = row
    if method not in set(Method):
        return None
    try:
        names = json.loads(headers)
    except ValueError:
        names = []
    return Access(uuid.hex(), Method(method), user, tuple(map(str, names)) if isinstance(names, list) else ())


def of(reader: Reader, feed_id: int) -> Access | None:
    """How a feed is asked."""
    sql = f"SELECT {COLUMNS} FROM access JOIN feed ON feed.id = access.feed_id WHERE feed.id = ?"
    return next((read(row) for row in reader.select(sql, (feed_id,))), None)


def key_of(reader: Reader, feed_id: int) -> str | None:
    """The name of a feed in the keyring, whether it has a secret there or not."""
    return next((uuid.hex() for (uuid,) in reader.select("SELECT uuid FROM feed WHERE id = ?", (feed_id,))), None)


def put(live: Transaction, feed_id: int, access: Access) -> None:
    """From now on the feed is asked so, and everything it says is news."""
    headers = json.dumps(list(access.headers), ensure_ascii=False)
    live.exec_driver_sql(_PUT, (feed_id, access.method.value, access.user, headers))
    live.exec_driver_sql(_ASK_ANEW, (feed_id,))


def remove(live: Transaction, feed_id: int) -> None:
    """From now on the feed is asked like one that anybody may read."""
    live.exec_driver_sql("DELETE FROM access WHERE feed_id = ?", (feed_id,))
    live.exec_driver_sql(_ASK_ANEW, (feed_id,))


def exposed(reader: Reader) -> list[Exposed]:
    """Feeds whose secrets stand in the library."""
    rows = reader.select(_EXPOSED)
    return [Exposed(number, uuid.hex(), url) for number, uuid, url in rows if without_credentials(url) != url]


def take_out(live: Transaction, feed: Exposed, access: Access) -> bool:
    """Takes name and password out of an address, also out of the pages of the file. False, and nothing happens, where
    the feed has another address by now, or another feed has the bare one.
    """
    bare = without_credentials(feed.url)
    if live.exec_driver_sql("SELECT 1 FROM feed WHERE url = ?", (bare,)).first() is not None:
        return False
    live.exec_driver_sql("PRAGMA secure_delete = ON")
    changed = live.exec_driver_sql(_BARE, (bare, bare, bare, feed.feed_id, feed.url)).rowcount
    if changed:
        for table, column, key in (("feed", "old_url", "id"), ("feed_fetch", "moved_to", "feed_id")):
            told = live.exec_driver_sql(f"SELECT {column} FROM {table} WHERE {key} = ?", (feed.feed_id,)).scalar()
            if told is not None:
                live.exec_driver_sql(
                    f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (without_credentials(told), feed.feed_id)
                )
        headers = json.dumps(list(access.headers))
        live.exec_driver_sql(_PUT, (feed.feed_id, access.method.value, access.user, headers))
    return bool(changed)


def followed(live: Transaction, url: str) -> int | None:
    """The feed that has this address, where its name and password were taken out of it."""
    bare = without_credentials(url)
    if bare == url:
        return None
    user = unquote(url.partition("//")[2].partition("@")[0].partition(":")[0])
    sql = "SELECT id FROM feed JOIN access ON access.feed_id = feed.id WHERE url = ? AND method = ? AND user = ?"
    found = live.exec_driver_sql(sql, (bare, Method.BASIC.value, user)).scalar()
    return None if found is None else int(found)
