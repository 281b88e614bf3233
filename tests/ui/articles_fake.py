"""A library of articles made of arithmetic, however many, and two ways of asking it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.listing import Head
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.records.search import Found
from desktop_reader.ui.articles.asking import Kind

NOON = 1_729_771_200  # 24 October 2024, 12:00 UTC


class Library:
    """Articles 1…n, the newest (the highest id) first; every second one unread, every tenth starred."""

    def __init__(self, size: int, all_read: bool = False) -> None:
        self.listed: array[int] = array("q", range(size, 0, -1))
        self.own: dict[int, ArticleRow] = {}
        self.all_read = all_read
        self.asked: list[str] = []
        self.fetched = self.dated = 0  # How many rows and dates were asked for.
        self.quickly = 200  # So many results a search has at once.
        self._dated: array[int] = array("q")
        self._date: dict[int, int] = {}

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
        if query.sort is Sort.TITLE:
            listed = array("q", sorted(listed, key=str))
        return listed[::-1] if query.reverse else listed

    def head(self, query: Query, limit: int) -> Head | None:
        """By title only where all is listed; nobody has counted today's."""
        self.asked.append("head")
        if query.sort is Sort.TITLE and query.scope is not Scope.ALL:
            return None
        listed = self._in(query)
        total = None if query.scope is Scope.TODAY and len(listed) > limit else len(listed)
        return Head(listed[:limit].tolist(), total)

    def found(self, query: Query) -> Found:
        """The newest few, the highest digit sum first."""
        self.asked.append("found")
        listed = self._in(query)
        quick = listed[: self.quickly]
        if query.sort is Sort.BEST:
            quick = array("q", sorted(quick, key=str))
        return Found(quick, len(listed) <= self.quickly, len(listed) // 10 * 10)

    def ids_at(self, query: Query, offset: int, limit: int) -> list[int]:
        self.asked.append("ids_at")
        return self._in(query)[offset : offset + limit].tolist()

    def ids_near_end(self, query: Query, total: int, offset: int, limit: int) -> list[int]:
        self.asked.append("ids_near_end")
        return self._in(query)[offset : offset + limit].tolist()

    def all_ids(self, query: Query) -> array[int]:
        self.asked.append("all_ids")
        listed = self._in(query)[:]
        return array("q", sorted(listed, key=str)) if query.search and query.sort is Sort.BEST else listed

    def belonging(self, query: Query, ids: Iterable[int]) -> list[int]:
        self.asked.append("belonging")
        wanted = set(ids)
        return [i for i in self._in(query) if i in wanted]

    def dates(self, ids: Iterable[int]) -> dict[int, int]:
        """An article's number says when it came, but where it was put by hand."""
        ids = list(ids)
        self.asked.append("dates")
        self.dated += len(ids)
        place = self._dates()
        return {i: place[i] for i in ids if i in place}

    def _dates(self) -> dict[int, int]:
        if self._dated != self.listed:
            self._dated = self.listed[:]
            self._date = {article: -row for row, article in enumerate(self._dated)}
        return self._date

    def rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        self.asked.append("rows")
        self.fetched += len(ids)
        place = self._dates()
        return {i: self.row(i) for i in ids if i in place}


class Now:
    """Answers before it returns."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __call__(
        self, question: Callable[[Any], Any], answered: Callable[[Any], None], /, kind: Kind = Kind.LIST
    ) -> None:
        answered(question(self.library))


class Later(Now):
    """Keeps the latest question of each kind until ``answer`` is called."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.waiting: dict[Kind, tuple[Callable[[Any], Any], Callable[[Any], None]]] = {}

    def __call__(
        self, question: Callable[[Any], Any], answered: Callable[[Any], None], /, kind: Kind = Kind.LIST
    ) -> None:
        self.waiting[kind] = (question, answered)

    def answer(self, kind: Kind | None = None) -> None:
        """Answers those that wait, or the one of this kind; what these make somebody ask waits again."""
        assert self.waiting
        for one in list(self.waiting) if kind is None else [kind]:
            question, answered = self.waiting.pop(one)
            answered(question(self.library))
