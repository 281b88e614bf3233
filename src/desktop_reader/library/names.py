"""Articles, feeds and folders by what people call them: the beginning of a UUID, or a slug."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from desktop_reader.errors import NotFoundError
from desktop_reader.library import aside
from desktop_reader.records.feed import Folder
from desktop_reader.records.query import Query, Scope


class Names(ABC):
    """The part of the reader that looks names up."""

    @abstractmethod
    def select(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Rows of a statement written in this package."""

    @abstractmethod
    def folders(self) -> list[Folder]:
        """All folders."""

    def articles_like(self, prefix: str, limit: int = 2) -> list[int]:
        """Ids of articles whose UUID begins with ``prefix``; hyphens and case do not matter."""
        return self._by_uuid("article", prefix, limit)

    def article_named(self, name: str) -> int:
        """The one article that a UUID or its unique beginning names; raises NotFoundError."""
        return _only(self.articles_like(name), name, "article", "desktop-reader articles")

    def feed_named(self, name: str) -> int:
        """The one feed that a UUID or its unique beginning names; raises NotFoundError."""
        return _only(self._by_uuid("feed", name, 2), name, "feed", "desktop-reader feeds")

    def folder_named(self, slug: str) -> Folder:
        """The folder with this slug; raises NotFoundError."""
        for folder in self.folders():
            if folder.slug == slug:
                return folder
        raise NotFoundError(
            "There is no folder “{name}”. The category IDs of your folders are listed by “desktop-reader feeds”.",
            name=slug,
        )

    def category(self, slug: str) -> Query:
        """What a category ID means: a folder, or a feed in no folder; raises NotFoundError."""
        sql = f"SELECT id, slug FROM feed WHERE slug = ? AND id NOT IN ({aside.IDS})"
        for number, own in self.select(sql, (slug,)):
            if own == slug:
                return Query(Scope.FEED, target=number)
        return Query(Scope.FOLDER, target=self.folder_named(slug).id)

    def _by_uuid(self, table: str, prefix: str, limit: int) -> list[int]:
        digits = prefix.replace("-", "").lower()
        if not digits or len(digits) > 32 or any(c not in "0123456789abcdef" for c in digits):
            return []
        low, high = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
        there = f"{'feed_id' if table == 'article' else 'id'} NOT IN ({aside.IDS})"
        sql = f"SELECT id FROM {table} WHERE uuid BETWEEN ? AND ? AND {there} LIMIT ?"
        return [number for (number,) in self.select(sql, (low, high, limit))]


def _only(found: list[int], name: str, kind: str, command: str) -> int:
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError("“{name}” names more than one {kind}. Give more of its id.", name=name, kind=kind)
    raise NotFoundError(
        "There is no {kind} “{name}”. The ids are listed by “{command}”.", name=name, kind=kind, command=command
    )
