"""The library of QuiteRSS: ``feeds.db``."""

from __future__ import annotations

from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.database import Database, Row, Tree, picked
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.opml import OutlineFeed, OutlineTree
from desktop_reader.records.incoming import Foreign

TABLES = frozenset(("feeds", "news", "filters"))


class QuiteRss:
    """Folders are rows of its feeds that have no address."""

    def __init__(self, data: Database) -> None:
        self._data = data
        self._there = data.columns("news")
        self._names = {}
        if "labels" in data.tables:
            self._names = {str(number): str(name) for number, name in data.select("SELECT id, name FROM labels")}
        tree = Tree()
        columns = picked(data.columns("feeds"), "id", "parentId", "text", "title", "xmlUrl", "htmlUrl")
        self._feeds: list[int] = []
        self.feeds: list[str] = []
        left_out: list[str] = []
        for number, parent, text, title, url, site in data.select(
            f"SELECT {columns} FROM feeds ORDER BY parentId, rowToParent, id"
        ):
            name = plain.title(str(text or title or ""))
            address = web(url)
            if not url:
                tree.folder(number, parent, name)
            elif address is None:
                left_out.append(plain.fold(str(url))[:200])
            else:
                tree.feed(parent, OutlineFeed(address, name, name, web(site) or ""))
                self._feeds.append(number)
                self.feeds.append(address)
        self.tree = OutlineTree(tree.outlines(), left_out=tuple(left_out))
        self.total = int(data.select("SELECT count(*) FROM news WHERE coalesce(deleted, 0) = 0")[0][0])

    def articles(self, feed: int, after: int, most: int) -> tuple[list[Foreign], int | None]:
        """What was deleted there stays away."""
        columns = picked(
            self._there,
            *("id", "guid", "link_href", "link_alternate", "title", "content", "description", "published", "received"),
            *("modified", "author_name", "label", "read", "starred", "enclosure_url", "enclosure_type", "comments"),
        )
        rows = self._data.select(
            f"SELECT {columns} FROM news WHERE feedId = ? AND id > ? AND coalesce(deleted, 0) = 0 ORDER BY id LIMIT ?",
            (self._feeds[feed], after, most),
        )
        return [self._article(row) for row in rows], int(rows[-1][0]) if len(rows) == most else None

    def _article(self, row: Row) -> Foreign:
        (_, guid, link, other, title, content, description, published, received, modified, author, label, read) = row[
            :13
        ]
        starred, file, kind, comments = row[13:]
        full, short = str(content or ""), str(description or "")
        return article(
            guid=guid,
            url=link or other or guid,
            title=title,
            text=plain.whole_html(full if len(full) >= len(short) else short),
            author=author,
            at=moment(published) or moment(received),
            updated_at=moment(modified),
            comments=comments,
            files=[(file, kind)] if file else [],
            labels=[self._names[one] for one in str(label or "").split(",") if one in self._names],
            read=_number(read) > 0,  # 1: just read, 2: read some time ago.
            starred=_number(starred) > 0,
        )


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
