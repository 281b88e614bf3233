"""What the reader is looking at: a query and an article. Panes talk through it and never to each other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_reader.records.query import Query, Scope, Sort

_REMEMBERED = 100


class Browsing(QObject):
    """Signals: ``query_changed(Query)`` another list; ``article_changed(id)`` another article, 0 for none."""

    query_changed = Signal(object)
    article_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = Query(Scope.UNREAD)
        self.article = 0
        self._past: list[int] = []
        self._order = (self.query.sort, self.query.reverse)  # Outside searches.

    @property
    def order(self) -> tuple[Sort, bool]:
        """How lists are sorted, and whether the other way round; of a search, how they were before it."""
        return self._order if self.query.search.strip() else (self.query.sort, self.query.reverse)

    def look(self, query: Query, *, best_first: bool = True) -> None:
        """Shows another list; the article stays until another is chosen.

        A search begins with the best matches, whatever the order was, unless one that was kept is to be read like a
        folder; that order comes back when it ends.
        """
        before, after = bool(self.query.search.strip()), bool(query.search.strip())
        kept = (query.sort, query.reverse) == (self.query.sort, self.query.reverse)
        if after and not before:
            self._order = (self.query.sort, self.query.reverse)
            if kept and best_first:
                query = replace(query, sort=Sort.BEST, reverse=False)
        elif before and not after and kept:
            query = replace(query, sort=self._order[0], reverse=self._order[1])
        if query != self.query:
            self.query = query
            self.query_changed.emit(query)

    def open(self, article: int) -> None:
        """Shows another article; 0 for none."""
        if article != self.article:
            if self.article:
                self._past = [*self._past[1 - _REMEMBERED :], self.article]
            self.article = article
            self.article_changed.emit(article)

    def back(self) -> None:
        """The article that was shown before this one."""
        if self._past:
            self.article = self._past.pop()
            self.article_changed.emit(self.article)

    @property
    def can_go_back(self) -> bool:
        """True when another article was shown before."""
        return bool(self._past)
