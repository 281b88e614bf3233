"""Many subscriptions in one transaction: what is there is read once, so ten thousand feeds take seconds."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from desktop_reader.library import again, aside, retention

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.subscription import Own

_FEED = """INSERT INTO feed (uuid, slug, url, site_url, title, given_title, folder_id, position, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_FOLDER = "INSERT INTO folder (slug, title, parent_id, position) VALUES (?, ?, ?, ?) RETURNING id"
_OWN = """UPDATE feed SET old_url = ?, icon_url = ?, description = ?, language = ?,
    created_at = coalesce(?, created_at), full_text = ? WHERE id = ?"""
_SLUGS = "SELECT slug FROM folder UNION ALL SELECT slug FROM feed"
_NUMBERED = re.compile(r"(.+)-(\d{1,6})")


class Subscribing:
    """Adds feeds and folders as ``subscriptions`` does; nobody else may change them before the transaction's end."""

    def __init__(self, live: Transaction) -> None:
        self._live = live
        self._feeds = {url: int(number) for number, url in live.exec_driver_sql("SELECT id, url FROM feed")}
        self._folders: dict[tuple[int | None, str], int] = {}
        for number, parent, title in live.exec_driver_sql("SELECT id, parent_id, title FROM folder ORDER BY position"):
            self._folders.setdefault((parent, title), int(number))
        self._slugs: set[str] = set()
        self._last: dict[str, int] = {}
        for (slug,) in live.exec_driver_sql(_SLUGS):
            self._take(slug)
        self._ends = {
            table: {parent: int(last) + 1 for parent, last in live.exec_driver_sql(sql)}
            for table, sql in (
                ("feed", "SELECT folder_id, max(position) FROM feed GROUP BY folder_id"),
                ("folder", "SELECT parent_id, max(position) FROM folder GROUP BY parent_id"),
            )
        }

    def folder(self, title: str, slug: str, parent: int | None, beside: Collection[int] = ()) -> tuple[int, bool]:
        """The folder of this title in this parent; a new one at its end, and True, where there is none but those that
        it stands ``beside``.
        """
        there = self._folders.get((parent, title))
        if there is not None and there not in beside:
            return there, False
        values = (self._free(slug or "folder"), title, parent, self._end("folder", parent))
        number = int(self._live.exec_driver_sql(_FOLDER, values).scalar_one())
        self._folders[parent, title] = number
        return number, True

    def feed(
        self,
        url: str,
        title: str,
        slug: str,
        now: int,
        *,
        site_url: str | None,
        given_title: str | None,
        folder: int | None,
        own: Own | None = None,
    ) -> tuple[int, bool]:
        """A subscription at the end of its folder, due at once: (id, True); (the old id, False) if there is one
        already, (the old id, True) if that was set aside and comes back. A new one is what ``own`` says of it.
        """
        there = self._feeds.get(url)
        if there is not None:
            return there, aside.bring_back(self._live, there)
        place = (folder, self._end("feed", folder))
        facts = (self._uuid(own), self._free(slug or "feed"), url, site_url, title, given_title)
        number = int(self._live.exec_driver_sql(_FEED, (*facts, *place, now, now)).scalar_one())
        self._live.exec_driver_sql("INSERT INTO feed_fetch (feed_id) VALUES (?)", (number,))
        if own is not None:
            self._settle(number, own)
        self._feeds[url] = number
        return number, True

    def _uuid(self, own: Own | None) -> bytes:
        """The one that it had, when no feed here has it."""
        if own is not None and own.uuid:
            raw = uuid.UUID(own.uuid).bytes
            if self._live.exec_driver_sql("SELECT 1 FROM feed WHERE uuid = ?", (raw,)).first() is None:
                return raw
        return uuid.uuid4().bytes

    def _settle(self, number: int, own: Own) -> None:
        facts = (own.old_url, own.icon_url, own.description, own.language, own.created_at, int(own.full_text))
        self._live.exec_driver_sql(_OWN, (*facts, number))
        if own.stopped:
            self._live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1 WHERE feed_id = ?", (number,))
        if own.unread_again is not None:
            again.set_wish(self._live, number, own.unread_again)
        if own.keep is not None:
            retention.set_rule(self._live, number, own.keep)

    def _end(self, table: str, parent: int | None) -> int:
        ends = self._ends[table]
        ends[parent] = ends.get(parent, 0) + 1
        return ends[parent] - 1

    def _free(self, wanted: str) -> str:
        """``wanted``, or with the number behind the last one: folders and feeds are one name space."""
        slug = wanted
        while slug in self._slugs:
            self._last[wanted] = self._last.get(wanted, 1) + 1
            slug = f"{wanted}-{self._last[wanted]}"
        self._take(slug)
        return slug

    def _take(self, slug: str) -> None:
        self._slugs.add(slug)
        if numbered := _NUMBERED.fullmatch(slug):
            self._last[numbered[1]] = max(int(numbered[2]), self._last.get(numbered[1], 1))
