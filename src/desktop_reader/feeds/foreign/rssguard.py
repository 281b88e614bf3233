"""The library of RSS Guard, versions 3 to 5: ``database.db``."""

from __future__ import annotations

import json

from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.database import Database, Row, Tree, picked
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.opml import OutlineFeed, OutlineTree
from desktop_reader.records.incoming import Foreign

TABLES = frozenset(("feeds", "categories", "messages", "accounts"))


class RssGuard:
    """Its accounts are one tree. Feeds of an online service that keep no address cannot be followed from here."""

    def __init__(self, data: Database) -> None:
        self._data = data
        self._there = data.columns("Messages")
        self._named = "CHAR" in self._there.get("feed", "") or "TEXT" in self._there.get("feed", "")
        self._names = self._label_names()
        tree = Tree()
        for number, parent, title in data.select("SELECT id, parent_id, title FROM Categories ORDER BY ordr, id"):
            tree.folder(number, parent, plain.title(str(title)))
        columns = picked(data.columns("Feeds"), "id", "custom_id", "account_id", "category", "title", "source|url")
        self._feeds: list[tuple[int, object, object]] = []
        self.feeds: list[str] = []
        left_out: list[str] = []
        for number, custom, account, category, title, url in data.select(
            f"SELECT {columns} FROM Feeds ORDER BY ordr, id"
        ):
            address = web(url)
            if address is None:
                left_out.append(plain.fold(f"{title} {url or ''}")[:200])
                continue
            tree.feed(category, OutlineFeed(address, plain.title(str(title))))
            self._feeds.append((number, custom, account))
            self.feeds.append(address)
        self.tree = OutlineTree(tree.outlines(), left_out=tuple(left_out))
        self.total = int(data.select(f"SELECT count(*) FROM Messages WHERE {self._alive()}")[0][0])

    def articles(self, feed: int, after: int, most: int) -> tuple[list[Foreign], int | None]:
        """What was deleted there stays away."""
        number, custom, account = self._feeds[feed]
        columns = picked(
            self._there,
            *("id", "is_read", "is_important", "title", "url", "author", "date_created", "contents", "enclosures"),
            *("custom_id", "labels"),
        )
        # Older versions name a feed by its custom id, which is its number where it has none of its own.
        names = [str(custom), str(number)] if self._named else [number, number]
        whose = "AND (account_id IS NULL OR account_id = ?)" if "account_id" in self._there else "AND ? IS ?"
        values = [*names, after, account, *([account] if "account_id" not in self._there else []), most]
        rows = self._data.select(
            f"SELECT {columns} FROM Messages WHERE feed IN (?, ?) AND id > ? {whose} AND {self._alive()}"
            " ORDER BY id LIMIT ?",
            values,
        )
        labels = self._labels(rows)
        found = [_article(row, labels.get(row[0], [])) for row in rows]
        return found, int(rows[-1][0]) if len(rows) == most else None

    def _alive(self) -> str:
        dead = [name for name in ("is_deleted", "is_pdeleted") if name in self._there]
        return " AND ".join(f"NOT coalesce({name}, 0)" for name in dead) or "1"

    def _label_names(self) -> dict[str, str]:
        """By number and by custom id: which of them an article names depends on the version."""
        there = self._data.columns("Labels")
        if not there:
            return {}
        found: dict[str, str] = {}
        for number, custom, name in self._data.select(f"SELECT {picked(there, 'id', 'custom_id', 'name')} FROM Labels"):
            if custom:
                found.setdefault(str(custom), str(name))
            found[str(number)] = str(name)
        return found

    def _labels(self, rows: list[Row]) -> dict[object, list[str]]:
        found: dict[object, list[str]] = {}
        for row in rows:  # One text: ".1.7."
            names = str(row[10] or "").split(".")
            found[row[0]] = [self._names[name] for name in names if name in self._names]
        there = self._data.columns("LabelsInMessages") if self._names else {}
        if {"message", "label"} <= there.keys() and rows:
            keys = {str(row[0]): row[0] for row in rows}
            if "CHAR" in there["message"] or "TEXT" in there["message"]:
                keys |= {str(row[9]): row[0] for row in rows if row[9]}
            wanted = list(keys)
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                holes = ",".join("?" * len(some))
                for message, label in self._data.select(
                    f"SELECT message, label FROM LabelsInMessages WHERE message IN ({holes})", some
                ):
                    if str(label) in self._names and str(message) in keys:
                        found.setdefault(keys[str(message)], []).append(self._names[str(label)])
        return found


def _article(row: Row, labels: list[str]) -> Foreign:
    number, read, starred, title, url, author, at, contents, files, custom, _ = row
    return article(
        guid=None if str(custom) == str(number) else custom,  # Then the feed gave none.
        url=url,
        title=title,
        text=plain.whole_html(str(contents or "")),
        author=author,
        at=moment(at),
        files=_files(str(files or "")),
        labels=labels,
        read=read,
        starred=starred,
    )


def _files(said: str) -> list[tuple[object, object]]:
    """Attached files; versions before 4.5 wrote them in a code of their own."""
    if not said.startswith("["):
        return []
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return []
    return [(one.get("url"), one.get("mime")) for one in found if isinstance(one, dict)]
