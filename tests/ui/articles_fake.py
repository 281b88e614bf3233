"""A library of articles made of arithmetic, however many, and two ways of asking it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.query import Query, Scope

NOON = 1_729_771_200  # 24 October 2024, 12:00 UTC


class Library:
    """Articles 1…n, the newest (the highest id) first; every second one unread, every tenth starred."""

    def __init__(self, size: int, all_read: bool = False) -> None:
        self.listed: array[int] = array("q", range(size, 0, -1))
        self.own: dict[int, ArticleRow] = {}
        self.all_read = all_read
        self.asked: list[str] = []

    def row(self, article: int) -> ArticleRow:
        return self.own.get(article) or ArticleRow(
            id=article,
            uuid=f"00000000-0000-4000-8000-{article:012}",
            feed_id=article % 7,
            feed_title=f"Feed {article % 7}",
            title=f"Article {article} that has a title of a length which wants two lines in the list",
            author="",
            snippet="A few words that say how it begins, and go on for as long as a snippet does. " * 2,
            image=None,
            published_at=NOON - 3600 * (len(self.listed) - article),
            words=100,
            read_count=0,
            unread=not self.all_read and article % 2 == 0,
            starred=article % 10 == 0,
        )

    def set(self, article: int, **changed: Any) -> None:
        self.own[article] = replace(self.row(article), **changed)

    def add_on_top(self, count: int) -> tuple[int, ...]:
        first = max(self.listed, default=0) + 1
        new = range(first, first + count)
        self.listed[0:0] = array("q", reversed(new))
        return tuple(new)

    def remove(self, *articles: int) -> None:
        for article in articles:
            self.listed.remove(article)

    def _in(self, query: Query) -> array[int]:
        listed = self.listed
        if query.scope is Scope.FEED:
            listed = array("q", (i for i in listed if i % 7 == query.target))
        if query.scope is Scope.UNREAD or query.unread_only:
            listed = array("q", (i for i in listed if self.row(i).unread))
        if query.search:
            listed = array("q", (i for i in listed if query.search in str(i)))
        return listed

    def count(self, query: Query) -> int:
        self.asked.append("count")
        return len(self._in(query))

    def first_ids(self, query: Query, limit: int) -> list[int]:
        self.asked.append("first_ids")
        return self._in(query)[:limit].tolist()

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        self.asked.append("ids_at")
        return self._in(query)[offset : offset + limit].tolist()

    def all_ids(self, query: Query) -> array[int]:
        self.asked.append("all_ids")
        return self._in(query)[:]

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        self.asked.append("rows")
        here = set(self.listed[:5_000]) | set(self.listed[-5_000:]) if len(self.listed) > 10_000 else set(self.listed)
        middle = range(1, max(self.listed, default=0) + 1)
        return {i: self.row(i) for i in ids if i in here or (len(self.listed) > 10_000 and i in middle)}


class Now:
    """Answers before it returns."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __call__(self, question: Callable[[Any], Any], answered: Callable[[Any], None], /) -> None:
        answered(question(self.library))


class Later(Now):
    """Keeps the latest question until ``answer`` is called."""

    waiting: tuple[Callable[[Any], Any], Callable[[Any], None]] | None = None

    def __call__(self, question: Callable[[Any], Any], answered: Callable[[Any], None], /) -> None:
        self.waiting = (question, answered)

    def answer(self) -> None:
        assert self.waiting is not None
        (question, answered), self.waiting = self.waiting, None
        answered(question(self.library))
