"""The library of Liferea: ``liferea.db``."""

from __future__ import annotations

import re

from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.database import Database, Row, Tree
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.opml import OutlineFeed, OutlineTree
from desktop_reader.records.incoming import Foreign

TABLES = frozenset(("items", "node", "subscription"))

_FILE = re.compile(r"enc:\d?:([^:]*):(\d*):(.+)", re.DOTALL)


class Liferea:
    """Its nodes are feeds and folders alike; a feed has a row among the subscriptions."""

    def __init__(self, data: Database) -> None:
        self._data = data
        self._more = "metadata" in data.tables
        tree = Tree()
        homes: dict[object, str] = {}
        if "subscription_metadata" in data.tables:
            rows = data.select("SELECT node_id, value FROM subscription_metadata WHERE key = 'homepage'")
            homes = {node: str(value) for node, value in rows}
        self._feeds: list[object] = []
        self.feeds: list[str] = []
        left_out: list[str] = []
        for node, parent, title, is_feed, url in data.select(
            """SELECT node.node_id, parent_id, title, subscription.node_id IS NOT NULL, subscription.source
            FROM node LEFT JOIN subscription ON subscription.node_id = node.node_id ORDER BY node.rowid"""
        ):
            name = plain.title(str(title or ""))
            address = web(url)
            if not is_feed:
                tree.folder(node, parent, name)
            elif address is None:  # A command, or a file.
                left_out.append(plain.fold(f"{name} {url or ''}")[:200])
            else:
                tree.feed(parent, OutlineFeed(address, name, name, web(homes.get(node)) or ""))
                self._feeds.append(node)
                self.feeds.append(address)
        self.tree = OutlineTree(tree.outlines(), left_out=tuple(left_out))
        self.total = int(data.select("SELECT count(*) FROM items WHERE coalesce(comment, 0) = 0")[0][0])

    def articles(self, feed: int, after: int, most: int) -> tuple[list[Foreign], int | None]:
        """Without what people wrote about them."""
        rows = self._data.select(
            """SELECT item_id, title, read, marked, source, source_id, valid_guid, description, date FROM items
            WHERE node_id = ? AND item_id > ? AND coalesce(comment, 0) = 0 ORDER BY item_id LIMIT ?""",
            (self._feeds[feed], after, most),
        )
        more = self._facts([row[0] for row in rows])
        found = [_article(row, more.get(row[0], [])) for row in rows]
        return found, int(rows[-1][0]) if len(rows) == most else None

    def _facts(self, numbers: list[int]) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        for start in range(0, len(numbers) if self._more else 0, 500):
            some = numbers[start : start + 500]
            sql = f"SELECT item_id, key, value FROM metadata WHERE item_id IN ({','.join('?' * len(some))}) ORDER BY nr"
            for number, key, value in self._data.select(sql, some):
                found.setdefault(number, []).append((str(key), str(value or "")))
        return found


def _article(row: Row, facts: list[tuple[str, str]]) -> Foreign:
    _, title, read, starred, url, guid, valid, description, at = row
    files = [found for key, value in facts if key == "enclosure" and (found := _FILE.fullmatch(value))]
    known = dict(facts)
    return article(
        guid=guid if valid else None,  # Else it was made up by the program.
        url=url,
        title=title,
        text=plain.whole_html(str(description or known.get("richContent", ""))),
        author=known.get("author") or known.get("creator"),
        at=moment(at),
        comments=known.get("commentsUri"),
        files=[(file[3], file[1]) for file in files],
        read=read,
        starred=starred,
    )
