"""What the reader is looking at: a query and an article. Panes talk through it and never to each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_reader.records.query import Query, Scope

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

    def look(self, query: Query) -> None:
        """Shows another list; the article stays until another is chosen."""
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
